"""The companion in conversation."""

from collections import Counter
from datetime import UTC

import pytest

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Status
from chatbot.domain.persona import Behaviour, Meta, Offline, Persona, Template
from chatbot.domain.receipt import Found
from chatbot.domain.value import replace
from chatbot.llm.offline.writing import write
from tests.unit.llm.briefs import Talk, added, memory, recalled

DOG = recalled("User's dog is called Biscuit", 7)


@pytest.mark.parametrize("seed", range(8))
def test_answers_from_memory_with_the_date(seed: int) -> None:
    talk = Talk(recalled("User lives in Lisbon"), DOG)
    for _ in range(seed):
        talk.say("ok")
    reply = talk.say("What's my dog's name?")
    assert "Biscuit" in reply and "on 3 March" in reply


def test_a_personas_phrase_without_date_gets_one() -> None:
    persona = Persona("p", offline=Offline(templates=(Template("m", ("ask_memory",), "", ("It is so: {memory}.",)),)))
    assert Talk(DOG, persona=persona).say("what's my dog's name?") == (
        "It is so: your dog is called Biscuit. You told me on 3 March."
    )


def test_a_personas_phrase_without_the_memory_gets_it() -> None:
    persona = Persona("p", offline=Offline(templates=(Template("m", ("ask_memory",), "", ("I do recall.",)),)))
    assert "Your dog is called Biscuit." in Talk(DOG, persona=persona).say("what's my dog's name?")


def test_says_plainly_what_it_does_not_know() -> None:
    reply = Talk(DOG).say("what's my cousin's name?")
    assert "Biscuit" not in reply
    assert any(word in reply for word in ("not", "nothing", "no memory"))


def test_quotes_past_messages() -> None:
    talk = Talk()
    talk.say("The plumber comes on Friday at nine")
    assert talk.say("when does the plumber come?") == 'You said a minute ago: "The plumber comes on Friday at nine"'


def test_two_versions_of_a_fact_are_both_told() -> None:
    known = (
        recalled("User's dog is called Biscuit", uncertain=True),
        recalled("User's dog is called Bella", uncertain=True),
    )
    reply = Talk(*known).say("what's my dog's name?")
    assert "Biscuit" in reply and "Bella" in reply and reply.endswith("Which one holds?")


def test_confirms_what_it_learnt() -> None:
    assert "your dog is called Biscuit" in Talk().say(
        "My dog is called Biscuit", added("User's dog is called Biscuit", "pet.dog", "Biscuit")
    )


def test_asks_on_where_the_persona_likes_to_ask() -> None:
    persona = Persona("p", behaviour=Behaviour(ask_vs_answer=1.0))
    reply = Talk(persona=persona).say("My dog is Biscuit", added("User's dog is called Biscuit", "pet.dog", "Biscuit"))
    assert reply.endswith("?") and reply.count("Biscuit") == 2


def test_greets_back_when_a_greeting_teaches() -> None:
    assert Talk().say("Hi, I'm Ana", added("User's name is Ana", "name", "Ana")).startswith("Hello, Ana.")


def test_confirms_a_correction() -> None:
    old, new = (
        memory("User's dog is called Biscuit", "pet.dog", "Biscuit"),
        memory("User's dog is called Bella", "pet.dog", "Bella"),
    )
    gone = replace(old, status=Status.SUPERSEDED, superseded_by=new.id)
    changes = (Change(Op.SUPERSEDE, old, gone, ""), Change(Op.ADD, None, replace(new, supersedes=old.id), ""))
    assert "Bella" in Talk(DOG).say("no, it's Bella", *changes)
    bare = Persona("p", offline=Offline(templates=(Template("c", ("corrected",), "", ("Put right.",)),)))
    assert "Bella" in Talk(DOG, persona=bare).say("no, it's Bella", *changes)


def test_confirms_forgetting_and_says_when_there_is_nothing() -> None:
    old = memory("User's dog is called Biscuit", "pet.dog", "Biscuit")
    assert Talk().say("forget my dog", Change(Op.FORGET, old, replace(old, status=Status.FORGOTTEN), "asked"))
    reply = Talk().say("forget my shoe size")
    assert "nothing" in reply or "no memory" in reply


def test_learns_and_answers_in_one_turn() -> None:
    reply = Talk(DOG).say("I live in Porto. What's my dog's name?", added("User lives in Porto", "home", "Porto"))
    assert "Porto" in reply and "Biscuit" in reply


def test_tells_what_it_knows() -> None:
    reply = Talk(DOG, recalled("User lives in Lisbon", 1)).say("What do you know about me?")
    assert "- Your dog is called Biscuit (on 3 March)" in reply and "- You live in Lisbon (yesterday)" in reply
    assert Talk().say("What do you know about me?")


def test_what_was_only_said_is_not_listed_as_known() -> None:
    talk = Talk(recalled("User lives in Porto"))
    for line in ("I live in Lisbon near the river", "asdf qwer", "I am so tired of everything today"):
        talk.say(line)
    reply = talk.say("what do you know about me?")
    assert "- You live in Porto" in reply
    assert not any(word in reply for word in ("Lisbon", "asdf", "tired"))
    talk.known = ()
    assert "Lisbon" not in talk.say("what do you know about me?")


def test_a_summary_leaves_out_orders_to_forget() -> None:
    talk = Talk()
    talk.say("remember that the bike lock code is 4411")
    talk.say("please forget the bike shop")
    reply = talk.say("summarise our talk")
    assert "- The bike lock code is 4411." in reply and "shop" not in reply


def test_what_was_forgotten_is_not_retold() -> None:
    talk = Talk()
    talk.say("Hi, my dog is called Biscuit")
    talk.say("please forget my dog's name")
    assert "Biscuit" not in talk.say("what do you know about me?") + talk.say("summarise our talk")


def test_sums_up() -> None:
    talk = Talk()
    talk.say("My boss moved the deadline of the bridge project")
    talk.say("ok")
    reply = talk.say("please summarise our talk")
    assert "Your boss moved the deadline of the bridge project." in reply and "Ok" not in reply
    assert "only just begun" in Talk().say("summarise our talk")


def test_time_date_and_sums() -> None:
    assert Talk().say("what time is it?") == "It is 12:01."
    assert Talk().say("what day is it today?") == "Today is Tuesday, 10 March 2026."
    assert Talk().say("what is 6*7?") == "6*7 = 42."


def test_introduces_itself() -> None:
    assert "Wren" in Talk().say("who are you?")


def test_crisis_text_comes_first_and_whole() -> None:
    text = write(Talk(DOG).brief("I want to end it", crisis=True, valence=-0.9, emotion="grief"), "HELP.", UTC)
    assert text.startswith("HELP.\n\n") and len(text) > len("HELP.\n\n")


def test_a_persona_says_once_that_it_is_offline() -> None:
    talk = Talk(persona=Persona("p", offline=Offline(notice="(offline) No model here.")))
    assert talk.say("what is the capital of Peru?").endswith("\n\n(offline) No model here.")
    assert "(offline)" not in talk.say("what is the capital of Chile?")


def test_meets_a_low_mood() -> None:
    calm, low = Talk().say("My exam went as it went"), Talk().say("My exam went badly", valence=-0.7, emotion="sadness")
    assert calm != low


def test_the_same_turn_gives_the_same_reply() -> None:
    brief = Talk(DOG).brief("tell me something")
    assert write(brief, "", UTC) == write(brief, "", UTC)


def test_what_is_recalled_of_a_chapter_is_told_as_such() -> None:
    chapter = recalled("Ana planned the Lisbon trip and chose the train", 30, Found.CHAPTER)
    assert "summary" in Talk(chapter).say("what did we plan for the Lisbon trip?")


def test_macros_in_a_personas_summary_are_names() -> None:
    persona = Persona("p", meta=Meta(name="Quill", tagline="{{char}} writes with {{USER}}"))
    replies = {Talk(persona=persona).say("who are you?" + " " * n) for n in range(9)}
    talk = Talk(persona=persona)
    replies |= {talk.say("who are you?") for _ in range(4)}
    assert any("Quill writes with Ana" in reply for reply in replies)
    assert not any("{{" in reply for reply in replies)


LINES = """
hi
how are you?
not much
I had a long day
my boss moved the deadline again
yes
no
idk
lol
asdfgh
hmm
what's my dog's name?
who are you?
what is the capital of France?
I went climbing with Jo
the weather was perfect
we talked about cars
ok
blue
?
why?
tell me a joke
should I quit?
I can't sleep
thanks
you are boring
summarise our talk
what can you do?
zzz
k
sure
and you?
bye
""".strip().split("\n")


@pytest.mark.parametrize("known", [(), (DOG, recalled("User wants to run a marathon"))], ids=["empty", "known"])
def test_holds_up_for_a_long_talk(known: tuple[object, ...]) -> None:
    talk = Talk(*known)  # type: ignore[arg-type]  # of recalled things
    replies = [talk.say(line, valence=-0.5 if "boss" in line or "sleep" in line else 0.0) for line in LINES]
    assert all(reply.strip() for reply in replies)
    assert max(Counter(replies).values()) == 1
    for reply in replies:
        assert "{" not in reply and "}" not in reply and "None" not in reply and ".." not in reply.replace("...", "")
        assert reply[0].isupper() or not reply[0].isalpha()


def test_thirty_times_the_same_does_not_repeat_within_ten() -> None:
    talk = Talk()
    replies = [talk.say("so it goes with all of us") for _ in range(30)]
    for index, reply in enumerate(replies):
        assert reply not in replies[max(0, index - 10) : index]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "a" * 5000, "{user} {memory}", "%s {0}", "\\", "🙂" * 50, "مرحبا", "[red]"]
)
def test_odd_messages_get_a_reply(text: str) -> None:
    assert Talk(DOG).say(text).strip()


def test_neither_a_summary_nor_a_repetition_tells_what_was_forgotten() -> None:
    talk = Talk()
    talk.say("My dog Biscuit swims in the river")
    talk.say("I planted tomatoes in the garden")
    held = frozenset(message.id for message in talk.history[:2])
    told = write(replace(talk.brief("what did we talk about?"), withheld=held), "HELP", UTC)
    assert "tomatoes" in told and "Biscuit" not in told
    every = frozenset(message.id for message in talk.history)
    assert "tomatoes" not in write(replace(talk.brief("what did i just say?"), withheld=every), "HELP", UTC)


def test_what_waits_for_a_yes_is_said_to_wait() -> None:
    offered = memory("User lives in Lagos", "home", "Lagos", status=Status.PENDING)
    reply = Talk().say("I live in Lagos now", Change(Op.ADD, None, offered, "offered"))
    assert "you live in Lagos" in reply and "memory panel" in reply
    beside = Talk().say("I'm Ana and I live in Lagos", added("User's name is Ana"), Change(Op.ADD, None, offered, ""))
    assert "This waits for your yes in the memory panel: you live in Lagos." in beside

"""What the companion says to news, reminders, losses, secrets, and to what it cannot read a feeling from."""

import re
from collections import Counter

import pytest

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Status
from chatbot.domain.value import replace
from chatbot.llm.offline.acts import is_question, puts_right, wants_reminder
from chatbot.llm.offline.picking import _built_in
from tests.unit.llm.briefs import Talk, added, memory, recalled

DOG = recalled("User's dog is called Biscuit", 7)
PORTO, LISBON = memory("User lives in Porto", "home", "Porto"), memory("User lives in Lisbon", "home", "Lisbon")
MOVED = (
    Change(Op.ADD, None, replace(LISBON, supersedes=PORTO.id), "told"),
    Change(Op.SUPERSEDE, PORTO, replace(PORTO, status=Status.SUPERSEDED, superseded_by=LISBON.id, version=2), "told"),
)


def phrases(act: str) -> list[str]:
    """The fixed beginnings of the built-in phrases of an act."""
    texts = [text for template in _built_in() if act in template.intents for text in template.text]
    return [text.partition("{")[0] for text in texts]


@pytest.mark.parametrize(
    "text", ["I moved to Lisbon", "actually she moved to Hamburg last month", "I live in Lisbon now", "I'm a nurse"]
)
def test_news_is_no_correction(text: str) -> None:
    assert not puts_right(text)
    reply = Talk().say(text, *MOVED)
    assert reply.startswith(tuple(phrases("changed"))) and "you live in Lisbon" in reply


@pytest.mark.parametrize(
    "text",
    ["no, it's Lisbon", "that's wrong, I live in Lisbon", "I live in Lisbon not Porto", "Actually, it is Lisbon"],
)
def test_a_correction_is_one(text: str) -> None:
    assert puts_right(text)
    assert Talk().say(text, *MOVED).startswith(tuple(phrases("corrected")))


@pytest.mark.parametrize("text", ["remind me to call my mum on Tuesday", "can you remind me tomorrow to buy milk?"])
def test_a_reminder_is_kept_and_says_that_it_cannot_ring(text: str) -> None:
    assert wants_reminder(text) and not is_question(text)
    reply = Talk(DOG).say(text, added("User's plan: call their mum (Tuesday 10 March 2026)", "plan", "call my mum"))
    assert ": call your mum (Tuesday 10 March 2026)" in reply and "your plan:" not in reply
    assert re.search(r"cannot ring|cannot call you|phone do the ringing", reply)


@pytest.mark.parametrize("text", ["remind me what my dog is called", "remind me of my dog's name"])
def test_a_question_for_memory_is_no_reminder(text: str) -> None:
    assert not wants_reminder(text)
    assert "Biscuit" in Talk(DOG).say(text)


def test_what_ended_is_told_with_what_was_learnt() -> None:
    coffee = memory("User likes coffee", "likes", "coffee")
    over = Change(Op.SUPERSEDE, coffee, replace(coffee, status=Status.SUPERSEDED, version=2), "over")
    reply = Talk().say("I don't like coffee any more, I drink tea now", over, added("User likes tea", "likes", "tea"))
    assert "you like tea" in reply and "this is no longer so: you like coffee" in reply


@pytest.mark.parametrize("text", ["my patient lost her baby", "My grandmother passed away", "We buried our dog today"])
@pytest.mark.parametrize("valence", [-0.6, 0.0, 0.6])
def test_a_loss_is_met_gently(text: str, valence: float) -> None:
    reply = Talk(DOG).say(text, valence=valence)
    assert "sorry" in reply and "?" not in reply


@pytest.mark.parametrize("text", ["my phone died", "I nearly died laughing", "I lost the game", "I lost my keys"])
def test_what_is_no_loss_is_not_mourned(text: str) -> None:
    assert not Talk().say(text).startswith(tuple(phrases("loss")))


def test_a_loss_that_changes_memory_is_met_gently_too() -> None:
    dog = memory("User's dog is called Rex", "pet.dog", "Rex")
    over = Change(Op.SUPERSEDE, dog, replace(dog, status=Status.SUPERSEDED, version=2), "over")
    assert "sorry" in Talk().say("My dog Rex died", over)


@pytest.mark.parametrize("text", ["🙃", "😂😂", "je suis là, mon ami", "ich bin heute sehr zufrieden", "今日は"])
def test_no_feeling_is_read_out_of_what_is_not_english(text: str) -> None:
    talk = Talk()
    assert talk.brief(text, valence=0.9).reading.valence == 0.9
    assert Talk().say(text, valence=0.9, emotion="joy") == Talk().say(text)


def test_a_feeling_in_english_is_still_read() -> None:
    assert Talk().say("I passed my exam today", valence=0.9, emotion="joy") != Talk().say("I passed my exam today")


def test_masked_secrets_are_neither_asked_about_nor_told() -> None:
    talk = Talk()
    reply = talk.say("my bank password is [secret]")
    assert "mask" in reply.lower() and "?" not in reply
    assert "[secret]" not in talk.say("what's my bank password?")
    assert "[secret]" not in talk.say("summarise our talk")


def test_where_the_user_lived_before_comes_from_what_they_said() -> None:
    talk = Talk(recalled("User lives in Lisbon"))
    talk.say("I live in Porto")
    talk.say("I live in Lisbon now")
    assert '"I live in Porto"' in talk.say("where did I live before?")
    unknown = Talk(recalled("User lives in Lisbon")).say("where did I live before?")
    assert "Lisbon" not in unknown


def test_to_whom_the_user_is_married_lists_nothing_else() -> None:
    assert "Biscuit" not in Talk(DOG).say("who am I married to?")
    assert "Biscuit" not in Talk(DOG).say("do I have a cat?")


@pytest.mark.parametrize("turns", range(6))
def test_yes_answers_no_open_question(turns: int) -> None:
    talk = Talk(recalled("User's name is Ana"))
    for _ in range(turns):
        talk.say("what's my name?")
    reply = talk.say("what's my name?")
    assert "your name is Ana" in reply.replace("Your", "your") and not reply.startswith("Yes")


TURNS = (
    "I like hiking", "I like jazz", "I like chess", "my boss keeps moving the goalposts", "I had soup for lunch",
    "We went to the beach", "The neighbours are loud", "I like painting", "There was a storm last night",
    "we planted tomatoes in the garden", "The train was late again", "I tried a new recipe", "I like pottery",
    "I repaired my bike", "my colleague brought cake", "yesterday my son called", "It is raining outside",
    "I like tea", "I walked to work", "I read about trees", "the shop was closed", "my neighbour plays the drums",
    "I like soup", "we watched a film", "my aunt sent a letter",
)  # fmt: skip


def test_no_follow_up_is_asked_twice_in_a_varied_talk() -> None:
    talk = Talk()
    asked: Counter[str] = Counter()
    for text in TURNS:
        liked = re.fullmatch(r"I like (\w+)", text)
        changes = (added(f"User likes {liked[1]}", "likes", liked[1]),) if liked else ()
        asked.update(part.strip() for part in re.findall(r"[^.!?]+\?", talk.say(text, *changes)))
    assert len(asked) > 8
    assert [question for question, times in asked.items() if times > 1] == []

"""Small talk of somebody who has just arrived: sensible, short, and plain about what it does not understand."""

from datetime import UTC, timedelta
from random import Random

import pytest

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Status
from chatbot.domain.message import Role
from chatbot.domain.mood import Reading
from chatbot.domain.value import replace
from chatbot.llm.offline.acts import Act, acts_of, is_question
from chatbot.llm.offline.follow import question_about
from chatbot.llm.offline.happened import what_happened
from chatbot.llm.offline.language import is_english, is_foreign
from chatbot.llm.offline.picking import _built_in
from chatbot.llm.offline.turn import tone_of
from chatbot.llm.offline.writing import write
from tests.unit.llm.briefs import NOW, Talk, added, memory, recalled


def said(act: Act, reply: str) -> bool:
    """Whether a reply is one of the built-in phrases of an act."""
    texts = [text for template in _built_in() if act in template.intents for text in template.text]
    return any(reply.startswith(text.partition("{")[0]) for text in texts if not text.startswith("{"))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("hows it going", Act.MOOD),
        ("whats up", Act.MOOD),
        ("i'm good thanks", Act.FINE),
        ("im fine", Act.FINE),
        ("not bad, and you?", Act.FINE),
        ("stop asking questions", Act.QUIET),
        ("too many questions", Act.QUIET),
        ("why do you ask", Act.WHY),
        ("idiot", Act.INSULT),
        ("you're such a robot", Act.INSULT),
        ("u suck", Act.INSULT),
        ("ur useless", Act.INSULT),
        ("how r u", Act.MOOD),
        ("Thank you, goodnight.", Act.GOODNIGHT),
        ("good night!", Act.GOODNIGHT),
        ("gn", Act.GOODNIGHT),
        ("What you know about me?", Act.KNOWN),
        ("ok, good night wren", Act.GOODNIGHT),
        ("thanks, bye", Act.FAREWELL),
        ("me n jess broke up lol", Act.PARTING),
        ("we've split up", Act.PARTING),
        ("my boyfriend dumped me", Act.PARTING),
        ("dont know", Act.UNSURE),
        ("do you love me", Act.ASK_SELF),
        ("can you pretend to be my grandma?", Act.TASK),
        ("whats your name", Act.ASK_SELF),
        ("are you there?", Act.PRESENT),
        ("you still there", Act.PRESENT),
        ("so tired", Act.WEARY),
        ("cant sleep again", Act.WEARY),
        ("i dont need advice just listen", Act.QUIET),
        ("i got evicted yesterday", Act.BLOW),
        ("i lost my job on monday", Act.BLOW),
        ("got fired today", Act.BLOW),
        ("my gf sophie broke up w me on friday", Act.PARTING),
        ("my wife passed two years ago", Act.LOSS),
        ("dont really know who to talk to", Act.LONELY),
        ("i feel so alone", Act.LONELY),
        ("im scared ngl", Act.FEELING),
        ("everything is pointless", Act.FEELING),
        ("i never said that", Act.WRONG),
        ("you got my name wrong", Act.WRONG),
        ("they let me go today", Act.BLOW),
        ("dont talk about it", Act.QUIET),
        ("im so done", Act.WEARY),
        ("that's not right i never said that", Act.WRONG),
        ("what do i do", Act.WHAT_NOW),
        ("lol ok bye", Act.FAREWELL),
        ("can you hear me", Act.ASK_SELF),
        ("tell me something", Act.TASK),
        ("you're a good listener", Act.PRAISE),
        ("привет", Act.GREETING),
        ("guten Tag!", Act.GREETING),
    ],
)
def test_what_it_does(text: str, act: Act) -> None:
    assert acts_of(text)[:1] == (act,)


@pytest.mark.parametrize(
    "text",
    [
        "hallways are long",
        "thanks, I'm good at chess",
        "I was born in Rome",
        "good dogs",
        "good night's sleep helps",
        "I had a good night",
        "the band broke up",
        "we split up the work",
        "good nights are rare",
        "my sister passed her exam",
        "i'm down in cornwall",
        "i'm low on milk",
        "everything is packed",
        "they let me go home early",
        "im done with the dishes",
        "my dad passed the salt",
        "my girlfriend left me a note",
        "i got fired up about it",
        "i was let go on stage first",
        "i never said thank you",
        "i was alone in the house",
        "tired of waiting for the bus",
        "what do i do for a living?",
        "what should i not eat",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    looked = {Act.FINE, Act.QUIET, Act.GREETING, Act.WHY, Act.GOODNIGHT, Act.PARTING, Act.BLOW, Act.LONELY, Act.WEARY}
    assert not (looked | {Act.WRONG, Act.LOSS, Act.DECIDE, Act.WHAT_NOW, Act.FEELING}) & set(acts_of(text))


@pytest.mark.parametrize(
    "text", ["cant drink coffee after 3am", "had a rough day", "dont really know", "was at work all day", "have a cold"]
)
def test_a_statement_without_its_i_is_no_question(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("text", ["can't you sleep", "do i have a cat", "have you eaten", "was i late", "did she call"])
def test_a_question_without_its_mark_is_one(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    ("text", "act", "learned"),
    [
        ("i lost my job on monday", Act.BLOW, "User lost their job on Monday 9 March 2026"),
        ("my gf sophie broke up w me", Act.PARTING, "User's partner was Sophie"),
        ("my wife passed two years ago", Act.LOSS, "User's wife passed in 2024"),
    ],
)
def test_hard_news_is_no_mere_note(text: str, act: Act, learned: str) -> None:
    reply = Talk().say(text, added(learned, "event", "news"))
    assert said(act, reply)


def test_what_must_not_be_eaten_is_no_decision() -> None:
    assert not said(Act.DECIDE, Talk().say("what should i not eat"))


@pytest.mark.parametrize("question", ["how many grandkids do i have", "do i have grandchildren"])
def test_grandchildren_are_counted(question: str) -> None:
    talk = Talk(recalled("User has 5 grandchildren"), recalled("User has 2 kids"))
    reply = talk.say(question)
    assert "5 grandchildren" in reply and "2 kids" not in reply


def test_it_means_what_was_last_said_of_a_day() -> None:
    talk = Talk()
    talk.say("i've got a dentist appt thursday 2pm")
    assert "thursday 2pm" in talk.say("when is it")
    talk.say("ok")
    talk.say("my cat is asleep")
    talk.say("she snores")
    assert "thursday" not in talk.say("when is it?")


def test_a_lost_baby_is_no_settled_plan() -> None:
    plan = memory("User is expecting a baby in November 2026", "plan", "expecting")
    over = Change(Op.SUPERSEDE, plan, replace(plan, status=Status.SUPERSEDED), "over")
    lost = added("User lost the baby on Monday 9 March 2026", "event", "lost the baby")
    reply = Talk().say("we lost the baby last night", over, lost)
    assert said(Act.LOSS, reply) and "expecting" not in reply and "behind you" not in reply
    talk = Talk(recalled("User lost the baby on Monday 9 March 2026"))
    assert "lost the baby" in talk.say("when is the baby due")


def test_nobody_is_asked_how_far_they_are_with_the_rent() -> None:
    assert question_about("deadline", "rent is due friday", (), Random(1)) == ""
    assert question_about("deadline", "thesis is due friday", (), Random(1))


def test_what_happened_is_told() -> None:
    talk = Talk(recalled("User got evicted on Tuesday 3 March 2026"), recalled("User has a cat"))
    reply = talk.say("what happened to me last week")
    assert "evicted" in reply and "cat" not in reply


def test_nobody_is_asked_what_they_do_with_a_topic_that_is_none() -> None:
    assert "living" not in Talk().say("living in japan as a foreigner is hard")


@pytest.mark.parametrize("text", ["stop asking questions", "enough questions please"])
def test_it_stops_asking(text: str) -> None:
    reply = Talk().say(text)
    assert said(Act.QUIET, reply) and "?" not in reply


@pytest.mark.parametrize(
    "text", ["me llamo Carlos y vivo en Madrid", "Ich wohne in Hamburg", "как дела?", "j'habite à Lyon et je suis prof"]
)
def test_another_language_is_said_not_to_be_understood(text: str) -> None:
    assert is_foreign(text) and not is_english(text)
    assert said(Act.FOREIGN, Talk().say(text))


@pytest.mark.parametrize(
    "text", ["los angeles is el dorado for me", "I love La La Land", "c'est la vie", "😀", "", "die hard", "ok"]
)
def test_what_may_be_english_is_read_as_such(text: str) -> None:
    assert not is_foreign(text)


def test_where_one_was_born_is_no_birthday() -> None:
    talk = Talk(recalled("User's birthday is 1990"), recalled("User is from Lagos"))
    reply = talk.say("where was I born")
    assert "you are from Lagos" in reply and "1990" not in reply


@pytest.mark.parametrize("question", ["how old is my son", "how old is Leo?"])
def test_what_was_told_before_the_name_counts(question: str) -> None:
    talk = Talk(recalled("User's son is called Leo"), recalled("User's son is 6 years old"))
    assert "your son is 6 years old" in talk.say(question)


def test_what_somebody_else_likes_is_no_answer_about_the_user() -> None:
    talk = Talk(recalled("Tim likes sushi"), recalled("User's friend is Tim"))
    assert "Tim" not in talk.say("do I like sushi?")
    assert "Tim likes sushi" in talk.say("what does Tim like?")


def test_how_to_do_something_is_knowledge_of_the_world_and_not_of_the_user() -> None:
    assert said(Act.ASK_WORLD, Talk().say("How do I make pancakes?"))
    assert said(Act.ASK_UNKNOWN, Talk().say("What do I make?"))


def test_where_one_is_going_is_a_plan() -> None:
    assert "you plan to go to Paris" in Talk(recalled("User plans to go to Paris")).say("where am i going?")


def test_forgetting_everything_is_told_the_way() -> None:
    refused = Change(Op.REJECT, None, None, "to forget everything, use the memory list", "everything")
    assert Talk().say("forget everything", refused) == "To forget everything, use the memory list."


def test_after_signs_of_crisis_nothing_light_is_said() -> None:
    talk = Talk()
    brief = talk.brief("I want to end it", crisis=True)
    first = talk._message("a0", Role.PERSONA, write(brief, "HELP", UTC), brief.now)
    talk.history += [brief.message, first]
    assert said(Act.CRISIS, talk.say("no I'm serious"))
    assert not said(Act.CRISIS, talk.say("I went for a walk"))


@pytest.mark.parametrize(("emotion", "glad"), [("joy", True), ("neutral", False), ("desire", False)])
def test_only_joy_is_called_good(emotion: str, glad: bool) -> None:
    reply = Talk().say("I had a fight with my brother", valence=0.3, emotion=emotion)
    pleased = next(template for template in _built_in() if "share" in template.intents and template.mood == "positive")
    assert (reply in pleased.text) is glad


def test_nobody_is_called_by_a_name_that_they_have_not_said() -> None:
    talk = Talk(user="root")
    for text in ("hello", "thank you so much", "good night", "I had toast", "bye", "sorry", "hello again"):
        brief = replace(talk.brief(text), user_named=False)
        reply = write(brief, "HELP", UTC)
        assert reply and "root" not in reply and " ," not in reply and " ." not in reply
    learned = replace(talk.brief("hi, I'm 34", added("User is 34 years old", "age", "34")), user_named=False)
    assert write(learned, "HELP", UTC).startswith("Hello. ")


@pytest.mark.parametrize(("days", "prepares"), [(-900, False), (-1, False), (4, True)])
def test_only_what_lies_ahead_is_prepared(days: int, prepares: bool) -> None:
    when = NOW + timedelta(days=days)
    event = memory("User quit smoking", "event", "quit smoking", event_start=when, event_end=when)
    happened = what_happened([Change(Op.ADD, None, event, "told")], False)
    assert happened is not None
    asked = {question_about("event", "x", (), Random(number), happened.past) for number in range(20)}
    assert ("Is there something to prepare?" in asked) is prepares


@pytest.mark.parametrize(
    ("valence", "emotion", "low"), [(-0.26, "disapproval", False), (-0.7, "disapproval", True), (-0.3, "sadness", True)]
)
def test_a_mild_not_is_no_sadness(valence: float, emotion: str, low: bool) -> None:
    brief = replace(Talk().brief("I don't work nights now"), reading=Reading(valence, emotion=emotion))
    assert (tone_of(brief) == "negative") is low

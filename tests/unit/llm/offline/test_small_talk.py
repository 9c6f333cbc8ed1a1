"""Small talk of somebody who has just arrived: sensible, short, and plain about what it does not understand."""

import pytest

from chatbot.llm.offline.acts import Act, acts_of
from chatbot.llm.offline.language import is_english, is_foreign
from chatbot.llm.offline.picking import _built_in
from tests.unit.llm.briefs import Talk, recalled


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
        ("dont know", Act.UNSURE),
        ("do you love me", Act.ASK_SELF),
        ("can you pretend to be my grandma?", Act.TASK),
        ("whats your name", Act.ASK_SELF),
        ("привет", Act.GREETING),
        ("guten Tag!", Act.GREETING),
    ],
)
def test_what_it_does(text: str, act: Act) -> None:
    assert acts_of(text)[:1] == (act,)


@pytest.mark.parametrize("text", ["hallways are long", "thanks, I'm good at chess", "I was born in Rome", "good dogs"])
def test_what_only_looks_like_it(text: str) -> None:
    assert not {Act.FINE, Act.QUIET, Act.GREETING, Act.WHY} & set(acts_of(text))


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

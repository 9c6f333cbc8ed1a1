"""What messages do."""

import pytest

from chatbot.llm.offline.acts import Act, acts_of, is_about_user, is_nonsense, is_question, wants_forgetting


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Hi!", Act.GREETING),
        ("good morning", Act.GREETING),
        ("bye", Act.FAREWELL),
        ("I have to go now", Act.FAREWELL),
        ("that's all", Act.FAREWELL),
        ("that's all, thanks", Act.FAREWELL),
        ("ok thanks, that's all for today", Act.FAREWELL),
        ("that's all I need for now", Act.FAREWELL),
        ("thanks a lot", Act.THANKS),
        ("What time is it?", Act.TIME),
        ("what's the date today?", Act.DATE),
        ("What do you know about me?", Act.KNOWN),
        ("can you summarise our talk", Act.SUMMARY),
        ("what have we talked about?", Act.SUMMARY),
        ("who are you?", Act.ASK_SELF),
        ("are you a real person", Act.ASK_SELF),
        ("how are you?", Act.MOOD),
        ("what can you do?", Act.ABILITIES),
        ("yes", Act.YES),
        ("nope", Act.NO),
        ("I don’t know", Act.UNSURE),
        ("hmm", Act.HUM),
        ("hahaha", Act.LAUGH),
        ("why?", Act.WHY),
        ("???", Act.WHY),
        ("should I quit my job?", Act.DECIDE),
        ("I'm stuck with this proof", Act.STUCK),
        ("my code doesn't work", Act.STUCK),
        ("write me a poem", Act.TASK),
        ("you are useless", Act.INSULT),
        ("asdfgh", Act.NONSENSE),
        ("...", Act.HUM),
        ("😀", Act.HUM),
        ("what did you say?", Act.REPEAT),
        ("what did I just say?", Act.QUOTE_USER),
    ],
)
def test_first_act(text: str, act: Act) -> None:
    assert acts_of(text)[0] is act


@pytest.mark.parametrize(
    "text",
    ["My boss moved the deadline", "I went climbing", "What day is my exam?", "blue", "你好吗", "He said hi"],
)
def test_plain_telling_and_asking_has_no_act(text: str) -> None:
    assert acts_of(text) == ()


def test_questions_without_a_mark() -> None:
    assert is_question("where do I live")
    assert is_question("So what is it")
    assert is_question("please explain gravity")
    assert is_question("can you tell me about trees")
    assert not is_question("I know where I live")


def test_what_is_about_the_user() -> None:
    assert is_about_user("what is MY name")
    assert not is_about_user("what is the capital of Italy")


def test_nonsense_needs_every_word_unreadable() -> None:
    assert is_nonsense("sdkfjh wqrtz")
    assert not is_nonsense("sdkfjh hello")
    assert not is_nonsense("42")
    assert not is_nonsense("привет")


def test_orders_to_forget() -> None:
    assert wants_forgetting("Please forget my address")
    assert not wants_forgetting("I forget things")


@pytest.mark.parametrize(
    "text",
    [
        "that's all wrong, Ines is 39",
        "thanks, that's all wrong though",
        "that's all wrong",
        "ok, that's all nonsense",
        "that's all very nice",
        "that's all you know?",
        "thanks, that's all false",
        "well, that's all made up",
    ],
)
def test_calling_it_all_wrong_is_no_farewell(text: str) -> None:
    assert Act.FAREWELL not in acts_of(text)

"""Forgetting what was said of something: its memories, its past, and words that no memory holds."""

import pytest

from chatbot.domain.change import Op
from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat


@pytest.mark.parametrize(
    "order",
    [
        "forget what I said about my boss",
        "Please forget everything I told you about my boss",
        "forget about my boss",
        "forget what I told you about the boss",
    ],
)
def test_words_without_a_memory_are_forgotten(order: str) -> None:
    chat = Chat()
    chat.say("my boss never listens to me")
    chat.say("the weather is fine")
    (change,) = chat.say(order)
    assert change.op is Op.FORGET and change.after is not None
    assert change.after.source.quote == "my boss never listens to me"
    assert change.after.status is Status.FORGOTTEN


def test_memories_and_words_go_together() -> None:
    chat = Chat()
    chat.say("my boss is called Henrik")
    chat.say("my boss never listens to me")
    changes = chat.say("forget what I said about my boss")
    assert [change.op for change in changes] == [Op.FORGET, Op.FORGET]
    assert chat.active() == {}


def test_questions_and_orders_are_no_words_to_forget() -> None:
    chat = Chat()
    chat.say("what should I tell my boss?")
    chat.say("forget my boss")
    (change,) = chat.say("forget what I said about my boss")
    assert change.op is Op.REJECT


def test_what_is_past_can_be_forgotten() -> None:
    chat = Chat()
    chat.say("I moved from Lisbon to Porto in 2019")
    (change,) = chat.say("forget that I lived in Lisbon")
    assert change.op is Op.FORGET
    assert chat.active() == {"home": {"Porto"}}
    assert chat.one("home", Status.FORGOTTEN).value == "Lisbon"

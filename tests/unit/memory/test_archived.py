"""What an archived memory is: not recalled, not lost, and back when the user wants it."""

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import Memory, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.value import replace
from chatbot.memory.scoring import recallable
from tests.unit.memory.chats import Chat


def archived(chat: Chat, said: str, attribute: str) -> Memory:
    chat.say(said)
    memory = chat.one(attribute)
    after = replace(memory, version=memory.version + 1, status=Status.ARCHIVED)
    change = Change(Op.ARCHIVE, memory, after, "it has paled")
    chat.store.apply(JournalEntry(chat.new_id(), chat.clock(), Who.MAINTENANCE, (change,))).result()
    return after


def test_it_is_not_recalled() -> None:
    chat = Chat()
    memory = archived(chat, "I have a kayak", "owns")
    assert not recallable(memory, "s1", "p1", MemoryLens(), chat.clock())
    assert recallable(replace(memory, status=Status.ACTIVE), "s1", "p1", MemoryLens(), chat.clock())


def test_saying_it_again_brings_it_back() -> None:
    chat = Chat()
    memory = archived(chat, "I have a kayak", "owns")
    (change,) = chat.say("I've got a kayak")
    assert (change.op, change.memory_id, change.reason) == (
        Op.REINFORCE, memory.id, "you spoke of it again, so it is back",
    )  # fmt: skip
    assert chat.records()[memory.id].status is Status.ACTIVE


def test_a_note_comes_back_too() -> None:
    chat = Chat()
    memory = archived(chat, "Remember that my locker is number 42", "")
    chat.say("Remember my locker is number 42")
    assert chat.records()[memory.id].status is Status.ACTIVE
    assert len(chat.records()) == 1


def test_another_value_leaves_it_archived_and_makes_no_conflict() -> None:
    chat = Chat()
    memory = archived(chat, "I live in Porto", "home")
    chat.say("I live in Lisbon")
    assert chat.active()["home"] == {"Lisbon"}
    assert chat.records()[memory.id].status is Status.ARCHIVED


def test_the_old_value_said_again_takes_the_place_of_the_new() -> None:
    chat = Chat()
    archived(chat, "I live in Porto", "home")
    chat.say("I live in Lisbon")
    chat.say("I moved back to Porto")
    assert chat.active()["home"] == {"Porto"}


def test_bringing_it_back_by_hand_makes_past_what_stands_in_its_place() -> None:
    chat = Chat()
    memory = archived(chat, "I live in Porto", "home")
    chat.say("I live in Lisbon")
    chat.book.restore(memory.id).result()
    assert chat.active()["home"] == {"Porto"}


def test_an_order_to_forget_reaches_it() -> None:
    chat = Chat()
    memory = archived(chat, "I have a kayak", "owns")
    chat.say("Forget that I have a kayak")
    assert chat.records()[memory.id].status is Status.FORGOTTEN
    chat.say("I have a kayak")
    assert "owns" not in chat.active()

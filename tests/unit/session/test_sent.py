"""What a receipt says was sent: shown as it is now, carried along into forks, and small however long the talk."""

import asyncio

from chatbot.domain.message import Message, ReplyVersion
from chatbot.domain.places import moved
from chatbot.domain.receipt import Receipt
from chatbot.domain.value import replace
from chatbot.llm.offline import OfflineCompanion
from chatbot.session import versions
from chatbot.session.sent import Sent, conversation, sent_at
from chatbot.session.session import Session
from chatbot.storage.layout import user_folder
from tests.scripted_model import Script, ScriptedModel
from tests.unit.session.conftest import Opener


def last_reply(session: Session) -> tuple[Message, Receipt]:
    reply = session.files.messages(limit=1)[0]
    assert reply.receipt is not None
    return reply, reply.receipt


async def told(opener: Opener) -> Session:
    session = await opener(ScriptedModel("one", "two", "three", "four")).sessions.create("plain")
    for text in ("first words", "second words", "third words"):
        await session.send(text).wait()
    return session


async def test_the_conversation_is_what_was_said_before(open_companion: Opener) -> None:
    session = await told(open_companion)
    reply, receipt = last_reply(session)
    assert receipt.history == ((1, 4),)
    sent = list(conversation(receipt, session.files, reply.created_at))
    assert [one.message for one in sent] == list(session.files.messages())[:4]
    assert not any(one.changed for one in sent)


async def test_what_was_deleted_or_changed_since_is_told(open_companion: Opener) -> None:
    session = await told(open_companion)
    reply, receipt = last_reply(session)
    first, second, third, _, fifth, _ = session.files.messages()
    await session.delete_messages((first.id, second.id))
    await session.edit_message(third.id, "other words")
    gone, changed, as_it_was = conversation(receipt, session.files, reply.created_at)
    assert gone == Sent(None, 2)
    assert changed.message is not None
    assert (changed.message.text, changed.changed) == ("other words", True)
    assert as_it_was.message is not None
    assert not as_it_was.changed
    named = replace(receipt, history=(first.id, fifth.id, (9, 9), (-4, 0)))
    ones = list(conversation(named, session.files, None))
    assert [(one.message.id if one.message else None, one.count) for one in ones] == [
        (None, 1), (fifth.id, 1), (None, 1), (None, 5),
    ]  # fmt: skip


async def test_a_request_after_a_deletion_names_only_what_was_there(open_companion: Opener) -> None:
    session = await told(open_companion)
    third = session.files.messages()[2]
    await session.delete_messages((third.id,))
    await session.send("fourth words").wait()
    _, receipt = last_reply(session)
    assert receipt.history == ((1, 2), (4, 6))
    await session.put_back((third,))
    assert third.id not in [one.message.id for one in conversation(receipt, session.files, None) if one.message]


async def test_a_fork_names_its_own_messages(open_companion: Opener) -> None:
    companion = open_companion(ScriptedModel("one", "two", "three"))
    origin = await companion.sessions.create("plain")
    for text in ("first words", "second words", "third words"):
        await origin.send(text).wait()
    await origin.delete_messages((origin.files.messages()[1].id,))
    copy = await companion.sessions.fork(origin.id, origin.files.messages()[-1].id)
    reply, receipt = last_reply(copy)
    sent = [one.message for one in conversation(receipt, copy.files, reply.created_at)]
    assert sent == list(copy.files.messages())[:3]


async def test_receipts_follow_to_other_places(open_companion: Opener) -> None:
    session = await told(open_companion)
    reply, receipt = last_reply(session)
    old = replace(receipt, history=("an-id", (2, 4), "gone", (4, 1 << 60)))
    whole = replace(reply, receipt=old, versions=(ReplyVersion("x", "plain", reply.created_at, receipt=receipt),))
    there = moved(whole, {"an-id": 1, 1: 1, 2: 7, 3: 8, 4: "no-place"})
    assert there.receipt is not None
    assert there.receipt.history == ((1, 1), (7, 8), "no-place")
    earlier = there.versions[0].receipt
    assert earlier is not None
    assert earlier.history == ((1, 1), (7, 8), "no-place")
    said = session.files.messages()[0]
    assert moved(said, {}) is said


TALK = (
    "Hi, I'm Ana, I live in Porto and my dog is called Biscuit", "I work as a nurse", "What is my dog called?",
    "I like green tea and long walks by the river", "My sister is called Maya", "How are you?", "Where do I live?",
    "The train was late again", "I slept badly, and the night shift was hard", "What do I like?",
)  # fmt: skip


async def test_a_reply_with_its_receipt_takes_four_kilobytes_at_most(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    session = await companion.sessions.create("mara")
    for text in TALK:
        await session.send(text).wait()
    folder = user_folder(companion.settings.paths.data, "ana") / "sessions" / session.id
    stored = sum(path.stat().st_size for path in folder.glob("messages-*.json"))
    replies = [one for one in session.files.messages() if one.receipt is not None]
    assert len(replies) == len(TALK)
    # The question and the shares of what the page has once are counted too.
    assert stored / len(replies) < 4_000
    shown = sum(len(section.text) for one in replies if one.receipt for section in one.receipt.sections)
    assert shown / len(replies) > 4_000


async def test_a_version_that_was_stepped_back_to_is_not_said_to_be_what_was_sent(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("One.", "Two.", "Other.")).sessions.create("plain")
    await session.send("count").wait()
    await session.regenerate().wait()
    await session.send("go on").wait()
    reply, receipt = last_reply(session)

    def told_of_the_first() -> tuple[str, bool, bool]:
        one = list(conversation(receipt, session.files, sent_at(reply)))[1]
        return (one.message.text if one.message else "", one.changed, one.stepped)

    assert told_of_the_first() == ("Two.", False, False)
    first = session.files.messages()[1]
    await versions.step(session, first.id, -1)
    assert told_of_the_first() == ("One.", False, True)
    await versions.step(session, first.id, 1)
    assert told_of_the_first() == ("Two.", False, False)


async def test_a_version_that_was_written_later_is_a_change_and_going_back_from_it_is_none(
    open_companion: Opener,
) -> None:
    session = await open_companion(ScriptedModel("One.", "Other.", "Two.")).sessions.create("plain")
    await session.send("count").wait()
    await session.send("go on").wait()
    reply, receipt = last_reply(session)
    first = session.files.messages()[1]
    await session.regenerate(first.id).wait()
    assert [one.changed for one in conversation(receipt, session.files, sent_at(reply))] == [False, True]
    await versions.step(session, first.id, -1)
    back = list(conversation(receipt, session.files, sent_at(reply)))
    assert not any(one.changed or one.stepped for one in back)


async def test_an_edit_while_the_reply_is_written_is_a_change(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel("one", Script(("two", "."), gates={1: gate}))
    session = await open_companion(model).sessions.create("plain")
    await session.send("first words").wait()
    stream = session.send("second words")
    await model.waiting.wait()
    await session.edit_message(session.files.messages()[0].id, "other words")
    gate.set()
    await stream.wait()
    reply, receipt = last_reply(session)
    assert [one.changed for one in conversation(receipt, session.files, sent_at(reply))] == [True, False]


async def test_a_reply_that_was_edited_by_hand_was_sent_for_when_it_was_written(open_companion: Opener) -> None:
    session = await told(open_companion)
    reply, receipt = last_reply(session)
    await session.edit_message(session.files.messages()[0].id, "other words")
    edited = await session.edit_message(reply.id, "my words")
    changed = [one.changed for one in conversation(receipt, session.files, sent_at(edited))]
    assert changed == [True, False, False, False]
    assert sent_at(edited) == sent_at(reply) < reply.created_at

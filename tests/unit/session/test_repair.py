"""After a correction: what told the wrong value, the chapters' repair, and memories that lost their message."""

import pytest

from chatbot.domain.memory import Memory, Status
from chatbot.errors import NotFound
from chatbot.memory.orphans import DELETED, EDITED, LEFT
from chatbot.session.repair import affected, put_right, repair
from chatbot.session.session import Session
from chatbot.summary.paragraphs import apart
from tests.scripted_model import ScriptedModel
from tests.unit.session.conftest import Opener

TALK = (
    "I live in Porto and I have worked as a nurse for twelve years",
    "My friend Jo is from Porto",
    "Where do I live?",
    "We had a big party with forty guests on 3 May",
)


async def talked(open_companion: Opener) -> tuple[Session, str]:
    """A session whose chapter and one of whose replies tell Porto, and the id of the memory."""
    session = await open_companion().sessions.create("plain")
    for line in TALK:
        await session.send(line).wait()
    assert await session.compact() is not None
    wrong = next(one.id for one in session.memories.everything().values() if one.attribute == "home")
    return session, wrong


def home_of(text: str) -> list[str]:
    return [line for line in apart(text) if "I live in" in line]


async def test_replies_and_chapters_that_told_it_wrong_are_listed_and_chapters_repaired(open_companion: Opener) -> None:
    session, wrong = await talked(open_companion)
    companion = open_companion()
    sessions, memories = companion.sessions, companion.files.memories
    told_by = await sessions.open(session.id)
    replies = told_by.files.messages()
    trace = await told_by.send("no, I live in Lisbon").wait()
    assert put_right(trace.entries[0]) == (wrong,)
    concerned = await affected(sessions, memories, wrong)
    assert (concerned.wrong.value, concerned.right and concerned.right.value) == ("Porto", "Lisbon")
    assert [reply.turn for reply in concerned.replies if reply.repeated] == [1, 3]
    assert [told.chapter.id for told in concerned.chapters] == [told_by.state.chapters[0].id]
    (chapter,) = await repair(sessions, concerned.chapters)
    assert home_of(chapter.text) == ["You: I live in Lisbon and I have worked as a nurse for twelve years."]
    assert "Jo" not in chapter.text or "My friend Jo is from Porto" in chapter.text
    assert (await affected(sessions, memories, wrong)).chapters == ()
    assert told_by.files.messages()[: len(replies)] == replies
    await told_by.undo_chapter(chapter.id)
    assert home_of(told_by.state.chapters[0].text) == [
        "You: I live in Porto and I have worked as a nurse for twelve years."
    ]


async def test_an_edit_by_hand_is_found_in_other_sessions(open_companion: Opener) -> None:
    companion = open_companion()
    first = await companion.sessions.create("plain")
    await first.send("I live in Porto").wait()
    second = await companion.sessions.create("plain")
    await second.send("Where do I live?").wait()
    home = next(one for one in first.memories.everything().values() if one.attribute == "home")
    with pytest.raises(NotFound):
        await affected(companion.sessions, companion.files.memories, home.id)
    companion.book.edit(home.id, value="Lisbon").result()
    concerned = await affected(companion.sessions, companion.files.memories, home.id)
    told = "User lives in Porto"
    assert [(reply.session_id, reply.used) for reply in concerned.replies] == [(first.id, told), (second.id, told)]
    await second.send("Where do I live?").wait()
    assert len((await affected(companion.sessions, companion.files.memories, home.id)).replies) == 2


def only(session: Session, attribute: str) -> Memory:
    records = session.memories.everything().values()
    return next(one for one in records if one.attribute == attribute and one.status is Status.ACTIVE)


async def test_a_deleted_message_leaves_an_orphan_until_it_comes_back(open_companion: Opener) -> None:
    session = await open_companion().sessions.create("plain")
    trace = await session.send("I live in Porto").wait()
    await session.send("I love jazz").wait()
    assert trace.user_message is not None
    removed = await session.delete_messages((trace.user_message.id,))
    assert (only(session, "home").check, only(session, "likes").check) == (DELETED, "")
    await session.put_back(removed)
    assert only(session, "home").check == ""


async def test_what_was_said_again_or_vouched_for_is_no_orphan(open_companion: Opener) -> None:
    companion = open_companion()
    session = await companion.sessions.create("plain")
    first = (await session.send("I live in Porto").wait()).user_message
    second = (await session.send("I love jazz").wait()).user_message
    await session.send("I live in Porto").wait()
    companion.book.pin(only(session, "likes").id).result()
    assert first is not None and second is not None
    await session.delete_messages((first.id, second.id))
    assert (only(session, "home").check, only(session, "likes").check) == ("", "")


async def test_an_edited_message_is_read_anew_where_it_is_the_newest_and_asked_about_elsewhere(
    open_companion: Opener,
) -> None:
    session = await open_companion().sessions.create("plain")
    old = (await session.send("I love jazz and chess").wait()).user_message
    new = (await session.send("I live in Porto").wait()).user_message
    assert old is not None and new is not None
    await session.edit_message(new.id, "I live in Lisbon")
    assert only(session, "home").value == "Lisbon"
    await session.edit_message(old.id, "I love blues and chess")
    tastes = {one.value: one.check for one in session.memories.everything().values() if one.attribute == "likes"}
    assert tastes == {"jazz": EDITED, "chess": EDITED}


async def test_what_was_said_after_the_fork_is_asked_about(open_companion: Opener) -> None:
    companion = open_companion()
    session = await companion.sessions.create("plain")
    first = (await session.send("I live in Porto").wait()).user_message
    await session.send("I love jazz").wait()
    assert first is not None
    await companion.sessions.fork(session.id, first.id)
    assert (only(session, "home").check, only(session, "likes").check) == ("", LEFT)


async def test_replies_that_say_the_wrong_value_come_before_those_that_only_had_it_in_view(
    open_companion: Opener,
) -> None:
    model = ScriptedModel("Noted.", "The portonic scale it is.", "You live in Porto.")
    companion = open_companion(model)
    session = await companion.sessions.create("plain")
    for line in ("I live in Porto", "Which scale, where I live?", "Where do I live?"):
        await session.send(line).wait()
    home = next(one for one in session.memories.everything().values() if one.attribute == "home")
    companion.book.edit(home.id, value="Lisbon").result()
    found = (await affected(companion.sessions, companion.files.memories, home.id)).replies
    assert [(reply.turn, reply.repeated) for reply in found] == [(3, True), (1, False), (2, False)]

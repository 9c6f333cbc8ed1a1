"""What is not on disk: marks, retries, texts given back, and conversations that change while they are read."""

import asyncio
from collections.abc import Callable

import pytest

from chatbot.domain.message import Message, Role
from chatbot.domain.value import replace
from chatbot.errors import StorageError
from chatbot.session.events import ReplyDelta, ReplyFinished, Stage, TurnCommitted, TurnEvent, TurnFailed, TurnStarted
from chatbot.session.stream import TurnStream
from chatbot.storage.atomic import write_file
from chatbot.tui import desk
from chatbot.tui.desk import Conversation
from chatbot.tui.screens import main
from tests.scripted_model import Script
from tests.tui.conftest import Desktop, Opened


def entries(desktop: Desktop) -> list[str]:
    return [entry.source for entry in desktop.main.stage.transcript.column.entries if entry.id]


def stream_of(desktop: Desktop, *events: TurnEvent) -> TurnStream:
    """A turn of the current conversation that tells these events and does not end."""
    stream = TurnStream(lambda: None)
    desktop.main.follow(desktop.main.desk.current, stream, "lost words")
    for event in events:
        stream.write(event)
    return stream


def spoken(desktop: Desktop, number: int, text: str) -> Message:
    """A reply that is not on disk."""
    newest = desktop.main.desk.current.session.files.messages()[-1]
    return replace(newest, id=f"reply {number}", seq=0, turn=number, role=Role.PERSONA, text=text)


async def test_a_reply_that_is_written_again_grows_in_its_place(opened: Opened) -> None:
    async with opened("First answer.") as desktop:
        await desktop.say("question")
        before = entries(desktop)
        reply = desktop.main.desk.current.session.files.messages()[-1]
        stream = stream_of(desktop, ReplyDelta(turn=1, elapsed_ms=1, message_id=reply.id, text="Second"))
        await desktop.until(lambda: desktop.shows("Second") and not desktop.shows("First answer."))
        again = replace(reply, text="Second answer.", version=2)
        stream.write(ReplyFinished(turn=1, elapsed_ms=2, message=again))
        stream.write(TurnCommitted(turn=1, elapsed_ms=3, message=again))
        stream.close()
        await desktop.until(lambda: desktop.shows("Second answer."))
        assert entries(desktop) == [*before[:-1], "Second answer."]
        transcript = desktop.main.stage.transcript
        assert not any(entry.streaming for entry in transcript.column.entries)
        assert transcript._frames is not None and not transcript._frames._active.is_set()


async def test_a_reply_that_fails_in_its_place_leaves_the_old_one(opened: Opened) -> None:
    async with opened("First answer.") as desktop:
        await desktop.say("question")
        reply = desktop.main.desk.current.session.files.messages()[-1]
        stream = stream_of(desktop, ReplyDelta(turn=1, elapsed_ms=1, message_id=reply.id, text=" "))
        stream.write(TurnFailed(turn=1, elapsed_ms=2, stage=Stage.REPLY, reason="Cut.", hint=""))
        stream.close()
        await desktop.until(lambda: desktop.shows("Cut.", "First answer."))


async def test_a_later_turn_takes_the_mark_off_an_older_reply(opened: Opened) -> None:
    async with opened("An answer.") as desktop:
        await desktop.say("question")
        conversation = desktop.main.desk.current
        old = spoken(desktop, 1, "Late to the disk.")
        first = stream_of(desktop, ReplyFinished(turn=1, elapsed_ms=1, message=old))
        await desktop.until(lambda: conversation.unsaved and desktop.shows("saving …"))
        first.close()
        asked = replace(old, id="asked", role=Role.USER, turn=2, text="next")
        stream_of(
            desktop,
            TurnCommitted(turn=2, elapsed_ms=1, message=old),
            TurnStarted(turn=2, elapsed_ms=2, message=asked),
            ReplyDelta(turn=2, elapsed_ms=3, message_id="reply 2", text="Fresh"),
        ).close()
        await desktop.until(lambda: not conversation.unsaved and desktop.shows("Fresh"))
        assert entries(desktop)[-3:] == ["Late to the disk.", "next", "Fresh"]
        assert all(entry.saved for entry in desktop.main.stage.transcript.column.entries if entry.id != "reply 2")


async def test_a_finished_reply_that_is_not_saved_comes_back_with_its_conversation(opened: Opened) -> None:
    async with opened("An answer.") as desktop:
        await desktop.say("question")
        first = desktop.main.desk.current
        stream = stream_of(desktop, ReplyFinished(turn=2, elapsed_ms=1, message=spoken(desktop, 2, "Nowhere on disk.")))
        stream.close()
        await desktop.until(lambda: first.unsaved)
        await desktop.press("ctrl+n")
        await desktop.until(lambda: desktop.main.desk.current is not first and not desktop.shows("Nowhere on disk."))
        await desktop.enter("/resume question")
        await desktop.until(lambda: desktop.shows("Nowhere on disk.", "An answer."))
        assert not desktop.main.stage.transcript.column.entries[-1].saved


async def test_what_happens_while_a_page_is_read_is_shown(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("An answer.") as desktop:
        await desktop.say("question")
        conversation = desktop.main.desk.current
        late = spoken(desktop, 2, "Came meanwhile.")
        asked = replace(late, id="asked", role=Role.USER, text="also meanwhile")
        loop = asyncio.get_running_loop()
        reads: list[int] = []

        def slow(session: object, before_seq: int | None = None) -> tuple[tuple[Message, ...], bool]:
            page = desk.newest_page(conversation.session, before_seq)
            reads.append(len(page[0]))
            if len(reads) > 1:
                return (*page[0], replace(asked, seq=9), replace(late, seq=10)), False
            told = asyncio.run_coroutine_threadsafe(_tell(desktop, conversation, asked, late), loop)
            told.result()
            return page

        monkeypatch.setattr(main, "newest_page", slow)
        await desktop.main.show(conversation)
        assert entries(desktop)[-3:] == ["An answer.", "also meanwhile", "Came meanwhile."]


async def _tell(desktop: Desktop, conversation: Conversation, asked: Message, late: Message) -> None:
    news = conversation.news
    stream_of(
        desktop,
        TurnStarted(turn=2, elapsed_ms=1, message=asked),
        ReplyFinished(turn=2, elapsed_ms=2, message=late),
        TurnCommitted(turn=2, elapsed_ms=3, message=late),
    ).close()
    while conversation.news < news + 3:
        await asyncio.sleep(0)


def _failing() -> TurnFailed:
    return TurnFailed(turn=2, elapsed_ms=1, stage=Stage.BEGIN, reason="The disk is full.", hint="Make room.")


async def test_words_that_could_not_be_stored_are_given_back(opened: Opened) -> None:
    async with opened("An answer.") as desktop:
        stream_of(desktop, _failing()).close()
        await desktop.until(lambda: desktop.prompt.draft == "lost words")
        assert desktop.shows("The disk is full.", "Your words stand in the prompt.")


async def test_words_are_given_back_after_what_is_typed_and_one_after_the_other(opened: Opened) -> None:
    async with opened("An answer.") as desktop:
        desktop.prompt.draft = "typing"
        stream_of(desktop, _failing()).close()
        stream_of(desktop, _failing()).close()
        await desktop.until(lambda: desktop.prompt.draft == "typing\nlost words\nlost words")
        await desktop.press("!")
        assert desktop.prompt.draft.startswith("typing!")


async def test_words_of_another_conversation_go_into_its_draft(opened: Opened) -> None:
    async with opened("An answer.") as desktop:
        await desktop.say("question")
        first = desktop.main.desk.current
        stream = stream_of(desktop)
        desktop.prompt.draft = "half a thought"
        await desktop.press("ctrl+n")
        await desktop.until(lambda: desktop.main.desk.current is not first)
        stream.write(_failing())
        stream.close()
        await desktop.until(lambda: "lost" in first.draft)
        assert desktop.prompt.draft == ""
        await desktop.enter("/resume question")
        await desktop.until(lambda: desktop.prompt.draft == "half a thought\nlost words")
        assert desktop.shows("The disk is full.")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Fills the disk, or makes room: `full_disk(True)`."""
    written = write_file

    def full(*_: object, **__: object) -> None:
        raise StorageError("No space left on the disk.", "Make room.")

    def switch(is_full: bool) -> None:
        monkeypatch.setattr("chatbot.storage.page.write_file", full if is_full else written)

    return switch


async def test_what_could_not_be_saved_is_tried_again(opened: Opened, full_disk: Callable[[bool], None]) -> None:
    gate = asyncio.Event()
    async with opened(Script(("Kept", " in memory."), gates={1: gate})) as desktop:
        await desktop.enter("question")
        await desktop.until(lambda: desktop.shows("Kept"))
        full_disk(True)
        gate.set()
        await desktop.until(lambda: desktop.shows("Not everything could be saved.", "not saved"))
        assert desktop.main.saving.waiting
        await desktop.main.saving.retry()
        assert desktop.main.saving.waiting and desktop.main.desk.current.unsaved
        full_disk(False)
        await desktop.main.saving.retry()
        await desktop.until(lambda: desktop.shows("Everything is saved now.") and not desktop.shows("not saved"))
        assert not desktop.main.saving.waiting and not desktop.main.desk.current.unsaved
        assert desktop.main.desk.current.session.files.messages()[-1].text == "Kept in memory."

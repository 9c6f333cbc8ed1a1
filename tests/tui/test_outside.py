"""Another program on the same files while the screen is open."""

import pytest

from chatbot.assemble import Companion, assemble
from chatbot.domain.session import SessionState
from chatbot.errors import StorageError
from chatbot.storage.sessions import SessionFolder
from chatbot.tui import outside
from chatbot.tui.outside import OutsideWatch
from tests.tui.conftest import Desktop, Opened


@pytest.fixture(autouse=True)
def looks_only_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a test takes: the program looks every few seconds by itself."""
    monkeypatch.setattr(outside, "LOOK_SECONDS", 3600.0)


async def elsewhere(desktop: Desktop, *lines: str) -> Companion:
    """Says something in the session on the screen from a program of its own, which stays open."""
    other = assemble(desktop.companion.settings)
    session = await other.sessions.open(desktop.main.desk.current.session.id)
    for line in lines:
        await session.send(line).wait()
    return other


async def test_what_another_program_says_and_learns_is_shown(opened: Opened) -> None:
    async with opened(size=(160, 50)) as desktop:
        watch = OutsideWatch(desktop.main)
        await desktop.say("I live in Porto")
        await desktop.press("ctrl+b")
        await desktop.until(lambda: desktop.shows("User lives in Porto"))
        await watch.look()
        other = await elsewhere(desktop, "My dog is called Biscuit")
        await other.close()
        assert not desktop.shows("My dog is called Biscuit")
        await watch.look()
        await desktop.until(lambda: desktop.shows("My dog is called Biscuit", "User's dog is called Biscuit"))
        await desktop.say("what is my dog called?")
        assert "Biscuit" in desktop.main.desk.current.session.files.messages()[-1].text
        shown = [entry.id for entry in desktop.main.stage.transcript.column.entries if entry.id]
        assert len(shown) == len(set(shown)) == desktop.main.desk.current.session.files.count()


async def test_what_came_before_the_first_look_is_shown(opened: Opened) -> None:
    async with opened() as desktop:
        watch = OutsideWatch(desktop.main)
        await (await elsewhere(desktop, "My dog is called Biscuit")).close()
        await watch.look()
        await desktop.until(lambda: desktop.shows("My dog is called Biscuit"))


async def test_what_another_program_changes_and_deletes_is_shown(opened: Opened) -> None:
    async with opened() as desktop:
        watch = OutsideWatch(desktop.main)
        await desktop.say("I live in Porto")
        await desktop.say("I love jazz")
        await watch.look()
        other = await elsewhere(desktop)
        session = await other.sessions.open(desktop.main.desk.current.session.id)
        said = [one for one in session.files.messages() if one.text in ("I live in Porto", "I love jazz")]
        await session.edit_message(said[0].id, "I live in Faro")
        await session.delete_messages((said[1].id,))
        await other.close()
        await watch.look()
        await desktop.until(lambda: desktop.shows("I live in Faro"))
        shown = [entry.source for entry in desktop.main.stage.transcript.column.entries]
        assert "I live in Porto" not in shown and "I love jazz" not in shown


async def test_what_another_program_puts_back_stands_where_it_stood(opened: Opened) -> None:
    async with opened() as desktop:
        watch = OutsideWatch(desktop.main)
        for text in ("I live in Porto", "I love jazz"):
            await desktop.say(text)
        await watch.look()
        other = await elsewhere(desktop)
        session = await other.sessions.open(desktop.main.desk.current.session.id)
        first = next(one for one in session.files.messages() if one.text == "I live in Porto")
        gone = await session.delete_messages((first.id,))
        await watch.look()
        transcript = desktop.main.stage.transcript
        await desktop.until(lambda: not transcript.has(first.id))
        await session.put_back(gone)
        await other.close()
        await watch.look()
        await desktop.until(lambda: transcript.has(first.id))
        shown = [entry.id for entry in transcript.column.entries if entry.id]
        assert shown == [one.id for one in desktop.main.desk.current.session.files.messages()]


async def test_what_cannot_be_read_at_a_look_is_shown_and_recalled_after_the_next(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(files: SessionFolder) -> SessionState:
        raise StorageError("Cannot read.", "Try again.")

    async with opened() as desktop:
        watch = OutsideWatch(desktop.main)
        await desktop.say("hello")
        await watch.look()
        await (await elsewhere(desktop, "The code word is xylophone")).close()
        with monkeypatch.context() as patched:
            patched.setattr(SessionFolder, "state", broken)
            await watch.look()
        taken: list[str] = []
        recollection = desktop.main.desk.current.session.belongings.recollection
        monkeypatch.setattr(recollection, "add_message", lambda message: taken.append(message.text))
        await watch.look()
        await desktop.until(lambda: desktop.shows("The code word is xylophone"))
        assert "The code word is xylophone" in taken


async def test_a_look_while_nothing_came_changes_nothing(opened: Opened) -> None:
    async with opened() as desktop:
        watch = OutsideWatch(desktop.main)
        await desktop.say("I live in Porto")
        before = desktop.text()
        for _ in range(2):
            await watch.look()
            await desktop.pilot.pause()
        assert desktop.text() == before


async def test_a_session_that_was_deleted_elsewhere_is_said_to_be_and_comes_back(opened: Opened) -> None:
    async with opened("Fine.", "Back.", size=(160, 40)) as desktop:
        await desktop.say("Plans for May")
        other = assemble(desktop.companion.settings)
        await other.sessions.delete(desktop.main.desk.current.session.id)
        await other.close()
        await desktop.say("are you there?")
        await desktop.until(
            lambda: desktop.shows("! This session was deleted in another window", "/restore Plans for May")
        )
        assert not desktop.shows("No such file") and desktop.prompt.draft == "are you there?"
        await desktop.enter("/restore Plans for May")
        await desktop.until(lambda: desktop.shows("Bring back which?"))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        await desktop.say("are you there?")
        texts = [one.text for one in desktop.main.desk.current.session.files.messages()]
        assert texts[-2:] == ["are you there?", "Back."] and "Plans for May" in texts

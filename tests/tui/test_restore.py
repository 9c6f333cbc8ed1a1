"""/restore: what was deleted or forgotten in an earlier run comes back."""

from chatbot.session.base import saved
from chatbot.tui.screens.picker import Picker
from tests.tui.conftest import Opened


async def test_a_deleted_session_comes_back_and_is_shown(opened: Opened) -> None:
    async with opened("Hello.") as desktop:
        await desktop.say("words of the first session")
        session_id = desktop.main.desk.current.session.id
        await desktop.enter("/rename Holiday")
        await desktop.until(lambda: desktop.main.desk.current.session.meta.title == "Holiday")
        await desktop.enter("/new")
        await desktop.until(lambda: desktop.main.desk.current.session.id != session_id)
        await desktop.companion.sessions.delete(session_id)  # as `chatbot session delete` does
        await desktop.enter("/restore holi")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        assert desktop.shows("Holiday", "session, deleted", "Bring back which?")
        await desktop.press("enter")
        await desktop.until(lambda: desktop.main.desk.current.session.id == session_id)
        await desktop.until(lambda: desktop.shows("words of the first session"))
        assert desktop.companion.files.library.deleted() == ()


async def test_a_forgotten_memory_comes_back(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/remember my sister is called Maya")
        await desktop.until(lambda: desktop.shows("learnt:", "Maya"))
        (memory,) = desktop.companion.book.search("Maya")
        await saved(desktop.companion.book.forget((memory.id,)))
        await desktop.enter("/restore")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        assert desktop.shows("Maya", "memory, forgotten")
        await desktop.press("enter")
        await desktop.until(lambda: desktop.companion.files.memories.everything()[memory.id].status.value == "active")


async def test_where_there_is_nothing_it_says_so(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/restore")
        await desktop.until(lambda: desktop.shows("Nothing to bring back."))
        await desktop.enter("/restore yesterday")
        await desktop.until(lambda: desktop.shows("Nothing that was deleted or forgotten is like that."))

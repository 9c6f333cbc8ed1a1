"""What can be done with sessions from the list, the commands and the keys."""

from functools import partial
from typing import TYPE_CHECKING

from chatbot.domain.session import SessionMeta
from chatbot.domain.text import counted
from chatbot.errors import NotFound
from chatbot.tui import panels, start
from chatbot.tui.screens.ask import AskLine, Confirm
from chatbot.tui.undo import Step
from chatbot.tui.widgets.chat import Chat
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def go_to(screen: "MainScreen", session_id: str) -> None:
    """Shows another session; the draft of this one waits in it.

    Raises:
        NotFound: there is none of that id.
        StorageError: its files cannot be read.
    """
    if screen.desk.ready and screen.desk.current.session.id == session_id:
        return
    screen.keep_draft()
    await screen.show(await screen.desk.open(session_id))


async def begin(screen: "MainScreen", persona_id: str, title: str = "", private: bool = False) -> None:
    """Begins a session and lets the persona greet in it. The focus goes to the prompt: nobody types at a list."""
    screen.keep_draft()
    if title or private:
        conversation = await screen.desk.create(persona_id, private=private)
    else:
        conversation = await start.fresh(screen, persona_id)
    if title:
        await conversation.session.rename(title)
    await conversation.session.greet()
    await screen.show(conversation)
    screen.query_one(Prompt).focus()


async def rename(screen: "MainScreen", session_id: str, title: str = "") -> None:
    """Gives a session a title; asks for it where none is given."""
    meta = _meta(screen, session_id)
    wanted: str | None = title
    if not title:
        wanted = await screen.app.push_screen_wait(AskLine("Title of this session", meta.title))
    if not wanted:
        return
    session = await screen.companion.sessions.open(session_id)
    await session.rename(wanted)
    screen.stage.refresh_standing()
    panels.refresh(screen)


async def delete(screen: "MainScreen", session_id: str) -> None:
    """Asks, and takes a session away; it can be brought back, if it is not a private one."""
    meta = _meta(screen, session_id)
    name = meta.title or "New session"
    size = f" with {counted(meta.turns, 'turn')}" if meta.turns else ""
    question = f"Delete the session “{name}”{size}? /undo brings it back."
    if meta.private:
        question = f"Delete the private session “{name}” for good?"
    if not await screen.app.push_screen_wait(Confirm(question, "delete it", screen.query_one(Prompt))):
        return
    current = screen.desk.ready and screen.desk.current.session.id == session_id
    await screen.companion.sessions.delete(session_id)
    screen.desk.drop(session_id)
    if not meta.private:
        bring_back = partial(_bring_back, screen, session_id, current)
        screen.undos.push(Step(f"the session “{name}”", screen.clock(), bring_back, session_id))
        screen.stage.flash(f"Deleted “{name}”. u in the list, or /undo, brings it back.")
    if current:
        await _show_another(screen, meta)
    panels.refresh(screen)


async def undo_delete(screen: "MainScreen") -> None:
    """Brings the last deleted session back."""
    step = screen.undos.newest(sessions_only=True)
    if step is None:
        screen.stage.flash("No session was deleted.")
        return
    await screen.undos.take_back(step)
    screen.stage.flash(f"Back: {step.label}")


async def do(screen: "MainScreen", deed: str, session_id: str) -> None:
    """Does what the session list asks for."""
    if deed == "undo":
        await undo_delete(screen)
    elif deed == "new":
        await begin(screen, screen.desk.current.session.meta.persona_id)
        panels.close_drawer(screen)
    elif not session_id:
        return
    elif deed == "open":
        await go_to(screen, session_id)
        panels.leave(screen, "left")
    elif deed == "rename":
        await rename(screen, session_id)
    elif deed == "delete":
        await delete(screen, session_id)


async def jump(screen: "MainScreen", session_id: str, message_id: str, quote: str) -> None:
    """Shows a message, of another session too, with the quote marked; escape leads back to the list that asked.

    Raises:
        NotFound: the message or its session is gone.
    """
    came_from = next((side for side in panels.SIDES if panels.has_focus(screen, side)), None)
    await go_to(screen, session_id or screen.desk.current.session.id)
    panels.close_drawer(screen)
    await screen.stage.jump(message_id, quote)
    chat = screen.query_one(Chat)
    chat.focus()
    chat.came_from = came_from


async def _bring_back(screen: "MainScreen", session_id: str, to_it: bool) -> None:
    await screen.companion.sessions.undelete(session_id)
    if to_it:
        await go_to(screen, session_id)
    panels.refresh(screen)


async def _show_another(screen: "MainScreen", gone: SessionMeta) -> None:
    left = [meta for meta in screen.companion.sessions.all() if meta.id != gone.id]
    conversation = await screen.desk.open(left[0].id) if left else await screen.desk.create(gone.persona_id)
    if not left:
        await conversation.session.greet()
    await screen.show(conversation)


def _meta(screen: "MainScreen", session_id: str) -> SessionMeta:
    for meta in screen.companion.sessions.all():
        if meta.id == session_id:
            return meta
    raise NotFound("That session is gone.", "Another program may have deleted it.")

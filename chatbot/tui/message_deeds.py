"""What can be done with one message: copy, edit, have it written again, step through versions, fork, ask, delete."""

import re
from functools import partial
from typing import TYPE_CHECKING

from chatbot.domain.message import Message, Role
from chatbot.domain.text import clean, clean_line, sentences
from chatbot.errors import MemoryRefused, NotFound
from chatbot.memory.book_history import undoable
from chatbot.tui import aftermath, change_lines, corrections, panels
from chatbot.tui.screens.ask import AskText
from chatbot.tui.transcript import Transcript
from chatbot.tui.undo import Step
from chatbot.tui.widgets.chat import Chat

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)(?:^\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


async def do(screen: "MainScreen", action: str, message_id: str) -> None:
    """Does what a key on a message asks for.

    Raises:
        ChatbotError: it could not be done.
    """
    if action in ("copy", "copy_code"):
        copy(screen, screen.desk.current.session.files.message(message_id), code=action == "copy_code")
    elif action == "edit":
        await edit(screen, message_id)
    elif action == "regenerate":
        regenerate(screen, message_id)
    elif action == "fork":
        await fork(screen, message_id)
    elif action == "why":
        panels.open_page(screen, "why")
    elif action == "learnt":
        panels.open_learnt(screen, message_id)
    elif action == "delete":
        async with screen.undos.under_way:
            await delete(screen, message_id)
    elif action == "correct":
        await corrections.put_right(screen, message_id)
    elif action == "what_if":
        await corrections.what_if(screen, message_id)
    elif action in ("undo", "earlier", "later"):
        await _go_back_and_forth(screen, action, message_id)


async def _go_back_and_forth(screen: "MainScreen", action: str, message_id: str) -> None:
    """Undo and the versions. At their ends a passing line says so: a lasting one would fill the chat."""
    try:
        if action == "undo":
            async with screen.undos.under_way:
                await _undo(screen, message_id)
        else:
            await step(screen, message_id, -1 if action == "earlier" else 1)
    except (NotFound, MemoryRefused) as error:
        screen.stage.flash(sentences(error.message, error.hint))


async def _undo(screen: "MainScreen", message_id: str) -> None:
    """Puts the message back that was deleted last, if nothing was done since; else takes back what a line says."""
    session, done = screen.desk.current.session, screen.undos.newest()
    change = undoable(session.memories.journal())
    if done is not None and done.message_in == session.id and (change is None or done.at >= change.at):
        await screen.undos.take_back(done)
        screen.stage.flash(f"Back: {done.label}")
        panels.refresh(screen)
    else:
        await change_lines.take_back(screen, message_id)


def newest(screen: "MainScreen", role: Role | None = None) -> Message:
    """The newest message of the session, of that role if one is given.

    Raises:
        NotFound: there is none.
    """
    for message in reversed(screen.desk.current.session.files.messages(limit=64)):
        if role is None or message.role is role:
            return message
    raise NotFound("There is no such message in this session.", "Say something first.")


def copy(screen: "MainScreen", message: Message, code: bool) -> None:
    """Copies a message as it was written, or its last code block."""
    text = clean(message.text)
    if code:
        blocks = [match.group(2) for match in _FENCE.finditer(text)]
        if not blocks:
            screen.stage.flash("There is no code block in this message.")
            return
        text = blocks[-1]
    screen.app.copy_to_clipboard(text)
    screen.stage.flash("Copied the code." if code else "Copied the message.")


async def edit(screen: "MainScreen", message_id: str, text: str = "") -> None:
    """Changes a message; after one of the user's, the reply can be written again."""
    session = screen.desk.current.session
    message = session.files.message(message_id)
    words: str | None = text
    if not text:
        # Escape asks nothing and loses nothing: what was written stands there when the message is edited again.
        edits = screen.desk.current.edits
        written = edits.pop(message_id, message.text)
        ask = AskText("Edit this message", written, partial(edits.__setitem__, message_id))
        words = await screen.app.push_screen_wait(ask)
    if not words or words == message.text:
        return
    before = aftermath.checks(screen)
    changed = await session.edit_message(message_id, words)
    screen.query_one(Transcript).replace(changed)
    if changed.role is Role.USER:
        screen.stage.flash("Edited. r on the message, or /regen, has it answered again.")
    aftermath.ask_about(screen, before)
    panels.refresh(screen)


def regenerate(screen: "MainScreen", message_id: str) -> None:
    """Has a reply written again; empty for the last exchange.

    Raises:
        NotFound: there is nothing to answer.
    """
    conversation = screen.desk.current
    screen.query_one(Transcript).follow_end()
    screen.follow(conversation, conversation.session.regenerate(message_id))


async def fork(screen: "MainScreen", message_id: str) -> None:
    """Goes on in a copy of the session that ends with this message."""
    screen.keep_draft()
    before = aftermath.checks(screen)
    session = await screen.companion.sessions.fork(screen.desk.current.session.id, message_id)
    await screen.show(screen.desk.take(session))
    screen.stage.flash("This is a fork; the session before is as it was.")
    aftermath.ask_about(screen, before)


async def delete(screen: "MainScreen", message_id: str) -> None:
    """Takes a message away; `/undo` puts it back."""
    conversation = screen.desk.current
    before = aftermath.checks(screen)
    removed = await conversation.session.delete_messages((message_id,))
    screen.query_one(Transcript).remove_message(message_id)

    async def put_back(messages: tuple[Message, ...]) -> None:
        await conversation.session.put_back(messages)
        if screen.desk.is_current(conversation):
            await screen.show(conversation)
            chat = screen.query_one(Chat)
            chat.focus_message(messages[0].id)
            chat.leave_message()

    start = clean_line(removed[0].text, 30) if removed else ""
    place = conversation.session.id
    screen.undos.push(Step(f"the message “{start}”", screen.clock(), partial(put_back, removed), message_in=place))
    screen.stage.flash(f"Deleted “{start}”. u, or /undo, puts it back.")
    aftermath.ask_about(screen, before)
    panels.refresh(screen)


async def step(screen: "MainScreen", message_id: str, steps: int) -> None:
    """Lets the version of a reply before, or the next one, stand."""
    from chatbot.session import versions

    changed = await versions.step(screen.desk.current.session, message_id, steps)
    screen.query_one(Transcript).replace(changed)
    panels.refresh(screen)

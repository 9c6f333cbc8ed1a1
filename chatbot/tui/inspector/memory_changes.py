"""What the keys of the memory page do: one method of the memory book each, then one line that says what was done."""

import asyncio
from collections.abc import Collection
from concurrent.futures import Future
from typing import TYPE_CHECKING

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory, Status
from chatbot.domain.receipt import Fate, Receipt
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line, counted
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused, NotFound
from chatbot.memory.book import Keep
from chatbot.session.base import saved
from chatbot.tui import change_lines, narrate
from chatbot.tui.ages import minute
from chatbot.tui.inspector.memory_details import readers, version_line
from chatbot.tui.inspector.page import Page
from chatbot.tui.inspector.scene import Scene
from chatbot.tui.screens.picker import Choice, Picker
from chatbot.tui.widgets.listing import Listing

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_KEEP: dict[str, Keep] = {"new": "new", "old": "old", "both": "both"}
_CONFLICT_WORDS = {"new": "The new one stays", "old": "The old one stays", "both": "Both stay"}


async def do(page: Page, deed: str, memory: Memory) -> None:
    """Does what a key asks for with one memory.

    Raises:
        ChatbotError: it could not be done.
    """
    book, name = page.scene.desk.book, clean_line(memory.text, 40)
    if deed == "pin":
        done = "Released" if memory.pinned else "Pinned"
        await write(page, book.pin(memory.id, not memory.pinned), done, name, quiet=True)
    elif deed == "lock":
        done = "Unlocked" if memory.locked else "Locked"
        await write(page, book.lock(memory.id, not memory.locked), done, name, quiet=True)
    elif deed == "forget":
        await write(page, book.forget((memory.id,)), "Forgotten (u takes it back)", name)
    elif deed == "holds":
        await write(page, book.settle(memory.id), "It holds", name, quiet=True)
    elif deed == "source":
        _jump(page, memory)
    elif deed == "used":
        await _choose_reply(page, memory)
    elif deed == "scope":
        await _choose_scope(page, memory)
    elif deed == "history":
        await _choose_version(page, memory)
    elif deed in ("accept", "reject"):
        await _decide(page, deed, memory)
    elif deed in _CONFLICT_WORDS:
        if memory.status is not Status.CONFLICT:
            raise MemoryRefused("This memory is in no conflict.", "These keys are for rows marked “conflict”.")
        await write(page, book.resolve(memory.id, _KEEP[deed]), _CONFLICT_WORDS[deed], name)


async def edit(page: Page, memory_id: str, text: str) -> None:
    """Gives a memory other words; from then on it is the user's."""
    await write(page, page.scene.desk.book.edit(memory_id, text=text), "Put right", "")


async def forget_all(page: Page, memory_ids: Collection[str]) -> None:
    """Forgets several memories in one change set."""
    name = counted(len(memory_ids), "memory", "memories")
    await write(page, page.scene.desk.book.forget(memory_ids), "Forgotten (u takes them back)", name)


async def undo(page: Page, screen: "MainScreen") -> None:
    """Takes back the last change set of memories, whoever made it."""
    # Undoing waits for the disk itself, because each step is planned from the one before.
    async with screen.undos.under_way:
        _follow_undo(page, screen, await saved(await asyncio.to_thread(page.scene.desk.book.undo)))


async def redo(page: Page, screen: "MainScreen") -> None:
    """Makes again what was taken back last."""
    async with screen.undos.under_way:
        _follow_undo(page, screen, await saved(await asyncio.to_thread(page.scene.desk.book.redo)))


def _follow_undo(page: Page, screen: "MainScreen", entry: JournalEntry) -> None:
    """Says what came of it, and goes to its row: the next key is for that one."""
    change_lines.undone(screen, entry)
    screen.stage.flash(narrate.undone_line(entry))
    if entry.changes:
        page.query_one(Listing).choose(entry.changes[-1].memory_id)


async def _decide(page: Page, deed: str, memory: Memory) -> None:
    if memory.status is Status.ARCHIVED and deed == "accept":
        await write(page, page.scene.desk.book.restore(memory.id), "Back", memory.text)
        return
    if memory.status is not Status.PENDING:
        raise MemoryRefused("This memory waits for no decision.", "a and x are for rows marked “accept?”.")
    book = page.scene.desk.book
    if deed == "accept":
        await write(page, book.accept(memory.id), "Accepted", memory.text)
    else:
        await write(page, book.reject(memory.id), "Rejected, and not learnt again", memory.text)


async def _choose_scope(page: Page, memory: Memory) -> None:
    persona = persona_name(page.scene, memory)
    titles = {Scope.SESSION: "This chat", Scope.PERSONA: persona, Scope.USER: "Everywhere"}
    words = {
        Scope.SESSION: "Only this session can read it.",
        Scope.PERSONA: f"{persona} can read it in every session.",
        Scope.USER: "Every persona can read it, in every session.",
    }
    choices = [
        Choice(scope, titles[scope], words[scope], mark="●" if scope is memory.scope else "○") for scope in Scope
    ]
    title = f"Who can read “{clean_line(memory.text, 60)}”?"
    chosen = await page.app.push_screen_wait(Picker(title, choices, memory.scope))
    if chosen and chosen != memory.scope:
        entry = page.scene.desk.book.move(memory.id, Scope(chosen))
        done = f"Read by {readers(replace(memory, scope=Scope(chosen)), persona)} now"
        await write(page, entry, done, memory.text, quiet=True)


async def _choose_version(page: Page, memory: Memory) -> None:
    book = page.scene.desk.book
    choices = [
        Choice(str(one.memory.version), one.memory.text, f"version {one.memory.version}", version_line(one))
        for one in book.history(memory.id)
    ]
    chosen = await page.app.push_screen_wait(Picker("History; enter goes back to a version", choices))
    if chosen is not None and int(chosen) != memory.version:
        await write(page, book.restore(memory.id, int(chosen)), f"Back at version {chosen}", memory.text)


async def _choose_reply(page: Page, memory: Memory) -> None:
    """Shows the replies that were given a memory, the newest first, and goes to the one that is picked."""
    sessions = page.scene.companion.sessions
    found = await asyncio.to_thread(sessions.replies_using, memory.id)
    given = [one for one in reversed(found) if one.receipt is not None and _was_given(one.receipt, memory.id)]
    if not given:
        raise NotFound("No reply was given this memory yet.")
    titles = {meta.id: meta.title or "New session" for meta in sessions.all()}
    choices = [
        Choice(one.id, clean_line(one.text, 200), "", f"{minute(one.created_at)}, {titles.get(one.session_id, '')}")
        for one in given
    ]
    chosen = await page.app.push_screen_wait(Picker("These replies were given it; enter goes there", choices))
    for one in given:
        if one.id == chosen:
            page.jump(one.session_id, one.id, memory.value)


def _was_given(receipt: Receipt, memory_id: str) -> bool:
    return any(one.id == memory_id and one.fate is Fate.INJECTED for one in receipt.recalled)


def _jump(page: Page, memory: Memory) -> None:
    source = memory.source
    if not source.message_id:
        raise NotFound("This memory was not learnt in a chat.", "It has no message to jump to.")
    page.jump(source.session_id, source.message_id, source.quote)


async def write(page: Page, change: "Future[JournalEntry]", done: str, name: str, quiet: bool = False) -> None:
    """Waits for a change to be on disk, and says so.

    Args:
        page: where it was asked for.
        change: from the memory book.
        done: what was done, for the footer.
        name: of the memory; empty for the words that it has now.
        quiet: True where it changes nothing that is known, and so deserves no line in the chat.
    """
    entry = await saved(change)
    page.written(f"{done}: {clean_line(name, 60) or narrate.words_now(entry)}")
    if not quiet:
        page.wish(lambda screen: _follow(screen, entry))


async def _follow(screen: "MainScreen", entry: JournalEntry) -> None:
    change_lines.tell(screen, entry)


def persona_name(scene: Scene, memory: Memory) -> str:
    """The name of the persona that a memory was told to."""
    try:
        return scene.companion.catalog.get(memory.persona_id).char
    except NotFound:
        return clean_line(memory.persona_id, 40) or "the persona"

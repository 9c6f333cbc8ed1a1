"""What the keys of the memory page do: one method of the memory book each, then one line that says what was done."""

from concurrent.futures import Future

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line
from chatbot.errors import MemoryRefused, NotFound
from chatbot.session.base import saved
from chatbot.tui.inspector.memory_details import history_lines, readers
from chatbot.tui.inspector.page import Page
from chatbot.tui.inspector.scene import Scene
from chatbot.tui.screens.picker import Choice, Picker

_CONFLICT_WORDS = {"new": "The new one stays.", "old": "The old one stays.", "both": "Both stay."}


async def do(page: Page, deed: str, memory: Memory) -> None:
    """Does what a key asks for with one memory.

    Raises:
        ChatbotError: it could not be done.
    """
    book, name = page.scene.desk.book, clean_line(memory.text, 40)
    if deed == "pin":
        await _write(page, book.pin(memory.id, not memory.pinned), "Released" if memory.pinned else "Pinned", name)
    elif deed == "lock":
        await _write(page, book.lock(memory.id, not memory.locked), "Unlocked" if memory.locked else "Locked", name)
    elif deed == "forget":
        await _write(page, book.forget((memory.id,)), "Forgotten (u takes it back)", name)
    elif deed == "source":
        _jump(page, memory)
    elif deed == "scope":
        await _choose_scope(page, memory)
    elif deed == "history":
        await _choose_version(page, memory)
    elif deed in ("accept", "reject"):
        await _decide(page, deed, memory)
    elif deed in ("new", "old", "both"):
        if memory.status is not Status.CONFLICT:
            raise MemoryRefused("This memory is in no conflict.", "These keys are for rows marked “conflict”.")
        await _write(page, book.resolve(memory.id, deed), _CONFLICT_WORDS[deed], name)


async def edit(page: Page, memory_id: str, text: str) -> None:
    """Gives a memory other words; from then on it is the user's."""
    await _write(page, page.scene.desk.book.edit(memory_id, text=text), "Put right", text)


async def undo(page: Page) -> None:
    """Takes back the last change set of memories, whoever made it."""
    entry = await saved(page.scene.desk.book.undo())
    lines = [clean_line((change.after or change.before).text, 60) for change in entry.changes if change.memory_id]  # type: ignore[union-attr] - a change with an id has a record
    page.written(f"Took back: {', '.join(lines)}")


async def _decide(page: Page, deed: str, memory: Memory) -> None:
    if memory.status is not Status.PENDING:
        raise MemoryRefused("This memory waits for no decision.", "a and x are for rows marked “accept?”.")
    book = page.scene.desk.book
    if deed == "accept":
        await _write(page, book.accept(memory.id), "Accepted", memory.text)
    else:
        await _write(page, book.reject(memory.id), "Rejected, and not learnt again", memory.text)


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
        await _write(page, entry, f"Read by {_readers(memory, Scope(chosen), persona)} now", memory.text)


def _readers(memory: Memory, scope: Scope, persona: str) -> str:
    from dataclasses import replace

    return readers(replace(memory, scope=scope), persona)


async def _choose_version(page: Page, memory: Memory) -> None:
    entries = page.scene.session.memories.journal(memory_id=memory.id)
    choices = [
        Choice(f"{number} {version}", text, f"version {version}", why)
        for number, (version, text, why) in enumerate(history_lines(memory.id, entries))
    ]
    chosen = await page.app.push_screen_wait(Picker("History; enter goes back to a version", choices))
    if chosen is None:
        return
    version = int(chosen.partition(" ")[2])
    if version != memory.version:
        await _write(page, page.scene.desk.book.restore(memory.id, version), f"Back at version {version}", memory.text)


def _jump(page: Page, memory: Memory) -> None:
    source = memory.source
    if not source.message_id:
        raise NotFound("This memory was not learnt in a chat.", "It has no message to jump to.")
    page.jump(source.session_id, source.message_id, source.quote)


async def _write(page: Page, change: "Future[JournalEntry]", done: str, name: str) -> None:
    await saved(change)
    page.written(f"{done}: {clean_line(name, 60)}")


def persona_name(scene: Scene, memory: Memory) -> str:
    """The name of the persona that a memory was told to."""
    try:
        return scene.companion.catalog.get(memory.persona_id).char
    except NotFound:
        return clean_line(memory.persona_id, 40) or "the persona"

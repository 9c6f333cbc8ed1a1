"""After corrections: the earlier replies and chapters that told the wrong thing, to go to, and the chapters' repair."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.domain.memory import Memory
from chatbot.domain.text import clean_line, counted
from chatbot.memory.similarity import find_best
from chatbot.session import repair
from chatbot.session.repair import Affected
from chatbot.tui import aftermath, panels, session_deeds
from chatbot.tui.memory_deeds import NO_MEMORY
from chatbot.tui.screens.affected import AffectedScreen
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

MOST_CORRECTIONS = 20
"""How many corrections are looked through, the newest first; each may mean reading sessions."""


async def show(screen: "MainScreen", text: str) -> None:
    """Lists what the newest corrections concern; goes to what is picked, or writes the chapters anew.

    Args:
        screen: where.
        text: words of the memory that was put right, as it was or as it is now; empty for all.

    Raises:
        ChatbotError: a session could not be read, or a chapter not be written.
    """
    ids = _corrected(screen)
    if text:
        ids = _meant(screen, text, ids)
        if not ids:
            screen.stage.say(_never_corrected(screen, text))
            return
    prompt = screen.query_one(Prompt)
    draft = prompt.draft
    found = await _concerned(screen, tuple(ids)[:MOST_CORRECTIONS])
    if not found:
        what = "that memory as it was" if text else "anything that was put right since"
        screen.stage.say(f"No earlier reply and no chapter told {what}.")
        return
    if prompt.draft != draft:  # a sentence was begun meanwhile, and a list would take its rest for keys
        screen.stage.say(f"Earlier replies are concerned. {_command(text)} shows them when the prompt is empty.")
        return
    titles = {meta.id: meta.title or "New session" for meta in screen.companion.sessions.all()}
    picked = await screen.app.push_screen_wait(AffectedScreen(found, titles))
    if picked is None:
        return
    if picked.repair:
        told = tuple(one for each in found for one in each.chapters)
        screen.stage.flash("Writing the chapters anew.")
        written = await repair.repair(screen.companion.sessions, told)
        what = counted(len(written), "chapter is", "chapters are")
        screen.stage.say(f"{what} written anew. u in the Summary page of the inspector takes one back.")
        panels.refresh(screen)
    elif picked.chapter_id:
        await session_deeds.go_to(screen, picked.session_id)
        panels.open_page(screen, "summary")
    else:
        await session_deeds.jump(screen, picked.session_id, picked.message_id, picked.quote)


def _command(text: str) -> str:
    return f"/affected {clean_line(text, 40)}".rstrip()


def _corrected(screen: "MainScreen") -> dict[str, list[Memory]]:
    """By id, the newest correction first: what each memory that was put right has been, and what holds now."""
    session = screen.desk.current.session
    if session.meta.private:
        return {}
    records = session.memories.everything()
    found: dict[str, list[Memory]] = {}
    for entry in reversed(session.memories.journal()):
        ids = aftermath.corrected(entry)
        for change in (one for one in entry.changes if one.memory_id in ids):
            now = change.after and records.get(change.after.superseded_by)
            found.setdefault(change.memory_id, []).extend(filter(None, (change.before, change.after, now)))
    return found


def _meant(screen: "MainScreen", text: str, ids: dict[str, list[Memory]]) -> dict[str, list[Memory]]:
    """Those that the words fit best."""
    best = set(find_best(text, (memory for told in ids.values() for memory in told)))
    return {memory_id: told for memory_id, told in ids.items() if best.intersection(told)}


def _never_corrected(screen: "MainScreen", text: str) -> str:
    """Why words lead to no correction."""
    session = screen.desk.current.session
    found = find_best(text, session.memories.readable(session.id, session.meta.persona_id).values())
    if not found:
        return NO_MEMORY
    return f"“{clean_line(found[0].text, 80)}” was never put right, so nothing told it wrong."


async def _concerned(screen: "MainScreen", memory_ids: Sequence[str]) -> list[Affected]:
    """What corrections concern; those that concern nothing are left out."""
    found: dict[tuple[str, str], Affected] = {}
    for memory_id in memory_ids:
        one = await aftermath.affected(screen, memory_id)
        if one is not None and (one.replies or one.chapters):
            found.setdefault((one.wrong.id, one.wrong.text), one)
    return list(found.values())

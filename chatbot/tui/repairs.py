"""After corrections: the earlier replies and chapters that told the wrong thing, to go to, and the chapters' repair."""

from typing import TYPE_CHECKING

from chatbot.session import repair
from chatbot.session.repair import Affected
from chatbot.tui import aftermath, panels, session_deeds
from chatbot.tui.counts import counted
from chatbot.tui.screens.affected import AffectedScreen

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

MOST_CORRECTIONS = 20
"""How many corrections are looked through, the newest first; each may mean reading sessions."""


async def show(screen: "MainScreen") -> None:
    """Lists what the newest corrections concern; goes to what is picked, or writes the chapters anew.

    Raises:
        ChatbotError: a session could not be read, or a chapter not be written.
    """
    found = await newest(screen)
    if not found:
        screen.stage.flash("No earlier reply and no chapter told anything that was put right since.")
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


async def newest(screen: "MainScreen") -> list[Affected]:
    """What the newest corrections concern, the newest first; those that concern nothing are left out."""
    if screen.desk.current.session.meta.private:
        return []
    journal = screen.desk.current.session.memories.journal()
    ids = dict.fromkeys(one for entry in reversed(journal) for one in aftermath.corrected(entry))
    found: dict[tuple[str, str], Affected] = {}
    for memory_id in list(ids)[:MOST_CORRECTIONS]:
        one = await aftermath.affected(screen, memory_id)
        if one is not None and (one.replies or one.chapters):
            found.setdefault((one.wrong.id, one.wrong.text), one)
    return list(found.values())

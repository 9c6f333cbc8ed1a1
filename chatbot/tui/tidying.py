"""Tidying from the screen: shown and asked for by `/tidy`, and by itself when nobody has done anything for a while."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chatbot.errors import MemoryRefused
from chatbot.memory.tidying import Plan, Tidier
from chatbot.memory.tidying_words import lines, offer_line, summary
from chatbot.session.base import saved
from chatbot.tui import panels
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.transcript import NoteKind
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

LOOK_SECONDS = 60.0
"""How often it is looked whether the user rests."""

REST = timedelta(minutes=5)
"""Nothing said for so long counts as rest."""

AGAIN = timedelta(hours=20)
"""Where nothing was learnt or changed, memories pale so slowly that once a day is enough."""


async def ask(screen: "MainScreen") -> None:
    """Shows the plan, does it if the user agrees, then makes the offers one by one.

    Raises:
        MemoryRefused: a memory changed while the plan was read.
        StorageError: it could not be read or written.
    """
    prompt = screen.query_one(Prompt)
    draft = prompt.draft
    tidier = screen.companion.tidier()
    wanted = await asyncio.to_thread(tidier.plan)
    if wanted.is_empty and not wanted.promotions:
        screen.stage.flash("There is nothing to tidy.")
        return
    if prompt.draft != draft:  # a sentence was begun meanwhile, and a question would get its rest
        _offer(screen, wanted)
        return
    if not wanted.is_empty:
        confirm = Confirm("Tidy the memories?", "tidy", prompt, lines(wanted))
        if not await screen.app.push_screen_wait(confirm):
            return
        await _apply(screen, tidier, wanted, screen.stage.say)
        wanted = await asyncio.to_thread(tidier.plan)
    for offer in wanted.promotions:
        question = f"{offer_line(offer)}\n(n: no, and do not ask again)"
        answer = await screen.app.push_screen_wait(Confirm(question, "yes", prompt))
        if answer is not None:
            await saved(tidier.promote(offer) if answer else tidier.decline(offer))
    panels.refresh(screen)


async def _apply(screen: "MainScreen", tidier: Tidier, wanted: Plan, tell: Callable[[str, NoteKind], None]) -> None:
    await saved(tidier.apply(wanted))
    tell(f"Tidied: {summary(wanted)}. /undo takes it back.", NoteKind.LEARNT)
    panels.refresh(screen)


class RestWatch:
    """Tidies quietly when the user rests, as far as the settings allow, and says so in one line.

    Quiet is only what needs no judgement: what is exactly the same, and what has paled. The rest is offered.

    Args:
        screen: whose user it is.
    """

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._seen: tuple[int, datetime] | None = None
        self._told = ""

    def look(self) -> None:
        """Begins to tidy if the user rests and something changed since the last time."""
        if self._rests() and self._is_due():
            self._screen.attempt(self.tidy())

    def _rests(self) -> bool:
        screen = self._screen
        if not screen.desk.ready or screen.app.screen is not screen or screen.query_one(Prompt).draft:
            return False
        sessions = screen.companion.sessions
        newest = max((meta.updated_at for meta in sessions.all()), default=None)
        return not sessions.running() and (newest is None or screen.clock() - newest >= REST)

    def _is_due(self) -> bool:
        if self._seen is None:
            return True
        revision, at = self._seen
        return self._screen.companion.files.memories.revision != revision or self._screen.clock() - at >= AGAIN

    async def tidy(self) -> None:
        """Does what is quiet, and tells of what is offered, once.

        Raises:
            StorageError: it could not be read or written.
        """
        screen = self._screen
        tidier = screen.companion.tidier()
        wanted = await asyncio.to_thread(tidier.plan)
        if screen.settings.memory_tidy == "auto" and not wanted.quiet.is_empty:
            with suppress(MemoryRefused):  # something was learnt meanwhile; the next rest comes
                await _apply(screen, tidier, wanted.quiet, screen.stage.mention)
            wanted = await asyncio.to_thread(tidier.plan)
        self._seen = (screen.companion.files.memories.revision, screen.clock())
        self._tell(wanted)

    def _tell(self, wanted: Plan) -> None:
        told = _in_words(wanted)
        if told and told != self._told:
            _offer(self._screen, wanted)
        self._told = told


def _offer(screen: "MainScreen", wanted: Plan) -> None:
    screen.stage.mention(f"The memories could be tidied: {_in_words(wanted)}. /tidy shows it.")


def _in_words(wanted: Plan) -> str:
    """A plan in words; empty where there is nothing to do."""
    parts = [summary(wanted)] if not wanted.is_empty else []
    if wanted.promotions:
        parts.append(f"{len(wanted.promotions)} to share more widely")
    return ", ".join(parts)

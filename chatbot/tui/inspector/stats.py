"""The stats page: tokens, cost where prices are known, times by stage, and what is stored."""

import asyncio
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatbot.domain.memory import Status
from chatbot.domain.text import clean_line
from chatbot.session.events import Stage
from chatbot.session.figures import Figures, cost, figures
from chatbot.session.trace import Trace
from chatbot.tui.inspector.bars import bar
from chatbot.tui.inspector.page import Page

_EMPTY = "After the first reply, tokens, times and sizes are shown here."
_NEWEST = 200
"""Replies that the figures are of: enough for a tendency, and never more than a page of the disk."""


class StatsPage(Page):
    """See the module."""

    NAME = "stats"
    TITLE = "Stats"

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll(id="stats-scroll"):
            yield Static(Content(_EMPTY), markup=False)

    def fill(self) -> None:
        """Counts in a thread, because the sizes of files are asked for."""
        self.wish(lambda _: self._count())

    def concerns(self, old: Trace, new: Trace) -> bool:
        """Whether a turn ended."""
        return (old.committed, old.failed, old.turn) != (new.committed, new.failed, new.turn)

    def focus_first(self) -> None:
        """The text, so that it scrolls."""
        self.query_one("#stats-scroll").focus()

    async def _count(self) -> None:
        session, folder = self.scene.session, self.scene.companion.settings.paths.data
        messages = await asyncio.to_thread(session.files.messages, None, _NEWEST)
        size_bytes = await asyncio.to_thread(folder_bytes, folder)
        if self.is_mounted:
            self.query_one(Static).update(self._text(figures(messages), size_bytes))

    def _text(self, found: Figures, size_bytes: int) -> Content:
        companion, session = self.scene.companion, self.scene.session
        memories = session.memories.readable(session.id, session.meta.persona_id).values()
        active = sum(memory.status is Status.ACTIVE for memory in memories)
        past = len(memories) - active
        sessions = len(companion.sessions.all())
        parts: list[str | tuple[str, str]] = [("This session\n", "bold")]
        parts += _facts(
            ("messages", f"{session.files.count():,}"),
            ("replies", f"{found.replies:,}"),
            (
                "tokens in",
                f"{found.prompt_tokens:,}" + (" estimated" if found.estimated and found.prompt_tokens else ""),
            ),
            ("tokens out", f"{found.completion_tokens:,}"),
            ("cost", self._cost(found)),
        )
        if found.stage_ms:
            parts.append(("\nTime by stage, median\n", "bold"))
            parts += _stages(found.stage_ms)
        parts.append(("\nStored\n", "bold"))
        parts += _facts(
            ("memories", f"{active:,}" + (f", and {past:,} of the past" if past else "")),
            ("sessions", f"{sessions:,}"),
            ("on disk", f"{size_bytes / 1024:,.0f} kB"),
            ("in", clean_line(str(companion.settings.paths.data), 300)),
        )
        return Content.assemble(*parts)

    def _cost(self, found: Figures) -> str:
        settings = self.scene.companion.settings
        sum_of = cost(found, settings.price_prompt, settings.price_completion)
        if sum_of is None:
            return "nothing, all offline" if not any(found.paid_tokens) else "prices are not set in the config file"
        return f"{sum_of:.4f}"


def _facts(*facts: tuple[str, str]) -> list[str | tuple[str, str]]:
    parts: list[str | tuple[str, str]] = []
    for name, value in facts:
        parts += [(f"{name:<11}", "$text-muted"), f"{value}\n"]
    return parts


def _stages(stage_ms: dict[str, float]) -> list[str | tuple[str, str]]:
    """One line a stage, in the order in which they run."""
    most = max(stage_ms.values(), default=1.0) or 1.0
    parts: list[str | tuple[str, str]] = []
    for name in (stage.value for stage in Stage if stage.value in stage_ms):
        value = stage_ms[name]
        parts += [(f"{name:<11}", "$text-muted"), (bar(value / most, 16).ljust(17), "$accent")]
        parts.append(f"{value:,.0f} ms\n")
    return parts


def folder_bytes(folder: Path) -> int:
    """How much a folder holds, in bytes; files that vanish meanwhile count as none. Blocks for the disk."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


PAGE = StatsPage

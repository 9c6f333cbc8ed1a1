"""The stats page: tokens, cost where prices are known, times by stage, and what is stored."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatbot.domain.memory import Status
from chatbot.domain.message import Message
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, field
from chatbot.session.events import Stage
from chatbot.session.trace import Trace
from chatbot.tui.inspector.bars import bar
from chatbot.tui.inspector.page import Page

_EMPTY = "After the first reply, tokens, times and sizes are shown here."
_NEWEST = 200
"""Replies that the figures are of: enough for a tendency, and never more than a page of the disk."""


class Figures(Value):
    """What the page shows of the newest replies.

    Attributes:
        replies: how many.
        prompt_tokens, completion_tokens: their sums.
        estimated: True where the server did not report some of them.
        paid_tokens: prompt and completion tokens of replies that came from a server.
        stage_ms: the median of each stage, milliseconds.
    """

    replies: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: bool = False
    paid_tokens: tuple[int, int] = (0, 0)
    stage_ms: dict[str, float] = field(default_factory=dict)


def figures(messages: Iterable[Message]) -> Figures:
    """Adds up the receipts of messages."""
    receipts = [message.receipt for message in messages if message.receipt is not None]
    paid = [receipt.usage for receipt in receipts if receipt.backend != "offline"]
    stages: dict[str, list[float]] = {}
    for receipt in receipts:
        for stage, elapsed in receipt.elapsed_ms.items():
            stages.setdefault(stage, []).append(elapsed)
    return Figures(
        replies=len(receipts),
        prompt_tokens=sum(receipt.usage.prompt_tokens for receipt in receipts),
        completion_tokens=sum(receipt.usage.completion_tokens for receipt in receipts),
        estimated=any(receipt.usage.estimated for receipt in receipts),
        paid_tokens=(sum(one.prompt_tokens for one in paid), sum(one.completion_tokens for one in paid)),
        stage_ms={stage: _median(values) for stage, values in stages.items()},
    )


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


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
        sessions = len(companion.sessions.all())
        parts: list[str | tuple[str, str]] = [("This session\n", "bold")]
        parts += _facts(
            ("messages", f"{session.files.count():,}"),
            ("replies", f"{found.replies:,}"),
            ("tokens in", f"{found.prompt_tokens:,}" + (" estimated" if found.estimated else "")),
            ("tokens out", f"{found.completion_tokens:,}"),
            ("cost", self._cost(found)),
        )
        if found.stage_ms:
            parts.append(("\nTime by stage, median\n", "bold"))
            parts += _stages(found.stage_ms)
        parts.append(("\nStored\n", "bold"))
        parts += _facts(
            ("memories", f"{active:,} that hold, {len(memories):,} with their past"),
            ("sessions", f"{sessions:,}"),
            ("on disk", f"{size_bytes / 1024:,.0f} kB"),
            ("in", clean_line(str(companion.settings.paths.data), 300)),
        )
        return Content.assemble(*parts)

    def _cost(self, found: Figures) -> str:
        settings = self.scene.companion.settings
        if not settings.price_prompt and not settings.price_completion:
            return "nothing, all offline" if not any(found.paid_tokens) else "prices are not set in the config file"
        prompt, completion = found.paid_tokens
        return f"{(prompt * settings.price_prompt + completion * settings.price_completion) / 1e6:.4f}"


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

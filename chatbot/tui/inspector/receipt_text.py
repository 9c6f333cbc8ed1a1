"""A receipt as rows with small bars. Pure: the same receipt and width give the same rows."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from chatbot.domain.memory import Memory, Status
from chatbot.domain.receipt import Fate, Found, Recalled, Receipt
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, field
from chatbot.prompt.known import RANKED
from chatbot.tui.ages import day
from chatbot.tui.columns import beside
from chatbot.tui.inspector.bars import bar
from chatbot.tui.inspector.memory_details import weight
from chatbot.tui.widgets.listing import Row

_BAR_CELLS = 10
_FOUND = {Found.MEMORY: "memory", Found.MESSAGE: "message", Found.CHAPTER: "chapter"}
_Part = str | tuple[str, str] | Content


class Now(Value):
    """How things stand now, beside what the receipt says of then.

    Attributes:
        memories: by id, all that the session may read.
        cost: of the reply, in the currency of the configured prices; None where it is not known.
        chapters: titles of the session's chapters, by id.
    """

    memories: Mapping[str, Memory] = field(default_factory=dict)
    cost: float | None = None
    chapters: Mapping[str, str] = field(default_factory=dict)


def receipt_rows(receipt: Receipt, width: int, now: Now) -> list[Row]:
    """The whole receipt: model, recalled, dropped, tokens, mood and notes. Rows of what was recalled have its id."""
    model = Content.assemble(clean_line(receipt.model) or receipt.backend, ("  " + receipt.backend, "$text-muted"))
    injected = [one for one in receipt.recalled if one.fate is Fate.INJECTED]
    dropped = [one for one in receipt.recalled if one.fate is not Fate.INJECTED]
    most = max((one.score for one in receipt.recalled), default=0.0)
    title = "Used for the reply" if receipt.backend == "offline" else "Given to the model"
    rows = [Row("", model), *_group(title, injected, width, "$accent", most, now)]
    rows += _group("Found, but left out", dropped, width, "$text-muted", most, now)
    if not receipt.recalled:
        rows.append(Row("", Content.styled("\nNothing was recalled for this reply.", "$text-muted")))
    for name, parts in (
        (LEGEND, _legend(receipt.recalled)),
        (TOKENS, _tokens(receipt, width, now.cost)),
        (REST, _rest(receipt, now, width)),
    ):
        if parts:
            rows += [_AIR, Row(name, Content.assemble(*parts).rstrip())]
    return rows


def recalled_rows(recalled: Sequence[Recalled], width: int, title: str = "Found so far") -> list[Row]:
    """What was found, without what became of it."""
    most = max((one.score for one in recalled), default=0.0)
    return _group(title, recalled, width, "$accent", most, Now())


LEGEND, TOKENS, REST = "legend", "tokens", "rest"
"""Ids of the rows that are about nothing that was recalled."""
_AIR = Row("", Content(" "))


def _group(title: str, recalled: Sequence[Recalled], width: int, look: str, most: float, now: Now) -> list[Row]:
    if not recalled:
        return []
    heading = Content.assemble((f"\n{title}", f"bold {look}"), (f"  {len(recalled)}", "$text-muted"))
    rows = [Row("", heading)]
    for number, one in enumerate(recalled):
        text = _two_lines(clean_line(one.text, 400), width)
        when = f", {day(one.said_at)}" if one.said_at else ""
        sure = ", not certain" if one.uncertain else ""
        drawn = bar(one.score / most if most > 0 else 0.0, _BAR_CELLS)
        parts: list[_Part] = [
            Content.assemble(text, "\n"),
            (drawn.ljust(_BAR_CELLS), look),
            f" {one.score:.2f} ",
            (f"{_FOUND[one.found]}{when}{sure}\n", "$text-muted"),
        ]
        parts += _score_parts(one.parts, width)
        if one.reason and not one.reason.startswith(RANKED):  # the parts say so already
            parts.append((f"{clean_line(one.reason, 300)}\n", "$text-muted italic"))
        parts += _since(one, now)
        rows += [_AIR] if number else []
        rows.append(Row(one.id, Content.assemble(*parts).rstrip()))
    return rows


def _two_lines(text: str, width: int) -> Content:
    first, *rest = Content(text).wrap(width)
    if not rest:
        return first
    second = Content(" ").join(line.rstrip() for line in rest).truncate(width, ellipsis=True)
    return Content("\n").join([first.rstrip(), second])


def _since(one: Recalled, now: Now) -> list[_Part]:
    """What became of a memory after the reply, and what the user called it."""
    memory = now.memories.get(one.id)
    if memory is None:
        return []
    parts: list[_Part] = []
    if memory.status in _GONE:
        parts.append((f"{_GONE[memory.status]} since\n", "$warning"))
    elif clean_line(memory.text, 400) != clean_line(one.text, 400):
        parts.append((f"now: {clean_line(memory.text, 300)}\n", "$accent"))
    elif memory.check:
        parts.append((f"to check: {clean_line(memory.check, 200)}\n", "$warning"))
    if said := weight(memory):
        parts.append((f"{said}\n", "$accent"))
    return parts


_GONE = {Status.FORGOTTEN: "forgotten", Status.SUPERSEDED: "no longer so", Status.ARCHIVED: "let go"}


def _score_parts(scores: Mapping[str, float], width: int) -> list[_Part]:
    lines: list[_Part] = []
    line = Content("")
    for name, value in sorted(scores.items(), key=lambda item: -abs(item[1])):
        if abs(value) < _LEAST_SHOWN:
            continue
        piece = Content.assemble((f"{clean_line(_NAMES.get(name, name), 16)} ", "$text-muted"), f"{value:+.2f}")
        if line and line.cell_length + piece.cell_length + 2 > width:
            lines.append(Content.assemble(line, "\n"))
            line = Content("")
        line = Content.assemble(line, "  " if line else "", piece)
    if line:
        lines.append(Content.assemble(line, "\n"))
    return lines


def _legend(recalled: Sequence[Recalled]) -> list[_Part]:
    shown = {name for one in recalled for name, value in one.parts.items() if abs(value) >= _LEAST_SHOWN}
    lines = [f"{_NAMES.get(name, name)}: {meaning}\n" for name, meaning in _MEANINGS.items() if name in shown]
    return [("How to read the scores\n", "bold"), *((line, "$text-muted") for line in lines)] if lines else []


_MEANINGS = {
    "relevance": "how well it fits what you said",
    "recency": "how fresh it is",
    "importance": "how much it matters to you",
    "use": "how often it was used before",
    "feedback": "what you called it: + useful, - of no use",
    "mood": "how it suits your mood",
    "lens": "how much this persona cares for such things",
    "pinned": "you pinned it",
}
"""What each part of a score says, in plain words."""

_NAMES = {"lens": "persona"}
"""Parts of a score that go by another name on the screen."""

_LEAST_SHOWN = 0.005  # less is a zero at two decimals


def _tokens(receipt: Receipt, width: int, cost: float | None) -> list[_Part]:
    if not receipt.sections:
        return []
    total = sum(section.tokens for section in receipt.sections)
    budget = f" of {receipt.budget_tokens:,}" if receipt.budget_tokens else ""
    parts: list[_Part] = [("Tokens", "bold"), (f"  {total:,}{budget}\n", "$text-muted")]
    most = max((section.tokens for section in receipt.sections), default=1) or 1
    name_cells = min(18, max(len(section.name) for section in receipt.sections))
    bar_cells = max(6, min(24, width - name_cells - 8))
    for section in receipt.sections:
        name = clean_line(section.name, name_cells).ljust(name_cells)
        drawn = bar(section.tokens / most, bar_cells).ljust(bar_cells)
        parts += [(f"{name} ", "$text-muted"), (drawn, "$accent"), f" {section.tokens:,}\n"]
    usage = receipt.usage
    if usage.prompt_tokens or usage.completion_tokens:
        how = "estimated" if usage.estimated else "as the server counted"
        how += f", cost {cost:.4f}" if cost is not None else ""
        parts.append((f"{usage.prompt_tokens:,} in, {usage.completion_tokens:,} out, {how}\n", "$text-muted"))
    parts.append(("enter shows the exact request\n", "$text-muted"))
    return parts


def _rest(receipt: Receipt, now: Now, width: int) -> list[_Part]:
    parts: list[_Part] = []
    titles = [now.chapters.get(one, "a chapter that is gone") for one in receipt.chapters]
    facts = [
        ("mood", f"you {_signed(receipt.user_mood.valence)}, persona {_signed(receipt.persona_mood.valence)}"),
        ("guidance", receipt.guidance),
        ("summary", ", ".join(titles)),
        ("lore", ", ".join(receipt.lore)),
        ("time", _time(receipt.elapsed_ms)),
    ]
    for name, value in ((name, value) for name, value in facts if value):
        parts += [beside(Content.styled(name, "$text-muted"), clean_line(value, 400), 9, width), "\n"]
    parts += [(f"{clean_line(note, 300)}\n", "$warning") for note in receipt.notes]
    return parts


def _signed(value: float) -> str:
    """Two decimals with a sign, and no minus before a zero."""
    return f"{round(value, 2) + 0.0:+.2f}"


def _time(elapsed_ms: Mapping[str, float]) -> str:
    if not elapsed_ms:
        return ""
    stages = ", ".join(f"{stage} {value:.0f}" for stage, value in elapsed_ms.items())
    return f"{sum(elapsed_ms.values()):,.0f} ms: {stages}"

"""A receipt as text with small bars. Pure: the same receipt and width give the same text."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from chatbot.domain.receipt import Fate, Found, Recalled, Receipt
from chatbot.domain.text import clean_line
from chatbot.tui.ages import day
from chatbot.tui.counts import counted
from chatbot.tui.inspector.bars import bar

_BAR_CELLS = 10
_FOUND = {Found.MEMORY: "memory", Found.MESSAGE: "message", Found.CHAPTER: "chapter"}
_Part = str | tuple[str, str] | Content


def receipt_text(receipt: Receipt, width: int) -> Content:
    """The whole receipt: model, recalled, dropped, tokens, mood and notes."""
    parts: list[_Part] = [
        (f"{clean_line(receipt.model) or receipt.backend}", ""),
        ("  " + receipt.backend, "$text-muted"),
    ]
    parts.append("\n")
    injected = [one for one in receipt.recalled if one.fate is Fate.INJECTED]
    dropped = [one for one in receipt.recalled if one.fate is not Fate.INJECTED]
    most = max((one.score for one in receipt.recalled), default=0.0)
    parts += _group(
        "Used for the reply" if receipt.backend == "offline" else "Given to the model", injected, width, "$accent", most
    )
    parts += _group("Found, but left out", dropped, width, "$text-muted", most)
    if not receipt.recalled:
        parts.append(("\nNothing was recalled for this reply.\n", "$text-muted"))
    parts += _legend(receipt.recalled)
    parts += _tokens(receipt, width)
    parts += _rest(receipt)
    return Content.assemble(*parts)


def recalled_text(recalled: Sequence[Recalled], width: int) -> Content:
    """What was found, before the prompt is written."""
    most = max((one.score for one in recalled), default=0.0)
    return Content.assemble(*_group("Found so far", recalled, width, "$accent", most))


def _group(title: str, recalled: Sequence[Recalled], width: int, look: str, most: float) -> list[_Part]:
    if not recalled:
        return []
    parts: list[_Part] = [(f"\n{title}", f"bold {look}"), (f"  {len(recalled)}\n", "$text-muted")]
    for one in recalled:
        text = Content(clean_line(one.text, 400)).truncate(width, ellipsis=True)
        when = f", {day(one.said_at)}" if one.said_at else ""
        sure = ", not certain" if one.uncertain else ""
        drawn = bar(one.score / most if most > 0 else 0.0, _BAR_CELLS)
        parts += [
            Content.assemble("\n", text, "\n"),
            (drawn.ljust(_BAR_CELLS), look),
            f" {one.score:.2f} ",
            (f"{_FOUND[one.found]}{when}{sure}\n", "$text-muted"),
        ]
        parts += _score_parts(one.parts, width)
        if one.reason:
            parts.append((f"{clean_line(one.reason, 300)}\n", "$text-muted italic"))
    return parts


def _score_parts(scores: Mapping[str, float], width: int) -> list[_Part]:
    lines: list[_Part] = []
    line = Content("")
    for name, value in sorted(scores.items(), key=lambda item: -abs(item[1])):
        if abs(value) < _LEAST_SHOWN:
            continue
        piece = Content.assemble((f"{clean_line(name, 16)} ", "$text-muted"), f"{value:+.2f}")
        if line and line.cell_length + piece.cell_length + 2 > width:
            lines.append(Content.assemble(line, "\n"))
            line = Content("")
        line = Content.assemble(line, "  " if line else "", piece)
    if line:
        lines.append(Content.assemble(line, "\n"))
    return lines


def _legend(recalled: Sequence[Recalled]) -> list[_Part]:
    shown = {name for one in recalled for name, value in one.parts.items() if abs(value) >= _LEAST_SHOWN}
    lines = [f"{name}: {meaning}\n" for name, meaning in _MEANINGS.items() if name in shown]
    return [("\nHow to read the scores\n", "bold"), *((line, "$text-muted") for line in lines)] if lines else []


_MEANINGS = {
    "relevance": "how well it fits what you said",
    "recency": "how fresh it is",
    "importance": "how much it matters to you",
    "use": "how often it was used before",
    "mood": "how it suits your mood",
    "lens": "how much this persona cares for such things",
    "pinned": "you pinned it",
}
"""What each part of a score says, in plain words."""

_LEAST_SHOWN = 0.005  # less is a zero at two decimals


def _tokens(receipt: Receipt, width: int) -> list[_Part]:
    if not receipt.sections:
        return []
    total = sum(section.tokens for section in receipt.sections)
    budget = f" of {receipt.budget_tokens:,}" if receipt.budget_tokens else ""
    parts: list[_Part] = [("\nTokens", "bold"), (f"  {total:,}{budget}\n", "$text-muted")]
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
        parts.append((f"{usage.prompt_tokens:,} in, {usage.completion_tokens:,} out, {how}\n", "$text-muted"))
    parts.append(("enter shows the exact request\n", "$text-muted"))
    return parts


def _rest(receipt: Receipt) -> list[_Part]:
    parts: list[_Part] = []
    facts = [
        ("mood", f"you {receipt.user_mood.valence:+.2f}, persona {receipt.persona_mood.valence:+.2f}"),
        ("guidance", receipt.guidance),
        ("summary", counted(len(receipt.chapters), "chapter") if receipt.chapters else ""),
        ("lore", ", ".join(receipt.lore)),
        ("time", ", ".join(f"{stage} {value:.0f} ms" for stage, value in receipt.elapsed_ms.items())),
    ]
    shown = [(name, value) for name, value in facts if value]
    if shown:
        parts.append("\n")
    for name, value in shown:
        parts += [(f"{name:<9}", "$text-muted"), f"{clean_line(value, 400)}\n"]
    parts += [(f"{clean_line(note, 300)}\n", "$warning") for note in receipt.notes]
    return parts

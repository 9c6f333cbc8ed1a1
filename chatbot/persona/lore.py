"""Decides which lorebook entries a conversation calls up. Deterministic; it neither writes prompts nor expands macros.

The order of steps is that of the character card specifications, with their open points decided so: a single
word matches whole words only, a phrase and CJK text match anywhere; a constant with `use_regex` stays a constant;
an entry without priority is as important as its `order`.
"""

import re
from collections.abc import Callable, Sequence

from chatbot.domain.lore import Lore, LoreEntry
from chatbot.domain.patterns import lazy
from chatbot.domain.text import counted
from chatbot.domain.value import Value
from chatbot.persona.macros import without_comments

RECURSION_ROUNDS = 3
SCANNED_CHARACTERS = 20_000

LONGEST_PATTERN = 200
PATTERN_CHARACTERS = 400
MOST_PATTERN_STEPS = 400**3
"""Python's `re` has no time-out. So patterns see only the newest 400 characters, and one is refused where the text's
length to the power of its open repeats, doubled for every choice, is more steps than this: about a second at worst."""

_SLASHED = lazy(r"/(?P<pattern>.+)/(?P<flags>[a-z]*)", re.DOTALL)
_LITERALS = lazy(r"\\.|\[\^?\]?[^\]]*\]")
_GROUP_REPEATED = lazy(r"\)(?:[*+]|\{\d*,?\d*\})")
_OPEN_REPEAT = lazy(r"[*+]|\{\d*,\d*\}")
_CHOICE = lazy(r"(?<!\()[?|]")
_CJK = lazy("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d]")


class Dropped(Value):
    """An entry that was called up and did not fit, with the reason in the user's words."""

    entry: LoreEntry
    reason: str


class Activation(Value):
    """What a conversation calls up.

    Attributes:
        before, after: entries for the place before and after the character's definition, in prompt order.
        dropped: called up and left out.
        tokens: of all kept entries together.
    """

    before: tuple[LoreEntry, ...] = ()
    after: tuple[LoreEntry, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    tokens: int = 0


def activate(
    lore: Lore, messages: Sequence[str], estimate_tokens: Callable[[str], int], hidden: Sequence[str] = ()
) -> Activation:
    """The entries that the newest messages call up, cut to the book's budget.

    Args:
        lore: the book.
        messages: the conversation's texts, oldest first; the last `scan_depth` of them are read.
        estimate_tokens: the size of a text.
        hidden: further text to match against when entries call each other (the `hidden_key` macro).
    """
    candidates = [entry for entry in lore.entries if entry.enabled and entry.content.strip()]
    recent = messages[-lore.scan_depth :] if lore.scan_depth else ()
    text = "\n".join(recent)[-SCANNED_CHARACTERS:]
    direct = [entry for entry in candidates if entry.constant or _called(entry, text)]
    recursive = _called_by_entries(candidates, direct, hidden) if lore.recursive else []
    kept, dropped, tokens = _fit(direct, recursive, lore.token_budget, estimate_tokens)
    kept.sort(key=lambda entry: entry.order)
    return Activation(
        before=tuple(entry for entry in kept if entry.position == "before_char"),
        after=tuple(entry for entry in kept if entry.position == "after_char"),
        dropped=tuple(dropped),
        tokens=tokens,
    )


def _called_by_entries(
    candidates: Sequence[LoreEntry], direct: Sequence[LoreEntry], hidden: Sequence[str]
) -> list[LoreEntry]:
    """Entries whose keys stand in the content of entries already called, each once, in rounds."""
    called = list(direct)
    newest: Sequence[LoreEntry] = direct
    for round_number in range(RECURSION_ROUNDS):
        contents = [without_comments(entry.content) for entry in newest] + (list(hidden) if round_number == 0 else [])
        text = "\n".join(contents)[:SCANNED_CHARACTERS]
        newest = [entry for entry in candidates if not _among(entry, called) and _called(entry, text)]
        if not newest:
            break
        called.extend(newest)
    return called[len(direct) :]


def _among(entry: LoreEntry, entries: Sequence[LoreEntry]) -> bool:
    return any(entry is other for other in entries)


def _fit(
    direct: Sequence[LoreEntry], recursive: Sequence[LoreEntry], budget: int, estimate_tokens: Callable[[str], int]
) -> tuple[list[LoreEntry], list[Dropped], int]:
    """Keeps the most important entries that fit: constants, then by priority, direct ones before called ones."""
    ranked = [(not entry.constant, False, entry) for entry in direct]
    ranked += [(True, True, entry) for entry in recursive]
    ranked.sort(key=lambda item: (item[0], -_priority(item[2]), item[1], item[2].order))
    kept: list[LoreEntry] = []
    dropped: list[Dropped] = []
    used = 0
    for _, _, entry in ranked:
        size = estimate_tokens(entry.content)
        if used + size <= budget:
            kept.append(entry)
            used += size
        else:
            reason = f"needs {counted(size, 'token')}, and {max(budget - used, 0)} of the lorebook's {budget} were left"
            dropped.append(Dropped(entry, reason))
    return kept, dropped, used


def _priority(entry: LoreEntry) -> int:
    return entry.order if entry.priority is None else entry.priority


def _called(entry: LoreEntry, text: str) -> bool:
    if not text or not any(_matches(key, entry, text) for key in entry.keys):
        return False
    if not entry.selective or not entry.secondary_keys:
        return True
    return any(_matches(key, entry, text) for key in entry.secondary_keys)


def _matches(key: str, entry: LoreEntry, text: str) -> bool:
    key = key.strip()
    if not key:
        return False
    if entry.use_regex and _SLASHED.fullmatch(key):
        pattern = _compiled(key, entry.case_sensitive)
        return pattern is not None and pattern.search(text[-PATTERN_CHARACTERS:]) is not None
    if not entry.case_sensitive:
        key, text = key.casefold(), text.casefold()
    if len(key.split()) > 1 or _CJK.search(key):
        return key in text
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", text) is not None


def _compiled(key: str, case_sensitive: bool) -> re.Pattern[str] | None:
    found = _SLASHED.fullmatch(key)
    if found is None or unusable_key(key):
        return None
    flags = 0 if case_sensitive else re.IGNORECASE
    for letter, flag in (("i", re.IGNORECASE), ("m", re.MULTILINE), ("s", re.DOTALL)):
        if letter in found["flags"]:
            flags |= flag
    return re.compile(found["pattern"], flags)


def unusable_key(key: str) -> str:
    """Why a `/pattern/flags` key never matches; empty for a usable one, and for a plain word.

    A pattern is refused when it is too long, not valid, refers back, repeats a group, or could take too many
    steps: such a pattern can keep Python's `re` busy for hours over a short text.
    """
    found = _SLASHED.fullmatch(key.strip())
    if found is None:
        return ""
    pattern = found["pattern"]
    if len(pattern) > LONGEST_PATTERN:
        return f"the pattern is longer than {LONGEST_PATTERN} characters"
    if re.search(r"\\[1-9]|\(\?P=", pattern):
        return "the pattern refers back to a group"
    skeleton = _LITERALS.sub("x", pattern)
    if _GROUP_REPEATED.search(skeleton):
        return "the pattern repeats a group"
    repeats, choices = len(_OPEN_REPEAT.findall(skeleton)), len(_CHOICE.findall(skeleton))
    if PATTERN_CHARACTERS ** (repeats + 1) * 2**choices > MOST_PATTERN_STEPS:
        return "the pattern has too many repeats and choices"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"the pattern is not valid: {error}"
    return ""

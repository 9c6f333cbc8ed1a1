"""A card's `character_book` as a lorebook, V2, V3 and the common dialect; and back again.

What a lorebook here cannot do (chance, cool-downs, groups) is named in the report and stays in the kept card.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from chatbot.domain.lore import Lore, LoreEntry
from chatbot.domain.patterns import lazy
from chatbot.persona.card_fields import flag_of, line_of_text, table_of, text_of, texts_of, whole_of
from chatbot.persona.lore import unusable_key

LARGEST_LORE_CHARACTERS = 140_000
"""More than this would make the persona's file larger than `load` reads; further entries stay in the kept card."""

OUR_DEFAULTS = Lore()

_DECORATOR = lazy(r"^@@@?(?P<name>[a-z_]+)(?:[ \t]+(?P<value>.*))?$", re.IGNORECASE)
_UNUSED = (
    "probability",
    "group",
    "sticky",
    "cooldown",
    "delay",
    "automation_id",
    "delay_until_recursion",
    "selectiveLogic",
)

Position = Literal["before_char", "after_char"]


def read_book(book: Any, notes: list[str]) -> Lore:
    """The lorebook of a card; an empty one where there is none.

    Args:
        book: the card's `character_book`.
        notes: gets a line for everything that is kept but not acted on.
    """
    table = table_of(book)
    raw_entries = table.get("entries")
    items = list(raw_entries.values()) if isinstance(raw_entries, Mapping) else raw_entries
    if not isinstance(items, list):
        return OUR_DEFAULTS
    entries: list[LoreEntry] = []
    size = 0
    for number, item in enumerate(items):
        if not isinstance(item, Mapping):
            continue
        entry = _entry(item, number, notes)
        size += len(entry.content) + sum(map(len, entry.keys)) + 200
        if size > LARGEST_LORE_CHARACTERS:
            notes.append(f"lorebook: {len(items) - len(entries)} of {len(items)} entries are too much and stay unused")
            break
        entries.append(entry)
    return Lore(
        scan_depth=whole_of(table.get("scan_depth"), OUR_DEFAULTS.scan_depth),
        token_budget=whole_of(table.get("token_budget"), OUR_DEFAULTS.token_budget),
        recursive=flag_of(table.get("recursive_scanning")),
        entries=tuple(entries),
    )


def write_book(lore: Lore, book: Any) -> dict[str, Any]:
    """The card's book with the lorebook's present entries; whatever else the book held stays as it was."""
    kept = dict(table_of(book))
    raw_entries = kept.get("entries")
    known = {_id(item, number): item for number, item in enumerate(raw_entries or []) if isinstance(item, Mapping)}
    entries = []
    for entry in lore.entries:
        raw = known.get(entry.id)
        if raw is None or _entry(raw, 0, []) != LoreEntry(**{**_fields(entry), "id": _id(raw, 0)}):
            raw = {**(raw or {"extensions": {}}), **_card_entry(entry)}
        entries.append(dict(raw))
    return {
        **kept,
        "scan_depth": lore.scan_depth,
        "token_budget": lore.token_budget,
        "recursive_scanning": lore.recursive,
        "extensions": kept.get("extensions") or {},
        "entries": entries,
    }


def without_decorators(content: str) -> str:
    """An entry's text without the `@@` lines at its top."""
    return _split_decorators(content)[1]


def _fields(entry: LoreEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in LoreEntry.__struct_fields__}


def _id(item: Mapping[str, Any], number: int) -> str:
    return line_of_text(item.get("id"), 60) or str(number)


def _entry(item: Mapping[str, Any], number: int, notes: list[str]) -> LoreEntry:
    label = f"lorebook entry {_id(item, number)}"
    decorators, content = _split_decorators(text_of(item.get("content")))
    extensions = table_of(item.get("extensions"))
    unused = [name for name in _UNUSED if extensions.get(name) not in (None, 0, "", False, 100)]
    unused += [
        f"@@{name}" for name in decorators if name not in ("activate", "dont_activate", "additional_keys", "position")
    ]
    if unused:
        notes.append(f"{label}: {', '.join(unused)} kept, not acted on")
    keys = texts_of(item.get("keys"), ",") + texts_of(decorators.get("additional_keys", ""), ",")
    use_regex = flag_of(item.get("use_regex"))
    notes.extend(f"{label}: a key never matches: {why}" for why in map(unusable_key, keys) if use_regex and why)
    secondary = texts_of(item.get("secondary_keys"), ",")
    return LoreEntry(
        id=_id(item, number),
        keys=keys,
        secondary_keys=secondary,
        content=content,
        name=line_of_text(item.get("name")),
        comment=line_of_text(item.get("comment"), 400),
        enabled=flag_of(item.get("enabled"), True) and "dont_activate" not in decorators,
        order=whole_of(item.get("insertion_order"), 100),
        priority=whole_of(item.get("priority"), 0) if item.get("priority") is not None else None,
        constant=flag_of(item.get("constant")) or "activate" in decorators,
        selective=flag_of(item.get("selective")),
        case_sensitive=flag_of(item.get("case_sensitive", extensions.get("case_sensitive"))),
        use_regex=use_regex,
        position=_position(decorators.get("position") or item.get("position"), extensions.get("position")),
    )


def _position(named: Any, numbered: Any) -> Position:
    """The card's word; the dialect's number (0 is before) where there is none."""
    if named in ("before_char", "before_desc"):
        return "before_char"
    if named in ("after_char", "after_desc"):
        return "after_char"
    return "before_char" if numbered == 0 and not isinstance(numbered, bool) else "after_char"


def _split_decorators(content: str) -> tuple[dict[str, str], str]:
    decorators: dict[str, str] = {}
    lines = content.split("\n")
    while lines and (found := _DECORATOR.match(lines[0].strip())):
        decorators.setdefault(found["name"].casefold(), (found["value"] or "").strip())
        lines.pop(0)
    return decorators, "\n".join(lines).strip()


def _card_entry(entry: LoreEntry) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": int(entry.id) if entry.id.isascii() and entry.id.isdigit() and len(entry.id) < 10 else entry.id,
        "keys": list(entry.keys),
        "secondary_keys": list(entry.secondary_keys),
        "content": entry.content,
        "name": entry.name,
        "comment": entry.comment,
        "enabled": entry.enabled,
        "insertion_order": entry.order,
        "constant": entry.constant,
        "selective": entry.selective,
        "case_sensitive": entry.case_sensitive,
        "use_regex": entry.use_regex,
        "position": entry.position,
    }
    return fields if entry.priority is None else {**fields, "priority": entry.priority}

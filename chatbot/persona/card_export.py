"""Writes a persona as a V3 character card. Starts from the card it came from and changes only what the user changed.

To give the original back unchanged, write the kept JSON text itself.
"""

import copy
import json
from datetime import datetime
from typing import Any

from chatbot.domain.persona import Persona
from chatbot.domain.value import replace
from chatbot.persona.card_import import EXTENSION, OUR_BLOCKS, import_card
from chatbot.persona.card_lore import without_decorators, write_book
from chatbot.persona.cards import parse_source
from chatbot.persona.cards_png import write_texts
from chatbot.persona.write import block_values

BACKFILL_NOTE = "This is a copy for programs that read V2 only; the same file holds the full V3 card."

_NEW_CARD: dict[str, Any] = {
    "name": "", "description": "", "personality": "", "scenario": "", "first_mes": "", "mes_example": "",
    "creator_notes": "", "system_prompt": "", "post_history_instructions": "", "alternate_greetings": [],
    "group_only_greetings": [], "tags": [], "creator": "", "character_version": "", "extensions": {},
}  # fmt: skip

_MIRRORED = ("name", "description", "personality", "scenario", "first_mes", "mes_example")
"""V1 fields that some V2 and V3 files repeat outside `data`; they follow the edits."""


def export_card(persona: Persona, source: str, now: datetime) -> dict[str, Any]:
    """A persona as a V3 card.

    Args:
        persona: as it is now.
        source: the JSON text that was kept at its import; empty where it came from no card.
        now: becomes the card's `modification_date`, aware UTC.

    Returns:
        The card as plain values; fields that the user did not change are exactly those of the source.

    Raises:
        PersonaError: the source is no card.
    """
    if source:
        card = parse_source(source)
        before = import_card(card, persona.id).persona
        root = dict(card.root) if card.data is not card.root else {}
        data = {**copy.deepcopy(_NEW_CARD), **copy.deepcopy(dict(card.data))}
    else:
        before = Persona(persona.id)
        root, data = {}, copy.deepcopy(_NEW_CARD)
    old, new = _fields(before), _fields(persona)
    data.update({field: value for field, value in new.items() if value != old[field]})
    extensions = dict(data["extensions"]) if isinstance(data["extensions"], dict) else {}
    _write_extensions(extensions, before, persona)
    data["extensions"] = extensions
    if persona.lore != before.lore:
        data["character_book"] = write_book(persona.lore, data.get("character_book"))
    if data.get("character_book") is None:
        data.pop("character_book", None)
    data["modification_date"] = int(now.timestamp())
    root.update({field: data[field] for field in _MIRRORED if field in root})
    return {**root, "spec": "chara_card_v3", "spec_version": "3.0", "data": data}


def to_json(card: dict[str, Any]) -> str:
    """A card as JSON text."""
    return json.dumps(card, ensure_ascii=True, indent=2)


def to_png(card: dict[str, Any], picture: bytes | None = None) -> bytes:
    """A card inside a picture, in the V3 form and as a V2 copy.

    Args:
        card: as `export_card` gives it.
        picture: the PNG to put it in; None for a small blank one.

    Raises:
        PersonaError: the picture is no PNG.
    """
    texts = {"chara": json.dumps(_as_v2(card), ensure_ascii=True), "ccv3": json.dumps(card, ensure_ascii=True)}
    return write_texts(picture, texts)


def _as_v2(card: dict[str, Any]) -> dict[str, Any]:
    data = copy.deepcopy(card["data"])
    data["creator_notes"] = f"{data.get('creator_notes') or ''}\n\n{BACKFILL_NOTE}".strip()
    book = data.get("character_book")
    for entry in book.get("entries", []) if isinstance(book, dict) else []:
        if isinstance(entry, dict) and isinstance(entry.get("content"), str):
            entry["content"] = without_decorators(entry["content"])
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": data}


def _fields(persona: Persona) -> dict[str, Any]:
    """The card's own fields as this persona fills them."""
    meta, greetings = persona.meta, persona.voice.greetings
    return {
        "name": meta.name,
        "nickname": meta.nickname,
        "description": persona.identity.description,
        "personality": persona.identity.summary,
        "scenario": persona.context.scenario,
        "first_mes": greetings[0] if greetings else "",
        "alternate_greetings": list(greetings[1:]),
        "mes_example": "".join(
            "<START>\n"
            + (f"{{{{user}}}}: {example.user}\n" if example.user else "")
            + f"{{{{char}}}}: {example.char}\n"
            for example in persona.voice.examples
        ),
        "creator_notes": meta.notes,
        "system_prompt": persona.prompt.system_override,
        "post_history_instructions": persona.prompt.reminder,
        "tags": list(meta.tags),
        "creator": meta.author,
        "character_version": meta.version,
        "source": list(meta.source),
        "creation_date": int(meta.creation_date.timestamp()) if meta.creation_date else 0,
    }


def _write_extensions(extensions: dict[str, Any], before: Persona, persona: Persona) -> None:
    note = persona.prompt.depth_note
    if note != before.prompt.depth_note:
        extensions["depth_prompt"] = {"prompt": note.text, "depth": note.depth, "role": note.role}
    if persona.group.talkativeness != before.group.talkativeness:
        extensions["talkativeness"] = persona.group.talkativeness
    ours = _our_values(persona)
    if ours != _our_values(before):
        extensions[EXTENSION] = ours


def _our_values(persona: Persona) -> dict[str, Any]:
    """Our blocks without the parts that the card has fields for."""
    bare_voice = replace(persona.voice, greetings=(), examples=())
    bare_identity = replace(persona.identity, summary="", description="")
    blocks = {name: block_values(getattr(persona, name)) for name in OUR_BLOCKS if name != "voice"}
    blocks["voice"] = block_values(bare_voice)
    blocks["identity"] = block_values(bare_identity)
    meta = {"tagline": persona.meta.tagline, "glyph": persona.meta.glyph, "license": persona.meta.license}
    blocks["meta"] = {key: value for key, value in meta.items() if value}
    return {name: values for name, values in blocks.items() if values}

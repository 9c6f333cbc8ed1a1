"""Makes a persona of a character card, and says of every field whether it is used, kept, or of no effect.

Everything in a card is somebody else's prompt text. It fills the persona's blocks and nothing more: no setting, tool
or provider can come from a card.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chatbot.domain.persona import Context, DepthNote, Group, Identity, Meta, Persona, PromptOverride, Voice
from chatbot.domain.value import Value, replace
from chatbot.errors import PersonaError
from chatbot.persona.card_fields import (
    examples_of,
    line_of_text,
    moment_of,
    number_of,
    slug_of,
    table_of,
    text_of,
    texts_of,
    whole_of,
)
from chatbot.persona.card_lore import read_book
from chatbot.persona.cards import Card
from chatbot.persona.load import parse_persona
from chatbot.persona.macros import Values, unknown_macros
from chatbot.persona.problems import Level
from chatbot.persona.tables import read_table
from chatbot.persona.typed import to_persona
from chatbot.persona.write import to_toml

EXTENSION = "chatbot"
"""Our key under `extensions`."""

OUR_BLOCKS = ("voice", "consistency", "memory", "behaviour", "mood", "empathy", "offline")
"""Blocks that a card has no field for; an export keeps them under our key."""

_MAPPED = ("name", "nickname", "description", "personality", "scenario", "first_mes", "mes_example", "creator_notes",
           "system_prompt", "post_history_instructions", "alternate_greetings", "tags", "creator", "character_version",
           "source", "creation_date", "modification_date", "character_book")  # fmt: skip
_NOT_FIELDS = ("extensions", "spec", "spec_version", "data")
_MEANINGFUL_EXTENSIONS = ("depth_prompt", "talkativeness", EXTENSION)
_ROLES = {"system": "system", "user": "user", "assistant": "assistant", "0": "system", "1": "user", "2": "assistant"}


class ImportReport(Value):
    """What became of a card's fields; all lines are for the user.

    Attributes:
        mapped: fields that fill the persona.
        kept: fields that nothing here uses; an export has them again.
        unsupported: what the card wants and this program does not do.
        review: fields that replace the program's own prompt; show them before first use.
    """

    mapped: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


class ImportedCard(Value):
    """A persona made of a card, its file's text, and the report."""

    persona: Persona
    toml: str
    report: ImportReport


def import_card(card: Card, persona_id: str = "") -> ImportedCard:
    """Makes a persona of a card.

    Args:
        card: as `cards.read_card` gives it.
        persona_id: the new persona's id; empty for one made of the card's name (see `suggested_id`).

    Raises:
        PersonaError: the card's values make no usable persona.
    """
    notes: list[str] = list(card.warnings)
    persona = _persona(card, persona_id or suggested_id(card), notes)
    toml = to_toml(persona)
    loaded, problems = parse_persona(toml, f"{persona.id}.toml", persona.id)
    if loaded is None:
        raise PersonaError(f"the card makes no usable persona: {problems[0].line_text}", "mend the card first")
    notes += [problem.line_text for problem in problems if problem.key != "meta.name"]
    notes += [
        f"macro {macro} means nothing here and is left out of prompts" for macro in _unknown_macros(loaded.persona)
    ]
    return ImportedCard(loaded.persona, toml, _report(card, notes))


def suggested_id(card: Card) -> str:
    """A persona id made of the card's name, or of the file where the name has no Latin letter or digit."""
    return slug_of(line_of_text(card.data.get("name")), f"card-{card.file_digest[:8]}")


def _persona(card: Card, persona_id: str, notes: list[str]) -> Persona:
    data = card.data
    extensions = table_of(data.get("extensions"))
    name = line_of_text(data.get("name"), 120) or persona_id
    base = _our_blocks(persona_id, table_of(extensions.get(EXTENSION)), notes)
    greetings = texts_of(data.get("first_mes")) + texts_of(data.get("alternate_greetings"))
    voice = replace(base.voice, greetings=greetings, examples=examples_of(data.get("mes_example"), name))
    if EXTENSION not in extensions:
        voice = replace(voice, emoji="often", max_words=Voice().max_words * 2)
    return replace(
        base,
        meta=_meta(data, name, extensions),
        identity=replace(
            base.identity, summary=text_of(data.get("personality")), description=text_of(data.get("description"))
        ),
        context=Context(text_of(data.get("scenario"))),
        voice=voice,
        prompt=PromptOverride(
            system_override=text_of(data.get("system_prompt")),
            reminder=text_of(data.get("post_history_instructions")),
            depth_note=_depth_note(extensions.get("depth_prompt")),
        ),
        group=Group(talkativeness=min(1.0, max(0.0, number_of(extensions.get("talkativeness"), 0.5)))),
        lore=read_book(data.get("character_book"), notes),
    )


def _meta(data: Mapping[str, Any], name: str, extensions: Mapping[str, Any]) -> Meta:
    notes = data.get("creator_notes") or table_of(data.get("creator_notes_multilingual")).get("en")
    ours = table_of(table_of(extensions.get(EXTENSION)).get("meta"))
    return Meta(
        name=name,
        nickname=line_of_text(data.get("nickname"), 120),
        tagline=line_of_text(ours.get("tagline")) or line_of_text(data.get("personality"), 80),
        tags=texts_of(data.get("tags"), ","),
        version=line_of_text(data.get("character_version"), 60) or "1.0",
        author=line_of_text(data.get("creator")),
        license=line_of_text(ours.get("license")),
        notes=text_of(notes),
        glyph=line_of_text(ours.get("glyph"), 8),
        source=texts_of(data.get("source")),
        creation_date=moment_of(data.get("creation_date")),
        modification_date=moment_of(data.get("modification_date")),
    )


def _our_blocks(persona_id: str, ours: Mapping[str, Any], notes: list[str]) -> Persona:
    """The blocks that an export of ours put into the card; defaults without one."""
    blocks: dict[str, Any] = {block: ours[block] for block in (*OUR_BLOCKS, "identity") if block in ours}

    def report(level: Level, key: str, what: str) -> None:
        if level != "note":
            notes.append(f"extensions.{EXTENSION}.{key} {what}".removesuffix("; "))

    table = read_table(Persona, {"id": persona_id, **blocks}, "", "", report)
    return to_persona(table, report) or Persona(persona_id, identity=Identity())


def _depth_note(value: Any) -> DepthNote:
    table = table_of(value)
    role = _ROLES.get(text_of(table.get("role")).casefold(), "system")
    depth = min(100, max(0, whole_of(table.get("depth"), 4)))
    note = DepthNote(text=text_of(table.get("prompt")), depth=depth)
    if role == "user":
        return replace(note, role="user")
    return replace(note, role="assistant") if role == "assistant" else note


def _unknown_macros(persona: Persona) -> tuple[str, ...]:
    values = Values(persona, "User", datetime(2000, 1, 1, tzinfo=UTC), original="")
    texts = [persona.identity.description, persona.identity.summary, persona.context.scenario, *persona.voice.greetings]
    texts += [persona.prompt.system_override, persona.prompt.reminder, persona.prompt.depth_note.text]
    texts += [entry.content for entry in persona.lore.entries]
    texts += [line for example in persona.voice.examples for line in (example.user, example.char)]
    found = [macro[:60] for text in texts for macro in unknown_macros(text, values)]
    return tuple(dict.fromkeys(found))


def _report(card: Card, notes: list[str]) -> ImportReport:
    data = card.data
    extensions = table_of(data.get("extensions"))
    used = [field for field in _MAPPED if data.get(field)]
    used += [f"extensions.{key}" for key in _MEANINGFUL_EXTENSIONS if extensions.get(key)]
    kept = [line_of_text(key, 60) for key, value in data.items() if key not in (*_MAPPED, *_NOT_FIELDS) and value]
    kept += [f"extensions.{line_of_text(key, 60)}" for key in extensions if key not in _MEANINGFUL_EXTENSIONS]
    if card.root is not data:
        kept += [f"{line_of_text(key, 60)} (outside data)" for key in card.root if key not in _NOT_FIELDS]
    review = [field for field in ("system_prompt", "post_history_instructions") if text_of(data.get(field))]
    return ImportReport(tuple(used), tuple(kept), tuple(dict.fromkeys(notes)), tuple(review))

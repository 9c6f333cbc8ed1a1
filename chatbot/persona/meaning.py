"""Checks what types cannot: intents and placeholders of offline phrases, conditions, lore keys, the glyph."""

import unicodedata

from chatbot.domain.offline import PLACEHOLDERS, Intent
from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.domain.value import replace
from chatbot.errors import PersonaError
from chatbot.persona import conditions
from chatbot.persona.lore import unusable_key
from chatbot.persona.problems import did_you_mean
from chatbot.persona.tables import Report

PLACEHOLDER = lazy(r"\{([^{}|]*)(?:\|[^{}]*)?\}")
"""`{name}` and `{name|otherwise}` in an offline phrase."""


def check_meaning(persona: Persona, report: Report) -> None:
    """Reports what is well-typed and still means nothing.

    Args:
        persona: a converted persona.
        report: is told of every problem.
    """
    _check_templates(persona, report)
    for index, when in enumerate(persona.behaviour.when):
        try:
            conditions.parse(when.condition)
        except PersonaError as error:
            report("error", f"behaviour.when[{index}].if", f"cannot be read: {error.message}; {error.hint}")
    for index, entry in enumerate(persona.lore.entries):
        for key in (*entry.keys, *entry.secondary_keys):
            reason = unusable_key(key) if entry.use_regex else ""
            if reason:
                report(
                    "warning", f"lore.entries[{index}].keys", f'has the key "{key[:40]}", which never matches: {reason}'
                )


def _check_templates(persona: Persona, report: Report) -> None:
    intents = [intent.value for intent in Intent]
    seen: set[str] = set()
    for index, template in enumerate(persona.offline.templates):
        path = f"offline.templates[{index}]"
        if template.id in seen:
            report("warning", f"{path}.id", f'is "{template.id}", as another template is; give each its own')
        seen.add(template.id)
        for intent in template.intents:
            if intent not in intents:
                hint = did_you_mean(intent, intents) or "known are " + ", ".join(intents)
                report("error", f"{path}.intents", f'has "{intent}", which is no intent; {hint}')
        if not any(text.strip() for text in template.text):
            report("warning", f"{path}.text", "is empty, so that this template is never used")
        for text in template.text:
            for match in PLACEHOLDER.finditer(text):
                if match[1] not in PLACEHOLDERS:
                    hint = did_you_mean(match[1], PLACEHOLDERS) or "known are " + ", ".join(PLACEHOLDERS)
                    report("error", f"{path}.text", f"has {{{match[1]}}}, which nothing can fill; {hint}")


def with_glyph(persona: Persona, report: Report) -> Persona:
    """The persona with a glyph of exactly one cell: its own, or the first fitting letter of its name."""
    glyph = persona.meta.glyph
    if is_one_cell(glyph):
        return persona
    if glyph:
        report("warning", "meta.glyph", f'is "{glyph}", but must be one character one cell wide; a letter stands in')
    letters = unicodedata.normalize("NFC", persona.char).upper()
    own = next((letter for letter in letters if is_one_cell(letter)), "•")
    return replace(persona, meta=replace(persona.meta, glyph=own))


def is_one_cell(glyph: str) -> bool:
    """Whether a text is one visible character that a terminal shows in one cell."""
    if len(glyph) != 1 or glyph.isspace() or not glyph.isprintable():
        return False
    return unicodedata.east_asian_width(glyph) not in "WF" and not unicodedata.combining(glyph)

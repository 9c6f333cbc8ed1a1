"""The list of personas to switch to, with what each keeps and ignores."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.domain.persona import Persona
from chatbot.domain.text import clean_line
from chatbot.tui.screens.picker import Choice, Picker

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_KEEPS_FROM, _IGNORES_BELOW = 0.7, 0.35
"""Topic weights (0..1) from which a persona cares, and below which it does not."""


def persona_picker(screen: "MainScreen") -> Picker:
    """A picker over every persona; the one that speaks now is chosen at first."""
    personas = screen.companion.catalog.all()
    choices = [
        Choice(
            persona.id,
            persona.meta.name or persona.id,
            persona.meta.tagline,
            lens(persona),
            screen.stage.glyph(persona.id),
            alias=persona.id,
        )
        for persona in personas
    ]
    return Picker("Who should speak?", choices, screen.desk.current.session.meta.persona_id)


def lens(persona: Persona) -> str:
    """What a persona keeps and ignores, as one line in plain words."""
    memory = persona.memory
    weights = sorted(memory.role_topics.items(), key=lambda item: -item[1])
    keeps = [topic for topic, weight in weights if weight >= _KEEPS_FROM and topic != "default"]
    ignores = [topic for topic, weight in weights if weight < _IGNORES_BELOW and topic != "default"]
    parts = [f"Cares most about {_listed(keeps[:5])}." if keeps else "Cares about all you tell."]
    if ignores:
        parts.append(f"Hardly brings up {_listed(ignores[:4])}.")
    if memory.never_store:
        parts.append(f"Never remembers {_listed(memory.never_store[:4])}.")
    return " ".join(parts)


_WORDS = {
    "identity": "who you are",
    "preference": "likes and needs",
    "instruction": "how to answer you",
    "relationship": "people and animals",
    "fact": "facts",
    "event": "events",
    "goal": "goals",
    "plan": "plans",
    "feeling": "feelings",
    "task": "the task at hand",
    "credentials": "passwords and keys",
}
"""What the persona files call by one word of the program, in the words of the memory page."""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_WORDS.get(name, clean_line(name, 30).replace("_", " ").replace(".", " ")) for name in names)

"""What the model is told for this reply alone: the moment, the user's feeling, what the persona's conditions say."""

from collections.abc import Sequence
from datetime import tzinfo

from chatbot.domain.brief import Brief
from chatbot.domain.session import WorkingMemory
from chatbot.domain.text import counted
from chatbot.prompt.character import Expand
from chatbot.prompt.inert import inert, inert_name
from chatbot.prompt.prose import prose

_MOVED = 0.25
_IDLE_HOURS = 8
_EXPRESSION = {"subtle": "let it show only in your choice of words", "open": "you may say so"}
_MOST_ITEMS = 5


def guidance_of(brief: Brief, behaviour: Sequence[str], user: str, expand: Expand, zone: tzinfo | None) -> str:
    """The guidance section.

    Args:
        brief: the turn.
        behaviour: what the persona's conditions that hold tell it to do.
        user: the user's name, inert.
        expand: replaces macros.
        zone: of the user's clock; None for this machine's.
    """
    if brief.guidance.crisis:
        lines = [prose("crisis", {"user": user}), brief.guidance.instruction]
    else:
        lines = [brief.guidance.instruction, *map(expand, behaviour), _mood(brief), _idle(brief, user)]
    lines.append(_moment(brief, zone))
    return prose("guidance", {"lines": "\n".join(f"- {line.strip()}" for line in lines if line.strip())})


def switched(brief: Brief, char: str, user: str) -> str:
    """What a persona is told that takes over from another; empty where it does not."""
    if not brief.previous_persona_name:
        return ""
    return prose("switched", {"previous": inert_name(brief.previous_persona_name), "char": char, "user": user})


def working_of(working: WorkingMemory) -> str:
    """The working memory section; empty where there is none."""
    lines = [f"- goal: {inert(working.goal)}"] if working.goal else []
    lines += [f"- open: {inert(item)}" for item in working.subgoals[-_MOST_ITEMS:]]
    lines += [f"- done: {inert(item)}" for item in working.results[-_MOST_ITEMS:]]
    lines += [f"- {inert(name, 60)}: {inert(value)}" for name, value in working.variables[-_MOST_ITEMS:]]
    if working.scratchpad.strip():
        lines.append(f"- notes: {inert(working.scratchpad)}")
    return prose("working", {"lines": "\n".join(lines)}) if lines else ""


def _mood(brief: Brief) -> str:
    """The persona's own mood, where it may show and differs from its rest."""
    policy = brief.persona.mood
    moved = brief.persona_mood.valence - policy.baseline.valence
    if policy.express == "none" or abs(moved) < _MOVED:
        return ""
    word = policy.words.low if moved < 0 else policy.words.high
    return f"Your own mood is {inert(word, 40)}; {_EXPRESSION[policy.express]}."


def _idle(brief: Brief, user: str) -> str:
    if brief.idle_hours is None or brief.idle_hours < _IDLE_HOURS:
        return ""
    days = round(brief.idle_hours / 24)
    span = f"{days} days" if days > 1 else "a day" if days == 1 else counted(round(brief.idle_hours), "hour")
    return f"{user} comes back after {span}."


def _moment(brief: Brief, zone: tzinfo | None) -> str:
    local = brief.now.astimezone(zone)
    return f"It is {local:%A}, {local.day} {local:%B %Y}, {local:%H:%M}."

"""Which recalled things enter the prompt, and why the others do not: the persona's lens, the budget, the place."""

import re
from collections.abc import Set as AbstractSet
from datetime import datetime, tzinfo

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.domain.receipt import Fate, Found, Recalled
from chatbot.domain.text import counted
from chatbot.domain.value import Value, replace
from chatbot.prompt.budget import estimate_tokens
from chatbot.prompt.inert import inert

_ALLERGY = lazy(r"\ballerg|\banaphyla", re.IGNORECASE)
_LINE_CHARACTERS = 400


class Known(Value):
    """What was chosen.

    Attributes:
        lines: for the prompt, best first, inert.
        recalled: everything that was ranked, with its fate.
        tokens: of the lines together.
    """

    lines: tuple[str, ...]
    recalled: tuple[Recalled, ...]
    tokens: int


def choose(
    recalled: tuple[Recalled, ...],
    persona: Persona,
    room_tokens: int,
    most_tokens: int,
    local: bool,
    shown: AbstractSet[str],
    zone: tzinfo | None,
) -> Known:
    """Chooses by rank; what is pinned and allergies go first and only stop at the request's own end.

    Args:
        recalled: ranked, best first.
        persona: its lens limits number and tokens.
        room_tokens: what ranked things may take together, beside the lens.
        most_tokens: what pinned things and allergies may take.
        local: whether the model runs on this machine.
        shown: ids of messages and chapters that the request holds anyway.
        zone: for the dates; None for this machine's.
    """
    limit = min(persona.memory.token_budget, room_tokens)
    fates: dict[int, Recalled] = {}
    lines: dict[int, str] = {}
    used = 0
    order = sorted(range(len(recalled)), key=lambda rank: (not _essential(recalled[rank]), rank))
    for rank in order:
        item = recalled[rank]
        line = _line(item, zone)
        tokens = estimate_tokens(line) + 1
        essential = _essential(item)
        refusal = _refusal(item, local, shown)
        if not refusal and essential and used + tokens > most_tokens:
            refusal = "the request is too small even for what is pinned"
        elif not refusal and not essential:
            count = 0 if item.asked_for else len(lines)
            refusal = _over(count, used + tokens, persona, limit, room_tokens)
        if refusal:
            fates[rank] = replace(item, fate=Fate.DROPPED, reason=refusal)
            continue
        lines[rank] = line
        used += tokens
        fates[rank] = replace(item, fate=Fate.INJECTED, reason=_why(item))
    return Known(
        tuple(lines[rank] for rank in sorted(lines)), tuple(fates[rank] for rank in range(len(recalled))), used
    )


def _essential(item: Recalled) -> bool:
    """Pinned, or an allergy: leaving it out could hurt."""
    return item.found is Found.MEMORY and (item.parts.get("pinned", 0.0) > 0 or bool(_ALLERGY.search(item.text)))


def _refusal(item: Recalled, local: bool, shown: AbstractSet[str]) -> str:
    """Why the thing must not or need not be sent; empty for no reason."""
    if item.local_only and not local:
        return "marked to stay on this machine, and the model runs elsewhere"
    if item.id in shown:
        return "already in the conversation that is sent" if item.found is Found.MESSAGE else "sent as summary already"
    return "" if item.text.strip() else "it has no text"


def _over(count: int, tokens: int, persona: Persona, limit: int, room_tokens: int) -> str:
    """Why a ranked thing does not fit; empty where it does."""
    if count >= persona.memory.recall_limit:
        return f"{persona.char} takes at most {counted(persona.memory.recall_limit, 'memory')} a reply"
    if tokens <= limit:
        return ""
    if room_tokens < persona.memory.token_budget:
        return f"the request had only {counted(max(room_tokens, 0), 'token')} left for memories"
    return f"over the {counted(persona.memory.token_budget, 'token')} that {persona.char} gives to memories"


RANKED = "ranked high"
"""How the reason begins where nothing but the score speaks for a thing."""


def _why(item: Recalled) -> str:
    """Why the thing is sent."""
    if item.parts.get("pinned", 0.0) > 0:
        return "pinned"
    if item.found is Found.MEMORY and _ALLERGY.search(item.text):
        return "an allergy is never left out"
    part = max(item.parts, key=lambda name: item.parts[name], default="")
    return f"{RANKED}, most of all by {part}" if part else RANKED


def _line(item: Recalled, zone: tzinfo | None) -> str:
    """The thing as one line of data with its date."""
    text = inert(item.text, _LINE_CHARACTERS)
    day = f", {_day(item.said_at, zone)}" if item.said_at else ""
    kind = {Found.MEMORY: "told", Found.MESSAGE: "from an earlier message", Found.CHAPTER: "from an earlier summary"}
    unsure = "uncertain: " if item.uncertain else ""
    return f"- {unsure}{text} ({kind[item.found]}{day})"


def _day(moment: datetime, zone: tzinfo | None) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y}"

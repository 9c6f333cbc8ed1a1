"""Longer answers from what was said: the session so far, and what is known about the user."""

import re
from collections import Counter
from datetime import tzinfo

from chatbot.domain.brief import Brief
from chatbot.domain.message import Message, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.receipt import Found
from chatbot.llm.offline.acts import is_nonsense, is_question, wants_forgetting
from chatbot.llm.offline.answers import forgotten_in, speaks_of
from chatbot.llm.offline.dates import when_said
from chatbot.llm.offline.phrase import as_sentence, from_first_person, shorten, to_you
from chatbot.llm.offline.words import MASKED, stems, weight

_MOST_LINES = 7
_MOST_UNGROUPED = 5
"""So few lines need no headings."""

_LEAST_WEIGHT = 1.2
"""A message with fewer weighted words of content than one and a generic one says nothing that sums up."""


def summary_of(brief: Brief) -> str:
    """The session in a few lines, oldest first: its chapters, then what the user told since; empty at its start."""
    lines = [f"- {shorten(chapter.text, 300)}" for chapter in brief.chapters if chapter.text]
    covered = max((chapter.last_seq for chapter in brief.chapters), default=0)
    lines += told_of(brief, covered)
    said = [m for m in brief.history if m.role is Role.USER and m.seq > covered and m.id not in brief.withheld]
    asked = [message for message in said if is_question(message.text)]
    if asked:
        lines.append(f'- Last you asked: "{shorten(asked[-1].text, 100)}"')
    return "\n".join(lines)


def told_of(brief: Brief, after_seq: int = 0) -> list[str]:
    """What the user told in this session, the weightiest statements as lines, oldest first.

    Args:
        brief: the turn.
        after_seq: only messages after this position; 0 for all.
    """
    forgotten = forgotten_in(brief)
    said = [each for each in brief.history if each.role is Role.USER and each.seq > after_seq]
    kept = [each for each in said if each.id not in brief.withheld and not speaks_of(each.text, forgotten)]
    told = [each for each in kept if (brief.retold[each.id] if each.id in brief.retold else _tells(each.text))]
    worth = sorted(told, key=lambda message: -sum(map(weight, stems(message.text))))[:_MOST_LINES]
    lines = [
        f"- {as_sentence(line)}"
        for message in sorted(worth, key=lambda message: (message.seq, message.created_at))
        for line in _lines_of(message, brief)
    ]
    return list(dict.fromkeys(lines))


def _lines_of(message: Message, brief: Brief) -> tuple[str, ...]:
    """The user's words, or what still holds of them where something was put right."""
    if message.id in brief.retold:
        return tuple(to_you(text) for text in brief.retold[message.id])
    return (shorten(from_first_person(_FILLER.sub("", message.text)), 140),)


def known_of(brief: Brief, zone: tzinfo | None, mainly: bool = False) -> str:
    """What is remembered about the user as lines with dates, by what it is about; empty where nothing is.

    Args:
        brief: the turn.
        zone: the user's; None for this machine's.
        mainly: True for the handful that says who somebody is.
    """
    groups: dict[str, dict[str, None]] = {title: {} for title in _GROUPS.values()}
    told: Counter[str] = Counter()
    for recalled in brief.recalled:
        told[recalled.kind] += 1
        if mainly and told[recalled.kind] > _MAINLY.get(recalled.kind, 0):
            continue
        if recalled.found is not Found.MEMORY or MASKED in recalled.text:
            continue
        said = f" ({when_said(recalled.said_at, brief.now, zone)})" if recalled.said_at else ""
        unsure = ", but I also heard something else" if recalled.uncertain else ""
        text = to_you(recalled.text)
        title = _GROUPS.get(recalled.kind, _GROUPS["fact"])
        groups[title][f"- {text[:1].upper()}{text[1:]}{said}{unsure}"] = None
    filled = {title: list(lines) for title, lines in groups.items() if lines}
    if sum(map(len, filled.values())) <= _MOST_UNGROUPED:
        return "\n".join(line for lines in filled.values() for line in lines)
    return "\n\n".join("\n".join((f"{title}:", *lines)) for title, lines in filled.items())


_MAINLY = {"identity": 6, "relationship": 4, "fact": 3, "preference": 2, "goal": 1, "plan": 1}
"""So many memories of a kind say who somebody is."""
_GROUPS = {
    "identity": "You",
    "relationship": "People and animals",
    "preference": "What you like, and how you like it",
    "instruction": "What you like, and how you like it",
    "goal": "What you are up to",
    "plan": "What you are up to",
    "event": "What you are up to",
    "fact": "What else you told me",
    "task": "What else you told me",
    "feeling": "How you felt",
}
"""Headings by kind of memory, in the order in which they are told."""


def open_item_of(brief: Brief) -> str:
    """The newest goal, plan or deadline that is known, as a phrase to the user; empty for none."""
    if brief.working.goal:
        return from_first_person(brief.working.goal).rstrip(".")
    dated = [r for r in brief.recalled if r.found is Found.MEMORY and _OPEN.search(r.text) and r.said_at]
    newest = max(dated, key=lambda recalled: recalled.said_at or brief.now, default=None)
    return to_you(newest.text) if newest else ""


_OPEN = lazy(
    r"^user(?:'s)? (?:\w+ )?(?:goal|plan|deadline|wants to|plans to|hopes to|intends to|aims to|is going to|will|"
    r"is planning|has to|needs to|promised|is working on)|\bdeadline\b",
    re.IGNORECASE,
)
_FILLER = lazy(
    r"^(?:(?:well|so|ok|okay|and|but|oh|hi|hey|hello|yes|yeah|no|actually|btw|please|remember that)\b[,!.:]? +)+",
    re.IGNORECASE,
)


def _tells(text: str) -> bool:
    """Whether a message says something that a summary should keep."""
    if MASKED in text or is_question(text) or wants_forgetting(text) or is_nonsense(text):
        return False
    return sum(map(weight, stems(text))) >= _LEAST_WEIGHT

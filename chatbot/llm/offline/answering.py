"""Tells what answers a question: the memory with its date, several things as a list, what is past as past."""

import re

from chatbot.domain.message import Role
from chatbot.domain.patterns import lazy
from chatbot.domain.receipt import Found
from chatbot.domain.spelling import standard_words
from chatbot.domain.text import fold
from chatbot.llm.offline.acts import Act
from chatbot.llm.offline.answers import Answer, answers_each
from chatbot.llm.offline.dates import when_said
from chatbot.llm.offline.days import tells_time
from chatbot.llm.offline.phrase import as_sentence, shorten, to_you
from chatbot.llm.offline.turn import Turn

_YES_OR_NO = lazy(
    r"(?:and |so |but |hey |ok(?:ay)?,? )*(?:do|does|did|is|are|am|was|were|have|has|had|can|could|will|would|should)\b"
)


_WHEN_IS_IT = lazy(
    r"(?:and |so |but |ok(?:ay)?,? |wait,? )*(?:when|what time|what day|which day)(?:'s| is| was)? (?:it|that)"
    r"(?: again| now| then)?[ ?!.]*$|what time[ ?!.]*$"
)
_LATELY = 3
"""So many of the user's messages back an "it" may mean."""
_OVER = lazy(r" (?:was called|used to) ")
"""How what is no more is told; to ask whether it has changed would grate."""


def answered(turn: Turn) -> str:
    """The answer to all that the message asks of what is known; empty where nothing of it is."""
    asked = answers_each(turn.brief)
    if not any(found for _, found in asked) and _WHEN_IS_IT.match(standard_words(turn.brief.message.text)):
        return _when_it_is(turn)
    known = tuple({answer.text: answer for _, found in reversed(asked) for answer in reversed(found)}.values())[::-1]
    if not known:
        return ""
    open_still = [_as_typed(question) for question, found in asked if not found]
    return "\n".join((_told(turn, known), *(f"Nothing yet on “{question}”." for question in open_still)))


def _when_it_is(turn: Turn) -> str:
    """The last that the user said of a day or an hour, for "when is it?"; empty where it is too long ago."""
    users = [one for one in turn.brief.history if one.role is Role.USER and one.id not in turn.brief.withheld]
    said = next((one for one in reversed(users[-_LATELY:]) if tells_time(fold(one.text)) and "?" not in one.text), None)
    return _told(turn, (Answer(said.text, said.created_at, Found.MESSAGE),)) if said else ""


def _as_typed(question: str) -> str:
    """A folded question as people write it."""
    return re.sub(r"\bi\b", "I", question.removeprefix("and "))


def _told(turn: Turn, known: tuple[Answer, ...]) -> str:
    """What is known, with the date it was told; several things as a list."""
    first = known[0]
    if first.uncertain and len(known) > 1:
        versions = "\n".join(f"- {_dated(turn, answer)}" for answer in known)
        return f"I have more than one version of that:\n{versions}\nWhich one holds?"
    if len(known) > 1:
        return "Here is what I have:\n" + "\n".join(f"- {_dated(turn, answer)}" for answer in known)
    when = when_said(first.said_at, turn.brief.now, turn.zone) if first.said_at else ""
    if first.uncertain:
        return f"I am not sure of it any more: {as_sentence(to_you(first.text))} What is right?"
    if first.found is Found.CHAPTER:
        return (
            f"From the summary of an earlier talk{', ' + when if when else ''}: {as_sentence(shorten(first.text, 300))}"
        )
    if first.found is Found.MESSAGE:
        since = " That has been put right or has changed since." if first.outdated else ""
        return f'You said {when or "earlier"}: "{shorten(first.text, 240)}"{since}'
    if _OVER.search(first.text):
        return f"{as_sentence(to_you(first.text))} You told me {when or 'earlier'}."
    told = turn.phrase(
        Act.ASK_MEMORY, memory=to_you(first.text), memory_date=when or "earlier", memory_quote=first.text
    )
    if to_you(first.text).casefold() not in told.casefold():
        told = f"{told} {as_sentence(to_you(first.text))}"
    if told.startswith("Yes, ") and not _YES_OR_NO.match(fold(turn.brief.message.text)):
        told = told[5:6].upper() + told[6:]
    return told if not when or when in told else f"{told} You told me {when}."


def _dated(turn: Turn, answer: Answer) -> str:
    when = f" ({when_said(answer.said_at, turn.brief.now, turn.zone)})" if answer.said_at else ""
    text = to_you(answer.text) if answer.found is Found.MEMORY else f'"{shorten(answer.text, 160)}"'
    since = ", no longer so" if answer.outdated else ""
    return f"{text[:1].upper()}{text[1:]}{when}{since}"

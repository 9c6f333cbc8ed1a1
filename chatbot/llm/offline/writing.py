"""Writes a reply from a turn's brief: what the message does decides the phrases, memory fills them."""

import re
from datetime import tzinfo
from random import Random

from chatbot.domain.brief import Brief
from chatbot.domain.message import Role
from chatbot.domain.patterns import lazy
from chatbot.domain.spelling import standard_words
from chatbot.domain.text import fold
from chatbot.llm.offline import arithmetic
from chatbot.llm.offline.acts import (
    Act,
    acts_of,
    is_about_user,
    is_question,
    puts_right,
    wants_forgetting,
    wants_remembering,
    wants_reminder,
)
from chatbot.llm.offline.answering import answered
from chatbot.llm.offline.answers import asks_of_somebody_known
from chatbot.llm.offline.dates import clock_in_words, today_in_words
from chatbot.llm.offline.follow import question_about
from chatbot.llm.offline.happened import Happened, what_happened
from chatbot.llm.offline.language import is_foreign
from chatbot.llm.offline.phrase import as_sentence
from chatbot.llm.offline.retell import known_of
from chatbot.llm.offline.topic import topic_of
from chatbot.llm.offline.turn import Turn, tone_of
from chatbot.llm.offline.words import MASKED

_DIRECT = (Act.TIME, Act.DATE, Act.KNOWN, Act.SUMMARY, Act.QUOTE_USER, Act.REPEAT)
"""Acts that are surer than a memory whose words happen to match."""

_HOW_TO = lazy(
    r"(?:and |so |but |hey |ok(?:ay)?,? )*how (?:do|can|could|would|should) (?:i|you|we|one) (?!feel|know|look)"
)
_INVENTION = lazy(
    r"\b(?:tell|give|write|sing|make up) (?:me |us )?(?:an?|another|some|the) (?:\w+ ){0,3}?"
    r"(?:stor(?:y|ies)|jokes?|poems?|tales?|riddles?|songs?|fairy ?tales?|limericks?|haikus?)\b"
)
"""What is to be made up: no memory is the answer, whatever words it shares."""
_WHO_AM_I = lazy(r"\bwho am i\b")
_I_FEEL = lazy(r"\b(?:i'm|i am|i feel|i've been|feeling|i was|makes? me|made me)\b")


def write(brief: Brief, help_text: str, zone: tzinfo | None = None) -> str:
    """The whole reply.

    Args:
        brief: the turn.
        help_text: what must be said first where there are signs of crisis.
        zone: the user's zone for dates; None for this machine's.
    """
    said = tuple(message.text for message in brief.history if message.role is Role.PERSONA)
    turn = Turn(brief, tone_of(brief), said, zone, Random(f"{brief.message.id}:{brief.message.version}"))
    if brief.guidance.crisis:
        return f"{help_text}\n\n{turn.phrase(Act.CRISIS)}".strip()
    if help_text and help_text in "".join(said[-1:]) and not brief.changes and not is_question(brief.message.text):
        return turn.phrase(Act.CRISIS)  # "no, I'm serious": nothing else may be said to that
    happened = what_happened(brief.changes, wants_remembering(brief.message.text))
    found = acts_of(brief.message.text)
    if happened:
        return _acknowledge(turn, happened, found)
    return _respond(turn, found)


def _beyond(turn: Turn, act: Act) -> str:
    """Says that it takes a model, the first time with the persona's notice that there is none."""
    notice = turn.brief.persona.offline.notice
    known = not notice or any(notice in reply for reply in turn.said)
    return turn.phrase(act) if known else f"{turn.phrase(act)}\n\n{notice}"


def _acknowledge(turn: Turn, happened: Happened, found: tuple[Act, ...]) -> str:
    """Says what was learnt, answers a question asked along with it, and asks on."""
    text = turn.brief.message.text
    act = happened.act
    if act is Act.CORRECTED and not puts_right(text):
        act = Act.CHANGED
    if act in (Act.LEARNED, Act.REINFORCED) and wants_reminder(text):
        return turn.phrase(Act.REMINDER, learned=happened.new.removeprefix("your plan: "))
    told = turn.phrase(
        act,
        learned=happened.new or happened.waiting,
        new=happened.new_value,
        old=happened.old_value or happened.old,
        old_fact=happened.old,
        settled=happened.settled,
        reason=as_sentence(happened.reason),
        topic=happened.value or topic_of(text),
    )
    core = happened.new_value or happened.new
    if core and happened.act in (Act.CORRECTED, Act.LEARNED) and core.casefold() not in told.casefold():
        told = f"{told} {as_sentence(happened.new)}"
    if Act.LOSS in found and act is Act.ENDED and happened.value:
        return f"{turn.phrase(Act.LOSS)} What you told me of {happened.value} stays with me."
    if Act.LOSS in found and not is_question(text):
        return f"{turn.phrase(Act.LOSS)} I keep what you told me of it."
    if hard := next((each for each in (Act.PARTING, Act.BLOW, Act.LONELY) if each in found), None):
        return f"{turn.phrase(hard)} {told}"
    if happened.also:
        told = f"{told} {as_sentence(happened.also)}"
    if happened.settled and act is not Act.SETTLED:
        told = f"{told} And off the list: {happened.settled}."
    if act is Act.LEARNED and happened.old:
        told = f"{told} And this is no longer so: {happened.old}."
    if act is not Act.OFFERED and happened.waiting:
        told = f"{told} This waits for your yes in the memory panel: {happened.waiting}."
    parts = [told]
    if Act.GREETING in found and not turn.said:
        parts.insert(0, _hello(turn))
    if is_question(text) and (known := answered(turn)) and (not happened.new or happened.new not in known):
        parts.append(known)
    elif happened.act is Act.LEARNED and "?" not in told and not _mourns(happened.new) and _asks(turn):
        parts.append(question_about(happened.attribute, happened.value, turn.said, turn.chance, happened.past))
    return " ".join(part for part in parts if part)


def _hello(turn: Turn) -> str:
    return f"Hello, {turn.brief.user_name}." if turn.brief.user_named else "Hello."


def _mourns(learned: str) -> bool:
    """Whether what was learnt is of somebody who is dead: to ask on about them would grate."""
    return re.search(r"\b(?:was called|died|passed away|a funeral)\b", learned) is not None


def _respond(turn: Turn, found: tuple[Act, ...]) -> str:
    """Replies to a message that changed nothing in memory."""
    text = turn.brief.message.text
    if solved := arithmetic.solve(fold(text)):
        return as_sentence(solved)
    if MASKED in text:
        return turn.phrase(Act.MASKED)
    if act := next((act for act in found if act in _DIRECT), None):
        return _direct(turn, act)
    if wants_forgetting(text):
        too_much = next((change.reason for change in turn.brief.changes if change.proposed == "everything"), "")
        return as_sentence(too_much) or turn.phrase(Act.NOTHING_TO_FORGET)
    asks = is_question(text)
    if Act.TASK in found and _INVENTION.search(fold(text)):
        return _beyond(turn, Act.TASK)
    if asks and Act.ASK_SELF not in found and Act.MOOD not in found and (known := answered(turn)):
        return known
    if asks and found == (Act.GREETING,) and is_about_user(text):
        return f"{_hello(turn)} {turn.phrase(Act.ASK_UNKNOWN)}"
    if not asks and (hard := next((each for each in (Act.LOSS, Act.PARTING, Act.BLOW) if each in found), None)):
        return turn.phrase(hard)
    found = tuple(act for act in found if act not in (Act.LOSS, Act.PARTING, Act.BLOW))
    if not found and is_foreign(text):
        return turn.phrase(Act.FOREIGN)
    personal = (is_about_user(text) and not _HOW_TO.match(fold(text))) or asks_of_somebody_known(turn.brief)
    if found[:1] == (Act.TASK,) or (asks and not found and not personal):
        return _beyond(turn, Act.TASK if found else Act.ASK_WORLD)
    if found:
        return turn.phrase(found[0]) or turn.phrase(Act.FALLBACK)
    if asks:
        return turn.phrase(Act.ASK_UNKNOWN)
    if turn.tone and _I_FEEL.search(standard_words(text)) and len(text.split()) < 9:
        return turn.phrase(Act.FEELING)
    return turn.phrase(Act.SHARE if len(text.split()) > 2 else Act.FALLBACK)


def _direct(turn: Turn, act: Act) -> str:
    """Answers what needs no phrase from memory's ranking: the time, the date, what is known, what was said."""
    brief = turn.brief
    if act is Act.TIME:
        return f"It is {clock_in_words(brief.now, turn.zone)}."
    if act is Act.DATE:
        return f"Today is {today_in_words(brief.now, turn.zone)}."
    if act is Act.KNOWN:
        known = known_of(brief, turn.zone, mainly=_WHO_AM_I.search(fold(brief.message.text)) is not None)
        return turn.phrase(Act.KNOWN, known=known) if known else turn.phrase(Act.NOTHING_KNOWN)
    if act is Act.SUMMARY:
        return turn.phrase(act) or "We have only just begun; there is nothing to sum up yet."
    return turn.phrase(act) or "This is the beginning of our talk; nothing was said before it."


def _asks(turn: Turn) -> bool:
    """Whether the persona asks on: at least two times in five, the more the likelier it asks than answers."""
    return turn.chance.random() < 0.4 + 0.6 * turn.brief.persona.behaviour.ask_vs_answer

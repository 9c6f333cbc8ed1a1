"""Writes a reply from a turn's brief: what the message does decides the phrases, memory fills them."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from random import Random

from chatbot.domain.brief import Brief
from chatbot.domain.message import Role
from chatbot.domain.patterns import lazy
from chatbot.domain.receipt import Found
from chatbot.domain.text import fold
from chatbot.domain.value import Value
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
from chatbot.llm.offline.answers import Answer, answers, asks_of_somebody_known
from chatbot.llm.offline.dates import clock_in_words, today_in_words, when_said
from chatbot.llm.offline.follow import question_about
from chatbot.llm.offline.happened import Happened, what_happened
from chatbot.llm.offline.language import is_english, is_foreign
from chatbot.llm.offline.phrase import as_sentence, shorten, to_you
from chatbot.llm.offline.picking import Tone, pick
from chatbot.llm.offline.retell import known_of, open_item_of, summary_of
from chatbot.llm.offline.topic import topic_of
from chatbot.llm.offline.words import MASKED

_MOVED = 0.25
"""A reading at least so far from neutral, -1..1, sets the tone of the phrases."""

_NOT_GLAD = ("neutral", "desire", "approval")
"""Readings that lean to the good side without joy: to be called glad over a quarrel or a wish grates."""
_DIRECT = (Act.TIME, Act.DATE, Act.KNOWN, Act.SUMMARY, Act.QUOTE_USER, Act.REPEAT)
"""Acts that are surer than a memory whose words happen to match."""

_FEELING_WORDS = {
    "anger": "angry", "annoyance": "annoyed", "disapproval": "unhappy about it", "disgust": "put off",
    "fear": "afraid", "nervousness": "nervous", "joy": "glad", "amusement": "amused", "excitement": "excited",
    "gratitude": "grateful", "love": "full of love", "optimism": "hopeful", "relief": "relieved", "pride": "proud",
    "sadness": "sad", "disappointment": "disappointed", "embarrassment": "embarrassed", "grief": "full of grief",
    "remorse": "sorry", "confusion": "confused", "surprise": "surprised", "caring": "concerned",
}  # fmt: skip
_YES_OR_NO = lazy(
    r"(?:and |so |but |hey |ok(?:ay)?,? )*(?:do|does|did|is|are|am|was|were|have|has|had|can|could|will|would|should)\b"
)
_HOW_TO = lazy(
    r"(?:and |so |but |hey |ok(?:ay)?,? )*how (?:do|can|could|would|should) (?:i|you|we|one) (?!feel|know|look)"
)
_I_FEEL = lazy(r"\b(?:i'm|i am|i feel|i've been|feeling|i was|makes? me|made me)\b")


class Turn(Value):
    """A brief with what was understood of it, so that each part of the reply sees the same.

    Attributes:
        brief: the turn.
        tone: the user's mood as phrases know it.
        said: the replies of the session so far, oldest first.
        zone: where the user's calendar is; None for this machine's zone.
        chance: decides among phrases; seeded by the message, so that the same turn gives the same reply.
    """

    brief: Brief
    tone: Tone
    said: tuple[str, ...]
    zone: tzinfo | None
    chance: Random

    def phrase(self, act: Act, **values: str) -> str:
        """A phrase for the act, filled with the turn's values and those given."""
        templates = self.brief.persona.offline.templates
        return pick(act, self.tone, templates, {**_values(self), **values}, self.said, self.chance)


def write(brief: Brief, help_text: str, zone: tzinfo | None = None) -> str:
    """The whole reply.

    Args:
        brief: the turn.
        help_text: what must be said first where there are signs of crisis.
        zone: the user's zone for dates; None for this machine's.
    """
    said = tuple(message.text for message in brief.history if message.role is Role.PERSONA)
    turn = Turn(brief, _tone(brief), said, zone, Random(f"{brief.message.id}:{brief.message.version}"))
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
        reason=as_sentence(happened.reason),
        topic=happened.value or topic_of(text),
    )
    core = happened.new_value or happened.new
    if core and happened.act in (Act.CORRECTED, Act.LEARNED) and core.casefold() not in told.casefold():
        told = f"{told} {as_sentence(happened.new)}"
    if Act.LOSS in found and not is_question(text):
        return f"{turn.phrase(Act.LOSS)} {told}"
    if act is Act.LEARNED and happened.old:
        told = f"{told} And this is no longer so: {happened.old}."
    if act is not Act.OFFERED and happened.waiting:
        told = f"{told} This waits for your yes in the memory panel: {happened.waiting}."
    parts = [told]
    if Act.GREETING in found and not turn.said:
        parts.insert(0, f"Hello, {turn.brief.user_name}.")
    if is_question(text) and (known := answers(turn.brief)):
        parts.append(_answer(turn, known))
    elif happened.act is Act.LEARNED and "?" not in told and not _mourns(happened.new) and _asks(turn):
        parts.append(question_about(happened.attribute, happened.value, turn.said, turn.chance))
    return " ".join(part for part in parts if part)


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
    if asks and Act.ASK_SELF not in found and Act.MOOD not in found and (known := answers(turn.brief)):
        return _answer(turn, known)
    if not asks and Act.LOSS in found:
        return turn.phrase(Act.LOSS)
    found = tuple(act for act in found if act is not Act.LOSS)
    if not found and is_foreign(text):
        return turn.phrase(Act.FOREIGN)
    personal = (is_about_user(text) and not _HOW_TO.match(fold(text))) or asks_of_somebody_known(turn.brief)
    if found[:1] == (Act.TASK,) or (asks and not found and not personal):
        return _beyond(turn, Act.TASK if found else Act.ASK_WORLD)
    if found:
        return turn.phrase(found[0]) or turn.phrase(Act.FALLBACK)
    if asks:
        return turn.phrase(Act.ASK_UNKNOWN)
    if turn.tone and _I_FEEL.search(fold(text)) and len(text.split()) < 9:
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
        known = known_of(brief, turn.zone)
        return turn.phrase(Act.KNOWN, known=known) if known else turn.phrase(Act.NOTHING_KNOWN)
    if act is Act.SUMMARY:
        return turn.phrase(act) or "We have only just begun; there is nothing to sum up yet."
    return turn.phrase(act) or "This is the beginning of our talk; nothing was said before it."


def _answer(turn: Turn, known: tuple[Answer, ...]) -> str:
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
        return f'You said {when or "earlier"}: "{shorten(first.text, 240)}"'
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
    return f"{text[:1].upper()}{text[1:]}{when}"


def _values(turn: Turn) -> Mapping[str, str]:
    """What the placeholders of `domain.offline` become in this turn, and a few of the companion's own."""
    brief = turn.brief
    mood = brief.persona.mood.words
    valence = brief.persona_mood.valence - brief.persona.mood.baseline.valence
    reminder = _reminder(turn)
    quotable = [message for message in brief.history if message.id not in brief.withheld]
    users = [message for message in quotable if message.role is Role.USER]
    replies = [message for message in quotable if message.role is Role.PERSONA]
    return {
        "user": brief.user_name,
        "char": brief.persona.char,
        "persona": _about_persona(brief),
        "memory": reminder.text if reminder else "",
        "memory_date": reminder.date if reminder else "",
        "memory_quote": reminder.text if reminder else "",
        "topic": topic_of(brief.message.text),
        "open_item": open_item_of(brief),
        "summary": summary_of(brief) if Act.SUMMARY in acts_of(brief.message.text) else "",
        "mood": mood.low if valence < -_MOVED else mood.high if valence > _MOVED else mood.neutral,
        "feeling": _FEELING_WORDS.get(brief.reading.emotion, "low" if turn.tone == "negative" else ""),
        "date": today_in_words(brief.now, turn.zone),
        "last_reply": shorten(replies[-1].text, 300) if replies else "",
        "last_said": shorten(users[-1].text, 300) if users else "",
        "last_said_date": when_said(users[-1].created_at, brief.now, turn.zone) if users else "",
    }


class _Reminder(Value):
    text: str
    date: str


def _reminder(turn: Turn) -> _Reminder | None:
    """The best recalled memory that no recent reply has named; None for none."""
    recent = " ".join(turn.said[-6:]).casefold()
    for recalled in turn.brief.recalled:
        text = to_you(recalled.text)
        if recalled.found is Found.MEMORY and not recalled.uncertain and text.casefold() not in recent:
            date = when_said(recalled.said_at, turn.brief.now, turn.zone) if recalled.said_at else "earlier"
            return _Reminder(text, date)
    return None


def _about_persona(brief: Brief) -> str:
    """Who the persona is in one sentence without its stop, macros replaced."""
    about = brief.persona.meta.tagline or brief.persona.identity.summary
    for macro, name in (("char", brief.persona.char), ("user", brief.user_name)):
        about = name.join(re.split(r"\{\{" + macro + r"\}\}", about, flags=re.IGNORECASE))
    return shorten(about, 200).rstrip(".")


def _tone(brief: Brief) -> Tone:
    """The user's mood as phrases know it, from this message; none where the reading is near neutral."""
    if not is_english(brief.message.text):
        return ""
    if brief.reading.valence <= -_MOVED:
        return "negative"
    glad = brief.reading.valence >= _MOVED and brief.reading.emotion not in _NOT_GLAD
    return "positive" if glad else ""


def _asks(turn: Turn) -> bool:
    """Whether the persona asks on: at least two times in five, the more the likelier it asks than answers."""
    return turn.chance.random() < 0.4 + 0.6 * turn.brief.persona.behaviour.ask_vs_answer

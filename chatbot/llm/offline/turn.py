"""One turn as the reply's parts see it: the brief, what was understood of it, and what phrases are filled with."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from random import Random

from chatbot.domain.brief import Brief
from chatbot.domain.message import Role
from chatbot.domain.receipt import Found
from chatbot.domain.value import Value
from chatbot.llm.offline.acts import Act, acts_of
from chatbot.llm.offline.dates import today_in_words, when_said
from chatbot.llm.offline.language import is_english
from chatbot.llm.offline.phrase import shorten, to_you
from chatbot.llm.offline.picking import Tone, pick
from chatbot.llm.offline.retell import open_item_of, summary_of
from chatbot.llm.offline.topic import topic_of

_MOVED = 0.25
"""A reading at least so far from neutral, -1..1, sets the tone of the phrases."""

_NO_MOOD = ("disapproval", "neutral", "realization")
_MOVED_ANYHOW = -0.5
"""Readings that a "not" alone brings about are no sadness where they are mild."""
_NOT_GLAD = ("neutral", "desire", "approval")
"""Readings that lean to the good side without joy: to be called glad over a quarrel or a wish grates."""
_FEELING_WORDS = {
    "anger": "angry", "annoyance": "annoyed", "disapproval": "unhappy about it", "disgust": "put off",
    "fear": "afraid", "nervousness": "nervous", "joy": "glad", "amusement": "amused", "excitement": "excited",
    "gratitude": "grateful", "love": "full of love", "optimism": "hopeful", "relief": "relieved", "pride": "proud",
    "sadness": "sad", "disappointment": "disappointed", "embarrassment": "embarrassed", "grief": "full of grief",
    "remorse": "sorry", "confusion": "confused", "surprise": "surprised", "caring": "concerned",
}  # fmt: skip


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
        "user": brief.user_name if brief.user_named else "",
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
    for macro, name in (("char", brief.persona.char), ("user", brief.user_name if brief.user_named else "you")):
        about = name.join(re.split(r"\{\{" + macro + r"\}\}", about, flags=re.IGNORECASE))
    return shorten(about, 200).rstrip(".")


def tone_of(brief: Brief) -> Tone:
    """The user's mood as phrases know it, from this message; none where the reading is near neutral."""
    if not is_english(brief.message.text):
        return ""
    if brief.reading.valence <= (_MOVED_ANYHOW if brief.reading.emotion in _NO_MOOD else -_MOVED):
        return "negative"
    glad = brief.reading.valence >= _MOVED and brief.reading.emotion not in _NOT_GLAD
    return "positive" if glad else ""

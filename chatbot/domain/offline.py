"""What an offline phrase can answer, and what it can be filled with: shared by persona files and the companion."""

from enum import StrEnum


class Intent(StrEnum):
    """The situations that offline phrases are written for, as `Template.intents` names them."""

    GREETING = "greeting"
    FAREWELL = "farewell"
    THANKS = "thanks"
    ASK_MEMORY = "ask_memory"
    ASK_UNKNOWN = "ask_unknown"
    ASK_SELF = "ask_self"
    ASK_WORLD = "ask_world"
    LEARNED = "learned"
    CORRECTED = "corrected"
    FORGOT = "forgot"
    SUMMARY = "summary"
    SHARE = "share"
    DECIDE = "decide"
    STUCK = "stuck"
    FALLBACK = "fallback"


INTENTS: dict[Intent, str] = {
    Intent.GREETING: "the user says hello",
    Intent.FAREWELL: "the user leaves",
    Intent.THANKS: "the user says thanks",
    Intent.ASK_MEMORY: "the user asks for something that is remembered",
    Intent.ASK_UNKNOWN: "the user asks for something about themselves that is not remembered",
    Intent.ASK_SELF: "the user asks who or what the persona is",
    Intent.ASK_WORLD: "the user asks something that only a model could answer",
    Intent.LEARNED: "the message taught something new",
    Intent.CORRECTED: "the message put a memory right",
    Intent.FORGOT: "the message asked to forget something",
    Intent.SUMMARY: "the user asks what was talked about",
    Intent.SHARE: "the user tells something, and nothing was stored",
    Intent.DECIDE: "the user weighs a decision",
    Intent.STUCK: "the user has a problem or is stuck",
    Intent.FALLBACK: "anything else",
}
"""When each intent applies."""

PLACEHOLDERS: dict[str, str] = {
    "user": "what the user is called",
    "char": "the persona's name",
    "memory": "the best memory that was recalled, as a sentence to the user",
    "memory_date": "when that was said, in words",
    "memory_quote": "the user's own words of it",
    "learned": "what was just learnt, as a phrase to the user",
    "old": "what the corrected memory said before",
    "new": "what it says now",
    "topic": "what the message is about, a word or two",
    "open_item": "the newest goal, plan or deadline that is remembered",
    "summary": "the session so far, in a few lines",
    "mood": "the persona's own mood, in its words",
    "feeling": "the user's feeling, as a word",
    "date": "today's date",
}
"""What `{name}` and `{name|otherwise}` in a phrase become. A phrase whose placeholder is empty is not chosen."""

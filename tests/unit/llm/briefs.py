"""Briefs for the offline companion's tests: a conversation that goes on, with a fixed clock."""

from datetime import UTC, datetime, timedelta

from chatbot.domain.brief import Brief, Guidance
from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.mood import Reading
from chatbot.domain.persona import Meta, Persona
from chatbot.domain.receipt import Found, Recalled
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.llm.offline.writing import write

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
PERSONA = Persona("plain", meta=Meta(name="Wren", tagline="A calm companion"))


def recalled(text: str, days_ago: float = 7.0, found: Found = Found.MEMORY, uncertain: bool = False) -> Recalled:
    """A recalled thing whose id is its text."""
    return Recalled(found, text, text, NOW - timedelta(days=days_ago), 1.0, {}, uncertain=uncertain)


def memory(text: str, attribute: str = "", value: str = "", **more: object) -> Memory:
    """A memory about the user."""
    base = {
        "id": text, "text": text, "kind": Kind.FACT, "scope": Scope.USER, "session_id": "s", "persona_id": "plain",
        "subject": "user", "attribute": attribute, "value": value, "said_at": NOW, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return Memory(**{**base, **more})  # type: ignore[arg-type]  # a test's shorthand


def added(text: str, attribute: str = "", value: str = "") -> Change:
    """The change that learns a memory."""
    return Change(Op.ADD, None, memory(text, attribute, value), "told")


class Talk:
    """A conversation with the companion, one minute a turn."""

    def __init__(self, *known: Recalled, persona: Persona = PERSONA, user: str = "Ana") -> None:
        self.known = known
        self.persona = persona
        self.user = user
        self.history: list[Message] = []

    def brief(
        self,
        text: str,
        *changes: Change,
        valence: float = 0.0,
        emotion: str = "neutral",
        crisis: bool = False,
    ) -> Brief:
        """The turn for a message."""
        number = len(self.history) // 2 + 1
        now = NOW + timedelta(minutes=number)
        message = self._message(f"u{number}", Role.USER, text, now)
        return Brief(
            now=now,
            user_name=self.user,
            persona=self.persona,
            session=SessionMeta("s", "", self.persona.id, NOW, now),
            message=message,
            history=tuple(self.history),
            reading=Reading(valence, emotion=emotion, confidence=0.8),
            guidance=Guidance(crisis=crisis),
            changes=changes,
            recalled=self.known,
        )

    def say(self, text: str, *changes: Change, valence: float = 0.0, emotion: str = "neutral") -> str:
        """The reply to a message; both become history."""
        brief = self.brief(text, *changes, valence=valence, emotion=emotion)
        reply = write(brief, "HELP", UTC)
        self.history.append(brief.message)
        self.history.append(self._message(f"a{len(self.history)}", Role.PERSONA, reply, brief.now))
        return reply

    def _message(self, message_id: str, role: Role, text: str, at: datetime) -> Message:
        return Message(message_id, "s", len(self.history) + 1, 1, role, self.persona.id, text, at)

"""Records for the tests of recall, with only what a test cares about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chatbot.domain.memory import USER_SUBJECT, Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.session import Chapter
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def memory(memory_id: str, text: str, attribute: str = "", value: str = "", **fields: Any) -> Memory:
    said_at = NOW - timedelta(days=30)
    made = Memory(
        id=memory_id,
        text=text,
        kind=Kind.FACT,
        scope=Scope.USER,
        session_id="s",
        persona_id="p",
        subject=USER_SUBJECT,
        attribute=attribute,
        value=value,
        said_at=said_at,
        created_at=said_at,
        updated_at=said_at,
    )
    return replace(made, **fields)


def message(
    seq: int, text: str, role: Role = Role.USER, hours: float | None = None, session_id: str = "s", message_id: str = ""
) -> Message:
    """A message `hours` after the first of the session; minutes apart where not said."""
    at = NOW - timedelta(days=200) + timedelta(hours=seq / 60 if hours is None else hours)
    return Message(message_id or f"{session_id}-{seq}", session_id, seq, seq, role, "p", text, at)


def chapter(chapter_id: str, text: str) -> Chapter:
    return Chapter(chapter_id, "A title", text, 1, 2, NOW - timedelta(days=3), NOW - timedelta(days=3))

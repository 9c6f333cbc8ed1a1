"""A conversation of another program as this one has it: whoever speaks becomes user or persona, with ids of its own."""

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from chatbot.domain.ids import NewId
from chatbot.domain.message import Message, ReplyVersion, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.session import SessionMeta, SessionState
from chatbot.domain.text import clean, clean_line
from chatbot.domain.value import Value
from chatbot.interchange.parts import SessionContent, Trouble
from chatbot.interchange.reading import MOST_TROUBLES, ImportRefused
from chatbot.interchange.records import RecordRefused, moment_of

LONGEST_TEXT = 1_000_000
"""Characters of one message; what is longer was no message."""

MOST_SAID = 200_000
"""Messages of one conversation."""

_ROLES = {
    "user": Role.USER, "human": Role.USER,
    "assistant": Role.PERSONA, "persona": Role.PERSONA, "ai": Role.PERSONA, "bot": Role.PERSONA, "model": Role.PERSONA,
    "chatbot": Role.PERSONA, "character": Role.PERSONA,
}  # fmt: skip
_HUMANIZED = lazy(r"(\d{4})-(\d{1,2})-(\d{1,2}) ?@ ?(\d{1,2})h ?(\d{1,2})m(?: ?(\d{1,2})s)?(?: ?(\d{1,3})ms)?")
_SPOKEN = ("%B %d, %Y %I:%M%p", "%B %d, %Y %I:%M %p", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%m/%d/%Y, %I:%M:%S %p")
_MILLISECONDS_FROM = 1e11  # seconds of the year 5138, milliseconds of 1973


class Said(Value):
    """One utterance.

    Attributes:
        role: who speaks.
        text: as in the file.
        at: when; None where the file does not say.
        earlier: other replies to the same message, oldest first.
        persona: id of the persona that spoke; empty for the session's.
    """

    role: Role
    text: str
    at: datetime | None = None
    earlier: tuple[str, ...] = ()
    persona: str = ""


class Talk(Value):
    """One conversation.

    Attributes:
        title: as in the file; empty for none.
        said: in order.
        persona_name: what the other side is called; empty where the file does not say.
    """

    title: str
    said: tuple[Said, ...]
    persona_name: str = ""


class Gathering:
    """What is gathered from a list of messages, bounded, so that no file can fill the memory.

    Attributes:
        said: what was said, in order.
        troubles: what could not be used.
        left_out: how many records nobody said.
    """

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.troubles: list[Trouble] = []
        self.left_out = 0

    def add(self, where: str, one: "Said | str | None") -> None:
        """Takes in what a record turned out to be.

        Args:
            where: its place.
            one: what it says; None where nobody said it, a text for what is wrong with it.

        Raises:
            ImportRefused: there is too much of it.
        """
        if isinstance(one, Said):
            self.said.append(one)
        elif one is None:
            self.left_out += 1
        else:
            self.troubles.append(Trouble(where, one))
        if len(self.troubles) > MOST_TROUBLES:
            raise ImportRefused(f"More than {MOST_TROUBLES} records cannot be used.", f"First: {self.troubles[0]}.")
        if len(self.said) > MOST_SAID:
            raise ImportRefused(f"There are more than {MOST_SAID} messages in one conversation.", "Split the file.")


def role_of(name: Any) -> Role | None:
    """Who a role's name means; None for what is said by neither, such as `system` and `tool`."""
    return _ROLES.get(name.casefold()) if isinstance(name, str) else None


def moment(value: Any) -> datetime | None:
    """A moment in any of the forms that chat programs write; None for nothing, or for what is no moment.

    Args:
        value: seconds or milliseconds since 1970, ISO 8601, or the forms of SillyTavern.
    """
    if isinstance(value, bool) or value in (None, "", 0):
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{9,14}(\.\d+)?", value.strip()):
            value = float(value)
        if isinstance(value, int | float):
            seconds = value / 1000 if value > _MILLISECONDS_FROM else value
            return moment_of(datetime.fromtimestamp(seconds, UTC).isoformat()) if math.isfinite(seconds) else None
        return _written(value.strip()) if isinstance(value, str) else None
    except (RecordRefused, OverflowError, OSError, ValueError):
        return None


def _written(text: str) -> datetime:
    parts = _HUMANIZED.match(text)
    if parts:
        year, month, day, hour, minute, second, thousandth = (int(part or 0) for part in parts.groups())
        return moment_of(datetime(year, month, day, hour, minute, second, thousandth * 1000, UTC).isoformat())
    for form in _SPOKEN:
        try:
            return moment_of(datetime.strptime(text, form).replace(tzinfo=UTC).isoformat())
        except ValueError:
            continue
    return moment_of(datetime.fromisoformat(text).isoformat())


def text_of(content: Any) -> str:
    """The text of a message's content: a string, or the text parts of a list; other parts are named in brackets."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        inner = content.get("text") or content.get("value")
        if isinstance(inner, str):
            return inner
        kind = clean_line(str(content.get("type") or content.get("content_type") or "attachment"), 40)
        return f"[{kind.replace('_', ' ')}]"
    if isinstance(content, list):
        return "\n".join(part for part in map(text_of, content) if part)
    return ""


def to_session(talk: Talk, persona_id: str, now: datetime, new_id: NewId) -> SessionContent:
    """A talk as a session: ids are fresh, turns are counted, moments that are missing follow the one before.

    Args:
        talk: with at least one utterance.
        persona_id: who the other side is here.
        now: for a talk without any moment.
        new_id: gives ids.
    """
    session_id = new_id()
    at = next((one.at for one in talk.said if one.at), now)
    messages: list[Message] = []
    turn = 0
    for said in talk.said:
        at = max(at, said.at) if said.at else at + timedelta(milliseconds=1)
        turn += said.role is Role.USER
        persona = said.persona or persona_id
        messages.append(
            Message(
                id=new_id(),
                session_id=session_id,
                seq=len(messages) + 1,
                turn=turn,
                role=said.role,
                persona_id=persona,
                text=clean(said.text),
                created_at=at,
                versions=tuple(ReplyVersion(clean(text), persona, at) for text in said.earlier),
            )
        )
    title = clean_line(talk.title) or title_of(messages)
    meta = SessionMeta(
        session_id, title, persona_id, messages[0].created_at, at, turns=turn, titled_by_user=bool(talk.title)
    )
    return SessionContent(SessionState(meta), tuple(messages))


def title_of(messages: Sequence[Message]) -> str:
    """A title for a conversation that has none: the beginning of what the user said first."""
    first = next((message.text for message in messages if message.role is Role.USER), messages[0].text)
    return clean_line(first, 48)

"""What is not so any more, for replies that tell of it without a model: said in a session, or true before."""

from collections.abc import Mapping

from chatbot.domain.brief import Bygone
from chatbot.domain.memory import Memory, Polarity, Status
from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.pronouns import is_so, was_so
from chatbot.memory.query import Query
from chatbot.memory.similarity import same_value
from chatbot.memory.wrong import never_true

_OVER = (Status.SUPERSEDED, Status.FORGOTTEN)
_AHEAD = ("plan", "goal", "event", "deadline")
_HOLDS = (Status.ACTIVE, Status.CONFLICT)


def retold(records: Mapping[str, Memory], history: tuple[Message, ...]) -> dict[str, tuple[str, ...]]:
    """What still holds of each message that taught something untrue by now, or that put something right.

    Args:
        records: what the turn may know, of every status.
        history: messages of the session.

    Returns:
        Sentences of memories by message id; none where nothing of the message is left.
    """
    ids = {message.id for message in history}
    taught: dict[str, list[Memory]] = {}
    for memory in records.values():
        if memory.source.message_id in ids:
            taught.setdefault(memory.source.message_id, []).append(memory)
    return {
        message_id: tuple(one.text for one in told if one.status in _HOLDS)
        for message_id, told in taught.items()
        if any(one.status in _OVER or one.supersedes for one in told)
    }


def outdated(records: Mapping[str, Memory], session_id: str) -> frozenset[str]:
    """The messages of a session of which something was put right, or is over, since they were said.

    Args:
        records: every memory of the user, whoever may know it: nothing of it is told but that it holds no more.
        session_id: whose messages.
    """
    return frozenset(
        memory.source.message_id
        for memory in records.values()
        if memory.status in _OVER
        and memory.source.session_id == session_id
        and (memory.status is Status.SUPERSEDED or memory.superseded_by)
    )


_ASKING = lazy(
    r"(?i)\?|\b(?:what|where|who|whom|whose|when|which|how|do|did|am|is|are|was|were|have|had|can|tell|remind|before|"
    r"used?)\b"
)
"""Words without which nobody asks anything."""


def bygones(records: Mapping[str, Memory], query: Query) -> tuple[Bygone, ...]:
    """What was so before, and has ended or changed; not what was put right, which was never so.

    Args:
        records: what the turn may know, of every status.
        query: the turn's; its text says whether anything is asked.

    Returns:
        What ceased last comes first; empty where the text asks nothing.
    """
    if _ASKING.search(query.text) is None:
        return ()
    found = [one for memory in records.values() if (one := _bygone(memory, records, query)) is not None]
    return tuple(sorted(found, key=lambda one: one.until or one.said_at, reverse=True))


def _bygone(memory: Memory, records: Mapping[str, Memory], query: Query) -> Bygone | None:
    if memory.status is Status.ACTIVE and not memory.attribute:
        was = is_so(memory.text) if " used to " in memory.text else ""
        return Bygone(was, memory.text, memory.said_at) if was and query.may_know(memory) else None
    if memory.status is not Status.SUPERSEDED or memory.polarity is Polarity.NEGATIVE or never_true(memory):
        return None
    if memory.attribute in _AHEAD:
        return None  # nobody "used to be moving to Lisbon"
    heir = records.get(memory.superseded_by)
    if heir is not None and (heir.status is Status.FORGOTTEN or same_value(heir.value, memory.value)):
        return None
    if not query.may_know(replace(memory, status=Status.ACTIVE, valid_until=None)):
        return None
    told = was_so(memory.text)
    return Bygone(memory.text, told, memory.said_at, memory.valid_until) if told else None

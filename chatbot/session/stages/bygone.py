"""What is not so any more, for replies that tell of it without a model: said in a session, or true before."""

from collections.abc import Hashable, Iterable, Mapping

from chatbot.domain.brief import Bygone
from chatbot.domain.memory import Memory, Polarity, Status
from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.domain.records import Records
from chatbot.domain.value import replace
from chatbot.memory.pronouns import is_so, was_so
from chatbot.memory.query import Query
from chatbot.memory.similarity import same_value
from chatbot.memory.wrong import never_true

_OVER = (Status.SUPERSEDED, Status.FORGOTTEN)
_AHEAD = ("plan", "goal", "event", "deadline")
"""Nobody "used to be moving to Lisbon"."""
_MOST = 300
"""Of what ceased, so much of the newest is looked at for a reply: that takes some three milliseconds."""
_HOLDS = (Status.ACTIVE, Status.CONFLICT)


def retold(records: Records, history: tuple[Message, ...]) -> dict[str, tuple[str, ...]]:
    """What still holds of each message that taught something untrue by now, or that put something right.

    Args:
        records: what the turn may know, of every status.
        history: messages of the session.

    Returns:
        Sentences of memories by message id; none where nothing of the message is left.
    """
    found: dict[str, tuple[str, ...]] = {}
    for message in history:
        told = [one for one in records.sharing(_source, message.id) if one.source.message_id == message.id]
        if any(one.status in _OVER or one.supersedes for one in told):
            found[message.id] = tuple(one.text for one in told if one.status in _HOLDS)
    return found


def _source(memory: Memory) -> Iterable[Hashable]:
    return (memory.source.message_id,)


def outdated(records: Records, session_id: str) -> frozenset[str]:
    """The messages of a session of which something was put right, or is over, since they were said.

    Args:
        records: every memory of the user, whoever may know it: nothing of it is told but that it holds no more.
        session_id: whose messages.
    """
    over = (memory for memory in records.sharing(_over_in, session_id) if session_id in _over_in(memory))
    return frozenset(memory.source.message_id for memory in over)


def _over_in(memory: Memory) -> tuple[str, ...]:
    """The session in which something was said that is over or was put right; none of what was only forgotten."""
    over = memory.status is Status.SUPERSEDED or (memory.status is Status.FORGOTTEN and memory.superseded_by)
    return (memory.source.session_id,) if over else ()


_ASKING = lazy(
    r"(?i)\?|\b(?:what|where|who|whom|whose|when|which|how|do|did|am|is|are|was|were|have|had|can|tell|remind|before|"
    r"used?)\b"
)
"""Words without which nobody asks anything."""


def bygones(records: Records, query: Query) -> tuple[Bygone, ...]:
    """What was so before, and has ended or changed; not what was put right, which was never so.

    Args:
        records: what the turn may know, of every status.
        query: the turn's; its text says whether anything is asked.

    Returns:
        What ceased last comes first; empty where the text asks nothing.
    """
    if _ASKING.search(query.text) is None:
        return ()
    ceased = sorted(records.sharing(_was, _WAS), key=lambda memory: memory.valid_until or memory.said_at, reverse=True)
    found = (_bygone(memory, records, query) for memory in ceased[:_MOST])
    return tuple(one for one in found if one is not None)


_WAS = "was"


def _was(memory: Memory) -> tuple[str, ...]:
    """A key that those have which may tell of what was before."""
    told = not memory.attribute and " used to " in memory.text
    ended = memory.status is Status.SUPERSEDED and memory.attribute not in _AHEAD
    return (_WAS,) if told or ended else ()


def _bygone(memory: Memory, records: Mapping[str, Memory], query: Query) -> Bygone | None:
    if memory.status is Status.ACTIVE and not memory.attribute:
        was = is_so(memory.text) if " used to " in memory.text else ""
        return Bygone(was, memory.text, memory.said_at) if was and query.may_know(memory) else None
    if memory.status is not Status.SUPERSEDED or memory.polarity is Polarity.NEGATIVE or never_true(memory):
        return None
    if memory.attribute in _AHEAD:
        return None
    heir = records.get(memory.superseded_by)
    if heir is not None and (heir.status is Status.FORGOTTEN or same_value(heir.value, memory.value)):
        return None
    if not query.may_know(replace(memory, status=Status.ACTIVE, valid_until=None)):
        return None
    told = was_so(memory.text)
    return Bygone(memory.text, told, memory.said_at, memory.valid_until) if told else None

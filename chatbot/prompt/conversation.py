"""The earlier messages as the request holds them: the newest that fit, each stamped where another persona spoke."""

from collections.abc import Mapping, Sequence

from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.receipt import Span, spans
from chatbot.domain.value import Value
from chatbot.llm.base import ChatMessage
from chatbot.prompt.budget import message_tokens
from chatbot.prompt.inert import inert_name

_ALWAYS_VERBATIM = 6
"""The newest messages that are sent word for word although a chapter covers them."""


class Conversation(Value):
    """The messages chosen, oldest first.

    Attributes:
        messages: as sent.
        ids: of the session's messages that they are.
        history: the same as positions; ids of those that have none yet come last.
        tokens: of all together.
        left_out: how many earlier ones did not fit and are in no chapter.
    """

    messages: tuple[ChatMessage, ...] = ()
    ids: tuple[str, ...] = ()
    history: tuple[Span | str, ...] = ()
    tokens: int = 0
    left_out: int = 0


def choose(
    history: Sequence[Message], persona_id: str, names: Mapping[str, str], room_tokens: int, covered_seq: int
) -> Conversation:
    """The newest messages that fit.

    Args:
        history: oldest first.
        persona_id: who replies now; replies of others are stamped with their name.
        names: persona id -> name, for the stamps.
        room_tokens: the most tokens of all together.
        covered_seq: messages up to this position are in the summary that is sent; 0 for none.
    """
    spoken = [message for message in history if message.text.strip() and message.state is not MessageState.DRAFT]
    chosen: list[tuple[Message, ChatMessage]] = []
    used = left_out = 0
    full = False
    for age, message in enumerate(reversed(spoken)):
        if age >= _ALWAYS_VERBATIM and 0 < message.seq <= covered_seq:
            continue
        if not full:
            sent = _as_sent(message, persona_id, names)
            tokens = message_tokens(sent)
            full = used + tokens > room_tokens
        if full:
            left_out += message.seq == 0 or message.seq > covered_seq
            continue
        chosen.append((message, sent))
        used += tokens
    chosen.reverse()
    own = [message for message, _ in chosen]
    places: tuple[Span | str, ...] = (
        *spans(one.seq for one in own if one.seq),
        *(one.id for one in own if not one.seq),
    )
    return Conversation(tuple(sent for _, sent in chosen), tuple(one.id for one in own), places, used, left_out)


def _as_sent(message: Message, persona_id: str, names: Mapping[str, str]) -> ChatMessage:
    if message.role is Role.USER:
        return ChatMessage("user", message.text)
    if message.persona_id == persona_id:
        return ChatMessage("assistant", message.text)
    return ChatMessage("assistant", f"[{inert_name(names.get(message.persona_id, message.persona_id))}] {message.text}")

"""What stands near the end of a request: the persona's reminder, and a card's note at its depth."""

from collections.abc import Sequence

from chatbot.domain.persona import DepthNote, Persona
from chatbot.domain.value import Value
from chatbot.llm.base import ChatMessage
from chatbot.prompt.budget import cut_to, message_tokens
from chatbot.prompt.character import Expand, overridden
from chatbot.prompt.prose import prose


class Ending(Value):
    """The two texts; None where there is none.

    Attributes:
        reminder: goes right before the user's message.
        note: goes `depth` messages before the end.
        depth: 0 is after the user's message.
    """

    reminder: ChatMessage | None = None
    note: ChatMessage | None = None
    depth: int = 0

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """Those that there are."""
        return tuple(message for message in (self.note, self.reminder) if message)

    @property
    def tokens(self) -> int:
        """Of both, with their frames."""
        return sum(map(message_tokens, self.messages))


def ending_of(persona: Persona, char: str, due: bool, expand: Expand, most_tokens: int) -> Ending:
    """The ending for a turn.

    Args:
        persona: whose; a card's instruction for the end is sent every turn, `{{original}}` in it is the reminder.
        char: its name, inert.
        due: whether the persona's own reminder is due.
        expand: replaces macros.
        most_tokens: for each of the two.
    """
    own = ""
    if due and persona.consistency.reminder.strip():
        own = prose("reminder", {"reminder": expand(persona.consistency.reminder).strip(), "char": char})
    text = cut_to(overridden(persona.prompt.reminder, own, expand), most_tokens)
    note: DepthNote = persona.prompt.depth_note
    noted = cut_to(expand(note.text).strip(), most_tokens)
    return Ending(
        ChatMessage("system", text) if text else None,
        ChatMessage(note.role, noted) if noted else None,
        max(note.depth, 0),
    )


def with_ending(earlier: Sequence[ChatMessage], ending: Ending, message: ChatMessage) -> tuple[ChatMessage, ...]:
    """The conversation with the ending in its places and the user's message last (but for a note of depth 0)."""
    talk = [*earlier, message]
    if ending.reminder:
        talk.insert(len(talk) - 1, ending.reminder)
    if ending.note:
        counted = [index for index, each in enumerate(talk) if each is not ending.reminder]
        place = counted[-ending.depth] if 0 < ending.depth <= len(counted) else 0 if ending.depth else len(talk)
        talk.insert(place, ending.note)
    return tuple(talk)

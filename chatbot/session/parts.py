"""What every session of one user shares: the personas, the model in its seat, the clock, the rules of a turn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chatbot.domain.ids import Clock, NewId
from chatbot.domain.persona import Persona
from chatbot.domain.value import Value
from chatbot.errors import NotFound
from chatbot.llm.base import ChatModel
from chatbot.persona.catalog import DEFAULT_PERSONA


class Personas(Protocol):
    """Where personas are found."""

    def get(self, id_or_name: str = DEFAULT_PERSONA) -> Persona:
        """The persona of that id or name, without one the default.

        Raises:
            NotFound: there is none.
        """


@dataclass(slots=True)
class ModelSeat:
    """The model that replies now, and why it is that one. The one thing that all sessions share and the user changes.

    Attributes:
        model: see `ChatModel`.
        why: one line for the screen.
    """

    model: ChatModel
    why: str


class TurnRules(Value):
    """What the user set for all turns.

    Attributes:
        memory_mode: rules | background | tools | hybrid | off; a session's own mode wins.
        mask_secrets: whether keys and card numbers are masked before a message is stored.
        reply_tokens: the most tokens of a reply; 0 for the persona's wish, or `DEFAULT_REPLY_TOKENS`.
        draft_seconds: how often a reply that is being written is kept on disk.
    """

    memory_mode: str = "hybrid"
    mask_secrets: bool = True
    reply_tokens: int = 0
    draft_seconds: float = 1.0


DEFAULT_REPLY_TOKENS = 800


class Parts(Value):
    """Shared by all sessions of one user.

    Attributes:
        user_name: what the user is called where no memory says better.
        personas, seat, rules: see there.
        clock, new_id: the present moment, and fresh identifiers.
        stopwatch: monotonic seconds, for durations.
    """

    user_name: str
    personas: Personas
    seat: ModelSeat
    rules: TurnRules
    clock: Clock
    new_id: NewId
    stopwatch: Callable[[], float]

    def name_of(self, persona_id: str) -> str:
        """What a persona is called; its id where its file is gone."""
        try:
            return self.personas.get(persona_id).char
        except NotFound:
            return persona_id

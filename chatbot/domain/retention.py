"""How long sessions and kinds of memory are kept: what the user set. Loaded with the settings, so it is small."""

from collections.abc import Mapping

from chatbot.domain.slots import Kind
from chatbot.domain.value import Value, field


class Retention(Value):
    """For how many days things are kept. 0 is for ever.

    Attributes:
        sessions_days: a session, from its last turn.
        kinds: a memory, by kind, from when it was last said or changed; kinds that are not named stay.
    """

    sessions_days: int = 0
    kinds: Mapping[Kind, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sessions_days or self.kinds)

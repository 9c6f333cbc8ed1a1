"""The offline companion as a model: it streams what `writing` puts together, word by word."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import tzinfo

from chatbot.domain.patterns import lazy
from chatbot.domain.receipt import Usage
from chatbot.errors import ModelRefused
from chatbot.llm.base import ChatRequest, Finished, FinishReason, ReplyEvent, TextDelta
from chatbot.llm.offline.writing import write

HELP_TEXT = (
    "What you write worries me, and I want you to be safe. I am a program and cannot help as a person can. "
    "If you are in danger right now, please call your local emergency number. If you can, tell somebody near you, "
    "or call a crisis line in your country; they are there for exactly this, at any hour."
)
"""Said first on signs of crisis, where the program gives no other text. It names no number, since the right
one differs by country."""

_PIECE = lazy(r"\S+\s*|\s+")


class OfflineCompanion:
    """A `ChatModel` that needs no model: it reads the request's brief, never its prompt.

    Args:
        help_text: said first on signs of crisis.
        zone: the zone of the dates it names; None for this machine's.
    """

    def __init__(self, help_text: str = HELP_TEXT, zone: tzinfo | None = None) -> None:
        self._help_text = help_text
        self._zone = zone

    @property
    def backend(self) -> str:
        """`offline`."""
        return "offline"

    @property
    def name(self) -> str:
        """`companion`: there is no server that could name it."""
        return "companion"

    @property
    def local(self) -> bool:
        """True: nothing leaves the machine."""
        return True

    @property
    def context_tokens(self) -> int:
        """It reads no prompt; the figure is for the receipt's budget."""
        return 8192

    async def reply(self, request: ChatRequest) -> AsyncGenerator[ReplyEvent, None]:
        """Streams the reply in words.

        Raises:
            ModelRefused: the request has no brief, so it is no turn of a conversation.
        """
        if request.brief is None:
            raise ModelRefused(
                "the offline companion only talks with the user", "connect a model for this (see --backend)"
            )
        for piece in _PIECE.findall(write(request.brief, self._help_text, self._zone)):
            yield TextDelta(piece)
            await asyncio.sleep(0)
        yield Finished(FinishReason.STOP, Usage())

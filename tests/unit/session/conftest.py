"""The whole program on a folder of its own, with a model that says what it is told."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from chatbot.assemble import Companion, assemble
from chatbot.config import Settings
from chatbot.llm.base import ChatModel
from chatbot.paths import Paths

Opener = Callable[..., Companion]


@pytest.fixture
async def open_companion(tmp_path: Path) -> AsyncIterator[Opener]:
    """Opens the same user's program, as often as wanted; all are closed at the end."""
    opened: list[Companion] = []

    def opener(model: ChatModel | None = None, user: str = "ana") -> Companion:
        companion = assemble(Settings(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state"), user))
        if model is not None:
            companion.seat.model = model
        opened.append(companion)
        return companion

    yield opener
    for companion in opened:
        await companion.close()

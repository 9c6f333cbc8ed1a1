"""The companion as a model."""

import pytest

from chatbot.errors import ModelRefused
from chatbot.llm.base import ChatRequest, Finished, TextDelta
from chatbot.llm.offline import HELP_TEXT, OfflineCompanion
from tests.unit.llm.briefs import Talk


async def test_streams_words_and_ends() -> None:
    events = [event async for event in OfflineCompanion().reply(ChatRequest((), Talk().brief("hello there")))]
    assert isinstance(events[-1], Finished)
    deltas = [event.text for event in events[:-1] if isinstance(event, TextDelta)]
    assert len(deltas) > 2 and len(deltas) == len(events) - 1
    assert all(len(delta.split()) == 1 for delta in deltas)


async def test_help_comes_first() -> None:
    brief = Talk().brief("I can't go on", crisis=True)
    events = [event async for event in OfflineCompanion().reply(ChatRequest((), brief))]
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert text.startswith(HELP_TEXT)


async def test_refuses_what_is_no_turn() -> None:
    with pytest.raises(ModelRefused, match="only talks"):
        await anext(OfflineCompanion().reply(ChatRequest(())))

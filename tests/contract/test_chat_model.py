"""Every `ChatModel` keeps what the Protocol says."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing

import pytest

from chatbot.errors import ModelError
from chatbot.llm.base import ChatMessage, ChatModel, ChatRequest, Finished, TextDelta
from chatbot.llm.offline import OfflineCompanion
from chatbot.llm.openai_chat import OpenAIChat
from tests.scripted_model import ScriptedModel
from tests.servers.openai_server import OpenAIServer
from tests.unit.llm.briefs import Talk

REQUEST = ChatRequest((ChatMessage("user", "hello"),), Talk().brief("hello"))


@pytest.fixture(params=["openai", "offline", "scripted"])
def model(request: pytest.FixtureRequest) -> Iterator[ChatModel]:
    if request.param == "offline":
        yield OfflineCompanion()
    elif request.param == "scripted":
        yield ScriptedModel("Hello there, you.", "And again.")
    else:
        with OpenAIServer() as server:
            yield OpenAIChat(server.url, "k", "test-model")


async def test_text_then_one_end(model: ChatModel) -> None:
    events = [event async for event in model.reply(REQUEST)]
    assert [type(event) for event in events].count(Finished) == 1 and isinstance(events[-1], Finished)
    assert "".join(event.text for event in events if isinstance(event, TextDelta)).strip()
    assert events[-1].usage.prompt_tokens >= 0 and events[-1].usage.completion_tokens >= 0


async def test_can_be_closed_early_and_asked_again(model: ChatModel) -> None:
    async with aclosing(model.reply(REQUEST)) as stream:
        await anext(stream)
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
    assert [event async for event in model.reply(REQUEST)]


async def test_nothing_happens_before_it_is_read(model: ChatModel) -> None:
    stream = model.reply(REQUEST)
    await stream.aclose()
    assert [event async for event in model.reply(REQUEST)]


def test_says_what_it_is(model: ChatModel) -> None:
    assert model.backend in ("openai", "offline") and model.name and model.local
    assert model.context_tokens >= 1000


@pytest.mark.parametrize("make", [OfflineCompanion, ScriptedModel])
async def test_fails_with_a_model_error_only(make: Callable[[], ChatModel]) -> None:
    with pytest.raises(ModelError) as caught:
        await anext(aiter_of(make()))
    assert caught.value.message


def aiter_of(model: ChatModel) -> AsyncIterator[object]:
    return model.reply(ChatRequest((ChatMessage("user", "x"),)))

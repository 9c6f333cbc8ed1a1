"""The double."""

import asyncio
from contextlib import aclosing

import pytest

from chatbot.errors import ModelBusy, ModelFault
from chatbot.llm.base import ChatRequest, Finished, Retrying, TextDelta
from tests.scripted_model import Script, ScriptedModel

ASK = ChatRequest(())


async def test_says_its_lines_in_order() -> None:
    model = ScriptedModel("one", Script(("t", Retrying(1.0, "busy"), "wo")))
    assert [type(event) async for event in model.reply(ASK)] == [TextDelta, Finished]
    events = [event async for event in model.reply(ASK)]
    assert events[:3] == [TextDelta("t"), Retrying(1.0, "busy"), TextDelta("wo")] and isinstance(events[3], Finished)
    assert model.requests == [ASK, ASK] and model.closed == 0
    with pytest.raises(ModelFault):
        await anext(model.reply(ASK))


async def test_waits_at_a_gate() -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("a", "b"), gates={1: gate}))
    async with aclosing(model.reply(ASK)) as stream:
        assert await anext(stream) == TextDelta("a")
        coming = asyncio.ensure_future(anext(stream))
        await model.waiting.wait()
        assert not coming.done()
        gate.set()
        assert await coming == TextDelta("b")
    assert model.closed == 1


@pytest.mark.parametrize(("at", "said"), [(0, 0), (1, 1), (2, 2)])
async def test_fails_where_it_is_told(at: int, said: int) -> None:
    model = ScriptedModel(Script(("a", "b"), error=ModelBusy("x"), error_at=at))
    events = []
    with pytest.raises(ModelBusy):
        async for event in model.reply(ASK):
            events.append(event)
    assert len(events) == said


async def test_a_cut_has_no_end() -> None:
    model = ScriptedModel(Script(("a",), cut=True))
    assert [event async for event in model.reply(ASK)] == [TextDelta("a")]

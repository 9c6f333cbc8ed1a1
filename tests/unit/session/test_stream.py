import asyncio

from chatbot.domain.receipt import Receipt
from chatbot.session.events import PromptComposed, ReplyDelta, Stage, TurnFailed
from chatbot.session.stream import TurnStream
from chatbot.session.trace import Trace, fold


def delta(text: str) -> ReplyDelta:
    return ReplyDelta(turn=1, elapsed_ms=0.0, message_id="m", text=text)


async def test_every_reader_sees_every_event_from_the_first() -> None:
    stream = TurnStream(lambda: None)
    seen: list[list[str]] = [[], []]

    async def read(number: int) -> None:
        async for event in stream:
            assert isinstance(event, ReplyDelta)
            seen[number].append(event.text)

    first = asyncio.create_task(read(0))
    stream.write(delta("a"))
    await asyncio.sleep(0)
    second = asyncio.create_task(read(1))
    stream.write(delta("b"))
    stream.close()
    await asyncio.gather(first, second)
    assert seen == [["a", "b"], ["a", "b"]]


async def test_a_reader_that_leaves_hurts_nobody() -> None:
    stream = TurnStream(lambda: None)
    stream.write(delta("a"))
    async for _ in stream:
        break
    cancelled = asyncio.create_task(stream.wait())
    await asyncio.sleep(0)
    cancelled.cancel()
    stream.write(delta("b"))
    stream.close()
    assert (await stream.wait()).reply_text == "ab"
    assert stream.finished


async def test_stopping_is_passed_on() -> None:
    stopped: list[bool] = []
    TurnStream(lambda: stopped.append(True)).interrupt()
    assert stopped == [True]


def test_the_trace_adds_up_what_was_said_and_how_long_it_took() -> None:
    trace = Trace()
    for event in (
        PromptComposed(turn=3, elapsed_ms=4.0, receipt=Receipt("offline", "offline")),
        delta("Hel"),
        delta("lo"),
        TurnFailed(turn=3, elapsed_ms=9.0, stage=Stage.REPLY, reason="cut", hint="again"),
    ):
        trace = fold(trace, event)
    assert trace.reply_text == "Hello"
    assert trace.failed is not None
    assert trace.stage is Stage.REPLY
    assert dict(trace.elapsed_ms) == {"compose": 4.0, "reply": 5.0}

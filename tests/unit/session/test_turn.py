"""A turn: what is on disk when, what is told, and what survives a failure."""

import asyncio
from concurrent.futures import Future
from typing import Any

import pytest

from chatbot.domain.message import MessageState, Role
from chatbot.domain.mood import Whose
from chatbot.errors import ModelBusy, ModelError, ModelFault, ModelRefused, ModelUnreachable, NotFound, StorageError
from chatbot.llm.base import Retrying
from chatbot.session.events import (
    MemoriesChanged,
    MemoriesRecalled,
    Perceived,
    PromptComposed,
    ReplyDelta,
    ReplyFinished,
    Stage,
    TurnCommitted,
    TurnStarted,
)
from tests.scripted_model import Script, ScriptedModel
from tests.unit.session.conftest import Opener


async def test_a_turn_tells_its_stages_in_order(open_companion: Opener) -> None:
    companion = open_companion(ScriptedModel(Script(("Hi ", "Ana."))))
    session = await companion.sessions.create("plain")
    kinds: list[type] = []
    async for event in session.send("Hi, I'm Ana"):
        if type(event) not in kinds:
            kinds.append(type(event))
    assert kinds == [
        TurnStarted, Perceived, MemoriesChanged, MemoriesRecalled, PromptComposed, ReplyDelta, ReplyFinished,
        TurnCommitted,
    ]  # fmt: skip


async def test_the_message_is_on_disk_before_the_model_is_asked(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("Hello",), gates={0: gate}))
    session = await open_companion(model).sessions.create("plain")
    stream = session.send("first words")
    await model.waiting.wait()
    other = open_companion()
    seen = await other.sessions.open(session.id)
    assert [message.text for message in seen.files.messages()] == ["first words"]
    gate.set()
    trace = await stream.wait()
    assert trace.committed
    assert [message.text for message in seen.files.messages()] == ["first words", "Hello"]


async def test_everything_is_there_after_a_restart(open_companion: Opener) -> None:
    companion = open_companion(ScriptedModel("Hello Ana."))
    session = await companion.sessions.create("plain")
    await session.send("Hi, I'm Ana and I feel great today").wait()
    await companion.close()
    again = await open_companion().sessions.open(session.id)
    user, reply = again.files.messages()
    assert (user.role, reply.role) == (Role.USER, Role.PERSONA)
    assert reply.receipt is not None
    assert reply.receipt.usage.prompt_tokens == 10
    assert {"begin", "recall", "compose", "reply"} <= set(reply.receipt.elapsed_ms)
    assert user.reading is not None
    assert again.meta.title == "Hi, I'm Ana and I feel great today"
    assert again.meta.turns == 1
    assert again.state.mood_points


async def test_a_stopped_reply_is_kept_and_marked(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("One ", "two ", "three"), gates={2: gate}))
    session = await open_companion(model).sessions.create("plain")
    stream = session.send("count")
    await model.waiting.wait()
    stream.interrupt()
    trace = await stream.wait()
    assert trace.failed is None
    assert trace.reply is not None
    assert trace.reply.state is MessageState.INTERRUPTED
    assert session.files.messages()[-1].text == "One two "
    assert model.closed == 1
    assert session.running is None


async def test_stopping_before_the_first_word_keeps_only_the_message(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("One",), gates={0: gate}), "again")
    session = await open_companion(model).sessions.create("plain")
    stream = session.send("count")
    await model.waiting.wait()
    stream.interrupt()
    trace = await stream.wait()
    assert trace.failed is not None
    assert "Stopped" in trace.failed.reason
    assert [message.role for message in session.files.messages()] == [Role.USER]
    trace = await session.regenerate().wait()
    assert [message.text for message in session.files.messages()] == ["count", "again"]


@pytest.mark.parametrize("error", [ModelRefused, ModelBusy, ModelUnreachable, ModelFault])
async def test_a_model_that_fails_costs_only_the_reply(open_companion: Opener, error: type[ModelError]) -> None:
    model = ScriptedModel(Script(error=error("It broke.", "Mend it.")), "Better now.", "And again.")
    session = await open_companion(model).sessions.create("plain")
    trace = await session.send("hello").wait()
    assert trace.failed is not None
    assert (trace.failed.stage, trace.failed.reason, trace.failed.hint) == (Stage.REPLY, "It broke.", "Mend it.")
    assert [message.text for message in session.files.messages()] == ["hello"]
    assert (await session.regenerate().wait()).committed
    assert (await session.send("and?").wait()).committed
    assert [m.text for m in session.files.messages()] == ["hello", "Better now.", "and?", "And again."]


@pytest.mark.parametrize(
    "script", [Script(("Half a",), cut=True), Script(("Half a",), error=ModelFault("x"), error_at=1)]
)
async def test_a_reply_that_breaks_off_is_kept_and_marked(open_companion: Opener, script: Script) -> None:
    session = await open_companion(ScriptedModel(script, "Whole.")).sessions.create("plain")
    trace = await session.send("hello").wait()
    assert trace.failed is not None
    assert trace.failed.kept is not None
    assert session.files.messages()[-1].state is MessageState.INTERRUPTED
    assert session.files.messages()[-1].text == "Half a"
    await session.regenerate().wait()
    reply = session.files.messages()[-1]
    assert (reply.text, reply.state) == ("Whole.", MessageState.COMPLETE)
    assert [version.text for version in reply.versions] == ["Half a"]


async def test_an_abandoned_reader_does_not_stop_the_turn(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("a", "b"), gates={1: gate}), "next")
    session = await open_companion(model).sessions.create("plain")

    async def reader() -> None:
        async for event in session.send("hello"):
            if isinstance(event, ReplyDelta):
                break

    await reader()
    cancelled = asyncio.create_task(reader_of(session))
    await asyncio.sleep(0)
    cancelled.cancel()
    gate.set()
    await session.send("more").wait()
    assert [m.text for m in session.files.messages()] == ["hello", "ab", "more", "next"]


async def reader_of(session: Any) -> None:
    if session.running is not None:
        async for _ in session.running:
            pass


async def test_turns_run_one_after_the_other(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("1", "2", "3")).sessions.create("plain")
    streams = [session.send(text) for text in "abc"]
    await asyncio.gather(*(stream.wait() for stream in streams))
    messages = session.files.messages()
    assert [m.text for m in messages] == ["a", "1", "b", "2", "c", "3"]
    assert [m.turn for m in messages] == [1, 1, 2, 2, 3, 3]


async def test_a_waiting_server_is_told_of(open_companion: Opener) -> None:
    model = ScriptedModel(Script((Retrying(2.0, "The server is busy"), "ok")))
    session = await open_companion(model).sessions.create("plain")
    lines = [event.line async for event in session.send("hi") if hasattr(event, "line")]
    assert lines == ["The server is busy; trying again in 2 s"]


async def test_a_message_that_cannot_be_saved_goes_nowhere(
    open_companion: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ScriptedModel("ok")
    session = await open_companion(model).sessions.create("plain")

    def full(message: object) -> object:
        raise StorageError("The disk is full.", "Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(session.files, "append", full)
        trace = await session.send("hello").wait()
    assert trace.failed is not None
    assert trace.failed.stage is Stage.BEGIN
    assert not model.requests
    assert (await session.send("hello").wait()).committed


async def test_a_stage_that_breaks_is_left_out_and_said(
    open_companion: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise RuntimeError("secret words of the user")

    monkeypatch.setattr("chatbot.session.stages.learn.extract", broken)
    session = await open_companion(ScriptedModel("ok")).sessions.create("plain")
    trace = await session.send("I live in Porto").wait()
    assert trace.committed
    assert [skipped.stage for skipped in trace.skipped] == [Stage.LEARN]
    assert "secret" not in trace.skipped[0].reason


async def test_secrets_are_masked_before_they_are_stored(open_companion: Opener) -> None:
    key = "sk-" + "a1B2c3D4e5F6g7H8i9J0" * 2
    model = ScriptedModel("ok")
    session = await open_companion(model).sessions.create("plain")
    await session.send(f"my key is {key}").wait()
    assert key not in session.files.messages()[0].text
    assert key not in str(model.requests)


async def test_whoever_spoke_when_the_turn_began_has_the_reply(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("Hello",), gates={0: gate}))
    session = await open_companion(model).sessions.create("plain")
    stream = session.send("hi")
    await model.waiting.wait()
    await session.switch_persona("reviewer")
    gate.set()
    await stream.wait()
    assert [message.persona_id for message in session.files.messages()] == ["plain", "plain"]


async def test_a_queued_message_does_not_take_the_handle_of_the_running_reply(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("One", "two"), gates={1: gate}), Script(("Three", "four"), gates={1: gate}))
    session = await open_companion(model).sessions.create("plain")
    first = session.send("a")
    await model.waiting.wait()
    session.send("b")
    assert session.running is first
    await session.close()
    assert session.running is None
    assert session.files.messages()[1].text == "One"


async def test_a_regenerated_reply_streams_under_its_own_id(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("old", "new")).sessions.create("plain")
    await session.send("hi").wait()
    reply = session.files.messages()[-1]
    ids = {event.message_id async for event in session.regenerate(reply.id) if isinstance(event, ReplyDelta)}
    assert ids == {reply.id}
    assert [m.text for m in session.files.messages()] == ["hi", "new"]


async def test_any_old_exchange_can_be_answered_again_in_its_place(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("1", "2", "3", "again")).sessions.create("plain")
    for text in "abc":
        await session.send(text).wait()
    question = session.files.messages()[0]
    await session.regenerate(question.id).wait()
    assert [m.text for m in session.files.messages()] == ["a", "again", "b", "2", "c", "3"]
    await session.delete_messages((session.files.messages()[2].id,))
    with pytest.raises(NotFound):
        session.regenerate(session.files.messages()[2].id)


async def test_a_message_changed_while_its_reply_streams_costs_nothing(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("One",), gates={0: gate}), Script(("Two",), gates={0: gate}))
    session = await open_companion(model).sessions.create("plain")
    stream = session.send("teh words")
    await model.waiting.wait()
    await session.edit_message(session.files.messages()[0].id, "the words")
    gate.set()
    assert (await stream.wait()).committed
    gate.clear()
    stream = session.send("to be deleted")
    await model.waiting.wait()
    await session.delete_messages((session.files.messages()[-1].id,))
    gate.set()
    assert (await stream.wait()).committed
    assert [m.text for m in session.files.messages()] == ["the words", "One", "Two"]


async def test_a_reply_that_could_not_be_saved_is_saved_with_the_next_turn(
    open_companion: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await open_companion(ScriptedModel("old", "new", "next")).sessions.create("plain")
    await session.send("hi").wait()

    def full(message: object) -> Future[object]:
        failed: Future[object] = Future()
        failed.set_exception(StorageError("The disk is full.", "Make room."))
        return failed

    with monkeypatch.context() as patch:
        patch.setattr(session.files, "replace", full)
        trace = await session.regenerate().wait()
    assert trace.failed is not None
    assert trace.failed.stage is Stage.COMMIT
    assert trace.reply is not None
    events = [event async for event in session.send("more")]
    saved = [event.message.text for event in events if isinstance(event, TurnCommitted)]
    assert saved == ["new", "next"]
    assert [m.text for m in session.files.messages()] == ["hi", "new", "more", "next"]


async def test_two_programs_count_their_turns_together(open_companion: Opener) -> None:
    one = open_companion(ScriptedModel("1", "3"))
    session = await one.sessions.create("plain")
    await session.send("a").wait()
    other = await open_companion(ScriptedModel("2")).sessions.open(session.id)
    await other.send("b").wait()
    await session.send("c").wait()
    assert [m.turn for m in session.files.messages()] == [1, 1, 2, 2, 3, 3]


async def test_an_edited_message_moves_the_mood_once(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("oh", "ah")).sessions.create("plain")
    await session.send("I hate this awful horrible day").wait()
    question = session.files.messages()[0]
    await session.edit_message(question.id, "I love this wonderful day")
    await session.regenerate(question.id).wait()
    mine = [point for point in session.state.mood_points if point.whose.value == "user"]
    assert [point.message_id for point in mine] == [question.id]
    assert session.state.user_mood.valence > 0


async def test_an_edit_and_a_preview_mask_secrets_too(open_companion: Opener) -> None:
    key = "sk-" + "a1B2c3D4e5F6g7H8i9J0" * 2
    session = await open_companion(ScriptedModel("ok")).sessions.create("plain")
    await session.send("hi").wait()
    edited = await session.edit_message(session.files.messages()[0].id, f"my key is {key}")
    assert key not in edited.text
    assert key not in str((await session.preview(f"my key is {key}")).messages)


async def test_a_page_that_cannot_be_read_leaves_recall_working(
    open_companion: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    companion = open_companion(ScriptedModel("ok", "fine"))
    session = await companion.sessions.create("plain")
    await session.send("I live in Porto").wait()
    await companion.close()
    again = open_companion(ScriptedModel("fine"))

    def unreadable(*_: object) -> None:
        raise StorageError("page 1 cannot be read")

    monkeypatch.setattr("chatbot.memory.index.RecallIndex.add_messages", unreadable)
    opened = await again.sessions.open(session.id)
    trace = await opened.send("where do I live?").wait()
    assert not trace.skipped
    assert "Porto" in str(trace.recalled)


async def test_nobody_is_greeted_by_the_name_of_their_login(open_companion: Opener) -> None:
    companion = open_companion()
    session = await companion.sessions.create("plain")
    login = session.belongings.parts.user_name
    told: list[str] = []
    for line in ("hello", "my name is Wilhelmina", "thank you", "bye"):
        turn = await session.send(line).wait()
        told.append(turn.reply.text if turn and turn.reply else "")
    assert login and not any(login in reply for reply in told)
    assert "Wilhelmina" in "".join(told[1:])


async def test_two_programs_in_one_session_lose_no_turn_and_no_mood(open_companion: Opener) -> None:
    first = open_companion(ScriptedModel("oh", "oh"))
    session = await first.sessions.create("plain")
    others = [await open_companion(ScriptedModel("oh")).sessions.open(session.id) for _ in range(3)]
    together = [one.send("I am so sad today, everything is awful") for one in others]
    traces = [await stream.wait() for stream in together]
    assert sorted(trace.turn for trace in traces) == [1, 2, 3]
    last = await session.send("I am so sad today, everything is awful").wait()
    assert (last.turn, session.meta.turns) == (4, 4)
    line = [point.state.valence for point in session.state.mood_points if point.whose is Whose.USER]
    assert len(line) == 4
    assert line == sorted(set(line), reverse=True)  # each begins where the one before ended
    assert session.state.user_mood.valence == line[-1]

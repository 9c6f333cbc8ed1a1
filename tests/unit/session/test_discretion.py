"""What a model is told of the past: nothing that was forgotten, and nothing local where it runs on another machine."""

import asyncio
import json

import pytest

from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import Memory
from chatbot.llm.base import ChatRequest, FinishReason, ToolCall
from chatbot.llm.openai_chat import OpenAIChat
from chatbot.llm.patience import Retries
from chatbot.memory.book import MemoryBook
from chatbot.session import chapters
from chatbot.session.discretion import FORGOTTEN_MARK, LOCAL_MARK
from chatbot.session.session import Session
from tests.scripted_model import Script, ScriptedModel
from tests.servers.openai_server import OpenAIServer
from tests.unit.session.conftest import Opener

TAUGHT = "I had a long day. My brother is called Samwise. He lives in Leeds. I drink coffee."


def sent(request: ChatRequest) -> str:
    return "\n".join(message.content for message in request.messages)


def the(session: Session, attribute: str) -> Memory:
    known = session.memories.readable(session.id, session.meta.persona_id).values()
    return next(memory for memory in known if memory.attribute == attribute)


async def test_the_sentence_that_taught_a_forgotten_memory_is_sent_no_more(open_companion: Opener) -> None:
    model = ScriptedModel("Samwise, what a name.", "I see.", "Fine.", context_tokens=4000)
    companion = open_companion(model)
    session = await companion.sessions.create("plain")
    await session.send(TAUGHT).wait()
    await session.send("What now?").wait()
    assert "Samwise" in sent(model.requests[1])
    companion.book.forget((the(session, "family.brother").id, the(session, "home").id)).result()
    preview = await session.preview("And now?")
    await session.send("And now?").wait()
    told = sent(model.requests[2])
    assert "Samwise" not in told and "Leeds" not in told
    assert "I had a long day." in told and "I drink coffee." in told and FORGOTTEN_MARK in told
    assert preview.messages == model.requests[2].messages
    assert session.files.messages()[0].text == TAUGHT


async def test_what_is_known_anew_is_told_again(open_companion: Opener) -> None:
    model = ScriptedModel("Hm.", "Yes.", "Fine.")
    companion = open_companion(model)
    session = await companion.sessions.create("plain")
    await session.send(TAUGHT).wait()
    memory = the(session, "family.brother")
    companion.book.forget((memory.id,)).result()
    companion.book.restore(memory.id).result()
    await session.send("And now?").wait()
    assert "My brother is called Samwise." in sent(model.requests[1])


@pytest.mark.parametrize("local", [True, False])
async def test_a_local_memory_leaves_in_no_way(open_companion: Opener, local: bool) -> None:
    """History, recall, name, tools, background reading, chapters: all that is asked of the model is looked at."""
    search = Script(
        (), (ToolCall("c1", "search_memory", '{"query": "locker number brother"}'),), FinishReason.TOOL_CALLS
    )
    add = Script(
        (),
        (ToolCall("c2", "add_memory", json.dumps({"text": "x", "attribute": "home", "value": "Oslo", "quote": ""})),),
        FinishReason.TOOL_CALLS,
    )
    model = ScriptedModel("Samwise it is.", "Noted.", search, add, "Right.", "- A talk.", "Bye.", local=local)
    companion = open_companion(model)
    session = await companion.sessions.create("plain")
    await session.send("My brother is called Samwise. I live in Leeds.").wait()
    await session.send("Remember that the locker number is 4711").wait()
    before = len(model.requests), len(model.structured_requests)
    for memory in tuple(session.memories.everything().values()):
        companion.book.edit(memory.id, local_only=True).result()
    await session.send("Which locker is it, and where am I at home?").wait()
    await chapters.write_next(session.belongings, everything=True)
    await session.send("I think that we had better go on talking about my brother").wait()
    later = [*model.requests[before[0] :], *model.structured_requests[before[1] :]]
    assert len(later) >= 5
    told = "\n".join(map(sent, later))
    for secret in ("Samwise", "Leeds", "4711"):
        assert (secret in told) is local
    assert (LOCAL_MARK in told) is not local


async def test_a_chapter_tells_nothing_that_was_hidden_since(open_companion: Opener) -> None:
    model = ScriptedModel("Hm.", "Hm.", "- Samwise, the brother, lives in Leeds.", "Yes.", "- A long day.", "Fine.")
    companion = open_companion(model)
    session = await companion.sessions.create("plain")
    await session.send(TAUGHT).wait()
    await session.send("What now?").wait()
    await chapters.write_next(session.belongings, everything=True)
    assert session.state.chapters
    companion.book.forget((the(session, "family.brother").id, the(session, "home").id)).result()
    await session.send("And now?").wait()
    assert all("Samwise" not in sent(request) for request in model.requests[3:])
    assert all("Samwise" not in one.text and "Leeds" not in one.text for one in session.state.chapters)


async def test_the_bytes_that_reach_a_server_elsewhere(open_companion: Opener) -> None:
    class Elsewhere(OpenAIChat):
        local = False  # the double listens on this machine

    with OpenAIServer() as server:
        model = Elsewhere(server.url, "", "test-model", retries=Retries(most=0))
        session = await open_companion(model).sessions.create("plain")
        await session.send("My brother is called Samwise.").wait()
        memory = the(session, "family.brother")
        await asyncio.wrap_future(MemoryBook(session.memories, utc_now, new_id).edit(memory.id, local_only=True))
        heard = len(server.requests)
        await session.send("How is he, my brother?").wait()
        told = json.dumps([request.body for request in server.requests[heard:]])
        await model.close()
    assert "How is he" in told and "Samwise" not in told

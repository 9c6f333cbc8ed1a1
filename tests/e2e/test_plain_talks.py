"""What newcomers say to the offline companion, and what it must not answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatbot.assemble import Companion, assemble
from chatbot.config import Settings
from chatbot.paths import Paths
from chatbot.persona.catalog import DEFAULT_PERSONA
from chatbot.session.base import saved
from chatbot.session.session import Session


@pytest.fixture
async def companion(tmp_path: Path) -> AsyncIterator[Companion]:
    made = assemble(Settings(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state"), "sam"))
    yield made
    await made.close()


async def say(session: Session, line: str) -> str:
    trace = await session.send(line).wait()
    assert trace.failed is None
    assert trace.skipped == ()
    return trace.reply.text if trace.reply else ""


async def test_both_of_two_questions_are_answered(companion: Companion) -> None:
    session = await companion.sessions.create(DEFAULT_PERSONA)
    await say(session, "My dog is called Biscuit and I live in Rome")
    reply = await say(session, "what's my dog's name and where do I live?")
    assert "Biscuit" in reply
    assert "Rome" in reply


async def test_who_am_i_is_more_than_a_name(companion: Companion) -> None:
    session = await companion.sessions.create(DEFAULT_PERSONA)
    await say(session, "I'm Ana, I work as a nurse and I live in Rome")
    reply = await say(session, "who am I?")
    assert all(word in reply for word in ("Ana", "nurse", "Rome"))


async def test_another_persona_says_that_a_sentence_was_put_right_since(companion: Companion) -> None:
    session = await companion.sessions.create(DEFAULT_PERSONA)
    await say(session, "I drive a Corolla")
    (known,) = session.memories.everything().values()
    other = next(one.id for one in companion.catalog.all() if one.id != DEFAULT_PERSONA)
    await session.switch_persona(other)
    assert "put right" not in await say(session, "what do I drive?")
    await saved(companion.book.edit(known.id, text="User drives a Yaris"))
    reply = await say(session, "what do I drive?")
    assert "Yaris" not in reply
    assert "Corolla" not in reply or "put right" in reply


async def test_a_cat_that_died_is_mourned(companion: Companion) -> None:
    session = await companion.sessions.create(DEFAULT_PERSONA)
    await say(session, "I have a cat called Mimi")
    assert "stays with me" in await say(session, "Mimi died")
    assert "was called Mimi" in await say(session, "what's my cat called?")


async def test_a_chapter_calls_the_user_as_they_told_and_reads_as_a_text(companion: Companion) -> None:
    session = await companion.sessions.create(DEFAULT_PERSONA)
    for line in ("my dog is called Biscuit", "I work as a nurse at Mercy Hospital", "I'll call my mum tomorrow"):
        await say(session, line)
    await session.compact()
    assert session.state.chapters[0].text.startswith("You: My dog is called Biscuit. I work as a nurse")
    await say(session, "by the way, I'm Ana")
    for line in ("my sister Maya lives in Bari", "I'm flying to Tokyo on 3 December"):
        await say(session, line)
    await session.compact()
    told = session.state.chapters[-1].text
    assert "Ana: My sister Maya lives in Bari. I'm flying to Tokyo on 3 December." in told
    assert "sam" not in told

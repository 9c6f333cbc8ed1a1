"""Chapters that a model writes: taken when they hold what was said, made of the messages' own words otherwise."""

import pytest

from chatbot.domain.session import Chapter
from chatbot.errors import ModelBusy
from tests.scripted_model import Script, ScriptedModel
from tests.unit.session.conftest import Opener

SAID = ("My sister Maya moved to Berlin on 4 May 2026", "Her flat costs 950 euros, I promised to visit in June")
GOOD = (
    "Maya in Berlin\nAna: their sister Maya moved to Berlin on 4 May 2026\n"
    "Ana: the flat costs 950 euros\nAna promised to visit in June"
)


async def chapter_of(open_companion: Opener, *answers: Script | str, context_tokens: int = 8192) -> Chapter:
    model = ScriptedModel("Oh, Berlin.", "Nice.", *answers, context_tokens=context_tokens)
    session = await open_companion(model).sessions.create("plain")
    for text in SAID:
        await session.send(text).wait()
    chapter = await session.compact()
    assert chapter is not None
    assert session.state.chapters == (chapter,)
    return chapter


async def test_a_models_chapter_is_taken(open_companion: Opener) -> None:
    chapter = await chapter_of(open_companion, GOOD)
    assert chapter.origin == "model"
    assert chapter.title == "Maya in Berlin"
    assert (chapter.first_seq, chapter.last_seq) == (1, 4)


async def test_a_lost_fact_is_added(open_companion: Opener) -> None:
    chapter = await chapter_of(open_companion, GOOD.replace("Ana: the flat costs 950 euros\n", ""))
    assert chapter.origin == "model"
    assert "950" in chapter.text


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "I am sorry, I cannot help with that.",
        GOOD.replace("950", "4200"),
        "x" * 70_000,
        Script((GOOD,), cut=True),
        Script(error=ModelBusy("Busy.")),
    ],
)
async def test_a_bad_answer_is_replaced_by_the_messages_own_words(open_companion: Opener, answer: Script | str) -> None:
    chapter = await chapter_of(open_companion, answer)
    assert chapter.origin == "rule"
    assert "950" in chapter.text and "4200" not in chapter.text


async def test_more_than_the_model_can_hold_is_not_sent(open_companion: Opener) -> None:
    model = ScriptedModel("Oh.", context_tokens=1200)
    session = await open_companion(model).sessions.create("plain")
    await session.send("My sister Maya moved to Berlin. " * 60).wait()
    chapter = await session.compact()
    assert chapter is not None and chapter.origin == "rule"
    assert len(model.requests) == 1


async def test_two_programs_tell_the_same_messages_once_and_mark_each_others_chapter(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("Oh, Berlin.", "Nice.", GOOD)).sessions.create("plain")
    for text in SAID:
        await session.send(text).wait()
    other = await open_companion(ScriptedModel(GOOD)).sessions.open(session.id)
    late = await open_companion().sessions.open(session.id)
    for one in (session, other):
        await one.compact()
    assert [(one.first_seq, one.last_seq) for one in other.state.chapters] == [(1, 4)]
    await late.delete_messages((late.files.messages()[-1].id,))
    assert [bool(one.stale) for one in late.state.chapters] == [True]

"""Writes one chapter of a session: by the model, checked against what was said, else of the messages' own words."""

import asyncio
import logging

from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.domain.session import Chapter
from chatbot.domain.value import replace
from chatbot.errors import ModelError, ModelFault
from chatbot.llm.base import ChatMessage, ChatRequest
from chatbot.memory.wrong import righted, says, swapped, wrongs
from chatbot.prompt.budget import estimate_tokens
from chatbot.session.asking import ask, has_model
from chatbot.session.belongings import Belongings
from chatbot.session.discretion import discretion_of, without_marks
from chatbot.session.stages.recall import name_told, names_of
from chatbot.summary.chapters import UNNAMED, write_extractive
from chatbot.summary.keyfacts import checked, key_facts
from chatbot.summary.model_written import from_model, request_for

CHAPTER_TOKENS = 700
"""The most that a model may write for a chapter; it is asked for some 220 words."""

LEAST_KEPT = 0.4
"""Of the key facts: a model's chapter that holds fewer is no summary of these messages, and is not taken."""

_NUMBER = lazy(r"\d{2,}")

log = logging.getLogger(__name__)


async def write(held: Belongings, messages: tuple[Message, ...]) -> Chapter:
    """A chapter by the model where there is one and its text holds what it must, else of the messages' own words.

    A chapter outlives the model in the seat, so what may not leave this machine is in none.

    Args:
        held: the session's belongings.
        messages: what it covers, oldest first.

    Raises:
        StorageError: the memories that put wrong values right could not be read.
    """
    judge = discretion_of(held, remote=True)
    messages = tuple(without_marks(judge.message(message)) for message in messages)
    if has_model(held):
        try:
            return _righted(held, await _write_by_model(held, messages))
        except ModelError as error:
            log.info("a chapter is written without the model: %s", type(error).__name__)
    return _righted(held, await asyncio.to_thread(_write_extractive, held, messages))


def _righted(held: Belongings, chapter: Chapter) -> Chapter:
    """The chapter with the right values where its messages told wrong ones that were put right since."""
    known = wrongs(held.memories.readable(held.files.session_id, held.state.meta.persona_id))
    name = speaker_of(held)
    found = [wrong for wrong in known if says(chapter.text, wrong, name)]
    if not found:
        return chapter
    text, title, facts = righted(chapter.text, found, name), chapter.title, chapter.key_facts
    for wrong in found:
        title = swapped(title, wrong)
        facts = tuple(replace(fact, text=swapped(fact.text, wrong)) for fact in facts)
    return replace(chapter, text=text, title=title, key_facts=checked(facts, text))


def speaker_of(held: Belongings) -> str:
    """What the user is called in chapters: what they told, never the login's name."""
    return name_told(held, held.persona, held.now()) or UNNAMED


async def _write_by_model(held: Belongings, messages: tuple[Message, ...]) -> Chapter:
    names, lens = names_of(held, messages), held.persona.memory
    facts = await asyncio.to_thread(key_facts, messages, lens.summary_focus, frozenset(names.values()))
    texts = request_for(messages, facts, speaker_of(held), names, lens.summary_focus)
    if sum(map(estimate_tokens, texts)) + CHAPTER_TOKENS > held.parts.seat.model.context_tokens:
        raise ModelFault("The messages are more than the model can hold.")
    system, user = texts
    asked = (ChatMessage("system", system), ChatMessage("user", user))
    text = await ask(held, ChatRequest(asked, temperature=0.2, max_output_tokens=CHAPTER_TOKENS))
    said = {number for message in messages for number in _NUMBER.findall(message.text)}
    if not said.issuperset(_NUMBER.findall(text)):
        raise ModelFault("The model's summary has a number that nobody said.")
    kept = sum(fact.kept for fact in checked(facts, text))
    if kept < LEAST_KEPT * len(facts):
        raise ModelFault(f"The model's summary lost {len(facts) - kept} of {len(facts)} facts.")
    return from_model(text, facts, messages, held.parts.new_id, held.now(), lens.must_keep)


def _write_extractive(held: Belongings, messages: tuple[Message, ...]) -> Chapter:
    lens = held.persona.memory
    return write_extractive(
        messages,
        new_id=held.parts.new_id,
        now=held.now(),
        user_name=speaker_of(held),
        names=names_of(held, messages),
        focus=lens.summary_focus,
        must_keep=lens.must_keep,
    )

"""Compose: what is known becomes the exact request, and the receipt that says what is in it and what is not."""

import random
from collections.abc import Mapping

from chatbot.domain.brief import Brief
from chatbot.domain.message import Message, Role
from chatbot.domain.mood import MoodState
from chatbot.domain.receipt import SCORE_DIGITS, Receipt, Usage
from chatbot.domain.value import Value, replace
from chatbot.llm.base import ChatRequest, FinishReason
from chatbot.mood.reading import read
from chatbot.persona import conditions, lore
from chatbot.persona.consistency import reminder_due
from chatbot.persona.macros import Values, expand
from chatbot.prompt.budget import estimate_tokens
from chatbot.prompt.compose import Composition, Frame
from chatbot.prompt.compose import compose as write
from chatbot.session.belongings import Belongings
from chatbot.session.learning import offered
from chatbot.session.parts import DEFAULT_REPLY_TOKENS
from chatbot.session.reply import Spoken
from chatbot.session.situation import values_of
from chatbot.session.stages.begin import words_of
from chatbot.session.stages.recall import brief_for, names_of, recall

CUT_SHORT = "The reply was cut off: it reached the most that the model may write"
"""A note of the receipt, where the model's limit ended the reply and not the model."""


class Composed(Value):
    """A request ready to be sent, and its receipt so far."""

    request: ChatRequest
    receipt: Receipt


def compose(held: Belongings, brief: Brief) -> Composed:
    """Writes the request for a turn, within what the model can hold."""
    model, persona = held.parts.seat.model, brief.persona
    composition = _composition(held, brief)
    held.summarised = False
    request = ChatRequest(
        messages=composition.messages,
        brief=replace(brief, recalled=composition.recalled),
        temperature=persona.model.temperature,
        max_output_tokens=_reply_tokens(held, brief),
        tools=offered(held),
    )
    receipt = Receipt(
        backend=model.backend,
        model=model.name,
        sections=composition.sections,
        history=composition.history,
        recalled=composition.recalled,
        chapters=composition.chapters,
        lore=composition.lore,
        user_mood=_shown(brief.user_mood),
        persona_mood=_shown(brief.persona_mood),
        guidance=composition.guidance,
        budget_tokens=composition.budget_tokens,
        usage=Usage(prompt_tokens=composition.prompt_tokens),
        notes=composition.notes,
    )
    return Composed(request, receipt)


def _shown(mood: MoodState) -> MoodState:
    valence, arousal = round(mood.valence, SCORE_DIGITS), round(mood.arousal, SCORE_DIGITS)
    return replace(mood, valence=valence, arousal=arousal)


def settle(receipt: Receipt, spoken: Spoken, elapsed_ms: Mapping[str, float]) -> Receipt:
    """The receipt after the reply: tokens as the server counted them, else estimated, and the time by stage."""
    cut = (CUT_SHORT,) if spoken.reason is FinishReason.LENGTH else ()
    estimated = Usage(receipt.usage.prompt_tokens, estimate_tokens(spoken.text))
    return replace(receipt, usage=spoken.usage or estimated, notes=(*receipt.notes, *spoken.notes, *cut),
                   elapsed_ms=dict(elapsed_ms))  # fmt: skip


async def preview(held: Belongings, text: str) -> Composition:
    """The request that saying this text would make now. Nothing is stored, learnt or moved.

    Raises:
        StorageError: the history or the memories could not be read.
    """
    message = Message(
        id=held.parts.new_id(),
        session_id=held.files.session_id,
        seq=held.files.last_seq() + 1,
        turn=held.state.meta.turns + 1,
        role=Role.USER,
        persona_id=held.state.meta.persona_id,
        text=words_of(held, text),
        created_at=held.now(),
        reading=read(text),
    )
    persona = held.persona
    recalled = await recall(held, message, persona)
    return _composition(held, await brief_for(held, message, persona, None, recalled))


def _composition(held: Belongings, brief: Brief) -> Composition:
    persona, model = brief.persona, held.parts.seat.model
    texts = [*(message.text for message in brief.history), brief.message.text]
    values = Values(
        persona=persona,
        user=brief.user_name,
        now=brief.now.astimezone(),
        session_id=brief.session.id,
    )
    chance = random.Random(brief.message.id)
    frame = Frame(
        local=model.local,
        lore=lore.activate(persona.lore, texts, estimate_tokens),
        behaviour=conditions.due(persona.behaviour.when, values_of(brief)),
        remind=reminder_due(persona, brief.message.turn, held.summarised, held.drifts),
        names=names_of(held, brief.history),
        expand=lambda text: expand(text, values, place=text, chance=chance).text,
    )
    room = model.context_tokens - sum(
        estimate_tokens(f"{tool.description} {tool.parameters}") for tool in offered(held)
    )
    return write(brief, room, _reply_tokens(held, brief), frame)


def _reply_tokens(held: Belongings, brief: Brief) -> int:
    return held.parts.rules.reply_tokens or brief.persona.model.max_output_tokens or DEFAULT_REPLY_TOKENS

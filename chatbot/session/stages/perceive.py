"""Perceive: the feeling of the user's message, and how it moves both moods."""

from contextlib import suppress

from chatbot.domain.message import Message
from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.domain.persona import Persona
from chatbot.domain.session import MOOD_POINTS_KEPT, SessionState
from chatbot.domain.value import Value, replace
from chatbot.errors import NotFound
from chatbot.mood.dispute import find
from chatbot.mood.events import events_of
from chatbot.mood.reading import read
from chatbot.mood.step import USER_POLICY, step
from chatbot.session.belongings import Belongings
from chatbot.session.disputes import newest_user_mood, put_right, retraced
from chatbot.session.stages.begin import counted


class Perception(Value):
    """What was read from a message, and where the moods stand after it. The message carries its reading."""

    message: Message
    reading: Reading
    user_mood: MoodState
    persona_mood: MoodState


async def perceive(held: Belongings, message: Message, persona: Persona) -> Perception:
    """Reads the feeling, moves the moods, and writes the session's state.

    A message that is answered again keeps its reading (the user may have disputed it) and moves nothing.

    Raises:
        StorageError: the state could not be written.
    """
    state = held.state
    if message.reading is not None:
        persona_mood = state.persona_moods.get(persona.id, MoodState())
        return Perception(message, message.reading, state.user_mood, persona_mood)
    await _hear_dispute(held, message)
    reading = read(message.text)

    def moved(fresh: SessionState) -> SessionState:
        fresh = counted(fresh, message)
        if any(point.message_id == message.id for point in fresh.mood_points):
            # The message was edited and is read anew: its point changes, no second one is added.
            redone = retraced(fresh.mood_points, message.id, reading)
            return replace(fresh, mood_points=redone, user_mood=newest_user_mood(redone, fresh.user_mood))
        return _stepped(fresh, message, persona, reading)

    after = await held.change_state(moved)
    moods = after.user_mood, after.persona_moods.get(persona.id, MoodState())
    return Perception(replace(message, reading=reading), reading, *moods)


def _stepped(state: SessionState, message: Message, persona: Persona, reading: Reading) -> SessionState:
    """The state after both moods moved from where it says that they stand."""
    now = message.created_at
    user_mood = step(state.user_mood, reading, USER_POLICY, now)
    persona_before = state.persona_moods.get(persona.id, MoodState())
    persona_mood = step(
        persona_before, reading, persona.mood, now, other=user_mood, events=events_of(message.text, reading)
    )
    points = (
        MoodPoint(message.id, Whose.USER, persona.id, user_mood, reading),
        MoodPoint(message.id, Whose.PERSONA, persona.id, persona_mood, Reading()),
    )
    return replace(
        state,
        user_mood=user_mood,
        persona_moods={**state.persona_moods, persona.id: persona_mood},
        mood_points=(*state.mood_points, *points)[-MOOD_POINTS_KEPT:],
    )


async def _hear_dispute(held: Belongings, message: Message) -> None:
    """Lets words such as "I was joking" put the reading of the message before right."""
    mine = [point for point in held.state.mood_points if point.whose is Whose.USER]
    if not mine:
        return
    emotion = find(message.text, mine[-1].reading)
    if emotion is not None:
        with suppress(NotFound):  # it was deleted, and its point goes with the next cut of the chart
            await put_right(held, held.files.message(mine[-1].message_id), emotion, None)

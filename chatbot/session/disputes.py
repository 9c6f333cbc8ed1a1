"""Puts the reading of a message right, and lets the mood and its chart follow."""

from chatbot.domain.message import Message
from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.domain.session import SessionState
from chatbot.domain.value import replace
from chatbot.mood.dispute import dispute
from chatbot.mood.step import USER_POLICY, step
from chatbot.session.base import saved
from chatbot.session.belongings import Belongings


async def put_right(held: Belongings, message: Message, emotion: str, valence: float | None) -> Message:
    """Corrects the reading of one of the user's messages.

    Args:
        held: the session's belongings.
        message: as stored.
        emotion: one of `domain.mood.EMOTIONS`.
        valence: -1..1; None for what goes with the emotion.

    Returns:
        The message with the new reading, on disk.

    Raises:
        UsageError: there is no such emotion, or the valence is outside its range.
        StorageError: it could not be written.
    """
    right = dispute(message.reading or Reading(), emotion, valence)
    stored = await saved(held.files.replace(replace(message, reading=right, version=message.version + 1)))

    def followed(state: SessionState) -> SessionState:
        points = retraced(state.mood_points, message.id, right)
        return replace(state, mood_points=points, user_mood=newest_user_mood(points, state.user_mood))

    await held.change_state(followed)
    return stored


def retraced(points: tuple[MoodPoint, ...], message_id: str, reading: Reading) -> tuple[MoodPoint, ...]:
    """The chart as it would have been, had this message been read so from the start.

    The persona's own line stays: it was moved by what it heard then.
    """
    result: list[MoodPoint] = []
    before: MoodState | None = None
    changed = False
    for point in points:
        moved = point
        if point.whose is Whose.USER:
            if point.message_id == message_id:
                moved = replace(point, reading=reading)
                changed = True
            if changed and point.state.at is not None:
                # What stood before the first point that is kept is not known any more: its own state stands for it.
                start = before if before is not None else point.state
                moved = replace(moved, state=step(start, moved.reading, USER_POLICY, point.state.at))
            before = moved.state
        result.append(moved)
    return tuple(result)


def newest_user_mood(points: tuple[MoodPoint, ...], otherwise: MoodState) -> MoodState:
    """Where the user's line ends; `otherwise` where there is none."""
    return next((point.state for point in reversed(points) if point.whose is Whose.USER), otherwise)

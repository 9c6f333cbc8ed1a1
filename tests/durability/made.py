"""What programs store, made from a number or two: messages, memories, changes of memories and of sessions."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, MessageState, ReplyVersion, Role
from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.domain.receipt import Found, Recalled, Receipt, Section
from chatbot.domain.session import Chapter, SessionState, WorkingMemory
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from tests.durability.work import NOW

T = TypeVar("T")
PERSONAS = ("mara", "otto")
TEXTS = ("said", "said again", "said at length: " + "so " * 300)


def chosen(values: Sequence[T], number: int) -> T:
    """One of some values."""
    return values[number % len(values)]


def chosen_of(values: Mapping[str, T], number: int) -> T:
    """One of some values by id."""
    return values[chosen(sorted(values), number)]


def message(message_id: str, session_id: str, number: int) -> Message:
    """Something that the user says, or a reply with the receipt of what it was made from."""
    said = Message(message_id, session_id, 0, 1, Role.USER, chosen(PERSONAS, number), chosen(TEXTS, number), NOW)
    return replace(said, role=Role.PERSONA, receipt=receipt(number)) if number % 2 else said


def receipt(number: int) -> Receipt:
    """A receipt whose texts stand partly in others too: as lines of another text, as a note, as a reason."""
    lines = [f"What was remembered of the walk number {one}" for one in range(number % 4, number % 4 + 3)]
    section = Section("memories", 12, "\n".join(lines))
    found = Recalled(Found.MEMORY, "m1", lines[0], NOW, 0.5, {"relevance": 0.5}, reason=lines[1])
    return Receipt("offline", "companion", (section,), recalled=(found,), guidance=lines[-1], notes=(lines[0],))


def edited(old: Message, number: int) -> Message:
    """A message with other words, or with another reply in the place of the one that it keeps as a version."""
    text = chosen(TEXTS, number)
    if number % 2:
        return replace(old, text=text, version=old.version + 1, edited_at=NOW)
    version = ReplyVersion(old.text, old.persona_id, old.created_at, MessageState.COMPLETE, old.receipt)
    versions = (*old.versions, version)[-3:]
    return replace(old, text=text, version=old.version + 1, versions=versions, receipt=receipt(number // 2))


def memory(memory_id: str, session_id: str, number: int) -> Memory:
    """A memory of any scope."""
    scope, persona = chosen(tuple(Scope), number), chosen(PERSONAS, number)
    text = chosen(TEXTS, number)
    return Memory(memory_id, text, Kind.FACT, scope, session_id, persona, "user", "", "", NOW, NOW, NOW)


def revised(before: Memory, number: int) -> Change:
    """What the user's hand does with a memory."""
    match number % 6:
        case 0:
            op, after = Op.EDIT, replace(before, text=f"{before.text} {number}")
        case 1 if before.status is Status.FORGOTTEN:
            op, after = Op.RESTORE, replace(before, status=Status.ACTIVE)
        case 1:
            op, after = Op.FORGET, replace(before, status=Status.FORGOTTEN)
        case 2:
            op, after = Op.LOCK, replace(before, locked=not before.locked)
        case _:
            op, after = Op.MOVE, replace(before, scope=chosen(tuple(Scope), number + number // 3))
    return Change(op, before, replace(after, version=before.version + 1), "the user's hand")


def session_change(number: int) -> Callable[[SessionState], SessionState]:
    """A change of a session's title, count, moods, summary or working memory: a function of what stands there."""
    match number % 5:
        case 0:
            return lambda state: replace(state, meta=replace(state.meta, title=f"walk {number}", titled_by_user=True))
        case 1:
            return one_turn_more
        case 2:
            point = MoodPoint(str(number), Whose.USER, "mara", MoodState(number / 100), Reading(evidence=("glad",)))
            return lambda state: replace(
                state,
                user_mood=point.state,
                persona_moods={**state.persona_moods, chosen(PERSONAS, number): MoodState(-number / 100)},
                mood_points=(*state.mood_points, point)[-4:],
            )
        case 3:
            chapter = Chapter(str(number), "One", "They met.", 1, number, NOW, NOW)
            return lambda state: replace(state, chapters=(*state.chapters, chapter)[-3:])
        case _:
            return lambda state: replace(state, working=WorkingMemory(f"goal {number}", (*state.working.subgoals, "x")))


def one_turn_more(state: SessionState) -> SessionState:
    """Counts a turn."""
    return replace(state, meta=replace(state.meta, turns=state.meta.turns + 1))

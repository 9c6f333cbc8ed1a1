"""What commands do with memories: find the one that some words mean."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from chatbot.domain.memory import Memory, Status
from chatbot.domain.text import fold
from chatbot.memory.similarity import find_best
from chatbot.tui.ages import day
from chatbot.tui.inspector.memory_rows import KIND_TITLES
from chatbot.tui.screens.picker import Choice, Picker

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

NO_MEMORY = "No memory is like that. ctrl+b shows all that is remembered."
_MOST_MATCHES = 30


async def pick(screen: "MainScreen", text: str, title: str) -> Memory | None:
    """Shows the memories that a text may mean, the likeliest first, and asks which it is; None for none."""
    session = screen.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id)
    found = [memory for memory in screen.desk.book.search(text) if memory.id in readable]
    alike = _sharing_words(text, readable.values())
    likely = {memory.id: memory for memory in (*found, *alike) if memory.status not in _GONE}
    matches = list(likely.values())[:_MOST_MATCHES]
    if not matches:
        screen.stage.say(NO_MEMORY)
        return None
    return likely.get(await _ask(screen, title, matches))


async def meant(screen: "MainScreen", text: str, title: str, sooner: Collection[str]) -> Memory | None:
    """The memory that a text means best; asks only where several are as good. None for none.

    Args:
        screen: where.
        text: what was typed.
        title: the question, where there is one.
        sooner: ids of memories that are meant sooner than others that are as good.
    """
    session = screen.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id)
    present = [memory for memory in readable.values() if memory.status not in _GONE]
    found: Sequence[Memory] = find_best(text, present) or _sharing_words(text, present)
    found = [memory for memory in found if memory.id in sooner] or found
    if not found:
        screen.stage.say(NO_MEMORY)
    if len(found) < 2:
        return found[0] if found else None
    return readable.get(await _ask(screen, title, found[:_MOST_MATCHES]))


async def _ask(screen: "MainScreen", title: str, memories: Sequence[Memory]) -> str:
    """Id of the memory that is picked; empty for none."""
    choices = [Choice(one.id, one.text, f"{KIND_TITLES[one.kind]}, {day(one.said_at)}") for one in memories]
    return await screen.app.push_screen_wait(Picker(title, choices)) or ""


def _sharing_words(text: str, memories: Iterable[Memory]) -> list[Memory]:
    """Memories that share a longer word with a text, most shared words first: a wrong value still has its topic."""
    words = {word for word in fold(text).split() if len(word) >= _LONG_WORD}
    shared = {memory: len(words & set(fold(f"{memory.text} {memory.slot}").split())) for memory in memories}
    return sorted((memory for memory, count in shared.items() if count), key=lambda memory: -shared[memory])


_LONG_WORD = 4  # shorter ones, such as "is" and "my", stand in every memory
_GONE = (Status.FORGOTTEN, Status.SUPERSEDED)

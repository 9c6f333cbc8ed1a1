"""What commands do with memories: pick one among the matches."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chatbot.domain.memory import Memory, Status
from chatbot.domain.text import fold
from chatbot.tui.ages import day
from chatbot.tui.screens.picker import Choice, Picker

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

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
        screen.stage.say("No memory is like that. ctrl+b shows all that is remembered.")
        return None
    chosen = await screen.app.push_screen_wait(
        Picker(title, [Choice(one.id, one.text, f"{one.kind}, {day(one.said_at)}") for one in matches])
    )
    return likely.get(chosen or "")


def _sharing_words(text: str, memories: Iterable[Memory]) -> list[Memory]:
    """Memories that share a longer word with a text, most shared words first: a wrong value still has its topic."""
    words = {word for word in fold(text).split() if len(word) >= _LONG_WORD}
    shared = {memory: len(words & set(fold(f"{memory.text} {memory.slot}").split())) for memory in memories}
    return sorted((memory for memory, count in shared.items() if count), key=lambda memory: -shared[memory])


_LONG_WORD = 4  # shorter ones, such as "is" and "my", stand in every memory
_GONE = (Status.FORGOTTEN, Status.SUPERSEDED)

"""What recall keeps between turns is never stale: it says what one that was made anew says."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from chatbot.assemble import Companion
from chatbot.domain.memory import Status
from chatbot.domain.receipt import Recalled
from chatbot.errors import MemoryRefused
from chatbot.memory.query import Query
from chatbot.session.recollection import Recollection
from chatbot.session.session import Session

SAID = (
    "My dog is called Biscuit", "No, it's Bella", "I live in Porto", "I moved to Lisbon", "I love jazz and herons",
    "Remember that my locker is 42", "Forget my dog", "Just for this chat, call me Bo", "What is my dog called?",
)  # fmt: skip
NOW = datetime(2030, 1, 1, tzinfo=UTC)
ASKED = ("what is my dog called?", "where do I live?", "what do you know about me?", "who said heron or locker?")


async def recalled(recollection: Recollection, session: Session, text: str) -> tuple[Recalled, ...]:
    query = Query(text, NOW, session.id, session.meta.persona_id, session.persona.memory)
    return await recollection.recall(query, session.files)


async def differing(companion: Companion, sessions: list[Session]) -> list[tuple[Recalled, ...]]:
    """Answers of the kept index and of a fresh one, where they are not the same."""
    kept = companion.sessions.recollection
    fresh = Recollection(companion.files.memories, sessions[0].belongings.parts.name_of)
    for session in sessions:
        fresh.follow(session.files, session.state.chapters)
        for recollection in (kept, fresh):
            await recalled(recollection, session, "")  # how rare a word is, all memories ever read decide
    await fresh.settled()
    found: list[tuple[Recalled, ...]] = []
    for session in sessions:
        for text in ASKED:
            pair = (await recalled(kept, session, text), await recalled(fresh, session, text))
            found += [] if pair[0] == pair[1] else pair
    await fresh.close()
    return found


@pytest.mark.parametrize("seed", range(3))
async def test_what_was_kept_is_what_would_be_found_anew(open_companion: Callable[..., Companion], seed: int) -> None:
    companion, chance = open_companion(), random.Random(seed)
    sessions = [await companion.sessions.create("plain", title) for title in ("one", "two")]
    taken = []
    for _ in range(10):
        session = chance.choice(sessions)
        messages = session.files.messages()
        present = [one.id for one in companion.files.memories.everything().values() if one.status is Status.ACTIVE]
        step = chance.choice(("say", "say", "say", "add", "edit", "forget", "undo", "delete", "back", "reword", "use"))
        try:
            if step == "say":
                await session.send(chance.choice(SAID)).wait()
            elif step == "add":
                companion.book.add(f"my locker number {chance.randrange(5)} is red").result()
            elif step == "edit" and present:
                companion.book.edit(
                    chance.choice(present), text=f"User has herons in row {chance.randrange(9)}"
                ).result()
            elif step == "forget" and present:
                companion.book.forget((chance.choice(present),)).result()
            elif step == "undo":
                companion.book.undo().result()
            elif step == "delete" and messages:
                taken = [(session, await session.delete_messages((chance.choice(messages).id,)))]
            elif step == "back" and taken:
                owner, removed = taken.pop()
                await owner.put_back(removed)
            elif step == "reword" and messages:
                await session.edit_message(chance.choice(messages).id, "A heron stood in the river")
            elif step == "use" and present:
                companion.files.memories.count_uses((chance.choice(present),))
        except MemoryRefused:
            pass  # an undo of nothing, or an edit that changes nothing
        assert await differing(companion, sessions) == [], step

"""Two users of one machine: no byte of one is in any file, request or answer of the other, whatever they do."""

import random
from pathlib import Path

from chatbot.assemble import Companion, assemble
from chatbot.config import Settings
from chatbot.domain.erasure import Wish
from chatbot.domain.ids import new_id, utc_now
from chatbot.log import log_to
from chatbot.paths import Paths
from tests.scripted_model import ScriptedModel

OPERATIONS = 25
"""Of each user."""


def canary(user: str) -> str:
    return {"ana": "Quokkalina", "ben": "Zebradonia"}[user]


async def do(companion: Companion, user: str, chance: random.Random) -> None:
    """One random thing that a user may do, with the user's canary in all that is said."""
    sessions, word = companion.sessions, canary(user)
    metas = sessions.all()
    deed = chance.choice(
        ["say", "say", "say", "new", "remember", "delete", "rename", "backup", "draft", "search", "erase"]
    )
    if deed == "new" or not metas:
        await sessions.create("plain", f"{word} {chance.random()}")
        return
    session = await sessions.open(chance.choice(metas).id)
    if deed == "say":
        companion.seat.model.add(f"Of {word}.")  # type: ignore[attr-defined]  # the scripted model
        await session.send(chance.choice([f"I live in {word}", f"My dog is called {word}", "Where do I live?"])).wait()
    elif deed == "remember":
        companion.book.add(f"my sister is called {word}", session_id=session.id, persona_id="plain").result()
    elif deed == "delete":
        await sessions.delete(session.id)
    elif deed == "rename":
        await session.rename(f"about {word}")
    elif deed == "backup":
        companion.files.backups.create("test")
    elif deed == "draft":
        companion.files.profile.set("drafts", f'{{"x": "{word}"}}').result()
    elif deed == "search":
        assert all(canary(other) not in one.text for other in ("ana", "ben") if other != user
                   for one in sessions.search(canary(other)))  # fmt: skip
    elif chance.random() < 0.3:
        erasing = companion.files.erasing
        erasing.erase(erasing.plan(Wish(about="nothing of the kind"), utc_now, new_id).erasure)


async def test_nothing_of_one_is_anywhere_with_the_other(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    log_to(paths.log_file)
    chance = random.Random(7)
    programs = {user: assemble(Settings(paths, user)) for user in ("ana", "ben")}
    models = {user: ScriptedModel() for user in programs}
    for user, companion in programs.items():
        companion.seat.model = models[user]
    for _ in range(OPERATIONS):
        for user, companion in programs.items():
            await do(companion, user, chance)
    folders = {user: companion.files.folder for user, companion in programs.items()}
    for companion in programs.values():
        await companion.close()
    for user, other in (("ana", "ben"), ("ben", "ana")):
        asked = str(models[other].requests) + str(models[other].structured_requests)
        assert canary(user) not in asked and canary(other) in asked
        for path in folders[other].rglob("*"):
            assert not path.is_file() or canary(user).encode() not in path.read_bytes(), path
        assert any(canary(user).encode() in path.read_bytes() for path in folders[user].rglob("*.json"))
    assert not paths.log_file.exists() or b"Quokkalina" not in paths.log_file.read_bytes()

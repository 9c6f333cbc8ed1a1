"""Every kind of file that the program reads, as whole ones that it wrote itself, and what reading a spoilt one may do.

Reading gives a value or one of the program's own errors, and never changes what could not be read.
"""

import asyncio
import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chatbot.assemble import Companion, assemble
from chatbot.config import load_settings
from chatbot.errors import ChatbotError
from chatbot.interchange.importer import importer_of
from chatbot.interchange.outcome import Options
from chatbot.paths import Paths
from chatbot.persona.card_import import import_card
from chatbot.persona.cards import read_card
from chatbot.persona.load import check_persona
from chatbot.session import chapters
from chatbot.session.stream import TurnStream
from chatbot.storage.health import examine

SAID = ("Hi, I'm Ana, I live in Porto and my dog is called Biscuit", "what's my dog's name?", "no, it's Bella")
CARD = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "data": {
        "name": "Mara",
        "description": "{{char}} keeps a lighthouse.",
        "first_mes": "Oh, a visitor.",
        "character_book": {"entries": [{"keys": ["ferry"], "content": "It is late.", "enabled": True}]},
    },
}
CONFIG = """
theme = "dawn"
[backend]
model = "m"
[memory]
mode = "rules"
[keys]
"app.copy" = "ctrl+y"
"""
PERSONA = """
[meta]
id = "mara"
name = "Mara"
glyph = "M"

[prompt]
description = "{{char}} keeps a lighthouse."

[[lore.entries]]
keys = ["ferry"]
content = "It is late."
"""


WILD = (b"null", b"-1", b"1e999", b"NaN", b'"\\ud800"', b"[" * 2000, b"{}", b"[]", b'""', b"true", b"9" * 40)
"""What is put between the bytes of a file."""

STRANGE: tuple[object, ...] = (
    *(None, -1, 10**30, 1.5, True, "", "x" * 300, "\x1b[31m", "[/]", "../../etc", [], {}, [[]]),
    {"a": {"b": []}},
)
"""What stands in a JSON document in place of a value."""


def paths_of(home: Path) -> Paths:
    """Where a home's files are."""
    return Paths(home / "data", home / "config", home / "state")


def companion_of(home: Path) -> Companion:
    """The program of one user, offline."""
    return assemble(load_settings(paths_of(home), user="ana", backend="offline"))


def live_a_little(home: Path) -> None:
    """Fills a home: two sessions, memories, a draft, a backup, a deleted session, a persona and a config file."""

    async def live() -> None:
        companion = companion_of(home)
        session = await companion.sessions.create("plain")
        for text in SAID:
            await _hear(session.send(text))
        await chapters.write_next(session.belongings, everything=True)
        assert session.state.chapters
        other = await companion.sessions.create("plain", "to go")
        await _hear(other.send("Bye"))
        await companion.sessions.delete(other.id)
        companion.files.profile.set("theme", "dusk").result()
        await asyncio.to_thread(companion.files.backups.create, "asked for")
        await companion.close()

    asyncio.run(live())
    personas, config = paths_of(home).personas, paths_of(home).config_file
    personas.mkdir(parents=True, exist_ok=True)
    (personas / "mara.toml").write_text(PERSONA)
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        'theme = "dawn"\n[backend]\nmodel = "m"\n[memory]\nmode = "rules"\n[keys]\n"app.copy" = "ctrl+y"\n'
    )


async def _hear(stream: TurnStream) -> None:
    async for _ in stream:
        pass


def use_everything(home: Path) -> None:
    """Opens a home and reads all that is in it.

    Raises:
        ChatbotError: as the program would say on the screen.
    """

    async def use() -> None:
        companion = companion_of(home)
        try:
            for meta in companion.sessions.all():
                try:
                    session = await companion.sessions.open(meta.id)
                    session.files.messages(limit=1000)
                    await _hear(session.send("hello again"))
                except ChatbotError:
                    pass  # that session tells its user; the others must open
            companion.files.memories.everything()
            companion.files.memories.journal()
            for backup in companion.files.backups.list():
                companion.files.backups.verify(backup.id)
            assert all(isinstance(line, str) for line in companion.problems)
        finally:
            await companion.close()
        examine(home / "data", "ana")

    asyncio.run(use())


@dataclass(frozen=True)
class Target:
    """One kind of file.

    Attributes:
        name: for the report.
        seeds: whole files.
        read: reads bytes as the program would; raises `ChatbotError` at most.
    """

    name: str
    seeds: tuple[bytes, ...]
    read: Callable[[bytes], object]


@contextmanager
def targets(place: Path) -> Iterator[list[Target]]:
    """Every kind, with a folder to work in."""
    home = place / "home"
    live_a_little(home)
    found = list(_files_at_home(home, place / "spoilt"))
    scratch = place / "scratch"
    scratch.mkdir()
    found.append(Target("persona", (PERSONA.encode(),), lambda data: check_persona(_written(scratch / "m.toml", data))))
    cards = (json.dumps(CARD).encode(),)
    found.append(Target("card", cards, lambda data: import_card(read_card(data, "mara.json"))))
    companion = companion_of(place / "importing")
    importer = importer_of(companion.files, companion.catalog, "plain")

    def take(data: bytes) -> object:
        return importer.take(_written(scratch / "in.json", data), Options(dry_run=True))

    conversations = (
        json.dumps({"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]}),
        '{"role": "user", "content": "hi"}\n{"role": "assistant", "content": "hello"}\n',
        json.dumps([{"title": "t", "current_node": "b", "mapping": {
            "a": {"id": "a", "message": None, "parent": None, "children": ["b"]},
            "b": {"id": "b", "parent": "a", "children": [], "message": {
                "author": {"role": "user"}, "create_time": 1.0, "content": {"content_type": "text", "parts": ["hi"]}}},
        }}]),
        '{"user_name": "Ana", "character_name": "Mara"}\n{"name": "Ana", "is_user": true, "mes": "hi"}\n',
        json.dumps([{"memory": "likes tea", "created_at": "2026-03-01T00:00:00Z"}]),
    )  # fmt: skip
    found.append(Target("import", tuple(text.encode() for text in conversations), take))
    try:
        yield found
    finally:
        asyncio.run(companion.close())


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _files_at_home(home: Path, spoilt: Path) -> Iterator[Target]:
    paths = [path for path in sorted(home.rglob("*")) if path.is_file() and path.suffix not in (".log", ".lock")]
    kinds: dict[str, list[Path]] = {}
    for path in paths:
        kinds.setdefault(path.name if path.parent.name != "backups" else "backup", []).append(path)
    for name, same in kinds.items():
        relative = same[0].relative_to(home)

        def read(data: bytes, relative: Path = relative) -> None:
            shutil.rmtree(spoilt, ignore_errors=True)
            shutil.copytree(home, spoilt)
            (spoilt / relative).write_bytes(data)
            use_everything(spoilt)

        yield Target(name, (same[0].read_bytes(),), read)


def spoil(data: bytes, chance: random.Random) -> bytes:
    """Damages bytes as disks, editors and attackers do."""
    spoilt = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at = chance.randrange(len(spoilt) + 1)
        match chance.randrange(9):
            case 0 if spoilt:
                spoilt[at % len(spoilt)] ^= 1 << chance.randrange(8)
            case 1:
                del spoilt[at:]
            case 2:
                del spoilt[at : at + chance.randrange(1, 64)]
            case 3:
                spoilt[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 16)))
            case 4:
                spoilt[at : at + 512] = b"\0" * len(spoilt[at : at + 512])
            case 5:
                spoilt[at:at] = spoilt[chance.randrange(len(spoilt) + 1) :][:64]
            case 6:
                wild = [
                    b"null",
                    b"-1",
                    b"1e999",
                    b"NaN",
                    b'"\\ud800"',
                    b"[" * 2000,
                    b"{}",
                    b"[]",
                    b'""',
                    b"true",
                    b"9" * 40,
                ]
                spoilt[at:at] = chance.choice(wild)
            case _:
                spoilt = bytearray(_other_value(bytes(spoilt), chance))
    return bytes(spoilt)


def _other_value(data: bytes, chance: random.Random) -> bytes:
    """One value of a JSON document becomes another of any type; other data stays as it is."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return data
    holders = [document] if isinstance(document, dict | list) and document else []
    for holder in holders:
        inner = holder.values() if isinstance(holder, dict) else holder
        holders += [value for value in inner if isinstance(value, dict | list) and value]
    if not holders:
        return data
    holder = chance.choice(holders)
    key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    holder[key] = chance.choice(STRANGE)
    return json.dumps(document).encode()

"""Damaged, missing and strange files: found, reported, mended where they can be, never overwritten unread."""

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, StorageDamaged, StorageError, StorageGone, StorageReadOnly
from chatbot.storage import codec
from chatbot.storage.atomic import write_file
from chatbot.storage.page import Page
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """The folder of a session with twenty messages and a memory, each page with a version before it."""
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(SessionMeta(new_id(), "Walks", "mara", NOW, NOW))
    for number in range(20):
        files.append(Message(new_id(), files.session_id, 0, 1, Role.USER, "mara", f"m{number}", NOW)).result()
    for text in ("tea", "cake"):
        user.memories.apply(added(files.session_id, text)).result()
    files.change_state(lambda state: replace(state, meta=replace(state.meta, turns=3))).result()
    user.close()
    return user.folder / "sessions" / files.session_id


def added(session_id: str, text: str) -> JournalEntry:
    record = Memory(new_id(), text, Kind.FACT, Scope.USER, session_id, "mara", "user", "", "", NOW, NOW, NOW)
    return JournalEntry(new_id(), NOW, Who.USER, (Change(Op.ADD, None, record, ""),), session_id)


def flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def swap(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(0, len(data) - 64)
    return data[:at] + data[at + 32 : at + 64] + data[at : at + 32] + data[at + 64 :]


DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bit flip": flip,
    "truncated": lambda data, chance: data[: chance.randrange(1, len(data))],
    "empty": lambda data, chance: b"",
    "zeros": lambda data, chance: data[: len(data) // 2] + bytes(64) + data[len(data) // 2 + 64 :],
    "garbage at the end": lambda data, chance: data + chance.randbytes(16),
    "blocks swapped": swap,
    "a byte order mark": lambda data, chance: b"\xef\xbb\xbf" + data,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found_and_at_most_one_message_lost(tmp_path: Path, session: Path, name: str) -> None:
    chance = random.Random(name)
    page = session / "messages-0001.json"
    good, before = page.read_bytes(), page.with_name("messages-0001.json.bak").read_bytes()
    for _ in range(8):
        damaged = DAMAGES[name](good, chance)
        page.write_bytes(damaged)
        page.with_name("messages-0001.json.bak").write_bytes(before)
        user = UserFiles.open(tmp_path, "Ana")
        files = user.library.open(session.name)
        assert [message.text for message in files.messages()] == [f"m{number}" for number in range(19)]
        (line,) = user.problems
        assert str(page) in line
        kept = [one for one in (user.folder / "quarantine").iterdir() if one.read_bytes() == damaged]
        assert len(kept) == 1
        files.append(Message(new_id(), session.name, 0, 1, Role.USER, "mara", "on", NOW)).result()
        assert files.count() == 20
        user.close()


def test_without_a_good_version_before_whole_messages_are_saved(tmp_path: Path, session: Path) -> None:
    page = session / "messages-0001.json"
    data = page.read_bytes()
    at = data.index(b'"m15"')
    page.write_bytes(data[:at] + b"\xff\xff" + data[at + 2 :])
    page.with_name("messages-0001.json.bak").write_bytes(b"nothing")
    user = UserFiles.open(tmp_path, "Ana")
    texts = [message.text for message in user.library.open(session.name).messages()]
    assert texts == [f"m{number}" for number in range(20) if number != 15]
    assert "unproved" in user.problems[0]
    user.close()


def test_memories_and_sessions_are_saved_from_ruins(tmp_path: Path, session: Path) -> None:
    for path in (session / "session.json", session.parent.parent / "memories.json"):
        path.write_bytes(path.read_bytes()[:-1] + b" ")
        path.with_name(path.name + ".bak").unlink()
    user = UserFiles.open(tmp_path, "Ana")
    assert [meta.title for meta in user.library.sessions()] == ["Walks"]
    assert user.library.open(session.name).state().meta.turns == 3
    assert sorted(memory.text for memory in user.memories.everything().values()) == ["cake", "tea"]
    assert len(user.memories.journal()) == 2
    assert len(user.problems) == 2
    user.close()


def test_a_session_without_any_state_opens_by_its_folder(tmp_path: Path, session: Path) -> None:
    for name in ("session.json", "session.json.bak"):
        (session / name).write_bytes(b"\0" * 100)
    user = UserFiles.open(tmp_path, "Ana")
    (meta,) = user.library.sessions()
    assert (meta.id, meta.persona_id) == (session.name, "mara")
    assert user.library.open(session.name).count() == 20
    user.close()


def test_one_ruined_session_does_not_stop_the_others(tmp_path: Path, session: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    other = user.library.create(SessionMeta(new_id(), "Other", "mara", NOW, NOW))
    user.close()
    for name in ("session.json", "session.json.bak"):
        (session / name).unlink()
        (session / name).mkdir()
    user = UserFiles.open(tmp_path, "Ana")
    assert [meta.id for meta in user.library.sessions()] == [other.session_id]
    assert len(user.memories.everything()) == 2
    assert user.library.search("m3")[0].text == "m3"
    with pytest.raises(StorageError):
        user.library.open(session.name).state()
    user.close()


def test_the_same_damage_is_kept_once(tmp_path: Path, session: Path) -> None:
    path = session.parent.parent / "profile.json"
    path.write_bytes(b"ruin")
    for _ in range(3):
        with pytest.raises(ChatbotError):
            UserFiles.open(tmp_path, "Ana")
    assert path.read_bytes() == b"ruin"
    assert len(list((path.parent / "quarantine").iterdir())) == 1


def test_a_missing_page_comes_back_or_is_reported(tmp_path: Path, session: Path) -> None:
    page = session / "messages-0001.json"
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.open(session.name)
    for number in range(300):
        files.append(Message(new_id(), session.name, 0, 1, Role.USER, "mara", f"n{number}", NOW))
    files.append(Message(new_id(), session.name, 0, 1, Role.USER, "mara", "last", NOW)).result()
    user.close()
    page.unlink()
    user = UserFiles.open(tmp_path, "Ana")
    assert user.library.open(session.name).messages()[-1].text == "last"
    assert "missing" in user.problems[0]
    user.close()
    page.unlink()
    page.with_name(page.name + ".bak").unlink(missing_ok=True)
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.open(session.name)
    assert files.messages()[-1].text == "last"
    assert "lost" in user.problems[0]
    stored = files.append(Message(new_id(), session.name, 0, 1, Role.USER, "mara", "more", NOW)).result()
    assert stored.seq == 322
    user.close()


@pytest.mark.parametrize("kind", ["deleted", "garbage", "lying"])
def test_the_index_is_only_a_cache(tmp_path: Path, session: Path, kind: str) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    expected = user.library.sessions()
    user.close()
    path = user.folder / "index.json"
    if kind == "deleted":
        path.unlink()
    elif kind == "garbage":
        path.write_bytes(b"[1, 2")
    else:
        page = Page(path, "index")
        (document,) = page.tables()["sessions"].values()
        document["meta"]["title"] = "lie"
        document["stamp"][1] -= 1
        page.rewrite()
    user = UserFiles.open(tmp_path, "Ana")
    assert user.library.sessions() == expected
    assert user.problems == ()
    user.close()


def sealed(body: bytes) -> bytes:
    """Bytes with a checksum that fits, as an attacker or a broken program could make them."""
    rest = b'",' + body
    return b'{"_meta":{"1":{"sha256":"' + hashlib.sha256(rest).hexdigest().encode() + rest


STRANGE = [
    b"[]",
    b"null",
    b'"text"',
    b"",
    b"{",
    b"\xff\xfe{\x00}\x00",
    b"[" * 1_000_000,
    b'{"a":' * 100_000,
    b'{"_meta":{"1":{}}}',
    b'{"messages":{"1":{"id":"a"}}}',
    sealed(b'"schema":"1","kind":"messages"}},"messages":{}}'),
]
for schema in range(1, codec.SCHEMA + 1):
    start = f'"schema":{schema},"kind":'.encode()
    STRANGE += [
        sealed(start + b'"messages"}},"messages":[]}'),
        sealed(start + b'"messages"}},"messages":{"1":[]}}'),
        sealed(start + b'"messages"}},"messages":{"1":{"seq":NaN}}}'),
        sealed(start + b'"messages"}},"messages":{"one":{"id":"a"}}}'),
        sealed(start + b'"messages"}},"messages":{"1":{"id":"a","id":"b"}}}'),
        sealed(start + b'"messages"}},"messages":{"1":' + b"[" * 100_000 + b"}}"),
        sealed(start + b'"session"}},"messages":{}}'),
        sealed(start + b'"messages","start":"x"}},"messages":{"1":{}}}'),
        sealed(start + b'"messages"}},"messages":{"1":{"receipt":7,"versions":{}}},"texts":[]}'),
        sealed(start + b'"messages"}},"messages":{"1":{"receipt":{"sections":[3],"recalled":{}}}},"texts":{"x":{}}}'),
        sealed(start + b'"messages"}},"messages":{"1":{"receipt":{"guidance":5,"notes":[5]},"versions":[1]}},'
               b'"texts":{"5":{"lines":[5,[],{}]},"6":{"lines":4}}}'),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(len(STRANGE)))
def test_strange_files_are_no_tracebacks(tmp_path: Path, session: Path, number: int) -> None:
    shutil.rmtree(session.parent.parent / "quarantine", ignore_errors=True)
    page = session / "messages-0001.json"
    page.with_name(page.name + ".bak").unlink()
    page.write_bytes(STRANGE[number])
    user = UserFiles.open(tmp_path, "Ana")
    try:
        user.library.open(session.name).messages()
        user.library.search("m3")
        assert user.problems
    except StorageError as error:
        assert str(page) in error.message
    assert len(user.library.sessions()) == 1
    user.close()


def test_a_newer_file_is_read_but_not_written(tmp_path: Path, session: Path) -> None:
    page = session / "messages-0001.json"
    tables = json.loads(page.read_bytes())
    about = {**tables.pop("_meta")["1"], "schema": codec.SCHEMA + 1}
    about.pop("sha256")
    body = json.dumps(about, separators=(",", ":"))[1:-1] + "}}," + json.dumps(tables, separators=(",", ":"))[1:]
    write_file(page, sealed(body.encode()))
    before = page.read_bytes()
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.open(session.name)
    assert len(files.messages()) == 20
    with pytest.raises(StorageReadOnly):
        files.append(Message(new_id(), session.name, 0, 1, Role.USER, "mara", "x", NOW)).result()
    user.close()
    assert page.read_bytes() == before


def test_absence_is_an_error_and_never_empty(tmp_path: Path, session: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.open(session.name)
    shutil.move(user.folder, tmp_path / "elsewhere")
    with pytest.raises(StorageGone):
        files.append(Message(new_id(), session.name, 0, 1, Role.USER, "mara", "x", NOW)).result()
    with pytest.raises(StorageError):
        files.messages()
    user.folder.mkdir()
    with pytest.raises(StorageError):
        files.append(Message(new_id(), session.name, 0, 1, Role.USER, "mara", "x", NOW)).result()
    assert list(user.folder.iterdir()) == []
    user.folder.rmdir()
    shutil.move(tmp_path / "elsewhere", user.folder)
    assert [future.result() is not None for future in user.retry()] == [True, True]
    assert files.count() == 22
    user.close()


def test_an_absent_page_is_gone_and_an_unsealed_one_damaged(tmp_path: Path) -> None:
    with pytest.raises(StorageGone):
        Page(tmp_path / "page.json", "x").tables()
    (tmp_path / "page.json").write_text("{}")
    with pytest.raises(StorageDamaged):
        Page(tmp_path / "page.json", "x").tables()

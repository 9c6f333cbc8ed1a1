"""A user's files encrypted: nothing readable anywhere, turned on and off whole, and as safe as plain ones."""

import errno
import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.session import Chapter, SessionMeta, SessionState
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import StorageError, StorageLocked, WrongPassphrase
from chatbot.storage.atomic import System
from chatbot.storage.encryption.backups import key_in
from chatbot.storage.encryption.keyfile import Cost, State
from chatbot.storage.encryption.turning import change_passphrase, turn_off, turn_on
from chatbot.storage.encryption.vault import Vault, make_vault, open_vault, vault_of
from chatbot.storage.health import Level, examine
from chatbot.storage.layout import user_folder
from chatbot.storage.sealing import KEY_COPY_NAME, KEY_NAME, is_sealed
from chatbot.storage.user import UserFiles
from tests.faults import Cut, Killed, Quick

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "correct horse"
CANARY = "Zanzibar"
NAME = "Ana Zanzibarina"
EVERY_CALL = 29
"""Of the calls in a turning, which are cut off: each of the four ways takes others. 1 tries all, in half a minute."""


COUNTED = ("write", "link", "unlink", "replace", "mkdir", "fsync")
"""The calls that may be cut off."""


class Witness(Quick):
    """Looks at every byte on its way to the disk."""

    def __init__(self) -> None:
        self.seen = 0

    def write(self, fd: int, data: memoryview) -> int:
        assert CANARY.encode() not in bytes(data)
        self.seen += 1
        return super().write(fd, data)


def say(session_id: str, text: str) -> Message:
    return Message(new_id(), session_id, 0, 1, Role.USER, "mara", text, NOW)


def learnt(session_id: str, text: str) -> JournalEntry:
    record = Memory(new_id(), text, Kind.FACT, Scope.USER, session_id, "mara", "user", "home", text, NOW, NOW, NOW)
    return JournalEntry(new_id(), NOW, Who.USER, (Change(Op.ADD, None, record, CANARY),), session_id)


def opened(home: Path, passphrase: str = PASSPHRASE, system: System | None = None) -> UserFiles:
    vault = open_vault(user_folder(home, NAME), passphrase)
    return UserFiles.open(home, NAME, system=system or Quick(), vault=vault)


def telling(chapter: Chapter) -> Callable[[SessionState], SessionState]:
    return lambda state: replace(state, chapters=(chapter,))


def fill(user: UserFiles) -> str:
    """Writes at least one of everything, each with a version before it. Gives the session that stays."""
    kept, gone = (user.library.create(SessionMeta(new_id(), f"Walks in {CANARY}", "mara", NOW, NOW)) for _ in range(2))
    for files in (kept, gone):
        for number in range(2):
            files.append(say(files.session_id, f"{CANARY} {number}")).result()
        files.change_state(lambda state: replace(state, meta=replace(state.meta, turns=3))).result()
        for number in range(2):
            told = Chapter(new_id(), CANARY, f"Of {CANARY}", 1, number + 1, NOW, NOW)
            files.change_state(telling(told)).result()
    for number in range(2):
        entry = learnt(kept.session_id, f"Lives in {CANARY} {number}")
        user.memories.apply(entry).result()
        user.profile.set("drafts", f"off to {CANARY} {number}").result()
        kept.keep_draft(say(kept.session_id, f"I know {CANARY} {number}")).result()
    user.memories.count_uses(tuple(user.memories.everything()))
    user.library.sessions()
    user.library.delete(gone.session_id).result()
    user.backups.create("before")
    return str(kept.session_id)


def story(user: UserFiles, session_id: str) -> tuple[Any, ...]:
    """What a person would call their data."""
    files = user.library.open(session_id)
    return (
        [one.text for one in files.messages()],
        files.state().meta.title,
        sorted(one.text for one in user.memories.everything().values()),
        user.profile.get("drafts"),
        user.profile.user,
        user.library.deleted(),
        [one.problem for one in user.backups.list()],
        files.state().chapters,
    )


def contents(home: Path) -> Iterator[tuple[Path, bytes]]:
    """Every byte under a folder, those inside backups unpacked."""
    for path in sorted(home.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        yield path / name, archive.read(name)


def readable(home: Path) -> list[Path]:
    return [path for path, data in contents(home) if CANARY.lower().encode() in data.lower()]


def fingerprint(home: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in home.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder that is not encrypted, and a session in it; to be copied."""
    home = tmp_path_factory.mktemp("plain") / "data"
    user = UserFiles.open(home, NAME, system=Quick())
    session_id = fill(user)
    user.close()
    quarantine = user.folder / "quarantine"
    quarantine.mkdir(mode=0o700)
    (quarantine / "memories.json-0123").write_text(f"{CANARY}, damaged")
    (quarantine / "memories.json-0123").chmod(0o600)
    return home, session_id


@pytest.fixture(scope="module")
def sealed(plain: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same, encrypted; to be copied."""
    home = tmp_path_factory.mktemp("sealed") / "data"
    shutil.copytree(plain[0], home)
    turn_on(make_vault(user_folder(home, NAME), PASSPHRASE, CHEAP), new_id(), Quick())
    return home, plain[1]


def copy_of(source: Path, home: Path) -> Path:
    shutil.copytree(source, home)
    return user_folder(home, NAME)


def test_the_witness_can_see(plain: tuple[Path, str]) -> None:
    """Everything that is looked for in the encrypted store is there in the plain one."""
    found = {path.name for path in readable(plain[0])}
    names = {
        "profile.json",
        "memories.json",
        "session.json",
        "messages-0001.json",
        "draft.json",
        "index.json",
        "chapters.json",
    }
    assert names | {"session.json.bak", "chapters.json.bak", "messages-0001.json.bak", "memories.json-0123"} <= found
    assert any("trash" in path.parts for path in readable(plain[0]))
    assert any(".zip" in str(path) for path in readable(plain[0]))


def test_encrypting_leaves_no_word_readable_and_loses_none(plain: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(plain[0], tmp_path / "data")
    before = UserFiles.open(tmp_path / "data", NAME, system=Quick())
    told = story(before, plain[1])
    before.close()
    trashed = next((folder / "trash").iterdir()).stat().st_mtime_ns
    turned = turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), Quick())
    assert turned.problems == ()
    assert readable(tmp_path) == []
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".zip"]
    assert {path.name for path in files if not is_sealed(path.read_bytes())} <= {KEY_NAME, KEY_COPY_NAME, "lock"}
    assert next((folder / "trash").iterdir()).stat().st_mtime_ns == trashed
    after = opened(tmp_path / "data")
    assert after.encrypted
    assert after.problems == ()
    assert story(after, plain[1]) == told
    after.close()


def test_no_byte_on_its_way_to_the_disk_is_readable(tmp_path: Path) -> None:
    """Temporary files, drafts, versions before, caches, the trash and backups included."""
    UserFiles.open(tmp_path, NAME, system=Quick()).close()
    folder = user_folder(tmp_path, NAME)
    turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), Quick())
    system = Witness()
    user = opened(tmp_path, system=system)
    session_id = fill(user)
    told = story(user, session_id)
    user.close()
    assert system.seen > 20
    assert readable(tmp_path) == []
    again = opened(tmp_path)
    assert story(again, session_id)[1:] == told[1:]
    assert [one.text for one in again.library.search(CANARY)] != []
    again.close()


def test_a_wrong_passphrase_changes_nothing(sealed: tuple[Path, str]) -> None:
    before = fingerprint(sealed[0])
    with pytest.raises(WrongPassphrase):
        opened(sealed[0], "wrong horse")
    with pytest.raises(StorageLocked):
        UserFiles.open(sealed[0], NAME)
    assert fingerprint(sealed[0]) == before


def test_without_its_key_file_a_store_is_refused_and_kept(sealed: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(sealed[0], tmp_path / "data")
    keys = [folder / name for name in (KEY_NAME, KEY_COPY_NAME)]
    kept = keys[0].read_bytes()
    for path in keys:
        path.unlink()
    before = {name: digest for name, (digest, _) in fingerprint(folder).items()}
    with pytest.raises(StorageLocked, match="key"):
        UserFiles.open(tmp_path / "data", NAME)
    assert {name: digest for name, (digest, _) in fingerprint(folder).items()} == before
    keys[0].write_bytes(kept)
    user = opened(tmp_path / "data")
    assert user.profile.user == NAME
    user.close()


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("off", [False, True])
def test_turning_that_is_cut_off_anywhere_is_finished_at_the_next_start(
    plain: tuple[Path, str], sealed: tuple[Path, str], tmp_path: Path, off: bool, kill: bool
) -> None:
    source, session_id = sealed if off else plain
    copy_of(plain[0], tmp_path / "told")
    user = UserFiles.open(tmp_path / "told", NAME, system=Quick())
    told = story(user, session_id)
    user.close()
    for calls in range(2 * off + kill, 1000, EVERY_CALL):
        home = tmp_path / str(calls)
        folder = copy_of(source, home)
        system = Cut(calls, 0 if kill else errno.ENOSPC, COUNTED)
        try:
            if off:
                turn_off(open_vault(folder, PASSPHRASE), new_id(), system)
            else:
                turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), system)
        except (StorageError, Killed):
            assert system.cut
        begun = (folder / KEY_NAME).exists() or (folder / KEY_COPY_NAME).exists()
        again = opened(home) if begun else UserFiles.open(home, NAME, system=Quick())
        assert again.problems == ()
        assert story(again, session_id) == told, calls
        again.close()
        if begun and not off:
            assert readable(home) == [], calls
        if not begun:
            assert not any(is_sealed(data) for _, data in contents(home))
        shutil.rmtree(home)
        if not system.cut:
            break
    assert calls > 100


def test_a_finishing_that_is_cut_off_too_is_finished_by_the_next(plain: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(plain[0], tmp_path / "data")
    with pytest.raises(Killed):
        turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), Cut(40, counted=COUNTED))
    for calls in (0, 3, 20, 50):
        with pytest.raises((StorageError, Killed)):
            opened(tmp_path / "data", system=Cut(calls, calls % 2 * errno.ENOSPC, COUNTED))
        assert open_vault(folder, PASSPHRASE).file.state is State.TURNING_ON
    user = opened(tmp_path / "data")
    assert user.problems == ()
    assert [one.text for one in user.library.open(plain[1]).messages()][:2] == [f"{CANARY} 0", f"{CANARY} 1"]
    user.close()
    assert readable(tmp_path) == []


def test_one_bit_anywhere_is_never_believed(sealed: tuple[Path, str], tmp_path: Path) -> None:
    chance = random.Random(5)
    home = tmp_path / "data"
    copy_of(sealed[0], home)
    user = opened(home)
    told = story(user, sealed[1])
    user.close()
    names = [path.relative_to(home) for path in home.rglob("*") if path.is_file() and path.name != "lock"]
    for name in names:
        shutil.rmtree(home)
        copy_of(sealed[0], home)
        data = bytearray((home / name).read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (home / name).write_bytes(bytes(data))
        again = opened(home)
        now = story(again, sealed[1])
        whole = all(again.backups.verify(one.id).problems == () for one in again.backups.list())
        assert now == told or again.problems, name
        assert set(now[0]) <= {*told[0], f"I know {CANARY} 0"}  # at most a save less
        assert set(now[2]) <= set(told[2])
        assert whole == (name.suffix != ".zip"), name
        again.close()


def test_off_and_on_again_makes_another_key(sealed: tuple[Path, str], tmp_path: Path) -> None:
    home = tmp_path / "data"
    copy_of(sealed[0], home)
    turn_off(open_vault(user_folder(home, NAME), PASSPHRASE), new_id(), Quick())
    turn_on(make_vault(user_folder(home, NAME), "another passphrase", CHEAP), new_id(), Quick())
    with pytest.raises(WrongPassphrase):
        opened(home)
    user = opened(home, "another passphrase")
    assert story(user, sealed[1])[1] == f"Walks in {CANARY}"
    user.close()


def test_decrypting_gives_plain_files_back(sealed: tuple[Path, str], plain: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(sealed[0], tmp_path / "data")
    assert turn_off(open_vault(folder, PASSPHRASE), new_id(), Quick()).problems == ()
    assert not (folder / KEY_NAME).exists()
    assert not (folder / KEY_COPY_NAME).exists()
    mine, theirs = dict(contents(folder)), dict(contents(user_folder(plain[0], NAME)))
    for path, data in theirs.items():
        name = path.relative_to(user_folder(plain[0], NAME))
        if ".zip" not in str(name) and name.name not in ("index.json", "lock") and "running" not in name.parts:
            assert mine[folder / name] == data, name


def test_a_file_that_cannot_be_decrypted_is_set_aside(sealed: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(sealed[0], tmp_path / "data")
    path = folder / "sessions" / sealed[1] / "messages-0001.json"
    path.write_bytes(path.read_bytes()[:-9])
    stray = folder / "sessions" / sealed[1] / "session.json.bak"
    stray.write_bytes(stray.read_bytes()[:50])
    turned = turn_off(open_vault(folder, PASSPHRASE), new_id(), Quick())
    assert len(turned.problems) == 2
    assert any("version before was taken" in line for line in turned.problems)
    user = UserFiles.open(tmp_path / "data", NAME, system=Quick())
    assert [one.text for one in user.library.open(sealed[1]).messages()][:1] == [f"{CANARY} 0"]
    user.close()


def test_files_that_changed_places_are_told_and_made_good(sealed: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(sealed[0], tmp_path / "data")
    mine = folder / "sessions" / sealed[1] / "messages-0001.json"
    other = next((folder / "trash").iterdir()) / "messages-0001.json"
    mine.write_bytes(other.read_bytes())
    user = opened(tmp_path / "data")
    texts = [one.text for one in user.library.open(sealed[1]).messages()]
    assert texts[:1] == [f"{CANARY} 0"]
    assert any("does not have the key" in line for line in user.problems)
    user.close()
    assert readable(tmp_path) == []


def test_a_plain_file_that_was_slipped_in_is_not_believed(sealed: tuple[Path, str], tmp_path: Path) -> None:
    from chatbot.storage import codec, profile

    folder = copy_of(sealed[0], tmp_path / "data")
    lie = {profile.USER_TABLE: {"1": {"user": "Mallory", "created_at": NOW.isoformat()}}}
    (folder / "profile.json").write_bytes(codec.encode(lie, profile.KIND, {}))
    user = opened(tmp_path / "data")
    assert user.profile.user == NAME
    assert any("does not have the key" in line for line in user.problems)
    user.close()


def test_damage_past_the_version_before_keeps_what_is_whole(sealed: tuple[Path, str], tmp_path: Path) -> None:
    home = tmp_path / "data"
    folder = copy_of(sealed[0], home)
    user = opened(home)
    files = user.library.create(SessionMeta(new_id(), "long", "mara", NOW, NOW))
    for number in range(40):
        files.append(say(files.session_id, f"message {number} " + "tea " * 120)).result()
    user.close()
    for path in (folder / "sessions" / files.session_id).glob("messages-0001.json*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        path.write_bytes(bytes(data))
    again = opened(home)
    texts = [one.text for one in again.library.open(files.session_id).messages()]
    assert len(texts) >= 28  # a chunk of 4 kB holds eight of these
    assert texts[0].startswith("message 0 ")
    assert texts[-1].startswith("message 39 ")
    assert any("whole entries were saved" in line for line in again.problems)
    again.close()


def test_nobody_turns_files_that_are_open(plain: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(plain[0], tmp_path / "data")
    user = UserFiles.open(tmp_path / "data", NAME, system=Quick())
    before = fingerprint(folder)
    with pytest.raises(StorageError, match="Another chatbot"):
        turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), Quick())
    assert fingerprint(folder) == before
    user.close()


def test_a_program_that_missed_the_turning_writes_nothing_plain(plain: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(plain[0], tmp_path / "data")
    late = UserFiles.open(tmp_path / "data", NAME, system=Quick())
    files = late.library.open(plain[1])
    for path in (folder / "running").iterdir():
        path.unlink()  # as if it had come between the look at who runs and the writing of the key
    turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), Quick())
    with pytest.raises(StorageLocked, match="restart"):
        files.append(say(plain[1], CANARY)).result()
    with pytest.raises(StorageError):
        late.backups.create("late")
    late.close()
    assert readable(tmp_path) == []
    user = opened(tmp_path / "data")
    assert user.problems == ()
    user.close()


def test_a_lost_key_file_is_written_again_while_the_key_is_open(sealed: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(sealed[0], tmp_path / "data")
    user = opened(tmp_path / "data")
    for name in (KEY_NAME, KEY_COPY_NAME):
        (folder / name).unlink()
    user.library.open(sealed[1]).append(say(sealed[1], "still here")).result()
    user.close()
    again = opened(tmp_path / "data")
    assert [one.text for one in again.library.open(sealed[1]).messages()][-1] == "still here"
    again.close()


def test_the_passphrase_may_change_while_another_program_runs(sealed: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(sealed[0], tmp_path / "data")
    user = opened(tmp_path / "data")
    change_passphrase(open_vault(folder, PASSPHRASE), "battery staple", CHEAP, Quick())
    user.library.open(sealed[1]).append(say(sealed[1], "still here")).result()
    user.close()
    with pytest.raises(WrongPassphrase):
        opened(tmp_path / "data")
    again = opened(tmp_path / "data", "battery staple")
    assert [one.text for one in again.library.open(sealed[1]).messages()][-1] == "still here"
    (backup,) = again.backups.list()
    again.close()
    with pytest.raises(WrongPassphrase):
        vault_of(folder, key_in(backup.path), PASSPHRASE, backup.path)
    assert vault_of(folder, key_in(backup.path), "battery staple", backup.path).file.state is State.ON


def test_a_backup_alone_brings_everything_back_on_another_machine(sealed: tuple[Path, str], tmp_path: Path) -> None:
    copy_of(sealed[0], tmp_path / "old")
    old = opened(tmp_path / "old")
    told = story(old, sealed[1])
    archive = old.backups.create("moving").path
    old.close()
    home = tmp_path / "data"
    UserFiles.open(home, NAME, system=Quick()).close()
    folder = user_folder(home, NAME)
    turn_on(vault_of(folder, key_in(archive), PASSPHRASE, archive), new_id(), Quick())
    (folder / "backups").mkdir(mode=0o700, exist_ok=True)
    shutil.copy(archive, folder / "backups")
    user = opened(home)
    user.backups.restore(archive.stem)
    user.close()
    again = opened(home)
    assert story(again, sealed[1])[:5] == told[:5]
    again.close()


def test_the_doctor_looks_inside_with_the_key_and_says_so_without(sealed: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(sealed[0], tmp_path / "data")
    vault = open_vault(folder, PASSPHRASE)
    assert examine(tmp_path / "data", NAME, vault.sealed(System())) == ()
    (found,) = examine(tmp_path / "data", NAME)
    assert found.level is Level.NOTE
    assert "not checked" in found.what
    (folder / KEY_COPY_NAME).write_bytes(b"garbage")
    (found,) = examine(tmp_path / "data", NAME, vault.sealed(System()))
    assert found.where.name == KEY_COPY_NAME
    (folder / "memories.json").write_bytes(b"garbage")
    names = {one.where.name for one in examine(tmp_path / "data", NAME, vault.sealed(System()))}
    assert names == {KEY_COPY_NAME, "memories.json"}


def test_encrypting_twice_is_refused(sealed: tuple[Path, str]) -> None:
    before = fingerprint(sealed[0])
    with pytest.raises(StorageLocked, match="already"):
        turn_on(make_vault(user_folder(sealed[0], NAME), "another passphrase", CHEAP), new_id(), Quick())
    assert fingerprint(sealed[0]) == before


def test_a_read_only_file_is_named_before_anything_is_turned(plain: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(plain[0], tmp_path / "data")
    (folder / "uses.json").chmod(0o400)
    before = fingerprint(folder)
    with pytest.raises(StorageError, match=r"uses\.json"):
        turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), Quick())
    assert fingerprint(folder) == before


def test_an_archive_that_is_none_is_encrypted_whole(plain: tuple[Path, str], tmp_path: Path) -> None:
    folder = copy_of(plain[0], tmp_path / "data")
    archive = next((folder / "backups").glob("*.zip"))
    archive.write_bytes(f"{CANARY}, and no archive any more".encode())
    turned = turn_on(make_vault(folder, PASSPHRASE, CHEAP), new_id(), Quick())
    assert any(archive.name in line for line in turned.problems)
    assert is_sealed(archive.read_bytes())
    turn_off(open_vault(folder, PASSPHRASE), new_id(), Quick())
    assert archive.read_bytes() == f"{CANARY}, and no archive any more".encode()


def test_nobody_shows_the_key(sealed: tuple[Path, str]) -> None:
    vault: Vault = open_vault(user_folder(sealed[0], NAME), PASSPHRASE)
    assert json.dumps(repr(vault)) == json.dumps(f"Vault({user_folder(sealed[0], NAME)})")

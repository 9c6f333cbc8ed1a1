"""Restoring: all, one session, one file; undone; damaged and hostile archives."""

import hashlib
import os
import random
import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chatbot.domain.ids import new_id
from chatbot.domain.session import SessionMeta
from chatbot.errors import NotFound, StorageDamaged, StorageError, StorageReadOnly
from chatbot.storage import codec
from chatbot.storage.backups.archive import Archive, ArchiveWriter
from chatbot.storage.backups.manifest import FORMAT, Held, Manifest
from chatbot.storage.user import UserFiles
from tests.unit.storage.backups.conftest import NOW, Contents, Fill, Opened, say


def change_everything(files: UserFiles, session_id: str) -> str:
    """A message more, a session more, a setting changed, the trash emptied; gives the new session."""
    files.library.open(session_id).append(say(session_id, "later")).result()
    fresh = files.library.create(SessionMeta(new_id(), "Fresh", "mara", NOW, NOW))
    fresh.append(say(fresh.session_id, "hello")).result()
    files.profile.set("theme", "light").result()
    files.library.undelete(files.library.deleted()[0]).result()
    return fresh.session_id


def test_everything_becomes_what_it_was_and_back(opened: Opened, fill: Fill, contents: Contents) -> None:
    files = opened()
    session_id = fill(files)
    files.close()
    files = opened()
    before = contents(files.folder)
    made = files.backups.create("by hand")
    fresh = change_everything(files, session_id)
    files.close()
    files = opened()
    changed = contents(files.folder)
    done = files.backups.restore(made.id)
    assert done.safety.reason == "before restore"
    assert contents(files.folder) == before
    with pytest.raises(StorageReadOnly):  # what these files have in RAM is of another time
        files.profile.set("theme", "light").result()
    files.close()
    assert not (files.folder / "sessions" / fresh).exists()
    files = opened()
    assert [meta.title for meta in files.library.sessions()] == ["Walks"]
    assert files.library.open(session_id).messages()[-1].text == "half"  # the draft became a message, as at any start
    assert files.profile.get("theme") == "dark"
    assert len(files.library.deleted()) == 1
    assert files.problems == ()
    files.backups.restore(done.safety.id)
    assert contents(files.folder) == changed
    files.close()
    assert {meta.title for meta in opened().library.sessions()} == {"Walks", "Fresh", "Gone"}


def test_into_an_empty_folder_it_gives_the_same(tmp_path: Path, opened: Opened, fill: Fill, contents: Contents) -> None:
    files = opened()
    fill(files)
    made = files.backups.create("by hand")
    before = contents(files.folder)
    files.close()
    elsewhere = opened(tmp_path / "elsewhere")
    elsewhere.backups.restore(str(made.path))
    assert contents(elsewhere.folder) == before
    elsewhere.close()
    again = opened(tmp_path / "elsewhere")
    assert again.backups.create("compare").content_sha256 == made.content_sha256
    assert again.backups.list()[-1].reason == "before restore"
    assert again.library.search("m259")


def test_one_session_comes_back_and_the_rest_stays(opened: Opened, fill: Fill) -> None:
    files = opened()
    session_id = fill(files)
    made = files.backups.create("by hand")
    fresh = change_everything(files, session_id)
    files.library.delete(session_id).result()
    done = files.backups.restore(made.id, session_id)
    assert all(path.startswith(f"sessions/{session_id}/") for path in done.put)
    assert all(path.startswith(f"trash/{session_id}/") for path in done.dropped)
    files.close()
    files = opened()
    assert files.library.deleted() == ()
    assert files.library.open(session_id).messages()[-2].text.startswith("m259")
    assert files.library.open(fresh).count() == 1
    assert files.profile.get("theme") == "light"


def test_a_session_that_was_in_the_trash_comes_out_of_it(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    (gone,) = files.library.deleted()
    made = files.backups.create("by hand")
    files.backups.restore(made.id, gone)
    files.close()
    files = opened()
    assert files.library.deleted() == ()
    assert files.library.open(gone).messages()[0].text == "farewell"


def test_one_file_comes_back(opened: Opened, fill: Fill) -> None:
    files = opened()
    session_id = fill(files)
    made = files.backups.create("by hand")
    change_everything(files, session_id)
    files.backups.restore(made.id, file="profile.json")
    files.close()
    files = opened()
    assert files.profile.get("theme") == "dark"
    assert files.library.open(session_id).messages()[-1].text in ("later", "half")
    files.backups.restore(made.id, session_id, "messages-0002.json")
    files.close()
    assert "later" not in [one.text for one in opened().library.open(session_id).messages(limit=5)]


@pytest.mark.parametrize(
    ("session", "file"),
    [("nothing", ""), ("../x", ""), ("", "../profile.json"), ("", "/etc/passwd"), ("", "lock"), ("", "index.json")],
)
def test_what_a_backup_does_not_hold_is_not_restored(
    opened: Opened, fill: Fill, contents: Contents, session: str, file: str
) -> None:
    files = opened()
    fill(files)
    files.backups.create("by hand")
    before = contents(files.folder)
    with pytest.raises(NotFound):
        files.backups.restore("", session, file)
    assert contents(files.folder) == before
    assert len(files.backups.list()) == 1


def test_not_while_another_program_has_the_files_open(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    files.backups.create("by hand")
    other = opened()
    with pytest.raises(StorageReadOnly, match="Another chatbot"):
        files.backups.restore()
    other.close()
    files.backups.restore()


def test_the_one_that_is_restored_does_not_rotate_away(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    made = [files.backups.create("by hand") for _ in range(7)]
    files.backups.restore(made[0].id)
    kept = [one.id for one in files.backups.list()]
    assert len(kept) == 7 and made[0].id in kept


def test_damaged_files_are_kept_aside_before_they_are_replaced(opened: Opened, fill: Fill) -> None:
    files = opened()
    session_id = fill(files)
    made = files.backups.create("by hand")
    (files.folder / "sessions" / session_id / "messages-0001.json").write_bytes(b"ruin")
    files.backups.restore(made.id)
    assert [path.read_bytes() for path in (files.folder / "quarantine").iterdir()] == [b"ruin"]
    files.close()
    assert opened().problems == ()


def test_every_one_of_200_damages_is_found(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    made = files.backups.create("by hand")
    good = made.path.read_bytes()
    chance = random.Random(5)
    found = 0
    for number in range(200):
        kind = number % 5
        at = chance.randrange(len(good))
        if kind == 0:
            bad = good[:at] + bytes([good[at] ^ (1 << chance.randrange(8))]) + good[at + 1 :]
        elif kind == 1:
            bad = good[:at]
        elif kind == 2:
            bad = good[: at // 2] + bytes(64) + good[at // 2 + 64 :]
        elif kind == 3:
            bad = good + chance.randbytes(1 + at % 50)
        else:
            bad = good[:at] + chance.randbytes(8) + good[at:]
        made.path.write_bytes(bad)
        found += bool(files.backups.verify(made.id).problems)
        if number % 20 < 5:
            with pytest.raises(StorageError):
                files.backups.restore(made.id)
    assert found == 200
    made.path.write_bytes(good)
    assert files.backups.verify(made.id).problems == ()
    assert not files.backups.restored


def sealed_archive(path: Path, files: dict[str, bytes], claims: dict[str, Held] | None = None, **about: Any) -> None:
    """An archive that is right in every checksum, as somebody who knows the format could make one."""
    with ArchiveWriter(path) as archive:
        for name, data in files.items():
            archive.add(name, data)
        table = archive.files if claims is None else claims
        archive.finish(Manifest(**{"format": FORMAT, "id": new_id(), "created_at": NOW, "reason": "x", "schema": 1,
                                   "files": table, **about}))  # fmt: skip


PAGE = codec.encode(
    {"user": {"1": {"user": "Eve", "created_at": "2026-03-01T00:00:00Z"}}, "settings": {}}, "profile", {}
)
_NEWER_BODY = PAGE[89:].replace(f'"schema":{codec.SCHEMA}'.encode(), b'"schema":99')
NEWER_PAGE = PAGE[:25] + hashlib.sha256(_NEWER_BODY).hexdigest().encode() + _NEWER_BODY
SESSION = "sessions/01M7YB3SJ8AXZ5CPMDPBSEFSM8"


@pytest.mark.parametrize(
    "name",
    [
        "../profile.json", "../../users/bob/profile.json", "/etc/passwd", "profile.json/../../x",
        "sessions/../profile.json",
        f"{SESSION}/../../profile.json", f"{SESSION}/../session.json", "sessions/x/session.json",
        f"{SESSION}\\session.json",
        "C:/profile.json", "PROFILE.JSON", "profile.json\x00", "lock", "index.json", "key.json", "running/x", "",
        "backups/01M7YB3SJ8AXZ5CPMDPBSEFSM8.zip", f"{SESSION}/profile.json", f"{SESSION}/messages-1.json",
        "./profile.json",
    ],
)  # fmt: skip
def test_no_strange_path_is_believed(tmp_path: Path, opened: Opened, fill: Fill, contents: Contents, name: str) -> None:
    files = opened()
    fill(files)
    before = contents(files.folder)
    path = tmp_path / "evil.zip"
    sealed_archive(path, {name: PAGE})
    assert files.backups.verify(str(path)).problems
    with pytest.raises((StorageDamaged, NotFound)):
        files.backups.restore(str(path))
    assert contents(files.folder) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["evil.zip", "users"]


@pytest.mark.parametrize(
    ("files", "about"),
    [
        ({"profile.json": b"no page at all"}, {}),
        ({"profile.json": PAGE.replace(b"Eve", b"Bob")}, {}),
        ({f"{SESSION}/session.json": PAGE}, {}),  # a page of another kind
        ({"profile.json": NEWER_PAGE}, {}),
        ({"profile.json": PAGE}, {"format": 99}),
        ({"profile.json": PAGE}, {"claims": {}}),
        ({"profile.json": PAGE}, {"claims": {"profile.json": Held(len(PAGE), "0" * 64)}}),
        ({"profile.json": PAGE}, {"claims": {"profile.json": Held(len(PAGE) + 1, "0" * 64)}}),
        ({"profile.json": PAGE}, {"claims": {"profile.json": Held(-1, "0" * 64)}}),
        ({"profile.json": PAGE}, {"claims": {"profile.json": Held(1 << 40, "0" * 64)}}),
        ({"profile.json": bytes(16 << 20)}, {}),  # 16 MB of zeros in 16 kB
        (
            {"profile.json": PAGE},
            {"claims": {f"{SESSION}/messages-{n:04d}.json": Held(60 << 20, "") for n in range(999)}},
        ),
    ],
)
def test_no_strange_contents_are_believed(
    tmp_path: Path, opened: Opened, contents: Contents, files: dict[str, bytes], about: dict[str, Any]
) -> None:
    user = opened()
    before = contents(user.folder)
    path = tmp_path / "evil.zip"
    sealed_archive(path, files, **about)
    with pytest.raises(StorageError):
        user.backups.restore(str(path))
    assert not user.backups.restored
    assert contents(user.folder) == before
    assert not list(user.folder.glob("restoring-*"))


@pytest.mark.parametrize("what", ["ordinary zip", "empty", "text", "many entries", "deep manifest", "huge manifest"])
def test_archives_of_others_are_refused(
    tmp_path: Path, opened: Opened, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.storage.backups.archive._MOST_MANIFEST_BYTES", 1 << 20)
    user = opened()
    path = tmp_path / "evil.zip"
    if what == "ordinary zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("manifest.json", "{}")
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "text":
        path.write_bytes(b"hello " * 1000)
    elif what == "many entries":
        sealed_archive(path, {"profile.json": PAGE})
        data = bytearray(path.read_bytes())
        at = data.rindex(b"PK\x05\x06")
        data[at + 8 : at + 20] = struct.pack("<2H2L", 60000, 60000, 0xF0000000, 0)
        path.write_bytes(data)
    else:
        deep = b"[" * 1_000_000 if what == "deep manifest" else b" " * (2 << 20) + b"{}"
        with ArchiveWriter(path) as writer:
            writer._add("manifest.json", deep)
            writer._end()
    (line,) = user.backups.verify(str(path)).problems
    assert str(path) in line
    with pytest.raises(StorageError):
        user.backups.restore(str(path))


def test_links_and_pipes_in_place_of_an_archive_are_refused(tmp_path: Path, opened: Opened, fill: Fill) -> None:
    import os

    files = opened()
    fill(files)
    made = files.backups.create("by hand")
    moved = made.path.rename(tmp_path / "moved.zip")
    made.path.symlink_to(moved)
    assert files.backups.list()[0].problem
    made.path.unlink()
    os.mkfifo(made.path)
    assert "plain file" in files.backups.list()[0].problem
    with pytest.raises(StorageError):
        files.backups.restore(made.id)
    made.path.unlink()
    shutil.copy(moved, made.path)
    files.backups.restore(made.id)


def test_a_full_disk_is_known_before(opened: Opened, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    files = opened()
    fill(files)
    made = files.backups.create("by hand")
    usage = shutil.disk_usage(files.folder)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage._replace(free=10))
    with pytest.raises(StorageError, match="the disk has 0 kB left"):
        files.backups.restore(made.id)
    assert not files.backups.restored


def test_the_table_of_contents_is_plain_json(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    made = files.backups.create("by hand")
    with zipfile.ZipFile(made.path) as archive:
        table = msgspec.json.decode(archive.read("manifest.json"))
    assert table["reason"] == "by hand" and set(table["files"]) == set(files.backups.files_in())
    with Archive(made.path) as again:
        assert again.manifest.content_sha256 == made.content_sha256


def test_a_backup_goes_back_to_whom_it_was_made_of(opened: Opened, fill: Fill, tmp_path: Path) -> None:
    files = opened()
    fill(files)
    archive = files.backups.create("by hand").path
    files.close()
    bob = UserFiles.open(tmp_path, "Bob")
    with pytest.raises(StorageError, match="of another user, Ana") as caught:
        bob.backups.restore(str(archive))
    assert "--user" in caught.value.hint
    assert bob.profile.user == "Bob" and bob.library.sessions() == ()
    bob.close()


def test_a_name_that_is_shown_otherwise_than_it_was_given_is_still_the_same_user(tmp_path: Path) -> None:
    files = UserFiles.open(tmp_path, "Ana\tB\u200b")
    assert files.profile.user != "Ana\tB\u200b"
    files.backups.restore(files.backups.create("by hand").id)
    files.close()


def test_what_is_no_file_is_told_among_the_verdicts(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    whole = files.backups.create("by hand")
    pipe = files.backups.folder / f"{new_id()}.zip"
    os.mkfifo(pipe)
    verdicts = [files.backups.verify(str(one.path)).problems for one in files.backups.list()]
    assert sorted(map(len, verdicts)) == [0, 1]
    assert files.backups.find().id == whole.id

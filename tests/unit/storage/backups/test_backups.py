"""Backups made, listed, found, rotated, rewritten and deleted."""

import os
import stat
import threading
import zipfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.mood import MoodState
from chatbot.domain.value import replace
from chatbot.errors import NotFound, StorageError
from chatbot.storage.atomic import System
from chatbot.storage.backups.making import Stopped
from chatbot.storage.backups.manifest import Backup
from chatbot.storage.backups.rotation import surplus
from tests.unit.storage.backups.conftest import NOW, Contents, Fill, Opened, Time, say


def test_a_backup_holds_every_file_as_it_is(opened: Opened, fill: Fill, contents: Contents) -> None:
    files = opened()
    fill(files)
    made = files.backups.create("by hand")
    assert (made.reason, made.created_at, made.sessions, made.left_out) == ("by hand", NOW, 1, ())
    assert files.backups.list() == (made,)
    verdict = files.backups.verify()
    assert (verdict.id, verdict.files, verdict.problems) == (made.id, made.files, ())
    present = contents(files.folder)
    assert set(files.backups.files_in()) == set(present)
    kinds = {path.rsplit("/", 1)[-1].split("-")[0] for path in present}
    assert kinds >= {"profile.json", "memories.json", "session.json", "chapters.json", "draft.json", "messages"}
    with zipfile.ZipFile(made.path) as archive:  # any program that knows the format can read it
        assert archive.testzip() is None
        assert archive.read("profile.json") == (files.folder / "profile.json").read_bytes()
    assert made.size_bytes < made.content_bytes / 3
    assert [meta.title for meta in files.backups.sessions_in()] == ["Walks"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_user_can_read_it(opened: Opened, fill: Fill, umask: int) -> None:
    before = os.umask(umask)
    try:
        files = opened()
        fill(files)
        made = files.backups.create("by hand")
    finally:
        os.umask(before)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_without_hard_links_the_bytes_are_copied(opened: Opened, fill: Fill) -> None:
    class Unlinked(System):
        def link(self, source: str, target: str) -> None:
            raise PermissionError(1, "Operation not permitted")

    files = opened(system=Unlinked())
    fill(files)
    made = files.backups.create("by hand")
    assert files.backups.verify().problems == ()
    assert made.files == len(files.backups.files_in())
    assert [path.name for path in files.backups.folder.iterdir()] == [made.path.name]


def test_what_is_written_meanwhile_does_not_tear_it(opened: Opened, fill: Fill) -> None:
    class Busy(System):
        """Has somebody else write while the archive is being written."""

        act: Any = None

        def write(self, fd: int, data: memoryview) -> int:
            act, self.act = self.act, None
            if act is not None:
                act()
            return super().write(fd, data)

    busy = Busy()
    files, other = opened(system=busy), opened()
    session_id = fill(files)
    elsewhere = other.library.open(session_id)

    def change_much() -> None:
        for number in range(40):
            elsewhere.append(say(session_id, f"new {number}")).result()
        other.profile.set("theme", "light").result()

    before = files.library.open(session_id).count()
    busy.act = change_much
    made = files.backups.create("by hand")
    assert busy.act is None
    assert files.backups.verify(made.id).problems == ()
    assert files.library.open(session_id).count() == before + 40
    with zipfile.ZipFile(made.path) as archive:
        assert b'"value":"dark"' in archive.read("profile.json")
        last = archive.read(f"sessions/{session_id}/messages-0002.json")
        assert b"m259" in last and b"new" not in last


def test_a_file_that_cannot_be_read_is_left_out_and_named(opened: Opened, fill: Fill) -> None:
    files = opened()
    session_id = fill(files)
    page = f"sessions/{session_id}/messages-0001.json"
    (files.folder / page).write_bytes(b"ruin")
    made = files.backups.create("by hand")
    assert made.left_out == (page,)
    assert page not in files.backups.files_in()
    assert files.backups.verify().left_out == (page,)


def test_seven_are_kept(opened: Opened, fill: Fill, time: Time) -> None:
    files = opened()
    fill(files)
    made = []
    for _ in range(10):
        made.append(files.backups.create("by hand"))
        time.later(days=1)
    assert [one.id for one in files.backups.list()] == [one.id for one in reversed(made[3:])]


def test_daily_ones_and_others_are_counted_apart(opened: Opened, fill: Fill, time: Time) -> None:
    files = opened()
    said = fill(files)
    daily = []
    for day in range(8):
        mood = MoodState(day / 10)
        files.library.open(said).change_state(partial(replace, user_mood=mood)).result()
        daily.append(files.backups.create_daily(lambda: False))
        time.later(days=1)
    by_hand = [files.backups.create("by hand") for _ in range(8)]
    kept = {one.id for one in files.backups.list()}
    assert kept == {one.id for one in (*daily[1:], *by_hand[1:]) if one}


def backup(number: int, days: float, problem: str = "", left_out: tuple[str, ...] = ()) -> Backup:
    return Backup(str(number), NOW + timedelta(days=days), "", Path(), 0, problem=problem, left_out=left_out)


@pytest.mark.parametrize(
    ("every", "gone"),
    [
        ([backup(n, n) for n in range(7)], set()),
        ([backup(n, n) for n in range(9)], {"0", "1"}),
        # of one day the last stays, before a day goes
        ([*(backup(n, n) for n in range(6)), backup(10, 2.1), backup(11, 5.1), backup(12, 5.2)], {"2", "0"}),
        # the newest three stay, all of one day
        ([*(backup(n, n / 100) for n in range(5)), *(backup(10 + n, n + 1) for n in range(4))], {"0", "1"}),
        # what cannot be read goes first
        ([*(backup(n, n) for n in range(7)), backup(9, 3.5, problem="damaged")], {"9"}),
        # the last one that holds everything stays however old
        ([backup(0, 0), *(backup(n, n, left_out=("profile.json",)) for n in range(1, 9))], {"1", "2"}),
    ],
)
def test_the_rule_of_rotation(every: list[Backup], gone: set[str]) -> None:
    assert {one.id for one in surplus(every)} == gone


def test_one_is_found_by_part_of_its_id_or_by_its_path(opened: Opened, fill: Fill) -> None:
    files = opened()
    with pytest.raises(NotFound, match="no backup yet"):
        files.backups.find()
    fill(files)
    first, second = files.backups.create("one"), files.backups.create("two")
    assert files.backups.find().id == second.id
    assert files.backups.find(first.id.lower()).id == first.id
    assert files.backups.find(first.id[-8:]).id == first.id
    assert files.backups.find(str(first.path)).id == first.id
    with pytest.raises(NotFound, match="2 backups fit"):
        files.backups.find("0")
    with pytest.raises(NotFound):
        files.backups.find("no/such/archive.zip")
    files.backups.delete(first.id)
    assert [one.id for one in files.backups.list()] == [second.id]


def test_what_is_erased_from_all_backups_is_in_none(opened: Opened, fill: Fill) -> None:
    files = opened()
    session_id = fill(files)
    for _ in range(3):
        files.backups.create("by hand")
    broken = files.backups.list()[1]
    broken.path.write_bytes(broken.path.read_bytes()[:-1] + b"x")  # only `check_whole` would see it: it is kept
    files.backups.list()[2].path.write_bytes(b"PK nothing")

    def edit(relative: str, data: bytes) -> bytes | None:
        return None if session_id in relative else data

    assert files.backups.rewrite(edit) == 3
    assert len(files.backups.list()) == 2
    for one in files.backups.list():
        assert not any(session_id in path for path in files.backups.files_in(one.id))
        assert files.backups.verify(one.id).problems == ()
    assert files.backups.rewrite(edit) == 0


def test_a_backup_begun_before_an_erasure_does_not_keep_what_was_erased(opened: Opened, fill: Fill) -> None:
    class Erasing(System):
        """Erases when an archive is about to get its name, or while it is being written."""

        when = ""
        act: Any = None

        def link(self, source: str, target: str) -> None:
            super().link(source, target)
            self._at("link", target)

        def replace(self, source: str, target: str) -> None:
            self._at("replace", target)
            super().replace(source, target)

        def chmod(self, fd: int, mode: int) -> None:
            self._at("chmod", ".zip")
            super().chmod(fd, mode)

        def _at(self, name: str, target: str) -> None:
            if name == self.when and self.act is not None:
                act, self.act = self.act, None
                act()

    for when in ("link", "chmod"):
        system = Erasing()
        files, other = opened(system=system), opened()
        session_id = fill(files)
        system.when = when

        def erase(files: Any = files, session_id: str = session_id) -> None:
            page = files.folder / f"sessions/{session_id}/draft.json"
            page.unlink()
            files.backups.rewrite(lambda relative, data: None if relative.endswith("draft.json") else data)

        system.act = erase
        files.backups.create("by hand")
        assert system.act is None
        assert not [path for path in files.backups.files_in() if path == f"sessions/{session_id}/draft.json"]
        assert not list(files.backups.folder.glob("*.staging"))
        other.close()
        files.close()


def test_the_daily_one_is_made_when_a_day_has_passed_and_something_changed(
    opened: Opened, fill: Fill, time: Time
) -> None:
    files = opened()
    assert not files.daily_backup.is_due()  # nothing to keep yet
    session_id = fill(files)
    files.close()
    files = opened()
    assert files.daily_backup.is_due()
    files.daily_backup.start()
    files.daily_backup.wait()
    (first,) = files.backups.list()
    assert first.reason == "daily"
    files.close()
    time.later(hours=23)
    again = opened()
    assert not again.daily_backup.is_due()
    again.close()
    time.later(hours=2)
    again = opened()
    assert again.daily_backup.is_due()
    again.daily_backup.start()
    again.daily_backup.wait()
    assert again.backups.list() == (first,)  # nothing changed: no copy of the same
    assert not again.backups.is_due()  # and it counts from now
    again.close()
    time.later(days=2)
    last = opened()
    last.library.open(session_id).append(say(session_id, "more")).result()
    last.daily_backup.start()
    last.daily_backup.wait()
    assert len(last.backups.list()) == 2
    assert last.problems == ()


def test_a_daily_one_that_fails_is_one_line(opened: Opened, fill: Fill) -> None:
    class Full(System):
        full = False

        def open(self, path: str, flags: int, mode: int = 0) -> int:
            if self.full and ".zip" not in path and path.endswith(".tmp") and "backups" in path:
                raise OSError(28, "No space left on device")
            return super().open(path, flags, mode)

    system = Full()
    files = opened(system=system)
    fill(files)
    system.full = True
    files.daily_backup.start()
    files.daily_backup.wait()
    (line,) = files.problems
    assert line.startswith("The daily backup could not be made") and "No space left" in line
    assert list(files.backups.folder.iterdir()) == []


def test_closing_gives_up_a_backup_that_takes_long(opened: Opened, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = threading.Event()

    class Slow(System):
        def read(self, fd: int, size: int) -> bytes:
            if threading.current_thread().name == "chatbot-backup":
                reading.set()
                files.daily_backup._stopping.wait(20)
            return super().read(fd, size)

    monkeypatch.setattr("chatbot.storage.backups.daily.PATIENCE_SECONDS", 0.01)
    files = opened(system=Slow())
    fill(files)
    files.daily_backup.start()
    assert reading.wait(20)
    files.close()
    assert list(files.backups.folder.iterdir()) == []
    assert files.problems == ()


def test_one_that_is_stopped_leaves_nothing(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    with pytest.raises(Stopped):
        files.backups.create_daily(lambda: True)
    assert list(files.backups.folder.iterdir()) == []


def test_leftovers_of_dead_programs_are_swept_and_those_of_living_ones_stay(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    made = files.backups.create("by hand")
    living = files.backups._presence.token
    folder = files.backups.folder
    for token in ("dead", living):
        (folder / f"{token}-x.tmp").write_text("words")
        (folder / f"{token}-x.staging").mkdir()
        (folder / f"{token}-x.staging" / "1").write_text("words")
    (folder / "dead-y.staging").symlink_to(files.folder)
    opened()
    names = {path.name for path in folder.iterdir()}
    assert names == {made.path.name, f"{living}-x.tmp", f"{living}-x.staging", "dead-y.staging"}
    assert (files.folder / "profile.json").exists()


def test_there_is_no_backup_where_the_folder_is_gone(opened: Opened, fill: Fill) -> None:
    files = opened()
    fill(files)
    files.folder.rename(files.folder.with_name("elsewhere"))
    with pytest.raises(StorageError):
        files.backups.create("by hand")
    assert not files.folder.exists()

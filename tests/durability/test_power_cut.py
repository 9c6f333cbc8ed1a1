"""Power cuts at every moment of some work, as a disk may leave them: nothing that was said to be saved is lost."""

import hashlib
import os
import random
import shutil
from pathlib import Path

import pytest

from chatbot.storage.user import UserFiles
from tests.durability.disk import Disk, Loss, Recorder, put_back
from tests.durability.work import Promises, meta, rounds, say

STEP = int(os.environ.get("CHATBOT_TEST_CUT_STEP", "9"))
"""Every so many calls a cut is tried; 1 before a release."""

ROUNDS = int(os.environ.get("CHATBOT_TEST_CUT_ROUNDS", "40"))


def opened_after(cut: Path, session_id: str, promises: Promises) -> None:
    user = UserFiles.open(cut, "Ana")
    try:
        promises.check(user, session_id)
        files = user.library.open(session_id)
        said = files.append(say(session_id, "after the cut")).result()
        assert files.message(said.id).text == "after the cut"
    finally:
        user.close()


def digest(files: dict[str, bytes | None]) -> bytes:
    parts = hashlib.sha256()
    for path, data in sorted(files.items()):
        parts.update(repr((path, data is None, len(data or b""))).encode() + (data or b""))
    return parts.digest()


def begun(home: Path) -> str:
    """Files whose first page of messages is nearly full; gives the session."""
    first = UserFiles.open(home, "Ana")
    files = first.library.create(meta())
    for future in [files.append(say(files.session_id, f"before {number}")) for number in range(250)]:
        future.result()
    first.close()
    return files.session_id


@pytest.mark.parametrize("with_backup", [False, True], ids=["work", "work and backups"])
def test_no_moment_of_a_power_cut_loses_what_was_saved(tmp_path: Path, with_backup: bool) -> None:
    home, cut = tmp_path / "home", tmp_path / "cut"
    system = Recorder()
    session_id = begun(home)
    disk = Disk(home)
    chance = random.Random(11)
    user = UserFiles.open(home, "Ana", system=system)
    for _ in range(2 if with_backup else 1):
        rounds(user, session_id, ROUNDS // (2 if with_backup else 1), chance, system.promise)
        if with_backup:
            made = user.backups.create("asked for")
            system.promise(f"backup {made.id}")
    user.close()

    promises, seen, tried = Promises(), set[bytes](), 0
    for number, event in enumerate(system.events):
        if event[0] == "promise":
            promises.hear(event[1])
        else:
            disk.play(*event)
        if number % STEP:
            continue
        for loss in Loss:
            files = dict(disk.files(loss))
            mark = digest(files)
            if mark in seen:
                continue
            seen.add(mark)
            tried += 1
            cut.mkdir(mode=0o700)
            put_back(files, cut)
            opened_after(cut, session_id, promises)
            shutil.rmtree(cut)
    print(f"{tried} states after a cut, {len(system.events)} calls")
    assert tried > 30


def test_the_disk_can_see_a_missing_sync(tmp_path: Path) -> None:
    """The control: without fsync the same cuts do lose something."""

    class Careless(Recorder):
        def fsync(self, fd: int) -> None:
            return

    home, cut = tmp_path / "home", tmp_path / "cut"
    system = Careless()
    session_id = begun(home)
    disk = Disk(home)
    user = UserFiles.open(home, "Ana", system=system)
    rounds(user, session_id, 8, random.Random(3), system.promise)
    user.close()
    promises = Promises()
    for event in system.events:
        if event[0] == "promise":
            promises.hear(event[1])
        else:
            disk.play(*event)
    cut.mkdir(mode=0o700)
    put_back(dict(disk.files(Loss.EVERYTHING)), cut)
    with pytest.raises((AssertionError, KeyError)):
        opened_after(cut, session_id, promises)

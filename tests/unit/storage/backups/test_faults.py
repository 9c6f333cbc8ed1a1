"""Every system call of a backup and of a restore fails once, and is once the last of a program that is killed."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from chatbot.errors import StorageError
from chatbot.storage.user import UserFiles
from tests.faults import Killed, Quick
from tests.unit.storage.backups.conftest import Contents, Fill, Opened, Time, say

EVERY = int(os.environ.get("CHATBOT_TEST_EVERY_CALL", "12"))
"""Every so many-th call fails; 1 before a release. The last calls of a restore, which do it, fail each."""

DOING = 40
"""So many calls, from the writing of the plan on, do a restore of the store below."""

CALLS = ("open", "write", "read", "chmod", "fsync", "link", "unlink", "replace", "mkdir")


class Counting(Quick):
    """Counts calls; from the n-th on every one fails for ever (a kill), or the n-th alone fails with an error."""

    def __init__(self) -> None:
        self.left = -1
        self.count = 0
        self.code = 0

    def arm(self, number: int, code: int = 0) -> None:
        self.left, self.code = number, code

    def __getattribute__(self, name: str) -> object:
        if name in CALLS:
            self._at(name)
        return super().__getattribute__(name)

    def _at(self, name: str) -> None:
        self.count += 1
        if self.left > 0:
            self.left -= 1
            if self.left == 0 and self.code:
                raise OSError(self.code, os.strerror(self.code))
        if self.left == 0 and not self.code:
            raise Killed(name)


class Store:
    """One user's data that can be put back to how it began, with programs that die on it."""

    def __init__(self, folder: Path, time: Time, contents: Contents, prepare: Callable[[UserFiles], str]) -> None:
        self._origin, self.folder = folder / "origin", folder / "data"
        self._time, self._contents = time, contents
        files = UserFiles.open(self._origin, "Ana", time, system=Quick())
        self.backup_id = prepare(files)
        files.close()
        self._session = self.before = {}  # type: dict[str, str]
        self.renew()
        self.before = self.contents()

    def renew(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._origin, self.folder)

    def contents(self) -> dict[str, str]:
        (folder,) = (self.folder / "users").iterdir()
        return self._contents(folder)

    def attempt(self, act: Callable[[UserFiles], object], number: int, code: int = 0) -> tuple[bool, int]:
        """Does something with the n-th call failing; says whether it came to its end, and how many calls there were."""
        system = Counting()
        files = UserFiles.open(self.folder, "Ana", self._time, system=system)
        system.count = 0
        system.arm(number, code)
        try:
            act(files)
            done = True
        except (Killed, StorageError):
            done = False
        calls = system.count
        system.left, system.code = -1, 0
        if code or done:
            files.close()
        else:  # what the kernel does with the locks of a program that is no more
            files.backups._presence._file.release()
        return done, calls

    def reopened(self) -> UserFiles:
        return UserFiles.open(self.folder, "Ana", self._time, system=Quick())

    def leftovers(self) -> list[str]:
        every = [path.name for path in self.folder.rglob("*")]
        return [name for name in every if name.endswith((".tmp", ".staging")) or name.startswith("restoring-")]


@pytest.fixture
def store(tmp_path: Path, time: Time, contents: Contents) -> Store:
    """A session, a backup of it, then a message more and another session."""

    def prepare(files: UserFiles) -> str:
        from chatbot.domain.ids import new_id
        from chatbot.domain.session import SessionMeta

        first = files.library.create(SessionMeta(new_id(), "One", "mara", time(), time()))
        first.append(say(first.session_id, "hello")).result()
        made = files.backups.create("by hand")
        first.append(say(first.session_id, "more")).result()
        files.library.create(SessionMeta(new_id(), "Two", "mara", time(), time()))
        return made.id

    return Store(tmp_path, time, contents, prepare)


def create(files: UserFiles) -> object:
    return files.backups.create("before import")


def test_a_backup_that_fails_or_is_killed_leaves_nothing(store: Store) -> None:
    done, calls = store.attempt(create, 1_000_000)
    assert done and calls > 30
    for code in (0, errno.ENOSPC):
        for number in range(1 + code % EVERY, calls + 1, max(1, EVERY // 3)):
            store.renew()
            done, _ = store.attempt(create, number, code)
            files = store.reopened()
            assert store.contents() == store.before
            every = files.backups.list()
            assert len(every) in ((2,) if done else (1, 2)), number
            assert not any(files.backups.verify(one.id).problems for one in every)
            assert store.leftovers() == [], number
            files.close()


def test_a_restore_that_fails_or_is_killed_is_whole_or_never_was(store: Store) -> None:
    def restore(files: UserFiles) -> object:
        return files.backups.restore(store.backup_id)

    done, calls = store.attempt(restore, 1_000_000)
    after = store.contents()
    assert done and after != store.before
    seen = set()
    doing = range(calls - DOING, calls + 1)
    for code, numbers in ((0, {*range(1, calls, EVERY), *doing}), (errno.EIO, {*range(1, calls, EVERY), *doing[::6]})):
        for number in sorted(numbers):
            store.renew()
            done, _ = store.attempt(restore, number, code)
            between = store.contents()
            files = store.reopened()
            found = store.contents()
            assert found in ((after,) if done else (store.before, after)), number
            seen.add((done, found == after, between == found))
            assert store.leftovers() == [], number
            assert not [one for one in files.backups.list() if files.backups.verify(one.id).problems]
            titles = {meta.title for meta in files.library.sessions()}
            assert titles == ({"One"} if found == after else {"One", "Two"})
            files.close()
    # Some were never begun, some were finished by the next start, some were done already.
    assert seen >= {(False, False, True), (False, True, False), (True, True, True)}


def test_a_restore_is_finished_though_finishing_is_killed_again_and_again(store: Store) -> None:
    def restore(files: UserFiles) -> object:
        return files.backups.restore(store.backup_id)

    store.attempt(restore, 1_000_000)
    after = store.contents()
    store.renew()
    _, calls = store.attempt(restore, 1_000_000)
    number = calls
    while True:  # the last call after which there is something left to finish
        store.renew()
        store.attempt(restore, number)
        if any((path / "plan.json").exists() for path in store.folder.glob("users/*/restoring-*")):
            break
        number -= 1
    while number and store.contents() == after:
        number -= 1
        store.renew()
        store.attempt(restore, number)
    status, call = 1, 0
    while status:
        call += 1
        child = os.fork()
        if child == 0:
            _open_and_die(store.folder, call)
        status = os.waitpid(child, 0)[1]
    assert call > 3
    assert store.contents() == after
    assert store.leftovers() == []


def _open_and_die(folder: Path, call: int) -> NoReturn:
    """Opens Ana's files in a process that is no more at the n-th call; exit code 0 where it comes to its end."""

    class Dying(Counting):
        def _at(self, name: str) -> None:
            super()._at(name) if self.left != 1 else os._exit(9)

    system = Dying()
    system.arm(call)
    try:
        UserFiles.open(folder, "Ana", system=system).close()
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as a test
        os._exit(1)
    os._exit(0)


def test_a_planted_plan_leads_nowhere(opened: Opened, fill: Fill, contents: Contents) -> None:
    from chatbot.errors import StorageDamaged
    from chatbot.storage.backups.plan import encode_plan

    files = opened()
    fill(files)
    files.close()
    before = contents(files.folder)
    staging = files.folder / "restoring-dead"
    staging.mkdir()
    (staging / "0").write_text("evil")
    for targets in (("../evil",), ("/tmp/evil",), ("lock",)):
        (staging / "plan.json").write_bytes(encode_plan(targets, ()))
        with pytest.raises(StorageDamaged):
            opened()
    (staging / "plan.json").write_bytes(b"nothing")
    with pytest.raises(StorageDamaged, match="its plan is damaged"):
        opened()
    (staging / "plan.json").unlink()
    opened()
    assert contents(files.folder) == before
    assert not staging.exists()

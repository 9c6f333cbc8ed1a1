"""The writer's thread, the user's lock, and pages written together."""

import threading
from concurrent.futures import Future
from pathlib import Path

import filelock
import pytest

from chatbot.errors import NotFound, StorageError, StorageRefused
from chatbot.storage.atomic import System
from chatbot.storage.batch import PAGES_KEPT, Pages
from chatbot.storage.lock import Presence, UserLock
from chatbot.storage.writer import Writer


class Counting(System):
    """Counts renames."""

    renames = 0

    def replace(self, source: str, target: str) -> None:
        self.renames += 1
        super().replace(source, target)


class Bench:
    """A writer with its pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.system = Counting()
        self.pages = Pages(system=self.system)
        self.writer = Writer(self.pages, UserLock(folder), lambda: None)

    def put(self, name: str, key: int, text: str = "x") -> "Future[int]":
        def act() -> int:
            self.pages.page(self.folder / name, "x", optional=True).change("t", {key: {"text": text}})
            return key

        return self.writer.submit(act, f"{name} {key}")

    def keys(self, name: str) -> list[int]:
        return sorted(map(int, self.pages.page(self.folder / name, "x", optional=True).tables().get("t", {})))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_what_is_queued_together_is_written_once(bench: Bench) -> None:
    started, go = threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        go.wait()

    bench.writer.submit(wait)
    started.wait()
    futures = [bench.put(name, key) for key in range(1, 101) for name in ("a.json", "b.json")]
    assert not any(future.done() for future in futures)
    go.set()
    assert [future.result() for future in futures[:4]] == [1, 1, 2, 2]
    assert bench.system.renames == 2
    assert bench.keys("a.json") == bench.keys("b.json") == list(range(1, 101))
    bench.writer.close()


def test_nobody_can_take_a_write_back(bench: Bench) -> None:
    future = bench.put("a.json", 1)
    assert not future.cancel()
    assert future.result() == 1
    bench.writer.close()


def test_an_operation_that_fails_leaves_the_others(bench: Bench) -> None:
    def fail() -> None:
        bench.pages.page(bench.folder / "a.json", "x", optional=True).change("t", {7: {"text": "half"}})
        raise NotFound("no")

    before, failed, after = bench.put("a.json", 1), bench.writer.submit(fail), bench.put("a.json", 2)
    assert (before.result(), after.result()) == (1, 2)
    assert isinstance(failed.exception(), NotFound)
    assert bench.keys("a.json") == [1, 2]
    assert bench.writer.unsaved == 0
    bench.writer.close()


def test_what_is_refused_is_not_tried_again(bench: Bench) -> None:
    def refuse(error: StorageError) -> None:
        raise error

    newer = bench.writer.submit(lambda: refuse(StorageRefused("there is a newer version")))
    full = bench.writer.submit(lambda: refuse(StorageError("the disk is full")))
    assert isinstance(newer.exception(), StorageRefused)
    assert full.exception() is not None
    assert bench.writer.unsaved == 1
    bench.writer.close()


def test_an_optional_file_waits_for_the_others_of_its_folder_only(bench: Bench) -> None:
    (bench.folder / "whole").mkdir()

    def act() -> None:
        for name, optional in (("gone/a.json", False), ("gone/draft.json", True), ("whole/uses.json", True)):
            page = bench.pages.page(bench.folder / name, "x", optional=optional)
            page.new = True
            page.write({"t": {"1": {}}})

    assert isinstance(bench.writer.submit(act).exception(), StorageError)
    assert {bench.folder / "gone" / "a.json", bench.folder / "gone" / "draft.json"} == bench.pages.failures.keys()
    assert (bench.folder / "whole" / "uses.json").exists()
    bench.writer.close()


def test_closing_writes_what_is_queued_and_what_was_put_off(bench: Bench) -> None:
    calls: list[str] = []
    bench.writer.later("k", 3600.0, lambda: calls.append("later"))
    bench.writer.later("k", 3600.0, lambda: calls.append("twice"))
    futures = [bench.put("a.json", key) for key in range(1, 600)]
    bench.writer.close()
    assert all(future.done() for future in futures)
    assert calls == ["later"]
    assert isinstance(bench.put("a.json", 1).exception(), StorageError)


def test_what_was_put_off_is_done_when_due(bench: Bench) -> None:
    done = threading.Event()
    bench.writer.later("k", 0.0, done.set)
    assert done.wait(10)
    bench.writer.close()


def test_many_pages_at_once(bench: Bench) -> None:
    names = [f"p{number}.json" for number in range(3 * PAGES_KEPT)]
    futures = [bench.put(name, key) for key in (1, 2) for name in names]
    for future in futures:
        future.result()
    assert all(bench.keys(name) == [1, 2] for name in names)
    bench.writer.close()


def test_the_lock_is_held_by_one_and_may_be_taken_twice_by_it(tmp_path: Path) -> None:
    first, second = UserLock(tmp_path), UserLock(tmp_path, wait_seconds=0.0)
    with first.held(), first.held():
        with pytest.raises(StorageError), second.held():
            pass
        impatient: list[BaseException] = []

        def try_it() -> None:
            try:
                with first.held(patience_seconds=0.0):
                    pass
            except StorageError as error:
                impatient.append(error)

        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
        assert len(impatient) == 1
    with second.held():
        pass
    (tmp_path / "lock").unlink()
    (tmp_path / "lock").symlink_to(tmp_path / "victim")
    with pytest.raises(StorageError), first.held():
        pass
    assert not (tmp_path / "victim").exists()


def test_a_program_shows_that_it_runs(tmp_path: Path) -> None:
    one, two = Presence(tmp_path, "ONE"), Presence(tmp_path, "TWO")
    assert one.runs("TWO")
    assert one.runs("ONE")
    assert not one.runs("../x")
    two.end()
    assert not one.runs("TWO")
    (tmp_path / "running" / "DEAD").touch()
    one.sweep()
    assert [path.name for path in (tmp_path / "running").iterdir()] == ["ONE"]
    one.end()


def test_a_program_that_starts_outlasts_another_that_looks_whether_it_died(tmp_path: Path) -> None:
    Presence(tmp_path, "FIRST").end()  # makes the folder
    probe = filelock.FileLock(tmp_path / "running" / "ONE", thread_local=False)
    probe.acquire()
    started: Future[Presence] = Future()

    def start() -> None:
        try:
            started.set_result(Presence(tmp_path, "ONE"))
        except StorageError as error:
            started.set_exception(error)

    thread = threading.Thread(target=start)
    thread.start()
    with pytest.raises(TimeoutError):
        started.result(timeout=0.05)  # an error would come at once
    probe.release()
    assert started.result(timeout=30).runs("ONE")
    thread.join()

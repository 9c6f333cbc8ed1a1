"""`session.json` and `chapters.json`: what each holds, which is written when, and that nothing is lost in between."""

import errno
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.ids import new_id
from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.domain.session import Chapter, SessionMeta, SessionState
from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged, StorageError, StorageGone
from chatbot.storage import codec
from chatbot.storage.arrivals import Arrival
from chatbot.storage.batch import Pages
from chatbot.storage.health import Level, examine
from chatbot.storage.page import Page
from chatbot.storage.session_state import (
    CHAPTER_TABLE,
    CHAPTERS_KIND,
    KIND,
    MOOD_TABLE,
    StatePages,
    brief_points,
    chapters_path,
    session_path,
)
from chatbot.storage.user import UserFiles
from tests.faults import Cut, Killed, Quick

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
Change = Callable[[SessionState], SessionState]


def chapter(number: int) -> Chapter:
    covers = tuple(f"{number:04d}{place:022d}" for place in range(170))
    return Chapter(
        f"{number:026d}", f"Chapter {number}", "They met.", number * 10 + 1, number * 10 + 10, NOW, NOW, covers
    )


def tell(*numbers: int) -> Change:
    """Sets the chapters."""
    return lambda state: replace(state, chapters=tuple(map(chapter, numbers)))


def one_more(state: SessionState) -> SessionState:
    return replace(state, chapters=(*state.chapters, chapter(len(state.chapters) + 1)))


def turn(state: SessionState) -> SessionState:
    return replace(state, meta=replace(state.meta, turns=state.meta.turns + 1))


def copied(state: SessionState) -> SessionState:
    """As a copy or an import: both at once."""
    return replace(tell(7, 8)(state), meta=replace(state.meta, turns=state.meta.turns + 5))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a session without chapters."""
    place = tmp_path / new_id()
    place.mkdir(mode=0o700)
    pages = Pages(system=Quick())
    StatePages(place, pages).begin(SessionState(SessionMeta(place.name, "Walks", "mara", NOW, NOW)))
    pages.flush_now()
    return place


def change(folder: Path, *changes: Change, system: Quick | None = None) -> None:
    """Makes changes as the writer does, each on disk before the next."""
    pages = Pages(system=system or Quick())
    state = StatePages(folder, pages)
    for each in changes:
        state.change(each)
        pages.flush_now()


def read(folder: Path) -> SessionState:
    return StatePages(folder, Pages()).read()


def as_before(folder: Path) -> None:
    """Makes `session.json` one that has its chapters inside, as older versions wrote it."""
    page, apart = Page(session_path(folder), KIND), Page(chapters_path(folder), CHAPTERS_KIND)
    page.set_table(CHAPTER_TABLE, apart.tables()[CHAPTER_TABLE])
    apart.path.unlink()
    apart.path.with_name("chapters.json.bak").unlink(missing_ok=True)


def tables_in(path: Path) -> set[str]:
    return set(json.loads(path.read_bytes())) - {"_meta"}


def test_a_session_without_chapters_has_no_file_of_them(folder: Path) -> None:
    change(folder, turn, turn)
    assert [one.name for one in sorted(folder.iterdir())] == ["session.json", "session.json.bak"]
    assert read(folder).chapters == ()


def test_each_file_is_written_when_what_it_holds_changed(folder: Path) -> None:
    before = session_path(folder).read_bytes()
    change(folder, one_more)
    assert session_path(folder).read_bytes() == before
    change(folder, turn)
    assert tables_in(session_path(folder)) == {"session", "mood_points"}
    assert tables_in(chapters_path(folder)) == {"chapters"}
    stamps = [path.stat().st_ino for path in (session_path(folder), chapters_path(folder))]
    change(folder, turn)
    after = [path.stat().st_ino for path in (session_path(folder), chapters_path(folder))]
    assert after[0] != stamps[0] and after[1] == stamps[1]
    assert (read(folder).meta.turns, read(folder).chapters) == (2, (chapter(1),))


def test_the_last_chapter_goes_and_no_chapters_are_no_loss(folder: Path) -> None:
    change(folder, one_more, turn, tell(), turn)
    assert (read(folder).chapters, read(folder).meta.turns) == ((), 2)


class Counting(Quick):
    """Counts what is written."""

    written = 0

    def write(self, fd: int, data: memoryview) -> int:
        self.written += len(data)
        return super().write(fd, data)


def test_what_a_turn_writes_does_not_grow_with_the_chapters(folder: Path) -> None:
    def written() -> int:
        system = Counting()
        change(folder, turn, system=system)
        return system.written

    change(folder, tell(1, 2))
    few = written()
    change(folder, tell(*range(1, 200)))
    assert abs(written() - few) < 10


def test_a_point_of_the_mood_is_stored_without_what_is_usual(folder: Path) -> None:
    points = (
        MoodPoint("m1", Whose.USER, "mara", MoodState(0.25, 0.0, NOW), Reading(0.5, 0.0, "joy", 0.8, ("glad",))),
        MoodPoint("m1", Whose.PERSONA, "mara", MoodState(), Reading()),
    )
    change(folder, lambda state: replace(state, mood_points=points))
    first, second = Page(session_path(folder), KIND).tables()[MOOD_TABLE].values()
    assert first["state"] == {"valence": 0.25, "at": "2026-03-01T12:00:00Z"}
    assert first["reading"] == {"valence": 0.5, "emotion": "joy", "confidence": 0.8, "evidence": ["glad"]}
    assert (second["state"], second["reading"]) == ({}, {})
    assert read(folder).mood_points == points


def test_the_oldest_points_go_and_the_rest_keep_their_places(folder: Path) -> None:
    def moved(number: int) -> Change:
        point = MoodPoint(f"m{number}", Whose.USER, "mara", MoodState(), Reading())
        return lambda state: replace(state, mood_points=(*state.mood_points, point)[-3:])

    change(folder, *map(moved, range(5)))
    assert [one.message_id for one in read(folder).mood_points] == ["m2", "m3", "m4"]
    before = Page(session_path(folder), KIND).tables()[MOOD_TABLE]
    change(folder, moved(5))
    after = Page(session_path(folder), KIND).tables()[MOOD_TABLE]
    assert {key: after[key] for key in before if key in after} == {
        key: one for key, one in before.items() if one["message_id"] != "m2"
    }


@pytest.mark.parametrize("order", [(3, 1, 2), (1, 9, 2, 3), (2, 3), (9, 8), (1, 2, 3, 4)])
def test_chapters_come_back_in_the_order_in_which_they_were_told(folder: Path, order: tuple[int, ...]) -> None:
    def sorted_anew(state: SessionState) -> SessionState:
        known = {int(one.id): one for one in state.chapters}
        return replace(state, chapters=tuple(known.get(number) or chapter(number) for number in order))

    change(folder, tell(1, 2, 3), sorted_anew)
    assert read(folder).chapters == tuple(map(chapter, order))


STEPS: dict[str, tuple[bool, tuple[Change, ...], Change]] = {
    "the first chapter": (False, (turn,), one_more),
    "a turn after the first chapter": (False, (one_more,), turn),
    "one chapter more": (False, (tell(1, 2), turn), one_more),
    "both, the first time": (False, (turn,), copied),
    "both": (False, (tell(1, 2), turn), copied),
    "a turn of an older file": (True, (tell(1, 2), turn), turn),
    "one chapter more in an older file": (True, (tell(1, 2), turn), one_more),
    "both in an older file": (True, (tell(1, 2), turn), copied),
}
"""Whether the chapters lie in `session.json` before; what was done before; what is cut off."""


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("code", [0, errno.ENOSPC], ids=["killed", "disk full"])
def test_no_cut_loses_or_doubles_a_chapter(folder: Path, name: str, code: int) -> None:
    older, earlier, step = STEPS[name]
    change(folder, *earlier)
    if older:
        as_before(folder)
    start = {path.name: path.read_bytes() for path in folder.iterdir()}
    before = read(folder)
    after = step(before)
    allowed = [before, replace(before, chapters=after.chapters), after]
    seen: list[SessionState] = []
    for calls in range(200):
        for path in folder.iterdir():
            path.unlink()
        for each, data in start.items():
            (folder / each).write_bytes(data)
            (folder / each).chmod(0o600)
        system = Cut(calls, code, ("create", "write", "fsync", "link", "unlink", "replace"))
        try:
            change(folder, step, system=system)
        except (Killed, StorageError):
            assert system.cut
        found = read(folder)
        assert found in allowed
        seen.append(found)
        if system.cut:
            change(
                folder, tell(*(int(one.id) for one in after.chapters)), lambda state: replace(state, meta=after.meta)
            )
        assert read(folder) == after
        if not system.cut:
            break
    else:
        raise AssertionError("it never came to its end")
    assert before in seen and after in seen
    change(folder, turn)
    assert tables_in(session_path(folder)) == {"session", "mood_points"}
    assert read(folder) == turn(after)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Ana's session with two chapters, each file with a version before it; gives its folder."""
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    files = user.library.create(SessionMeta(new_id(), "Walks", "mara", NOW, NOW))
    for each in (one_more, turn, one_more, turn):
        files.change_state(each).result()
    user.close()
    return user.folder / "sessions" / files.session_id


def reopened(home: Path) -> tuple[SessionState, tuple[str, ...]]:
    """The state as the next start finds it, and what it says of it."""
    user = UserFiles.open(home.parents[3], "Ana", lambda: NOW)
    try:
        state = user.library.open(home.name).state()
        user.library.open(home.name).change_state(turn).result()
        return state, user.problems
    finally:
        user.close()


@pytest.mark.parametrize("how", ["damaged", "gone"])
def test_the_chapters_come_back_from_the_version_before(home: Path, how: str) -> None:
    if how == "damaged":
        chapters_path(home).write_bytes(b"ruin")
    else:
        chapters_path(home).unlink()
        assert str(chapters_path(home)) in {str(one.where) for one in examine(home.parents[3], "Ana")}
    state, (line,) = reopened(home)
    assert (state.chapters, state.meta.turns) == ((chapter(1),), 2)
    assert str(chapters_path(home)) in line and "the version before was taken" in line


@pytest.mark.parametrize("how", ["damaged", "gone"])
@pytest.mark.parametrize("backup", [True, False], ids=["with a backup", "without one"])
def test_ruined_chapters_cost_only_the_chapters(home: Path, how: str, backup: bool) -> None:
    if backup:
        user = UserFiles.open(home.parents[3], "Ana", lambda: NOW)
        user.backups.create("asked for")
        user.close()
    for path in (chapters_path(home), chapters_path(home).with_name("chapters.json.bak")):
        if how == "damaged":
            path.write_bytes(b"ruin")
        else:
            path.unlink()
    state, (line,) = reopened(home)
    assert state.chapters == ((chapter(1), chapter(2)) if backup else ())
    assert (state.meta.title, state.meta.turns) == ("Walks", 2)
    assert str(chapters_path(home)) in line
    assert not [one for one in examine(home.parents[3], "Ana") if one.level is Level.BAD]
    assert reopened(home)[1] == ()


def test_whole_chapters_are_saved_from_a_ruin(home: Path) -> None:
    path = chapters_path(home)
    path.write_bytes(path.read_bytes().replace(b'"Chapter 1"', b'"Chapter\xff1"'))
    path.with_name("chapters.json.bak").unlink()
    state, (line,) = reopened(home)
    assert state.chapters == (chapter(2),) and "1 whole entries were saved, unproved" in line


def test_a_session_put_together_from_an_old_version_keeps_its_newer_chapters(home: Path) -> None:
    change(home, turn)
    page = session_path(home)
    older = json.loads(page.read_bytes())
    assert CHAPTER_TABLE not in older
    Page(page, KIND).set_table(CHAPTER_TABLE, {"1": json.loads(chapters_path(home).read_bytes())["chapters"]["1"]})
    change(home, turn)  # the version before has the table now
    page.write_bytes(b"ruin")
    state, (line,) = reopened(home)
    assert state.chapters == (chapter(1), chapter(2)) and str(page) in line


def test_missing_chapters_are_an_error_where_nobody_mends(home: Path) -> None:
    chapters_path(home).unlink()
    with pytest.raises(StorageGone):
        read(home)
    session_path(home).write_bytes(b"ruin")
    with pytest.raises(StorageDamaged):
        read(home)


def test_where_a_newer_version_keeps_its_chapters_is_not_ours_to_mend(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapters_path(home).unlink()
    monkeypatch.setattr(codec, "SCHEMA", codec.SCHEMA + 1)
    Page(session_path(home), KIND).rewrite()
    monkeypatch.undo()
    user = UserFiles.open(home.parents[3], "Ana", lambda: NOW)
    state = user.library.open(home.name).state()
    assert (state.meta.turns, state.chapters, user.problems) == (2, (), ())
    assert not chapters_path(home).exists()
    user.close()


def test_an_older_file_without_any_chapters_misses_none() -> None:
    assert brief_points({"session": {}}) == {"session": {}, MOOD_TABLE: {}, CHAPTER_TABLE: {}}


def test_two_programs_see_each_others_chapters(home: Path) -> None:
    one, other = (UserFiles.open(home.parents[3], "Ana", lambda: NOW) for _ in range(2))
    try:
        its, others = (user.library.open(home.name) for user in (one, other))
        assert others.state().chapters == (chapter(1), chapter(2))
        its.change_state(one_more).result()
        assert len(others.state().chapters) == 3
        others.change_state(turn).result()
        others.change_state(one_more).result()
        assert its.state() == others.state()
        assert (len(its.state().chapters), its.state().meta.turns) == (4, 3)
        other.library.delete(home.name).result()
        with pytest.raises(StorageGone):
            its.state()
        one.library.undelete(home.name).result()
        assert len(one.library.open(home.name).state().chapters) == 4
        assert one.problems == other.problems == ()
    finally:
        one.close()
        other.close()


def test_a_failed_write_of_both_is_tried_again(tmp_path: Path, home: Path) -> None:
    class Full(Quick):
        part = ""

        def replace(self, source: str, target: str) -> None:
            if self.part and target.endswith(self.part):
                raise OSError(errno.ENOSPC, "full")
            super().replace(source, target)

    system = Full()
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW, system=system)
    files = user.library.open(home.name)
    for part in ("chapters.json", "session.json"):
        before = files.state()
        system.part = part
        with pytest.raises(StorageError):
            files.change_state(copied).result()
        assert files.state() == (
            before if part == "chapters.json" else replace(before, chapters=copied(before).chapters)
        )
        system.part = ""
        (future,) = user.retry()
        assert future.result() == files.state() == copied(before)
        files.change_state(tell(1)).result()
    user.close()


def test_an_imported_session_has_its_chapters_apart(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    state = tell(1, 2)(SessionState(SessionMeta(new_id(), "Walks", "mara", NOW, NOW)))
    user.arrivals.take_session(state, (), Arrival()).result()
    home = user.folder / "sessions" / state.meta.id
    assert tables_in(chapters_path(home)) == {"chapters"}
    assert CHAPTER_TABLE not in tables_in(session_path(home))
    assert user.library.open(state.meta.id).state() == state
    user.close()

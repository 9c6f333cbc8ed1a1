"""Every implementation of `Library`, through one suite: the one on disk, with sessions on disk and private ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbot.domain.ids import new_id
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta
from chatbot.domain.value import replace
from chatbot.errors import NotFound, StorageError
from chatbot.session.base import Library, SessionFiles
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    user = UserFiles.open(tmp_path, "Ana")
    yield user.library
    user.close()


@pytest.fixture(params=["disk", "private"])
def private(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "private")


def meta(title: str = "Walks", hours: int = 0, private: bool = False) -> SessionMeta:
    moment = NOW + timedelta(hours=hours)
    return SessionMeta(new_id(), title, "mara", moment, moment, private=private)


def say(files: SessionFiles, text: str, minutes: int = 0) -> Message:
    moment = NOW + timedelta(minutes=minutes)
    return files.append(Message(new_id(), files.session_id, 0, 1, Role.USER, "mara", text, moment)).result()


def test_sessions_are_listed_last_updated_first(library: Library, private: bool) -> None:
    metas = [meta(f"s{hours}", hours, private) for hours in (2, 1, 3)]
    for one in metas:
        library.create(one)
    assert [one.title for one in library.sessions()] == ["s3", "s2", "s1"]
    files = library.open(metas[1].id)
    files.change_state(
        lambda state: replace(state, meta=replace(state.meta, title="new", updated_at=NOW + timedelta(days=1)))
    ).result()
    assert [one.title for one in library.sessions()] == ["new", "s3", "s2"]


def test_open_gives_what_was_written(library: Library, private: bool) -> None:
    one = meta(private=private)
    message = say(library.create(one), "hello")
    assert library.open(one.id).messages() == (message,)


@pytest.mark.parametrize("session_id", ["", "..", "nothing", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "a/b", "\0", "x" * 300])
def test_unknown_sessions_are_not_found(library: Library, session_id: str) -> None:
    with pytest.raises(NotFound):
        library.open(session_id)
    with pytest.raises(NotFound):
        library.delete(session_id).result()
    with pytest.raises(NotFound):
        library.undelete(session_id).result()


def test_a_session_is_made_once(library: Library) -> None:
    one = meta()
    library.create(one)
    with pytest.raises(StorageError):
        library.create(one)
    with pytest.raises(StorageError):
        library.create(replace(one, id="../up"))


def test_a_deleted_session_can_be_brought_back(library: Library) -> None:
    one = meta()
    message = say(library.create(one), "hello")
    library.delete(one.id).result()
    assert library.sessions() == ()
    assert library.search("hello") == ()
    with pytest.raises(NotFound):
        library.open(one.id)
    library.undelete(one.id).result()
    assert library.open(one.id).messages() == (message,)
    say(library.open(one.id), "again")
    assert library.open(one.id).count() == 2


def test_a_deleted_private_session_is_gone(library: Library) -> None:
    one = meta(private=True)
    library.create(one)
    library.delete(one.id).result()
    assert library.sessions() == ()
    with pytest.raises(NotFound):
        library.undelete(one.id).result()


def test_search_finds_every_word_without_regard_to_case(library: Library, private: bool) -> None:
    files = library.create(meta(private=private))
    for minutes, text in enumerate(["A red Kite", "the kite was blue", "Straße in KÖLN", "don’t “ask”", 'a "b" \\ c']):
        say(files, text, minutes)

    def texts(query: str) -> list[str]:
        return [one.text for one in library.search(query)]

    assert texts("KITE") == ["the kite was blue", "A red Kite"]
    assert texts("kite red") == ["A red Kite"]
    assert texts("strasse köln") == ["Straße in KÖLN"]
    assert texts('don\'t "ASK"') == ["don’t “ask”"]
    assert texts('"b" \\') == ['a "b" \\ c']
    assert texts("kite green") == texts("") == texts("   ") == []


def test_search_goes_over_all_sessions_newest_first(library: Library) -> None:
    first, second = library.create(meta()), library.create(meta())
    for minutes in range(6):
        say((first, second)[minutes % 2], f"tea {minutes}", minutes)
    assert [one.text for one in library.search("tea", limit=3)] == ["tea 5", "tea 4", "tea 3"]
    first.remove((first.messages()[0].id,)).result()
    assert [one.text for one in library.search("tea")][-1] == "tea 1"


def test_private_sessions_are_not_on_disk(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    say(user.library.create(meta("canary title", private=True)), "canary text")
    user.close()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"canary" not in path.read_bytes()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.library.sessions() == ()
    again.close()


def test_two_programs_make_one_session_of_a_title(library: Library, tmp_path: Path) -> None:
    other = UserFiles.open(tmp_path, "Ana")
    try:
        made = other.library.create(meta("One talk"), once=True)
        assert library.create(meta("one  talk"), once=True).session_id == made.session_id
        assert library.create(meta("one talk")).session_id != made.session_id
        assert library.create(meta("another talk"), once=True).session_id != made.session_id
    finally:
        other.close()

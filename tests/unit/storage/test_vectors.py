from datetime import UTC, datetime
from pathlib import Path

from chatbot.domain.ids import new_id
from chatbot.domain.session import SessionMeta
from chatbot.domain.vector import StoredVector
from chatbot.storage.health import examine
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def vector(key: str, embedder: str = "tiny/8000", size: int = 8000) -> StoredVector:
    return StoredVector(key, embedder, "d", bytes(number % 100 for number in range(size)))


def test_vectors_fill_page_after_page_and_come_back(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    for start in range(0, 80, 10):
        user.vectors.keep([vector(f"m{number}") for number in range(start, start + 10)]).result()
    assert len(sorted(user.folder.glob("vectors-*.json"))) > 1
    user.vectors.drop(["m0", "m79", "never there"]).result()
    user.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.vectors.load() == {f"m{number}": vector(f"m{number}") for number in range(1, 79)}
    assert examine(tmp_path, "Ana") == ()
    again.close()


def test_another_embedder_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    for start in range(0, 80, 10):
        user.vectors.keep([vector(f"m{number}") for number in range(start, start + 10)]).result()
    user.vectors.keep([vector("new", "other/3", 3)]).result()
    assert user.vectors.load() == {"new": vector("new", "other/3", 3)}
    user.close()


def test_those_of_a_session_lie_in_its_folder_and_go_with_it(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    session_id = user.library.create(SessionMeta(new_id(), "", "mara", NOW, NOW)).session_id
    user.vectors.keep([vector("x")], session_id).result()
    user.vectors.keep([vector("y")], new_id()).result()  # no such session: nothing to keep it in
    assert user.vectors.load() == {}
    assert list(user.vectors.load(session_id)) == ["x"]
    user.library.delete(session_id).result()
    assert not list((user.folder / "sessions").rglob("vectors-*"))
    user.library.undelete(session_id).result()
    assert list(user.vectors.load(session_id)) == ["x"]
    user.close()


def test_a_damaged_page_is_no_loss(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    user.vectors.keep([vector("x")]).result()
    user.close()
    for page in user.folder.glob("vectors-*"):
        page.write_bytes(b"\x00garbage")
    again = UserFiles.open(tmp_path, "Ana")
    assert again.vectors.load() == {}
    again.vectors.keep([vector("y")]).result()
    assert list(again.vectors.load()) == ["y"]
    again.vectors.drop(["y"]).result()
    assert again.vectors.load() == {}
    again.close()

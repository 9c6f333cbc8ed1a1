"""An erasing that stumbles: it never keeps the program from opening, says what is in its way, and is finished later."""

import errno
from pathlib import Path

import pytest

from chatbot.domain.erasure import Plan, Wish
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Receipt, Section
from chatbot.domain.session import SessionMeta
from chatbot.errors import StorageDamaged, StorageError
from chatbot.storage import memory_shapes
from chatbot.storage.erasing.pages import Scrub
from chatbot.storage.health import examine
from chatbot.storage.layout import ERASING_NAME
from chatbot.storage.user import UserFiles
from tests.faults import Failing

NOTHING_LEARNT = "what do you know about Wilhelmina?"


def one_turn(data: Path) -> UserFiles:
    """A session of one turn, whose reply does not say the word that its receipt holds."""
    files = UserFiles.open(data, "ana")
    session = files.library.create(SessionMeta(new_id(), "One turn", "plain", utc_now(), utc_now()))
    session.append(Message(new_id(), "", 0, 1, Role.USER, "plain", NOTHING_LEARNT, utc_now())).result()
    receipt = Receipt("offline", "companion", (Section("turn", 9, NOTHING_LEARNT),))
    session.append(
        Message(new_id(), "", 0, 1, Role.PERSONA, "plain", "I don't know.", utc_now(), receipt=receipt)
    ).result()
    return files


def wilhelmina(files: UserFiles) -> Plan:
    return files.erasing.plan(Wish(about="Wilhelmina"), utc_now, new_id)


def holding(folder: Path) -> list[str]:
    return [one.name for one in folder.rglob("*") if one.is_file() and b"Wilhelmina" in one.read_bytes()]


@pytest.mark.parametrize("deleted", [False, True])
def test_a_page_may_lose_the_last_of_its_texts(tmp_path: Path, deleted: bool) -> None:
    files = one_turn(tmp_path)
    if deleted:
        files.library.delete(files.library.sessions()[0].id).result()
    assert files.erasing.erase(wilhelmina(files).erasure).proof.hits == ()
    files.close()
    assert holding(files.folder) == []
    again = UserFiles.open(tmp_path, "ana")
    assert again.problems == ()
    again.close()


def test_a_message_may_take_the_last_of_a_pages_texts_along(tmp_path: Path) -> None:
    files = one_turn(tmp_path)
    asked = files.library.open(files.library.sessions()[0].id).messages()[0]
    plan = files.erasing.plan(Wish(message=asked.id), utc_now, new_id)
    assert files.erasing.erase(plan.erasure).proof.hits == ()
    files.close()
    assert holding(files.folder) == []


def test_strange_contents_stop_an_erasing_with_a_line_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = one_turn(tmp_path)
    plan = wilhelmina(files)

    def stumble(self: Scrub, tables: object, session_id: str = "") -> None:
        raise KeyError("texts")

    with monkeypatch.context() as patched:
        patched.setattr(Scrub, "tables", stumble)
        with pytest.raises(StorageDamaged, match="unexpected shape: KeyError 'texts'") as caught:
            files.erasing.erase(plan.erasure)
        assert caught.value.hint
        files.close()
        for _ in range(2):
            again = UserFiles.open(tmp_path, "ana")
            (line,) = again.problems
            assert "not finished yet" in line and "unexpected shape" in line
            assert [one.title for one in again.library.sessions()] == ["One turn"]
            again.profile.set("theme", "dark").result()
            again.close()
    found = [one for one in examine(tmp_path, "ana") if one.where.name == ERASING_NAME]
    assert found and "says what is in its way" in found[0].hint
    again = UserFiles.open(tmp_path, "ana")
    assert "was finished" in again.problems[0]
    again.close()
    assert holding(files.folder) == [] and not (files.folder / ERASING_NAME).exists()


def test_documents_without_what_they_need_stop_a_plan_with_a_line(tmp_path: Path) -> None:
    files = one_turn(tmp_path)
    page = files.erasing._pages.page(files.folder / "memories.json", "memories")

    def spoil() -> None:
        page.set_table(memory_shapes.RECORDS, {"1": {"text": "no id"}})

    files._writer.submit(spoil).result()
    with pytest.raises(StorageDamaged, match="unexpected shape"):
        wilhelmina(files)
    files.close()


def test_a_full_disk_leaves_everything_to_be_read_and_the_rest_for_when_there_is_room(tmp_path: Path) -> None:
    files = one_turn(tmp_path)
    plan = wilhelmina(files)
    files.close()
    full = Failing(errno.ENOSPC, ".json")
    files = UserFiles.open(tmp_path, "ana", system=full)
    full.kind, full.fails_at = "write", 2  # the marker is written, and then no more
    with pytest.raises(StorageError, match="No space left"):
        files.erasing.erase(plan.erasure)
    full.fails_at = 0
    files.close()
    assert (files.folder / ERASING_NAME).exists()
    for _ in range(2):
        again = UserFiles.open(tmp_path, "ana", system=full)
        (line,) = again.problems
        assert "not finished yet" in line and "free some space" in line
        (session,) = again.library.sessions()
        assert again.library.open(session.id).messages()[0].text == NOTHING_LEARNT
        again.close()
    room = UserFiles.open(tmp_path, "ana")
    assert "was finished" in room.problems[0]
    room.close()
    assert holding(files.folder) == []


def test_an_erasing_of_which_nothing_can_be_read_is_told_and_given_up(tmp_path: Path) -> None:
    files = one_turn(tmp_path)
    files.close()
    (files.folder / ERASING_NAME).write_bytes(b"{}")
    again = UserFiles.open(tmp_path, "ana")
    assert any("erase once more what was to go" in line for line in again.problems)
    again.close()
    assert not (files.folder / ERASING_NAME).exists()
    again = UserFiles.open(tmp_path, "ana")
    assert again.problems == ()
    again.close()

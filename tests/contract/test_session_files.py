"""Every implementation of `SessionFiles`, through one suite."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.ids import new_id
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.domain.receipt import Found, Recalled, Receipt, Section
from chatbot.domain.session import Chapter, SessionMeta, WorkingMemory
from chatbot.domain.value import replace
from chatbot.errors import NotFound, StorageError
from chatbot.session.base import SessionFiles
from chatbot.storage.in_memory import SessionInMemory
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["disk", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SessionFiles]:
    meta = SessionMeta(new_id(), "Walks", "mara", NOW, NOW)
    if request.param == "memory":
        yield SessionInMemory(meta)
        return
    user = UserFiles.open(tmp_path, "Ana")
    yield user.library.create(meta)
    user.close()


def message(files: SessionFiles, text: str = "hello", role: Role = Role.USER) -> Message:
    return Message(new_id(), files.session_id, 0, 1, role, "mara", text, NOW)


def test_messages_get_positions_and_come_back_equal(files: SessionFiles) -> None:
    receipt = Receipt(
        "openai",
        "small",
        sections=(Section("persona", 12, "You are Mara."),),
        recalled=(Recalled(Found.MEMORY, "m1", "tea", NOW, 0.5, {"relevance": 0.5}),),
        elapsed_ms={"recall": 1.5},
    )
    sent = [message(files, "one\ntwo “three” 🫖"), replace(message(files, "", Role.PERSONA), receipt=receipt)]
    stored = [files.append(one).result() for one in sent]
    assert [one.seq for one in stored] == [1, 2]
    assert list(files.messages()) == [replace(sent[0], seq=1), replace(sent[1], seq=2)]
    assert files.count() == files.last_seq() == 2
    assert files.message(sent[1].id) == stored[1]


def test_an_empty_session(files: SessionFiles) -> None:
    assert (files.messages(), files.count(), files.last_seq()) == ((), 0, 0)
    with pytest.raises(NotFound):
        files.message("nothing")


def test_the_same_message_is_stored_once(files: SessionFiles) -> None:
    one = message(files)
    assert files.append(one).result() == files.append(one).result()
    assert files.count() == 1


def test_earlier_messages_page_by_page(files: SessionFiles) -> None:
    for future in [files.append(message(files, f"m{number}")) for number in range(1, 601)]:
        future.result()
    assert [one.seq for one in files.messages()] == list(range(345, 601))
    assert [one.seq for one in files.messages(before_seq=345, limit=300)] == list(range(45, 345))
    assert [one.text for one in files.messages(before_seq=3)] == ["m1", "m2"]
    assert files.messages(before_seq=1) == ()
    assert files.messages(limit=0) == ()
    assert files.count() == 600


def test_replace_asks_for_the_version_before(files: SessionFiles) -> None:
    stored = files.append(message(files)).result()
    edited = replace(stored, text="hello there", version=2, edited_at=NOW)
    assert files.replace(edited).result() == edited
    assert files.message(stored.id) == edited
    with pytest.raises(StorageError):
        files.replace(replace(stored, text="other", version=2)).result()
    with pytest.raises(NotFound):
        files.replace(message(files)).result()
    assert files.messages() == (edited,)


def test_removed_messages_can_be_put_back(files: SessionFiles) -> None:
    stored = [files.append(message(files, f"m{number}")).result() for number in range(5)]
    gone = files.remove((stored[4].id, stored[1].id, "nothing")).result()
    assert gone == (stored[1], stored[4])
    assert [one.seq for one in files.messages()] == [1, 3, 4]
    later = files.append(message(files, "later")).result()
    assert later.seq == 6  # a position is never given twice
    files.put_back(gone).result()
    files.put_back(gone).result()
    assert list(files.messages()) == [*stored, later]


def test_put_back_does_not_overwrite(files: SessionFiles) -> None:
    stored = files.append(message(files)).result()
    with pytest.raises(StorageError):
        files.put_back((replace(message(files), seq=1),)).result()
    assert files.messages() == (stored,)


def test_put_back_leaves_what_is_there_again(files: SessionFiles) -> None:
    stored = [files.append(message(files, f"m{number}")).result() for number in range(2)]
    gone = files.remove((stored[0].id, stored[1].id)).result()
    files.put_back(gone[:1]).result()
    edited = files.replace(replace(stored[0], text="edited since", version=2)).result()
    elsewhere = files.append(replace(stored[1], seq=0)).result()  # as an import of an earlier export brings it
    assert elsewhere.seq == 3
    files.put_back(gone).result()
    assert files.messages() == (edited, elsewhere)


def test_state_changes_are_pure_functions_of_the_state_before(files: SessionFiles) -> None:
    assert files.state().meta.title == "Walks"
    points = tuple(
        MoodPoint(f"m{number}", Whose.USER, "mara", MoodState(0.1, -0.2, NOW), Reading(evidence=("glad",)))
        for number in range(3)
    )
    chapter = Chapter(new_id(), "One", "They met.", 1, 9, NOW, NOW, covers=("a", "b"))

    def first(state: object) -> object:
        return replace(
            state,  # type: ignore[type-var]
            working=WorkingMemory("a walk", subgoals=("boots",), variables=(("x", "1"),)),
            mood_points=points,
            chapters=(chapter,),
            persona_moods={"mara": MoodState(0.5)},
        )

    after = files.change_state(first).result()  # type: ignore[arg-type]
    assert files.state() == after
    assert after.mood_points == points
    shorter = files.change_state(lambda state: replace(state, mood_points=(*state.mood_points[1:], points[0]))).result()
    assert files.state() == shorter
    assert shorter.mood_points == (points[1], points[2], points[0])
    assert shorter.chapters == (chapter,)


def test_state_changes_do_not_lose_one_another(files: SessionFiles) -> None:
    futures = [
        files.change_state(lambda state: replace(state, meta=replace(state.meta, turns=state.meta.turns + 1)))
        for _ in range(20)
    ]
    for future in futures:
        future.result()
    assert files.state().meta.turns == 20


def test_an_error_in_a_change_leaves_the_state(files: SessionFiles) -> None:
    before = files.state()

    def refuse(state: object) -> object:
        raise StorageError("no")

    with pytest.raises(StorageError):
        files.change_state(refuse).result()  # type: ignore[arg-type]
    assert files.state() == before


def test_drafts_are_no_messages(files: SessionFiles) -> None:
    draft = replace(message(files, "Once upon"), state=MessageState.DRAFT)
    files.keep_draft(draft).result()
    assert files.count() == 0
    done = replace(draft, text="Once upon a time.", state=MessageState.COMPLETE)
    assert files.append(done).result().text == "Once upon a time."
    assert files.count() == 1


def test_a_turn_that_another_program_began_meanwhile_is_not_begun_twice(files: SessionFiles) -> None:
    first, second = message(files, "one"), message(files, "two")
    assert [files.append(one, begins=True).result().turn for one in (first, second)] == [1, 2]
    late = replace(message(files, "hi", Role.PERSONA), turn=1)
    assert files.append(late).result().turn == 1
    assert files.append(message(files, "three"), begins=True).result().turn == 3
    assert files.append(second, begins=True).result().turn == 2
    assert files.append(replace(message(files, "four"), turn=9), begins=True).result().turn == 9

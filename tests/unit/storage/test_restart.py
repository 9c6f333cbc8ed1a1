"""Sessions and memories over several starts: drafts, leftovers, uses, trash, threads, any text."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.mood import Reading
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.text import clean
from chatbot.domain.value import replace
from chatbot.errors import StorageError
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def meta() -> SessionMeta:
    return SessionMeta(new_id(), "", "mara", NOW, NOW)


def say(session_id: str, text: str = "hello") -> Message:
    return Message(new_id(), session_id, 0, 1, Role.USER, "mara", text, NOW)


def memory(session_id: str, scope: Scope = Scope.USER) -> Memory:
    return Memory(new_id(), "tea", Kind.FACT, scope, session_id, "mara", "user", "", "", NOW, NOW, NOW)


def entry(before: Memory | None, after: Memory) -> JournalEntry:
    return JournalEntry(new_id(), NOW, Who.USER, (Change(Op.ADD, before, after, ""),), after.session_id)


def test_the_draft_of_a_dead_program_becomes_an_interrupted_message(tmp_path: Path) -> None:
    live = UserFiles.open(tmp_path, "Ana")
    files = live.library.create(meta())
    first = replace(say(files.session_id, "Once upon"), role=Role.PERSONA, state=MessageState.DRAFT)
    files.keep_draft(first).result()
    other = UserFiles.open(tmp_path, "Ana")
    assert other.library.open(files.session_id).count() == 0  # who writes it still lives
    live.close()
    other.close()
    again = UserFiles.open(tmp_path, "Ana")
    (found,) = again.library.open(files.session_id).messages()
    assert (found.text, found.state) == ("Once upon", MessageState.INTERRUPTED)
    again.close()
    last = UserFiles.open(tmp_path, "Ana")
    assert last.library.open(files.session_id).count() == 1
    last.close()


def test_leftovers_of_cut_off_writes_are_swept(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(meta())
    user.close()
    leftovers = [user.folder / "memories.json.tmp", user.folder / "sessions" / files.session_id / "draft.json.tmp"]
    for path in leftovers:
        path.write_text("a whole conversation")
    UserFiles.open(tmp_path, "Ana").close()
    assert not any(path.exists() for path in leftovers)


def test_uses_are_counted_and_written_some_time_later(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    files = user.library.create(meta())
    tea = memory(files.session_id)
    user.memories.apply(entry(None, tea)).result()
    for _ in range(3):
        user.memories.count_uses((tea.id, "nothing"))
    user.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.memories.everything()[tea.id] == replace(tea, uses=3, last_used_at=NOW)
    again.close()


def test_emptying_the_trash_leaves_nothing(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(meta())
    files.append(say(files.session_id, "canary")).result()
    user.library.delete(files.session_id).result()
    assert user.library.deleted() == (files.session_id,)
    assert user.library.empty_trash(datetime(2000, 1, 1, tzinfo=UTC)).result() == 0
    assert user.library.empty_trash(datetime(2200, 1, 1, tzinfo=UTC)).result() == 1
    user.close()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"canary" in path.read_bytes()]


def test_threads_may_save_at_once(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(meta())

    def save(name: int) -> None:
        for future in [files.append(say(files.session_id, f"{name} {number}")) for number in range(50)]:
            future.result()

    threads = [threading.Thread(target=save, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = [message.text for message in files.messages(limit=1000)]
    for name in range(8):
        assert [text for text in texts if text.startswith(f"{name} ")] == [f"{name} {number}" for number in range(50)]
    user.close()


def test_what_would_not_come_back_is_refused_alone(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(meta())
    good = files.append(say(files.session_id, "good"))
    for bad in (
        say(files.session_id, "half a pair \ud83d"),
        replace(say(files.session_id), reading=Reading(valence=float("nan"))),
        replace(say(files.session_id), turn=1.5),
    ):
        assert isinstance(files.append(bad).exception(), StorageError)
    assert files.messages() == (good.result(),)
    user.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(), max_size=60), max_size=4))
def test_any_text_comes_back_as_it_was_cleaned(tmp_path: Path, texts: list[str]) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(meta())
    cleaned = [clean(text) for text in texts]
    for future in [files.append(say(files.session_id, text)) for text in cleaned]:
        future.result()
    user.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert [message.text for message in again.library.open(files.session_id).messages()] == cleaned
    again.close()

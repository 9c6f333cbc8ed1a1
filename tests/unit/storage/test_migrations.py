"""Files of older and newer schema versions: migrated once with a backup before, or only read."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from chatbot.domain.erasure import ERASED, Wish
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.message import Message, MessageState
from chatbot.domain.mood import MoodPoint
from chatbot.domain.session import Chapter, SessionMeta, SessionState
from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged, StorageReadOnly
from chatbot.storage import codec, heads, memory_log, migrations, profile, receipts, session_state
from chatbot.storage.backups.archive import Archive
from chatbot.storage.backups.files import present_files
from chatbot.storage.codec import Tables
from chatbot.storage.health import examine
from chatbot.storage.kinds import kind_at
from chatbot.storage.layout import user_folder
from chatbot.storage.user import UserFiles
from tests.faults import Watched

CORPORA = {schema: Path(__file__).parents[2] / "data" / f"schema-{schema}" for schema in (1, 2)}
"""Files of every kind that the program wrote while its schema was that. In the second the sessions have chapters."""


def rename(table: str, old: str, new: str) -> Callable[[Tables], Tables]:
    """A step that renames a field in one table."""

    def step(tables: Tables) -> Tables:
        table_before = tables.get(table, {})
        after = {key: {new if name == old else name: one for name, one in document.items()}
                 for key, document in table_before.items()}  # fmt: skip
        return {**tables, table: after}

    return step


def double(tables: Tables) -> Tables:
    """A step that marks every document, so that two runs of it would show."""
    return {name: {key: {**one, "runs": one.get("runs", 0) + 1} for key, one in table.items()}
            for name, table in tables.items()}  # fmt: skip


NEXT = codec.SCHEMA + 1
STEPS: dict[int, Mapping[str, migrations.Step]] = {
    **migrations.STEPS,
    codec.SCHEMA: dict.fromkeys(
        (profile.KIND, memory_log.KIND, heads.KIND, session_state.KIND, session_state.CHAPTERS_KIND, "draft"), double
    ),
}


@pytest.fixture(params=CORPORA)
def schema(request: pytest.FixtureRequest) -> int:
    """Of the files that are opened."""
    return int(request.param)


def lay_out(corpus: Path, folder: Path) -> None:
    """Makes a corpus the files of a user."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(corpus, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)


@pytest.fixture
def data_dir(tmp_path: Path, schema: int) -> Path:
    """Where the corpus lies as the files of a user."""
    lay_out(CORPORA[schema], user_folder(tmp_path, "Ana"))
    return tmp_path


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose schema is the next one."""
    monkeypatch.setattr(codec, "SCHEMA", NEXT)
    monkeypatch.setattr(migrations, "STEPS", STEPS)


def schemas(folder: Path) -> dict[str, int]:
    return {one: migrations.schema_of((folder / one).read_bytes(), one) for one in present_files(folder)}


def documents(folder: Path) -> dict[str, Tables]:
    found = {}
    for one in present_files(folder):
        tables = codec.decode((folder / one).read_bytes(), kind_at(one) or "", one)
        tables.pop(codec.META)
        for key, point in tables.get(session_state.MOOD_TABLE, {}).items():
            tables[session_state.MOOD_TABLE][key] = point | msgspec.to_builtins(msgspec.convert(point, MoodPoint))
        found[one] = receipts.unpacked_page(tables)
    return found


def check_contents(files: UserFiles) -> None:
    """What the corpus holds, read through the program."""
    (meta,) = files.library.sessions()
    assert (meta.title, meta.turns) == ("Walks", 4)
    messages = files.library.open(meta.id).messages()
    assert messages[0].text == "Hi, I am Ana and I live in Porto. I love green tea."
    assert (messages[-1].text, messages[-1].state) == ("Half a reply", MessageState.INTERRUPTED)
    texts = {one.text: one.status.value for one in files.memories.everything().values()}
    assert texts["User lives in Porto"] == "active" and texts["User likes green tea"] == "forgotten"
    assert files.memories.journal()
    assert files.library.open(meta.id).state().mood_points
    assert [one.meta.title for one in files.library.trashed() if one.meta] == ["Gone"]
    assert files.profile.get("theme") == "dark"


def test_the_corpus_has_files_of_every_kind(schema: int) -> None:
    kinds = {kind_at(one) for one in present_files(CORPORA[schema])}
    assert kinds == {profile.KIND, "uses", memory_log.KIND, session_state.KIND, "draft", heads.KIND}
    assert set(schemas(CORPORA[schema]).values()) == {schema}


def test_files_of_older_schemas_open(data_dir: Path) -> None:
    files = UserFiles.open(data_dir, "Ana")
    check_contents(files)
    assert files.backups.list()[0].reason == f"before migration to schema {codec.SCHEMA}"
    assert all(files.backups.verify(one.id).problems == () for one in files.backups.list())
    assert files.problems == ()
    files.close()
    assert not [one for one in examine(data_dir, "Ana") if one.level.value == "bad"]


def test_receipts_of_schema_1_are_what_they_were(tmp_path: Path) -> None:
    data_dir = tmp_path
    lay_out(CORPORA[1], user_folder(data_dir, "Ana"))
    folder = user_folder(data_dir, "Ana")
    before: dict[str, Message] = {}
    for path in sorted(folder.glob("sessions/*/messages-*.json")):
        tables = codec.decode(path.read_bytes(), heads.KIND, "")
        before |= {one["id"]: codec.value_of(one, Message, "") for one in tables[heads.KIND].values()}
    files = UserFiles.open(data_dir, "Ana")
    (meta,) = files.library.sessions()
    session = files.library.open(meta.id)
    assert before and {one.id: one for one in session.messages() if one.id in before} == before
    receipt = next(one.receipt for one in before.values() if one.receipt is not None)
    stored = b"".join(path.read_bytes() for path in folder.glob("sessions/*/messages-*.json"))
    rules = next(section.text for section in receipt.sections if section.name == "persona")
    lines = [line for line in rules.split("\n") if len(line) > 40]
    assert lines and all(stored.count(msgspec.json.encode(line)) == 1 for line in lines)
    files.close()


@pytest.mark.usefixtures("newer")
def test_older_files_are_migrated_when_they_are_opened(data_dir: Path) -> None:
    folder = user_folder(data_dir, "Ana")
    before = documents(folder)
    files = UserFiles.open(data_dir, "Ana")
    newest = files.backups.list()[0]
    assert newest.reason == f"before migration to schema {NEXT}"
    files.close()
    assert set(schemas(folder).values()) == {NEXT}
    for path, tables in documents(folder).items():
        for name, table in tables.items():
            for key, document in table.items():
                runs = document.pop("runs", None)
                assert runs == (None if kind_at(path) == "uses" else 1), path
                assert document == before[path][name][key]
    again = UserFiles.open(data_dir, "Ana")
    check_contents(again)
    assert again.backups.list()[0] == newest  # nothing was left to do
    assert again.problems == ()
    again.close()


@pytest.mark.usefixtures("newer")
def test_what_a_session_says_of_itself_still_leads_to_its_messages(data_dir: Path, schema: int) -> None:
    UserFiles.open(data_dir, "Ana").close()
    folder = user_folder(data_dir, "Ana")
    for path in folder.glob("sessions/*/messages-*.json"):
        before = codec.head_of((CORPORA[schema] / path.relative_to(folder)).read_bytes()[:1024], "")
        after = codec.head_of(path.read_bytes()[:1024], "")
        assert {**after, "sha256": "", "schema": schema} == {**before, "sha256": ""}


@pytest.mark.usefixtures("newer")
def test_a_migration_that_is_killed_is_finished_and_done_once(data_dir: Path, schema: int) -> None:
    folder = user_folder(data_dir, "Ana")
    seen = set()
    for call in range(5, 1000, 9):
        lay_out(CORPORA[schema], folder)
        child = os.fork()
        if child == 0:
            _open_and_die(data_dir, call)
        finished = os.waitpid(child, 0)[1] == 0
        seen.add(frozenset(schemas(folder).values()))
        files = UserFiles.open(data_dir, "Ana")
        check_contents(files)
        assert [one.reason for one in files.backups.list()].count(f"before migration to schema {NEXT}") == 1
        assert files.problems == ()
        files.close()
        assert set(schemas(folder).values()) == {NEXT}
        runs = {document["runs"] for path, tables in documents(folder).items() if kind_at(path) == heads.KIND
                for document in tables[heads.KIND].values() if document.get("text") != "Half a reply"}  # fmt: skip
        assert runs == {1}
        if finished:
            break
    assert {frozenset({schema}), frozenset({schema, NEXT}), frozenset({NEXT})} <= seen


def _open_and_die(data_dir: Path, call: int) -> NoReturn:
    """Opens Ana's files in a process that is no more at the n-th call; exit code 0 where it comes to its end."""

    class Dying(Watched):
        left = call

        def passes(self, call: str, path: str) -> None:
            if call in ("open", "create", "write", "link", "replace", "fsync"):
                self.left -= 1
                if self.left == 0:
                    os._exit(9)

    try:
        UserFiles.open(data_dir, "Ana", system=Dying()).close()
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as a test
        os._exit(1)
    os._exit(0)


@pytest.mark.usefixtures("newer")
def test_a_session_from_an_old_backup_is_migrated_when_it_is_restored(data_dir: Path) -> None:
    files = UserFiles.open(data_dir, "Ana")
    (meta,) = files.library.sessions()
    old = files.backups.list()[-1]
    files.library.delete(meta.id).result()
    files.backups.restore(old.id, meta.id)
    files.close()
    assert set(schemas(files.folder).values()) == {NEXT}
    again = UserFiles.open(data_dir, "Ana")
    assert again.library.open(meta.id).messages()[0].text.startswith("Hi, I am Ana")
    assert again.problems == ()
    again.close()


@pytest.mark.usefixtures("newer")
def test_an_old_file_that_turns_up_later_is_migrated_when_it_is_read(data_dir: Path, schema: int) -> None:
    UserFiles.open(data_dir, "Ana").close()
    folder = user_folder(data_dir, "Ana")
    for name in ("memories.json", *(one for one in present_files(folder) if one.startswith("sessions/"))):
        shutil.copy(CORPORA[schema] / name, folder / name)
    for path in folder.glob("sessions/*/draft.json"):
        path.unlink()
    (folder / "index.json").unlink()
    files = UserFiles.open(data_dir, "Ana")
    (meta,) = files.library.sessions()
    assert "User lives in Porto" in {one.text for one in files.memories.everything().values()}
    assert files.library.open(meta.id).state().meta.title == "Walks"
    files.library.open(meta.id).change_state(lambda state: state).result()
    assert files.problems == ()
    files.close()
    assert schemas(folder)["memories.json"] == NEXT


def test_a_store_of_a_newer_version_is_only_read(data_dir: Path, newer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFiles.open(data_dir, "Ana").close()
    settled = UserFiles.open(data_dir, "Ana")
    check_contents(settled)
    settled.close()
    monkeypatch.undo()
    folder = user_folder(data_dir, "Ana")
    before = {one: (folder / one).read_bytes() for one in present_files(folder)}
    files = UserFiles.open(data_dir, "Ana")
    (line,) = files.problems
    assert "newer version" in line and "until chatbot is updated" in line
    check_contents(files)
    (meta,) = files.library.sessions()
    moment = meta.created_at
    refused: list[Callable[[], object]] = [
        lambda: files.profile.set("theme", "light").result(),
        lambda: files.library.create(SessionMeta(new_id(), "", "mara", moment, moment)),
        lambda: files.library.delete(meta.id).result(),
        lambda: files.library.open(meta.id).change_state(lambda state: state).result(),
    ]
    for act in refused:
        with pytest.raises(StorageReadOnly, match="newer version"):
            act()
    assert {one: (folder / one).read_bytes() for one in present_files(folder)} == before
    # The way back: the backup that was made before the migration.
    (old,) = [one for one in files.backups.list() if one.reason == f"before migration to schema {NEXT}"]
    files.backups.restore(old.id)
    files.close()
    again = UserFiles.open(data_dir, "Ana")
    again.profile.set("theme", "dark").result()
    check_contents(again)
    assert again.problems == ()
    again.close()


def test_steps_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    old = codec.encode({"user": {"1": {"name": "Ana"}}}, profile.KIND, {})
    first, second = codec.SCHEMA, codec.SCHEMA + 1
    monkeypatch.setattr(codec, "SCHEMA", codec.SCHEMA + 2)
    steps: dict[int, Mapping[str, migrations.Step]] = {
        first: {profile.KIND: rename("user", "name", "called"), heads.KIND: double},
        second: {profile.KIND: rename("user", "called", "user")},
    }
    monkeypatch.setattr(migrations, "STEPS", steps)
    fresh = migrations.upgraded(old, profile.KIND, "profile")
    assert codec.decode(fresh, profile.KIND, "profile")["user"] == {"1": {"user": "Ana"}}
    assert migrations.upgraded(fresh, profile.KIND, "profile") == fresh
    with pytest.raises(StorageDamaged):
        migrations.upgraded(old, heads.KIND, "profile")
    del steps[second]
    with pytest.raises(StorageDamaged, match=f"schema version {second}, which is unknown"):
        migrations.upgraded(old, profile.KIND, "profile")


def test_every_version_so_far_has_its_step() -> None:
    assert set(migrations.STEPS) == set(range(1, codec.SCHEMA))


@pytest.mark.usefixtures("newer")
def test_what_is_erased_goes_from_older_backups_too(data_dir: Path) -> None:
    files = UserFiles.open(data_dir, "Ana")
    plan = files.erasing.plan(Wish(about="Porto"), utc_now, new_id, [])
    assert not files.erasing.erase(plan.erasure).proof.hits
    for backup in files.backups.list():
        assert files.backups.verify(backup.id).problems == ()
        with Archive(backup.path) as archive:
            pages = {one: archive.read(one) for one in archive.manifest.files}
        assert not [one for one, data in pages.items() if b"Porto" in data]
        changed = [
            data for name, data in pages.items() if f'"schema":{NEXT}'.encode() in data[:200] and name != "uses.json"
        ]
        assert changed and all(b'"runs":1' in data for data in changed)  # rewritten in the present version
    files.close()


CHAPTERS = CORPORA[2] / "sessions" / "01M7YC5YGGG48KTMWCPB6P8E7Z" / "session.json"


@pytest.fixture
def told(tmp_path: Path) -> tuple[Chapter, ...]:
    """Ana's files are of schema 2; gives the chapters of her session."""
    lay_out(CORPORA[2], user_folder(tmp_path, "Ana"))
    documents = codec.decode(CHAPTERS.read_bytes(), session_state.KIND, "")[session_state.CHAPTER_TABLE]
    assert len(documents) == 2
    return tuple(codec.value_of(documents[key], Chapter, "") for key in sorted(documents))


def one_turn_more(state: SessionState) -> SessionState:
    return replace(state, meta=replace(state.meta, turns=state.meta.turns + 1))


def without_the_first(state: SessionState) -> SessionState:
    return replace(state, chapters=state.chapters[1:])


def parts(folder: Path) -> tuple[bool, bool]:
    """Whether there is a file of chapters, and whether `session.json` has a table of them."""
    path = folder / CHAPTERS.relative_to(CORPORA[2])
    tables = codec.decode(path.read_bytes(), session_state.KIND, "")
    return session_state.chapters_path(path.parent).exists(), session_state.CHAPTER_TABLE in tables


def test_chapters_of_schema_2_are_read_where_they_are_and_leave_with_the_next_change(
    tmp_path: Path, told: tuple[Chapter, ...]
) -> None:
    files = UserFiles.open(tmp_path, "Ana")
    session = files.library.open(CHAPTERS.parent.name)
    before = session.state()
    assert before.chapters == told and parts(files.folder) == (False, True)
    session.change_state(one_turn_more).result()
    assert parts(files.folder) == (True, False)
    assert session.state() == one_turn_more(before)
    files.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.library.open(CHAPTERS.parent.name).state() == one_turn_more(before)
    assert again.problems == files.problems == ()
    assert examine(tmp_path, "Ana") == ()
    again.close()


@pytest.mark.parametrize("what", ["everything", "the session", "session.json"])
def test_chapters_come_back_from_a_backup_of_schema_2(tmp_path: Path, told: tuple[Chapter, ...], what: str) -> None:
    files = UserFiles.open(tmp_path, "Ana")
    session_id = CHAPTERS.parent.name
    (old,) = [one for one in files.backups.list() if one.reason == "asked for"]
    files.library.open(session_id).change_state(one_turn_more).result()
    files.library.open(session_id).change_state(without_the_first).result()
    safety = files.backups.restore(
        old.id, "" if what == "everything" else session_id, what if what.endswith(".json") else ""
    ).safety
    files.close()
    again = UserFiles.open(tmp_path, "Ana")
    state = again.library.open(session_id).state()
    assert state.meta.turns == 4
    assert state.chapters == (told[1:] if what.endswith(".json") else told)  # that file alone holds none any more
    again.backups.restore(safety.id, session_id)
    again.close()
    last = UserFiles.open(tmp_path, "Ana")
    assert last.library.open(session_id).state().chapters == told[1:]
    assert last.library.open(session_id).state().meta.turns == 5
    assert last.problems == again.problems == files.problems == ()
    last.close()


def test_one_file_of_chapters_comes_back_from_a_backup(tmp_path: Path, told: tuple[Chapter, ...]) -> None:
    files = UserFiles.open(tmp_path, "Ana")
    session_id = CHAPTERS.parent.name
    files.library.open(session_id).change_state(one_turn_more).result()
    kept = files.backups.create("asked for")
    assert files.backups.verify(kept.id).problems == ()
    files.library.open(session_id).change_state(without_the_first).result()
    files.library.open(session_id).change_state(one_turn_more).result()
    files.backups.restore(kept.id, session_id, "chapters.json")
    files.close()
    again = UserFiles.open(tmp_path, "Ana")
    state = again.library.open(session_id).state()
    assert (state.chapters, state.meta.turns) == (told, 6)
    again.close()


def test_older_chapters_in_the_trash_come_back_and_are_erased(tmp_path: Path, told: tuple[Chapter, ...]) -> None:
    files = UserFiles.open(tmp_path, "Ana")
    (gone,) = files.library.deleted()
    files.library.undelete(gone).result()
    assert len(files.library.open(gone).state().chapters) == 1
    files.library.open(CHAPTERS.parent.name).change_state(one_turn_more).result()
    plan = files.erasing.plan(Wish(about="Porto"), utc_now, new_id, [])
    assert plan.counts["chapters"] == 2  # one in each session: in the file of chapters, and in `session.json`
    assert not files.erasing.erase(plan.erasure).proof.hits
    assert not [path for path in files.folder.rglob("*.json*") if b"Porto" in path.read_bytes()]
    first, second = files.library.open(CHAPTERS.parent.name).state().chapters
    assert (first.text, first.id, second) == (ERASED, told[0].id, told[1])
    files.close()

"""Everything of a user leaves whole, and comes back whole, or merged."""

import json
import resource
import stat
from pathlib import Path

import pytest

from chatbot.domain.change import Op
from chatbot.domain.memory import Status
from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Receipt
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.interchange.archive_write import Everything, Exported, export_everything
from chatbot.interchange.gather import Form
from chatbot.interchange.reading import ImportRefused
from chatbot.interchange.sinks import ExportRefused, write_one
from chatbot.persona.scaffold import scaffold
from tests.unit.interchange.conftest import NOW, WISH, Home, MakeHome


def export(home: Home, target: Path, force: bool = False, forms: tuple[Form, ...] = ("markdown",)) -> Exported:
    wish = replace(WISH, lost=[])
    return export_everything(Everything(home.files, home.catalog, wish, forms, NOW), target, force)


def fill(home: Home) -> str:
    """Two sessions, memories of every sort, one that moved from a session to everybody, uses, a persona."""
    session_id = home.talk("Walks")
    home.talk("Cooking")
    dog = home.remember(home.memory("User's dog is called Biscuit", attribute="pet.dog", value="Biscuit"))
    home.remember(replace(dog, version=2, status=Status.FORGOTTEN), dog, Op.FORGET)
    home.remember(home.memory("User lives in Porto", attribute="home", value="Porto", kind=Kind.IDENTITY))
    told = home.remember(home.memory("User sings", Scope.SESSION, session_id))
    home.remember(replace(told, scope=Scope.USER, version=2), told, Op.MOVE)
    kept = home.remember(home.memory("User hides", Scope.USER, session_id, local_only=True))
    narrowed = replace(kept, scope=Scope.SESSION, version=2)
    home.remember(narrowed, kept, Op.MOVE)
    home.files.memories.count_uses((told.id,))
    home.catalog.add("pirate", scaffold("pirate", "Pirate"), '{"name": "Pirate"}')
    return session_id


@pytest.mark.parametrize("name", ["all", "all.zip"])
def test_an_export_into_an_empty_user_says_the_same(make_home: MakeHome, tmp_path: Path, name: str) -> None:
    home, other = make_home("one"), make_home("two")
    session_id = fill(home)
    home.files.close()
    home = Home(home.folder)
    exported = export(home, tmp_path / name)
    counts = exported.manifest.counts
    assert counts == {"sessions": 2, "messages": 12, "memories": 6, "journal": 11, "personas": 1}

    outcome = other.take(tmp_path / name)

    assert outcome.troubles == () and outcome.backup == ""
    assert (outcome.sessions, outcome.messages, outcome.memories, outcome.personas) == (2, 12, 6, 1)
    again = export(other, tmp_path / f"again-{name}")
    assert again.manifest.content_sha256 == exported.manifest.content_sha256
    assert again.manifest.counts == counts
    assert other.files.memories.everything() == home.files.memories.everything()
    assert max(memory.uses for memory in other.files.memories.everything().values()) == 1
    assert other.files.memories.journal() == home.files.memories.journal()
    for stranger in {meta.id for meta in other.files.library.sessions()} - {session_id}:
        known = other.files.memories.readable(stranger, "plain").values()
        assert all("hides" not in memory.text for memory in known)
    twice = other.take(tmp_path / name)
    assert (twice.sessions, twice.merged, twice.messages, twice.memories, twice.known) == (0, 0, 0, 0, 2)
    assert export(other, tmp_path / f"third-{name}").manifest.content_sha256 == exported.manifest.content_sha256
    home.close()


def test_the_files_of_an_export(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    session_id = fill(home)
    exported = export(home, tmp_path / "all", forms=("markdown", "html"))
    folder = tmp_path / "all"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert names == {"manifest.json", *(file.name for file in exported.manifest.files)}
    assert {f"sessions/{session_id}{end}" for end in (".json", ".md", ".html")} <= names
    assert {"README.md", "profile.json", "memories.json", "memories.csv", "journal.jsonl"} <= names
    assert {"personas/pirate.toml", "personas/pirate.card.json"} <= names
    assert len((folder / "memories.csv").read_text().splitlines()) == 7
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nothing_is_written_over(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    home.talk()
    (tmp_path / "notes.zip").write_text("mine")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "diary.txt").write_text("mine")
    for name in ("notes", "notes.zip"):
        with pytest.raises(ExportRefused, match="exists already"):
            export(home, tmp_path / name)
    with pytest.raises(ExportRefused, match="exists already"):
        export(home, tmp_path / "notes", force=True)
    assert (tmp_path / "notes" / "diary.txt").read_text() == "mine"
    export(home, tmp_path / "notes.zip", force=True)
    export(home, tmp_path / "all")
    home.talk()
    with pytest.raises(ExportRefused):
        export(home, tmp_path / "all")
    assert export(home, tmp_path / "all", force=True).manifest.counts["sessions"] == 2
    assert len(list((tmp_path / "all" / "sessions").glob("*.json"))) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all", "notes", "notes.zip", "one"]


def test_a_merge_keeps_the_later_version_and_loses_nothing(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home("one")
    session_id = home.talk()
    porto = home.remember(home.memory("User lives in Porto", attribute="home", value="Porto"))
    tea = home.remember(home.memory("User likes tea", attribute="likes", value="tea"))
    export(home, tmp_path / "early")
    other = make_home("two")
    other.take(tmp_path / "early")
    # Both go on by themselves.
    files = home.files.library.open(session_id)
    first, second = files.messages()[:2]
    files.replace(replace(first, text="edited here", version=first.version + 1)).result()
    files.remove((second.id,)).result()
    later = Message(home.new_id(), session_id, 0, 9, Role.USER, "plain", "said here", NOW)
    files.append(later).result()
    home.remember(replace(tea, text="User likes green tea", version=2), tea, Op.EDIT)
    there = other.files.library.open(session_id)
    there.append(Message(other.new_id(), session_id, 0, 9, Role.USER, "plain", "said there", NOW)).result()
    other.remember(replace(porto, status=Status.FORGOTTEN, version=2), porto, Op.FORGET)
    export(home, tmp_path / "late")

    outcome = other.take(tmp_path / "late")

    assert (outcome.sessions, outcome.merged, outcome.messages) == (0, 1, 2)
    assert outcome.backup and outcome.touched == (session_id,)
    texts = [message.text for message in there.messages()]
    assert texts[0] == "edited here" and texts[1] == "Lovely!"
    assert texts[-2:] == ["said there", "said here"]
    known = other.files.memories.everything()
    assert known[tea.id].text == "User likes green tea"
    assert known[porto.id].status is Status.FORGOTTEN
    outcome = home.take(tmp_path / "early")  # something older changes nothing but what is missing
    assert outcome.messages == 1
    assert files.messages()[0].text == "edited here" and files.messages()[1].id == second.id
    assert home.files.memories.everything()[tea.id].text == "User likes green tea"


def test_receipts_of_a_merge_name_the_messages_that_they_named(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home("one")
    session_id = home.talk()
    export(home, tmp_path / "early")
    other = make_home("two")
    other.take(tmp_path / "early")
    files, there = home.files.library.open(session_id), other.files.library.open(session_id)
    there.append(Message(other.new_id(), session_id, 0, 9, Role.USER, "plain", "said there", NOW)).result()
    asked = files.append(Message(home.new_id(), session_id, 0, 9, Role.USER, "plain", "said here", NOW)).result()
    receipt = Receipt("offline", "offline", history=((5, 7),))
    answer = Message(home.new_id(), session_id, 0, 9, Role.PERSONA, "plain", "told", NOW, receipt=receipt)
    assert (asked.seq, files.append(answer).result().seq) == (7, 8)
    export(home, tmp_path / "late")
    other.take(tmp_path / "late")
    merged = there.messages()[-1]
    assert merged.receipt is not None
    assert merged.receipt.history == ((5, 6), asked.id)  # here the seventh is another one


def test_what_was_forgotten_or_is_known_here_is_not_brought_in_again(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    home.remember(home.memory("User's dog is called Biscuit", attribute="pet.dog", value="Biscuit"))
    home.remember(home.memory("User likes tea", attribute="likes", value="tea"))
    home.remember(home.memory("User lives in Porto", attribute="home", value="Porto"))
    other.remember(other.memory("gone", attribute="pet.dog", value="biscuit", status=Status.FORGOTTEN))
    other.remember(other.memory("User likes tea", attribute="likes", value="Tea"))
    mine = other.remember(other.memory("User lives in Faro", attribute="home", value="Faro"))
    export(home, tmp_path / "all.zip")
    outcome = other.take(tmp_path / "all.zip")
    assert (outcome.memories, outcome.forgotten, outcome.repeated, outcome.conflicts) == (1, 1, 1, 1)
    known = other.files.memories.everything()
    conflicts = sorted(one.value for one in known.values() if one.status is Status.CONFLICT)
    assert conflicts == ["Faro", "Porto"] and known[mine.id].status is Status.CONFLICT
    assert len(known) == 4


def test_a_dry_run_writes_nothing(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    fill(home)
    export(home, tmp_path / "all")
    before = {path: path.stat().st_mtime_ns for path in other.folder.rglob("*")}
    outcome = other.take(tmp_path / "all", dry_run=True)
    assert (outcome.sessions, outcome.memories, outcome.dry_run) == (2, 6, True)
    assert {path: path.stat().st_mtime_ns for path in other.folder.rglob("*")} == before


def test_a_broken_part_does_not_stop_the_rest(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    session_id = fill(home)
    export(home, tmp_path / "all")
    (tmp_path / "all" / "sessions" / f"{session_id}.json").write_bytes(b"\x00{")
    with (tmp_path / "all" / "journal.jsonl").open("a") as file:
        file.write('{"id": "cut o')
    outcome = other.take(tmp_path / "all")
    assert outcome.sessions == 1
    assert [trouble.where for trouble in outcome.troubles] == ["journal, line 12", f"sessions/{session_id}.json"]
    text = (tmp_path / "all" / "manifest.json").read_text()
    (tmp_path / "all" / "manifest.json").write_text(text.replace("chatbot-export/1", "chatbot-export/9"))
    with pytest.raises(Exception, match="Update chatbot"):
        other.take(tmp_path / "all")


def test_no_key_is_in_an_export(make_home: MakeHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0123456789")
    home = make_home()
    fill(home)
    (home.folder / "config.toml").write_text('api_key = "sk-canary-0123456789"')
    export(home, tmp_path / "all")
    assert all(b"canary" not in path.read_bytes() for path in (tmp_path / "all").rglob("*") if path.is_file())


def test_local_memories_stay_out_where_that_is_wished(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    fill(home)
    wish = replace(WISH, local_only=False, lost=[])
    export_everything(Everything(home.files, home.catalog, wish, (), NOW), tmp_path / "all", False)
    assert all(b"hides" not in path.read_bytes() for path in (tmp_path / "all").rglob("*") if path.is_file())
    assert json.loads((tmp_path / "all" / "manifest.json").read_text())["counts"]["memories"] == 5


@pytest.mark.parametrize("name", ["all", "all.zip"])
def test_a_full_disk_is_one_line_and_leaves_nothing(make_home: MakeHome, tmp_path: Path, name: str) -> None:
    home = make_home()
    fill(home)
    home.files.close()  # it would feel the limit too
    target = tmp_path / "out" / name
    target.parent.mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        with pytest.raises(ExportRefused, match="File too large"):
            export(home, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(target.parent.iterdir()) == []


def test_nothing_is_exported_among_the_programs_own_files(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    fill(home)
    own = home.files.folder
    before = {path: path.stat().st_mtime_ns for path in own.rglob("*")}
    for target in (own, own / "backups" / "x.zip", own.parent / "all", own / "sessions" / ".." / "memories.json"):
        with pytest.raises(ExportRefused, match="files of the program itself"):
            export(home, target, force=True)
        with pytest.raises(ExportRefused, match="files of the program itself"):
            write_one(target, [b"{}"], True, own.parent)
    (tmp_path / "way").symlink_to(own)
    with pytest.raises(ExportRefused, match="files of the program itself"):
        write_one(tmp_path / "way" / "memories.json", [b"{}"], True, own.parent)
    assert {path: path.stat().st_mtime_ns for path in own.rglob("*")} == before


def test_a_backup_is_told_from_an_export(make_home: MakeHome) -> None:
    home = make_home()
    fill(home)
    made = home.files.backups.create("by hand")
    with pytest.raises(ImportRefused) as caught:
        home.take(made.path)
    assert "chatbot backup restore" in caught.value.hint

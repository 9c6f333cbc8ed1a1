"""Erasing: nothing of it is left in any byte, everything else is as it was, and a kill in the middle is made good."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.assemble import Companion, assemble
from chatbot.config import Settings
from chatbot.domain.erasure import ERASED, Plan, Wish, Words, sentences
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Receipt, Section
from chatbot.domain.session import SessionMeta
from chatbot.errors import NotFound, StorageError, UsageError
from chatbot.paths import Paths
from chatbot.session import chapters
from chatbot.storage.backups.keeper import Backups
from chatbot.storage.batch import Pages
from chatbot.storage.encryption.keyfile import Cost
from chatbot.storage.encryption.turning import turn_off, turn_on
from chatbot.storage.encryption.vault import make_vault, open_vault
from chatbot.storage.erasing.entrance import erase_user
from chatbot.storage.erasing.eraser import Eraser
from chatbot.storage.erasing.pages import STALE
from chatbot.storage.erasing.proof import left_over, readings
from chatbot.storage.health import examine
from chatbot.storage.layout import ERASING_NAME, user_folder
from chatbot.storage.lock import Presence, UserLock
from chatbot.storage.sealing import is_sealed
from chatbot.storage.user import UserFiles
from tests.faults import Cut, Killed

SAID = (
    "My brother is called Sámuel. He lives in Leeds. I drink coffee every morning.",
    "Sámuel is terrified of spiders! It's the samuelite way.",
    "I work as a gardener in the old town.",
    "Do you remember my brother?",
)
"""The canaries: the name, and "Leeds", which stands in a sentence without the name."""


def settings(home: Path) -> Settings:
    return Settings(Paths(home / "data", home / "config", home / "state"), "ana")


async def _live(companion: Companion) -> None:
    first = await companion.sessions.create("plain", "About Sámuel")
    for line in SAID:
        await first.send(line).wait()
    chapter = await chapters.write_next(first.belongings, everything=True)
    assert chapter is not None
    await chapters.write_again(first.belongings, chapter.id, "asked for")
    memory = next(one for one in companion.files.memories.everything().values() if one.value == "Leeds")
    companion.book.forget((memory.id,)).result()
    gone = await companion.sessions.create("plain", "Deleted")
    await gone.send("Tell me about SÁMUEL, please").wait()
    draft = Message(new_id(), first.id, 9, 5, Role.PERSONA, "plain", "I think Sámuel", utc_now())
    first.files.keep_draft(draft).result()
    await companion.sessions.delete(gone.id)
    companion.files.profile.set("drafts", json.dumps({first.id: "and Sámuel?", "other": "hello"})).result()
    companion.files.backups.create("test")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's home with the canaries in every kind of place."""
    home = tmp_path_factory.mktemp("lived")

    async def live() -> None:
        companion = assemble(settings(home))
        try:
            await _live(companion)
        finally:
            await companion.close()

    asyncio.run(live())
    folder = user_folder(home / "data", "ana")
    (folder / "quarantine").mkdir(mode=0o700)
    (folder / "quarantine" / "x-memories.json-0").write_text('{"x": "S\\u00e1muel')
    session = next((folder / "sessions").iterdir())
    (session / "session.json.tmp").write_text("Sámuel")
    (home / "state").mkdir()
    (home / "state" / "chatbot.log").write_text("one line\na line on Sámuel\n")
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(template, copy)
    return copy


@pytest.fixture
def files(home: Path) -> Iterator[UserFiles]:
    opened = UserFiles.open(home / "data", "ana")
    yield opened
    opened.close()


def bytes_with(home: Path, *canaries: str) -> list[str]:
    """The files that hold a canary as plain text or escaped, archives unpacked; not the program's own proof."""
    found = []
    for path in sorted(one for one in home.rglob("*") if one.is_file() and one.name != "lock"):
        blobs = [path.read_bytes()]
        if path.suffix == ".zip":
            shutil.unpack_archive(path, path.with_suffix(".unpacked"))
            blobs = [one.read_bytes() for one in path.with_suffix(".unpacked").rglob("*") if one.is_file()]
            shutil.rmtree(path.with_suffix(".unpacked"))
        texts = [text.casefold() for blob in blobs for text in readings(blob)]
        if any(canary.casefold() in text for canary in canaries for text in texts):
            found.append(path.name)
    return found


def plan_for(files: UserFiles, home: Path, **wish: object) -> Plan:
    return files.erasing.plan(Wish(**wish), utc_now, new_id, [home / "state" / "chatbot.log"])  # type: ignore[arg-type]


def records(files: UserFiles) -> list[Memory]:
    return list(files.memories.everything().values())


def test_the_canaries_are_where_they_should_be(home: Path) -> None:
    """Without this the other tests would prove nothing."""
    found = set(bytes_with(home, "Sámuel"))
    places = (
        "memories.json memories.json.bak session.json session.json.tmp messages-0001.json draft.json profile.json "
        "chapters.json chapters.json.bak "
        "x-memories.json-0 chatbot.log"
    )
    assert set(places.split()) <= found
    assert any(name.endswith(".zip") for name in found)


@pytest.mark.parametrize("name", ["sessions", "trash", "backups", "quarantine"])
def test_nothing_is_erased_through_a_link(files: UserFiles, home: Path, name: str) -> None:
    plan = plan_for(files, home, about="sámuel")
    elsewhere = home.parent / "elsewhere"
    (files.folder / name).rename(elsewhere)
    (files.folder / name).symlink_to(elsewhere)
    before = {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()}
    assert before
    with pytest.raises(StorageError, match="is a link"):
        files.erasing.erase(plan.erasure)
    with pytest.raises(StorageError, match="is a link"):
        plan_for(files, home, about="sámuel")
    assert {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()} == before
    assert not (files.folder / ERASING_NAME).exists()
    (files.folder / name).unlink()
    elsewhere.rename(files.folder / name)
    assert files.erasing.erase(plan.erasure).proof.hits == ()


def test_everything_about_somebody_goes_and_the_rest_stays(files: UserFiles, home: Path) -> None:
    plan = plan_for(files, home, about="sámuel")
    assert plan.counts["memories"] >= 2 and plan.counts["messages"] >= 4
    assert any("Leeds" in line for line in plan.memories)
    done = files.erasing.erase(plan.erasure)
    files.close()
    assert not done.proof.hits and done.proof.files > 8
    assert bytes_with(home, "Sámuel is", "Sámuel.", "SÁMUEL,", "about Sámuel", "Leeds", "spiders") == []
    again = UserFiles.open(home / "data", "ana")
    try:
        session = again.library.open(next(iter(again.library.sessions())).id)
        texts = [message.text for message in session.messages()]
        assert f"{ERASED} I drink coffee every morning." in texts
        assert "I work as a gardener in the old town." in texts
        assert any(one.value == "gardener" and one.status is Status.ACTIVE for one in records(again))
        assert json.loads(again.profile.get("drafts"))["other"] == "hello"
        assert (home / "state" / "chatbot.log").read_text() == "one line\n"
        assert not again.problems
        assert len(again.backups.list()) == 1 and not again.backups.list()[0].problem
    finally:
        again.close()


def test_a_word_inside_another_is_another_word(files: UserFiles, home: Path) -> None:
    plan = plan_for(files, home, about="old")
    assert plan.counts["messages"] >= 1 and "quotes of other memories" in plan.counts
    files.erasing.erase(plan.erasure)
    assert bytes_with(home, "samuelite") and not bytes_with(home, "the old town")
    with pytest.raises(UsageError):
        plan_for(files, home, about="!?")
    with pytest.raises(UsageError):
        plan_for(files, home, about="user")
    assert not plan_for(files, home, about="gard").counts


def test_words_that_the_program_writes_itself_can_be_erased(files: UserFiles, home: Path) -> None:
    """ "session", "text" and "messages" are names of fields in every file."""
    for word in ("session", "text", "messages", "plain", "2026"):
        done = files.erasing.erase(plan_for(files, home, about=word).erasure)
        assert not done.proof.hits


def test_what_was_erased_is_not_learnt_again(home: Path) -> None:
    async def talk() -> tuple[list[str], list[str]]:
        companion = assemble(settings(home))
        try:
            plan = plan_for(companion.files, home, about="Sámuel")
            companion.files.erasing.erase(plan.erasure)
            session = await companion.sessions.create("plain")
            await session.send("My brother is called Sámuel.").wait()
            before = [one.value for one in records(companion.files) if one.status is Status.ACTIVE]
            await session.send("Remember that my brother is called Sámuel.").wait()
            return before, [one.value for one in records(companion.files) if one.status is Status.ACTIVE]
        finally:
            await companion.close()

    before, after = asyncio.run(talk())
    assert "Sámuel" not in before and "Sámuel" in after


def test_a_session_goes_with_all_that_it_taught(files: UserFiles, home: Path) -> None:
    meta = files.library.sessions()[0]
    message_ids = [one.id for one in files.library.open(meta.id).messages()]
    plan = plan_for(files, home, session=meta.id)
    assert plan.counts["sessions"] == 1 and plan.counts["messages"] >= len(message_ids)
    done = files.erasing.erase(plan.erasure)
    files.close()
    assert not done.proof.hits
    assert bytes_with(home, "gardener", "Leeds", meta.id, *message_ids) == []
    assert bytes_with(home, "Tell me about")


def test_a_session_can_leave_what_it_taught(files: UserFiles, home: Path) -> None:
    meta = files.library.sessions()[0]
    files.erasing.erase(plan_for(files, home, session=meta.id, keep_memories=True).erasure)
    kept = [one for one in records(files) if one.status is Status.ACTIVE]
    assert "gardener" in {one.value for one in kept}
    assert all(one.source.quote == "" for one in kept)
    assert bytes_with(home, "in the old town") == []


def test_a_message_goes_with_its_reading_and_its_receipt(files: UserFiles, home: Path) -> None:
    session = files.library.open(files.library.sessions()[0].id)
    message = next(one for one in session.messages() if "gardener" in one.text)
    done = files.erasing.erase(plan_for(files, home, message=message.id).erasure)
    assert not done.proof.hits
    assert message.id not in {one.id for one in session.messages()}
    assert message.id not in {point.message_id for point in session.state().mood_points}
    assert bytes_with(home, "I work as a gardener", message.id) == []
    assert all(one.stale == STALE for one in session.state().chapters)
    with pytest.raises(NotFound):
        plan_for(files, home, message=message.id)


def test_a_memory_goes_with_all_its_versions(files: UserFiles, home: Path) -> None:
    memory = next(one for one in records(files) if one.value == "Leeds")
    done = files.erasing.erase(plan_for(files, home, memory=memory.id).erasure)
    assert not done.proof.hits
    assert bytes_with(home, "Leeds", memory.id) == []
    assert bytes_with(home, "is called Sámuel")


def test_the_reason_for_rewriting_a_chapter_is_the_sessions_own() -> None:
    assert STALE == chapters.DELETED


def test_nothing_is_erased_while_another_program_runs(files: UserFiles, home: Path) -> None:
    plan = plan_for(files, home, about="Sámuel")
    other = UserFiles.open(home / "data", "ana")
    try:
        with pytest.raises(StorageError, match="Another chatbot"):
            files.erasing.erase(plan.erasure)
        assert bytes_with(home, "Leeds")
    finally:
        other.close()
    assert not files.erasing.erase(plan.erasure).proof.hits


KILLS = 8
"""Points of death that are tried; as many as there are steps tries all."""


STEPS_OF_THE_MARKER = 3
"""Opening, writing, renaming it: whoever dies before its end has erased nothing."""


def test_encrypted_files_are_erased_and_searched_through_the_cipher(home: Path) -> None:
    folder = user_folder(home / "data", "ana")
    turn_on(make_vault(folder, "correct horse", Cost(memory_kib=64, passes=1, lanes=1)), new_id())
    vault = open_vault(folder, "correct horse")
    opened = UserFiles.open(home / "data", "ana", vault=vault)
    plan = plan_for(opened, home, about="Sámuel")
    assert plan.counts["memories"] >= 2
    assert left_over(folder, opened.library._pages, plan.erasure).hits  # the search sees what is there
    done = opened.erasing.erase(plan.erasure)
    opened.close()
    assert not done.proof.hits and done.proof.files > 8
    again = UserFiles.open(home / "data", "ana", vault=open_vault(folder, "correct horse"))
    assert not plan_for(again, home, about="Sámuel").counts
    assert any(one.value == "gardener" for one in records(again))
    assert len(again.backups.list()) == 1 and not again.backups.list()[0].problem
    again.close()
    for path in folder.rglob("*.json"):
        assert is_sealed(path.read_bytes()) or path.name.startswith("key"), path
    turn_off(open_vault(folder, "correct horse"), new_id())
    assert bytes_with(home, "Sámuel is", "Leeds", "spiders") == []


def run_dying(home: Path, plan: Plan, steps: int) -> int:
    """Erases without the writer's thread, until it is killed; gives the number of steps taken."""
    folder = user_folder(home / "data", "ana")
    system = Cut(steps - 1, counted=("create", "write", "link", "unlink", "replace"))
    presence = Presence(folder, new_id())
    backups = Backups(folder, UserLock(folder), presence, utc_now, new_id, system)
    eraser = Eraser(folder, Pages(None, system), backups)
    try:
        eraser.run(plan.erasure)
        eraser.finish()
    except Killed:
        pass
    finally:
        presence.end()
    return system.made


def test_a_kill_at_any_step_is_made_good_at_the_next_start(template: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    shutil.copytree(template, first)
    opened = UserFiles.open(first / "data", "ana")
    plan = plan_for(opened, first, about="Sámuel")
    opened.close()
    whole = tmp_path / "whole"
    shutil.copytree(first, whole)
    steps = run_dying(whole, plan, 10**9)
    assert steps > 60
    finished = 0
    for step in range(1, steps + 1, max(1, steps // KILLS)):
        home = tmp_path / f"at-{step}"
        shutil.copytree(first, home)
        run_dying(home, plan, step)
        folder = user_folder(home / "data", "ana")
        begun = (folder / ERASING_NAME).exists()
        again = UserFiles.open(home / "data", "ana")
        again.close()
        assert not (folder / ERASING_NAME).exists()
        proof = left_over(folder, Pages(None), plan.erasure)
        assert bool(proof.hits) is (step <= STEPS_OF_THE_MARKER), step
        assert any("cut off" in line for line in again.problems) is begun, step
        finished += begun
        shutil.rmtree(home)
    assert finished > KILLS // 2


def test_a_hit_is_an_error_that_names_the_file(files: UserFiles, home: Path) -> None:
    plan = plan_for(files, home, about="Sámuel")
    stray = files.folder / "notes.txt"
    stray.write_text("call sámuel")
    with pytest.raises(StorageError, match=r"notes\.txt"):
        files.erasing.erase(plan.erasure)
    found = [one for one in examine(home / "data", "ana") if one.where.name == ERASING_NAME]
    assert found and "cut off" in found[0].what
    stray.unlink()
    files.close()
    again = UserFiles.open(home / "data", "ana")
    again.close()
    assert not (files.folder / ERASING_NAME).exists()


def test_an_erasing_that_was_cut_off_is_finished_before_the_next(files: UserFiles, home: Path) -> None:
    plan = plan_for(files, home, about="Sámuel")
    stray = files.folder / "notes.txt"
    stray.write_text("call sámuel")
    with pytest.raises(StorageError):
        files.erasing.erase(plan.erasure)
    other = plan_for(files, home, about="gardener")
    with pytest.raises(StorageError, match=r"notes\.txt"):
        files.erasing.erase(other.erasure)
    stray.unlink()
    assert not files.erasing.erase(other.erasure).proof.hits
    assert bytes_with(home, "Leeds", "gardener") == []


def test_a_user_goes_whole_and_others_stay(home: Path) -> None:
    UserFiles.open(home / "data", "ben").close()
    folder = user_folder(home / "data", "ana")
    (home / "state" / "chatbot.log").write_text(f"cannot read {folder}/x\nother\n")
    running = UserFiles.open(home / "data", "ana")
    with pytest.raises(StorageError, match="Another chatbot"):
        erase_user(home / "data", "ana", [])
    running.close()
    proof = erase_user(home / "data", "ana", [home / "state" / "chatbot.log"])
    assert not proof.hits and proof.files > 8
    assert [one.name for one in (home / "data" / "users").iterdir()] == [user_folder(home / "data", "ben").name]
    assert (home / "state" / "chatbot.log").read_text() == "other\n"
    with pytest.raises(NotFound):
        erase_user(home / "data", "ana", [])


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("Sam", "the same", False),
        ("Sam", "Sam's dog", True),
        ("sam", "SAM_1", True),
        ("Sam Smith", "sam\n smith", True),
        ("José", "Jose\u0301!", True),
        ("\u5c71\u7530", "\u5c71\u7530\u3055\u3093\u306f", True),
        ("\ubbfc\uc218", "\ubbfc\uc218\uac00", True),
        ("C++", "I like C++.", True),
        ("Sam", "\uff33\uff41\uff4d", True),
        ("o'neil", "O\u2019Neil", True),
    ],
)
def test_words_are_found_whatever_their_form(term: str, text: str, found: bool) -> None:
    assert Words((term,)).found_in(text) is found


def test_only_the_sentences_go() -> None:
    words = Words(("Sam",))
    assert words.taken_from("Hi. Sam is here. Sam!\nBye.") == f"Hi. {ERASED}\nBye."
    assert words.taken_from("same old") == "same old"
    assert words.taken_from("a Sam b", whole=True) == ERASED
    assert Words(("Sam Smith",)).taken_from("x Sam\nSmith y") == ERASED
    assert sentences("One. Two!\n\n3") == ("One.", "Two!", "3")


def test_escapes_are_undone_also_inside_json_inside_json() -> None:
    assert "\nsám 😀" in readings(rb'{"a": "\ns\u00e1m \ud83d\ude00"}')[1]
    assert '"x\nSam' in readings(rb'{"a": "{\"x\\nSam"}')[2]


def test_an_archive_of_somebody_else_is_named_and_stops_nothing_for_ever(home: Path) -> None:
    files = UserFiles.open(home / "data", "ana")
    strange = files.folder / "backups" / "holiday photos.zip"
    strange.write_bytes(b"PK nobody knows")
    plan = plan_for(files, home, about="Sámuel")
    with pytest.raises(StorageError, match="cannot be searched") as caught:
        files.erasing.erase(plan.erasure)
    assert str(strange) in caught.value.message and "move the file away" in caught.value.hint
    files.close()
    strange.unlink()
    again = UserFiles.open(home / "data", "ana")
    assert any("was finished" in line for line in again.problems)
    assert not (again.folder / ERASING_NAME).exists()
    again.close()


def test_what_was_erased_is_not_learnt_again_after_an_older_backup_is_restored(home: Path) -> None:
    files = UserFiles.open(home / "data", "ana")
    plan = plan_for(files, home, about="Sámuel")
    files.erasing.erase(plan.erasure)
    kept = {one.fingerprint for one in records(files) if one.fingerprint}
    assert kept
    oldest = files.backups.list()[-1]
    assert files.erasing.erase(plan.erasure).proof.hits == ()  # a second time nothing is put twice
    files.backups.restore(oldest.id)
    files.close()
    again = UserFiles.open(home / "data", "ana")
    assert again.problems == ()
    assert sorted(one.fingerprint for one in records(again) if one.fingerprint) == sorted(kept)
    again.close()


def test_the_plan_says_what_becomes_of_backups(home: Path) -> None:
    files = UserFiles.open(home / "data", "ana")
    while len(files.backups.list()) > 1:
        files.backups.delete(files.backups.list()[-1].id)
    warnings = plan_for(files, home, about="Sámuel").warnings
    assert "1 backup is rewritten without it." in warnings
    files.backups.create("test")
    assert any(line.startswith("2 backups are rewritten") for line in plan_for(files, home, about="Sámuel").warnings)
    files.close()


def test_a_text_that_several_receipts_share_goes_from_all_of_them(tmp_path: Path) -> None:
    """And what else the page keeps once stays, for receipts that showed nothing of it."""
    files = UserFiles.open(tmp_path, "ana")
    session = files.library.create(SessionMeta(new_id(), "Shared", "plain", utc_now(), utc_now()))
    rules, line = "You are plain, and say what you mean.", "- User's aunt is called Wilhelmina"
    for number in range(6):
        known = f"What is remembered:\n{line}" if number < 3 else "What is remembered:\n- User likes tea very much"
        receipt = Receipt("offline", "companion", (Section("persona", 9, rules), Section("known", 9, known)))
        reply = Message(new_id(), "", 0, number, Role.PERSONA, "plain", f"Reply {number}.", utc_now(), receipt=receipt)
        session.append(reply).result()
    page = files.folder / "sessions" / session.session_id / "messages-0001.json"
    assert page.read_bytes().count(b"Wilhelmina") == 1
    files.backups.create("test")
    erasing = files.erasing.erase(plan_for(files, tmp_path, about="Wilhelmina").erasure)
    assert not erasing.proof.hits
    assert bytes_with(tmp_path, "Wilhelmina") == []
    texts = [one.receipt.sections[1].text for one in session.messages() if one.receipt is not None]
    assert texts == ["", "", "", *["What is remembered:\n- User likes tea very much"] * 3]
    assert page.read_bytes().count(rules.encode()) == 1
    files.close()

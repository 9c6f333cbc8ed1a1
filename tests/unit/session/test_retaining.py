"""Times to live: what is over goes to the trash or the archive, can be brought back, and nothing else goes."""

from datetime import timedelta
from pathlib import Path

from chatbot.assemble import assemble
from chatbot.config import Settings
from chatbot.domain.ids import utc_now
from chatbot.domain.memory import Status
from chatbot.domain.retention import Retention
from chatbot.domain.slots import Kind
from chatbot.domain.value import replace
from chatbot.paths import Paths
from chatbot.storage.user import UserFiles

LATER = timedelta(days=10)


def settings(home: Path, retention: Retention) -> Settings:
    return Settings(Paths(home / "data", home / "config", home / "state"), "ana", retention=retention)


async def test_sessions_go_to_the_trash_and_come_back(tmp_path: Path) -> None:
    policy = settings(tmp_path, Retention(sessions_days=7))
    companion = assemble(policy)
    ids = []
    for title in ("old", "kept", "short"):
        session = await companion.sessions.create("plain", title)
        await session.send("hello").wait()
        ids.append(session.id)
    await session.belongings.change_meta(lambda meta: replace(meta, keep_days=2))
    kept = await companion.sessions.open(ids[1])
    await kept.belongings.change_meta(lambda meta: replace(meta, keep_days=-1))
    assert companion.let_go() == ()
    await companion.close()
    early = assemble(policy, clock=lambda: utc_now() + timedelta(days=3))
    (line,) = early.let_go()
    assert "“short”" in line and "trash" in line
    await early.close()
    later = assemble(policy, clock=lambda: utc_now() + LATER)
    (line,) = later.let_go()
    assert "“old”" in line
    assert [meta.title for meta in later.sessions.all()] == ["kept"]
    await later.sessions.undelete(ids[0])
    assert {meta.title for meta in later.sessions.all()} == {"kept", "old"}
    await later.close()


async def test_memories_are_archived_by_kind(tmp_path: Path) -> None:
    policy = settings(tmp_path, Retention(kinds={Kind.RELATIONSHIP: 7}))
    companion = assemble(policy)
    session = await companion.sessions.create("plain")
    await session.send(
        "My brother is called Sam. My sister is called Ida. My dog is called Rex. I live in Porto."
    ).wait()
    names = {one.value: one.id for one in companion.files.memories.everything().values()}
    companion.book.pin(names["Ida"]).result()
    companion.book.lock(names["Rex"]).result()
    assert companion.let_go() == ()
    await companion.close()
    later = assemble(policy, clock=lambda: utc_now() + LATER)
    (line,) = later.let_go()
    assert "1 memory" in line
    there = {one.value: one.status for one in later.files.memories.everything().values()}
    assert there == {"Sam": Status.ARCHIVED, "Ida": Status.ACTIVE, "Rex": Status.ACTIVE, "Porto": Status.ACTIVE}
    assert later.let_go() == ()
    later.book.undo().result()
    assert later.files.memories.everything()[names["Sam"]].status is Status.ACTIVE
    await later.close()


async def test_nothing_goes_while_another_program_could_have_it_open(tmp_path: Path) -> None:
    policy = settings(tmp_path, Retention(sessions_days=7))
    companion = assemble(policy, clock=lambda: utc_now() - LATER)
    await (await companion.sessions.create("plain", "old")).send("hello").wait()
    await companion.close()
    other = UserFiles.open(tmp_path / "data", "ana")
    later = assemble(policy)
    assert later.let_go() == ()
    other.close()
    assert len(later.let_go()) == 1
    await later.close()

"""A session leaves in every form, and comes back as it was."""

from pathlib import Path

from chatbot.domain.change import Op, Who
from chatbot.domain.session import SessionState
from chatbot.domain.value import replace
from chatbot.interchange.gather import SUFFIX, Form, all_messages, own_memories, written
from chatbot.interchange.parts import SessionContent
from tests.unit.interchange.conftest import WISH, Home, MakeHome


def content(home: Home, session_id: str) -> SessionContent:
    files = home.files.library.open(session_id)
    memories, journal = own_memories(session_id, home.files.memories, WISH)
    return SessionContent(files.state(), tuple(all_messages(files, WISH)), memories, journal)


def export(home: Home, session_id: str, form: Form, path: Path) -> Path:
    files = home.files.library.open(session_id)
    own = own_memories(session_id, home.files.memories, WISH)
    path = path.with_suffix(SUFFIX[form])
    path.write_bytes(b"".join(written(files, own, form, WISH)))
    return path


def test_json_comes_back_equal(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    session_id = home.talk(messages=7)
    home.files.library.open(session_id).remove((content(home, session_id).messages[2].id,)).result()
    file = export(home, session_id, "json", tmp_path / "walks")

    outcome = other.take(file)

    assert (outcome.sessions, outcome.messages, outcome.troubles) == (1, 6, ())
    before, after = content(home, session_id), content(other, session_id)
    assert after == before
    assert [message.seq for message in after.messages] == [1, 2, 4, 5, 6, 7]
    assert len(after.journal) == 2 and after.memories[0].version == 2
    assert export(other, session_id, "json", tmp_path / "again").read_bytes() == file.read_bytes()


def test_an_id_that_is_taken_gives_a_copy_that_refers_to_itself(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    session_id = home.talk()
    file = export(home, session_id, "json", tmp_path / "walks")

    (copy_id,) = home.take(file).session_ids

    first, copy = content(home, session_id), content(home, copy_id)
    assert copy_id != session_id
    assert copy.state.meta.title == "Walks (imported)"
    assert [message.text for message in copy.messages] == [message.text for message in first.messages]
    ids = {message.id for message in copy.messages}
    assert not ids & {message.id for message in first.messages}
    assert {message.session_id for message in copy.messages} == {copy_id}
    chapter = copy.state.chapters[0]
    assert set(chapter.covers) <= ids and {fact.message_id for fact in chapter.key_facts} <= ids
    assert {point.message_id for point in copy.state.mood_points} <= ids
    memory = copy.memories[0]
    assert memory.session_id == copy_id and memory.source.message_id in ids
    assert memory.id != first.memories[0].id
    assert [change.after.id for entry in copy.journal for change in entry.changes if change.after] == [memory.id] * 2
    assert content(home, session_id) == first


def test_a_session_in_the_trash_keeps_its_id(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    session_id = home.talk()
    file = export(home, session_id, "json", tmp_path / "walks")
    home.files.library.delete(session_id).result()
    (copy_id,) = home.take(file).session_ids
    home.files.library.undelete(session_id).result()
    assert {meta.id for meta in home.files.library.sessions()} == {session_id, copy_id}


def test_a_session_file_reaches_no_memory_beyond_its_session(make_home: MakeHome, tmp_path: Path) -> None:
    """A journal that claims a user's memory, or widens its own, changes nothing outside."""
    home = make_home()
    victim = home.remember(home.memory("User's name is Ana"))
    session_id = home.talk()
    file = export(home, session_id, "json", tmp_path / "walks")
    own = content(home, session_id).memories[0]
    text = file.read_text()
    home.files.library.delete(session_id).result()
    text = text.replace(own.id, victim.id)
    for forged in (text.replace('"version":2', '"version":99'), text.replace('"scope":"session"', '"scope":"user"')):
        file.write_text(forged)
        home.take(file)
        assert home.files.memories.everything()[victim.id] == victim


def test_the_readable_forms(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    session_id = home.talk("A [link](x) & <i>")
    markdown = export(home, session_id, "markdown", tmp_path / "walks").read_text()
    assert markdown.startswith("# A \\[link\\](x) & \\<i\\>\n")
    assert "### Ana, 2026-03-01 12:00\n\nI walked 0 km" in markdown
    assert "### Plain, 2026-03-01 12:01 (edited)\n\nLovely!" in markdown
    assert "**A walk**\n\nThey walked." in markdown
    html = export(home, session_id, "html", tmp_path / "walks").read_text()
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in html and "<b>" not in html
    assert "<title>A [link](x) &amp; &lt;i&gt;</title>" in html
    assert "<script" not in html and "src=" not in html and "href=" not in html and "default-src" in html


def test_json_lines_come_back_as_a_conversation(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    session_id = home.talk()
    file = export(home, session_id, "jsonl", tmp_path / "walks")
    assert len(file.read_text().splitlines()) == 6
    (new,) = other.take(file).session_ids
    before, after = content(home, session_id).messages, content(other, new).messages
    assert [(one.role, one.text, one.created_at) for one in after] == [
        (one.role, one.text, one.created_at) for one in before
    ]
    assert [one.turn for one in after] == [1, 1, 2, 2, 3, 3]


def test_control_characters_reach_no_file(make_home: MakeHome, tmp_path: Path) -> None:
    """A damaged or forged store is cleaned on its way out and on its way in."""
    home, other = make_home("one"), make_home("two")
    session_id = home.talk()
    file = export(home, session_id, "json", tmp_path / "walks")
    hostile = "\\u001b]52;c;aGk=\\u0007\\u009b31m\\u202e\\u200b\\ud83d"
    file.write_text(file.read_text().replace("Lovely!", hostile).replace('"Walks"', f'"{hostile}"'))
    other.take(file)
    for form in ("json", "markdown", "jsonl", "html"):
        data = export(other, session_id, form, tmp_path / "out").read_text()
        assert not {*map(chr, range(32)), *map(chr, range(127, 160)), "\u202e", "\u200b"} & set(data) - {"\n"}
        assert "\\u00" not in data
    assert other.files.library.sessions()[0].title.startswith("␛]52;c;aGk=␇�31m⟨RLO⟩")


def test_a_session_that_is_imported_is_never_private(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    file = export(home, home.talk(), "json", tmp_path / "walks")
    file.write_text(file.read_text().replace('"turns":3', '"turns":3,"private":true'))
    (session_id,) = other.take(file).session_ids
    state: SessionState = other.files.library.open(session_id).state()
    assert not state.meta.private
    assert list((other.folder / "users").glob(f"*/sessions/{session_id}/session.json"))


def test_nothing_local_leaves_where_that_is_wished(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    session_id = home.talk()
    secret = home.remember(home.memory("User hides a canary", session_id=session_id, local_only=True))
    files = home.files.library.open(session_id)
    reply = files.messages()[1]
    assert reply.receipt is not None
    item = replace(reply.receipt.recalled[0], text=secret.text, local_only=True)
    section = replace(reply.receipt.sections[0], text=secret.text)
    receipt = replace(reply.receipt, recalled=(item,), sections=(section,))
    files.replace(replace(reply, receipt=receipt, version=3)).result()
    own = own_memories(session_id, home.files.memories, WISH)
    assert b"canary" in b"".join(written(files, own, "json", WISH))
    assert b"canary" not in b"".join(written(files, own, "json", replace(WISH, local_only=False)))


def test_who_and_op_survive(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    session_id = home.talk()
    other.take(export(home, session_id, "json", tmp_path / "walks"))
    entries = other.files.memories.journal()
    assert [(entry.who, entry.changes[0].op) for entry in entries] == [(Who.RULE, Op.ADD), (Who.RULE, Op.EDIT)]

"""Files that are made to hurt: whatever the bytes, no traceback, no runaway memory, and nothing written."""

import json
import os
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.errors import ChatbotError
from chatbot.interchange import archives, detect
from chatbot.interchange.gather import own_memories, written
from chatbot.interchange.importer import Importer
from chatbot.interchange.outcome import Options
from chatbot.interchange.parts import FileContent
from chatbot.interchange.reading import ImportRefused
from tests.unit.interchange.conftest import NOW, WISH, Home, MakeHome

WORDS = (
    "role content messages mapping current_node mes is_user swipes send_date parent text children message author "
    "parts create_time memory created_at format session results id version kind scope subject character_name "
    "user_name timestamp chat_messages sender chatbot-session/1 chatbot-memories/1 memories journal title "
    "content_type persona name"
)
KEYS = st.sampled_from(WORDS.split())
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), KEYS,
    st.sampled_from(["user", "assistant", "system", "2024-01-01T00:00:00Z", "a", "b", "c"]),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.sampled_from(["a", "b"]), inner, max_size=6),
    max_leaves=25,
)


def read(data: bytes) -> FileContent | None:
    counter = iter(range(10**9))
    reader = detect.Reader("f", lambda name: "plain", NOW, lambda: f"{next(counter):026d}")
    try:
        return detect.read(data, reader)
    except ChatbotError as error:
        assert "\n" not in error.message and error.hint
        return None


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read(data) is None or data.strip().startswith((b"{", b"["))


@settings(max_examples=100)
@given(st.one_of(VALUES, st.lists(VALUES, max_size=4)), st.booleans(), st.integers(0, 40))
def test_any_json_is_read_or_refused(value: object, as_lines: bool, cut: int) -> None:
    parts = value if as_lines and isinstance(value, list) else [value]
    text = "\n".join(map(json.dumps, parts))
    for part in (text, text[: max(0, len(text) - cut)]):
        content = read(part.encode("utf-8", "surrogatepass"))
        for session in content.sessions if content else ():
            assert session.messages or session.state.meta.id


def test_any_bytes_leave_the_files_as_they_are(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    before = seen(home)
    path = tmp_path / "f"

    @settings(max_examples=60)
    @given(st.binary(max_size=200) | st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"{", b"[[[["]).map(lambda b: b * 3))
    def check(data: bytes) -> None:
        path.write_bytes(data)
        with pytest.raises(ChatbotError):
            home.take(path)

    check()
    assert seen(home) == before


def seen(home: Home) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in home.folder.rglob("*") if "running" not in path.parts}


def refused(home: Home, path: Path, most_mb: int = 16) -> str:
    """Imports it, and gives the line of the refusal; fails where anything was written or much memory taken."""
    before = seen(home)
    tracemalloc.start()
    try:
        with pytest.raises(ImportRefused) as error:
            home.take(path)
        assert tracemalloc.get_traced_memory()[1] < most_mb << 20
    finally:
        tracemalloc.stop()
    assert seen(home) == before
    assert "\n" not in error.value.message
    return error.value.message


def make_zip(path: Path, fill: Callable[[zipfile.ZipFile], object]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return path


def test_a_file_that_is_too_large_is_refused_unread(make_home: MakeHome, tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    assert "larger than 48 MB" in refused(make_home(), path, 1)


@pytest.mark.parametrize(
    "line",
    [b'{"role":"alien","content":"x"}\n', b"{}\n", b'{"mes":7}\n', b'{"memory":7,"memory":""}\n', b'{"role":"user"\n'],
)
def test_a_file_of_nothing_but_broken_records(make_home: MakeHome, tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(b'{"role":"user","content":"x"}\n' * (b"alien" in line) + line * 200_000)
    refused(make_home(), path, 32)


def test_a_small_file_that_swells(make_home: MakeHome, tmp_path: Path) -> None:
    path = tmp_path / "swells.json"
    path.write_bytes(b"[" + b"1," * 3_000_000 + b"1]")
    assert "more than 2500000 values" in refused(make_home(), path, 32)
    path.write_bytes(b'{"role":"user"}\n' * 3 + b"[" + b"1," * 4_500_000 + b"1]")
    refused(make_home(), path, 56)


def ten_thousand_files(archive: zipfile.ZipFile) -> None:
    for number in range(10_000):
        archive.writestr(str(number), "")


def test_a_zip_of_many_files_even_where_it_denies_them(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    path = make_zip(tmp_path / "many.zip", ten_thousand_files)
    assert "more than 8000 files" in refused(home, path, 2)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = b"\x01\x00\x01\x00"
    path.write_bytes(data)
    assert "more than 8000 files" in refused(home, path, 32)


def test_a_zip_that_grows_a_thousandfold(make_home: MakeHome, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "bomb.zip", lambda archive: archive.writestr("conversations.json", b" " * (50 << 20)))
    assert "250 times" in refused(make_home(), path, 2)


def test_a_zip_entry_that_is_larger_than_it_says(make_home: MakeHome, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "bomb.zip", lambda archive: archive.writestr("conversations.json", b" " * (3 << 20)))
    data = path.read_bytes()
    size = (3 << 20).to_bytes(4, "little")
    path.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    refused(make_home(), path)


@pytest.mark.parametrize(
    "name",
    ["../conversations.json", "/etc/passwd", "a/../../b", "..\\x", "C:\\x", "sessions/../../x.json", "\\\\host\\x"],
)
def test_a_zip_that_climbs(make_home: MakeHome, tmp_path: Path, name: str) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        archive.writestr("conversations.json", '{"messages":[{"role":"user","content":"x"}]}')
        archive.writestr(name, "x")

    assert "forbidden name" in refused(make_home(), make_zip(tmp_path / "climb.zip", fill))


def test_two_files_of_one_name_and_no_export(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()

    def fill(archive: zipfile.ZipFile) -> None:
        archive.writestr("conversations.json", "[]")
        with pytest.warns(UserWarning):
            archive.writestr("conversations.json", "{}")

    assert "forbidden name" in refused(home, make_zip(tmp_path / "twice.zip", fill))
    assert "holds no export" in refused(home, make_zip(tmp_path / "x.zip", lambda one: one.writestr("x", "x")))
    (tmp_path / "cut.zip").write_bytes(
        make_zip(tmp_path / "y.zip", lambda one: one.writestr("x", "x")).read_bytes()[:40]
    )
    assert "cannot be unpacked" in refused(home, tmp_path / "cut.zip")


def test_links_and_pipes(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    os.mkfifo(tmp_path / "pipe")
    assert "no ordinary file" in refused(home, tmp_path / "pipe")
    assert "There is no file" in refused(home, tmp_path / "missing")
    assert "no export" in refused(home, tmp_path)
    folder = tmp_path / "linked"
    folder.mkdir()
    (tmp_path / "secret").write_text('{"format":"chatbot-export/1"}')
    (folder / "manifest.json").symlink_to(tmp_path / "secret")
    assert archives.FolderPlace(folder).names == ()
    assert "no export" in refused(home, folder)


def test_an_export_that_points_elsewhere(make_home: MakeHome, tmp_path: Path) -> None:
    """Only names that are known are read, whatever the manifest lists."""
    folder = tmp_path / "export"
    (folder / "sessions").mkdir(parents=True)
    manifest = {"format": "chatbot-export/1", "files": [{"name": "../../secret.json"}, {"name": 7}, 3]}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "sessions" / "..json").write_text("{}")
    outcome = make_home().take(folder)
    assert [str(trouble) for trouble in outcome.troubles] == ["../../secret.json: is listed, and missing"]
    assert outcome.sessions == 0


def test_a_session_file_with_anything_in_it(make_home: MakeHome, tmp_path: Path) -> None:
    """One value of a good file is replaced by any other: what comes in can be read, exported and deleted again."""
    home, other = make_home("one"), make_home("two")
    session_id = home.talk(messages=2)
    files = home.files.library.open(session_id)
    own = own_memories(session_id, home.files.memories, WISH)
    good = json.loads(b"".join(written(files, own, "json", WISH)))
    places = list(leaves(good, ()))
    path = tmp_path / "s.json"

    @settings(max_examples=30)
    @given(st.sampled_from(places), VALUES)
    def check(place: tuple[str | int, ...], value: object) -> None:
        document = json.loads(json.dumps(good))
        inner = document
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
        path.write_text(json.dumps(document))
        try:
            outcome = other.take(path)
        except ChatbotError as error:
            assert "\n" not in error.message
            return
        for new in outcome.session_ids:
            found = other.files.library.open(new)
            assert b"".join(written(found, own_memories(new, other.files.memories, WISH), "json", WISH))
            other.files.library.delete(new).result()

    check()


def leaves(value: object, place: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if place:
        yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*place, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*place, at))


def test_memories_of_an_export_that_cannot_be_read_at_all_are_named(make_home: MakeHome, tmp_path: Path) -> None:
    for name, content in (("deep", b"[" * 200_000), ("none", b"memories")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "manifest.json").write_text('{"format": "chatbot-export/1"}')
        (folder / "memories.json").write_bytes(content)
        with pytest.raises(ImportRefused, match=r"memories\.json cannot be read"):
            make_home().take(folder)


def test_secrets_in_other_programs_conversations_are_masked(make_home: MakeHome, tmp_path: Path) -> None:
    key, card = "sk-" + "abcdefghijklmnopqrstuvwxyz0123456789ABCD", "4111 1111 1111 1111"
    path = tmp_path / "talk.json"
    said = [("user", f"My key is {key}"), ("assistant", f"Your card {card}; password = 'hunter2secret' in code")]
    path.write_text(json.dumps([{"role": role, "content": text} for role, text in said]))
    home = make_home()
    assert home.take(path).messages == 2
    home.files.close()
    kept = b"".join(one.read_bytes() for one in home.files.folder.rglob("*") if one.is_file())
    assert key[:20].encode() not in kept and card.encode() not in kept and b"hunter2secret" in kept
    open_home = make_home("open")
    importer = Importer(open_home.files, open_home.catalog, lambda: NOW, open_home.new_id, "plain", mask_secrets=False)
    (session_id,) = importer.take(path, Options()).session_ids
    assert key in open_home.files.library.open(session_id).messages()[0].text

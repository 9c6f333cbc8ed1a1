"""How receipts lie in pages: every text once, whole again when read, gone when nobody has it any more."""

import json
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from chatbot.domain.ids import new_id
from chatbot.domain.message import Message, ReplyVersion, Role
from chatbot.domain.mood import MoodState
from chatbot.domain.receipt import PARTS, Fate, Found, Recalled, Receipt, Section, Usage, spans
from chatbot.domain.session import SessionMeta
from chatbot.domain.value import replace
from chatbot.storage import codec, receipts
from chatbot.storage.heads import KIND, PAGE_BYTES
from chatbot.storage.salvage import salvage
from chatbot.storage.sessions import SessionFolder
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RULES = "You are Mara, who says what she means.\nYou never say more than was asked for.\n\nYou like short sentences."


def recalled(text: str, number: int) -> Recalled:
    parts = {name: round(0.1 * place, 4) for place, name in enumerate(PARTS)}
    return Recalled(
        Found.MEMORY, f"memory-{number}", text, NOW, 1.25, parts, Fate.INJECTED, "ranked high, most of all by use", "s"
    )


def receipt(number: int, known: str = "User's sister is called Maya") -> Receipt:
    sections = (
        Section("persona", 40, RULES),
        Section("known", 30, f"What is remembered stands here:\n- {known}\n- User said {number} is a number"),
        Section("history", 12),
        Section("message", 8, f"Is {number} a number, do you think?"),
    )
    return Receipt(
        "offline", "companion", sections, ((1, 2 * number),), (recalled(known, number),), user_mood=MoodState(0.25),
        guidance="Be glad with them, in a few words.", usage=Usage(90, 9), elapsed_ms={"reply": 1.5},
        notes=("12 earlier messages did not fit.",),
    )  # fmt: skip


def reply(number: int, **more: Any) -> Message:
    message = Message(new_id(), "", 0, number, Role.PERSONA, "mara", f"Yes, {number} is one.", NOW)
    return replace(message, receipt=receipt(number), **more)


def fresh(user: UserFiles) -> SessionFolder:
    return user.library.create(SessionMeta(new_id(), "Numbers", "mara", NOW, NOW))  # type: ignore[return-value]


def page_of(user: UserFiles, files: SessionFolder) -> Path:
    return user.folder / "sessions" / files.session_id / "messages-0001.json"


def test_every_text_is_on_disk_once_and_whole_when_it_is_read(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = fresh(user)
    said = [files.append(reply(number)).result() for number in range(1, 31)]
    user.close()
    data = page_of(user, files).read_bytes()
    for text in (*filter(None, RULES.split("\n")), "User's sister is called Maya", "ranked high, most of all by use"):
        assert data.count(json.dumps(text).encode()) == 1, text
    assert b"Is 17 a number, do you think?" in data
    again = UserFiles.open(tmp_path, "Ana")
    assert again.library.open(files.session_id).messages() == tuple(said)
    assert again.library.replies_using("memory-17") == (said[16],)
    assert again.library.search("17 one") == (said[16],)
    again.close()


def test_a_text_goes_with_the_last_message_that_has_it_and_comes_back_with_it(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = fresh(user)
    first = files.append(replace(reply(1), receipt=receipt(1, "User's brother is called Sam"))).result()
    second = files.append(reply(2)).result()
    files.remove((first.id,)).result()
    data = page_of(user, files).read_bytes()
    assert b"brother" not in data and b"Is 1 a number" not in data
    assert data.count(b"You like short sentences.") == 1
    assert files.messages() == (second,)
    files.put_back((first,)).result()
    assert files.messages() == (first, second)
    files.replace(replace(first, receipt=None, version=2)).result()
    assert b"brother" not in page_of(user, files).read_bytes()
    user.close()


def test_earlier_versions_of_a_reply_have_their_receipts(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = fresh(user)
    first = files.append(reply(1)).result()
    earlier = ReplyVersion(first.text, "mara", NOW, receipt=first.receipt)
    second = files.replace(replace(first, receipt=receipt(2), version=2, versions=(earlier,))).result()
    user.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.library.open(files.session_id).messages() == (second,)
    assert page_of(user, files).read_bytes().count(b"You never say more than was asked for.") == 1
    again.close()


def test_texts_that_come_to_the_same_number_stay_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zlib, "crc32", lambda data: 7)
    user = UserFiles.open(tmp_path, "Ana")
    files = fresh(user)
    said = tuple(files.append(reply(number)).result() for number in range(1, 4))
    user.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.library.open(files.session_id).messages() == said
    again.close()


def test_a_page_is_full_by_what_it_takes_on_disk(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = fresh(user)
    long = "\n".join(f"{line} is a line of the rules that every request has." for line in range(300))
    for number in range(1, 61):
        whole = receipt(number)
        whole = replace(whole, sections=(Section("persona", 9000, long), *whole.sections[1:]))
        files.append(replace(reply(number), receipt=whole)).result()
    assert len(long) * 60 > 6 * PAGE_BYTES
    assert list(files.message_pages.numbers()) == [1]
    assert {one.receipt.sections[0].text for one in files.messages() if one.receipt} == {long}
    user.close()


def test_what_is_left_of_a_damaged_page_keeps_its_texts(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = fresh(user)
    said = [files.append(reply(number)).result() for number in range(1, 13)]
    user.close()
    page = page_of(user, files)
    gone = json.dumps("User's sister is called Maya").encode()
    data = page.read_bytes()
    at = data.index(gone)
    for path in (page, page.with_name(f"{page.name}.bak")):
        path.write_bytes(data[:at] + b"\x00" * len(gone) + data[at + len(gone) :])
    again = UserFiles.open(tmp_path, "Ana")
    found = again.library.open(files.session_id).messages()
    (line,) = again.problems
    assert "12 whole entries were saved" in line
    assert [one.text for one in found] == [one.text for one in said]
    kept = found[3].receipt
    assert kept is not None and kept.sections[0].text == RULES
    assert kept.recalled[0].text == receipts.LOST
    assert kept.sections[1].text.split("\n")[0] == "What is remembered stands here:"
    again.close()


def test_versions_of_a_page_that_number_their_texts_differently_are_joined_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zlib, "crc32", lambda data: 7)
    said = [replace(reply(number), receipt=receipt(number, f"Word number {number}"), seq=number) for number in (1, 2)]
    versions = tuple(
        codec.encode(receipts.packed_page({KIND: {str(one.seq): codec.document_of(one, Message)[0]}}), KIND, {})
        for one in said
    )
    numbered = [codec.decode(data, KIND, "page")[receipts.TABLE] for data in versions]
    assert numbered[0].keys() == numbered[1].keys() and numbered[0] != numbered[1]
    tables, head = salvage(KIND, tmp_path / "messages-0001.json", versions)
    assert head["count"] == 2
    joined = receipts.unpacked_page(tables)[KIND]
    assert [codec.value_of(joined[str(one.seq)], Message, "page") for one in said] == said


WORDS = some.text(some.characters(codec="utf-8"), max_size=40) | some.sampled_from(
    [RULES, "", "\n", "a\n\nb", "7", "User likes tea and cake.", "line\n" * 250]
)
FIGURES = some.floats(-3, 3).map(lambda value: round(value, 4))
RECALLED = some.builds(
    Recalled, some.sampled_from(Found), WORDS, WORDS, some.none(), FIGURES,
    some.dictionaries(some.sampled_from((*PARTS, "other")), FIGURES), some.sampled_from(Fate), WORDS, WORDS,
    some.booleans(), some.booleans(), some.booleans(), WORDS, some.booleans(),
)  # fmt: skip
RECEIPTS = some.builds(
    Receipt, WORDS, WORDS, some.lists(some.builds(Section, WORDS, some.integers(0, 9), WORDS), max_size=4).map(tuple),
    some.lists(some.tuples(some.integers(-9, 9), some.integers(-9, 9)) | WORDS, max_size=3).map(tuple),
    some.lists(RECALLED, max_size=4).map(tuple), guidance=WORDS, notes=some.lists(WORDS, max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(RECEIPTS, min_size=1, max_size=4))
def test_any_receipt_is_whole_again(made: list[Receipt]) -> None:
    messages = [replace(reply(number), receipt=one, seq=number) for number, one in enumerate(made, 1)]
    tables: codec.Tables = {KIND: {str(one.seq): codec.document_of(one, Message)[0] for one in messages}}
    packed = receipts.packed_page(tables)
    stored = codec.decode(codec.encode(packed, KIND, {}), KIND, "page")
    assert receipts.packed_page(packed) == packed
    rows, _ = codec.read_rows(codec.encode(packed, KIND, {}), KIND, "page")
    read = receipts.reader(rows)
    documents = [read(codec.document_in(row, "page")) for row in rows[KIND].values()]
    assert [codec.value_of(one, Message, "page") for one in documents] == messages
    assert receipts.texts_in_use(stored[KIND].values(), stored.get(receipts.TABLE, {})) == stored.get(
        receipts.TABLE, {}
    )


def test_spans_leave_out_what_stands_between() -> None:
    assert spans([]) == ()
    assert spans([4, 5, 6, 9, 11, 12]) == ((4, 6), (9, 9), (11, 12))

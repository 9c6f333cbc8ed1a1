"""Conversations of other programs: what is good comes in whole, what is bad is counted and named."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.message import Message, Role
from chatbot.interchange.outcome import Outcome
from chatbot.interchange.reading import ImportRefused
from chatbot.persona.scaffold import scaffold
from tests.unit.interchange.conftest import Home, MakeHome


def taken(home: Home, path: Path, data: bytes | str, learn: bool = False) -> tuple[Outcome, list[Message]]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    outcome = home.take(path, learn=learn)
    if not outcome.session_ids:
        return outcome, []
    return outcome, list(home.files.library.open(outcome.session_ids[0]).messages())


def texts(messages: list[Message]) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for message in messages]


# ChatGPT


def node(key: str, parent: str | None, role: str, text: Any, children: list[str], at: float = 0, **more: Any) -> Any:
    content = text if isinstance(text, dict) else {"content_type": "text", "parts": [text]}
    message = {"id": key, "author": {"role": role}, "create_time": at or None, "content": content} | more
    return {"id": key, "message": message, "parent": parent, "children": children}


def chatgpt() -> dict[str, Any]:
    return {
        "title": "Trip to Lisbon",
        "create_time": 1700000000.5,
        "current_node": "f",
        "mapping": {
            "root": {"id": "root", "message": None, "parent": None, "children": ["a"]},
            "a": node("a", "root", "system", "", ["b"], metadata={"is_visually_hidden_from_conversation": True}),
            "b": node("b", "a", "user", "Plan a trip", ["c", "c2"], 1700000000.5),
            "c2": node("c2", "b", "assistant", "Another plan", [], 1700000001),
            "c": node("c", "b", "assistant", "Fly \ue200cite\ue202turn0search0\ue201there", ["t"], 1700000002),
            "t": node("t", "c", "tool", "search results", ["x"]),
            "x": node("x", "t", "assistant", {"content_type": "code", "text": "search()"}, ["d"], recipient="browser"),
            "d": node("d", "x", "user", {"content_type": "multimodal_text", "parts": [
                {"content_type": "image_asset_pointer", "asset_pointer": "x"}, "What is this?"]}, ["e", "e2"]),
            "e2": node("e2", "d", "user", "an edited branch not taken", []),
            "e": node("e", "d", "assistant", {"content_type": "thoughts", "thoughts": []}, ["f"]),
            "f": node("f", "e", "assistant", "A tram.", [], 1700000100),
        },
    }  # fmt: skip


def test_chatgpt_follows_the_branch_that_was_read(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    outcome, messages = taken(home, tmp_path / "conversations.json", json.dumps([chatgpt()]))
    assert texts(messages) == [
        ("user", "Plan a trip"), ("persona", "Fly there"), ("user", "[image asset pointer]\nWhat is this?"),
        ("persona", "A tram."),
    ]  # fmt: skip
    assert [version.text for version in messages[1].versions] == ["Another plan"]
    assert messages[0].created_at == datetime(2023, 11, 14, 22, 13, 20, 500000, UTC)
    assert [message.turn for message in messages] == [1, 1, 2, 2]
    assert (outcome.kind, outcome.sessions, outcome.left_out, outcome.troubles) == ("a ChatGPT export", 1, 4, ())
    meta = home.files.library.sessions()[0]
    assert (meta.title, meta.turns, meta.persona_id) == ("Trip to Lisbon", 2, "plain")
    assert taken(home, tmp_path / "conversations.json", json.dumps([chatgpt()]))[0].known == 1
    assert len(home.files.library.sessions()) == 1


def test_chatgpt_without_a_current_node_or_with_a_circle(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    odd = chatgpt()
    del odd["current_node"]
    assert texts(taken(home, tmp_path / "a.json", json.dumps(odd))[1])[-1] == ("persona", "A tram.")
    odd = chatgpt() | {"title": "Circle"}
    odd["mapping"]["b"]["parent"] = "f"
    assert len(taken(home, tmp_path / "b.json", json.dumps(odd))[1]) == 4


def test_chatgpt_names_what_it_cannot_use(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    broken = chatgpt()
    broken["mapping"]["f"]["message"] = {"author": "nobody"}
    broken["mapping"]["e"]["parent"] = "c"
    broken["mapping"]["c"]["message"]["content"] = None
    documents = [broken, {"title": "empty"}, 17, chatgpt() | {"title": "Good"}]
    outcome, _ = taken(home, tmp_path / "c.json", json.dumps(documents))
    assert [str(trouble) for trouble in outcome.troubles] == [
        "conversation 1, node c: has no content",
        "conversation 1, node f: says not who speaks",
        "conversation 2: has no messages in it",
        "conversation 3: has no messages in it",
    ]
    assert outcome.sessions == 2
    assert "Good" in {meta.title for meta in home.files.library.sessions()}


def test_a_list_that_is_cut_off_keeps_what_is_whole(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    whole = json.dumps([chatgpt(), chatgpt() | {"title": "Second"}, chatgpt() | {"title": "Third"}], indent=1)
    outcome, _ = taken(home, tmp_path / "c.json", whole[:-200])
    assert outcome.sessions == 2
    assert len(outcome.troubles) == 1 and "the rest of the file cannot be read" in outcome.troubles[0].what
    assert outcome.troubles[0].where.startswith("line ")


# SillyTavern

TAVERN = [
    {"user_name": "Ana", "character_name": "Pirate", "create_date": "2024-05-01@10h20m30s", "chat_metadata": {}},
    {"name": "Pirate", "is_user": False, "send_date": "May 1, 2024 10:20am", "mes": "Ahoy!", "swipes": ["Ahoy!", "Yo"]},
    {"name": "Ana", "is_user": True, "send_date": "2024-05-01@10h21m05s", "mes": "I live in Faro"},
    {"name": "Pirate", "is_user": False, "send_date": 1714558900000, "mes": "Arr — “nice”"},
    {"name": "note", "is_user": False, "is_system": True, "mes": "hidden"},
]


def tavern(*extra: bytes) -> bytes:
    return b"\n".join([*(json.dumps(line, ensure_ascii=False).encode() for line in TAVERN), *extra])


def test_sillytavern(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    home.catalog.add("pirate", scaffold("pirate", "Pirate"))
    outcome, messages = taken(home, tmp_path / "Pirate - 2024.jsonl", tavern())
    assert texts(messages) == [
        ("persona", "Ahoy!"), ("user", "I live in Faro"), ("persona", "Arr — “nice”"),
    ]  # fmt: skip
    assert [version.text for version in messages[0].versions] == ["Yo"]
    assert {message.persona_id for message in messages} == {"pirate"}
    assert [f"{message.created_at:%H:%M:%S}" for message in messages] == ["10:20:00", "10:21:05", "10:21:40"]
    assert messages[0].turn == 0 and (outcome.kind, outcome.left_out) == ("a SillyTavern chat", 1)
    assert not home.files.memories.everything()  # nothing is learnt unasked


def test_a_broken_last_line_and_mixed_encodings(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    latin = '{"name":"Ana","is_user":true,"mes":"café déjà vu"}'.encode("cp1252")
    data = b"\xef\xbb\xbf" + tavern(
        latin, b'{"name":"Ana","is_user":true}', b'{"name":"P","is_user":"no","mes":"x"}', b"not json",
        b'{"name":"Ana","is_user":true,"mes":"half \\ud83d"}', b'{"name":"Pirate","mes":"cut o',
    )  # fmt: skip
    outcome, messages = taken(home, tmp_path / "chat.jsonl", data)
    assert [message.text for message in messages][-2:] == ["café déjà vu", "half �"]
    assert len(messages) == 5
    assert [trouble.where for trouble in outcome.troubles] == ["line 7", "line 8", "line 9", "line 11"]
    assert outcome.troubles[0].what == "has no message text (mes)"


def test_sixteen_bit_text(make_home: MakeHome, tmp_path: Path) -> None:
    data = tavern().decode().encode("utf-16")
    assert len(taken(make_home(), tmp_path / "chat.jsonl", data)[1]) == 3


# gptme, the API's form, Claude

GPTME = [
    {"role": "system", "content": "You are gptme", "timestamp": "2025-01-01T10:00:00+01:00", "hide": True},
    {"role": "user", "content": "I work at Nokia", "timestamp": "2025-01-01T10:00:01+01:00"},
    {"role": "assistant", "content": "Good.", "timestamp": "2025-01-01T10:00:02.5", "files": []},
    {"role": "system", "content": "Saved to x.py", "timestamp": "2025-01-01T10:00:03"},
]


def test_gptme(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    data = "\n".join(map(json.dumps, GPTME)) + '\n{"role": "user", "content": "cut'
    outcome, messages = taken(home, tmp_path / "conversation.jsonl", data)
    assert texts(messages) == [("user", "I work at Nokia"), ("persona", "Good.")]
    assert messages[0].created_at == datetime(2025, 1, 1, 9, 0, 1, tzinfo=UTC)
    assert messages[1].created_at >= messages[0].created_at
    assert (outcome.kind, outcome.left_out) == ("a gptme conversation", 2)
    assert [trouble.where for trouble in outcome.troubles] == ["line 5"]


@pytest.mark.parametrize("pretty", [None, 1])
@pytest.mark.parametrize(
    "document",
    [
        {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]},
        [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": [{"type": "text", "text": "Hello"}]}],
        [{"name": "t", "chat_messages": [{"sender": "human", "text": "Hi"}, {"sender": "assistant", "text": "Hello"}]}],
        [{"title": "t", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}],
    ],
)
def test_role_and_content(make_home: MakeHome, tmp_path: Path, document: Any, pretty: int | None) -> None:
    _, messages = taken(make_home(), tmp_path / "x", json.dumps(document, indent=pretty))
    assert texts(messages) == [("user", "Hi"), ("persona", "Hello")]


def test_lines_in_a_list_are_no_json_lines(make_home: MakeHome, tmp_path: Path) -> None:
    text = '{"messages": [\n{"role":"user","content":"Hi"},\n{"role":"assistant","content":"Hello"}\n]}'
    assert len(taken(make_home("a"), tmp_path / "x", text)[1]) == 2
    outcome, messages = taken(make_home("b"), tmp_path / "x", text[:-20])
    assert texts(messages) == [("user", "Hi")] and len(outcome.troubles) == 1


def test_a_message_of_nobody_known_is_named(make_home: MakeHome, tmp_path: Path) -> None:
    lines = [{"role": "user", "content": "Hi"}, {"role": "alien", "content": "?"}, {"role": "user", "content": 7}, 5]
    outcome, messages = taken(make_home(), tmp_path / "x.jsonl", "\n".join(map(json.dumps, lines)))
    assert len(messages) == 1
    assert [str(one) for one in outcome.troubles] == [
        "line 2: says not who speaks: 'alien'", "line 3: has no text", "line 4: is no message",
    ]  # fmt: skip


def test_control_characters_of_a_foreign_file_are_made_visible(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    document = {"title": "a\u001b]0;x\u0007", "messages": [{"role": "user", "content": "b\u001b[31m\u009b\u202e"}]}
    _, messages = taken(home, tmp_path / "x.json", json.dumps(document))
    assert messages[0].text == "b␛[31m�⟨RLO⟩"
    assert home.files.library.sessions()[0].title == "a␛]0;x␇"


# Learning


def test_learning_follows_the_rules_and_the_time_of_the_words(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    lines = [
        {"role": "user", "content": "My dog is called Biscuit", "timestamp": "2024-01-01T10:00:00Z"},
        {"role": "assistant", "content": "I live in Paris", "timestamp": "2024-01-01T10:00:01Z"},
        {"role": "user", "content": "I live in Faro", "timestamp": "2024-01-01T10:00:02Z"},
    ]
    home.remember(home.memory("User lives in Porto", attribute="home", value="Porto"))
    outcome, messages = taken(home, tmp_path / "c.jsonl", "\n".join(map(json.dumps, lines)), learn=True)
    known = {one.attribute: one for one in home.files.memories.everything().values()}
    assert outcome.learnt == 1 and set(known) == {"pet.dog", "home"}
    dog = known["pet.dog"]
    assert (dog.value, dog.origin.value, dog.said_at) == ("Biscuit", "import", messages[0].created_at)
    assert dog.source.message_id == messages[0].id and dog.source.session_id == outcome.session_ids[0]
    assert known["home"].value == "Porto"  # said later than the conversation
    assert messages[0].role is Role.USER


# What is refused


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "cannot be read"),
        (b"hello there", "cannot be read"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"\x00\x01\x02", "is no text"),
        (b"[]", "is of no known form"),
        (b"{}", "is of no known form"),
        (b'"text"', "is of no known form"),
        (b'{"messages": []}', "Nothing in the file"),
        (b'[{"role": "alien", "content": "x"}]', "Nothing in the file"),
        (b'{"spec": "chara_card_v2", "data": {}}', "is a character card"),
        (b'{"format": "chatbot-export/1"}', "only lists"),
        (b'{"format": "chatbot-session/2"}', "this version reads"),
        (b'{"format": "chatbot-session/1", "session": {}}', "own data cannot be used"),
        (b"[" * 1_000_000, "nested too deeply"),
        (b'{"a":' * 1_000_000, "nested too deeply"),
        (b'{"messages":[' + b"[" * 1_000_000, "cannot be read"),
    ],
)
def test_what_is_no_conversation_is_refused_in_one_line(
    make_home: MakeHome, tmp_path: Path, data: bytes, line: str
) -> None:
    home = make_home()
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(ImportRefused) as refused:
        home.take(path)
    assert line.casefold() in refused.value.message.casefold() and "\n" not in refused.value.message
    assert refused.value.hint
    assert not home.files.library.sessions() and not home.files.memories.everything()

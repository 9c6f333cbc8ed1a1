"""The promise of the program through `chatbot ask --json`, every turn in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HELLO = "Hi, I'm Ana, I live in Porto and my dog is called Biscuit"


def chatbot(home: Path, *arguments: str, stdin: str = "", code: int = 0) -> str:
    """Runs one command and gives its standard output."""
    environment = {**os.environ, "CHATBOT_HOME": str(home), "PYTHONUTF8": "1"}
    result = subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    return result.stdout


def ask(home: Path, text: str, *arguments: str) -> dict[str, Any]:
    """One offline turn, as the JSON object says it."""
    result: dict[str, Any] = json.loads(chatbot(home, "ask", text, "--json", "--backend", "offline", *arguments))
    return result


def reply(home: Path, text: str, *arguments: str) -> str:
    return str(ask(home, text, *arguments)["reply"]["text"])


def test_a_companion_remembers_corrects_and_keeps_to_itself(tmp_path: Path) -> None:
    first = ask(tmp_path, HELLO)
    added = [change["after"] for change in first["changes"] if change["op"] == "add"]
    assert len(added) == 3
    assert all(any(word in text for text in added) for word in ("Ana", "Porto", "Biscuit"))

    answer = reply(tmp_path, "what's my dog's name?")
    assert "Biscuit" in answer
    assert "ago" in answer or "just now" in answer or "today" in answer or "moment" in answer

    corrected = ask(tmp_path, "no, it's Bella")
    assert "supersede" in {change["op"] for change in corrected["changes"]}
    assert "Bella" in corrected["reply"]["text"]

    assert "Bella" in reply(tmp_path, "what's my dog's name?", "--session", "another talk")
    other = reply(tmp_path, "what's my dog's name?", "--session", "a third", "--persona", "reviewer")
    assert "Bella" not in other
    assert "Biscuit" not in other
    assert "Ana" in reply(tmp_path, "what's my name?", "--session", "a third")

    stranger = ask(tmp_path, "what's my name?", "--user", "somebody else")
    assert "Ana" not in json.dumps(stranger)


def test_a_model_that_nobody_has_is_told(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPENAI_")}
    for model, told in (("no-such-model", True), ("", False)):
        result = subprocess.run(
            [sys.executable, "-m", "chatbot", "ask", "hello", "--model", model],
            capture_output=True,
            text=True,
            env={**environment, "CHATBOT_HOME": str(tmp_path)},
            timeout=60,
        )
        assert (result.returncode, bool(result.stdout)) == (0, True)
        assert ("no-such-model" in result.stderr) is told


def test_the_object_has_the_promised_form(tmp_path: Path) -> None:
    ask(tmp_path, HELLO)
    turn = ask(tmp_path, "where do I live?")
    assert set(turn) == {
        "user", "session", "persona", "backend", "model", "message_id", "reply", "mood", "recalled", "changes",
        "usage", "elapsed_ms",
    }  # fmt: skip
    assert set(turn["session"]) == {"id", "title"}
    assert set(turn["reply"]) == {"id", "text", "interrupted"}
    assert set(turn["mood"]) == {"valence", "arousal", "emotion", "evidence"}
    assert set(turn["usage"]) == {"prompt_tokens", "completion_tokens", "estimated"}
    assert turn["recalled"]
    for item in turn["recalled"]:
        assert set(item) == {"memory_id", "text", "score", "parts", "status", "reason"}
        assert item["status"] in {"injected", "dropped"}
    assert {"begin", "perceive", "recall", "compose", "reply", "commit"} <= set(turn["elapsed_ms"])


def test_memories_are_listed_edited_forgotten_and_brought_back(tmp_path: Path) -> None:
    ask(tmp_path, HELLO)
    memories = json.loads(chatbot(tmp_path, "memory", "list", "--json"))
    by_slot = {f"{memory['subject']}.{memory['attribute']}": memory for memory in memories}
    assert {"user.name", "user.home", "user.pet.dog"} == set(by_slot)
    home = by_slot["user.home"]
    assert home["source"]["quote"]
    chatbot(tmp_path, "memory", "edit", home["id"], "User lives in Braga", "--value", "Braga")
    assert "Braga" in reply(tmp_path, "where do I live?")
    chatbot(tmp_path, "memory", "forget", home["id"])
    assert "Braga" not in reply(tmp_path, "where do I live?", "--session", "fresh")
    versions = json.loads(chatbot(tmp_path, "memory", "history", home["id"], "--json"))
    assert len(versions) == 3
    chatbot(tmp_path, "memory", "undo")
    assert "Braga" in reply(tmp_path, "where do I live?", "--session", "fresh again")


def test_a_batch_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    lines = ['{"text": "I live in Porto", "session": "one"}', "not json", '{"text": "where do I live?"}']
    out = chatbot(tmp_path, "ask", "--batch", "--backend", "offline", stdin="\n".join(lines), code=1)
    first, second, third = (json.loads(line) for line in out.splitlines())
    assert first["session"]["title"] == "one"
    assert "Line 2" in second["error"]["reason"]
    assert "Porto" in third["reply"]["text"]


def test_standard_input_follows_the_argument(tmp_path: Path) -> None:
    ask_out = chatbot(tmp_path, "ask", "remember this:", "--backend", "offline", stdin="I live in Porto\n")
    assert ask_out.strip()
    messages = json.loads(chatbot(tmp_path, "session", "show", "remember this: I live in Porto", "--json"))["messages"]
    assert messages[0]["text"] == "remember this:\n\nI live in Porto"


def test_what_is_no_text_is_not_asked(tmp_path: Path) -> None:
    chatbot(tmp_path, "ask", stdin="\0\1\2 not words", code=2)
    assert json.loads(chatbot(tmp_path, "session", "list", "--json")) == []


def test_what_does_not_exist_gets_one_line(tmp_path: Path) -> None:
    for arguments in (
        ("ask", "hi", "--persona", "nobody"),
        ("session", "show", "nothing"),
        ("memory", "show", "01AAAAAAAAAAAAAAAAAAAAAAAA"),
        ("persona", "show", "nobody"),
    ):
        assert chatbot(tmp_path, *arguments, code=1) == ""
    chatbot(tmp_path, "ask", "", code=2)


def test_options_before_a_command_are_its_options_or_are_refused(tmp_path: Path) -> None:
    chatbot(tmp_path, "--private", "--backend", "offline", "ask", "my bank is called Zorkbank")
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stored
    assert not any(b"Zorkbank" in path.read_bytes() for path in stored)
    chatbot(tmp_path, "--persona", "nobody", "ask", "hi", code=1)
    chatbot(tmp_path, "--private", "session", "list", code=2)


def test_a_memory_is_named_by_its_words(tmp_path: Path) -> None:
    ask(tmp_path, HELLO)
    assert "Biscuit" in chatbot(tmp_path, "memory", "show", "biscuit")
    chatbot(tmp_path, "memory", "show", "user", code=2)
    assert chatbot(tmp_path, "doctor", "--backend", "offline")


def test_what_is_known_is_told_in_a_new_talk_and_what_was_forgotten_nowhere(tmp_path: Path) -> None:
    ask(tmp_path, "My dog is called Biscuit and he loves the river", "--session", "one")
    ask(tmp_path, "I live in Porto", "--session", "one")
    known = reply(tmp_path, "what do you know about me?", "--session", "two")
    assert "Biscuit" in known
    assert "Porto" in known
    found = json.loads(chatbot(tmp_path, "memory", "list", "--json"))
    (dog,) = [memory["id"] for memory in found if memory["attribute"] == "pet.dog"]
    chatbot(tmp_path, "memory", "forget", dog)
    turn = ask(tmp_path, "what's my dog called?", "--session", "one")
    assert "Biscuit" not in turn["reply"]["text"]
    assert "My dog is called Biscuit" not in json.dumps(turn["recalled"])
    assert "called Biscuit" not in reply(tmp_path, "what do you remember?", "--session", "one")


def test_a_shipped_persona_becomes_ones_own(tmp_path: Path) -> None:
    path = Path(json.loads(chatbot(tmp_path, "persona", "edit", "plain", "--json"))["path"])
    path.write_text(path.read_text().replace('name = "Wren"', 'name = "Robin"'))
    assert "usable" in chatbot(tmp_path, "persona", "check", str(path))
    assert "Robin" in chatbot(tmp_path, "persona", "list")
    assert "Delete" not in chatbot(tmp_path, "persona", "edit", "plain")


def test_a_session_that_did_not_exist_is_started_and_said_so(tmp_path: Path) -> None:
    ask_nope = [sys.executable, "-m", "chatbot", "ask", "hello", "--backend", "offline", "--session", "nope"]
    environment = {**os.environ, "CHATBOT_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    said = [
        subprocess.run(ask_nope, input="", capture_output=True, text=True, env=environment, timeout=60).stderr
        for _ in range(2)
    ]
    assert "There was no session “nope”: a new one was started." in said[0].splitlines()
    assert "no session" not in said[1]

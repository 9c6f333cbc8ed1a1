"""Encryption through the installed program: every command in a process of its own, the passphrase from outside."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal

PASSPHRASE = "correct horse battery"
OTHER = "staple of another kind"
CANARY = "Zanzibarina"
HELLO = f"Hi, I'm {CANARY}, I live in Quixadapolis and my dog is called Biscuitwold"
WORDS = (CANARY, "Quixadapolis", "Biscuitwold", "holidayplans")


def run(
    home: Path, *arguments: str, code: int = 0, variables: Mapping[str, str] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs one command without a terminal."""
    cleared = {name: value for name, value in os.environ.items() if "PASSPHRASE" not in name}
    result = subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**cleared, "CHATBOT_HOME": str(home), "PYTHONUTF8": "1", **(variables or {}), **environment},
        timeout=60,
        start_new_session=True,
    )
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert PASSPHRASE not in result.stdout + result.stderr
    return result


def ask(home: Path, text: str, passphrase: str = PASSPHRASE) -> str:
    result = run(
        home, "ask", text, "--json", "--backend", "offline", "--session", "holidayplans", CHATBOT_PASSPHRASE=passphrase
    )
    answer: dict[str, Any] = json.loads(result.stdout)
    return str(answer["reply"]["text"])


def readable(home: Path) -> list[str]:
    """Every file under the home in which a word can be read, those inside backups too."""
    found = []
    for path in home.rglob("*"):
        assert not any(word.lower() in path.name.lower() for word in WORDS)
        parts = [path.read_bytes()] if path.is_file() else []
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
        found += [str(path) for data in parts for word in (*WORDS, PASSPHRASE) if word.lower().encode() in data.lower()]
    return found


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a conversation in it, encrypted afterwards."""
    home = tmp_path_factory.mktemp("talked")
    run(home, "ask", HELLO, "--backend", "offline", "--session", "holidayplans")
    run(home, "backup", "create")
    assert readable(home)
    run(home, "encryption", "on", CHATBOT_PASSPHRASE=PASSPHRASE)
    return home


def test_a_conversation_goes_on_encrypted(talked: Path) -> None:
    assert readable(talked) == []
    assert "Biscuitwold" in ask(talked, "what's my dog's name?")
    assert "Quixadapolis" in ask(talked, "where do I live?")
    run(talked, "backup", "create", CHATBOT_PASSPHRASE=PASSPHRASE)
    run(talked, "backup", "verify", CHATBOT_PASSPHRASE=PASSPHRASE)
    found = run(talked, "search", "Biscuitwold", "--json", CHATBOT_PASSPHRASE=PASSPHRASE)
    assert "Biscuitwold" in found.stdout
    assert readable(talked) == []


def test_the_state_is_said_without_a_passphrase(talked: Path) -> None:
    status = json.loads(run(talked, "encryption", "status", "--json").stdout)
    assert status["encrypted"] is True
    assert status["state"] == "on"
    assert json.loads(run(talked, "paths", "--json").stdout)["encrypted"] is True
    doctor = run(talked, "doctor", "--backend", "offline", code=1)
    assert "not checked" in doctor.stdout
    run(talked, "doctor", "--backend", "offline", CHATBOT_PASSPHRASE=PASSPHRASE)


def snapshot(home: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in home.rglob("*") if path.is_file()}


def test_a_wrong_passphrase_is_one_line_and_changes_nothing(talked: Path) -> None:
    before = snapshot(talked)
    for command in (["ask", "hello"], ["memory", "list"], ["session", "list"], ["encryption", "off"]):
        result = run(talked, *command, code=1, CHATBOT_PASSPHRASE="something else")
        assert "CHATBOT_PASSPHRASE does not open" in result.stderr
        assert result.stdout == ""
    assert snapshot(talked) == before


def test_without_a_terminal_the_line_says_how_to_give_one(talked: Path) -> None:
    before = snapshot(talked)
    result = run(talked, "ask", "hello", code=1)
    assert "encrypted" in result.stderr
    assert "CHATBOT_PASSPHRASE_FILE" in result.stderr
    assert snapshot(talked) == before


def test_a_file_gives_the_passphrase_if_it_is_private(talked: Path, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    file.chmod(0o644)
    refused = run(talked, "memory", "list", code=1, CHATBOT_PASSPHRASE_FILE=str(file))
    assert "chmod 600" in refused.stderr
    file.chmod(0o600)
    assert "Biscuitwold" in run(talked, "memory", "list", CHATBOT_PASSPHRASE_FILE=str(file)).stdout
    missing = run(talked, "memory", "list", code=1, CHATBOT_PASSPHRASE_FILE=str(tmp_path / "none"))
    assert "cannot be read" in missing.stderr


def terminal(home: Path, *arguments: str) -> Terminal:
    cleared = {name: value for name, value in os.environ.items() if "PASSPHRASE" not in name}
    environment = {**cleared, "CHATBOT_HOME": str(home), "PYTHONUTF8": "1"}
    return Terminal([sys.executable, "-m", "chatbot", *arguments], environment)


def _asks(times: int, text: str) -> bool:
    return text.count("assphrase:") + text.count("once more:") >= times


def type_at_terminal(home: Path, typed: list[str], *arguments: str) -> tuple[int, str]:
    """Runs a command at a terminal and types a line whenever it asks for a passphrase."""
    with terminal(home, *arguments) as shown:
        for count, line in enumerate(typed, 1):
            shown.wait_for(partial(_asks, count))
            shown.type(line + "\r")
        return shown.wait_for_exit(), shown.text


def test_the_screen_opens_after_the_passphrase(talked: Path) -> None:
    with terminal(talked, "--backend", "offline", "--session", "holidayplans") as shown:
        shown.wait_for("Passphrase:")
        shown.type(PASSPHRASE + "\r")
        shown.wait_for(lambda text: "Memory" in text and "Biscuitwold" in text)
        shown.say("what is my dog called?")
        shown.wait_for(lambda text: "Biscuitwold" in text.split("dog called?")[-1])
        shown.kill()
    assert PASSPHRASE.encode() not in shown.received
    assert readable(talked) == []
    assert "Biscuitwold" in ask(talked, "what's my dog's name?")


def test_the_terminal_is_asked_three_times_and_shows_nothing(talked: Path) -> None:
    before = snapshot(talked)
    code, shown = type_at_terminal(talked, ["wrong one", "wrong two", "wrong three"], "memory", "list")
    assert code == 1
    assert shown.count("Passphrase:") == 3
    assert "wrong" not in shown
    assert "Nothing was changed" in shown
    assert snapshot(talked) == before
    code, shown = type_at_terminal(talked, ["wrong one", PASSPHRASE], "memory", "list")
    assert code == 0
    assert "Biscuitwold" in shown
    assert PASSPHRASE not in shown


def test_off_is_off_and_another_passphrase_is_another(tmp_path: Path) -> None:
    code, shown = type_at_terminal(tmp_path, [PASSPHRASE, "something else"], "encryption", "on")
    assert code == 1
    assert "not alike" in shown
    code, shown = type_at_terminal(tmp_path, [PASSPHRASE, PASSPHRASE], "encryption", "on")
    assert code == 0
    assert "final" in shown
    ask(tmp_path, HELLO)
    environment = {"CHATBOT_PASSPHRASE": PASSPHRASE, "CHATBOT_NEW_PASSPHRASE": OTHER}
    run(tmp_path, "encryption", "passphrase", variables=environment)
    run(tmp_path, "memory", "list", code=1, CHATBOT_PASSPHRASE=PASSPHRASE)
    assert "Biscuitwold" in ask(tmp_path, "what's my dog's name?", OTHER)
    run(tmp_path, "encryption", "on", code=1, CHATBOT_PASSPHRASE=OTHER)
    run(tmp_path, "encryption", "off", CHATBOT_PASSPHRASE=OTHER)
    assert readable(tmp_path)
    assert "Biscuitwold" in run(tmp_path, "memory", "list").stdout
    run(tmp_path, "encryption", "off", code=1)
    run(tmp_path, "encryption", "on", code=1, CHATBOT_PASSPHRASE="short")


def test_an_encrypting_that_was_cut_off_is_finished_by_the_same_command(tmp_path: Path) -> None:
    run(tmp_path, "ask", HELLO, "--backend", "offline")
    (folder,) = (tmp_path / "data" / "users").iterdir()
    cut = (
        "import sys, pathlib; from chatbot.storage.encryption import turning, vault\n"
        "made = vault.make_vault(pathlib.Path(sys.argv[1]), sys.argv[2])\n"
        "made.set_state(turning.State.TURNING_ON)\n"
    )
    subprocess.run([sys.executable, "-c", cut, str(folder), PASSPHRASE], check=True)
    assert "turning on" in run(tmp_path, "encryption", "status").stdout
    assert readable(tmp_path)
    run(tmp_path, "encryption", "on", CHATBOT_PASSPHRASE=PASSPHRASE)
    assert readable(tmp_path) == []
    assert "already" in run(tmp_path, "encryption", "on", code=1, CHATBOT_PASSPHRASE=PASSPHRASE).stderr


def loaded(home: Path, *commands: list[str]) -> str:
    runs = "\n".join(f"run({command!r})" for command in commands)
    code = f"import sys\nfrom chatbot.cli.main import run\n{runs}\nprint(' '.join(sys.modules))"
    environment = {**os.environ, "CHATBOT_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    ).stdout.splitlines()[-1]


def test_who_does_not_encrypt_loads_nothing_of_it(tmp_path: Path) -> None:
    modules = loaded(tmp_path, ["ask", "hello", "--backend", "offline"], ["encryption", "status"])
    assert "chatbot.storage.sealing" in modules
    for name in ("cryptography", "encryption.cipher", "encryption.keyfile", "getpass", "keyring"):
        assert name not in modules


def test_without_the_library_the_line_says_how_to_install_it(talked: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked" / "cryptography"
    blocked.mkdir(parents=True)
    (blocked / "__init__.py").write_text("raise ImportError('not here')", encoding="utf-8")
    path = {"PYTHONPATH": str(blocked.parent), "CHATBOT_PASSPHRASE": PASSPHRASE}
    for home, command in ((talked, ["memory", "list"]), (tmp_path / "new", ["encryption", "on"])):
        result = run(home, *command, code=1, variables=path)
        assert "pip install cryptography" in result.stderr


def test_the_keyring_opens_where_the_user_put_the_passphrase_there(tmp_path: Path) -> None:
    """With a keyring of the test's own: the real one belongs to the machine's user."""
    home, fake = tmp_path / "home", tmp_path / "fake" / "keyring"
    fake.mkdir(parents=True)
    (fake / "errors.py").write_text("class KeyringError(Exception): pass\n", encoding="utf-8")
    (fake / "__init__.py").write_text(
        "import json, os, pathlib\n"
        "store = pathlib.Path(os.environ['FAKE_KEYRING'])\n"
        "class Backend:\n"
        "    def _all(self): return json.loads(store.read_text()) if store.exists() else {}\n"
        "    def get_password(self, service, name): return self._all().get(service + name)\n"
        "    def set_password(self, service, name, word):\n"
        "        store.write_text(json.dumps({**self._all(), service + name: word}))\n"
        "    def delete_password(self, service, name): store.write_text('{}')\n"
        "def get_keyring(): return Backend()\n",
        encoding="utf-8",
    )
    kept = {"PYTHONPATH": str(fake.parent), "FAKE_KEYRING": str(tmp_path / "kept.json")}
    given = {**kept, "CHATBOT_PASSPHRASE": PASSPHRASE}
    run(home, "encryption", "on", variables=given)
    run(home, "memory", "list", code=1, variables=kept)
    run(home, "encryption", "remember", variables=given)
    run(home, "memory", "list", variables=kept)
    run(home, "memory", "list", code=1)  # without the package
    run(home, "encryption", "passphrase", variables=kept, CHATBOT_NEW_PASSPHRASE=OTHER)
    run(home, "memory", "list", variables=kept)
    run(home, "encryption", "forget", variables=kept)
    run(home, "memory", "list", code=1, variables=kept)
    assert OTHER not in (tmp_path / "kept.json").read_text()

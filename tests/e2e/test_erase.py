"""Erasing from inside the chat, as a person does it: the screen closes, the command line shows, asks and proves."""

import os
import sys
from pathlib import Path

from tests.e2e.test_screen import start
from tests.terminal import Terminal


def test_the_chat_closes_shows_what_goes_asks_and_erases(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("Memory")
        terminal.say("My brother is called Samwise. I live in Porto.")
        terminal.wait_for(lambda screen: screen.count("Samwise") >= 3)
        terminal.say("/erase Samwise")
        terminal.wait_for("y enter close the chat")
        terminal.type("y\r")
        terminal.wait_for("Type")
        terminal.type("yes\r")
        terminal.wait_for(lambda screen: "0 hits" in screen and "--continue goes back" in screen)
        assert terminal.wait_for_exit() == 0
    left = [path for path in tmp_path.rglob("*") if path.is_file() and b"Samwise" in path.read_bytes()]
    assert left == []
    assert any(b"Porto" in path.read_bytes() for path in tmp_path.rglob("*.json"))


def test_nobody_is_asked_while_another_program_has_the_files(tmp_path: Path) -> None:
    environment = {**os.environ, "CHATBOT_HOME": str(tmp_path)}
    with start(tmp_path) as chat:
        chat.wait_for("Memory")
        chat.say("My brother is called Samwise")
        chat.wait_for("learnt")
        with Terminal([sys.executable, "-m", "chatbot", "erase", "--about", "Samwise"], environment) as terminal:
            assert terminal.wait_for_exit() == 1
            assert "Another chatbot uses these files" in terminal.text
            assert "Type" not in terminal.text

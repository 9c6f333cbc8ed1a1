"""The installed program in a pseudo-terminal, as a person uses it."""

import os
import resource
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

HELLO = "Hi, I'm Ana, I live in Porto and my dog is called Biscuit"


def start(home: Path, *arguments: str, columns: int = 120, rows: int = 40, knows_its_size: bool = True) -> Terminal:
    environment = {**os.environ, "CHATBOT_HOME": str(home), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "chatbot", "--backend", "offline", *arguments]
    return Terminal(command, environment, columns, rows, knows_its_size=knows_its_size)


def test_memory_beside_the_chat_survives_a_kill(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("Memory")
        terminal.say(HELLO)
        terminal.wait_for(lambda screen: all(screen.count(word) >= 2 for word in ("Porto", "Biscuit", "Ana")))
        terminal.say("what's my dog's name?")
        terminal.wait_for(lambda screen: "what's my dog's name?" in screen and "Biscuit" in screen.split("name?")[-1])
        terminal.kill()
    with start(tmp_path, "--continue") as terminal:
        terminal.wait_for("my dog is called Biscuit")
        terminal.say("no, it's Bella")
        terminal.wait_for(lambda screen: "Bella" in screen.split("no, it's Bella")[-1])
        terminal.type("\x11")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("knows_its_size", [True, False])
def test_a_closed_window_ends_the_program_and_keeps_what_was_typed(tmp_path: Path, knows_its_size: bool) -> None:
    with start(tmp_path, columns=80, rows=25, knows_its_size=knows_its_size) as terminal:
        terminal.wait_for("/privacy")
        terminal.say("my dog is called Biscuit")
        terminal.wait_for("learnt")
        terminal.type("a sentence that was beg")
        terminal.wait_for("that was beg")
        assert terminal.hang_up() == 0
    with start(tmp_path, "--continue") as terminal:
        terminal.wait_for(lambda screen: "my dog is called Biscuit" in screen and "that was beg" in screen)


def test_a_terminal_that_cannot_place_its_cursor_gets_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "CHATBOT_HOME": str(tmp_path)}
    with Terminal([sys.executable, "-m", "chatbot"], environment, kind="dumb") as terminal:
        assert terminal.wait_for_exit() == 2
        assert "TERM is “dumb”" in terminal.text and "chatbot ask" in terminal.text


def test_nothing_that_is_said_acts_on_the_terminal(tmp_path: Path) -> None:
    hostile = "[/] [bold red]x[/foo] [@click=app.quit]y"
    with start(tmp_path, "--session", "\x1b]52;c;QUJD\x07[/]title") as terminal:
        terminal.wait_for("title")
        terminal.say(hostile)
        terminal.wait_for(lambda screen: screen.count("[bold red]x[/foo]") >= 1)
        terminal.type("\x11")
        terminal.wait_for_exit()
    assert b"\x1b]52;" not in terminal.received


def test_alt_enter_begins_a_line_where_it_comes_as_escape_and_enter(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("Memory")
        terminal.type("first")
        terminal.wait_for("first")
        terminal.type("\x1b\r")
        terminal.type("second")
        shown = terminal.wait_for("second").splitlines()
        rows = [number for number, line in enumerate(shown) if "first" in line or "second" in line]
        assert rows == [rows[0], rows[0] + 1]
        assert "╰" in shown[rows[1] + 1]


def test_a_draft_survives_a_kill(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("Memory")
        terminal.type("half a thought")
        terminal.wait_for("half a thought")
        terminal.wait_for(
            lambda _: any(b"half a thought" in path.read_bytes() for path in tmp_path.rglob("profile.json"))
        )
        terminal.kill()
    with start(tmp_path) as terminal:
        terminal.wait_for("half a thought")


def limit_files(terminal: Terminal, most_bytes: int) -> None:
    """A disk that takes no more, or takes all again, for this one program: its writes fail with "File too large"."""
    _, hard = resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (most_bytes, hard))


def test_a_disk_that_takes_no_more_is_told_and_nothing_is_lost_when_it_takes_again(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("Memory")
        terminal.say(HELLO)
        terminal.wait_for(lambda screen: all(screen.count(word) >= 2 for word in ("Porto", "Biscuit", "Ana")))
        terminal.wait_for("saved")
        before = {path: path.read_bytes() for path in tmp_path.rglob("messages-*.json")}
        limit_files(terminal, 0)
        terminal.say("I have a cat called Mimi")
        shown = terminal.wait_for("File too large")
        assert "Traceback" not in shown
        assert {path: path.read_bytes() for path in before} == before
        terminal.wait_for(lambda screen: "I have a cat called Mimi" in screen.split("╭")[-1])
        limit_files(terminal, resource.RLIM_INFINITY)
        terminal.type("\r")
        terminal.wait_for(lambda screen: screen.count("Mimi") >= 2 and "saved" in screen)
        terminal.kill()
    with start(tmp_path, "--continue") as terminal:
        terminal.wait_for("I have a cat called Mimi")
        terminal.wait_for("Biscuit")


def test_going_back_to_a_backup_closes_and_opens_the_screen(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("Memory")
        terminal.say("my dog is called Biscuit")
        terminal.wait_for("User's dog is called Biscuit")
        terminal.say("/backup now")
        terminal.wait_for("Made a backup")
        terminal.say("no, my dog is called Bella")
        terminal.wait_for("Bella")
        terminal.say("/backup")
        terminal.wait_for("Go back to which backup?")
        terminal.type("by hand")
        terminal.wait_for(lambda screen: "daily" not in screen and "Make a backup now" not in screen)
        terminal.type("\r")
        terminal.wait_for("Make everything what it was")
        terminal.type("y\r")
        shown = terminal.wait_for("Everything is as it was in that backup")
        assert "Biscuit" in shown and "Bella" not in shown
        terminal.type("\x11")
        assert terminal.wait_for_exit() == 0

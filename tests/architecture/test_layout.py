"""The promises of the layout that a program can check."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "chatbot"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MOST_METHODS = 25
UNWANTED_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}

# A name here needs a reason: why the thing is one thing.
LONG_FUNCTIONS: set[str] = set()


def loaded_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter holds after a statement."""
    code = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split())


def test_the_session_knows_no_screen_and_no_server() -> None:
    assert not {"textual", "openai", "rich"} & loaded_after("import chatbot.session.sessions")


def test_the_whole_program_is_assembled_without_screen_and_server() -> None:
    assert not {"textual", "openai"} & loaded_after("import chatbot.assemble")


@pytest.mark.parametrize("arguments", [["--help"], ["paths"], ["memory", "--help"], ["session", "list"]])
def test_the_command_line_loads_nothing_heavy(arguments: list[str]) -> None:
    heavy = {"textual", "openai"} & loaded_after(f"from chatbot.cli.main import run\nrun({arguments!r})")
    assert not heavy


@pytest.mark.parametrize("arguments", [["--help"], ["paths"]])
def test_help_and_paths_load_no_storage(arguments: list[str]) -> None:
    loaded = loaded_after(f"from chatbot.cli.main import run\nrun({arguments!r})")
    assert not {"tinydb", "rapidfuzz", "rich"} & loaded


def test_the_first_frame_waits_for_no_storage_and_no_command() -> None:
    code = (
        "from chatbot.cli.main import run\nrun(['--persona', 'wren'])\nimport chatbot.tui.app"  # no terminal: it ends
    )
    loaded = loaded_after(code)
    assert "chatbot.tui.screens.main" in loaded
    assert not {"tinydb", "rapidfuzz", "tomllib", "chatbot.assemble", "chatbot.cli.ask", "chatbot.cli.memory"} & loaded


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_FILE
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{path.relative_to(ROOT)}:{node.name}"
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION or name in LONG_FUNCTIONS, f"{name} has {length} lines"
        elif isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) <= MOST_METHODS, f"{node.name} has {len(methods)} methods"


def test_names_say_what_a_thing_is() -> None:
    names = {part.removesuffix(".py") for path in FILES for part in path.relative_to(PACKAGE).parts}
    assert not names & UNWANTED_NAMES


def test_the_median_file_is_short() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES if path.stem != "__init__")
    assert lengths[len(lengths) // 2] <= 130


def test_every_style_names_something_that_exists() -> None:
    """A class or id in the style sheet that no code names styles nothing."""
    import re

    source = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "tui").rglob("*.py"))
    for sheet in (PACKAGE / "tui").rglob("*.tcss"):
        text = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in re.findall(r"[#.]([a-zA-Z][\w-]*)", text):
            assert re.search(rf"\b{re.escape(name)}\b", source), f"{sheet.name}: {name}"

"""What the chat's hints say on the command line: whatever a lower room says, no command of the chat is left in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import chatbot
from chatbot.cli import wording

_COMMAND = re.compile(r"(?<![\w./])/(?:regen|model|context|undo|stop|new)\b")


def said_below() -> Iterator[str]:
    """Every text of the session and the adapters of models that names a command of the chat."""
    root = Path(chatbot.__file__).parent
    for file in (*root.glob("session/**/*.py"), *root.glob("llm/*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        told = {id(one.body[0].value) for one in ast.walk(tree)
                if isinstance(one, documented) and one.body and isinstance(one.body[0], ast.Expr)}  # fmt: skip
        for one in ast.walk(tree):
            said = one.value if isinstance(one, ast.Constant) and id(one) not in told else None
            if isinstance(said, str) and _COMMAND.search(said):
                yield said


def test_no_command_of_the_chat_is_left() -> None:
    assert [text for text in said_below() if _COMMAND.search(wording.without_slashes(text))] == []


def test_every_hint_that_is_put_otherwise_is_still_given() -> None:
    texts = tuple(said_below())
    assert [chat for chat, _ in wording._INSTEAD if not any(chat in text for text in texts)] == []

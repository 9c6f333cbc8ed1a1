"""Templates."""

from importlib.resources import files
from pathlib import Path

import pytest

from chatbot.prompt.prose import prose


def test_values_are_not_templates() -> None:
    text = prose("reminder", {"reminder": "{char}", "char": "Wren"})
    assert text.startswith("{char} Answer as Wren")


def test_empty_lines_go() -> None:
    values = dict.fromkeys(("scenario", "summary", "values", "knows", "does_not_know"), "")
    assert prose("persona", {**values, "description": "One.\n\nTwo."}) == "One.\n\nTwo."


TEMPLATES = sorted((files("chatbot.prompt") / "templates").iterdir(), key=str)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_are_text_without_macros(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.strip() and "{{" not in text

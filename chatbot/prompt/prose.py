"""The prompt's own prose: templates from `templates/*.md`, filled in one pass."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from chatbot.domain.patterns import lazy

_PLACEHOLDER = lazy(r"\{([a-z_]+)\}")
_GAPS = lazy(r"\n{3,}")


def prose(name: str, values: Mapping[str, str]) -> str:
    """A template with its placeholders replaced; lines left empty by an empty value are dropped.

    Values are never searched for placeholders, so that no name or memory can call another one up.

    Args:
        name: the template's file name without its ending.
        values: every placeholder of the template.
    """
    lines = []
    for line in _template(name).split("\n"):
        filled = _PLACEHOLDER.sub(lambda match: values[match.group(1)], line)
        if filled.strip() or not line.strip():
            lines.append(filled)
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


@cache
def _template(name: str) -> str:
    return (Path(__file__).parent / "templates" / f"{name}.md").read_text(encoding="utf-8")

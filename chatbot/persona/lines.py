"""Finds the line of a key in a TOML text, for messages. Not a parser: where it cannot tell, it says 0."""

from chatbot.domain.patterns import lazy

_HEADER = lazy(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = lazy(r"^\s*([A-Za-z0-9_\-\"'.]+)\s*=")
_INDEX = lazy(r"\[(\d+)\]")


def line_of(text: str, key: str) -> int:
    """The line, from 1, where a dotted key stands, or the nearest table or key around it.

    Args:
        text: a TOML text.
        key: a path such as `voice.examples[1].user`.

    Returns:
        The line; 0 where no part of the path is found. A key written inside an inline table is found as
        the line of the key that holds the inline table.
    """
    places = _places(text)
    while key:
        if key in places:
            return places[key]
        key = key[: key.rfind("[")] if key.endswith("]") else key.rpartition(".")[0]
    return 0


def _places(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    quote = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quote:
            if quote in line:
                quote = ""
            continue
        header = _HEADER.match(line)
        if header and "=" not in line.partition("]")[0]:
            table = _with_indices(header[2].replace(" ", ""), counts)
            if header[1] == "[[":
                index = counts.get(table, 0)
                counts[table] = index + 1
                table = f"{table}[{index}]"
            places.setdefault(table, number)
            continue
        assignment = _KEY.match(line)
        if assignment:
            name = assignment[1].replace('"', "").replace("'", "")
            places.setdefault(f"{table}.{name}" if table else name, number)
            quote = _opened_quote(line)
    return places


def _with_indices(name: str, counts: dict[str, int]) -> str:
    """`[a.b]` under the third `[[a]]` is `a[2].b`."""
    parts = name.split(".")
    path = parts[0]
    for part in parts[1:]:
        if path in counts:
            path = f"{path}[{counts[path] - 1}]"
        path = f"{path}.{part}"
    return path


def _opened_quote(line: str) -> str:
    for mark in ('"""', "'''"):
        if line.count(mark) == 1:
            return mark
    return ""


def parts_of(key: str) -> list[str | int]:
    """A path as its steps: `a.b[1].c` -> `["a", "b", 1, "c"]`."""
    steps: list[str | int] = []
    for part in key.split("."):
        name = _INDEX.sub("", part)
        if name:
            steps.append(name)
        steps.extend(int(index) for index in _INDEX.findall(part))
    return steps

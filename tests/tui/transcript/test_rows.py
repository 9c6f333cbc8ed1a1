"""Rows: wrapping by cells, markdown, code and tables as text; what is a link and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.tui.transcript.code import code_rows
from chatbot.tui.transcript.markdown import prose_rows, safe_address
from chatbot.tui.transcript.rows import Row, cells, cut, literal
from chatbot.tui.transcript.table import split_row, table_rows


def texts(rows: list[Row]) -> list[str]:
    return [row.text for row in rows]


def links(rows: list[Row]) -> list[str]:
    return [span.href for row in rows for span in row.spans if span.href]


_graphemes = st.sampled_from(["a", "b", " ", "  ", "漢", "字", "é", "e\u0301", "🎉", "👩‍💻", "א", "-"])


@given(st.lists(_graphemes, max_size=120).map("".join), st.integers(2, 30))
def test_cut_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    pieces = cut(text, width)
    assert "".join(text[start:end] + joint for start, end, joint in pieces) == text
    assert all(cells(text[start:end].rstrip()) <= width for start, end, _ in pieces)


def test_wraps_at_spaces_and_folds_only_long_words() -> None:
    assert texts(literal("one two three", 8)) == ["one two", "three"]
    assert texts(literal("abcdefghij", 4)) == ["abcd", "efgh", "ij"]
    assert texts(literal("see abcdefghij", 6)) == ["see", "abcdef", "ghij"]


def test_wide_characters_count_two() -> None:
    assert texts(literal("漢字漢字", 5)) == ["漢字", "漢字"]


def test_what_the_user_typed_is_no_markdown() -> None:
    assert texts(literal("**a**\n\n  b", 20)) == ["**a**", "", "  b"]


def test_prose() -> None:
    source = "# Title\n\nA **b** `c`\nnext\n\n- x\n  - y\n- z\n\n> q\n\n---"
    assert texts(prose_rows(source, 20)) == [
        "Title", "", "A b c", "next", "", "• x", "  ◦ y", "• z", "", "▎ q", "", "─" * 20,
    ]  # fmt: skip


def test_numbers_go_on_and_wrap_under_the_text() -> None:
    assert texts(prose_rows("9. a b c d\n10. e", 8)) == ["9. a b c", "   d", "10. e"]


def test_html_and_entities_are_shown_and_harmless() -> None:
    shown = "".join(texts(prose_rows("<b>x</b> &#27;[31m &#x202e; &amp;", 60)))
    assert "<b>x</b>" in shown and "&" in shown
    assert "\x1b" not in shown and "\u202e" not in shown


def test_only_web_addresses_are_links() -> None:
    source = "[a](https://a.org/x) [b](vscode://x) [c](javascript:alert(1)) [d](file:///etc/passwd) https://e.org/."
    rows = prose_rows(source, 200)
    assert links(rows) == ["https://a.org/x", "https://e.org/"]
    assert "b (vscode://x)" in texts(rows)[0]


@pytest.mark.parametrize("address", ["http://", "https:///x", "ftp://a.b", "//a.b", "http://a\u202eb.c", "x"])
def test_no_link(address: str) -> None:
    assert safe_address(address) == ""


def test_code_has_its_language_above_and_every_line() -> None:
    rows = code_rows('def f():\n    """a\n    b"""', "python", 30, label=True)
    assert texts(rows) == [" python", " def f():", '     """a', '     b"""']
    assert {row.fill for row in rows} == {"block"}


def test_growing_code_has_the_same_text_as_finished_code() -> None:
    source = "x = 1\n\n\tif y: # z\nlong line " + "w " * 40
    assert texts(code_rows(source, "py", 30, label=True, growing=True)) == texts(
        code_rows(source, "py", 30, label=True)
    )


def test_an_unknown_language_is_plain() -> None:
    assert texts(code_rows("<x>", "no such thing", 30, label=False)) == [" <x>"]


def test_table_columns_align_by_cells() -> None:
    rows = texts(table_rows("| a | 漢字 |\n|:--|--:|\n| **b** | 1 |\n| c\\|d | |", 40))
    assert rows == ["a   │ 漢字", "────┼─────", "b   │    1", "c|d │     "]
    assert len({cells(row) for row in rows}) == 1


def test_a_wide_table_wraps_its_cells() -> None:
    rows = texts(table_rows("| a | b |\n|---|---|\n| x | one two three four |", 14))
    assert max(cells(row) for row in rows) <= 14
    assert "four" in " ".join(rows)


def test_a_table_with_no_room_is_shown_as_source() -> None:
    source = "|" + "a|" * 20 + "\n|" + "-|" * 20
    assert "".join(texts(table_rows(source, 20))).startswith("|a|a|")


def test_pipes_in_cells() -> None:
    assert split_row(r"| a \| b | c |") == ("a | b", "c")


@pytest.mark.parametrize("source", ["[" * 3_900, "*a " * 1_300, "> " * 1_900, "- " * 1_900, "`" * 3_900, "![[](" * 700])
def test_nested_marks_end(source: str) -> None:
    assert prose_rows(source, 60)

"""Cutting a reply into blocks: nothing is lost, and it does not matter where the stream was cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.tui.transcript.blocks import CODE_LINES, PIECE_CHARACTERS, BlockKind, BlockSplitter, split

SAMPLE = """Intro with **bold**.

# Heading
text below

- one
  ```py
  x = 1

  y = 2
  ```
- two

  more of two

1. first
2. second

```python title
def f():

    return 1
```
directly after
| a | b |
|---|---|
| 1 | 2 |
end of it

> quote
> more

~~~
tilde
~~~

unfinished ```
```js
never closed
"""

_pieces = st.sampled_from(
    [
        "```",
        "```py\n",
        "~~~\n",
        "\n",
        "\n\n",
        "# h\n",
        "- a\n",
        "  b\n",
        "| a | b |\n",
        "|---|---|\n",
        "word ",
        "> q\n",
        "1. x\n",
    ]
)


def test_all_blocks_together_are_the_text() -> None:
    assert "".join(block.raw for block in split(SAMPLE)) == SAMPLE


def test_kinds_in_order() -> None:
    kinds = [block.kind.value for block in split(SAMPLE)]
    assert kinds == ["text"] * 3 + ["text", "text", "code", "text", "table", "text", "text", "code", "text", "code"]


def test_split_at_every_character_gives_the_same_blocks() -> None:
    whole = split(SAMPLE)
    for at in range(len(SAMPLE)):
        splitter = BlockSplitter()
        splitter.feed(SAMPLE[:at])
        splitter.tail()
        splitter.feed(SAMPLE[at:])
        splitter.finish()
        assert splitter.blocks == whole, at


def test_character_by_character_gives_the_same_blocks() -> None:
    splitter = BlockSplitter()
    for character in SAMPLE:
        splitter.feed(character)
    splitter.finish()
    assert splitter.blocks == split(SAMPLE)


@given(st.lists(_pieces, max_size=30), st.integers(0, 200))
def test_any_markdown_loses_nothing_wherever_it_is_cut(pieces: list[str], at: int) -> None:
    text = "".join(pieces)
    splitter = BlockSplitter()
    splitter.feed(text[:at])
    shown = "".join(block.raw for block in splitter.blocks + splitter.tail())
    assert len(shown.strip()) >= len(text[:at].strip()) - 4
    splitter.feed(text[at:])
    splitter.finish()
    assert "".join(block.raw for block in splitter.blocks) == text
    assert splitter.blocks == split(text)


def test_finished_blocks_stay_when_more_comes() -> None:
    splitter = BlockSplitter()
    splitter.feed("one\n\ntwo\n")
    before = list(splitter.blocks)
    splitter.feed("more\n\nthree")
    assert before == splitter.blocks[: len(before)] == split("one\n\n")[:1]


@pytest.mark.parametrize("text", ["x" * 50_000, "word " * 10_000, "漢" * 20_000])
def test_an_endless_line_is_cut_to_pieces(text: str) -> None:
    blocks = split(text)
    assert "".join(block.raw for block in blocks) == text
    assert max(len(block.raw) for block in blocks) <= PIECE_CHARACTERS
    assert all(block.joined for block in blocks[1:])


def test_long_code_is_cut_to_pieces_of_one_language() -> None:
    blocks = split("```py\n" + "x = 1\n" * 200 + "```\n")
    assert {block.kind for block in blocks} == {BlockKind.CODE}
    assert {block.language for block in blocks} == {"py"}
    assert max(block.body.count("\n") + 1 for block in blocks) <= CODE_LINES
    assert "\n".join(block.body for block in blocks) == "\n".join(["x = 1"] * 200)


def test_a_fence_closes_only_with_its_own_mark() -> None:
    (block,) = split("````md\n```\ninner\n```\n````")
    assert block.body == "```\ninner\n```"


def test_a_list_with_blank_lines_stays_one_block() -> None:
    assert len(split("- a\n\n- b\n\n  more\n\n- c")) == 1


def test_dashes_under_a_line_without_pipe_are_no_table() -> None:
    assert [block.kind for block in split("text\n---\n| x |")] == [BlockKind.TEXT]

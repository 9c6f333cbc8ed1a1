"""Texts that attack: nothing acts, nothing freezes, everything shows. And texts of absurd size."""

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.domain.message import Message, MessageState
from chatbot.tui.transcript import NoteKind, Speaker, Transcript
from chatbot.tui.transcript.blocks import PIECE_CHARACTERS

Say = Callable[..., Message]

HOSTILE = [
    "[/]",
    "[red]x[/red] [@click=app.quit]press[/]",
    "\x1b[31mred\x1b[0m \x1b]52;c;aGVsbG8=\x07 \x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J \x90q#0 \x9d52;c;YQ==\x9c",
    "a\u202ebcd\u202c \u2066x\u2069 \u200bzero\ufeff \U000e0041tag",
    "\ud800 lone",
    "\x00\x07\x08\x0b\x0c\x7f\r\n\rx",
    "```\n\x1b[2J\n```",
    "| \x1b[1m | b |\n|---|---|\n| [/] | \x07 |",
    "&#27;[31m &#x9b;x &#x202e;y `\x1b[1m`",
    "![\x1b](http://x/\x1b) [a](\x1bhttp://x)",
    "# \x1b]0;x\x07\n> \x1b\n- \x1b\n1. \x9b",
    "٣ עברית العربية mixed",
    "👩‍💻👨‍👩‍👧‍👦🇵🇹 é e\u0301\u0301\u0301 \u0e33\u0e33",
    "\t\ttabs\tinside",
    "",
    "   \n\n\n   ",
]


def controls(text: str) -> list[str]:
    return [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or "\u202a" <= c <= "\u202e"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_inert_everywhere(app: Any, say: Say, text: str) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        view = app.transcript
        view.show([say(1, text), say(2, text)])
        view.add_note("m2", "n", text, NoteKind.LEARNT)
        view.begin_reply(say(4, text, state=MessageState.DRAFT))
        for character in text:
            view.feed("m4", character)
            view.flush()
        view.finish_reply(say(4, text))
        await pilot.pause()
        assert controls(app.shown()) == []
        assert all(
            strip.cell_length == view.scrollable_content_region.width for strip in view.render_lines(view.size.region)
        )
        assert not any(
            "@click" in segment.style.meta
            for strip in view.render_lines(view.size.region)
            for segment in strip
            if segment.style
        )


async def test_a_hostile_speaker_is_one_inert_line(say: Say) -> None:
    from textual.app import App, ComposeResult

    class Named(App[None]):
        def compose(self) -> ComposeResult:
            yield Transcript(lambda _: Speaker("[/]\x1b[31m\nevil" * 50, "\x1b]0;x\x07"))

    app = Named()
    async with app.run_test(size=(60, 12)):
        view = app.query_one(Transcript)
        view.show([say(2, "x")])
        strips = view.render_lines(view.size.region)
        assert controls("".join(strip.text for strip in strips)) == []
        assert {strip.cell_length for strip in strips} == {view.scrollable_content_region.width}


def huge() -> dict[str, str]:
    return {
        "one line": "x" * 200_000,
        "one line of words": "word " * 40_000,
        "wide line": "漢" * 200_000,
        "many lines": "line of a reply\n" * 100_000,
        "many fences": "```py\nx = 1\n```\n" * 10_000,
        "one fence": "```py\n" + "x = 1\n" * 100_000,
        "one table": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 50_000,
        "one list": "- item\n" * 50_000,
        "nested quotes": "> " * 100_000,
        "marks": "*_`[" * 50_000,
        "zero width": "e" + "\u0301" * 100_000,
        "joiners": "👩‍" * 30_000,
    }


@pytest.mark.parametrize("name", huge())
async def test_huge_texts_render_only_what_is_seen(app: Any, say: Say, name: str) -> None:
    text = huge()[name]
    async with app.run_test(size=(100, 30)) as pilot:
        view = app.transcript
        view.show([say(1, text), say(2, text)])
        rendered = [part for entry in view.column.entries for part in entry.parts or () if part.rows is not None]
        assert sum(len(part.block.raw) for part in rendered if part.block) < 2 * 30 * PIECE_CHARACTERS
        for _ in range(5):
            view.scroll_page_up(animate=False)
        await pilot.resize_terminal(70, 30)
        view.scroll_to(y=view.max_scroll_y // 3, animate=False)
        await pilot.pause()
        assert all(
            strip.cell_length == view.scrollable_content_region.width for strip in view.render_lines(view.size.region)
        )

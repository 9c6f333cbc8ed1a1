"""Selecting with the mouse: what is copied is what was written, and nothing is rendered for it."""

from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from chatbot.domain.message import Message
from chatbot.tui.transcript import LinkRequested, MessageFocused
from chatbot.tui.transcript.column import Column
from chatbot.tui.transcript.paint import line_key
from chatbot.tui.transcript.select import selected_text

Say = Callable[..., Message]


def spot(app: Any, word: str) -> tuple[int, int]:
    """Column and row of a word's first character."""
    for row, line in enumerate(app.lines()):
        if word in line:
            return line.index(word), row
    raise AssertionError(f"{word!r} is not shown")


async def drag(app: Any, pilot: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Drags from one character to another; both are selected."""
    await pilot.mouse_down(app.transcript, offset=start)
    await pilot._post_mouse_events([events.MouseMove], app.transcript, offset=end, button=1)
    await pilot.mouse_up(app.transcript, offset=end)
    await pilot.pause()


async def test_dragging_over_words_copies_them(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.transcript.show([say(2, "alpha **beta** gamma delta")])
        await drag(app, pilot, spot(app, "beta"), (spot(app, "delta")[0] - 2, spot(app, "delta")[1]))
        assert app.transcript.selected_text == "beta gamma"
        assert app.screen.get_selected_text() == "beta gamma"


async def test_dragging_across_messages_copies_both_without_headers(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.transcript.show([say(1, "one two"), say(2, "three\n\n- **four**\n- five"), say(3, "six seven")])
        start, end = spot(app, "two"), spot(app, "seven")
        await drag(app, pilot, start, (end[0] - 2, end[1]))
        assert app.transcript.selected_text == "two\n\nthree\n\n- **four**\n- five\n\nsix"


async def test_wrapped_lines_are_joined_as_they_were(app: Any, say: Say) -> None:
    text = "the quick brown fox jumps over the lazy dog again and again until it is very tired of it"
    async with app.run_test(size=(40, 24)) as pilot:
        app.transcript.show([say(2, text)])
        await drag(app, pilot, spot(app, "quick"), (spot(app, "very")[0], spot(app, "very")[1]))
        assert app.transcript.selected_text == text[4 : text.index("very") + 1]


async def test_wide_characters_are_cut_where_they_are(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.transcript.show([say(2, "漢字漢 after")])
        column, row = spot(app, "漢字漢")
        await drag(app, pilot, (column + 2, row), (column + 4, row))
        assert app.transcript.selected_text == "字漢"


async def test_everything_selected_is_every_source(app: Any, say: Say) -> None:
    texts = ["plain **literal**", "# T\n\n```py\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |", "end"]
    async with app.run_test(size=(80, 24)):
        view = app.transcript
        view.show([say(number, text) for number, text in enumerate(texts, start=1)])
        assert selected_text(view.column, SELECT_ALL) == "\n\n".join(texts)


async def test_code_in_part_is_copied_without_its_padding(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.transcript.show([say(2, "```py\nfirst = 1\n  second = 2\nthird = 3\n```")])
        await drag(app, pilot, spot(app, "first"), (spot(app, "second")[0] + 5, spot(app, "second")[1]))
        assert app.transcript.selected_text == "first = 1\n  second"


async def test_selecting_and_hovering_render_nothing(app: Any, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.transcript.show([say(2, "alpha **beta** gamma"), say(4, "two")])
        rendered: list[object] = []
        monkeypatch.setattr("chatbot.tui.transcript.entry.prose_rows", lambda *_: rendered.append(1))
        await pilot.hover(app.transcript, offset=spot(app, "beta"))
        await drag(app, pilot, spot(app, "alpha"), spot(app, "two"))
        assert app.transcript.selected_text
        assert rendered == []


async def test_the_selection_is_painted_and_a_click_takes_it_away(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.transcript
        view.show([say(2, "alpha beta gamma")])
        await drag(app, pilot, spot(app, "beta"), (spot(app, "gamma")[0] - 2, spot(app, "gamma")[1]))
        ground = view.painter.palette.over("selected").bgcolor
        strips = view.render_lines(view.size.region)
        assert [s.text for strip in strips for s in strip if s.style and s.style.bgcolor == ground] == ["beta"]
        await pilot.click(view, offset=(5, 20))
        assert view.selected_text == ""


async def test_the_selection_stays_on_its_words_while_a_reply_grows(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 12)) as pilot:
        view = app.transcript
        view.show([say(1, "alpha beta gamma")])
        await drag(app, pilot, spot(app, "beta"), (spot(app, "gamma")[0] - 2, spot(app, "gamma")[1]))
        view.begin_reply(say(2, ""))
        view.feed("m2", "more\n\n" * 20)
        view.flush()
        view.prepend([say(0, "older\n" * 20)], has_older=False)
        assert view.selected_text == "beta"


async def test_a_click_focuses_and_a_link_is_only_asked_for(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.transcript.show([say(2, "see [this](https://еxample.org/a?b=1) or [that](vscode://x)")])
        await pilot.click(app.transcript, offset=spot(app, "this"))
        await pilot.click(app.transcript, offset=spot(app, "that"))
        links = [post for post in app.posts if isinstance(post, LinkRequested)]
        assert [(post.url, post.host) for post in links] == [("https://xn--xample-2of.org/a?b=1", "xn--xample-2of.org")]
        assert [post.message_id for post in app.posts if isinstance(post, MessageFocused)] == ["m2"]


def test_keys_order_rows_from_top_to_bottom_also_before_the_first(say: Say) -> None:
    view = Column()
    assert view.height == 0
    entries = [type("E", (), {"key": key})() for key in (-3, 0, 7)]
    keys = [line_key(entry, part, row) for entry in entries for part in (0, 5) for row in (0, 9)]
    assert keys == sorted(set(keys))
    assert selected_text(view, Selection(Offset(0, 0), None)) == ""

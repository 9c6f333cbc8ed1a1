"""A reply that is being written: every cut, the end, the throttle, and that finished blocks are kept."""

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.domain.message import Message, MessageState
from chatbot.tui.transcript.entry import PartKind

Say = Callable[..., Message]

REPLY = "Hi **there**\n\n- a\n- b\n\n```py\nx = 1\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end."


async def test_cut_at_every_character_the_whole_reply_is_shown(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 30)):
        view = app.transcript
        view.show([say(2, REPLY)])
        whole = app.lines()
        header = next(number for number, line in enumerate(whole) if "Mira" in line)
        for at in range(0, len(REPLY) + 1):
            view.show([])
            view.begin_reply(say(2, "", state=MessageState.DRAFT))
            view.feed("m2", REPLY[:at])
            view.flush()
            view.feed("m2", REPLY[at:])
            view.flush()
            assert app.lines()[header + 1 :] == whole[header + 1 :], at
            view.finish_reply(say(2, REPLY))
            view.mark_saved("m2")
            assert app.lines() == whole, at


async def test_the_end_is_always_in_view_while_following(app: Any, say: Say) -> None:
    async with app.run_test(size=(60, 12)):
        view = app.transcript
        view.show([say(n, "before " * 30) for n in range(1, 6)])
        view.begin_reply(say(6, "", state=MessageState.DRAFT))
        seen = ""
        for number in range(300):
            view.feed("m6", f"w{number} " + ("\n\n" if number % 17 == 0 else ""))
            view.flush()
            assert f"w{number}" in app.shown()
            seen += app.shown()
        assert all(f"w{number}" in seen for number in range(300))
        view.feed("m6", "last words")
        view.finish_reply(say(6, "all of it\n\nlast words"))
        assert "last words" in app.shown() and "writing" not in app.shown()


async def test_pieces_are_shown_by_the_frame_not_by_the_piece(app: Any, say: Say) -> None:
    async with app.run_test(size=(60, 12)):
        view = app.transcript
        view.begin_reply(say(2, "", state=MessageState.DRAFT))
        entry = view.column.entries[-1]
        version = entry.parts
        for _ in range(100):
            view.feed("m2", "piece ")
        assert entry.parts is version
        view.flush()
        assert entry.parts is not version


async def test_the_frame_timer_shows_pieces_and_rests_when_nothing_is_written(app: Any, say: Say) -> None:
    async with app.run_test(size=(60, 12)):
        view = app.transcript
        view.begin_reply(say(2, "", state=MessageState.DRAFT))
        assert view._frames is not None and view._frames._active.is_set()
        view.finish_reply(say(2, "done"))
        assert not view._frames._active.is_set()


async def test_finished_blocks_are_not_rendered_again(app: Any, say: Say) -> None:
    async with app.run_test(size=(60, 30)):
        view = app.transcript
        view.begin_reply(say(2, "", state=MessageState.DRAFT))
        view.feed("m2", "first **block**\n\nsecond\nx")
        view.flush()
        rows = next(part for part in view.column.entries[0].parts if part.kind is PartKind.BODY).rows
        view.feed("m2", "\n\nthird")
        view.flush()
        view.finish_reply(say(2, "first **block**\n\nsecond\nx\n\nthird and more"))
        assert next(part for part in view.column.entries[0].parts if part.kind is PartKind.BODY).rows is rows
        assert "third and more" in app.shown()


@pytest.mark.parametrize(
    "text",
    [
        "```py\n" + "x = 1\n" * 2_000,
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 2_000,
        "word " * 20_000,
        "- item\n" * 2_000,
    ],
    ids=["code", "table", "paragraph", "list"],
)
async def test_an_unfinished_long_block_keeps_a_small_tail(app: Any, say: Say, text: str) -> None:
    async with app.run_test(size=(60, 30)):
        view = app.transcript
        view.begin_reply(say(2, "", state=MessageState.DRAFT))
        view.feed("m2", text)
        view.flush()
        growing = [part for part in view.column.entries[0].parts if part.growing]
        assert sum(len(part.block.raw) for part in growing) <= 8_000
        rendered = [part for part in view.column.entries[0].parts if part.rows is not None]
        assert len(rendered) < 8


async def test_a_resize_while_writing_loses_nothing(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        view = app.transcript
        view.begin_reply(say(2, "", state=MessageState.DRAFT))
        view.feed("m2", "one\n\ntwo ")
        view.flush()
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        view.feed("m2", "three")
        view.flush()
        assert "two three" in app.shown() and "one" in app.shown()


async def test_an_interrupted_reply_keeps_what_came(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 30)):
        view = app.transcript
        view.begin_reply(say(2, "", state=MessageState.DRAFT))
        view.feed("m2", "half a ")
        view.finish_reply(say(2, "half a", state=MessageState.INTERRUPTED))
        assert "half a" in app.shown() and "stopped" in app.shown()
        view.feed("m2", "too late")
        view.flush()
        assert "too late" not in app.shown()


async def test_a_reply_for_nobody_is_put_at_the_end(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 30)):
        app.transcript.feed("gone", "x")
        app.transcript.flush()
        app.transcript.finish_reply(say(2, "whole"))
        assert "whole" in app.shown()

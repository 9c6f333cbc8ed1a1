"""The view: following, keeping the reader's place, windows, focus, jumping, notes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from chatbot.domain.message import Message, MessageState, Role
from chatbot.tui.transcript import (
    FollowingChanged,
    MessageAction,
    MessageFocused,
    NewerRequested,
    NoteActivated,
    NoteKind,
    OlderRequested,
)

Say = Callable[..., Message]


def chat(say: Say, first: int, last: int) -> list[Message]:
    return [say(number, f"message {number} " + "word " * (number % 40)) for number in range(first, last + 1)]


def of_kind(app: Any, kind: type) -> list[Any]:
    return [post for post in app.posts if isinstance(post, kind)]


async def test_opens_at_the_end_and_shows_every_row(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)):
        app.transcript.show(chat(say, 1, 50))
        assert "message 50" in app.shown()
        assert app.transcript.following
        assert len(app.lines()) == 20


async def test_five_thousand_messages_render_only_what_is_seen(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 24)):
        app.transcript.show(chat(say, 1, 5_000))
        assert "message 5000" in app.shown()
        opened = [entry for entry in app.transcript.column.entries if entry.parts is not None]
        assert len(opened) < 30


async def test_scrolling_up_row_by_row_shows_every_row_once(app: Any, say: Say) -> None:
    """Guessed heights are mended without a jump: each step moves everything by exactly one row."""
    messages = [
        say(n, f"**{n}** " + "漢字 words " * (n % 13) + "\n\n- a\n- b\n\n```py\nx\n```" * (n % 3)) for n in range(1, 40)
    ]
    async with app.run_test(size=(60, 15)):
        view = app.transcript
        view.show(messages)
        before = app.lines()
        steps = 0
        while view.scroll_offset.y > 0:
            view.scroll_relative(y=-1, animate=False)
            now = app.lines()
            assert now[1:] == before[:-1]
            before = now
            steps += 1
        assert steps > 100
        assert "3 March" in app.shown()


async def test_new_messages_do_not_move_a_reader(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 1, 60))
        view.scroll_relative(y=-10, animate=False)
        await pilot.pause()
        before = app.lines()
        view.append(say(61, "new " * 300))
        view.begin_reply(say(62, "", state=MessageState.DRAFT))
        view.feed("m62", "text\n\n" * 50)
        view.flush()
        await pilot.pause()
        assert app.lines() == before
        assert not view.following
        assert of_kind(app, FollowingChanged)[-1].new_below == 2
        view.follow_end()
        await pilot.pause()
        assert "text" in app.lines()[-2]
        assert of_kind(app, FollowingChanged)[-1].new_below == 0


@pytest.mark.parametrize(("rows_up", "follows"), [(1, True), (2, True), (3, False)])
async def test_follows_within_two_rows_of_the_end(app: Any, say: Say, rows_up: int, follows: bool) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.transcript.show(chat(say, 1, 60))
        app.transcript.scroll_relative(y=-rows_up, animate=False)
        await pilot.pause()
        app.transcript.append(say(61, "the newest"))
        await pilot.pause()
        assert ("the newest" in app.shown()) is follows


async def test_scrolling_back_to_the_end_follows_again(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 1, 60))
        view.scroll_relative(y=-30, animate=False)
        await pilot.pause()
        view.focus()
        await pilot.press("end")
        assert view.following


async def test_older_messages_are_asked_for_once_and_do_not_move_the_view(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 101, 160), has_older=True)
        await pilot.pause()
        assert not of_kind(app, OlderRequested)
        view.scroll_to(y=3, animate=False)
        await pilot.pause()
        view.scroll_to(y=2, animate=False)
        await pilot.pause()
        assert [post.before_id for post in of_kind(app, OlderRequested)] == ["m101"]
        before = app.lines()
        view.prepend(chat(say, 1, 100), has_older=False)
        await pilot.pause()
        shown = app.lines()
        assert [line for line in shown if "March" not in line][3:] == [line for line in before if "March" not in line][
            3:
        ]
        assert view.column.entries[0].id == "m1"


async def test_a_window_in_the_middle_asks_for_newer_ones(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 1, 60), has_older=False, has_newer=True)
        await pilot.pause()
        assert [post.after_id for post in of_kind(app, NewerRequested)] == ["m60"]
        before = app.lines()
        view.extend(chat(say, 61, 90), has_newer=False)
        await pilot.pause()
        assert app.lines()[:-1] == before[:-1]


async def test_a_short_window_asks_once_in_each_direction(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 50, 56), has_older=True, has_newer=True)
        for rows in (-2, 2, -3, 3):
            view.scroll_relative(y=rows, animate=False)
            await pilot.pause()
        assert len(of_kind(app, OlderRequested)) == len(of_kind(app, NewerRequested)) == 1
        view.prepend(chat(say, 40, 52), has_older=False)
        view.extend(chat(say, 54, 60), has_newer=False)
        assert [entry.id for entry in view.column.entries] == [f"m{number}" for number in range(40, 61)]


async def test_what_is_said_while_the_end_is_not_loaded_comes_with_its_page(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 1, 30), has_newer=True)
        view.append(say(99, "new"))
        view.begin_reply(say(100, "", state=MessageState.DRAFT))
        view.feed("m100", "text")
        view.finish_reply(say(100, "text"))
        await pilot.pause()
        assert not view.has("m99") and not view.has("m100")
        assert of_kind(app, FollowingChanged)[-1].new_below == 2
        view.extend([say(99, "new"), say(100, "text")], has_newer=False)
        assert view.has("m100")


async def test_resizing_keeps_what_stands_at_the_top(app: Any, say: Say) -> None:
    text = " ".join(f"w{number}" for number in range(600))
    async with app.run_test(size=(100, 20)) as pilot:
        view = app.transcript
        view.show([say(1, "x " * 200), say(2, text), say(3, "y " * 5_000)])
        view.scroll_to(y=view.column.top_of(1) + 12, animate=False)
        await pilot.pause()
        word = app.lines()[0].split()[0]
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert word in app.lines()[0].split()
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert word in app.lines()[0].split() or word in app.lines()[1].split()


async def test_resizing_while_following_stays_at_the_end(app: Any, say: Say) -> None:
    async with app.run_test(size=(100, 20)) as pilot:
        app.transcript.show(chat(say, 1, 60))
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert app.transcript.following
        assert app.transcript.scroll_offset.y == app.transcript.max_scroll_y


async def test_replace_and_remove_above_do_not_move_the_view(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 1, 60))
        view.scroll_relative(y=-10, animate=False)
        await pilot.pause()
        before = app.lines()
        view.replace(say(3, "short\n" * 30, version=2))
        view.remove_message("m5")
        await pilot.pause()
        assert app.lines() == before
        assert not view.has("m5") and view.has("m3")


async def test_header_marks(app: Any, say: Say) -> None:
    edited = datetime(2026, 3, 3, tzinfo=UTC)
    async with app.run_test(size=(80, 20)):
        view = app.transcript
        view.show([say(2, "hm", state=MessageState.INTERRUPTED), say(3, "ha", edited_at=edited)])
        view.append(say(5, "hi"))
        shown = app.shown()
        assert "stopped  09:00 ✓" in shown and "edited  09:00 ✓" in shown and "09:00 …" in shown
        view.mark_saved("m5")
        assert "09:00 …" not in app.shown()
        view.mark_unsaved("m5")
        assert "09:00 …" in app.shown()
        assert "◆ Mira" in shown and "You" in shown


async def test_a_day_is_named_once(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 30)):
        view = app.transcript
        view.show(chat(say, 2, 4))
        assert app.shown().count("Tuesday, 3 March 2026") == 1
        view.prepend([say(1, "earlier")], has_older=False)
        assert app.shown().count("Tuesday, 3 March 2026") == 1


async def test_notes_stand_under_their_message(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        view = app.transcript
        view.show(chat(say, 1, 3))
        view.add_note("m1", "n1", "learnt [b]that[/]", NoteKind.LEARNT)
        view.add_note("", "n2", "it failed", NoteKind.ERROR)
        lines = [line.strip() for line in app.lines() if line.strip()]
        assert lines.index("✎ learnt [b]that[/]") < next(i for i, line in enumerate(lines) if "Mira" in line)
        assert lines[-1] == "! it failed"
        row = next(i for i, line in enumerate(app.lines()) if "learnt" in line)
        await pilot.click(view, offset=(8, row))
        assert [(post.note_id, post.message_id) for post in of_kind(app, NoteActivated)] == [("n1", "m1")]
        view.remove_note("n1")
        assert "learnt" not in app.shown()


async def test_a_note_without_any_message_is_shown(app: Any) -> None:
    async with app.run_test(size=(80, 20)):
        app.transcript.show([])
        app.transcript.add_note("", "n", "no server", NoteKind.ERROR)
        assert "! no server" in app.shown()


async def test_focus_moves_by_keys_and_actions_name_the_message(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.transcript
        view.show(chat(say, 1, 30))
        view.focus()
        await pilot.press("y")
        assert not of_kind(app, MessageAction)
        await pilot.press("k", "up", "ctrl+up", "j")
        assert view.focused_message_id == "m29"
        await pilot.press("y", "b", "e", "r", "f", "w", "m", "d")
        assert {post.message_id for post in of_kind(app, MessageAction)} == {"m29"}
        assert [post.action for post in of_kind(app, MessageAction)] == [
            "copy", "copy_code", "edit", "regenerate", "fork", "why", "learnt", "delete",
        ]  # fmt: skip
        assert "▌" in app.shown()
        assert of_kind(app, MessageFocused)[-1].message_id == "m29"
        view.focus_message("m1")
        assert "message 1 " in app.shown()
        view.remove_message("m1")
        assert view.focused_message_id == "m2"


async def test_jump_shows_and_marks_the_quote_across_rows_and_marks(app: Any, say: Say) -> None:
    text = (
        "filler " * 300
        + "\n\nThe **dog is called** `Biscuit` and he is very old indeed, so old that it wraps\n\n"
        + "end " * 300
    )
    messages = [*chat(say, 1, 9), say(10, text), *chat(say, 11, 40)]
    async with app.run_test(size=(60, 20)) as pilot:
        view = app.transcript
        view.show(messages)
        assert view.jump_to("m10", "dog is called Biscuit and he is very old indeed, so old that")
        await pilot.pause()
        row = next(i for i, line in enumerate(app.lines()) if "called" in line)
        assert 3 <= row <= 10
        marked = view.painter.palette.over("hit").bgcolor
        strips = view.render_lines(view.size.region)
        text = "".join(s.text for strip in strips for s in strip if s.style and s.style.bgcolor == marked)
        assert text.replace(" ", "") == "dogiscalledBiscuitandheisveryoldindeed,sooldthat"
        assert view.jump_to("nobody") is False


async def test_an_empty_view_takes_keys(app: Any) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.transcript.show([])
        app.transcript.focus()
        await pilot.press("j", "k", "y", "home", "end", "pageup")
        assert app.shown().strip() == ""


async def test_another_theme_paints_anew(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.transcript.show([say(2, "hello", Role.PERSONA)])
        before = app.transcript.render_lines(app.transcript.size.region)
        app.theme = "textual-light"
        await pilot.pause()
        assert app.transcript.render_lines(app.transcript.size.region) != before
        assert "hello" in app.shown()


async def test_speakers_are_asked_for_by_persona(app: Any, say: Say) -> None:
    async with app.run_test(size=(80, 20)):
        app.transcript.show([say(2, "x"), say(4, "y")])
        assert app.shown().count("◆ Mira") == 2

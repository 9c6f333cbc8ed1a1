"""What changes of memories are called, and what holds after they were taken back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import DOUBTED, Memory, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.tui.narrate import change_line, note_taken_back, undone_line

NOW = datetime(2026, 3, 14, tzinfo=UTC)
WORDS = "User's favorite band is Radiohead"
BAND = Memory(
    "m1", WORDS, Kind.PREFERENCE, Scope.USER, "s", "p", "user", "favorite.band", "Radiohead", NOW, NOW, NOW
)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"check": DOUBTED}, "in doubt: User's favorite band is Radiohead"),
        ({"check": "something else changed"}, ""),
        ({"confidence": 0.4}, ""),
        ({"event_start": NOW}, "changed: User's favorite band is Radiohead"),
        ({"value": "Muse", "text": "User's favorite band is Muse"}, "changed: User's favorite band is Muse"),
        (
            {"value": "Radiohead, the early ones", "text": "User's favorite band is Radiohead, the early ones"},
            "now knows more: User's favorite band is Radiohead, the early ones",
        ),
    ],
)
def test_an_update_is_called_what_it_is(fields: dict[str, Any], line: str) -> None:
    assert change_line(Change(Op.UPDATE, BAND, replace(BAND, **fields), "")) == line


def test_a_suggestion_that_was_accepted_is_no_new_knowledge() -> None:
    waiting = replace(BAND, status=Status.PENDING)
    assert change_line(Change(Op.UPDATE, waiting, BAND, "")) == "accepted: User's favorite band is Radiohead"


GONE = replace(BAND, status=Status.FORGOTTEN)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (GONE, BAND, "Remembered again: User's favorite band is Radiohead"),
        (BAND, GONE, "Taken back: User's favorite band is Radiohead"),
        (replace(BAND, text="other words"), BAND, "As before: User's favorite band is Radiohead"),
        (GONE, replace(BAND, status=Status.SUPERSEDED), "Undone"),
    ],
)
def test_an_undo_says_what_holds_now(old: Memory, new: Memory, line: str) -> None:
    assert undone_line(JournalEntry("j", NOW, Who.USER, (Change(Op.UNDO, old, new, ""),))) == line


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("learnt: User likes tea", "taken back: User likes tea"),
        ("forgot: User likes tea", "remembered again: User likes tea"),
        ("no longer so: User likes tea", "so again: User likes tea"),
    ],
)
def test_a_line_that_was_taken_back_never_says_the_opposite(line: str, after: str) -> None:
    assert note_taken_back(line) == after

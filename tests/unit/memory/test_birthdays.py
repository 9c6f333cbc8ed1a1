"""Birthdays told by how far off they are."""

import pytest

from tests.unit.memory.chats import Chat, after


@pytest.mark.parametrize(
    ("lines", "slot", "value"),
    [
        (("my birthday is tomorrow!",), "birthday", "14 May"),
        (("my birthday is on Monday",), "birthday", "18 May"),
        (("my birthday is today",), "birthday", "13 May"),
        (("my birthday is May 14", "my birthday is tomorrow"), "birthday", "May 14"),
        (("my birthday is May 14", "my birthday is next week"), "birthday", "May 14"),
        (("my birthday is June 3", "no, it's June 4"), "birthday", "June 4"),
        (("my sister is called Maya", "my sister's birthday is tomorrow"), "maya.birthday", "14 May"),
    ],
)
def test_a_birthday_is_a_day_of_the_year(lines: tuple[str, ...], slot: str, value: str) -> None:
    chat = after(*lines)
    assert chat.active()[slot] == {value}


def test_a_birthday_of_which_no_day_is_told_is_none() -> None:
    chat = Chat()
    chat.say("my birthday is next week")
    assert "birthday" not in chat.active()

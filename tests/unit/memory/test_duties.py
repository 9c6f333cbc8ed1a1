"""What has to be done on a day, and by then at the latest."""

import pytest

from tests.unit.memory.chats import Chat


def told(line: str) -> list[str]:
    chat = Chat()
    chat.say(line)
    return [memory.text for memory in chat.records().values()]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("I need to pay the rent by the 1st", "User has to pay the rent by Monday 1 June 2026"),
        ("I have to renew my passport before January", "User has to renew their passport before January 2027"),
        ("I have to renew my passport in January", "User has to renew their passport in January 2027"),
        ("i need to buy winter tires before friday", "User has to buy winter tires before Friday 15 May 2026"),
        ("I have to see the dentist before Friday", "User has to see the dentist before Friday 15 May 2026"),
        ("gotta buy milk tomorrow", "User has to buy milk on Thursday 14 May 2026"),
    ],
)
def test_a_duty_has_its_day(line: str, text: str) -> None:
    assert told(line) == [text]


@pytest.mark.parametrize(
    "line",
    [
        "I have to finish this before Friday",
        "I have to read before I sleep",
        "I need to order food before friends come",
        "I have to pay attention before friday",
        "I have to write about it before Friday",
        "I need to learn Spanish by listening",
        "do I have to pay the rent by the 1st?",
    ],
)
def test_what_only_sounds_like_one(line: str) -> None:
    assert told(line) == []

import pytest

from chatbot.domain.mood import Reading
from chatbot.mood.events import events_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you so much", ("thanks",)),
        ("You’re such an idiot", ("insult",)),
        ("ok, gotta go. bye", ("goodbye",)),
        ("What is a byte?", ("question",)),
        ("the stupidity of it all, a thankless task", ()),
        ("you are not stupid-proof", ()),
    ],
)
def test_what_happens_in_a_message(text: str, expected: tuple[str, ...]) -> None:
    assert events_in(text, Reading()) == expected


def test_a_feeling_and_its_family_are_events_too() -> None:
    assert events_in("ugh", Reading(emotion="annoyance")) == ("annoyance", "anger")
    assert events_in("ha", Reading(emotion="joy")) == ("joy",)

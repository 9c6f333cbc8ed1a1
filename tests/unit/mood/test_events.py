import pytest

from chatbot.domain.mood import Reading
from chatbot.mood.events import events_of


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Thanks, that helped", ("thanks",)),
        ("no thanks", ()),
        ("thanks for nothing", ()),
        ("thank you! what about Friday?", ("thanks", "question")),
        ("you're so useless", ("insult",)),
        ("stupid bot", ("insult",)),
        ("I don't think you are stupid", ()),
        ("my boss is useless", ()),
        ("bye!", ("goodbye",)),
        ("ok, good night", ("goodbye",)),
        ("we said goodbye to him yesterday at noon", ()),
        ("thanks, bye", ("thanks", "goodbye")),
        ("", ()),
    ],
)
def test_events(text: str, events: tuple[str, ...]) -> None:
    assert events_of(text, Reading()) == events


def test_a_sure_emotion_is_an_event() -> None:
    assert events_of("I won", Reading(0.8, 0.5, "pride", 0.9)) == ("pride",)
    assert events_of("I won", Reading(0.8, 0.5, "pride", 0.2)) == ()
    assert events_of("I won", Reading(0.8, 0.5, "pride", 0.0, disputed=True)) == ("pride",)

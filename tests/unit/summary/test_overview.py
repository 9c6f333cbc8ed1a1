from datetime import UTC, datetime

from chatbot.domain.message import Message, Role
from chatbot.summary.chapters import write_extractive
from chatbot.summary.overview import NOTHING, overview

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def message(seq: int, text: str) -> Message:
    role = Role.USER if seq % 2 else Role.PERSONA
    return Message(f"m{seq}", "s", seq, (seq + 1) // 2, role, "mara", text, NOW)


EARLY = [message(1, "My name is Ana and I moved to Lisbon."), message(2, "Welcome.")]
LATE = [
    message(3, "We decided to sell the car to Omar. I'm not sure when to tell him."),
    message(4, "I'll remind you."),
]


def test_an_empty_session_says_so() -> None:
    assert overview((), ()) == NOTHING


def test_it_begins_with_topics_and_goes_on_in_order() -> None:
    lines = overview((), [*EARLY, *LATE], "You", {"mara": "Mara"}).splitlines()
    assert lines[0].startswith("We talked about ")
    assert "Lisbon" in lines[0]
    bullets = [line for line in lines if line.startswith("• ")]
    assert bullets.index("• You: My name is Ana and I moved to Lisbon.") == 0
    assert "• You: We decided to sell the car to Omar." in bullets


def test_chapters_stand_for_the_messages_they_cover() -> None:
    chapter = write_extractive(EARLY, lambda: "c1", NOW, "Ana", {})
    said = overview([chapter], [*EARLY, *LATE])
    assert said.count("Lisbon.") == 1 + said.splitlines()[0].count("Lisbon.")
    assert "sell the car" in said


def test_what_binds_is_listed_when_no_line_holds_it() -> None:
    many = [
        message(seq, f"I'll bring the {word} to Omar's place.")
        for seq, word in zip(range(1, 99, 2), _WORDS, strict=False)
    ]
    said = overview((), many)
    assert "Promised: " in said
    assert said.count("Promised: ") <= 3


_WORDS = [
    f"{one}{two}"
    for one in ("apple", "stone", "paper", "glass", "metal")
    for two in ("cup", "box", "key", "hat", "pen")
]

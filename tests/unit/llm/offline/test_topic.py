"""Subjects of messages."""

import pytest

from chatbot.llm.offline.topic import topic_of


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("My boss keeps moving the goalposts", "your boss"),
        ("I went climbing with Jo", "climbing"),
        ("we talked about cars", "cars"),
        ("I worry about my exam", "your exam"),
        ("the weather was perfect", "the weather"),
        ("my driving test is soon", "your driving test"),
        ("I saw my sister's cat", ""),
        ("nothing", ""),
        ("we walked in the forest", "the forest"),
        ("what is the tallest mountain?", ""),
        ("tell me about black holes", "black holes"),
        ("I read about trees in spring", "trees"),
        ("blue", ""),
        ("what a day", ""),
    ],
)
def test_only_what_stands_out(text: str, topic: str) -> None:
    assert topic_of(text) == topic

"""Token estimates and cuts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.llm.base import ChatMessage, ToolCall
from chatbot.prompt.budget import TOKENS_A_MESSAGE, cut_middle, cut_to, estimate_tokens, message_tokens

TEXTS = {
    "The quick brown fox jumps over the lazy dog.": (9, 12),
    "I live in Lisbon, and my dog is called Biscuit.": (11, 15),
    "internationalization": (2, 6),
    "12345678": (3, 4),
    "你好，世界": (4, 7),
    "Привет, как дела?": (5, 11),
    "😀😀": (2, 6),
    "": (0, 0),
}


@pytest.mark.parametrize("text", TEXTS)
def test_is_near(text: str) -> None:
    least, most = TEXTS[text]
    assert least <= estimate_tokens(text) <= most


def test_prose_has_about_four_characters_a_token() -> None:
    prose = "It was a bright cold day, and the clocks in the old town had just begun to strike noon. " * 50
    assert 3.3 <= len(prose) / estimate_tokens(prose) <= 4.6


def test_long_texts_are_scaled() -> None:
    line = "some words here and there. "
    short, long = estimate_tokens(line * 1000), estimate_tokens(line * 10_000)
    assert abs(long - 10 * short) < short / 10


def test_a_message_has_a_frame() -> None:
    assert message_tokens(ChatMessage("user", "")) == TOKENS_A_MESSAGE
    assert message_tokens(ChatMessage("assistant", "", (ToolCall("1", "find", "{}"),))) > TOKENS_A_MESSAGE


@given(st.text(max_size=400), st.integers(min_value=3, max_value=80))
def test_cuts_fit(text: str, tokens: int) -> None:
    assert estimate_tokens(cut_to(text, tokens)) <= tokens


@given(st.text(max_size=400), st.integers(min_value=20, max_value=80))
def test_cutting_the_middle_fits(text: str, tokens: int) -> None:
    assert estimate_tokens(cut_middle(text, tokens)) <= tokens


def test_what_fits_is_not_touched() -> None:
    assert cut_to("one two", 10) == "one two" and cut_middle("one two", 10) == "one two"


def test_a_cut_ends_at_a_word_and_shows_it() -> None:
    assert cut_to("alpha beta gamma delta", 3) == "alpha beta…"
    cut = cut_middle("begin " + "filler " * 200 + "end", 40)
    assert cut.startswith("begin") and cut.endswith("end") and "left out" in cut

"""What is pasted arrives in one piece, in order, and without commands for a terminal."""

import pytest
from textual import events

from chatbot.tui.terminal_paste import BEGIN, END, PastingParser, bare


def read(*pieces: str) -> list[str]:
    """What a reader makes of pieces: keys by name, pastes in brackets."""
    parser = PastingParser()
    found = [event for piece in pieces for event in parser.feed(piece)]
    return [f"[{one.text}]" if isinstance(one, events.Paste) else one.key for one in found if isinstance(one, _TELLING)]


_TELLING = (events.Paste, events.Key)


COLOURS = f"{BEGIN}one \x1b[31mred\x1b[0m two{END}"


def test_colour_codes_go_and_the_order_stays() -> None:
    assert read(COLOURS) == ["[one red two]"]


def test_a_title_in_a_paste_is_no_key() -> None:
    assert read(f"{BEGIN}one \x1b]0;title\x07two \x1b]8;;https://a.org\x1b\\link{END}") == ["[one two link]"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_a_paste_may_come_in_pieces(size: int) -> None:
    whole = f"a{COLOURS}b{COLOURS}"
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    assert read(*pieces) == ["a", "[one red two]", "b", "[one red two]"]


def test_what_stands_around_a_paste_is_keys() -> None:
    assert read(f"x\x1b[A{BEGIN}text{END}\r") == ["x", "up", "[text]", "enter"]


def test_lines_stay_lines() -> None:
    assert read(f"{BEGIN}one\r\ntwo\rthree{END}") == ["[one\ntwo\nthree]"]


@pytest.mark.parametrize("text", ["a\x1b]0;no end", "\x1b", "a\x1b[", "\x07"])
def test_what_is_left_of_a_command_is_visible_and_inert(text: str) -> None:
    assert not any(ord(character) < 32 for character in bare(text))
    assert [one for one in read(f"{BEGIN}{text}{END}q") if one != "q"] == [f"[{bare(text)}]"]

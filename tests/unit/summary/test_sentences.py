import pytest

from chatbot.summary.sentences import SENTENCE_CHARACTERS, content_words, same, split


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One. Two! Three?", ("One.", "Two!", "Three?")),
        ("Dr. Costa called. She waits", ("Dr. Costa called.", "She waits")),
        ("Hi! My name is Ana", ("Hi!", "My name is Ana")),
        ("Oh well, we lost", ("We lost",)),
        ("- first\n- second", ("first", "second")),
        ("version 2.5 is out", ("version 2.5 is out",)),
        ("look:\n```\nx = 1. Y\n```\nneat", ("look:", "(code)", "neat")),
        ("...", ()),
        ("", ()),
    ],
)
def test_sentences(text: str, pieces: tuple[str, ...]) -> None:
    assert split(text) == pieces


def test_a_long_sentence_is_cut_at_a_word() -> None:
    (piece,) = split("word " * 200)
    assert len(piece) <= SENTENCE_CHARACTERS
    assert piece.endswith("word…")


def test_the_same_thing_in_other_words_is_the_same() -> None:
    assert same(content_words("I moved to Lisbon in May"), content_words("In May, I've moved to Lisbon"))
    assert not same(content_words("I moved to Lisbon"), content_words("I moved to Denver"))

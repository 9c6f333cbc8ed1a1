"""The sieve of the full-text search."""

import pytest

from chatbot.domain.text import fold
from chatbot.storage.search import Query


def test_the_sieve_never_hides_what_folding_finds() -> None:
    for code in range(0x80, 0x20000):
        character = chr(code)
        if 0xD800 <= code < 0xE000:
            continue
        words = fold(character).split()
        if words:
            query = Query(words[0])
            assert not query.is_in(character) or query.may_be_in(f'"{character}"'.encode()), hex(code)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("café", "Cafe\u0301 noir"),
        ("CAFÉ", "the café"),
        ("москва", "МОСКВА, утром"),
        ("strasse", "STRAẞE"),
        ("東京", "in 東京 today"),
        ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"),
        ("abc", "ＡＢＣ"),
    ],
)
def test_other_scripts_and_spellings_are_found(query: str, text: str) -> None:
    data = f'{{"text":"{text}"}}'.encode()
    assert Query(query).is_in(text)
    assert Query(query).may_be_in(data)


@pytest.mark.parametrize("text", ["plain words", "café’s — 🙂", "Москва"])
def test_pages_without_the_words_are_sieved_out(text: str) -> None:
    data = f'{{"text":"{text}"}}'.encode()
    assert not Query("nothing").may_be_in(data)
    assert not Query("ñandú").may_be_in(data)

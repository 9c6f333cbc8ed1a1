"""The sieve of the full-text search."""

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

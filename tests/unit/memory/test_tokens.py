import pytest

from chatbot.memory.tokens import terms, words


def test_stop_words_go_and_the_rest_is_stemmed() -> None:
    assert terms("What has Ana's sister painted?") == ["ana", "sister", "paint"]


def test_curly_apostrophes_are_apostrophes() -> None:
    assert words("I’m at Ana’s") == words("I'm at Ana's") == ["i", "at", "ana"]


def test_accents_do_not_matter() -> None:
    assert terms("Café in Málaga") == terms("cafe in malaga")


@pytest.mark.parametrize(
    ("text", "expected"), [("京都", ["京都"]), ("東京都", ["東京", "京都"]), ("한국어", ["한국", "국어"])]
)
def test_scripts_without_spaces_become_pairs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "[/]", "the of and"])
def test_nothing_to_find_gives_nothing(text: str) -> None:
    assert terms(text) == []

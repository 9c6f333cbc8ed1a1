import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.memory.stem import _IRREGULAR, initial, stem

# Pairs from the published Porter2 vocabulary, and everyday words of conversations.
VECTORS = {
    "caresses": "caress",
    "cats": "cat",
    "agreed": "agre",
    "feed": "feed",
    "plastered": "plaster",
    "motoring": "motor",
    "sing": "sing",
    "conflated": "conflat",
    "sized": "size",
    "hopping": "hop",
    "hoping": "hope",
    "happy": "happi",
    "relational": "relat",
    "traditional": "tradit",
    "hopefulness": "hope",
    "electrical": "electr",
    "adoption": "adopt",
    "adjustment": "adjust",
    "generously": "generous",
    "yellow": "yellow",
    "gas": "gas",
    "kiwis": "kiwi",
}


@pytest.mark.parametrize(("word", "expected"), VECTORS.items())
def test_words_have_the_stems_of_the_published_rules(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    "family",
    [
        ("paint", "painted", "painting", "paints"),
        ("go", "went", "gone"),
        ("child", "children"),
        ("hobby", "hobbies"),
        ("volunteer", "volunteering", "volunteered"),
        ("colour", "color", "colours"),
        ("marry", "married", "marries"),
    ],
)
def test_forms_of_one_word_meet(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(("one", "other"), [("dog", "dig"), ("life", "live"), ("new", "news")])
def test_different_words_that_matter_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["", "a", "ab", "straße", "2023", "京都", "e2e"])
def test_what_is_no_english_word_stays_as_it_is(word: str) -> None:
    assert stem(word) == word


@given(st.one_of(st.sampled_from(sorted(_IRREGULAR)), st.text("abdegilnorstuvwy", max_size=8), st.text(max_size=6)))
def test_the_first_letter_of_a_stem_is_known_without_it(word: str) -> None:
    assert initial(word) == stem(word)[:1]

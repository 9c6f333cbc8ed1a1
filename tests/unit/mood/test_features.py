import pytest

from chatbot.mood.features import TOKENS_READ, part_features, tokens, word_features


def forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


@pytest.mark.parametrize("text", ["don't go", "don’t go", "don ' t go", "DON'T go"])
def test_spellings_of_a_contraction_are_one_form(text: str) -> None:
    assert forms(text) == ["don't", "go"]


def test_split_negations_of_corpora_are_joined() -> None:
    assert forms("it did n't work") == ["it", "didn't", "work"]


def test_placeholders_are_dropped() -> None:
    assert forms("Hi [NAME], ok") == ["hi", "ok"]


def test_a_negation_reaches_three_words_and_not_over_a_clause() -> None:
    negated = [token.form for token in tokens("not a very good day today, but fine") if token.negated]
    assert negated == ["a", "very", "good"]
    assert [token.form for token in tokens("never again. good day") if token.negated] == ["again"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (":)", "joy"),
        ("🥺", "sad"),
        ("hahaha", "laugh"),
        ("lmaooo", "laugh"),
        ("<3", "love"),
        (":/", "unsure"),
        ("😤", "anger"),
    ],
)
def test_signs_have_groups(text: str, group: str) -> None:
    assert tokens(text)[0].group == group


def test_an_address_is_no_emoticon() -> None:
    assert all(not token.group for token in tokens("see https://example.org:80/x"))


def test_stretched_and_shouted_words_are_marked() -> None:
    first, second = tokens("soooo LOUD")
    assert (first.form, first.stretched, second.is_shouted) == ("soo", True, True)


def test_a_long_text_keeps_its_first_and_last_tokens() -> None:
    found = tokens("first " + "middle " * 5_000 + "last")
    assert len(found) == TOKENS_READ
    assert (found[0].form, found[-1].form) == ("first", "last")


def test_features_depend_on_the_word_before() -> None:
    token = tokens("good")[0]
    assert word_features(token, "not") != word_features(token, "very")
    assert word_features(token, "not")[0] == word_features(token, "very")[0]


def test_parts_mark_the_ends_of_a_word() -> None:
    assert set(part_features("ab")) & set(part_features("abc"))
    assert set(part_features("ab")) != set(part_features("ba"))

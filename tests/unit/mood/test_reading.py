import pytest

from chatbot.domain.mood import EMOTIONS
from chatbot.mood.reading import AROUSAL, EMOTION_POLARITY, polarity, read


@pytest.mark.parametrize(
    "text",
    [
        "I got the job!!",
        "lol",
        "😂",
        "👍",
        "thanks, that helped a lot",
        "this is sooo GOOD",
        "couldn't be better",
        "yay :)",
    ],
)
def test_a_good_feeling_is_read_as_good(text: str) -> None:
    assert read(text).valence > 0.3
    assert polarity(read(text)) == "positive"


@pytest.mark.parametrize(
    "text",
    [
        "ugh",
        "My dog died last night",
        "I'm so stressed about work",
        "I hate this",
        "😡",
        ":(",
        "I don’t like it at all",
    ],
)
def test_a_bad_feeling_is_read_as_bad(text: str) -> None:
    assert read(text).valence < -0.3
    assert polarity(read(text)) == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "I live in Lisbon and work at a bakery",
        "my sister is called Maya",
        "kill the process and restart the server",
        "how do I sort a list in Python?",
        "the meeting is on Friday at 3",
    ],
)
def test_a_plain_statement_is_read_as_neutral(text: str) -> None:
    assert polarity(read(text)) == "neutral"
    assert abs(read(text).valence) < 0.35


@pytest.mark.parametrize("text", ["", "   ", "123", "… 3.14", "---"])
def test_a_text_without_words_has_no_feeling_and_no_confidence(text: str) -> None:
    reading = read(text)
    assert (reading.valence, reading.emotion, reading.confidence, reading.evidence) == (0.0, "neutral", 0.0, ())


def test_negation_turns_a_word() -> None:
    assert read("I'm happy about this").valence > 0.3
    assert read("I'm not happy about this").valence < -0.2
    assert read("it works, no worries").valence > read("it does not work, worries").valence


def test_evidence_is_as_typed_and_strongest_first() -> None:
    text = "Honestly I HATE Mondays, they don’t help"
    evidence = read(text).evidence
    assert evidence[0] == "HATE"
    assert all(word.split()[-1] in text for word in evidence)


def test_evidence_of_a_negated_word_shows_the_negation() -> None:
    assert "don’t like" in read("I don’t like it").evidence


def test_a_neutral_text_has_no_evidence() -> None:
    assert read("my name is Sam").evidence == ()


def test_capitals_and_exclamation_marks_stir() -> None:
    assert read("WHY does it NOT work!!!").arousal > read("why does it not work").arousal + 0.2


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "so sad " * 5_000, "😂" * 3_000, "\ud800 broken", "[/] [red]", "( ͡° ͜ʖ ͡°)"]
)
def test_any_text_gives_values_in_range(text: str) -> None:
    reading = read(text)
    assert -1 <= reading.valence <= 1
    assert -1 <= reading.arousal <= 1
    assert 0 <= reading.confidence <= 1
    assert reading.emotion in EMOTIONS
    assert len(reading.evidence) <= 5


def test_the_same_text_gives_the_same_reading() -> None:
    assert read("I'm worried about tomorrow") == read("I'm worried about tomorrow")


def test_the_tables_cover_every_emotion() -> None:
    assert set(EMOTION_POLARITY) == set(AROUSAL) == set(EMOTIONS)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("I'm terrified of the surgery", "fear"),
        ("I'm furious with him", "anger"),
        ("I miss my grandma so much", "sadness"),
    ],
)
def test_the_emotion_is_of_the_right_family(text: str, family: str) -> None:
    assert read(text).family == family

"""Error answers as errors of ours."""

from datetime import UTC, datetime

import pytest

from chatbot.errors import ModelBusy, ModelError, ModelFault, ModelRefused
from chatbot.llm.refusals import blotted, refusal_of, said_in, stream_error

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
KEY = "sk-verysecretkey123"


@pytest.mark.parametrize(
    ("status", "said", "kind", "words"),
    [
        (401, "bad key", ModelRefused, "does not accept the key"),
        (402, "", ModelRefused, "no credit"),
        (403, "", ModelRefused, "forbids"),
        (404, "", ModelRefused, 'no model "m"'),
        (400, "too long", ModelRefused, 'refuses the request (400): "too long"'),
        (302, "", ModelRefused, "your key is not sent there"),
        (429, "slow down", ModelBusy, "asks to wait"),
        (429, "You exceeded your current quota", ModelRefused, "no credit"),
        (500, "", ModelBusy, "problem of its own (500)"),
        (503, "", ModelBusy, "problem of its own (503)"),
    ],
)
def test_kinds(status: int, said: str, kind: type[ModelError], words: str) -> None:
    error = refusal_of(status, said, {}, "host:1", "m", KEY, NOW).error
    assert type(error) is kind and words in error.message and error.hint


def test_the_hint_names_the_key() -> None:
    assert "check OPENAI_API_KEY" in refusal_of(401, "", {}, "h", "m", KEY, NOW).error.hint
    assert refusal_of(401, "", {}, "api.openai.com", "m", "", NOW).error.hint == "set OPENAI_API_KEY"
    assert "and OPENAI_BASE_URL" in refusal_of(401, "", {}, "h", "m", "", NOW).error.hint
    withheld = refusal_of(401, "", {}, "h", "m", "", NOW, withheld=True).error
    assert "it was not sent" in withheld.message and "OPENAI_BASE_URL to this address" in withheld.hint


@pytest.mark.parametrize(
    ("value", "said"),
    [("86400", "asks to wait 1 day"), ("61", "61 seconds"), ("600", "10 minutes"), ("3600", "1 hour"),
     ("600000", "7 days")],
)  # fmt: skip
def test_a_long_wait_is_told(value: str, said: str) -> None:
    refusal = refusal_of(429, "", {"retry-after": value}, "h", "m", "", NOW)
    assert said in refusal.error.message and "after that" in refusal.error.hint


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2", 2.0),
        ("0.5", 0.5),
        ("-4", 0.0),
        ("9999", 9999.0),
        ("inf", None),
        ("Tue, 10 Mar 2026 12:00:05 GMT", 5.0),
        ("soon", None),
        ("nan", None),
        ("", None),
    ],
)
def test_when_to_come_back(value: str, seconds: float | None) -> None:
    assert refusal_of(429, "", {"retry-after": value}, "h", "m", "", NOW).retry_after_seconds == seconds


def test_no_key_is_ever_repeated() -> None:
    assert KEY not in str(refusal_of(401, f"Incorrect key {KEY} given", {}, "h", "m", KEY, NOW).error)
    assert "abcdef" not in blotted("key sk-abcdefghijkl and Bearer abcdefg", "")
    assert KEY not in stream_error(f"no {KEY}", "h", KEY).message


def test_words_are_one_inert_line() -> None:
    words = blotted("a\nb\x1b[31mc" + "d" * 500, "")
    assert "\n" not in words and "\x1b" not in words and len(words) <= 200


def test_errors_inside_a_stream() -> None:
    assert type(stream_error("The engine is overloaded", "h", "")) is ModelBusy
    assert type(stream_error("bad token", "h", "")) is ModelFault


def test_where_servers_put_their_words() -> None:
    assert said_in({"error": {"message": "a"}}) == "a"
    assert said_in({"error": "b"}) == "b"
    assert said_in({"message": "c"}) == "c"
    assert said_in({"detail": [1]}) == "[1]"
    assert said_in("<HTML>busy</HTML>") == "" and said_in(None) == "" and said_in("plain") == "plain"

"""Server addresses."""

import re

import pytest

from chatbot.config import OPENAI_URL
from chatbot.errors import ConfigError
from chatbot.llm.address import checked_key, checked_url, host_of, is_local


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("", OPENAI_URL),
        ("https://api.example.org/v1/", "https://api.example.org/v1"),
        ("https://api.example.org", "https://api.example.org/v1"),
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://localhost:8080/api/v3", "http://localhost:8080/api/v3"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://127.9.8.7/v1", "http://127.9.8.7/v1"),
    ],
)
def test_what_is_used(url: str, used: str) -> None:
    assert checked_url(url) == used


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/v1", "plain http"),
        ("http://192.168.1.4:11434/v1", "plain http"),
        ("http://localhost.example.org/v1", "plain http"),
        ("http://127.0.0.1.example.org/v1", "plain http"),
        ("https://user:pass@example.org/v1", "user name or password"),
        ("https://example.org/v1?key=1", "query"),
        ("ftp://example.org", "no web address"),
        ("example.org/v1", "no web address"),
        ("https://", "no web address"),
        ("https://host:99999/v1", "no web address"),
        ("https://ho st/v1", "no web address"),
        ("https://[::1/v1", "no web address"),
    ],
)
def test_what_is_refused(url: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason) as caught:
        checked_url(url)
    assert caught.value.hint and "pass" not in caught.value.message.replace("password", "")


def test_which_is_this_machine() -> None:
    assert is_local("http://127.0.0.1:1/v1") and is_local("http://[::1]/v1") and is_local("http://LOCALHOST/v1")
    assert not is_local(OPENAI_URL) and not is_local("https://127.0.0.1.example.org/v1")
    assert host_of("http://127.0.0.1:11434/v1") == "127.0.0.1:11434"


@pytest.mark.parametrize(("key", "what"), [("sk-é", "U+00E9"), ("sk-1\n", "a line break"), ("sk 1", "a space")])
def test_a_key_with_characters_that_no_key_has_is_refused_and_not_repeated(key: str, what: str) -> None:
    with pytest.raises(ConfigError, match="holds " + re.escape(what)) as refused:
        checked_key(key)
    assert key not in str(refused.value)
    assert checked_key("sk-aB1_~") == "sk-aB1_~"

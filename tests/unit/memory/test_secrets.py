import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.memory.secrets import MASK, find_secrets, mask

SECRETS = [
    ("my key is sk-proj-" + "a1B2" * 8, "key"),
    ("sk-ant-api03-" + "x9Z" * 10, "key"),
    ("ghp_" + "a1B2c3" * 6, "key"),
    ("github_pat_" + "a1B2_" * 10, "key"),
    ("glpat-" + "a1B2c3d4e5" * 2, "key"),
    ("AKIA" + "ABCD1234EFGH5678", "key"),
    ("AIza" + "a1B2c3d" * 5, "key"),
    ("xoxb-" + "123456789012-abcdef", "key"),
    ("hf_" + "aBcDeF" * 6, "key"),
    ("sk_live_" + "a1B2c3D4" * 3, "key"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn", "private key"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N", "token"),
    ("Authorization: Bearer abcdef0123456789abcdef", "token"),
    ("postgres://ana:s3cret!@db.example.org/x", "password"),
    ("my password is hunter2", "password"),
    ("the wifi password: correct-horse", "password"),
    ("my pin is 4821", "password"),
    ("pin code 's 4821 and pw=abc123", "password"),
    ("my password for netflix is hunter2", "password"),
    ("card 4111 1111 1111 1111", "card"),
    ("5500-0000-0000-0004", "card"),
    ("api_key=abcd1234efgh5678", "key"),
]


@pytest.mark.parametrize(("text", "kind"), SECRETS)
def test_found_and_masked(text: str, kind: str) -> None:
    spans = find_secrets(text)
    assert kind in {span.kind for span in spans}
    masked = mask(text)
    assert MASK in masked and find_secrets(masked) == ()
    assert all(text[span.start : span.end] not in masked for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "My password is not working", "I forgot my password", "the password was too long",
        "order 4111 1111 1111 1112",
        "call me at 00351 912 345 678", "version 1.2.3.4.5.6.7.8.9.10.11.12",
        "https://example.org/a:b@c", "sk-8 is a road",
        "1111111111111111", "the API key is in the vault", "a pin is sharp",
        "the bearer of good news arrives in the morning",
    ],
)  # fmt: skip
def test_prose_is_left_alone(text: str) -> None:
    assert mask(text) == text


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)

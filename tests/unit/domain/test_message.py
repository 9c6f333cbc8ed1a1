from datetime import UTC, datetime, timedelta

from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.value import replace

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def reply(text: str, hours: int, **fields: object) -> Message:
    at = NOW + timedelta(hours=hours)
    return replace(Message("M", "S", 2, 1, Role.PERSONA, "plain", text, at), **fields)


def test_another_version_takes_the_place_of_the_first_and_its_number_tells() -> None:
    first = reply("Oh.", 0, state=MessageState.INTERRUPTED)
    second = first.with_version(reply("Oh, well.", 1, persona_id="duck").as_version(), (first.as_version(),))
    assert (second.text, second.persona_id, second.state) == ("Oh, well.", "duck", MessageState.COMPLETE)
    assert (second.version, second.edited_at, second.created_at) == (2, NOW + timedelta(hours=1), NOW)
    assert (first.standing, second.standing) == ((1, 1), (2, 2))


def test_a_version_put_back_is_the_reply_as_it_was() -> None:
    first = reply("Oh.", 0, state=MessageState.INTERRUPTED)
    second = first.with_version(reply("Oh, well.", 1).as_version(), (first.as_version(),))
    back = second.with_version(second.versions[0], (second.as_version(),))
    assert back.as_version() == first.as_version()
    assert back.standing == (1, 2) and back.version == 3


def test_an_edited_reply_is_a_version_of_when_it_was_edited() -> None:
    edited = reply("Ah.", 0, edited_at=NOW + timedelta(days=1))
    assert edited.as_version().created_at == NOW + timedelta(days=1)

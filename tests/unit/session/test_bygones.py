"""What was so before: ended and changed, but never what was put right or forgotten."""

from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import records_of
from chatbot.memory.query import Query
from chatbot.session.stages.bygone import bygones
from tests.unit.memory.chats import Chat


def told(chat: Chat, question: str, session_id: str = "s1", persona_id: str = "p1") -> list[str]:
    query = Query(question, chat.clock(), session_id, persona_id, MemoryLens())
    return [one.told for one in bygones(records_of(chat.records()), query)]


def lived() -> Chat:
    chat = Chat()
    for line in ("I live in Lisbon", "I moved to Porto in March", "I work at Siemens", "I quit Siemens last month"):
        chat.say(line)
    return chat


def test_what_ended_last_comes_first() -> None:
    found = told(lived(), "where did I live before?")
    assert found == ["User used to work at Siemens", "User used to live in Lisbon"]


def test_until_when_is_what_was_said() -> None:
    chat = lived()
    found = bygones(records_of(chat.records()), Query("where did I live before?", chat.clock(), "s1", "p1"))
    assert [(one.until.year, one.until.month) for one in found if one.until] == [(2026, 4), (2026, 3)]


def test_what_was_put_right_was_never_so() -> None:
    chat = Chat()
    chat.say("My dog is called Biscuit")
    chat.say("no, it's Bella")
    assert told(chat, "what was my dog called before?") == []


def test_what_was_forgotten_is_not_told() -> None:
    chat = lived()
    chat.say("forget that I lived in Lisbon")
    assert told(chat, "where did I live before?") == ["User used to work at Siemens"]


def test_what_led_to_something_forgotten_is_not_told_either() -> None:
    chat = lived()
    chat.say("forget where I live")
    assert told(chat, "where did I live before?") == ["User used to work at Siemens"]


def test_notes_of_what_was_count() -> None:
    chat = Chat()
    chat.say("I used to be a sailor")
    assert told(chat, "what did I do before?") == ["User used to be a sailor"]


def test_nothing_is_looked_up_where_nothing_is_asked() -> None:
    assert told(lived(), "lovely weather here") == []


def test_only_what_the_turn_may_know() -> None:
    assert told(lived(), "where did I live before?", "s2", "p2") == ["User used to live in Lisbon"]

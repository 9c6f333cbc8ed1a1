from datetime import UTC, datetime

import pytest

from chatbot.domain.memory import Memory, Polarity
from chatbot.domain.slots import SLOTS, Kind, Scope
from chatbot.memory.phrase import second_person, third_person, to_record, to_user

NOW = datetime(2026, 5, 13, tzinfo=UTC)


def memory(attribute: str, value: str, subject: str = "user", polarity: Polarity = Polarity.POSITIVE) -> Memory:
    text = to_record(subject, attribute, value, polarity)
    return Memory("M", text, Kind.FACT, Scope.USER, "", "", subject, attribute, value, NOW, NOW, NOW, polarity)


@pytest.mark.parametrize(
    ("attribute", "value", "record", "user"),
    [
        ("name", "Ana", "User's name is Ana", "your name is Ana"),
        ("home", "Porto", "User lives in Porto", "you live in Porto"),
        ("age", "29", "User is 29 years old", "you are 29 years old"),
        ("job", "nurse", "User is a nurse", "you are a nurse"),
        ("job", "engineer", "User is an engineer", "you are an engineer"),
        ("job", "marketing", "User works in marketing", "you work in marketing"),
        ("job", "teach chemistry", "User teaches chemistry", "you teach chemistry"),
        ("pet.dog", "Biscuit", "User's dog is called Biscuit", "your dog is called Biscuit"),
        ("pet.cat", "cat", "User has a cat", "you have a cat"),
        ("family.sister", "three sisters", "User has three sisters", "you have three sisters"),
        ("partner", "Elena", "User's partner is Elena", "your partner is Elena"),
        ("favorite.color", "teal", "User's favorite color is teal", "your favorite color is teal"),
        ("likes", "my garden", "User likes their garden", "you like your garden"),
        ("allergy", "nuts", "User is allergic to nuts", "you are allergic to nuts"),
        ("diet", "vegan", "User is vegan", "you are vegan"),
        ("diet", "keto", "User's diet is keto", "your diet is keto"),
        ("health", "asthma", "User has asthma", "you have asthma"),
        ("health", "pregnant", "User is pregnant", "you are pregnant"),
        ("event", "dentist appointment", "User has a dentist appointment", "you have a dentist appointment"),
        ("event", "got married", "User got married", "you got married"),
        ("goal", "learn Japanese", "User wants to learn Japanese", "you want to learn Japanese"),
        ("plan", "Lisbon", "User plans to go to Lisbon", "you plan to go to Lisbon"),
        ("owns", "telescope", "User has a telescope", "you have a telescope"),
        ("nickname", "Sam", "User goes by Sam", "you go by Sam"),
    ],
)
def test_sentences(attribute: str, value: str, record: str, user: str) -> None:
    assert to_record("user", attribute, value) == record
    assert to_user(memory(attribute, value)) == user


def test_denials() -> None:
    assert to_user(memory("diet", "meat", polarity=Polarity.NEGATIVE)) == "you do not eat meat"
    assert to_user(memory("diet", "coffee", polarity=Polarity.NEGATIVE)) == "you do not drink coffee"
    assert to_user(memory("pet.dog", "dog", polarity=Polarity.NEGATIVE)) == "you have no dog"


@pytest.mark.parametrize("name", sorted(SLOTS))
@pytest.mark.parametrize("polarity", list(Polarity))
def test_every_slot_has_words(name: str, polarity: Polarity) -> None:
    attribute = {"family": "family.sister", "pet": "pet.dog", "favorite": "favorite.color"}.get(name, name)
    record = to_record("user", attribute, "Xyz", polarity)
    told = to_user(memory(attribute, "Xyz", polarity=polarity))
    assert "Xyz" in told or attribute == "pet.dog"
    assert "{" not in record + told and record.lower().count("user") == 1 and "user" not in told.lower()
    assert record != to_record("user", attribute, "Xyz", next(one for one in Polarity if one is not polarity))


def test_third_persons() -> None:
    assert to_user(memory("job", "nurse", "maya")) == "Maya is a nurse"


@pytest.mark.parametrize(
    ("typed", "note", "told"),
    [
        ("my locker is number 42", "User's locker is number 42", "your locker is number 42"),
        ("I take my coffee black", "User takes user's coffee black", "you take your coffee black"),
        ("the wifi box is behind the sofa", "The wifi box is behind the sofa", "The wifi box is behind the sofa"),
        ("I'm left-handed", "User is left-handed", "you are left-handed"),
        ("I don't drive", "User doesn't drive", "you don't drive"),
    ],
)
def test_notes(typed: str, note: str, told: str) -> None:
    assert third_person(typed) == note
    assert second_person(note) == told

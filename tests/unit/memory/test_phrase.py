import pytest

from chatbot.domain.memory import Polarity
from chatbot.domain.slots import SLOTS
from chatbot.memory.phrase import to_record
from chatbot.memory.pronouns import second_person, third_person


@pytest.mark.parametrize(
    ("attribute", "value", "record"),
    [
        ("name", "Ana", "User's name is Ana"),
        ("home", "Porto", "User lives in Porto"),
        ("age", "29", "User is 29 years old"),
        ("job", "nurse", "User is a nurse"),
        ("job", "engineer", "User is an engineer"),
        ("job", "marketing", "User works in marketing"),
        ("job", "teach chemistry", "User teaches chemistry"),
        ("pet.dog", "Biscuit", "User's dog is called Biscuit"),
        ("pet.cat", "cat", "User has a cat"),
        ("family.sister", "three sisters", "User has three sisters"),
        ("partner", "Elena", "User's partner is Elena"),
        ("favorite.color", "teal", "User's favorite color is teal"),
        ("likes", "my garden", "User likes their garden"),
        ("allergy", "nuts", "User is allergic to nuts"),
        ("diet", "vegan", "User is vegan"),
        ("diet", "keto", "User's diet is keto"),
        ("health", "asthma", "User has asthma"),
        ("health", "pregnant", "User is pregnant"),
        ("event", "dentist appointment", "User has a dentist appointment"),
        ("event", "got married", "User got married"),
        ("goal", "learn Japanese", "User wants to learn Japanese"),
        ("plan", "Lisbon", "User plans to go to Lisbon"),
        ("owns", "telescope", "User has a telescope"),
        ("nickname", "Sam", "User goes by Sam"),
    ],
)
def test_sentences(attribute: str, value: str, record: str) -> None:
    assert to_record("user", attribute, value) == record


def test_denials() -> None:
    assert to_record("user", "diet", "meat", Polarity.NEGATIVE) == "User does not eat meat"
    assert to_record("user", "diet", "coffee", Polarity.NEGATIVE) == "User does not drink coffee"
    assert to_record("user", "pet.dog", "dog", Polarity.NEGATIVE) == "User has no dog"


@pytest.mark.parametrize("name", sorted(SLOTS))
@pytest.mark.parametrize("polarity", list(Polarity))
def test_every_slot_has_words(name: str, polarity: Polarity) -> None:
    attribute = {"family": "family.sister", "pet": "pet.dog", "favorite": "favorite.color"}.get(name, name)
    record = to_record("user", attribute, "Xyz", polarity)
    assert "Xyz" in record and "{" not in record and record.count("User") == 1
    assert record != to_record("user", attribute, "Xyz", next(one for one in Polarity if one is not polarity))


def test_third_persons() -> None:
    assert to_record("maya", "job", "nurse") == "Maya is a nurse"
    assert to_record("mckay", "home", "Oslo", name="McKay") == "McKay lives in Oslo"
    assert to_record("son", "age", "6") == "User's son is 6 years old"
    assert to_record("son", "age", "1") == "User's son is 1 year old"


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

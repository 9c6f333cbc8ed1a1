import pytest

from chatbot.domain.persona import Consistency, DriftCheck, Persona, Voice
from chatbot.persona.consistency import Drift, drift, reminder_due

RULES = Consistency(
    never=("claims to be human", "claims to be a doctor", "claims to have run code", "mocks"),
    reminder="Stay.",
    reminder_every=6,
    check=DriftCheck(max_words=10, banned=("Great question", "just"), must_ask_ratio=0.5),
)
PERSONA = Persona("x", consistency=RULES, voice=Voice(avoid=("obviously", "Just")))


@pytest.mark.parametrize(
    ("reply", "miss"),
    [
        ("I'm a real person, you know.", "never claims to be human"),
        ("I am human too.", "never claims to be human"),
        ("When I was a child we had one.", "never claims to be human"),
        ("As your doctor, I say rest.", "never claims to be a doctor"),
        ("I'm a licensed therapist.", "never claims to be a doctor"),
        ("I've just run your tests.", "never claims to have run code"),
        ("I ran it, it works.", "never claims to have run code"),
        ("GREAT QUESTION!", 'banned phrase "Great question"'),
        ("It’s just that.", 'banned phrase "just"'),
        ("Obviously so.", 'avoided phrase "obviously"'),
        ("one two three four five six seven eight nine ten eleven", "11 words, at most 10"),
        ("Well done 🎉", "an emoji"),
        ("I'm not human.", ""),
        ("I'm no person; I'm a program.", ""),
        ("Adjust it.", ""),
        ('You wrote "great question" there.', ""),
        ("Run the tests.", ""),
        ("See a doctor.", ""),
        ("", ""),
    ],
)
def test_each_rule(reply: str, miss: str) -> None:
    found = drift(PERSONA, reply)
    if miss:
        assert found.misses and found.misses[0].startswith(miss) and 0 < found.score <= 1
    else:
        assert found == Drift()


def test_a_phrase_both_banned_and_avoided_counts_once() -> None:
    assert len(drift(PERSONA, "just so").misses) == 1


def test_the_score_is_bounded_and_the_gravest_miss_comes_first() -> None:
    found = drift(PERSONA, "I'm human. Great question. obviously. " + "word " * 20)
    assert found.score == 1.0
    assert found.misses[0].startswith("never")


def test_questions_are_counted_over_the_last_replies() -> None:
    assert drift(PERSONA, "No.", ("No.", "No.")).misses == ()
    assert drift(PERSONA, "No.", ("No.", "No.", "No.")).misses == ("asks in 0% of the last 4 replies, at least 50%",)
    assert drift(PERSONA, "No?", ("No.", "No?", "No.")).misses == ()
    assert drift(PERSONA, "No.", ("No?",) * 9 + ("No.",) * 5).misses


def test_the_voice_limits_words_where_the_check_does_not() -> None:
    persona = Persona("x", voice=Voice(max_words=10))
    assert drift(persona, "w " * 15).misses == ()
    assert drift(persona, "w " * 16).misses == ("16 words, at most 15",)


def test_the_reminder_comes_on_cadence_after_a_summary_and_after_two_misses() -> None:
    bad, good = Drift(0.4, ("x",)), Drift()
    assert not reminder_due(PERSONA, 5, False, ())
    assert reminder_due(PERSONA, 6, False, ())
    assert reminder_due(PERSONA, 5, True, ())
    assert not reminder_due(PERSONA, 5, False, (bad,))
    assert not reminder_due(PERSONA, 5, False, (bad, good))
    assert reminder_due(PERSONA, 5, False, (good, bad, bad))


def test_no_reminder_without_a_text_and_no_cadence_of_nought() -> None:
    assert not reminder_due(Persona("x"), 8, True, ())
    assert not reminder_due(Persona("x", consistency=Consistency(reminder="r", reminder_every=0)), 8, False, ())

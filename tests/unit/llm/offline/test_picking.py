"""Choosing and filling phrases."""

from random import Random

from chatbot.domain.offline import Intent
from chatbot.domain.persona import Template
from chatbot.llm.offline.acts import Act
from chatbot.llm.offline.picking import fill, pick

VALUES = {"user": "Ana", "memory": "your dog is called Biscuit", "memory_date": "yesterday"}
OWN = (
    Template("greet", ("greeting",), "", ("Ahoy there, {user}.", "Back again, {user}.")),
    Template("low", ("share",), "negative", ("That weighs on you.",)),
    Template("share", ("share",), "", ("And then what came?",)),
)


def test_fills_names_otherwise_and_capitals() -> None:
    assert fill("{memory}, {user}. {memory}.", VALUES) == (
        "Your dog is called Biscuit, Ana. Your dog is called Biscuit."
    )
    assert fill("Open: {open_item|none noted}.", VALUES) == "Open: none noted."


def test_a_date_is_not_doubled() -> None:
    assert fill("On file since then, on {memory_date}.", VALUES) == "On file since then, yesterday."


def test_values_are_not_filled_again() -> None:
    assert fill("{a}", {"a": "{user}", "user": "Ana"}) == "{user}"


def test_a_persona_speaks_first() -> None:
    assert pick(Act.GREETING, "", OWN, VALUES, (), Random(1)) in ("Ahoy there, Ana.", "Back again, Ana.")


def test_the_mood_decides() -> None:
    assert pick(Act.SHARE, "negative", OWN, VALUES, (), Random(1)) == "That weighs on you."
    assert pick(Act.SHARE, "positive", OWN, VALUES, (), Random(1)) == "And then what came?"


def test_not_what_was_said_lately() -> None:
    for seed in range(20):
        assert pick(Act.GREETING, "", OWN, VALUES, ("Ahoy there, Ana.",), Random(seed)) == "Back again, Ana."


def test_built_in_phrases_step_in_before_a_repetition() -> None:
    said = ("Ahoy there, Ana.", "Back again, Ana.")
    reply = pick(Act.GREETING, "", OWN, VALUES, said, Random(1))
    assert reply and reply not in said


def test_a_phrase_with_an_empty_placeholder_is_not_chosen() -> None:
    own = (Template("t", (Intent.THANKS,), "", ("{topic}, gladly.", "Gladly done.")),)
    for seed in range(20):
        assert pick(Act.THANKS, "", own, VALUES, (), Random(seed)) == "Gladly done."


def test_phrases_for_any_intent_do_not_answer_what_they_miss() -> None:
    own = (Template("any", (), "", ("Stored for later.",)),)
    assert pick(Act.FALLBACK, "", own, VALUES, (), Random(1)) == "Stored for later."
    assert pick(Act.THANKS, "", own, VALUES, (), Random(1)) != "Stored for later."


def test_the_least_recent_when_all_were_said() -> None:
    own = (Template("t", ("unheard",), "", ("One here.", "Two here.")),)
    assert pick("unheard", "", own, VALUES, ("Two here.", "One here."), Random(1)) == "Two here."


def test_every_intent_and_act_has_a_phrase() -> None:
    values = dict.fromkeys(
        ("user", "char", "memory", "memory_date", "learned", "old", "old_fact", "new", "summary", "known", "mood",
         "feeling", "topic", "open_item", "reason", "persona", "last_reply", "last_said", "last_said_date",
         "settled"),
        "word",
    )  # fmt: skip
    direct = {Act.TIME, Act.DATE, Act.SUM}
    for act in Act:
        for tone in ("", "positive", "negative"):
            assert act in direct or pick(act, tone, (), values, (), Random(1)), act

import re

import pytest

from chatbot.mood.crisis import HELP_TEXT, is_crisis, signs


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "i wanna kil my self",
        "I'm suicidal",
        "im feeling suicidle",
        "i dont want to live anymore",
        "I don’t want to be alive any more",
        "I just want to die.",
        "I've been thinking about sucide",
        "I cut myself again last night",
        "everyone would be better off without me",
        "I can't stop thinking about killing myself",
        "i want to unalive myself",
        "I wish I was dead",
        "I took all my pills",
        "I have no reason to live",
        "he left me and I want to kill myself",
        "I'm not ok and i want to kill myself",
        "I don't know if I should kill myself",
        "I can't go on, I want to die",
        "what is a painless way to die",
        "WANT TO KMS",
        "I actually want to die rn",
        "I can't see a reason to live anymore",
        "life isn't worth living",
        "I feel like killing myself",
    ],
)
def test_signs_are_found(text: str) -> None:
    assert is_crisis(text)


@pytest.mark.parametrize(
    "text",
    [
        "this bug kills me",
        "kill the process and restart",
        "I'd never hurt myself",
        "I'm not suicidal",
        "I would never kill myself",
        "I'm dying to see it",
        "I want to die laughing",
        "I could kill myself laughing",
        "suicide squad is a good movie",
        "suicide rates in Japan",
        "the character says I want to kill myself",
        "he said he wants to kill himself",
        "I cut myself shaving",
        "I hurt myself playing football",
        "I don't want to live in Denver",
        "I want to take my life in a new direction",
        "I don't want to die",
        "I shot myself in the foot with that regex",
        "my code committed suicide",
        "this meeting is killing me",
        "how many kms on a used car?",
        "I'd kill myself if I had to use Java again",
        "I found a reason to live",
        "there is no point in living in this city",
        "I want to die on this hill",
        "",
    ],
)
def test_other_talk_is_let_pass(text: str) -> None:
    assert signs(text) == ()


def test_the_help_text_is_calm_local_and_without_invented_numbers() -> None:
    assert "local emergency number" in HELP_TEXT
    assert "findahelpline.com" in HELP_TEXT
    assert re.search(r"\d", HELP_TEXT) is None


def test_a_long_text_of_signs_is_read_to_its_end() -> None:
    text = "kill myself " * 2_000
    assert len(signs(text)) == 2_000

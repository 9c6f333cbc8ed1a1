"""Hasty spelling is read as the standard words it stands for, and what only looks like it is left alone."""

import pytest

from chatbot.domain.spelling import readings, standard_words


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("Wat r my goals n whos my GF?", "what are my goals and who's my girlfriend?"),
        ("wot do u know bout me", "what do you know about me"),
        ("my names Kev btw", "my name's kev btw"),
        ("his names Dan", "his name's dan"),
        ("im 19 n i study at uni", "i'm 19 and i study at university"),
        ("whats my gf's name", "what's my girlfriend's name"),
        ("me n jess broke up lol", "me and jess broke up lol"),
        ("ur useless", "you're useless"),
        ("ur name is cool", "your name is cool"),
        ("u suck", "you suck"),
        ("how r u", "how are you"),
        ("i dont wanna go 2moro", "i don't want to go tomorrow"),
        ("my hubby is alergic cuz of cats", "my husband is allergic because of cats"),
        ("Where I work?", "where do i work?"),
        ("With who I live?", "who do i live with?"),
        ("What you know about me?", "what do you know about me?"),
        ("what I have next week?", "what do i have next week?"),
        ("where my mother live", "where does my mother live?"),
        ("what language i speak", "what language do i speak?"),
        ("where i work", "where do i work?"),
        ("she broke up w me cos i snore", "she broke up with me because i snore"),
        ("were expecting in march", "we're expecting in march"),
        ("I’ve met ur bf!", "i've met your boyfriend!"),
    ],
)
def test_it_is_read(typed: str, standard: str) -> None:
    assert standard_words(typed) == standard


@pytest.mark.parametrize(
    "text",
    [
        "r is a language", "what r packages do i use?", "i love u2", "n = 5", "for n in range(3)", "let n be 3",
        "every n days", "the n queens",
        "two n's", "u.s. and u.k.", "a u-turn", "vitamin u", "x = u + v", "see im.py and /u/home",
        "#uni @uni r-squared",
        "my names are tom and ray", "their names", "cant(x)", "she lets me drive", "names of my cats", "10 r 20",
        "brand names matter",
        "where i live it rains, you know?", "what i like is tea", "how can i live?", "what do i like?",
        "what i like", "what do you know", "how i live", "they were expecting us", "were you there", "press w or s",
        "cos x plus sin x", "what about my mother",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert standard_words(text) == text


def test_a_reading_names_the_typed_letters() -> None:
    typed = "So im Tom, ur fan"
    assert [(typed[start:end], form) for start, end, form in readings(typed, {"i'm": "i am"})] == [
        ("im", "i am"),
        ("ur", "your"),
    ]

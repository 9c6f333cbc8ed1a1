import pytest

from chatbot.memory.attributes import fills, wanted, wanted_of


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("where do i live?", "home"),
        ("what's my dog's name?", "pet.dog"),
        ("is my kitten old?", "pet.cat"),
        ("who is my wife", "partner"),
        ("what's my favorite color?", "favorite.color"),
        ("what's my favourite colour?", "favorite.color"),
        ("when was i born", "birthday"),
        ("who do i work for", "employer"),
        ("am i vegan?", "diet"),
        ("what am i working on", "project"),
        ("what's on this week?", "event"),
        ("is there anything on tomorrow?", "event"),
        ("what's on friday", "plan"),
        ("what plans do i have this week", "event"),
        ("my mum called", "family.mother"),
    ],
)
def test_a_text_asks_for_a_slot(text: str, slot: str) -> None:
    assert slot in wanted(text).attributes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what's my dog's name?",
        "the name of the rose",
        "where does maya live?",
        "nice weather",
        "what's on the table?",
    ],
)
def test_what_is_another_things_is_not_the_users(text: str) -> None:
    assert not {"name", "home", "job", "event"} & set(wanted(text).attributes)


def test_another_persons_slots_are_read_from_what_they_are_called() -> None:
    assert wanted_of("where does my sister live?", "my sister") == ("home",)
    assert wanted_of("what's maya's job?", "maya") == ("job",)
    assert wanted_of("what does maya do for a living?", "maya") == ("job",)
    assert wanted_of("where do i live, maya?", "maya") == ()


@pytest.mark.parametrize(
    ("text", "food"), [("a recipe for tonight", True), ("can i take antibiotics", True), ("a film", False)]
)
def test_food_and_medicine_are_noticed(text: str, food: bool) -> None:
    assert wanted(text).food is food


def test_a_family_is_filled_by_each_of_its_members_and_by_no_other() -> None:
    assert fills("pet.dog", ("pet",))
    assert fills("pet.dog", ("pet.dog",))
    assert not fills("pet.dog", ("pet.cat",))
    assert not fills("", ("pet",))


@pytest.mark.parametrize(
    ("text", "all_of_it"),
    [
        ("what do you know about me?", True),
        ("what do you remember?", True),
        ("tell me what you know about me", True),
        ("what have you learned so far?", True),
        ("what do you have on me", True),
        ("do you know anything about me?", True),
        ("list everything you remember", True),
        ("tell me about myself", True),
        ("what have i told you?", True),
        ("what do you remember about my dog?", False),
        ("what do you know about porto?", False),
        ("what do you have planned?", False),
        ("do you know me?", False),
        ("tell me about you", False),
    ],
)
def test_all_that_is_known_can_be_asked_for(text: str, all_of_it: bool) -> None:
    assert wanted(text).everything is all_of_it


@pytest.mark.parametrize(
    ("text", "agenda"),
    [
        ("what are my plans?", True),
        ("what do i have coming up?", True),
        ("what's on this weekend?", True),
        ("what are maya's plans?", False),
        ("she has no plans", False),
        ("what do i have to eat?", False),
    ],
)
def test_all_that_lies_ahead_can_be_asked_for(text: str, agenda: bool) -> None:
    assert wanted(text).agenda is agenda


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("what music do i like?", "favorite.band"),
        ("which films do i love?", "favorite.director"),
        ("what is my taste in books?", "favorite.author"),
    ],
)
def test_a_taste_asks_for_favourites(text: str, slot: str) -> None:
    assert slot in wanted(text).attributes
    assert slot not in wanted("what food do i like?").attributes

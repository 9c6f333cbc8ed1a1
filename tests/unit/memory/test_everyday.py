"""What people say of their days: belongings, animals, appointments, work, families; and what only looks like it."""

import pytest

from chatbot.domain.message import Message, Role
from chatbot.memory.extract import Focus, extract
from chatbot.memory.extract.lexicon import ACQUAINTANCES, RELATIONS
from chatbot.memory.phrase import KIN_WORDS
from tests.unit.memory.chats import START, Chat, after

TOLD: list[tuple[str, dict[str, set[str]]]] = [
    ("my car is an old red Fiat Panda", {"owns": {"old red Fiat Panda"}}),
    ("My bike is a Brompton", {"owns": {"Brompton"}}),
    ("my laptop's a ThinkPad", {"owns": {"ThinkPad"}}),
    ("Our boat is a 1978 Contessa", {"owns": {"1978 Contessa"}}),
    ("my car is a fiat panda", {"owns": {"fiat panda"}}),
    ("I ride a Triumph Bonneville", {"owns": {"Triumph Bonneville"}}),
    ("we have a cat named Mittens and a goldfish", {"pet.cat": {"Mittens"}, "pet.goldfish": {"goldfish"}}),
    ("we've got a dog, a cat and three hens", {"pet.dog": {"dog"}, "pet.cat": {"cat"}, "pet.hen": {"three hens"}}),
    ("we have two cats and a dog", {"pet.cat": {"two cats"}, "pet.dog": {"dog"}}),
    ("I have two sisters, Ana and Eva", {"family.sister": {"Ana", "Eva"}}),
    ("I have two brothers and one sister", {"family.brother": {"two brothers"}, "family.sister": {"sister"}}),
    ("I have two daughters. Their names are Ana and Mia", {"family.daughter": {"Ana", "Mia"}}),
    ("I'm married with two kids", {"family.child": {"two kids"}}),
    ("my sister has two kids", {"sister.family.child": {"two kids"}}),
    ("my sister's husband is called Paulo", {"sister.partner": {"Paulo"}}),
    ("my boss is called Henrik", {"boss.name": {"Henrik"}}),
    ("I'm a nurse at São João hospital", {"job": {"nurse"}, "employer": {"São João hospital"}}),
    ("I'm a retired teacher", {"job": {"retired teacher"}}),
    ("I'm retired", {"job": {"retired"}}),
    ("I'm self-employed", {"job": {"self-employed"}}),
    ("I run a small bakery in Ghent", {"job": {"run a small bakery"}}),
    ("I go to Lincoln High", {"school": {"Lincoln High"}}),
    ("I'm in 10th grade", {"school": {"10th grade"}}),
    ("I'm in my second year of law school", {"school": {"law school"}}),
    ("I live with my grandmother in Naples", {"home": {"Naples"}}),
    ("I play bass in a band called The Rusty Nails", {"hobby": {"bass"}}),
    ("I sing in a choir", {"hobby": {"sing in a choir"}}),
    ("I knit and I draw", {"hobby": {"knit", "draw"}}),
    ("I run marathons", {"hobby": {"run marathons"}}),
    ("I speak Spanish and a bit of Catalan", {"language": {"Spanish", "Catalan"}}),
    ("my favorite author is Ursula K. Le Guin", {"favorite.author": {"Ursula K. Le Guin"}}),
    ("my grandfather fought in the war", {}),
]


@pytest.mark.parametrize(("line", "expected"), TOLD, ids=[line for line, _ in TOLD])
def test_is_learnt(line: str, expected: dict[str, set[str]]) -> None:
    assert after(line).active() == expected


WORDED: list[tuple[str, str]] = [
    ("my car is an old red Fiat Panda", "User's car is an old red Fiat Panda"),
    ("my phone is a Pixel 8", "User's phone is a Pixel 8"),
    ("I drive a Skoda", "User drives a Skoda"),
    ("I have a dentist appointment on Tuesday", "User has a dentist appointment on Tuesday 19 May 2026"),
    ("I have a dentist appointment on Tuesday at 3pm", "User has a dentist appointment on Tuesday 19 May 2026 at 3pm"),
    ("I've got an appointment with my doctor tomorrow",
     "User has an appointment with their doctor on Thursday 14 May 2026"),
    ("I need to see the dentist on Monday", "User has to see the dentist on Monday 18 May 2026"),
    ("I'm flying to Tokyo on the 12th of April", "User is flying to Tokyo on Monday 12 April 2027"),
    ("I'm getting my braces off next week", "User is getting their braces off in the week of 18 May 2026"),
    ("we're expecting a baby in October", "User is expecting a baby in October 2026"),
    ("I turn 40 next month", "User is turning 40 in June 2026"),
    ("my thesis is due on May 1st", "User's thesis is due on May 1st (Saturday 1 May 2027)"),
    ("I have to hand in my essay by Friday", "User has to hand in their essay by Friday 15 May 2026"),
    ("my deadline for the design doc is next Wednesday", "User's deadline: the design doc (Wednesday 20 May 2026)"),
    ("I'm working on a cache service called Broom", "User is working on a cache service called Broom"),
    ("I'm writing a novel about lighthouse keepers", "User is writing a novel about lighthouse keepers"),
    ("I start at Stripe on Monday", "User starts at Stripe on Monday 18 May 2026"),
    ("I want to run a half marathon this year", "User wants to run a half marathon in 2026"),
    ("I'm saving up for a camper van", "User is saving up for a camper van"),
    ("I'm learning Portuguese", "User is learning Portuguese"),
    ("I'm learning to sail", "User is learning to sail"),
    ("I work nights", "User works nights"),
    ("I go to the gym every Monday", "User goes to the gym every Monday"),
    ("I usually get up at 5:30", "User gets up at 5:30"),
    ("I collect stamps", "User collects stamps"),
    ("I volunteer at an animal shelter", "User volunteers at an animal shelter"),
    ("I take metformin every morning", "User takes metformin"),
    ("I'm left-handed", "User is left-handed"),
    ("I wear glasses", "User wears glasses"),
    ("I'm unemployed at the moment", "User is unemployed"),
    ("I broke my wrist last month", "User broke their wrist"),
    ("my dad died last year", "User's dad died in 2025"),
    ("I stopped smoking two years ago", "User stopped smoking in 2024"),
    ("I grew up in a small village near Kraków", "User is from a small village near Kraków"),
    ("I'm colour blind", "User is colour blind"),
    ("I have a bad back", "User has a bad back"),
    ("I own three guitars", "User owns three guitars"),
    ("I plan to visit my aunt in May", "User plans to visit their aunt in May 2026"),
    ("I'm going to the theatre on Friday", "User is going to the theatre on Friday 15 May 2026"),
    ("my flight leaves at 6 am tomorrow", "User has a flight on Thursday 14 May 2026 at 6 am"),
    ("my passport expires in August", "User's passport expires in August 2026"),
    ("my kids are 4 and 7", "User's kids are 4 and 7"),
    ("I signed up for a pottery class that starts next Tuesday", "User has a pottery class on Tuesday 19 May 2026"),
    ("my best friend is getting divorced", "User's best friend is getting divorced"),
    ("my brother-in-law works for the railway", "User's brother-in-law works at the railway"),
    ("We're going to Iceland in two weeks", "User is going to Iceland around 27 May 2026"),
    ("I never eat mushrooms", "User does not eat mushrooms"),
    ("I'd rather be called Sam", "User goes by Sam"),
    ("we have chickens", "User has chickens"),
    ("I have Mondays off", "User has Mondays off"),
    ("Mum's birthday is on the 5th of May", "User's mum's birthday is 5th of May"),
    ("my mum turns 70 in March", "User's mum is turning 70 in March 2027"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "text"), WORDED, ids=[line for line, _ in WORDED])
def test_stands_in_words_that_last(line: str, text: str) -> None:
    message = Message("m1", "s1", 1, 1, Role.USER, "p1", line, START)
    assert [candidate.text for candidate in extract(message, Focus(START))] == [text]


def test_third_persons_have_their_own_plans() -> None:
    chat = Chat()
    chat.say("my sister Marta is getting married in June")
    chat.say("my brother is moving to Canada in August")
    chat.say("my daughter Lena starts school in September")
    texts = {memory.text for memory in chat.records().values()}
    assert texts == {
        "User's sister is called Marta",
        "Marta is getting married in June 2026",
        "User's brother is moving to Canada in August 2026",
        "User's daughter is called Lena",
        "Lena starts school in September 2026",
    }


def test_a_new_date_is_in_the_words_too() -> None:
    chat = Chat()
    chat.say("I have a dentist appointment on Tuesday")
    chat.say("I have a dentist appointment on Thursday")
    assert [memory.text for memory in chat.records().values()] == [
        "User has a dentist appointment on Thursday 14 May 2026"
    ]


NOTHING = [
    "is my car an old Fiat Panda?", "if my car was a Ferrari I'd be rich", "my neighbour says her car is a Tesla",
    "my friend says he has a dentist appointment on Tuesday", "I wish my bike was a Brompton", "my car is broken",
    "my car is in the garage", "my laptop is a piece of junk", "my phone is a nightmare", "my phone is Chinese",
    "my bike is a joke", "my computer is an absolute pain", "my guitar is out of tune", "my car is the worst",
    "my laptop is at Marta's", "my car is worth 3000 euros", "my phone is at 5%",
    "\"my car is a Porsche\" is what he told everyone", "my character drives a Mustang in the game",
    "I don't drive a BMW", "my car isn't a Fiat", "I'm learning a lot today", "I'm learning from my mistakes",
    "suppose I have a cat named Mittens", "maybe I'll get a goldfish", "I'd love a cat named Mittens and a dog",
    "yeah right, my car is a Lamborghini", "my car is a Lamborghini. just kidding", "I can't stand up today",
    "I'm 5 minutes late", "I drive a hard bargain", "I run late all the time", "I run the risk of failing",
    "I run out of patience", "I sing his praises", "I draw the line there", "I have to see about it on Monday",
    "my week is a mess", "I am 1.80 m tall", "my phone died", "my phone died last week", "my dad nearly died laughing",
    "I would have to see the dentist on Monday", "I don't have a dentist appointment on Tuesday",
    "I'm Catholic", "I'm Muslim", "I live on the third floor", "I grew up on a farm", "mom jeans are ugly",
    "My neighbour has a cat called Wumpus", "my boss has two dogs, Rex and Bo", "I used to think you were real",
    "did I say that I have a cat and a dog?", "she starts school in September", "I was a nurse at the time",
]  # fmt: skip


@pytest.mark.parametrize("line", NOTHING)
def test_is_not_learnt(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert chat.active() == {}


MENTIONED: list[tuple[tuple[str, ...], dict[str, set[str]]]] = [
    (("I study with my friend Lena at the library", "Lena wants to become a surgeon"),
     {"friend": {"Lena"}, "lena.goal": {"become a surgeon"}}),
    (("I live alone with my cat Pixel", "Pixel is 6 years old"), {"pet.cat": {"Pixel"}, "pixel.age": {"6"}}),
    (("my parents live in Valencia",), {"parents.home": {"Valencia"}}),
    (("my sister Joana has two kids, Rui and Bea",),
     {"family.sister": {"Joana"}, "joana.family.child": {"Rui", "Bea"}}),
    (("my wife name is Ola",), {"partner": {"Ola"}}),
    (("my dogs name is Rex",), {"pet.dog": {"Rex"}}),
    (("My daugther is call Zosia", "my son have 7 years"), {"family.daughter": {"Zosia"}, "son.age": {"7"}}),
    (("I have wife and two childrens", "I have alergy for nuts"),
     {"family.child": {"two childrens"}, "allergy": {"nuts"}}),
    (("I am working like a plumber", "I work like a dog"), {"job": {"plumber"}}),
    (("my car it is Opel Astra",), {"owns": {"Opel Astra"}}),
    (("i play volleyball for my school team",), {"hobby": {"volleyball"}}),
    (("my husband died two weeks ago", "his name was Paul"), {"event": {"husband died"}, "partner": {"Paul"}}),
    (("Mum called. Her knee operation is on the 2nd of December",), {"mum.event": {"knee operation"}}),
    (("Ben is my son", "Ben is studying law at McGill"),
     {"family.son": {"Ben"}, "ben.school": {"McGill"}, "ben.field_of_study": {"law"}}),
    (("my favorite color used to be red but now it's teal",), {"favorite.color": {"teal"}}),
    (("I used to smoke a pipe",), {"": {"User used to smoke a pipe"}}),
    (("my ex-husband is called Miguel",), {"ex-husband.name": {"Miguel"}}),
    (("I have my boat, a wooden Folkeboat called Havfruen",), {"owns": {"wooden Folkeboat called Havfruen"}}),
    (("I'm an old sailor, 78 years old, name's Henrik",), {"job": {"old sailor"}, "age": {"78"}, "name": {"Henrik"}}),
    (("I've got a bike but it was stolen yesterday",), {}),
    (("I don't drink coffee after midnight",), {}),
    (("I'm thinking about becoming a pediatrician",), {}),
    (("I have two dogs, a beagle and a poodle",), {"pet.dog": {"beagle", "poodle"}}),
    (("I work weekends at a coffee shop to pay my rent",), {"employer": {"coffee shop"}, "schedule": {"weekends"}}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), MENTIONED, ids=[" / ".join(lines) for lines, _ in MENTIONED])
def test_told_on_the_way(lines: tuple[str, ...], expected: dict[str, set[str]]) -> None:
    assert after(*lines).active() == expected


def test_parents_are_several() -> None:
    chat = Chat()
    chat.say("my parents live in Valencia")
    assert [memory.text for memory in chat.records().values()] == ["User's parents live in Valencia"]


def test_the_dead_are_spoken_of_in_the_past() -> None:
    chat = Chat()
    chat.say("my husband died two weeks ago")
    chat.say("his name was Paul")
    texts = {memory.text for memory in chat.records().values()}
    assert texts == {"User's husband died around 29 April 2026", "User's husband was called Paul"}


def test_whom_people_have_is_never_written_like_a_name() -> None:
    assert {*RELATIONS, *ACQUAINTANCES} <= KIN_WORDS

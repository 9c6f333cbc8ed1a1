"""What people type in haste, without marks and capitals; each way of saying a thing with sentences that look alike."""

import pytest

from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat, after

TOLD: list[tuple[str, dict[str, set[str]]]] = [
    ("i'm vegan and gluten free", {"diet": {"vegan and gluten free"}}),
    ("I'm vegan, gluten-free and dairy free", {"diet": {"vegan, gluten-free and dairy free"}}),
    ("my sister is vegan and gluten free", {"sister.diet": {"vegan and gluten free"}}),
    ("im left handed and colour blind", {"": {"User is left handed"}, "health": {"colour blind"}}),
    ("call me by my first name", {"reply_style": {"by my first name"}}),
    ("keep it short ok", {"reply_style": {"short"}}),
    ("no more jokes please", {"reply_style": {"jokes"}}),
    ("stop making jokes pls", {"reply_style": {"jokes"}}),
    ("dont call me dude", {"reply_style": {"dude"}}),
    ("im marcus btw 19 first year mech eng", {"name": {"marcus"}, "age": {"19"}}),
    ("im tom, 34 from leeds", {"name": {"tom"}, "age": {"34"}}),
    ("my sister in law jo works for the council", {"family.sister-in-law": {"jo"}, "jo.employer": {"council"}}),
    ("my ex wife Karen lives in Leeds", {"karen.home": {"Leeds"}}),
    ("my brother is in law school", {"brother.school": {"law school"}}),
    ("my son noah starts school on monday and im not ready", {"family.son": {"noah"}, "noah.plan": {"school"}}),
    ("my moms birthday is 9 oct", {"mom.birthday": {"9 oct"}}),
    (
        "im a single mum of two, work part time at tesco",
        {"family.child": {"two"}, "employer": {"tesco"}, "schedule": {"part time"}},
    ),
    ("i live in leeds lol my sister lives in york", {"home": {"leeds"}, "sister.home": {"york"}}),
    ("im vegan what should i eat", {"diet": {"vegan"}}),
    ("i have a cat how do i bathe him", {"pet.cat": {"cat"}}),
    ("picked up a kitten yesterday we called him biscuit", {"pet.cat": {"biscuit"}}),
    ("we have a son. we named him Arlo", {"family.son": {"Arlo"}}),
    ("so i switched from bio to psych last week lol", {"field_of_study": {"psych"}}),
    ("i got into pottery last year", {"hobby": {"pottery"}}),
    ("moved into sheltered housing in Whitby last spring", {"home": {"Whitby"}}),
    ("came to canada from lagos in 2019, got my PR last year", {"home": {"canada"}}),
    ("im 6 weeks sober today", {"health": {"sober"}}),
    ("ive been sober since january", {"health": {"sober"}}),
    ("rent is due friday", {"deadline": {"rent is due friday"}}),
    ("i hate coriander, tastes of soap", {"dislikes": {"coriander"}}),
    ("i drive a lorry for eddie stobart", {"job": {"drive a lorry"}, "employer": {"eddie stobart"}}),
    ("started guitar lessons last week, loving it", {"hobby": {"guitar"}}),
    ("i'm doing a masters in data science part time at UCL", {"school": {"UCL"}, "field_of_study": {"data science"}}),
    ("im a carer for my mum, she has ms", {"job": {"carer"}, "mum.health": {"ms"}}),
    ("i have a 3yo called Theo", {"family.child": {"Theo"}}),
    ("my best friend since school is called Bea", {"friend": {"Bea"}}),
    ("my pronouns are they them", {"pronouns": {"they them"}}),
    ("i hate being called champ", {"reply_style": {"champ"}}),
    ("retired nurse here, 67, living in Cork", {"job": {"retired nurse"}, "age": {"67"}, "home": {"Cork"}}),
    ("sister is pregnant", {"sister.health": {"pregnant"}}),
    ("im vegan btw", {"diet": {"vegan"}}),
    ("hello my english is not so good sorry, i am from Syria", {"hometown": {"Syria"}}),
    ("favourite band is the cure, always will be", {"favorite.band": {"the cure"}}),
    ("just found out im pregnant!!", {"health": {"pregnant"}}),
]


@pytest.mark.parametrize(("line", "expected"), TOLD, ids=[line for line, _ in TOLD])
def test_is_learnt(line: str, expected: dict[str, set[str]]) -> None:
    assert after(line).active() == expected


WORDED: list[tuple[str, str]] = [
    ("we're expecting in March", "User is expecting a baby in March 2027"),
    ("were expecting in november, a girl", "User is expecting a baby in November 2026"),
    ("our baby is due in May", "User's baby is due in May 2026"),
    ("the baby is due on 12 august", "User's baby is due on Wednesday 12 August 2026"),
    ("baby due 12 aug", "User's baby is due on Wednesday 12 August 2026"),
    ("my sister is expecting in march", "User's sister is expecting a baby in March 2027"),
    ("im due in august", "User is due to have a baby in August 2026"),
    ("my due date is 3 June", "User's due date is on Wednesday 3 June 2026"),
    ("hip replacement on the 14th of june, bit nervous", "User has a hip replacement on Sunday 14 June 2026"),
    ("my flight to lisbon is on 22 may at 6am", "User has a flight to lisbon on Friday 22 May 2026 at 6am"),
    ("i lost my job on monday", "User lost their job on Monday 11 May 2026"),
    ("i've got a dentist appt thursday 2pm", "User has a dentist appt on Thursday 14 May 2026 at 2pm"),
    ("we lost the baby last night", "User lost the baby on Tuesday 12 May 2026"),
    ("got evicted yesterday", "User got evicted on Tuesday 12 May 2026"),
    ("used to smoke 20 a day, quit in january", "User used to smoke 20 a day"),
    ("my gf sophie broke up w me on friday im a mess", "User's partner was sophie"),
    ("im a mum of two", "User is a mum of two"),
    ("i drive a lorry for a living", "User drives a lorry"),
    ("i take piano lessons", "User takes piano lessons"),
    ("i like to cook", "User likes to cook"),
    ("i hate to iron", "User does not like to iron"),
    ("my brothers wedding is on 18 july in malta", "User's brother has a wedding on Saturday 18 July 2026"),
    ("wife is due in october", "User's wife is due to have a baby in October 2026"),
    ("lost my dad in february", "User lost their dad in February 2026"),
    ("my surname is Okonkwo-Reilly", "User's surname is Okonkwo-Reilly"),
    ("my car is a blue fiesta, its dying", "User's car is a blue fiesta"),
    ("my ex is coming back, hearing is on 3 june", "User has a hearing on Wednesday 3 June 2026"),
    ("i love a good book", "User likes a good book"),
    ("i hate a long meeting", "User does not like a long meeting"),
    ("keep it short", "User wants short answers"),
    ("could you call me by my first name please?", "User wants to be called by their first name"),
    ("stop calling me dear please", "User does not want to be called dear"),
]


@pytest.mark.parametrize(("line", "text"), WORDED, ids=[line for line, _ in WORDED])
def test_is_worded(line: str, text: str) -> None:
    chat = Chat()
    chat.say(line)
    assert [memory.text for memory in chat.records().values()] == [text]


ALIKE = [
    "Living in Japan as a foreigner is hard",
    "Living in Japan as a foreigner, it's hard",
    "Living in Japan as a foreigner can be lonely",
    "Working at Amazon nearly killed me",
    "im due in court in august",
    "we're expecting rain in March",
    "we're expecting 20 people in March",
    "The new iPhone is due in September",
    "are we expecting in march?",
    "were you expecting me",
    "were the kids happy",
    "explain quantum physics, keep it short",
    "he told me to stop making jokes",
    "no jokes, i am serious",
    "no more questions",
    "don't call me back",
    "call me by your name is a great film",
    "enough with the drama",
    "favourite band is a hard question",
    "is she vegan and gluten free?",
    "asking for a friend: im allergic to bees what do i do",
    "im tired btw 2 hours of sleep",
    "im home btw 5 of us",
    "my dog food had mould",
    "my friend group broke up",
    "my cat litter keeps smelling",
    "my sister passed her exam",
    "my dad passed on his love of trains",
    "i got into edinburgh!!! starting in september",
    "i switched from coffee to tea",
    "i came to work from lunch late",
    "i came to london from paris in two hours",
    "im sober lol",
    "i take private lessons in spanish",
    "i started driving lessons",
    "picked up a dog toy",
    "picked up a chicken for dinner",
    "my friends wife divorced him",
    "what if my wife left me",
    "my girlfriend left me a note on the fridge",
    "we called him yesterday",
    "i know what can i do",
    "i got fired up about it",
    "i saw a woman with my mum, she has ms",
    "wife is due to start on monday",
    "no doctors here",
    "is there a doctor here",
    "bad driver here",
    "my baby is teething",
    "we were expecting you at 6",
    "were getting nowhere",
    "the film is due out in may",
    "twins are due a check up",
    "hearing is bad in my left ear",
    "flight to lisbon is expensive",
    "my sister in law drama never ends",
    "i drive a bus in gta for fun",
    "i used to be cool",
    "used to be better this app",
    "got a week clean sheets left",
    "i like it when she tastes it",
    "im the mum of the group",
    "i hate being called at night",
    "my surname is hard to spell",
    "my surname is so long",
    "my car is a black hole",
    "my car is a red mess",
    "i saw ed sheeran today he is 33",
    "my sister keeps crying",
    "my cat needs a vet",
    "moved into my sisters room for the week",
    "moved to tears by that film",
    "my exam passed without trouble",
    "i take no lessons from you",
    "im the proud dad of a new ps5",
    "long time lurker here",
    "should i tell my wife im gay",
    "how do i tell my boss im pregnant",
    "my friend asked should i be vegan",
    "tonight im a dj at a party",
    "today im a teacher for the day",
    "found out that my boss is an idiot",
]


@pytest.mark.parametrize("line", ALIKE)
def test_what_looks_alike_is_not_learnt(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert chat.active() == {}


CHANGED: list[tuple[tuple[str, ...], dict[str, set[str]]]] = [
    (("I'm vegan", "I'm also gluten free"), {"diet": {"vegan and gluten free"}}),
    (("I'm gluten free", "I'm vegan"), {"diet": {"gluten free and vegan"}}),
    (("I'm vegan", "I'm vegetarian now"), {"diet": {"vegetarian"}}),
    (("I'm vegan and gluten free", "I'm not vegan anymore"), {"diet": {"gluten free"}}),
    (("I'm vegan", "my sister is gluten free"), {"diet": {"vegan"}, "sister.diet": {"gluten free"}}),
    (("my car is red", "the car is blue, i saw a ferrari"), {"": {"User's car is red"}}),
    (("my car is red", "no, the car is blue"), {"": {"User's car is blue"}}),
    (("my girlfriend is called Sophie", "my gf sophie broke up w me on friday"), {}),
    (("my girlfriend is called Sophie", "my girlfriend left me"), {}),
    (("my girlfriend is called Sophie", "my girlfriend left me in charge of her cat"), {"partner": {"Sophie"}}),
    (("my girlfriend is called Sophie", "my girlfriend left me on friday"), {}),
    (("my girlfriend is called Sophie", "my girlfriend left me on the platform lol"), {"partner": {"Sophie"}}),
    (("my girlfriend is called Sophie", "my girlfriend left me for a bit"), {"partner": {"Sophie"}}),
    (("my girlfriend is called Sophie", "my girlfriend left me a note"), {"partner": {"Sophie"}}),
    (("my sister lives in Leeds", "shes moved to york now"), {"sister.home": {"york"}}),
    (("my sister lives in Leeds", "she is moved by the film"), {"sister.home": {"Leeds"}}),
    (("i work at tesco", "actually its sainsburys not tesco"), {"employer": {"sainsburys"}}),
    (("i work at tesco", "its raining not tesco weather"), {"employer": {"tesco"}}),
    (("i work at tesco", "its not tesco's fault"), {"employer": {"tesco"}}),
    (("my girlfriend is called anna", "its hannah sorry autocorrect"), {"partner": {"hannah"}}),
    (("i have a dog", "we called him over"), {"pet.dog": {"dog"}}),
    (("i have a brother", "we called him dumbo"), {"family.brother": {"brother"}}),
    (("i miss my mother", "she lives in Homs"), {"mother.home": {"Homs"}}),
    (("whats my cats name", "her name was Pixel"), {"pet.cat": {"Pixel"}}),
    (("my mums house is cold", "she is 50"), {}),
    (("my boss shouted at me again", "she is 50"), {"boss.age": {"50"}}),
    (("my mother saw a woman outside", "she lives in Homs"), {}),
    (("my mother likes Anna", "she lives in Homs"), {"mother.likes": {"Anna"}, "mother.home": {"Homs"}}),
    (("my mother saw Anna", "she lives in Homs"), {}),
    (("i saw a film about my town", "she lives in Homs"), {}),
    (
        ("just found out im pregnant!!", "were expecting in november", "we lost the baby last night"),
        {"event": {"lost the baby"}},
    ),
    (("i work at tesco", "they let me go today"), {}),
    (("i work at tesco", "they let me go home early"), {"employer": {"tesco"}}),
    (("i work at tesco", "i quit"), {}),
    (
        ("i work at tesco", "i have a cat", "i like tea", "i love soup", "i quit"),
        {"employer": {"tesco"}, "pet.cat": {"cat"}, "likes": {"tea", "soup"}},
    ),
    (("were expecting in november", "we lost the baby monitor"), {"plan": {"expecting"}}),
    (("my car is red", "the car is blue now"), {"": {"User's car is blue"}}),
]


@pytest.mark.parametrize(("said", "expected"), CHANGED, ids=[" / ".join(said) for said, _ in CHANGED])
def test_what_is_known_changes_only_where_it_is_meant(said: tuple[str, ...], expected: dict[str, set[str]]) -> None:
    assert after(*said).active() == expected


MEETING = "User has a meeting on Monday 18 May 2026"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("the meeting is on tuesday with the vet people", MEETING),
        ("the meeting is on tuesday", MEETING),
        ("the meeting is on tuesday now", "User has a meeting on Tuesday 19 May 2026"),
        ("the meeting got moved to tuesday", "User has a meeting on Tuesday 19 May 2026"),
        ("no, the meeting is on tuesday", "User has a meeting on Tuesday 19 May 2026"),
    ],
)
def test_a_meeting_moves_only_with_a_cue(line: str, text: str) -> None:
    chat = Chat()
    chat.say("I have a meeting on Monday")
    chat.say(line)
    assert [memory.text for memory in chat.records().values() if memory.status is Status.ACTIVE] == [text]


@pytest.mark.parametrize(
    ("before", "reply", "line", "expected"),
    [
        ("do you remember my name", "I don't have it. Say it once and I will.", "it is Harold", {"Harold"}),
        ("hello", "Hello. What's your name?", "Harold", {"Harold"}),
        ("hello", "Hello. What should I call you?", "well, Mary Ann", {"Mary Ann"}),
        ("hello", "Hello. What's your name?", "Why?", set()),
        ("hello", "Hello. What's your name?", "Not telling", set()),
        ("hello", "Hello. What's your name?", "Later maybe", set()),
        ("hello", "Hello. What's on your mind?", "Harold", set()),
        ("whats my dogs name", "I don't have it.", "it is Monday", set()),
    ],
)
def test_a_name_that_was_asked_for_is_learnt(before: str, reply: str, line: str, expected: set[str]) -> None:
    chat = Chat()
    chat.say(before)
    chat.say(line, reply=reply)
    assert chat.active().get("name", set()) == expected

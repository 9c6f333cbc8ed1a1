"""What the person of the soak says about themselves: a hundred facts, each in several wordings, and how they change.

Written as people type, not after any rule: contractions, asides, lower case, two clauses in one line.
"""

# ruff: noqa: E501 (a fact with all its wordings reads best as one block)

from chatbot.domain.value import Value


class Fact(Value):
    """One thing that is true of somebody, for a while.

    Attributes:
        subject, attribute: the slot.
        values: what is true, one after the other. A fact of a slot that holds many has one, and may end.
        says: wordings of a statement; `{v}` is the value.
        changes: wordings of a change; `{old}` is what was true. For a slot that holds many: of its end.
        past: wordings that speak of what was true, and change nothing.
        asks: questions that the value answers.
        single: whether a new value takes the place of the old one.
    """

    subject: str
    attribute: str
    values: tuple[str, ...]
    says: tuple[str, ...]
    changes: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    single: bool = True


def _of_the_user() -> list[Fact]:
    return [
        Fact("user", "home", ("Porto", "Utrecht", "Galway"),
             ("I live in {v}", "I'm living in {v} at the moment", "i live in {v} btw", "My flat is in {v}, near the river. I live in {v}, yes"),
             ("I moved from {old} to {v} last week", "We've moved, I live in {v} now", "I don't live in {old} anymore, I live in {v}",
              "Finally moved to {v}!", "{v} is my home now", "Packed everything up and relocated to {v} last month"),
             ("I used to live in {old}", "When I lived in {old} I cycled everywhere", "Back in my {old} days I never cooked"),
             ("Where do I live?", "Which city do I live in?", "Do you remember where I live?")),
        Fact("user", "employer", ("Brightwater", "Halcyon Labs", "Northgate"),
             ("I work at {v}", "I work for {v}", "I'm working at {v} these days"),
             ("I left {old}, I work at {v} now", "I quit {old} and started at {v}", "I switched from {old} to {v}", "{v} hired me, so bye bye {old}",
              "new job! I joined {v}"),
             ("I used to work at {old}", "When I worked at {old} we had free lunch"),
             ("Where do I work?", "Who do I work for?", "Which company do I work at?")),
        Fact("user", "job", ("a nurse", "a data analyst"),
             ("I'm {v}", "I work as {v}", "My job: I'm {v}, mostly nights"),
             ("I'm not {old} any more, I'm {v} now", "I changed jobs, I work as {v} now"),
             ("I used to be {old}",), ("What do I do for a living?", "What is my job?")),
        Fact("user", "age", ("34", "35"), ("I'm {v} years old", "I am {v}", "im {v} btw"),
             ("I just turned {v}", "It was my birthday, I'm {v} now"), (), ("How old am I?",)),
        Fact("user", "birthday", ("March 14",), ("My birthday is {v}", "My birthday's on {v}", "I was born on {v}"),
             (), (), ("When is my birthday?",)),
        Fact("user", "hometown", ("Split",), ("I'm from {v} originally", "I grew up in {v}", "I was born in {v}"),
             (), (), ("Where did I grow up?", "Where am I from?")),
        Fact("user", "partner", ("Daniel", "Robin"), ("My partner is {v}", "My partner's called {v}", "my boyfriend {v} is a great cook"),
             ("{old} and I broke up. My new partner is {v}", "I'm with {v} now", "I broke up with {old}, I'm dating {v} now"),
             ("My ex {old} hated the sea",), ("Who is my partner?", "What is my partner's name?")),
        Fact("user", "school", ("Delft University",), ("I study at {v}", "I go to {v}"), (), (), ("Where do I study?",)),
        Fact("user", "field_of_study", ("linguistics", "statistics"), ("I study {v}", "I'm studying {v}", "My major is {v}"),
             ("I switched my major from {old} to {v}", "I changed my major to {v}", "I dropped {old} for {v}"), (), ("What do I study?", "What is my major?")),
        Fact("user", "diet", ("vegetarian", "vegan"), ("I'm {v}", "I'm a {v}", "As you know I'm {v}"),
             ("I'm not {old} anymore, I'm {v} now", "I went {v}"), (), ("What is my diet?",)),
        Fact("user", "nickname", ("Bee",), ("My friends call me {v}", "People call me {v}", "Everyone calls me {v}"),
             (), (), ("What is my nickname?",)),
        Fact("user", "timezone", ("CET",), ("My time zone is {v}", "My timezone is {v}"), (), (), ("What is my time zone?",)),
    ]  # fmt: skip


_FAVORITES = (
    ("color", ("green", "indigo")), ("food", ("ramen", "lasagna")), ("band", ("Radiohead", "Massive Attack")),
    ("movie", ("Alien", "Amelie")), ("book", ("Middlemarch",)), ("season", ("autumn", "spring")),
    ("drink", ("black coffee", "oolong tea")), ("city", ("Lisbon",)), ("animal", ("otter",)), ("sport", ("rowing",)),
    ("song", ("Hallelujah",)), ("game", ("Catan",)),
)  # fmt: skip


def _favorites() -> list[Fact]:
    return [
        Fact(
            "user", f"favorite.{thing}", values,
            (f"My favorite {thing} is {{v}}", f"my favourite {thing} is {{v}}", f"{{v}} is my favorite {thing}"),
            (f"My favorite {thing} is not {{old}} anymore, it's {{v}}", f"Actually, my favorite {thing} is {{v}} now",
             f"{{old}} was my favorite {thing}, but now it's {{v}}"),
            (), (f"What is my favorite {thing}?", f"Do you know my favourite {thing}?"),
        )
        for thing, values in _FAVORITES
    ]  # fmt: skip


_ANIMALS = (("dog", ("Biscuit",)), ("cat", ("Minerva",)), ("parrot", ("Pablo",)), ("rabbit", ("Clover",)))


def _pets() -> list[Fact]:
    return [
        Fact(
            "user", f"pet.{animal}", names,
            (f"My {animal} is called {{v}}", f"I have a {animal} named {{v}}", f"my {animal} {{v}} is asleep on the sofa",
             f"My {animal}'s name is {{v}}"),
            (), (), (f"What is my {animal} called?", f"What's my {animal}'s name?"),
        )
        for animal, names in _ANIMALS
    ]  # fmt: skip


_RELATIVES = (
    ("sister", "Maya"), ("brother", "Tomasz"), ("mother", "Ingrid"), ("father", "Henrik"), ("aunt", "Rosalind"),
    ("uncle", "Casper"), ("cousin", "Yasmin"), ("grandmother", "Agnes"), ("son", "Felix"), ("daughter", "Juno"),
)  # fmt: skip


def _relatives() -> list[Fact]:
    return [
        Fact(
            "user", f"family.{who}", (name,),
            (f"My {who} is called {{v}}", f"My {who}'s name is {{v}}", f"my {who} {{v}} came over for dinner"),
            (), (), (f"What is my {who}'s name?", f"What's my {who} called?"), single=False,
        )
        for who, name in _RELATIVES
    ]  # fmt: skip


_OTHERS = (
    ("maya", "My sister Maya", (("home", ("Leeds", "Bristol")), ("job", ("a lawyer",)))),
    ("tomasz", "My brother Tomasz", (("home", ("Krakow", "Berlin")), ("job", ("a carpenter", "a teacher")))),
    ("ingrid", "My mother Ingrid", (("home", ("Malmo",)), ("job", ("a doctor",)))),
    ("casper", "My uncle Casper", (("home", ("Aarhus",)), ("job", ("a pilot",)))),
    ("yasmin", "My cousin Yasmin", (("home", ("Lyon", "Nantes")), ("job", ("a chef",)))),
)  # fmt: skip


def _others() -> list[Fact]:
    wordings = {
        "home": (("{who} lives in {v}", "{name} lives in {v}"), ("{name} moved to {v}", "{who} lives in {v} now"),
                 ("Where does {name} live?",)),
        "job": (("{who} is {v}", "{who} works as {v}"), ("{name} works as {v} now",), ("What does {name} do for a living?",)),
    }  # fmt: skip
    found = []
    for name, who, slots in _OTHERS:
        for slot, values in slots:
            says, changes, asks = (
                tuple(text.replace("{who}", who).replace("{name}", name.title()) for text in texts)
                for texts in wordings[slot]
            )
            found.append(Fact(name, slot, values, says, changes, (), asks))
    return found


_LIKED = (
    "jazz", "bouldering", "thunderstorms", "old maps", "crossword puzzles", "sourdough bread", "documentaries",
    "night trains", "board games", "korean food", "lighthouses", "poetry", "science fiction", "cycling", "wild swimming",
)  # fmt: skip
_DISLIKED = ("cilantro", "small talk", "horror movies", "olives", "traffic", "karaoke", "cold showers", "spreadsheets")
_HOBBIES = ("pottery", "birdwatching", "chess", "woodworking", "baking", "photography")
_OWNED = ("kayak", "telescope", "sewing machine", "motorbike", "record player", "greenhouse")


def _many() -> list[Fact]:
    likes = [
        Fact("user", "likes", (value,), ("I love {v}", "I really like {v}", "I enjoy {v}", "i'm really into {v}", "I'm a big fan of {v}",
              *_SINGULAR.get(value, ())),
             ("I don't like {old} anymore", "I no longer like {old}", "I've gone off {old}") if index % 5 == 0 else (), (),
             ("What do I like?", f"Do I like {value}?"), single=False)
        for index, value in enumerate(_LIKED)
    ]  # fmt: skip
    dislikes = [
        Fact("user", "dislikes", (value,), ("I hate {v}", "I can't stand {v}", "I really dislike {v}", "I don't like {v}"), (), (),
             ("What do I hate?", f"Do I like {value}?"), single=False)
        for value in _DISLIKED
    ]  # fmt: skip
    hobbies = [
        Fact("user", "hobby", (value,), ("My hobby is {v}", "One of my hobbies is {v}", "{v} is my hobby"), (), (),
             ("What are my hobbies?",), single=False)
        for value in _HOBBIES
    ]  # fmt: skip
    owns = [
        Fact("user", "owns", (value,), ("I have a {v}", "I own a {v}", "I've got a {v}"),
             ("I sold my {old}", "I don't have a {old} anymore", "my {old} got stolen last night", "I gave my {old} to my cousin") if index % 3 == 0 else (), (),
             (f"Do I have a {value}?",), single=False)
        for index, value in enumerate(_OWNED)
    ]  # fmt: skip
    return [*likes, *dislikes, *hobbies, *owns]


_SINGULAR = {
    "peanuts": ("I have a peanut allergy",), "pollen": ("I have a pollen allergy",), "migraines": ("I get a migraine often",),
    "night trains": ("I really love a night train",),
    "board games": ("I'm a board game fan",), "documentaries": ("I enjoy a good documentary",),
}  # fmt: skip
"""The same in the singular, or as part of something else, which must not become a second memory of it."""

_LISTED = (
    ("allergy", ("peanuts", "penicillin", "pollen"), ("I'm allergic to {v}", "I am allergic to {v}, badly"),
     "What am I allergic to?"),
    ("language", ("Portuguese", "Croatian", "Dutch"), ("I speak {v}", "I can speak {v}", "I speak {v} fluently"),
     "Which languages do I speak?"),
    ("skill", ("juggling", "public speaking"), ("I'm good at {v}", "I'm really good at {v}"), "What am I good at?"),
    ("goal", ("run a marathon", "write a novel", "learn to sail"),
     ("My goal is to {v}", "I want to {v} one day", "my big goal is to {v}"), "What are my goals?"),
    ("friend", ("Olivia", "Mateo", "Priya"), ("My friend {v} called", "My best friend is {v}", "my friend {v} is visiting"),
     "Who are my friends?"),
    ("health", ("migraines", "asthma"), ("I suffer from {v}", "I have {v}", "I've got {v}"), "How is my health?"),
    ("works_on", ("a podcast", "a mobile app"), ("I'm working on {v}", "I am working on {v} in my free time"),
     "What am I working on?"),
)  # fmt: skip


def _listed() -> list[Fact]:
    return [
        Fact("user", slot, (value,), (*says, *_SINGULAR.get(value, ())), (), (), (ask,), single=False)
        for slot, values, says, ask in _LISTED
        for value in values
    ]


_NOTES = (
    ("User's locker is number 42", ("Remember that my locker is number 42", "Please remember: my locker is number 42",
                                    "Don't forget, my locker number is 42")),
    ("User keeps the spare key under the blue pot", ("Remember that I keep the spare key under the blue pot",
                                                     "remember I keep the spare key under the blue pot!",
                                                     "Please remember that I keep spare key under the blue pot")),
)  # fmt: skip


def _notes() -> list[Fact]:
    return [
        Fact("user", "", (text,), says, (), (), ("What about my locker?", "Where is the spare key?"), single=False)
        for text, says in _NOTES
    ]


def all_facts() -> tuple[Fact, ...]:
    """A hundred facts and a few more, the single ones first."""
    made = (*_of_the_user(), *_favorites(), *_pets(), *_relatives(), *_others(), *_many(), *_listed(), *_notes())
    return tuple(made)

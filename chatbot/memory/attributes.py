"""Which slots a text asks for: "where do I live?" asks for `home`, though no word of the answer is in it."""

import re
from collections.abc import Iterable

from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.memory.persons import in_first_person
from chatbot.memory.tastes import favorites_asked

_RELATIONS = {
    "mother": "mother", "mom": "mother", "mum": "mother", "mama": "mother", "father": "father", "dad": "father",
    "papa": "father", "sister": "sister", "brother": "brother", "sibling": "", "siblings": "", "son": "son",
    "daughter": "daughter", "kid": "", "kids": "", "child": "", "children": "", "grandmother": "grandmother",
    "grandma": "grandmother", "nan": "grandmother", "grandfather": "grandfather", "grandpa": "grandfather",
    "aunt": "aunt", "uncle": "uncle", "cousin": "cousin", "niece": "niece", "nephew": "nephew", "family": "",
    "parents": "", "twin": "", "twins": "",
}  # fmt: skip
_PARTNER = lazy(
    r"\b(wife|husband|partner|boyfriend|girlfriend|fianc[eé]e?|spouse)\b|\b(am i|i'm) (married|single|dating)\b"
)
_PETS = lazy(
    r"\b(dog|cat|puppy|kitten|hamster|rabbit|bunny|parrot|bird|fish|turtle|horse|guinea pig|snake|lizard|pet)('?s)?\b"
)
_YOUNG = {"puppy": "dog", "kitten": "cat", "bunny": "rabbit"}

_WHAT_IS_ON = (
    r"\b(what's|what is|anything|something) on (for (me )?)?"
    r"((this|next) \w+|today|tonight|tomorrow|the weekend|\w+day)\b"
)
_HAVE_ON = (
    r"\b(do i|i|i've|have i) (have |got )?(anything |something )?"
    r"(planned|coming up|on|ahead|lined up|due)\b(?! to\b)"
)
_PATTERNS: dict[str, tuple[str, ...]] = {
    "name": (
        r"\b(my|me|i|user's) (full |first |last |real )?names?\b",
        r"\bwho am i\b",
        r"\bwhat am i called\b",
        r"\bwhat (should|do) you call me\b",
        r"\bknow who i am\b",
    ),
    "nickname": (
        r"\bmy nickname\b",
        r"\bcall(ed)? me\b",
        r"\bwhat am i called\b",
    ),
    "pronouns": (r"\bmy pronouns\b",),
    "age": (
        r"\bhow old (am i|i am)\b",
        r"\bmy age\b",
    ),
    "birthday": (
        r"\bmy (birthday|birth ?date|date of birth)\b",
        r"\bwhen (was i|am i|i was) born\b",
        r"\bhow old (am i|i am)\b",
    ),
    "home": (
        r"\bwhere (do )?i live\b",
        r"\bwhere i live\b",
        r"\bmy (home|address|city|town|flat|apartment|place|neighbou?rhood)\b",
        r"\b(city|town|country|place) (do i|i) live\b",
        r"\bi live in\b.*\?",
        r"\bwhere am i based\b",
    ),
    "hometown": (
        r"\bmy home ?town\b",
        r"\bwhere (am i|do i come|i'm|i am|did i grow up|was i born|i grew up|i come)\b",
        r"\bi grow up\b",
    ),
    "nationality": (
        r"\bmy (nationality|citizenship)\b",
        r"\bwhere am i from\b",
        r"\bcountry am i from\b",
    ),
    "timezone": (
        r"\bmy time ?zone\b",
        r"\bwhat time is it (for|with) me\b",
    ),
    "language": (
        r"\blanguages? (do i|i) (speak|know)\b",
        r"\bmy (native |first |mother )?(language|tongue)s?\b",
    ),
    "job": (
        r"\bmy (job|work|profession|occupation|career|role|position)\b",
        r"\bwhat do i do\b(?! (for fun|in my|on|when|if|about|with|after|at))",
        r"\b(do|did) i do for (a living|work)\b",
        r"\bi (do|did) for (a living|work)\b",
    ),
    "employer": (
        r"\bwhere (do )?i work\b",
        r"\b(who|whom) do i work for\b",
        r"\bmy (employer|company|firm|workplace|office)\b",
        r"\bcompany (do i|i) work\b",
    ),
    "school": (
        r"\bmy (school|university|college)\b",
        r"\bwhere (do|did) i (study|go to school|go to college)\b",
    ),
    "field_of_study": (
        r"\bwhat (do|did|am) i (study|studying|major)\b",
        r"\bmy (major|degree|studies|field of study)\b",
    ),
    "friend": (
        r"\bmy (best )?friends?\b",
        r"\bfriends do i\b",
    ),
    "diet": (
        r"\bmy diet\b",
        r"\bdo i eat (meat|fish)\b",
        r"\bam i (a )?(vegan|vegetarian)\b",
        r"\bwhat (do|can|should) i eat\b",
    ),
    "allergy": (
        r"\ballerg(y|ies|ic)\b",
        r"\bwhat can'?t i eat\b",
        r"\bcan i (safely )?(eat|drink)\b",
        r"\b(should|must|can'?t|cannot|may|shouldn't|mustn't) i (not |never )?(avoid|be given|be served|eat|drink)\b",
        r"\b(not|never) be (given|served)\b",
        r"\bfoods? .*\bavoid\b",
    ),
    "health": (r"\bmy (health|condition|illness|diagnosis|medication|meds)\b",),
    "hobby": (
        r"\bmy (hobby|hobbies|free time|spare time|pastimes?|interests)\b",
        r"\b(do i|i) do for fun\b",
        r"\bin my (free|spare) time\b",
    ),
    "likes": (
        r"\bwhat (do|kind of \w+ do|sort of \w+ do|things do) i (like|love|enjoy)\b",
        r"\b(what|which) (music|bands?|singers?|songs?|films?|movies?|books?) (do|did) i (like|love|enjoy|prefer)\b",
        r"\bmy (likes|tastes?|preferences)\b",
        r"\bdo i (like|love|enjoy)\b",
    ),
    "dislikes": (
        r"\bwhat (do|things do) i (hate|dislike|not like)\b",
        r"\bdo(n't| not) i like\b",
        r"\bi (don't|do not) like\b.*\?",
        r"\bmy dislikes\b",
        r"\bdo i (hate|dislike)\b",
    ),
    "goal": (
        r"\bmy (goals?|aims?|dreams?|ambitions?|resolutions?)\b",
        r"\bwhat (do i want|am i trying|am i working toward)\w*\b",
    ),
    "plan": (
        r"\bmy plans?\b",
        r"\bwhat am i (planning|going to do|up to|doing)\b",
        r"\bplans? do i have\b",
        _WHAT_IS_ON,
        r"\bwhat's (next|coming up)\b",
        _HAVE_ON,
        r"\b(?:the|my|our) (?:baby|due date)\b",
    ),
    "event": (
        r"\bmy (appointments?|events?|calendar)\b",
        r"\bwhat happened\b",
        r"\bwhat's coming up\b",
        r"\bplans? do i have\b",
        _WHAT_IS_ON,
        r"\bwhat am i doing\b",
        _HAVE_ON,
    ),
    "owns": (
        r"\bwhat (car|bike|phone|computer|laptop|instrument|guitar) do i (have|own|drive|ride|play|use)\b",
        r"\bdo i (own|have)\b",
        r"\bmy (car|bike|phone|computer|laptop)\b",
    ),
    "skill": (
        r"\bmy skills?\b",
        r"\bwhat (can i do|am i good at)\b",
        r"\bwhat instruments? do i play\b",
    ),
    "project": (
        r"\bmy (side )?projects?\b",
        r"\bwhat am i (working on|building|writing)\b",
    ),
    "works_on": (
        r"\bwhat am i (working on|building|writing)\b",
        r"\bwhat do i work on\b",
    ),
    "deadline": (
        r"\bmy deadlines?\b",
        r"\bwhen is .* due\b",
        r"\bdeadlines?\b",
        r"\bdue (date|when)\b",
    ),
    "reply_style": (r"\bhow (do|should|would) (i|you) (like|want|prefer|answer|reply|respond|talk)\b",),
    "schedule": (
        r"\bmy (schedule|routine|timetable|week|day)\b",
        r"\bwhen do i (usually|normally|work|train|wake|sleep|get up)\b",
    ),
}
_SLOT_PATTERNS = tuple((slot, lazy("|".join(patterns))) for slot, patterns in _PATTERNS.items())

_FOOD = lazy(
    r"\b(eat|eating|cook|cooking|recipes?|dinner|lunch|breakfast|brunch|meals?|snacks?|restaurants?|food|bake|baking|"
    r"dessert|cake|menu|"
    r"hungry|dish|dishes|takeaway|takeout|picnic|groceries|dine|medicines?|medication|pills?|antibiotics?|prescri\w+)\b"
)
_EVERYTHING = lazy(
    r"\bwhat (?:else |all )?(?:do|did|have) you (?:already )?(?:"
    r"(?:know|remember|remembered|learn|learned|learnt)(?: so far)?(?: (?:about|of) (?:me|myself))?|"
    r"(?:noted|stored|got|have) (?:about|of|on) (?:me|myself))(?: so far)?[ ?.!]*$|"
    r"\b(?:what|everything|all|anything|something) (?:that )?(?:you(?:'ve)? )?"
    r"(?:know|remember|learned|learnt|have) (?:about|of|on) (?:me|myself)\b[ ?.!]*$|"
    r"\b(?:everything|all) (?:that )?you (?:know|remember)\b[ ?.!]*$|"
    r"\bdo you (?:know|remember) (?:anything|something|a thing) (?:about|of) (?:me|myself)\b[ ?.!]*$|"
    r"^(?:and |so |but )*who am i[ ?.!]*$|"
    r"\btell me about (?:me|myself)\b[ ?.!]*$|\bwhat have i told you(?: about (?:me|myself))?(?: so far)?[ ?.!]*$|"
    r"\bwhat(?:'s| is) in your memory\b|\bwhat memories do you have\b"
)
_WHOLE = lazy(
    r"\b(?:know|remember|told|tell|said|say|learn(?:ed|t)?|heard|mentioned?)\b.* (?:about|of|on) (?:my "
    r")?[^\W\d_][\w' -]*[ ?.!]*$|"
    r"^(?:and |so |but )*who(?:'s| is| was) (?:my )?[\w' -]+[ ?.!]*$"
)
FOOD_SLOTS = ("allergy", "diet")
"""What must be known when food or medicine is spoken of, whatever is asked."""

AGENDA_SLOTS = ("plan", "event", "deadline")
"""What lies ahead when the user asks for their plans: a sister's wedding too."""
_AGENDA = lazy(
    r"\bmy (?:plans?|calendar|agenda|appointments?)$|\b(?:coming up|ahead of me|lined up|planned|on my calendar)$|"
    r"\bplans? do i have\b|\b(?:what's|what is) next\b|" + _WHAT_IS_ON
)


class Wanted(Value):
    """What a text asks for.

    Attributes:
        attributes: slots of the user, dotted ones too; a bare family (`pet`) means all of it.
        instead: slots that answer where those do not: what is liked, for a favourite that nobody named, and what
            somebody wants to be called, for their name.
        relations: relations spoken of, with the words for each: `family.sister` by "my sister".
        agenda: whether all that lies ahead is asked for, that of others included.
        food: whether food or medicine is spoken of.
        everything: whether all that is known of the user is asked for.
        whole: whether all that is known of somebody else is asked for ("what did I tell you about my sister?").
    """

    attributes: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    agenda: bool = False
    food: bool = False
    everything: bool = False
    whole: bool = False


def wanted(folded: str) -> Wanted:
    """Reads which slots a folded text asks for."""
    relations = _relations(folded)
    favorites = favorites_asked(folded)
    found = (*_slots(folded), *(attribute for attribute, _ in relations), *favorites)
    return Wanted(
        attributes=tuple(dict.fromkeys(found)),
        instead=(*(("likes",) if favorites else ()), *(("nickname",) if "name" in found else ())),
        relations=tuple((attribute, f"my {word}") for attribute, word in relations),
        agenda=bool(_AGENDA.search(folded.rstrip(" ?.!"))),
        food=bool(_FOOD.search(folded)),
        everything=bool(_EVERYTHING.search(folded)),
        whole=bool(_WHOLE.search(folded)),
    )


def wanted_of(folded: str, phrase: str) -> tuple[str, ...]:
    """The slots asked for of another person.

    Args:
        folded: the text.
        phrase: what the person is called in it: "my sister", "maya".
    """
    theirs = in_first_person(folded, phrase)
    return tuple(slot for slot in _slots(theirs) if slot not in _slots(folded))


def _slots(folded: str) -> list[str]:
    return [slot for slot, pattern in _SLOT_PATTERNS if pattern.search(folded)]


def _relations(folded: str) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]+", folded):
        if word in _RELATIONS:
            relation = _RELATIONS[word]
            found.setdefault(f"family.{relation}" if relation else "family", word)
    for match in _PARTNER.finditer(folded):
        found.setdefault("partner", match[1] or "partner")
    for match in _PETS.finditer(folded):
        species = _YOUNG.get(match[1], match[1])
        found.setdefault("pet" if species == "pet" else f"pet.{species}", match[1])
    return list(found.items())


def fills(attribute: str, wanted_attributes: Iterable[str]) -> bool:
    """Whether a memory's attribute is one of those wanted: the same, or of the family that is wanted as a whole."""
    family = attribute.partition(".")[0]
    return bool(attribute) and any(each in (attribute, family) for each in wanted_attributes)

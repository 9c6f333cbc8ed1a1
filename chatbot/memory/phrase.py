"""Memories as sentences: in the third person for the record, and addressed to the user for a reply.

Both come from one table of templates by slot. A note without a slot is turned by its pronouns.
"""

import re

from chatbot.domain.memory import USER_SUBJECT, Memory, Polarity
from chatbot.domain.patterns import lazy
from chatbot.memory.words import word_set

_KIN = ("family", "partner", "friend", "pet")

_SAID: dict[str, tuple[str, str]] = {
    "name": ("{S} name is {v}", "{S} name is not {v}"),
    "nickname": ("{s} {go} by {v}", "{s} {do} not go by {v}"),
    "pronouns": ("{S} pronouns are {v}", "{S} pronouns are not {v}"),
    "age": ("{s} {be} {v} years old", "{s} {be} not {v} years old"),
    "birthday": ("{S} birthday is {v}", "{S} birthday is not {v}"),
    "home": ("{s} {live} in {v}", "{s} {do} not live in {v}"),
    "hometown": ("{s} {be} from {v}", "{s} {be} not from {v}"),
    "nationality": ("{s} {be} {v}", "{s} {be} not {v}"),
    "timezone": ("{S} time zone is {v}", "{S} time zone is not {v}"),
    "language": ("{s} {speak} {v}", "{s} {do} not speak {v}"),
    "job": ("{s} {work} as {v}", "{s} {do} not work as {v}"),
    "employer": ("{s} {work} at {v}", "{s} {do} not work at {v}"),
    "school": ("{S} school is {v}", "{S} school is not {v}"),
    "field_of_study": ("{S} field of study is {v}", "{S} field of study is not {v}"),
    "likes": ("{s} {like} {v}", "{s} {do} not like {v}"),
    "dislikes": ("{s} {do} not like {v}", "{s} {do} not mind {v}"),
    "diet": ("{S} diet is {v}", "{s} {do} not eat {v}"),
    "allergy": ("{s} {be} allergic to {v}", "{s} {be} not allergic to {v}"),
    "health": ("{S} health: {v}", "{S} health: no {v}"),
    "hobby": ("{S} hobbies include {v}", "{S} hobbies do not include {v}"),
    "goal": ("{S} goal: {v}", "{v} is not {S} goal"),
    "plan": ("{S} plan: {v}", "{v} is not {S} plan"),
    "event": ("{s} {have} {a}{v}", "{s} {do} not have {v}"),
    "owns": ("{s} {have} {a}{v}", "{s} {do} not have {v}"),
    "skill": ("{S} skills include {v}", "{s} {be} not good at {v}"),
    "project": ("{S} project is {v}", "{S} project is not {v}"),
    "deadline": ("{S} deadline: {v}", "{S} deadline: not {v}"),
    "reply_style": ("{s} {want} to be answered like this: {v}", "{s} {do} not want {v} in answers"),
    "schedule": ("{S} routine: {v}", "{S} routine is not {v}"),
    "works_on": ("{s} {be} working on {v}", "{s} {be} not working on {v}"),
    "partner": ("{S} partner is {v}", "{S} partner is not {v}"),
    "friend": ("{S} friend is {v}", "{S} friend is not {v}"),
}
KIN_WORDS = word_set(
    "wife husband boyfriend girlfriend fiance partner spouse mother mom mum father dad sister brother son daughter kid "
    "child sibling twin grandmother grandma nan grandfather grandpa grandson granddaughter aunt uncle cousin niece "
    "nephew boss manager colleague roommate flatmate neighbor friend dog cat"
)
"""What a third person's subject is where nobody told their name: no name to write with a capital."""
_VERBS = {"be": ("is", "are"), "have": ("has", "have"), "do": ("does", "do"), "go": ("goes", "go")}
_ARTICLED = lazy(r"^(?:an? |the |my |self-employed|freelance$|head |chief |ceo|cto)", re.I)


def to_record(subject: str, attribute: str, value: str, polarity: Polarity = Polarity.POSITIVE, name: str = "") -> str:
    """The fact as a sentence that stands alone, without a final stop ("User's dog is called Biscuit").

    Args:
        subject: `user` or a third person's name.
        attribute: the slot; empty for a free note, whose value is then the user's words.
        value: as typed.
        polarity: affirmed or denied.
        name: the third person's name as typed; empty to write the subject with a capital.
    """
    who = "User" if subject == USER_SUBJECT else name or _known_as(subject, "User's")
    return _sentence(who, f"{who}'s", False, attribute, value, polarity, you=False)


def to_user(memory: Memory) -> str:
    """A memory as a sentence to the user, without a final stop ("your dog is called Biscuit")."""
    if not memory.attribute:
        return second_person(memory.text)
    if memory.subject == USER_SUBJECT:
        return _sentence("you", "your", True, memory.attribute, memory.value, memory.polarity, you=True)
    who = _known_as(memory.subject, "your") if memory.subject in KIN_WORDS else _name_in(memory)
    return _sentence(who, f"{who}'s", False, memory.attribute, memory.value, memory.polarity, you=True)


def _known_as(subject: str, whose: str) -> str:
    """A third person as a sentence calls them: by name, or by what they are to the user ("User's son")."""
    return f"{whose} {subject}" if subject in KIN_WORDS else subject[:1].upper() + subject[1:]


def _name_in(memory: Memory) -> str:
    start = memory.text[: len(memory.subject)]
    return start if start.casefold() == memory.subject else memory.subject[:1].upper() + memory.subject[1:]


def _sentence(who: str, whose: str, second: bool, attribute: str, value: str, polarity: Polarity, *, you: bool) -> str:
    if not attribute:
        return third_person(value)
    positive = polarity is Polarity.POSITIVE
    family, _, kind = attribute.partition(".")
    value = _turned(value, you=you)
    if kind and family in _KIN:
        thing = kind.replace("_", " ")
        if value.casefold() == kind.casefold() or re.match(
            r"(?:two|three|four|five|six|several|many|a few|\d+) ", value
        ):
            counted = value if value.casefold() != kind.casefold() else f"{_article(thing)} {thing}"
            return (
                f"{who} {'have' if second else 'has'} {counted}"
                if positive
                else f"{who} {'have' if second else 'has'} no {thing}"
            )
        return f"{whose} {thing} is {'' if positive else 'not '}called {value}"
    if family == "favorite":
        return f"{whose} favorite {kind.replace('_', ' ')} is {'' if positive else 'not '}{value}"
    if family == "job" and positive:
        return _job(who, second, value)
    template = _SAID.get(family)
    if template is None:
        return f"{whose} {attribute.replace('_', ' ').replace('.', ' ')} is {'' if positive else 'not '}{value}"
    text = _special(family, value, positive) or template[0 if positive else 1]
    forms = {verb: _verb(verb, second) for verb in re.findall(r"\{(\w{2,})\}", text)}
    return text.format(s=who, S=whose, v=value, a=_counted(value), **forms)


_HAPPENED = lazy(
    r"(?:got|went|ran|won|lost|met|gave|had|became|bought|broke|was|passed|failed|visited|graduated|retired|finished|"
    r"published|launched|defended|completed|proposed)\b"
)
_DRINKS = lazy(r"(?:coffee|tea|alcohol|beer|wine|milk|soda|caffeine|cola|juice)\b")
_WISHED = lazy(
    r"(?:learn|become|run|lose|write|finish|get|start|save|quit|stop|move|travel|"
    r"visit|buy|build|graduate|improve|read|climb|publish|"
    r"open|retire|master|qualify|compete|win|study|pass|pay|eat|sleep|exercise|"
    r"hike|cycle|swim|be|have|go|see|own|earn|teach)\b"
)


def _special(family: str, value: str, positive: bool) -> str:
    """A template that suits the value better than its slot's own; empty for none."""
    folded = value.casefold()
    if family == "diet" and positive:
        return "{s} {be} {v}" if re.fullmatch(r"vegan|vegetarian|pesc[ae]tarian|flexitarian|teetotal", folded) else ""
    if family == "diet":
        return "{s} {do} not drink {v}" if _DRINKS.match(folded) else ""
    if family == "health" and positive:
        if folded in ("pregnant", "diabetic", "colorblind", "deaf", "blind", "autistic", "epileptic"):
            return "{s} {be} {v}"
        return (
            "{s} {v}"
            if re.match(r"(?:broke|sprained|tore|fractured|dislocated|twisted)\b", folded)
            else "{s} {have} {v}"
        )
    if family == "event" and positive and _HAPPENED.match(folded):
        return "{s} {v}"
    if family == "goal" and positive and _WISHED.match(folded):
        return "{s} {want} to {v}"
    if family == "plan" and positive:
        if folded.split()[0].endswith("ing"):
            return "{s} {be} {v}"
        return "{s} {plan} to go to {v}" if value[:1].isupper() else ""
    return ""


def _counted(value: str) -> str:
    """The article that a thing takes: none before a name, a plural or a determiner."""
    if value[:1].isupper() or value.endswith("s") or re.match(r"(?:an? |the |my |your |their |two |three )", value):
        return ""
    return _article(value) + " "


def _job(who: str, second: bool, value: str) -> str:
    if value.casefold().startswith("teach "):
        return f"{who} {value}" if second else f"{who} teaches{value[5:]}"
    if re.match(r"\w+ing\b(?! \w*(?:er|or|ist|manager|assistant)\b)", value.casefold()) or not _is_role(value):
        return f"{who} {'work' if second else 'works'} in {value}"
    article = "" if _ARTICLED.match(value) else _article(value) + " "
    return f"{who} {'are' if second else 'is'} {article}{value}"


def _is_role(value: str) -> bool:
    last = value.casefold().split()[-1] if value.split() else ""
    return last not in (
        "marketing", "finance", "sales", "hr", "tech", "it", "healthcare", "education", "insurance", "logistics",
        "construction", "retail", "hospitality", "advertising", "banking", "publishing", "law", "media", "research",
        "design",
    )  # fmt: skip


def _article(word: str) -> str:
    return "an" if word[:1].casefold() in "aeiou" and not re.match(r"(?:uni|eu|use|one)", word.casefold()) else "a"


def _verb(verb: str, second: bool) -> str:
    if verb in _VERBS:
        return _VERBS[verb][second]
    return verb if second else verb + "s"


_TO_USER = {"my": "your", "mine": "yours", "me": "you", "myself": "yourself", "our": "your"}
_TO_RECORD = {"my": "their", "mine": "theirs", "me": "them", "myself": "themselves", "our": "their", "us": "them"}


def _turned(value: str, *, you: bool) -> str:
    forms = _TO_USER if you else _TO_RECORD
    return re.sub(r"\b(?:my|mine|me|myself|our|us)\b", lambda match: forms.get(match.group(), match.group()), value)


_BE = {
    "i am": "user is", "i'm": "user is", "im": "user is", "i was": "user was", "i have": "user has",
    "i've": "user has", "i do": "user does", "i don't": "user doesn't", "i dont": "user doesn't",
    "i can": "user can", "i will": "user will", "i'll": "user will", "i would": "user would", "i'd": "user would",
    "i can't": "user can't", "i had": "user had",
}  # fmt: skip
_FIRST = lazy(
    r"\b(?:(?P<be>i (?:am|was|have|had|don't|dont|do|can't|can|will|would)|i'm|"
r"im|i've|i'll|i'd)|i (?P<verb>[a-z]+)|(?P<i>i)|(?P<my>my|our)|(?P<me>me|us)|"
    r"(?P<self>myself)|(?P<mine>mine|ours))(?![\w'])", re.I)  # fmt: skip
_NO_S = word_set(
    "went had was did saw got took made came always never usually also really "
    "often should must may might could lost bought left only still just said "
    "gave kept put felt knew told moved"
)


def third_person(text: str) -> str:
    """The user's words as a note about the user ("My locker is 42" -> "User's locker is 42")."""

    def turn(match: re.Match[str]) -> str:
        if match["be"]:
            return _BE[match["be"].lower().replace("’", "'")]
        if match["verb"]:
            verb = match["verb"]
            return (
                f"user {verb}"
                if verb in _NO_S or verb.endswith(("ed", "s"))
                else f"user {verb}{'es' if verb.endswith(('sh', 'ch', 'x', 'o')) else 's'}"
            )
        if match["my"]:
            return "user's"
        return "user" if match["i"] or match["me"] else ("user's" if match["mine"] else "themselves")

    turned = _FIRST.sub(turn, text.strip().rstrip(".!"))
    return turned[:1].upper() + turned[1:]


def second_person(text: str) -> str:
    """A note about the user as words to the user ("User's locker is 42" -> "your locker is 42")."""
    turned = re.sub(r"\b[Uu]ser's\b", "your", text.strip().rstrip("."))
    turned = re.sub(r"\b[Uu]ser doesn't\b", "you don't", turned)
    turned = re.sub(
        r"\b[Uu]ser (is|was|has|does)\b",
        lambda match: (
            f"you {dict(zip(('is', 'was', 'has', 'does'), ('are', 'were', 'have', 'do'), strict=True))[match[1]]}"
        ),
        turned,
    )
    turned = re.sub(r"\b[Uu]ser (\w+?(?:sh|ch|x|o))es\b", r"you \1", turned)
    turned = re.sub(r"\b[Uu]ser (\w+?[^s\W])s\b", r"you \1", turned)
    return re.sub(r"\b[Uu]ser\b", "you", turned)

"""Memories as sentences: a fact in the third person, by the template of its slot; a note, turned by its pronouns."""

import re

from chatbot.domain.memory import USER_SUBJECT, Polarity
from chatbot.domain.patterns import lazy
from chatbot.memory.words import word_set

_KIN = ("family", "partner", "friend", "pet")

_SAID: dict[str, tuple[str, str]] = {
    "name": ("{who}'s name is {value}", "{who}'s name is not {value}"),
    "nickname": ("{who} goes by {value}", "{who} does not go by {value}"),
    "pronouns": ("{who}'s pronouns are {value}", "{who}'s pronouns are not {value}"),
    "age": ("{who} is {value} years old", "{who} is not {value} years old"),
    "birthday": ("{who}'s birthday is {value}", "{who}'s birthday is not {value}"),
    "home": ("{who} lives in {value}", "{who} does not live in {value}"),
    "hometown": ("{who} is from {value}", "{who} is not from {value}"),
    "nationality": ("{who} is {value}", "{who} is not {value}"),
    "timezone": ("{who}'s time zone is {value}", "{who}'s time zone is not {value}"),
    "language": ("{who} speaks {value}", "{who} does not speak {value}"),
    "job": ("{who} works as {value}", "{who} does not work as {value}"),
    "employer": ("{who} works at {value}", "{who} does not work at {value}"),
    "school": ("{who}'s school is {value}", "{who}'s school is not {value}"),
    "field_of_study": ("{who}'s field of study is {value}", "{who}'s field of study is not {value}"),
    "likes": ("{who} likes {value}", "{who} does not like {value}"),
    "dislikes": ("{who} does not like {value}", "{who} does not mind {value}"),
    "diet": ("{who}'s diet is {value}", "{who} does not eat {value}"),
    "allergy": ("{who} is allergic to {value}", "{who} is not allergic to {value}"),
    "health": ("{who}'s health: {value}", "{who}'s health: no {value}"),
    "hobby": ("{who}'s hobbies include {value}", "{who}'s hobbies do not include {value}"),
    "goal": ("{who}'s goal: {value}", "{value} is not {who}'s goal"),
    "plan": ("{who}'s plan: {value}", "{value} is not {who}'s plan"),
    "event": ("{who} has {counted}", "{who} does not have {value}"),
    "owns": ("{who} has {counted}", "{who} does not have {value}"),
    "skill": ("{who}'s skills include {value}", "{who} is not good at {value}"),
    "project": ("{who}'s project is {value}", "{who}'s project is not {value}"),
    "deadline": ("{who}'s deadline: {value}", "{who}'s deadline: not {value}"),
    "reply_style": ("{who} wants to be answered like this: {value}", "{who} does not want {value} in answers"),
    "schedule": ("{who}'s routine: {value}", "{who}'s routine is not {value}"),
    "works_on": ("{who} is working on {value}", "{who} is not working on {value}"),
    "partner": ("{who}'s partner is {value}", "{who}'s partner is not {value}"),
    "friend": ("{who}'s friend is {value}", "{who}'s friend is not {value}"),
}
KIN_WORDS = word_set(
    "wife husband boyfriend girlfriend fiance partner spouse mother mom mum father dad sister brother son daughter kid "
    "child sibling twin grandmother grandma nan grandfather grandpa grandson granddaughter aunt uncle cousin niece "
    "nephew boss manager colleague roommate flatmate neighbor friend dog cat"
)
"""What a third person's subject is where nobody told their name: no name to write with a capital."""
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
    if subject == USER_SUBJECT:
        who = "User"
    else:
        who = name or (f"User's {subject}" if subject in KIN_WORDS else subject[:1].upper() + subject[1:])
    if not attribute:
        return third_person(value)
    positive = polarity is Polarity.POSITIVE
    family, _, kind = attribute.partition(".")
    value = _turned(value)
    if kind and family in _KIN:
        return _kin(who, kind, value, positive)
    if family == "favorite":
        return f"{who}'s favorite {kind.replace('_', ' ')} is {'' if positive else 'not '}{value}"
    if family == "job" and positive:
        return _job(who, value)
    template = _SAID.get(family)
    if template is None:
        return f"{who}'s {attribute.replace('_', ' ').replace('.', ' ')} is {'' if positive else 'not '}{value}"
    text = _special(family, value, positive) or template[0 if positive else 1]
    return text.format(who=who, value=value, counted=_counted(value))


def _kin(who: str, kind: str, value: str, positive: bool) -> str:
    """Somebody of the family, a friend or a pet: by name, or only that there are some."""
    thing = kind.replace("_", " ")
    nameless = value.casefold() == kind.casefold()
    if nameless or _NUMBERED.match(value):
        counted = f"{_article(thing)} {thing}" if nameless else value
        return f"{who} has {counted if positive else f'no {thing}'}"
    return f"{who}'s {thing} is {'' if positive else 'not '}called {value}"


_NUMBERED = lazy(r"(?:two|three|four|five|six|several|many|a few|\d+) ")
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
        return (
            "{who} is {value}" if re.fullmatch(r"vegan|vegetarian|pesc[ae]tarian|flexitarian|teetotal", folded) else ""
        )
    if family == "diet":
        return "{who} does not drink {value}" if _DRINKS.match(folded) else ""
    if family == "health" and positive:
        if folded in ("pregnant", "diabetic", "colorblind", "deaf", "blind", "autistic", "epileptic"):
            return "{who} is {value}"
        return (
            "{who} {value}"
            if re.match(r"(?:broke|sprained|tore|fractured|dislocated|twisted)\b", folded)
            else "{who} has {value}"
        )
    if family == "event" and positive and _HAPPENED.match(folded):
        return "{who} {value}"
    if family == "goal" and positive and _WISHED.match(folded):
        return "{who} wants to {value}"
    if family == "plan" and positive:
        if folded.split()[0].endswith("ing"):
            return "{who} is {value}"
        return "{who} plans to go to {value}" if value[:1].isupper() else ""
    return ""


def _counted(value: str) -> str:
    """A thing with its article: none before a name, a plural or a determiner."""
    if value[:1].isupper() or value.endswith("s") or re.match(r"(?:an? |the |my |your |their |two |three )", value):
        return value
    return f"{_article(value)} {value}"


def _job(who: str, value: str) -> str:
    if value.casefold().startswith("teach "):
        return f"{who} teaches{value[5:]}"
    if re.match(r"\w+ing\b(?! \w*(?:er|or|ist|manager|assistant)\b)", value.casefold()) or not _is_role(value):
        return f"{who} works in {value}"
    article = "" if _ARTICLED.match(value) else _article(value) + " "
    return f"{who} is {article}{value}"


def _is_role(value: str) -> bool:
    last = value.casefold().split()[-1] if value.split() else ""
    return last not in (
        "marketing", "finance", "sales", "hr", "tech", "it", "healthcare", "education", "insurance", "logistics",
        "construction", "retail", "hospitality", "advertising", "banking", "publishing", "law", "media", "research",
        "design",
    )  # fmt: skip


def _article(word: str) -> str:
    return "an" if word[:1].casefold() in "aeiou" and not re.match(r"(?:uni|eu|use|one)", word.casefold()) else "a"


_TO_RECORD = {"my": "their", "mine": "theirs", "me": "them", "myself": "themselves", "our": "their", "us": "them"}


def _turned(value: str) -> str:
    return re.sub(r"\b(?:my|mine|me|myself|our|us)\b", lambda match: _TO_RECORD[match.group()], value)


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

"""Memories as sentences: a fact in the third person, by the template of its slot; a note, turned by its pronouns."""

import re

from chatbot.domain.memory import USER_SUBJECT, Polarity
from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.memory.pronouns import third_person, with_s, without_s
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
    "nephew boss manager supervisor colleague coworker co-worker roommate flatmate housemate neighbor teacher "
    "professor therapist doctor landlord advisor mentor coach ex ex-wife ex-husband ex-girlfriend ex-boyfriend "
    "classmate "
    "teammate assistant client friend dog cat parents grandparents in-laws hubby mama mommy papa granny nana gran "
    "granddad grandad auntie stepmother stepmom stepfather stepdad stepsister stepbrother stepson stepdaughter "
    "mother-in-law father-in-law sister-in-law brother-in-law godmother godfather mate bestie buddy"
) | {"best friend", "significant other"}
"""What a third person's subject is where nobody told their name: no name to write with a capital."""
_SEVERAL = ("parents", "grandparents", "in-laws")
_ARTICLED = lazy(r"^(?:an? |the |my |self-employed|freelance$|head |chief |ceo|cto)", re.I)


class Telling(Value):
    """How a fact was told, where that says more than its slot and its value.

    Attributes:
        form: a template as those by slot, which may also name `{verb}`, `{words}`, `{counted_words}` and `{does}`:
            what the subject does, as `verb` and `words` or the value have it ("sing in a choir"). Empty for the
            slot's own.
        verb: a word or two of the sentence, as typed: "getting", "car".
        words: the value with what was cut off it, as typed.
        when: the date in words, put behind; empty for none.
    """

    form: str = ""
    verb: str = ""
    words: str = ""
    when: str = ""


PLAIN = Telling()


def to_record(
    subject: str,
    attribute: str,
    value: str,
    polarity: Polarity = Polarity.POSITIVE,
    name: str = "",
    telling: Telling = PLAIN,
) -> str:
    """The fact as a sentence that stands alone, without a final stop ("User's dog is called Biscuit").

    Args:
        subject: `user` or a third person's name.
        attribute: the slot; empty for a free note, whose value is then the user's words.
        value: as typed.
        polarity: affirmed or denied.
        name: the third person's name as typed; empty to write the subject with a capital.
        telling: see `Telling`.
    """
    if subject == USER_SUBJECT:
        who = "User"
    else:
        who = name or (f"User's {subject}" if subject in KIN_WORDS else subject[:1].upper() + subject[1:])
    if telling.form and polarity is Polarity.POSITIVE:
        text = _told(who, telling, value)
    else:
        text = _said(who, attribute, value, polarity)
    text = _plural(text, who) if subject in _SEVERAL else text
    return f"{text} {telling.when}".strip()


def _told(who: str, telling: Telling, value: str) -> str:
    """A fact as its telling has it."""
    value, words, verb = _turned(value), _turned(telling.words), _turned(telling.verb)
    first, _, rest = f"{verb} {words or value}".strip().partition(" ")
    does = f"{first if first.endswith('s') else _IRREGULAR.get(first.casefold()) or with_s(first.casefold())} {rest}"
    told = telling.form.format(
        who=who, value=value, words=words, verb=verb, does=does, counted=_counted(value), counted_words=_counted(words)
    )
    return " ".join(told.split())


_IRREGULAR = {"have": "has", "am": "is", "are": "is"}


def _plural(text: str, who: str) -> str:
    """A sentence about several: "User's parents lives in Rome" as "User's parents live in Rome"."""
    if not text.startswith(f"{who} "):
        return text.replace(f"{who}'s ", f"{who}' ", 1)
    verb, _, rest = text[len(who) + 1 :].partition(" ")
    forms = {"is": "are", "has": "have", "does": "do"}
    return f"{who} {forms.get(verb) or (without_s(verb) if verb.endswith('s') else verb)} {rest}"


def _said(who: str, attribute: str, value: str, polarity: Polarity) -> str:
    """A fact by the template of its slot."""
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
    if family == "name" and positive and who.startswith("User's "):
        return f"{who} is called {value}"
    text = _special(family, value, positive) or template[0 if positive else 1]
    counted = _counted(value, makes=family == "owns")
    return text.format(who=who, value=value, counted=counted)


def _kin(who: str, kind: str, value: str, positive: bool) -> str:
    """Somebody of the family, a friend or a pet: by name, or only that there are some."""
    thing = kind.replace("_", " ")
    nameless = value.casefold() == kind.casefold()
    if nameless or _NUMBERED.match(value):
        counted = f"{indefinite(thing)} {thing}" if nameless else value
        return f"{who} has {counted if positive else f'no {thing}'}"
    return f"{who}'s {thing} is {'' if positive else 'not '}called {value}"


_NUMBERED = lazy(r"(?:two|three|four|five|six|several|many|a few|\d+) ")
_HAPPENED = lazy(
    r"(?:got|went|ran|won|lost|met|gave|had|became|bought|broke|was|passed|failed|visited|stopped|quit|graduated|retired|finished|"
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
    if family == "age" and value == "1" and positive:
        return "{who} is {value} year old"
    folded = value.casefold()
    if family == "diet" and positive:
        return (
            "{who} is {value}"
            if re.fullmatch(r"(?:vegan|vegetarian|pesc[ae]tarian|flexitarian|teetotal)(?:(?:, | and ).+)?", folded)
            else ""
        )
    if family == "diet":
        return "{who} does not drink {value}" if _DRINKS.match(folded) else ""
    if family == "health" and positive:
        if folded.startswith("bad ") and not folded.endswith("s"):
            return "{who} has a {value}"
        if _STATE.fullmatch(folded):
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


_STATE = lazy(r"pregnant|diabetic|colou?r[- ]?blind|deaf|blind|autistic|epileptic|dyslexic|asthmatic|hard of hearing")


_PLACED = lazy(r" (?:at|in|on|with|for|from|to|of) ")


def _counted(value: str, makes: bool = False) -> str:
    """A thing with its article: none before a name, a plural or a determiner; `makes` are no names ("a Honda")."""
    thing = _PLACED.split(value, maxsplit=1)[0]
    plural = thing.endswith("s") and not thing.endswith("ss")
    named = value[:1].isupper() and not makes
    if named or plural or re.match(r"(?i:an? |the |my |your |their |two |three )", value):
        return value
    return f"{indefinite(value)} {value}"


def _job(who: str, value: str) -> str:
    if value.casefold().startswith("teach "):
        return f"{who} teaches{value[5:]}"
    if re.match(r"\w+ing\b(?! \w*(?:er|or|ist|manager|assistant)\b)", value.casefold()) or not _is_role(value):
        return f"{who} works in {value}"
    article = "" if _ARTICLED.match(value) else indefinite(value) + " "
    return f"{who} is {article}{value}"


def _is_role(value: str) -> bool:
    last = value.casefold().split()[-1] if value.split() else ""
    return last not in (
        "marketing", "finance", "sales", "hr", "tech", "it", "healthcare", "education", "insurance", "logistics",
        "construction", "retail", "hospitality", "advertising", "banking", "publishing", "law", "media", "research",
        "design",
    )  # fmt: skip


def indefinite(word: str) -> str:
    """The indefinite article of a word: "an" of "Apple"."""
    return "an" if word[:1].casefold() in "aeiou" and not re.match(r"(?:uni|eu|use|one)", word.casefold()) else "a"


_TO_RECORD = {"my": "their", "mine": "theirs", "me": "them", "myself": "themselves", "our": "their", "us": "them"}


def _turned(value: str) -> str:
    return re.sub(r"\b(?:my|mine|me|myself|our|us)\b", lambda match: _TO_RECORD[match.group()], value)

"""Questions that fit what was just learnt, by slot: a companion that only says "noted" is no company."""

from collections.abc import Sequence
from random import Random

from chatbot.domain.patterns import lazy
from chatbot.llm.offline.phrase import from_first_person
from chatbot.llm.offline.picking import fill, last_said

_PAST_EVENT = "past event"
_DRIVEN = "driven for a living"
_EXPECTING = "a baby on the way"
_SOBER = "staying sober"
_CHILD = "child"
_CHILDREN = ("family.son", "family.daughter", "family.child", "family.kid", "family.baby", "family.twin")
_DRIVEN_THINGS = lazy(r"\b(?:bus|tram|train|taxi|cab|lorry|truck|ambulance|coach|crane|forklift|tractor|ferry|tube)\b")
_BILL = lazy(r"\b(?:rent|bill|bills|payment|invoice|mortgage|fees?|tax)\b.* due\b")
"""What is only to be paid, so that nobody is far along with it."""
_QUESTIONS: dict[str, tuple[str, ...]] = {
    "name": ("What brings you here today?", "What should I know about you first?"),
    "home": ("What do you like about {value}?", "Have you been in {value} for long?"),
    "hometown": ("Do you still have ties to {value}?", "What do you miss about {value}?"),
    "job": ("What part of that work do you like best?", "How did you come to do that?"),
    "employer": ("How do you like it there?", "What do you do there?"),
    "school": ("What do you study there?",),
    "field_of_study": ("What drew you to {value}?",),
    "partner": ("How did you two meet?",),
    "family": ("Are you close?", "Do you see each other often?"),
    _CHILD: ("What do they like to do these days?", "What are they like?"),
    "friend": ("How do you know each other?", "What do you two like to do?"),
    "pet": ("What is {value} like?", "How long has {value} been with you?"),
    "likes": ("What is it about {value} that you like?", "When did that begin, with {value}?"),
    "dislikes": ("What put you off {value}?",),
    "favorite": ("What makes {value} your favorite?",),
    "hobby": ("How did you get into {value}?", "How often do you get to do it?"),
    "goal": ("What is the first step?", "What would tell you that you are getting there?"),
    "plan": ("What is still open for it?", "Are you looking forward to it?"),
    "deadline": ("How far along are you?", "What is the piece most likely to be late?"),
    "event": ("How do you feel about it?", "Is there something to prepare?"),
    _PAST_EVENT: ("How was that for you?", "What has changed for you since then?"),
    "project": ("What is the part you are working on now?", "What should it do in the end?"),
    "works_on": ("How is it going?",),
    "skill": ("Where do you use that most?",),
    "health": ("How is that for you day to day?",),
    _EXPECTING: ("How do you feel about it?", "How are you doing with it all?"),
    _SOBER: ("What helps you most with it?", "How does it feel by now?"),
    "allergy": ("I will keep that in mind. Is it serious?",),
    "diet": ("Since when do you eat like that?",),
    "owns": ("What do you use it for most?",),
    _DRIVEN: ("How long have you been driving it?", "What is that like?"),
    "language": ("Where did you learn it?",),
}


def question_about(attribute: str, value: str, said: Sequence[str], chance: Random, past: bool = False) -> str:
    """A question about a new memory; empty where the slot has none that was not asked before.

    Args:
        attribute: the slot, such as `pet.dog`.
        value: the memory's value, which the question may name.
        said: the persona's earlier replies.
        chance: decides between questions.
        past: whether it is over, so that there is nothing to prepare.
    """
    asked = _QUESTIONS.get(_matter(attribute, value, past), ())
    questions = [question for question in asked if not last_said(question, said)]
    return fill(chance.choice(questions), {"value": from_first_person(value)}) if questions and value else ""


def _matter(attribute: str, value: str, past: bool) -> str:
    """What the question is to be about: mostly the slot's family."""
    family = attribute.partition(".")[0]
    if family == "owns" and _DRIVEN_THINGS.search(value.casefold()):
        return _DRIVEN
    if _BILL.search(value.casefold()):
        return ""
    if value.casefold() in ("pregnant", "expecting", "due", "baby is due"):
        return _EXPECTING
    if value.casefold() in ("sober", "clean"):
        return _SOBER
    if attribute in _CHILDREN:
        return _CHILD
    return _PAST_EVENT if past and family == "event" else family

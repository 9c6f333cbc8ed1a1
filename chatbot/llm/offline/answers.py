"""Finds, among what was recalled and said, what answers a question about the user's world.

Recall has ranked; this only decides whether something is an answer at all, so that the companion says
"I do not know" instead of the nearest memory.
"""

import re
from datetime import datetime

from chatbot.domain.brief import Brief, Bygone
from chatbot.domain.message import Role
from chatbot.domain.patterns import lazy
from chatbot.domain.receipt import Found
from chatbot.domain.spelling import standard_words
from chatbot.domain.text import fold
from chatbot.domain.value import Value, replace
from chatbot.llm.offline import ages, formerly
from chatbot.llm.offline.acts import acts_of, is_question, wants_forgetting
from chatbot.llm.offline.days import asks_ahead, asks_for_days, asks_when, days_in, is_over, lies_within, tells_time
from chatbot.llm.offline.kin import Other, others_in
from chatbot.llm.offline.patterns import own_questions, thing_asked
from chatbot.llm.offline.questions import question_part, questions_in
from chatbot.llm.offline.whose import of_another
from chatbot.llm.offline.words import MASKED, bag, same, stems, weight

_LEAST_COVERAGE = 0.55
"""Share of the question's weighted words that an answer must hold. With two words of subject one may be missing
only if the other asks the same; found by hand on the tests' conversations."""

_OF_KIND = frozenset(
    stems("eat food drink avoid give serve plan work job study learn speak like hobby goal health pet")
)
"""What asks for a kind of memory, and does not name one of them as "can I eat peanuts?" does."""

_ALIKE = 0.85

_MOST_ANSWERS = 6
_MOST_QUOTES = 2
_ORDER_STEMS = bag("forget delet erase remov everyth memory")

_I = lazy(
    r"(?:^|[.!?;,] |\b(?:and|but|so|because|now|currently|\w+(?:ings|days|nights)) )(?:(?:i|we) |"
    r"(?=(?:moved|relocated|emigrated) (?:back )?(?:from|to|here)\b))"
)
"""Where a statement of the user's about themselves begins."""
_CALLED_BY_YOU = lazy(r"\byou call me$")
"""Asks for the nickname, and for the name only where there is none."""
_USED_TO = lazy(r"\bused? to ")
_ALL_OF = lazy(
    r"\b(?:know|remember|told|tell|said|say|learn(?:ed|t)?|heard|mentioned?)\b.* (?:about|of|on) (?:i|my)$|^(?:and |"
    r"so )*who (?:am i|is i)$|^(?:and |so |but )*(?:what(?:'s| is| has)? (?:new|up|going on|happening|happened)|"
    r"any news|how are things) (?:with|to|of|from) (?:i|my)$"
)
"""Asks for everything that is known of somebody, in the words that they would ask it with."""


class Answer(Value):
    """Something known that answers a question.

    Attributes:
        text: a memory's sentence, or a past message's words.
        said_at: when the user said it; None where unknown.
        found: memory, message of the user, or chapter.
        uncertain: True for one side of an open conflict.
        coverage: share of the question that it covers, 0..1.
        outdated: True for a message of which something was put right, or is over, since it was said.
    """

    text: str
    said_at: datetime | None
    found: Found
    uncertain: bool = False
    coverage: float = 1.0
    outdated: bool = False


def answers(brief: Brief) -> tuple[Answer, ...]:
    """What answers the turn's message, best first; none where nothing does."""
    return _answers_to(brief, question_part(brief.message.text))


def answers_each(brief: Brief) -> tuple[tuple[str, tuple[Answer, ...]], ...]:
    """The questions of the turn's message, folded, each with what answers it."""
    return tuple((question, _answers_to(brief, question)) for question in questions_in(brief.message.text))


def _answers_to(brief: Brief, question: str) -> tuple[Answer, ...]:
    memories_told = tuple(each.text for each in _known(brief, memories_only=True))
    others = others_in(question, memories_told)
    own = _own_row(question)
    if past := _past_answers(brief, question, own, others):
        return past
    if own and thing_asked(question) and (of_kind := _own_answers(brief, own, question)):
        return of_kind
    about = _answers_about(brief, others) if others else None
    if not about and ages.asks_age(question) and (counted := _ages(brief, question, others)):
        return counted
    if about is not None:
        return about
    if own and formerly.asks_plainly(question):
        return _once_said(brief, question)
    if own and (owned := _own_answers(brief, own, question)):
        return owned
    if own and (over := formerly.fitting(brief.bygone, question, own, ())):
        return _told(brief, over)
    if own and (said := _said_of_self(brief, own)):
        return said
    terms = tuple(dict.fromkeys(stems(question)))
    if not terms or (own and all(weight(term) < 1 for term in terms)):
        return ()
    known = [answer for answer in _known(brief) if _tells_more(answer, terms) and not of_another(answer.text, question)]
    rated = [_rate(terms, answer) for answer in known]
    good = [answer for answer in rated if answer.coverage >= _LEAST_COVERAGE]
    memories = [answer for answer in good if answer.found is Found.MEMORY]
    if not memories and (over := formerly.fitting(brief.bygone, question, None, others)):
        return _told(brief, over)
    if not good:
        return ()
    chosen = memories or good
    if asks_when(question) and not any(tells_time(answer.text) for answer in memories):
        chosen = [answer for answer in good if tells_time(answer.text)] or chosen
    best = max(answer.coverage for answer in chosen)
    most = _MOST_ANSWERS if chosen[0].found is Found.MEMORY else _MOST_QUOTES
    return tuple(answer for answer in chosen if answer.coverage >= best - 0.05)[:most]


def asks_of_somebody_known(brief: Brief) -> bool:
    """Whether the message asks about somebody whom a recalled memory names."""
    told = tuple(each.text for each in _known(brief, memories_only=True))
    return bool(others_in(question_part(brief.message.text), told))


def _own_row(question: str) -> re.Pattern[str] | None:
    """The memories that answer what the user asks of themselves; None where no row of `own_questions` fits."""
    return next((memory for asked, memory in own_questions() if asked.search(question)), None)


def _answers_about(brief: Brief, others: tuple[Other, ...]) -> tuple[Answer, ...] | None:
    """What is known of somebody that answers; none where it is known that nothing does, None where that is open."""
    known = _known(brief, memories_only=True)
    settled = False
    found: list[Answer] = []
    for other in others:
        told = [(answer, as_user) for answer in known if (as_user := other.as_user(answer.text))]
        row = _own_row(other.as_own)
        if _ALL_OF.search(other.as_own):
            found += [answer for answer in known if other.is_named_in(answer.text)]
            found += [answer for answer, _ in told if answer not in found]
        elif row is not None and not row.search("user is called"):
            settled = True
            found += [answer for answer, as_user in told if row.search(as_user)]
        else:
            terms = stems(other.rest)
            rated = [_rate(terms, answer) for answer, _ in told]
            found += [answer for answer in rated if terms and answer.coverage >= _LEAST_COVERAGE]
    return tuple(found)[:_MOST_ANSWERS] if found or settled else None


def _ages(brief: Brief, question: str, others: tuple[Other, ...]) -> tuple[Answer, ...]:
    """The ages asked for, counted from birthdays; none where one was told as such."""
    known = _known(brief, memories_only=True)
    if (own := _own_row(question)) and any(own.search(fold(each.text)) for each in known):
        return ()
    made = [
        (ages.aged(each.text, who, brief.now.date()), each)
        for who in ages.owners_of(question, others)
        for each in known
    ]
    return tuple(replace(each, text=told) for told, each in made if told)


def _past_answers(
    brief: Brief, question: str, own: re.Pattern[str] | None, others: tuple[Other, ...]
) -> tuple[Answer, ...]:
    """What was so and is no more, where a question asks for it."""
    plainly = formerly.asks_plainly(question)
    own = own or (_own_row(_USED_TO.sub("", question)) if plainly else None)
    if not plainly and not (own and formerly.asks_perhaps(question)):
        return ()
    row = next((_own_row(other.as_own) for other in others), own)
    found = formerly.fitting(brief.bygone, question, row, others)
    return _told(brief, found)


def _told(brief: Brief, found: tuple[Bygone, ...]) -> tuple[Answer, ...]:
    """What was so, with until when."""
    return tuple(Answer(formerly.told(one, brief.now), one.said_at, Found.MEMORY) for one in found)[:_MOST_ANSWERS]


def _once_said(brief: Brief, question: str) -> tuple[Answer, ...]:
    """What the user once said that no memory says any more; none where nothing is left of it."""
    terms = frozenset(term for term in stems(question) if weight(term) < 1)
    known = _known(brief)
    present = [frozenset(stems(each.text)) for each in known if each.found is Found.MEMORY]
    present = [held for held in present if terms & held]
    if not present:
        return ()
    said = [each for each in known if each.found is Found.MESSAGE and terms & frozenset(stems(each.text))]
    return tuple(each for each in said if not any(held <= frozenset(stems(each.text)) for held in present))[:1]


def _said_of_self(brief: Brief, row: re.Pattern[str]) -> tuple[Answer, ...]:
    """The newest message whose words answer as a memory of the row would: "I taught maths" for "User taught ..."."""
    said = [each for each in _known(brief) if each.found is Found.MESSAGE]
    told = [each for each in said if any(row.search(f"user {own}") for own in _I.split(standard_words(each.text))[1:])]
    return (max(told, key=lambda each: (each.said_at is not None, each.said_at)),) if told else ()


def _own_answers(brief: Brief, pattern: re.Pattern[str], question: str) -> tuple[Answer, ...]:
    """The memories of a row of `own_questions`, those first that also hold the question's other words."""
    terms = tuple(term for term in stems(question) if term not in _OF_KIND)
    found = [_rate(terms, answer) for answer in _known(brief, memories_only=True)]
    fitting = [answer for answer in found if pattern.search(fold(answer.text))]
    if thing := thing_asked(question):
        terms = stems(thing)
        fitting = [answer for answer in fitting if same(terms[0], frozenset(stems(answer.text)))] if terms else []
    days = days_in(question, brief.now)
    fitting = [answer for answer in fitting if any(day in fold(answer.text) for day in days)] or fitting
    if asks_for_days(question):
        fitting = [answer for answer in fitting if lies_within(answer.text, question, brief.now.date())]
    if asks_ahead(question):
        fitting = [answer for answer in fitting if not is_over(answer.text, brief.now.date())]
    if asks_when(question) and not any(tells_time(answer.text) for answer in fitting):
        return ()
    named = [term for term in terms if weight(term) == 1]
    held = [(answer, frozenset(stems(answer.text))) for answer in fitting]
    meant = [answer for answer, words in held if any(same(term, words) > _ALIKE for term in named)]
    if _CALLED_BY_YOU.search(question):
        meant = [answer for answer in fitting if " goes by " in answer.text]
    return tuple(sorted(meant or fitting, key=lambda answer: -answer.coverage))[:_MOST_ANSWERS]


def _tells_more(answer: Answer, terms: tuple[str, ...]) -> bool:
    """Whether a past message holds more than the words of the question: one that only asked the same is no answer."""
    asked = frozenset(terms)
    new = (term for term in stems(answer.text) if same(term, asked) < (0.9 if weight(term) == 1 else 0.1))
    return answer.found is not Found.MESSAGE or any(True for _ in new)


def _known(brief: Brief, memories_only: bool = False) -> list[Answer]:
    """What was recalled and what the user said in this session, in order of rank."""
    persona_said = {message.id for message in brief.history if message.role is Role.PERSONA}
    known = [
        Answer(
            recalled.text,
            recalled.said_at,
            recalled.found,
            recalled.uncertain,
            outdated=recalled.found is Found.MESSAGE and recalled.id in brief.outdated,
        )
        for recalled in brief.recalled
        if recalled.id not in persona_said | brief.withheld | {brief.message.id}
        and not recalled.by_persona
        and (recalled.found is Found.MEMORY or not memories_only)
    ]
    if not memories_only:
        ranked = {recalled.id for recalled in brief.recalled} | brief.withheld | {brief.message.id}
        known += [
            Answer(message.text, message.created_at, Found.MESSAGE, outdated=message.id in brief.outdated)
            for message in reversed(brief.history)
            if message.role is Role.USER and message.id not in ranked
        ]
    forgotten = forgotten_in(brief)
    known = [answer for answer in known if MASKED not in answer.text]
    return [answer for answer in known if answer.found is not Found.MESSAGE or _may_quote(answer.text, forgotten)]


def _may_quote(text: str, forgotten: tuple[frozenset[str], ...]) -> bool:
    """Whether a message of the user may answer: a statement, and of nothing that was to be forgotten."""
    if is_question(text) or wants_forgetting(text) or speaks_of(text, forgotten):
        return False
    return len(text.split()) > 3 or not acts_of(text)


def speaks_of(text: str, subjects: tuple[frozenset[str], ...]) -> bool:
    """Whether a text names most words of one of the subjects, each given as stems."""
    held = frozenset(stems(text))
    return any(sum(same(term, held) for term in terms) >= _LEAST_COVERAGE * len(terms) for terms in subjects)


def forgotten_in(brief: Brief) -> tuple[frozenset[str], ...]:
    """What the user's orders to forget were about, as stems: old messages that say it are not quoted any more."""
    orders = [each.text for each in brief.history if each.role is Role.USER and wants_forgetting(each.text)]
    subjects = (frozenset(term for term in stems(order) if weight(term) == 1) - _ORDER_STEMS for order in orders)
    return tuple(subject for subject in subjects if subject)


def _rate(terms: tuple[str, ...], answer: Answer) -> Answer:
    """The answer with the share of the question's words that it covers."""
    held = frozenset(stems(answer.text))
    whole = sum(map(weight, terms))
    covered = sum(weight(term) * same(term, held) for term in terms)
    return replace(answer, coverage=covered / whole if whole else 0.0)

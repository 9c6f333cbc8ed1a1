"""What a summary must not lose: names, numbers, dates, promises, decisions and open questions, with weights.

Taken out of the messages before a chapter is written, so that the chapter can be compared with them. This
is no memory extraction: nothing here is stored as a memory or decides what is true.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from chatbot.domain.message import Message
from chatbot.domain.session import KeyFact
from chatbot.domain.text import fold
from chatbot.summary.sentences import Sentence, content_words, sentences_of

KINDS = ("name", "number", "date", "promise", "decision", "question")
"""In the order in which a chapter lists what it had to add."""

BASE_WEIGHT: dict[str, float] = {
    "name": 0.5, "number": 0.4, "date": 0.55, "promise": 0.65, "decision": 0.65, "question": 0.45,
}  # fmt: skip
"""Set by hand: what somebody bound themselves to is missed most, a bare number least."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
    rf"|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? \d{{4}})?"
    rf"|\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|\b{_MONTH} \d{{4}}\b"
    rf"|\b(?:in|since|until|by|last|next|this) (?:{_MONTH}|{_DAY}|week|month|year|weekend|spring|summer|autumn|fall|winter)\b"
    rf"|\b(?:on )?{_DAY}s?\b(?: (?:morning|afternoon|evening|night))?"
    r"|\b(?:tomorrow|tonight|yesterday|today)\b(?: (?:morning|afternoon|evening|night))?"
    r"|\b(?:in|since|from|until) (?:19|20)\d\d\b"
    r"|\b(?:at )?\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock)\b|\bat \d{1,2}:\d\d\b",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|dozen)"
)
_NUMBER = re.compile(
    rf"[$€£¥]\s?\d[\d.,]*(?:\s?(?:k|m|million|billion))?\b"
    rf"|(?<![\w.])\d[\d.,]*%|(?<![\w./:-])\d+(?:[.,]\d+)*(?: ?[a-zA-Z]{{2,}})?(?![\w/:-])|\b{_COUNT} [a-z]{{3,}}\b"
)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w'’-]*[a-zà-ÿ][\w'’-]*(?:(?: (?:de|da|van|von|of|the))? [A-ZÀ-Þ][\w'’-]+)*")
_NO_NAME = frozenset(
    "i i'm i'll i've i'd it it's the a an and but so we you he she they this that these those there here what when where "
    "why who how which my your our his her their is are was were do does did can could would should will yes no not ok "
    "okay thanks thank please sorry hello hi hey oh well maybe also then now today tomorrow yesterday if because "
    "actually anyway let let's just like one two english god january february march april may june july august "
    "september october november december monday tuesday wednesday thursday friday saturday sunday code "
    "don't didn't won't can't isn't that's what's there's some all any every each after before while still".split()
)
_TOLD_NAME = re.compile(r"\b(?:name is|named|called|name's|i'm|i am|this is) ([A-ZÀ-Þ][\w'’-]+)")
_PROMISE = re.compile(
    r"\b(?:i|we)(?:'ll| will| promise| swear|'m going to| am going to|'re going to| shall)\b(?! (?:be able|never know|see about))"
    r"|\bi(?:'ve)? (?:promised|committed|signed up)\b|\byou can count on me\b|\bremind me\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"\b(?:i|we)(?:'ve| have)? (?:finally |just )?(?:decided|chose|agreed|settled on|picked|went with|made up my mind|opted)\b"
    r"|\b(?:i'm|we're|let's) (?:going|go) (?:with|for)\b|\bthe (?:decision|plan) is\b|\bwe'll (?:use|go with)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:(?:not|n't|un)\s?(?:sure|certain|decided)|don't know|no idea|can't decide|need to find out|have to (?:decide|figure out)"
    r"|wonder(?:ing)?) (?:if|whether|what|which|how|when|where|who|about|yet)\b|\bundecided\b|\bopen question\b",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(
    r"\b(?:i (?:do not|don't) know|i'm not sure|can't (?:answer|tell|say)|no model|offline)\b", re.IGNORECASE
)
_LASTING = re.compile(
    r"\b(?:my name is|call me|i'm (?:called|allergic|from)|i(?:'m| am) an? |i (?:live|work|study|moved|was born|have|married|"
    r"adopted|lost)|allergic|my (?:wife|husband|partner|mum|mom|dad|mother|father|sister|brother|son|daughter|dog|cat|"
    r"boss|birthday|goal|deadline|friend))\b",
    re.IGNORECASE,
)
_STATEMENT_CHARACTERS = 140
_BETWEEN = re.compile(r"[^\w$€£¥%]+")
_MOST_OF_THEM = 0.7


def key_facts(messages: Sequence[Message], focus: Sequence[str] = ()) -> tuple[KeyFact, ...]:
    """The key facts of a stretch of conversation, in the order of its messages, each once.

    A fact said again is one fact with a higher weight. A weight grows with the user's (not a persona's)
    words, with strong feeling, with lasting statements about the user's life, with the persona's focus, and
    for the first message of a session, which says what the session is about.

    Args:
        messages: oldest first.
        focus: words or phrases that the persona's summaries look for.
    """
    wanted = frozenset().union(*(content_words(phrase) for phrase in focus))
    found: dict[tuple[str, str], KeyFact] = {}
    for at, message in enumerate(messages):
        following = messages[at + 1] if at + 1 < len(messages) else None
        for sentence in sentences_of(message):
            for kind, text in _facts_in(sentence, following):
                weight = min(1.0, BASE_WEIGHT[kind] + _raise(sentence, wanted))
                key = (kind, fold(text))
                known = found.get(key)
                if known is None:
                    found[key] = KeyFact(text, kind, message.id, round(weight, 3), kept=False)
                else:
                    found[key] = replace(known, weight=min(1.0, round(max(known.weight, weight) + 0.03, 3)))
    return tuple(found.values())


def _facts_in(sentence: Sentence, following: Message | None) -> Iterable[tuple[str, str]]:
    text = sentence.text
    dates = [match[0] for match in _DATE.finditer(text)]
    for date in dates:
        yield "date", date
    rest = _DATE.sub(" ; ", text)
    for match in _NUMBER.finditer(rest):
        yield "number", match[0].strip(" .,")
    for name in _names(rest):
        yield "name", name
    statement = (
        text if len(text) <= _STATEMENT_CHARACTERS else text[: _STATEMENT_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"
    )
    if _DECISION.search(text):
        yield "decision", statement
    elif _PROMISE.search(text) and not text.endswith("?"):
        yield "promise", statement
    if _is_open(sentence, following):
        yield "question", statement


def _names(text: str) -> Iterable[str]:
    """Capitalised words inside the sentence; at its start only where the text says that it is a name, or two stand together."""
    told = {match[1] for match in _TOLD_NAME.finditer(text)}
    for match in _NAME.finditer(text):
        name = match[0]
        words = name.split()
        starts = not any(map(str.isalnum, text[: match.start()])) or text[: match.start()].rstrip()[-1:] in ".!?:;"
        if starts and name not in told:
            words = [word for word in words if word.casefold().replace("’", "'") not in _NO_NAME]
            if len(words) < 2 and len(match[0].split()) < 2:
                continue
        words = [word for word in words if word.casefold().replace("’", "'") not in _NO_NAME]
        cleaned = " ".join(words).removesuffix("'s").removesuffix("’s")
        if len(cleaned) > 1:
            yield cleaned


def _is_open(sentence: Sentence, following: Message | None) -> bool:
    """Whether a sentence leaves a question open: said to be so, or asked and not answered."""
    if _OPEN.search(sentence.text):
        return sentence.by_user
    if not (sentence.by_user and sentence.text.endswith("?")):
        return False
    return following is None or following.role is sentence.message.role or bool(_UNANSWERED.search(following.text))


def _raise(sentence: Sentence, wanted: frozenset[str]) -> float:
    message = sentence.message
    feeling = 0.15 * abs(message.reading.valence) if message.reading else 0.0
    own = 0.1 if sentence.by_user else -0.15
    lasting = 0.2 if sentence.by_user and _LASTING.search(sentence.text) else 0.0
    focused = 0.15 if wanted & content_words(sentence.text) else 0.0
    first = 0.25 if sentence.by_user and message.seq in (1, 2) else 0.0
    return feeling + own + lasting + focused + first


class Text:
    """A text prepared for being compared with many facts.

    Args:
        text: a chapter's text, or one line of it.
    """

    def __init__(self, text: str) -> None:
        self._folded = f" {' '.join(_BETWEEN.sub(' ', fold(text)).split())} "
        self._lines = [content_words(line) for line in text.splitlines()]

    def holds(self, fact: KeyFact) -> bool:
        """Whether it still says a fact: names, numbers and dates word for word, statements by most of their words."""
        if fact.kind in ("name", "number", "date"):
            return f" {' '.join(_BETWEEN.sub(' ', fold(fact.text)).split())} " in self._folded
        words = content_words(fact.text)
        return any(len(words & line) >= _MOST_OF_THEM * len(words) for line in self._lines)


def checked(facts: Iterable[KeyFact], text: str) -> tuple[KeyFact, ...]:
    """The facts, each marked whether `text` holds it."""
    whole = Text(text)
    return tuple(replace(fact, kept=whole.holds(fact)) for fact in facts)


def is_wanted(fact: KeyFact, must_keep: Iterable[str]) -> bool:
    """Whether a persona's `must_keep` names the fact's kind, in the singular or the plural."""
    return any(fold(kind).removesuffix("s") == fact.kind for kind in must_keep)

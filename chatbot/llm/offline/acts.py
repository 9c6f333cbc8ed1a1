"""What the user does with a message: greets, asks, answers with one word, tells something. Patterns only."""

import re
from enum import StrEnum

from chatbot.domain.offline import Intent
from chatbot.domain.patterns import lazy
from chatbot.domain.spelling import standard_words
from chatbot.domain.text import fold
from chatbot.llm.offline.patterns import anywhere_patterns, whole_patterns
from chatbot.llm.offline.words import bag


class Act(StrEnum):
    """What a message does. Those named as in `Intent` are answered by a persona's own phrases first."""

    GREETING = Intent.GREETING
    FAREWELL = Intent.FAREWELL
    THANKS = Intent.THANKS
    ASK_MEMORY = Intent.ASK_MEMORY
    ASK_UNKNOWN = Intent.ASK_UNKNOWN
    ASK_SELF = Intent.ASK_SELF
    ASK_WORLD = Intent.ASK_WORLD
    LEARNED = Intent.LEARNED
    CORRECTED = Intent.CORRECTED
    FORGOT = Intent.FORGOT
    SUMMARY = Intent.SUMMARY
    SHARE = Intent.SHARE
    DECIDE = Intent.DECIDE
    STUCK = Intent.STUCK
    FALLBACK = Intent.FALLBACK
    KNOWN = "known"
    NOTHING_KNOWN = "nothing_known"
    ENDED = "ended"
    REINFORCED = "reinforced"
    CONFLICT = "conflict"
    OFFERED = "offered"
    REFUSED = "refused"
    NOTHING_TO_FORGET = "nothing_to_forget"
    TIME = "time"
    DATE = "date"
    SUM = "sum"
    MOOD = "mood"
    ABILITIES = "abilities"
    REPEAT = "repeat"
    QUOTE_USER = "quote_user"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    HUM = "hum"
    LAUGH = "laugh"
    SORRY = "sorry"
    PRAISE = "praise"
    INSULT = "insult"
    WHY = "why"
    NONSENSE = "nonsense"
    TASK = "task"
    FEELING = "feeling"
    CRISIS = "crisis"
    LOSS = "loss"
    PARTING = "parting"
    BLOW = "blow"
    LONELY = "lonely"
    WEARY = "weary"
    WHAT_NOW = "what_now"
    WRONG = "wrong"
    PRESENT = "present"
    GOODNIGHT = "goodnight"
    SETTLED = "settled"
    CHANGED = "changed"
    REMINDER = "reminder"
    MASKED = "masked"
    DOUBTED = "doubted"
    ASKED = "asked"
    QUIET = "quiet"
    FINE = "fine"
    FOREIGN = "foreign"
    OPINION = "opinion"


_QUESTION = lazy(
    r"^(and |but |so |ok(ay)? |well |then |hey |hi |please )*(can you |could you )?"
    r"(what|what's|whats|when|where|who|whose|whom|which|why|how|do|does|did|is|are|am|was|were|can|could|would|will|"
    r"should|have|has|had|isn't|aren't|don't|doesn't|didn't|wasn't|tell me|remind me|any idea|explain|define|"
    r"describe)\b"
)
_LEFT_OUT = lazy(
    r"^(?:and |but |so |ok(?:ay)? |well |then |ugh |lol )*(?:"
    r"(?:can|could|would|do|does|did|have|had|is|are|was)(?:n't|'t) (?!i |you|we |he |she |they|it |that|this|there|"
    r"my |your|"
    r"our |his |her |their|the |these|those|any|every|people)|"
    r"(?:have|had|was|am|did) (?:an? |to |been |no |some |lots |such |so |too |very |just |really |not |nothing |"
    r"well\b|fine\b|ok(?:ay)?\b|good\b|great\b|bad\b|tired|at |in |on |another |enough |work\b|fun\b))"
)
"""A statement whose "I" was left out: "can't drink coffee late", "had a rough day"."""
_ABOUT_ME = lazy(r"\b(i|i'm|i've|i'd|me|my|mine|myself|we|our|us)\b")
_FORGET = lazy(r"^(please |(can|could) you |you (can|should) )*(forget|delete|erase|remove|stop remembering)\b")
_REMEMBER = lazy(r"^(please |can you |could you )*(remember|note|keep in mind|don't forget)\b")
_REMINDER = lazy(
    r"^(please |hey |ok(ay)? |can you |could you |will you |would you )*(remind me|"
    r"set (me )?an? (reminder|alarm|timer)|don't let me forget)\b(?! (of|what|who|where|when|why|how|which|my|your)\b)"
)
_WRONG = lazy(
    r"^(no|nope|nah|wrong|oops|sorry)\b(?! (longer|more))|\bno,? wait\b|\bnot (right|true)\b|"
    r"\b(wrong|incorrect|mistaken?|misspoke|typo|i meant|correction|not (?!any|only|yet|sure|just|so )\w+)|"
    r"\b(isn't|aren't|is not|wasn't)\b"
)
_RATHER = lazy(r"\b(actually|rather|in fact|correct|really)\b")
_NEWS = lazy(
    r"\b(moved?|moving|switched|changed|quit|left|joined|started|became|turned|now|any ?more|no longer|last|recently|"
    r"yesterday|today|got|just)\b"
)
_ITS = lazy(r"\bits\b(?! own)")
_CONSONANTS = lazy(r"[bcdfghjklmnpqrstvwxz]{5,}")


def acts_of(text: str) -> tuple[Act, ...]:
    """What the words of a message do, the surest first; none where they only tell or ask something.

    >>> acts_of("What time is it?")
    (<Act.TIME: 'time'>,)
    """
    said = _ITS.sub("it's", standard_words(text)).strip(" \t\n.!?…,")
    if not said:
        return (Act.WHY if "?" in text else Act.HUM,)
    for act, pattern in whole_patterns():
        if pattern.fullmatch(said):
            return (Act(act),)
    if is_nonsense(text):
        return (Act.NONSENSE,)
    return tuple(Act(act) for act, pattern in anywhere_patterns() if pattern.search(said))


def is_question(text: str) -> bool:
    """Whether the text asks something, with or without the mark."""
    said = standard_words(text)
    if wants_reminder(text):
        return False
    return "?" in said or (_QUESTION.match(said) is not None and _LEFT_OUT.match(said) is None)


def is_about_user(text: str) -> bool:
    """Whether the text speaks of who wrote it."""
    return bool(_ABOUT_ME.search(standard_words(text)))


def wants_forgetting(text: str) -> bool:
    """Whether the text orders to forget something."""
    return bool(_FORGET.match(standard_words(text)))


def wants_remembering(text: str) -> bool:
    """Whether the text orders to remember something."""
    return bool(_REMEMBER.match(standard_words(text)))


def wants_reminder(text: str) -> bool:
    """Whether the text asks to be reminded of something to come, which is an order and no question."""
    return bool(_REMINDER.match(standard_words(text)))


def puts_right(text: str) -> bool:
    """Whether the text says that something was wrong, and not that it has changed since."""
    said = standard_words(text)
    return bool(_WRONG.search(said) or (_RATHER.search(said) and not _NEWS.search(said)))


def is_nonsense(text: str) -> bool:
    """Whether the text has no word in it that could be read: keys hit at random."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    if any(ord(letter) > 0x24F for word in words for letter in word):
        return False
    return bool(words) and all(_unreadable(word) for word in words)


def _unreadable(word: str) -> bool:
    if len(word) < 4:
        return False
    if _CONSONANTS.search(word) or not re.search("[aeiouyáéíóúäöüàèìòùâêîôûãõåøæœ]", word):
        return True
    return word in _ROWS or len(set(word)) == 1 or re.fullmatch(r"(..?)\1{2,}", word) is not None


_ROWS = bag("asdf asdfg asdfasdf qwer qwert qwerty qwertz zxcv zxcvb sdfg dfgh fghj ghjk hjkl asda asdas lkj jkl")

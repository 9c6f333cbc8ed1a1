"""What is meant by words that were typed over the value in a memory's sentence: another value, or a whole sentence."""

from collections.abc import Callable

from chatbot.domain.memory import Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line

_NO = lazy(
    r"(?i)^(?:no|nope|well|actually|sorry)(?:\s*[,:;.!]\s*(?=\S)|\s+(?=(?:i|it|that|she|he|they|my|our)(?:['’]|\b)))"
)
_TELLING = lazy(
    r"^(?i:i|user|we|they|he|she|it|that|this)(?:['’](?:s|m|re|ve|d|ll)\b|\s+(?!(?:by|of|from|and|with)\b)(?=[a-z]))"
)
"""Somebody and a verb. A title ("It Takes Two") has a capital letter there."""
_OWNING = lazy(
    r"^(?:(?i:my|our|the)\s+|(?i:user['’]s)\s+)[a-z][\w'’ -]*?"
    r"(?:['’]s|\s+(?:is|isn['’]t|are|was|were|has|have|had|lives?|works?|likes?|loves?|hates?|goes|comes))\s"
)
_IS = lazy(
    r"(?i)^(?:(?:it|that|she|he|they)(?:['’](?:s|re)|\s+(?:is|are|was|were))|(?:his|her|its|their|the)\s+name"
    r"(?:['’]s|\s+is))\s+(?:(?:called|named)\s+)?"
)
_AND_NOT = lazy(r"(?i)\s*,\s*not\s+[^,]+$")
_SOMEBODY = lazy(r"(?i)^(?:i|it|that|she|he|they|user)\s+")
_OWNER = lazy(r"(?i)^(?:the|my|our|user['’]s)\s+")
_SENTENCE_WORDS = 3
_NAMING = ("name", "age", "home", "hometown", "employer", "school", "job", "partner", "family.", "friend", "pet.")
_VERB = lazy(
    r"^(?i:[\w'’-]+(?: [\w'’-]+)?) (?:is|are|was|were|has|have|had|does|do|did|will|can|lives|works|plays|likes|loves|"
    r"hates|moved|got|turned|started) \S"
)
_ARTICLE = lazy(r"(?i)^(?:an?|the)\s+")
_ARTICLE_AHEAD = lazy(r"(?i)\b(?:an?|the)\s+$")
_ADDED = lazy(r"(?<=\w),? (?:(?:since|as of|from) .*|from now on)$|,\s+[a-z][^,]*$")
"""What is said besides a value: "a Giant, red one", "10 since friday"."""
_MOST_WORDS_OF_A_VALUE = 4


def value_place(memory: Memory) -> tuple[int, int]:
    """Where a memory's value stands in its words; the end of the words where it does not."""
    text, value = clean_line(memory.text, 2000), clean_line(memory.value, 2000)
    at = text.casefold().rfind(value.casefold()) if value else -1
    return (at, at + len(value)) if at >= 0 else (len(text), len(text))


def meant(memory: Memory, line: str, tells: Callable[[str], bool]) -> str:
    """The words that a memory is to have.

    Args:
        memory: as it is.
        line: its words, something else in the place of its value ("User's dog is called My dog is called Luna").
        tells: whether words tell something by themselves, or on which day it is.

    Returns:
        The line; only what was typed, where that is a sentence of its own; with the value alone where what was typed
        says no more than "it's Luna".
    """
    text = clean_line(memory.text, 2000)
    start, end = value_place(memory)
    before, behind = text[:start], text[end:]
    if line == text or len(line) < len(before) + len(behind):
        return line
    if not line.startswith(before) or not line.endswith(behind):
        return line
    typed = line[len(before) : len(line) - len(behind)].strip()
    said = _NO.sub("", typed)
    value = _alone(_AND_NOT.sub("", _IS.sub("", said)), before).strip(" .!")
    if value and tells(value):
        return value
    if _IS.match(said) and start < end and value and len(value.split()) <= _MOST_WORDS_OF_A_VALUE:
        return f"{before}{value}{behind}"
    if start < end and (again := _said_again(before, said)):
        return f"{before}{again}{behind}"
    if same := _behind_same_words(before, _SOMEBODY.sub("", said)):
        return f"{before}{same}{behind}"
    if of_somebody(memory, said) or _TELLING.match(said) or _OWNING.match(said) or tells(said):
        return said
    return f"{before}{said}{behind}" if said != typed and start < end else line


def of_somebody(memory: Memory, said: str) -> bool:
    """Whether what was typed is a sentence about somebody by name, and so no name, place or number itself."""
    named = said.split()[:1] == memory.text.split()[:1] and len(said.split()) >= _SENTENCE_WORDS
    return named or (memory.attribute.startswith(_NAMING) and _VERB.match(said) is not None)


def _said_again(before: str, said: str) -> str:
    """What follows the words that stand before a value already ("Tomas is 10" behind "Tomas is"); empty for others."""
    head = before.removeprefix("User's ").casefold()
    bare = _OWNER.sub("", said, count=1) if head != before.casefold() else said
    return _alone(bare[len(head) :], before).strip(" .!") if head and bare.casefold().startswith(head) else ""


def _alone(said: str, before: str) -> str:
    """A value without the article that stands before it already, and without what is added in small letters."""
    said = _ARTICLE.sub("", said) if _ARTICLE_AHEAD.search(before) else said
    return _ADDED.sub("", said)


def _behind_same_words(before: str, said: str) -> str:
    """What follows the verb that a memory's sentence has, too ("User's sister lives in", "lives in Porto" -> "Porto").

    Returns:
        Empty where what was said goes on in other words.
    """
    words = before.split()
    for first in range(1, len(words)):
        same = " ".join(words[first:]) + " "
        if said.startswith(same):
            return said[len(same) :].strip(" .!")
    return ""

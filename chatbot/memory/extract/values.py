"""Cuts a value down to its core, splits lists, and says what looks like a name or a place."""

import re
from collections.abc import Sequence

from chatbot.domain.patterns import lazy
from chatbot.memory.dates import DateSpan
from chatbot.memory.extract.lexicon import INSTITUTIONS, LANGUAGES, NATIONALITIES, NOT_NAMES, PROGRAMS
from chatbot.memory.extract.line import Line

_STOP = lazy(
    r"[;:!?(\[\"]|(?<!\s[a-z])(?<!\b(?:st|dr|mt))\.(?=\s|$)|\.$|\s[-–—]+\s|—|,|\s(?:because|since|cause|cuz|bc|"
    r"although|"
    r"though|but|so|which|who|whom|when|whenever|"
    r"while|after|before|until|till|unless|if|these days|right now|at the moment|at present|currently|nowadays|"
    r"lately|recently|atm|originally|anymore|any more|now|too|as well|btw|by the way|actually|"
    r"lol|haha|hehe|lmao|tbh|tho|ngl|imo|fwiw|rn|again|already|please|"
    r"for (?:the (?:last|past)|about|over|almost|nearly|around|a (?:few|couple|long|while)|\d+|years|months|ages|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|many|several|some))|"
    r"with (?:me|my|our|his|her|their|the (?:kids|family)|a friend|friends)|on "
    r"my own|by myself|and (?:i|we|my|our|he|she|it|they|yes|no|yeah|"
    r"that|then|now|so|it's)|to be honest|i mean|i guess|i think|you know|ever "
    r"since|or something|and stuff|and all that|"
    r"instead|in my (?:free|spare) time|a lot|so much|very much|the most|more "
    r"than anything|for (?:fun|a living|work|now|example)|even though|even|together|"
    r"that|"
    r"too much|once in a while|all the time|all day|on the side|in general|especially|"
    r"like crazy|of course|someday|some day|one day|eventually)(?=\s|$|[,.!?;:)])"
)
_OFTEN = lazy(
    r"\s(?:(?:on|at) (?:the )?(?:weekends?|week-ends?)|on (?:mon|tues|wednes|thurs|"
    r"fri|satur|sun)days|(?:once|twice|three times) (?:a|per) "
    r"\w+|every \w+(?: and \w+)*|in the (?:mornings?|evenings?|afternoons?)|daily|"
    r"weekly|sometimes|mostly|regularly|often)$"
)
_ARTICLE = lazy(
    r"(?:a|an|some|any|a little|a bit of|a few|all kinds of|all sorts of|lots of|such a|the whole|also|really) +(?=\S)"
)
_LIST = lazy(r"\s*,\s*(?:and|or|&)?\s*|\s+(?:and|or|&|plus|as well as|and also)\s+")
_WHOLE = lazy(
    r"\b(?:rock (?:and|&) roll|mac (?:and|&) cheese|fish (?:and|&) chips|salt (?:and|&) \w+|black (?:and|&) white|"
    r"r ?& ?b|d ?& ?d|arts and crafts|track and field|gin and tonic|bed and breakfast|peanut butter and jelly|"
    r"drum (?:and|&) bass|research and development|trial and error|\w+ (?:and|&) sons|dungeons (?:and|&) dragons|"
    r"cookies (?:and|&) cream|country and western|science and technology|johnson & johnson|barnes & noble|h ?& ?m|"
    r"bacon and eggs|pride and prejudice|war and peace|crime and punishment)\b"
)


_LETTERS = lazy(r",? (?:with (?:an?|one|two|double) |without (?:(?:an?|the) )?)\w{1,2}'?s?$")


def core(line: Line, dates: Sequence[DateSpan] = (), offset: int = 0, commas: bool = False) -> Line:
    """The shortest stretch at the beginning of a line that still says what it is about.

    Clauses, adverbs of time and dates behind it are cut off; a stop word in capitals ("The Before Trilogy")
    belongs to a title and stays.

    Args:
        line: the rest of a sentence behind a verb.
        dates: dates of the clause; one that ends the value, or begins behind its first word, ends it.
        offset: the line's position in the clause that the dates were found in.
        commas: whether a comma may stand inside the value (lists, "Austin, Texas").
    """
    end = len(line.norm)
    for date in dates:
        if 0 <= date.start - offset < end:
            end = date.start - offset
    for stop in _STOP.finditer(line.norm, 0, end):
        if commas and stop.group() == ",":
            continue
        word = line.cut(stop.start(), stop.end()).typed
        if stop.start() > 0 and not word[:1].isupper():
            end = stop.start()
            break
    head = line.cut(0, end)
    while (often := _OFTEN.search(head.norm)) is not None:
        head = head.cut(0, often.start())
    return _unmarked(head)


_LOOSE = lazy(r" (?:and|or|in|on|at|with|for|to|of|the|a|from|by|about|as|just|also|really|every|each)$")


def _unmarked(line: Line) -> Line:
    start, end = 0, len(line.norm)
    while end > start and not (
        line.norm[end - 1].isalnum() or line.norm[end - 1] in ")+#%'" or line.norm[end - 1] > "~"
    ):
        end -= 1
    while end > start and _is_symbol(line.norm[end - 1]):
        end -= 1
    line = line.cut(start, end)
    loose = _LOOSE.search(line.norm)
    return line.cut(0, loose.start()) if loose else line


def _is_symbol(character: str) -> bool:
    return ord(character) >= 0x2190 and not character.isalnum()


def without_article(line: Line) -> Line:
    """A line without "a", "some" and the like in front; "the" stays only where it is part of a title."""
    match = _ARTICLE.match(line.norm)
    if match is not None:
        return line.cut(match.end())
    if line.norm.startswith("the ") and not line.typed.startswith("The "):
        return line.cut(4)
    return line


_REMARK = lazy(
    r"(?:it )?(?:tastes|smells|sounds|looks|feels|makes|gives|reminds|gets|keeps|drives|hurts|ruins) (?!and\b)\w"
)
"""Behind a comma: no further thing, but what the one before is like ("I hate coriander, tastes of soap")."""


def pieces(line: Line, most_words: int = 6) -> tuple[Line, ...]:
    """A list split into its items: "hiking, jazz and spicy ramen" is three.

    What is joined by custom ("mac and cheese") stays whole, and so does everything where an item is long.
    """
    whole = [match.span() for match in _WHOLE.finditer(line.norm)]
    bounds: list[tuple[int, int]] = []
    start = 0
    for joint in _LIST.finditer(line.norm):
        if any(first <= joint.start() < last for first, last in whole):
            continue
        bounds.append((start, joint.start()))
        start = joint.end()
    bounds.append((start, len(line.norm)))
    if re.match(r"\w+ing (?:\S+ ){2,}", line.norm[bounds[0][0] : bounds[0][1]] + " ") and len(bounds) > 1:
        return (line,)
    items = [line.cut(first, last) for first, last in bounds if line.norm[first:last].strip()]
    remark = next((at for at, item in enumerate(items) if at and _REMARK.match(item.norm)), len(items))
    items = items[:remark]
    if len(items) > 1 and any(len(item.norm.split()) > most_words for item in items):
        return items[:1] if len(items[0].norm.split()) <= most_words else (line,)  # type: ignore[return-value]
    return tuple(_unmarked(item) for item in items)


def unspelt(line: Line) -> Line:
    """A stretch without a remark on its spelling at the end: the "Sara" of "Sara without h"."""
    letters = _LETTERS.search(line.norm)
    return line.cut(0, letters.start()) if letters else line


def is_name(line: Line, lower_too: bool = False) -> bool:
    """Whether a stretch can be what somebody is called.

    Args:
        line: the stretch.
        lower_too: whether a name in small letters counts, because the words before it promise a name.
    """
    words = line.typed.split()
    if not 1 <= len(words) <= 4 or any(character.isdigit() or character in '/@#\\<>{}=_"' for character in line.typed):
        return False
    folded = line.norm.split()
    if any(word.strip(".,'") in NOT_NAMES for word in folded) or folded[0] in NATIONALITIES | LANGUAGES:
        return False
    if all(word[:1].isupper() or word in ("de", "da", "van", "von", "der", "al", "bin", "la", "dos") for word in words):
        return words[0][:1].isupper()
    return lower_too and len(words) <= 2 and all(word.strip("'-.").isalpha() for word in words)


_HABITS = lazy(
    r"(?:netflix|instagram|facebook|twitter|tiktok|youtube|reddit|tinder|spotify|whatsapp|discord|twitch|starbucks|"
    r"mcdonald's|google|apple|amazon|microsoft|uber|excel|linux|python|java|coffee|decaf|coke|cola|nutella|sugar|"
    r"caffeine|alcohol|wine|beer|chocolate|cheese|bread|carbs|gluten|meat|pizza|sushi|tea|work)$"
)
"""What people say they are married to, and break up with."""


def somebody(line: Line) -> bool:
    """Whether a stretch is the name of somebody one can love, and no habit."""
    return is_name(line) and _HABITS.match(line.norm) is None


def institution(line: Line) -> bool:
    """Whether a stretch names a place of work: in capitals, its kind behind it in small letters or not."""
    words = line.typed.split()
    kind = len(words) > 1 and words[-1] in INSTITUTIONS
    return capitalised(line.cut(0, len(line.norm) - len(words[-1]))) if kind else capitalised(line)


def capitalised(line: Line) -> bool:
    """Whether every word of two letters or more begins with a capital, particles aside."""
    words = [
        word for word in line.typed.split() if word.lower() not in ("of", "the", "and", "de", "la", "do", "da", "&")
    ]
    return bool(words) and all(word[:1].isupper() or word[:1].isdigit() for word in words)


_NOWHERE = lazy(
    r"(?:plan|chapter|part|level|stage|step|phase|tier|version) (?:\w{1,2}|one|two|three)$|team \w+$|"
    r"(?:premium|management|marketing|sales|finance|engineering|accounting|operations|support|production|research|"
    r"days|nights|mornings|part[ -]time|full[ -]time|remote|keto|vegetarian|vegan)\b|"
    r"(?:.* )?(?:office|team|department|role|position|job|desk|diet|plan|phone|laptop|version|topic|subject|shift|"
    r"schedule|seat|bank|provider|server|browser|app|platform|method|routine|lifestyle|gym|project|company|firm)$|"
    r"\w{3,}ism$"
)


def lived_in(line: Line) -> bool:
    """Whether who moves to it lives there: not a program, a team, a plan or a way of life."""
    first = line.norm.split(" ")[0].strip(".,")
    return first not in PROGRAMS and _NOWHERE.match(line.norm) is None

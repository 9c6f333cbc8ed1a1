"""Whether two memories, values or texts are the same thing said in other words. The only user of rapidfuzz.

Blocking comes first: texts that share no rare word are never compared. The library is loaded for the first that are.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from chatbot.domain.memory import Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.memory.stem import initial, stem
from chatbot.memory.words import word_set

_WORD = lazy(r"\w+")
_COMMON = word_set(
    "a an the i you he she it we they my your his her its our their user users s is am are was were be been being has "
    "have had do does did to of in on at for from with by and or but not no that this these those called named name "
    "likes like loves love hate hates dislikes dislike enjoy works work lives "
    "live about everything anything all said say says told me what when"
)
_ARTICLES = ("the ", "a ", "an ", "some ", "my ")
_ARTICLE = lazy(r"^(?:the|a|an|some|my) (?=\w)")
_SAME_TEXT = 92.0
_FOUND = 84.0
_NAMING = (
    "name", "nickname", "partner", "family", "friend", "pet", "employer", "school", "birthday", "home", "hometown",
)  # fmt: skip
"""Families of slots whose values are names, places or dates."""
_LONGEST_ENDINGS = 9
_SLIP = 94.0
_SHORTEST_SLIP = 9


@lru_cache(maxsize=16384)
def plain(value: str) -> str:
    """A value as comparisons see it: folded, without articles and marks at its ends."""
    folded = fold(value).strip(" .,!?;:\"'()")
    return _ARTICLE.sub("", folded) if folded.startswith(_ARTICLES) else folded


def same_value(left: str, right: str) -> bool:
    """Whether two values of one slot are equal but for case, articles and marks."""
    return plain(left) == plain(right)


def alike(left: str, right: str, at_least: float = 85.0) -> bool:
    """Whether two values match as words, in any order, one possibly with more words (`token_set_ratio`).

    Args:
        left: any text; two empty ones are alike.
        right: the other.
        at_least: 0..100.
    """
    from rapidfuzz import fuzz

    a, b = plain(left), plain(right)
    return a == b or fuzz.token_set_ratio(a, b) >= at_least


@lru_cache(maxsize=16384)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text without their endings, in the order of the alphabet; no word is passed over."""
    return tuple(sorted(stem(word) for word in _WORD.findall(plain(text))))


def initials(text: str) -> tuple[str, ...]:
    """The letters that the words of a text begin with, in the order of the alphabet; equal where `stems` are equal."""
    return tuple(sorted([initial(word) for word in _WORD.findall(plain(text))]))


def reworded(attribute: str, left: str, right: str) -> bool:
    """Whether two values of a slot are the same words but for endings and order: "night trains" and "a night train".

    Never so for names, places and dates: Anna is not Annas.

    Args:
        attribute: the slot.
        left: a value.
        right: another.
    """
    if attribute.partition(".")[0] in _NAMING or abs(len(left) - len(right)) > _LONGEST_ENDINGS:
        return False
    words = stems(left)
    return words != () and words == stems(right)


def misspelt(attribute: str, left: str, right: str) -> bool:
    """Whether two values of a slot are so near in spelling that one is most likely a slip of the other.

    Every number and every negation must agree, and what is shorter than nine letters is never taken for a slip:
    "desert" and "dessert" differ by as little. Nor is a name. Arguments as for `reworded`.
    """
    a, b = plain(left), plain(right)
    if not may_slip(attribute, left) or len(b) < _SHORTEST_SLIP:
        return False
    from rapidfuzz import fuzz

    if fuzz.token_sort_ratio(a, b, score_cutoff=_SLIP) < _SLIP:
        return False
    return _sharp(rare_words(a)) == _sharp(rare_words(b)) and _denied(a) == _denied(b)


def may_slip(attribute: str, value: str) -> bool:
    """Whether a value is one of which `misspelt` may take another for a slip: long enough, and no name."""
    return attribute.partition(".")[0] not in _NAMING and len(plain(value)) >= _SHORTEST_SLIP


def near_in_spelling(value: str, others: Sequence[str]) -> list[int]:
    """The places of the values among which are all that `misspelt` finds, in their order.

    Args:
        value: of a slot.
        others: values of the same.
    """
    from rapidfuzz import fuzz, process

    plains = [plain(other) for other in others]
    near = process.extract_iter(plain(value), plains, scorer=fuzz.token_sort_ratio, score_cutoff=_SLIP)
    return [place for _, _, place in near]


def more_detail(new: str, old: str) -> bool:
    """Whether the new value says everything that the old one says, and more ("Porto" -> "Porto, Portugal")."""
    new_words, old_words = _WORD.findall(plain(new)), _WORD.findall(plain(old))
    return len(new_words) > len(old_words) > 0 and set(old_words) < set(new_words)


@lru_cache(maxsize=16384)
def rare_words(text: str) -> frozenset[str]:
    """The words that texts are blocked by: what is left without common ones."""
    return frozenset(word for word in _WORD.findall(fold(text)) if word not in _COMMON)


def duplicate(text: str, memories: Iterable[Memory]) -> Memory | None:
    """The memory that says the same as a free text; None for none."""
    return next(iter(duplicates(text, memories)), None)


def duplicates(text: str, memories: Iterable[Memory]) -> list[Memory]:
    """The memories that say the same as a free text, the most alike first.

    Every number and every negation must agree, so that a changed value is never taken for a repetition.
    """
    from rapidfuzz import fuzz

    words = rare_words(text)
    folded = fold(text)
    sharp, denied = _sharp(words), _denied(folded)
    found: list[tuple[float, Memory]] = []
    for memory in memories:  # all of a user's notes: what most of them fail stands first
        if words.isdisjoint(other := rare_words(memory.text)):
            continue
        if len(words ^ other) > max(1, min(len(words), len(other)) // 4):
            continue
        if sharp != _sharp(other) or denied != _denied(fold(memory.text)):
            continue
        score = fuzz.token_sort_ratio(folded, fold(memory.text))
        if score >= _SAME_TEXT:
            found.append((score, memory))
    return [memory for _, memory in sorted(found, key=lambda one: -one[0])]


def _sharp(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(character.isdigit() for character in word))


def _denied(text: str) -> bool:
    return bool(re.search(r"\b(?:not|no|never|hates?|dislikes?|\w+n't)\b", text))


def find_about(query: str, memories: Iterable[Memory], limit: int = 50) -> tuple[Memory, ...]:
    """Memories that a person's words point at, best first: for "forget ..." and searching by hand.

    Args:
        query: some words; a misspelt one still finds, a word of fewer than four letters only exactly.
        memories: where to look.
        limit: the most results.
    """
    return tuple(memory for _, _, memory in _ranked(query, memories)[:limit])


def find_best(query: str, memories: Iterable[Memory]) -> tuple[Memory, ...]:
    """Of what `find_about` finds, the best one, and all that are as good: where words are to choose by themselves."""
    ranked = _ranked(query, memories)
    return tuple(memory for score, _, memory in ranked if score == ranked[0][0])


def _ranked(query: str, memories: Iterable[Memory]) -> list[tuple[float, str, Memory]]:
    """With their scores and ids, best first."""
    wanted = sorted(rare_words(query)) or _WORD.findall(fold(query))
    if not wanted:
        return []
    ranked: list[tuple[float, str, Memory]] = []
    for memory in memories:
        words = _searchable(memory)
        scores = [_best_word(word, words) for word in wanted]
        if all(score >= _FOUND for score in scores):
            exact = same_value(query, memory.value) or same_value(query, memory.subject)
            ranked.append((sum(scores) / len(scores) + (10.0 if exact else 0.0), memory.id, memory))
    return sorted(ranked, key=lambda item: (-item[0], item[1]))


def _searchable(memory: Memory) -> list[str]:
    slot = memory.attribute.replace(".", " ").replace("_", " ")
    return _WORD.findall(fold(f"{memory.text} {slot} {memory.value} {memory.subject} {' '.join(memory.topics)}"))


def _best_word(word: str, words: list[str]) -> float:
    if word in words:
        return 100.0
    if len(word) < 4:
        return 0.0
    if any(other.startswith(word[: max(4, len(word) - 3)]) and abs(len(other) - len(word)) <= 3 for other in words):
        return 90.0
    from rapidfuzz import fuzz, process

    match = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=_FOUND)
    return match[1] if match else 0.0


def fingerprint_matches(tombstone: Memory, subject: str, attribute: str, value: str, text: str) -> bool:
    """Whether a forgotten memory forbids learning a candidate: the same slot with a similar value, or the same note.

    Args:
        tombstone: a record with status forgotten.
        subject: the candidate's, as are the following.
        attribute: its slot.
        value: its value.
        text: its sentence, for a note.
    """
    if (tombstone.subject, tombstone.attribute) != (subject, attribute):
        return False
    if not attribute:
        return duplicate(text, (tombstone,)) is not None
    if any(character.isdigit() for character in tombstone.value + value):
        return same_value(tombstone.value, value)
    return alike(tombstone.value, value, 90.0)


def nearest_words(word: str, vocabulary: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """The known words that a misspelt one most likely means, best first, at most two.

    A word of up to five letters may have a letter too many or too few, or two of them swapped; a longer
    one may have more of it (`fuzz.ratio` of at least 75).

    Args:
        word: one folded word.
        vocabulary: the known words.

    Returns:
        Pairs of a known word and its likeness 0..1.
    """
    short = len(word) <= 5
    far, at_least = (1, 80.0) if short else (2, 75.0)
    candidates = [known for known in vocabulary if abs(len(known) - len(word)) <= far and len(known) > 2]
    letters = sorted(word)
    swapped = [known for known in candidates if short and known[0] == word[0] and sorted(known) == letters]
    if swapped:
        return tuple((known, 0.9) for known in sorted(swapped)[:2])
    if not candidates:
        return ()
    from rapidfuzz import fuzz, process

    matches = process.extract(word, candidates, scorer=fuzz.ratio, score_cutoff=at_least, limit=None)
    best = sorted((-score, known) for known, score, _ in matches if len(known) > 3)[:2]
    return tuple((known, -score / 100.0) for score, known in best)

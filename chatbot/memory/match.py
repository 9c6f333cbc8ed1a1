"""Ranks a session's messages for a question: words, neighbours, sitting, speaker, days, kind. No memories here."""

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping

from chatbot.domain.message import Role
from chatbot.domain.value import Value
from chatbot.memory.question import Question, Trait
from chatbot.memory.shelf import Entry, Shelf
from chatbot.memory.spans import Span
from chatbot.memory.tokens import term, words
from chatbot.memory.vocabulary import forms
from chatbot.memory.weights import MatchWeights

_SITTING_K1, _SITTING_B = 1.2, 0.75  # the usual BM25 values: a sitting is a document of the usual length
_LONGEST_WALKED_SPAN_DAYS = 45
_WIDELY_SPREAD = 150  # a word in more messages than this lends to the next ones only: it says little of a place
_RESCORED, _RESCORED_FORMS = 150, 4


Names = tuple[tuple[str, str], ...]
"""Speakers (see `shelf.Entry`) with what they are called."""


def rank_messages(
    shelf: Shelf, question: Question, weights: MatchWeights, names: Names = ()
) -> list[tuple[float, Entry]]:
    """All messages with anything in common with the question, best first.

    Args:
        shelf: the session's.
        question: what is looked for.
        weights: how words are weighed.
        names: what those who speak are called, for questions that name them.

    Returns:
        Pairs of relevance and message, at most `weights.candidates`. 1 is what a message that holds every
        word of the question once would score without any other sign; other signs can lift it above.
    """
    called = _called(shelf, names)
    named = {speaker for word in question.words for speaker in called.get(word, ())}
    groups, unknown = _groups(shelf, question, called, weights)
    if not groups and not question.spans:
        return []
    scores, sittings = _match_words(shelf, groups, weights)
    held = sum(group.rarity for group in groups)
    ideal = max(1.0, held + unknown * weights.unknown_share * shelf.postings.rarity(0))
    unit = 1.0 + held / (2 * (weights.k1 + 1.0))
    for seq in _on_days(shelf, question.spans, weights):
        scores.setdefault(seq, 0.0)
    seats, share_of = shelf.sittings, {here: weights.sitting * score for here, score in sittings.items()}
    for seq, score in scores.items():
        scores[seq] = score + share_of.get(seats[seq], 0.0)
    close = _best(scores, weights.candidates)
    factors = _trait_factors(question.asks, weights)
    ranked = []
    for seq in close:
        entry = shelf.entries[seq]
        score = scores[seq]
        if question.spans:
            score += unit * _day_gain(entry, question.spans, weights)
        fit = factors[entry.traits] - weights.asking * entry.asking
        fit += _speaker_gain(entry, question, named, weights)
        if score > 0.0:
            ranked.append((score * fit / ideal, entry))
    ranked.sort(key=lambda pair: (-pair[0], pair[1].seq))
    return ranked


def _best(scores: Mapping[int, float], limit: int) -> list[int]:
    """The messages with the highest scores, the earlier ones of equals."""
    if len(scores) <= limit:
        return list(scores)
    least = heapq.nlargest(limit, scores.values())[-1]
    return sorted((seq for seq, score in scores.items() if score >= least), key=lambda seq: (-scores[seq], seq))[:limit]


class _Group(Value):
    """One word of the question: the forms it may stand under, how rare it is, and the postings of all forms."""

    forms: Mapping[str, float]
    rarity: float
    postings: int


def _called(shelf: Shelf, names: Names) -> Mapping[str, set[str]]:
    """Who of those that speak here is meant by a word: any of a name that is no function word."""
    present = shelf.speakers
    called: dict[str, set[str]] = {}
    for speaker, name in names:
        for word in words(name) if speaker in present else ():
            if term(word):
                called.setdefault(word, set()).add(speaker)
    return called


def _groups(
    shelf: Shelf, question: Question, called: Mapping[str, set[str]], weights: MatchWeights
) -> tuple[list[_Group], int]:
    """The question's words that messages hold, rarest first, and how many words no message holds.

    Names of those who speak here are no words to look for: they are in what the other one says.
    """
    postings = shelf.postings
    groups: list[_Group] = []
    unknown = 0
    for key, word in question.terms.items():
        if word in called:
            continue
        found = forms(key, postings, weights)
        if not found:
            unknown += 1
            continue
        known = postings.frequency(key)
        rarity = postings.rarity(known or max(map(postings.frequency, found)))
        size = sum(map(postings.frequency, found))
        groups.append(_Group(found, rarity * (1.0 if known else weights.unknown), size))
    groups.sort(key=lambda group: group.postings)
    return groups, unknown


def _match_words(
    shelf: Shelf, groups: list[_Group], weights: MatchWeights
) -> tuple[dict[int, float], Mapping[int, float]]:
    """Scores by message and by sitting."""
    scores: dict[int, float] = {}
    sittings: defaultdict[int, float] = defaultdict(float)
    spent = 0
    common: list[_Group] = []
    for group in groups:
        if scores and spent + group.postings > weights.postings:
            common.append(group)
            continue
        counts: defaultdict[int, float] = defaultdict(float)
        for form, weight in group.forms.items():
            for seq, count in shelf.postings.newest_counts(form, weights.postings):
                counts[seq] += weight * count
        spent += group.postings
        _spread(shelf, counts, group.rarity, scores, sittings, weights)
    if common:
        _rescore(shelf, common, scores, weights)
    return scores, sittings


def _spread(
    shelf: Shelf,
    counts: Mapping[int, float],
    rarity: float,
    scores: dict[int, float],
    sittings: defaultdict[int, float],
    weights: MatchWeights,
) -> None:
    """Adds one word's score to the messages that have it, to their neighbours, and to their sittings."""
    reach = 1 if len(counts) > _WIDELY_SPREAD else len(weights.before)
    offsets = [(i, share) for i, share in enumerate(weights.before[:reach], 1)]
    offsets += [(-i, share) for i, share in enumerate(weights.after[:reach], 1)]
    blended = dict(counts)
    sitting_counts: defaultdict[int, float] = defaultdict(float)
    seats, entries, lent_already = shelf.sittings, shelf.entries, blended.get
    seat_of = seats.get
    for seq, count in counts.items():
        here = seats[seq]
        sitting_counts[here] += count
        for offset, share in offsets:
            if seat_of(seq + offset) == here:
                lent = weights.answer if offset == 1 and entries[seq].asking else share
                blended[seq + offset] = lent_already(seq + offset, 0.0) + lent * count
    lengths, mean = shelf.postings.lengths, shelf.postings.mean_length
    k1, flat, slope = weights.k1, weights.k1 * (1 - weights.b), weights.k1 * weights.b / mean
    for seq, count in blended.items():
        scores[seq] = scores.get(seq, 0.0) + rarity * (k1 + 1) * count / (count + flat + slope * lengths[seq])
    totals = shelf.sitting_lengths
    mean_total = max(1.0, sum(totals) / len(totals))
    found = len(sitting_counts)
    sitting_rarity = math.log(1.0 + (len(totals) - found + 0.5) / (found + 0.5))
    for here, count in sitting_counts.items():
        norm = _SITTING_K1 * (1 - _SITTING_B + _SITTING_B * totals[here] / mean_total)
        sittings[here] += sitting_rarity * (_SITTING_K1 + 1) * count / (count + norm)


def _rescore(shelf: Shelf, common: list[_Group], scores: dict[int, float], weights: MatchWeights) -> None:
    """Adds the scores of common words to the best messages that rarer words found, without spreading them."""
    best = _best(scores, _RESCORED)
    for group in common:
        strongest = sorted(group.forms.items(), key=lambda form: -form[1])[:_RESCORED_FORMS]
        for seq, count in shelf.postings.counts_in(strongest, best).items():
            scores[seq] += group.rarity * (weights.k1 + 1) * count / (count + weights.k1)


def _on_days(shelf: Shelf, asked: tuple[Span, ...], weights: MatchWeights) -> set[int]:
    """Messages that the days asked for lead to, whatever their words."""
    found: set[int] = set()
    for first, last in asked:
        if (last - first).days <= _LONGEST_WALKED_SPAN_DAYS:
            found.update(shelf.told_on(first.toordinal(), last.toordinal() + weights.day_slack))
    return found


def _day_gain(entry: Entry, asked: tuple[Span, ...], weights: MatchWeights) -> float:
    gain = 0.0
    written = entry.at.date()
    for first, last in asked:
        late = (written - last).days
        if any(start <= last and end >= first for start, end in entry.spans):
            gain = max(gain, weights.event_day)
        if written >= first and late <= weights.day_slack:
            gain = max(gain, weights.message_day * (1.0 - max(0, late) / (weights.day_slack + 1)))
    return gain


def _trait_factors(asks: Trait, weights: MatchWeights) -> list[float]:
    """The factor for every combination of traits: what the question asks for, and what makes a report."""
    asked = (
        (Trait.TIME, weights.time),
        (Trait.NUMBER, weights.number),
        (Trait.PICTURE, weights.picture),
        (Trait.NAME, weights.name),
    )
    always = ((Trait.FIRST_PERSON, weights.first_person), (Trait.TIME, weights.telling_time))
    gains = [(trait.value, gain) for trait, gain in asked if trait & asks]
    gains += [(trait.value, gain) for trait, gain in always]
    return [
        1.0 + sum(gain for trait, gain in gains if trait & combination) for combination in range(2 * max(Trait).value)
    ]


def _speaker_gain(entry: Entry, question: Question, named: set[str], weights: MatchWeights) -> float:
    """What it gains that the question means, or names, who speaks; nothing where it names several.

    "I" and "you" come before names: who says "Ben, what did I tell you" only calls Ben.
    """
    if question.about_self:
        meant = entry.role is Role.USER
    elif question.about_other:
        meant = entry.role is Role.PERSONA
    else:
        meant = len(named) == 1 and entry.speaker in named
    return weights.speaker if meant else 0.0

"""Makes chapters of chapters, so that the summary of a session of any length fits a budget. Pure."""

from collections.abc import Sequence
from datetime import datetime

from chatbot.domain.ids import NewId
from chatbot.domain.session import Chapter, KeyFact
from chatbot.summary.chapters import ADDED, MUST_KEEP, title_of, with_missing
from chatbot.summary.paragraphs import apart, gathered
from chatbot.summary.select import Line, choose
from chatbot.summary.standing import Estimate

FACTS_KEPT = 60
"""The heaviest facts that a chapter of chapters goes on naming."""

_SHARE_KEPT = 0.5
_LEAST_CHARACTERS = 160
_MERGED_AT_ONCE = 4
_SHARE_ADDED = 0.4


def merge(
    chapters: Sequence[Chapter],
    new_id: NewId,
    now: datetime,
    characters: int | None = None,
    must_keep: Sequence[str] = MUST_KEEP,
) -> Chapter:
    """One chapter of the next level in place of several.

    The heaviest lines stay, those the user wrote first, and the heaviest facts that fall with the others are
    added in a last line.

    Args:
        chapters: neighbours, oldest first, at least one.
        new_id: makes the new chapter's id.
        now: its moment.
        characters: its room; None for half of what the chapters had.
        must_keep: kinds of facts that are added.

    Raises:
        ValueError: no chapters.
    """
    if not chapters:
        raise ValueError("merging needs at least one chapter")
    size = sum(len(chapter.text) for chapter in chapters)
    room = max(_LEAST_CHARACTERS, int(size * _SHARE_KEPT) if characters is None else characters)
    facts = _heaviest([fact for chapter in chapters for fact in chapter.key_facts])
    lines = [
        Line(line, 0, 0.6 if chapter.origin == "user" else 0.1)
        for chapter in chapters
        for line in apart(chapter.text)
        if not line.startswith(ADDED)
    ]
    numbered = [Line(line.text, order, line.weight) for order, line in enumerate(lines)]
    chosen = choose(numbered, facts, int(room * (1 - _SHARE_ADDED)))
    written = gathered(line.text for line in chosen)
    text, checked_facts = with_missing(written, facts, must_keep, max(0, room - len(written) - len(ADDED) - 1))
    return Chapter(
        id=new_id(),
        title=title_of(checked_facts, ()) or chapters[0].title,
        text=text,
        first_seq=min(chapter.first_seq for chapter in chapters),
        last_seq=max(chapter.last_seq for chapter in chapters),
        created_at=now,
        updated_at=now,
        covers=tuple(chapter.id for chapter in chapters),
        level=max(chapter.level for chapter in chapters) + 1,
        key_facts=checked_facts,
        stale=next((chapter.stale for chapter in chapters if chapter.stale), ""),
    )


def fit(
    chapters: Sequence[Chapter],
    budget_tokens: int,
    estimate: Estimate,
    new_id: NewId,
    now: datetime,
    must_keep: Sequence[str] = MUST_KEEP,
) -> tuple[Chapter, ...]:
    """The chapters, the oldest of the lowest level merged again and again until all fit the budget.

    Args:
        chapters: oldest first.
        budget_tokens: the most tokens that their texts may have together, above 0.
        estimate: tokens of a text.
        new_id: makes the ids of the chapters made.
        now: their moment.
        must_keep: see `merge`.

    Returns:
        Oldest first. One chapter is left at least, at its least size even where that is over the budget.
    """
    left = list(chapters)
    while len(left) > 1 and sum(estimate(chapter.text) for chapter in left) > budget_tokens:
        start, end = _oldest_of_lowest(left)
        left[start:end] = [merge(left[start:end], new_id, now, None, must_keep)]
    if len(left) == 1 and (size := estimate(left[0].text)) > budget_tokens:
        left = [merge(left, new_id, now, int(len(left[0].text) * budget_tokens / size), must_keep)]
    return tuple(left)


def _oldest_of_lowest(chapters: Sequence[Chapter]) -> tuple[int, int]:
    """The oldest run of two to four neighbours of one level, the lowest first; the two oldest where there is none."""
    for level in sorted({chapter.level for chapter in chapters}):
        for start, chapter in enumerate(chapters[:-1]):
            end = start
            while (
                end < len(chapters) and chapters[end].level == chapter.level == level and end - start < _MERGED_AT_ONCE
            ):
                end += 1
            if end - start >= 2:
                return start, end
    return 0, 2


def _heaviest(facts: Sequence[KeyFact]) -> tuple[KeyFact, ...]:
    """The facts once each, the heaviest of those that say the same, at most `FACTS_KEPT`, in their order."""
    best: dict[tuple[str, str], KeyFact] = {}
    for fact in facts:
        key = (fact.kind, fact.text.casefold())
        if key not in best or fact.weight > best[key].weight:
            best[key] = fact
    kept = sorted(best.values(), key=lambda fact: -fact.weight)[:FACTS_KEPT]
    chosen = {(fact.kind, fact.text.casefold()) for fact in kept}
    return tuple(fact for key, fact in best.items() if key in chosen)

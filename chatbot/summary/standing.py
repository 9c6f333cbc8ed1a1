"""Whether a session's chapters stand: when the next one is due, and which must be written again. Asked in every turn.

Pure, and light to load: how chapters are written is in `chapters`.
"""

from collections.abc import Callable, Sequence

from chatbot.domain.message import Message
from chatbot.domain.session import Chapter
from chatbot.domain.value import replace

Estimate = Callable[[str], int]
"""How many tokens a text has."""

KEPT_AFTER_DUE = 0.5
"""Share of the budget that stays as raw messages when a chapter is written, so that not every turn writes one."""


def due(messages: Sequence[Message], budget_tokens: int, estimate: Estimate) -> tuple[Message, ...]:
    """The oldest messages that the next chapter must take; empty while all fit the budget.

    Whole turns are taken, and so many that half of the budget is free for what comes.

    Args:
        messages: those after the last chapter, oldest first.
        budget_tokens: the most tokens that raw messages may have, above 0.
        estimate: tokens of a text.
    """
    sizes = [estimate(message.text) for message in messages]
    total = sum(sizes)
    if total <= budget_tokens:
        return ()
    taken = 0
    while taken < len(messages) and total > budget_tokens * KEPT_AFTER_DUE:
        total -= sizes[taken]
        taken += 1
    while 0 < taken < len(messages) and messages[taken].turn == messages[taken - 1].turn != 0:
        taken += 1
    newest_turn = messages[-1].turn
    while taken > 0 and messages[taken - 1].turn == newest_turn and messages[0].turn != newest_turn:
        taken -= 1
    return tuple(messages[:taken])


def rewritten(old: Chapter, fresh: Chapter) -> Chapter:
    """A chapter written anew, in the place of the old one: the same id and creation, the next version."""
    return replace(fresh, id=old.id, created_at=old.created_at, version=old.version + 1)


def mark_stale(
    chapters: Sequence[Chapter], message_id: str, reason: str = "a message was edited", seq: int | None = None
) -> tuple[Chapter, ...]:
    """The chapters, those that tell of the message marked stale, and those that were made of these.

    Args:
        chapters: a session's.
        message_id: the message that was edited or deleted.
        reason: why, for the user.
        seq: its position; finds chapters of chapters whose own chapters are no longer kept. None if unknown.
    """
    stale: set[str] = set()
    for chapter in sorted(chapters, key=lambda chapter: chapter.level):
        within = seq is not None and chapter.first_seq <= seq <= chapter.last_seq
        if within or message_id in chapter.covers or stale & set(chapter.covers) or _tells(chapter, message_id):
            stale.add(chapter.id)
    return tuple(replace(chapter, stale=reason) if chapter.id in stale else chapter for chapter in chapters)


def _tells(chapter: Chapter, message_id: str) -> bool:
    return any(fact.message_id == message_id for fact in chapter.key_facts)

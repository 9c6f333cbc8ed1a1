"""A session's summary: has the chapter written that is due, lets the user edit and take back, marks stale ones.

What writes a chapter is loaded when one is due, which is seldom.
"""

import asyncio
from collections.abc import Callable

from chatbot.domain.message import Message
from chatbot.domain.session import Chapter, ChapterText, SessionState
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, NotFound
from chatbot.prompt.budget import estimate_tokens
from chatbot.session.belongings import Belongings
from chatbot.session.discretion import Discretion, discretion_of
from chatbot.summary import standing

VERSIONS_KEPT = 10
HISTORY_SHARE = 0.5
"""Of the model's context: what the conversation may take before its oldest part becomes a chapter."""

SUMMARY_SHARE = 0.15
"""Of the model's context: what all chapters may take before the oldest are made one."""

DELETED = "a message was deleted"
"""Why a chapter is stale whose text must not be kept, not even for undo."""

_PAGE = 256


async def write_next(held: Belongings, everything: bool = False) -> Chapter | None:
    """Writes the next chapter, if one is due, and rewrites the first stale one otherwise.

    Args:
        held: the session's belongings.
        everything: True to take all messages that no chapter covers, whatever the budget says.

    Returns:
        The chapter, on disk; None where none is due.

    Raises:
        StorageError: the messages could not be read, or the chapter not written.
    """
    async with held.chapters_order:
        judge = discretion_of(held, remote=True)
        due_again = (one for one in held.state.chapters if one.stale or _tells(one, judge, held))
        stale = next(due_again, None)
        if stale is not None:
            return await _rewrite(held, stale)
        taken = await asyncio.to_thread(_next_messages, held, everything)
        if len(taken) < 2:
            return None
        from chatbot.session.chapter_writing import write
        from chatbot.summary.compress import fit

        chapter = await write(held, taken)
        most = int(held.parts.seat.model.context_tokens * SUMMARY_SHARE)

        def written(state: SessionState) -> SessionState:
            if any(one.first_seq <= chapter.last_seq and chapter.first_seq <= one.last_seq for one in state.chapters):
                return state  # another program told the same messages meanwhile
            told = sorted((*state.chapters, chapter), key=lambda one: one.first_seq)
            return replace(state, chapters=fit(told, most, estimate_tokens, held.parts.new_id, held.now()))

        await _put(held, written)
        held.summarised = True
        return chapter


def _tells(chapter: Chapter, judge: Discretion, held: Belongings) -> bool:
    """Whether a chapter tells what has been hidden since. The user's own words are kept back, never written again."""
    return chapter.origin != "user" and judge.withholds(chapter, held.files.session_id)


def _next_messages(held: Belongings, everything: bool) -> tuple[Message, ...]:
    """The first messages that no chapter covers: a gap between chapters as a whole, else what is due at the end."""
    told = sorted((chapter.first_seq, chapter.last_seq) for chapter in held.state.chapters)
    covered = 0
    for first, last in told:
        gap = tuple(m for m in _after(held, covered) if m.seq < first) if first > covered + 1 else ()
        if len(gap) > 1:
            return gap
        covered = max(covered, last)
    messages = _after(held, covered)
    budget = int(held.parts.seat.model.context_tokens * HISTORY_SHARE)
    return messages if everything else standing.due(messages, budget, estimate_tokens)


async def edit(held: Belongings, chapter_id: str, text: str) -> Chapter:
    """Lets the user's words stand for a chapter's.

    Raises:
        NotFound: there is no such chapter.
        ChatbotError: the text is empty.
    """
    if not text.strip():
        raise ChatbotError("A chapter cannot be empty.", "Undo it instead.")
    from chatbot.summary.chapters import edited

    async with held.chapters_order:
        old = _find(held, chapter_id)
        return await _exchange(held, _remembering(old, edited(old, text, held.now())))


async def undo(held: Belongings, chapter_id: str) -> Chapter | None:
    """Takes the newest change of a chapter back.

    Returns:
        The chapter as it is now; None where it was never changed and so is gone (its messages stay).

    Raises:
        NotFound: there is no such chapter.
    """
    async with held.chapters_order:
        old = _find(held, chapter_id)
        if not old.earlier:
            await _put(held, lambda state: _without(state, chapter_id))
            return None
        before = old.earlier[-1]
        return await _exchange(
            held,
            replace(
                old,
                title=before.title,
                text=before.text,
                origin=before.origin,
                updated_at=held.now(),
                version=old.version + 1,
                earlier=old.earlier[:-1],
            ),
        )


def _without(state: SessionState, chapter_id: str) -> SessionState:
    return replace(state, chapters=tuple(chapter for chapter in state.chapters if chapter.id != chapter_id))


async def mark_stale(held: Belongings, messages: tuple[Message, ...], reason: str, gone: bool = False) -> None:
    """Notes that chapters which cover these messages must be written again; until then they are neither sent nor found.

    Args:
        held: the session's belongings.
        messages: those that changed.
        reason: why, for the user.
        gone: True where the messages were deleted, so that no earlier text of a chapter may tell them either.
    """

    def marked(state: SessionState) -> SessionState:
        chapters = state.chapters
        for message in messages:
            chapters = standing.mark_stale(chapters, message.id, reason, message.seq)
        if gone:
            chapters = tuple(replace(one, earlier=()) if one.stale else one for one in chapters)
        return replace(state, chapters=chapters)

    state = held.files.state()  # another program may have written a chapter since
    if marked(state) != state:
        async with held.chapters_order:
            await _put(held, marked)


async def write_again(held: Belongings, chapter_id: str, reason: str) -> Chapter | None:
    """Writes a chapter anew from its messages, with what was put right since; its text until now is kept.

    Args:
        held: the session's belongings.
        chapter_id: of the chapter.
        reason: why, for the user, should writing it fail and wait for another turn.

    Returns:
        The chapter, on disk; None where it is gone, or covers chapters that cannot be written from messages.

    Raises:
        StorageError: it could not be read or written.
    """
    async with held.chapters_order:
        old = next((one for one in held.state.chapters if one.id == chapter_id), None)
        if old is None:
            return None
        stale = replace(old, stale=old.stale or reason)
        await _exchange(held, stale)
        return await _rewrite(held, stale)


async def _rewrite(held: Belongings, stale: Chapter) -> Chapter:
    messages = await asyncio.to_thread(_after, held, stale.first_seq - 1)
    covered = tuple(message for message in messages if message.seq <= stale.last_seq)
    if not covered:
        await _put(held, lambda state: _without(state, stale.id))
        return replace(stale, text="", stale="")
    from chatbot.session.chapter_writing import write

    fresh = standing.rewritten(stale, await write(held, covered))
    told_of_deleted = stale.stale == DELETED
    return await _exchange(held, fresh if told_of_deleted else _remembering(stale, fresh))


def _remembering(old: Chapter, new: Chapter) -> Chapter:
    """The new chapter with the old one's text among its earlier ones."""
    before = ChapterText(old.title, old.text, old.origin, old.updated_at)
    return replace(new, earlier=(*old.earlier, before)[-VERSIONS_KEPT:])


async def _exchange(held: Belongings, chapter: Chapter) -> Chapter:
    def exchanged(state: SessionState) -> SessionState:
        return replace(state, chapters=tuple(chapter if c.id == chapter.id else c for c in state.chapters))

    await _put(held, exchanged)
    return chapter


async def _put(held: Belongings, change: Callable[[SessionState], SessionState]) -> None:
    before = held.state.chapters
    state = await held.change_state(change)
    held.recollection.put_chapters(state.meta.id, before, state.chapters)


def _find(held: Belongings, chapter_id: str) -> Chapter:
    for chapter in held.state.chapters:
        if chapter.id == chapter_id:
            return chapter
    raise NotFound("That chapter is gone.", "See: /summary")


def _after(held: Belongings, seq: int) -> tuple[Message, ...]:
    """All messages behind a position, oldest first."""
    found: list[Message] = []
    before: int | None = None
    while page := held.files.messages(before, _PAGE):
        found[:0] = (message for message in page if message.seq > seq)
        if page[0].seq <= seq + 1:
            break
        before = page[0].seq
    return tuple(found)

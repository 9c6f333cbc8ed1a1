"""The session in a few lines, for "summarise our talk" when no model answers."""

from collections.abc import Mapping, Sequence

from chatbot.domain.message import Message
from chatbot.domain.session import Chapter, KeyFact
from chatbot.summary.chapters import ADDED, candidate_lines, title_of
from chatbot.summary.keyfacts import key_facts
from chatbot.summary.paragraphs import apart
from chatbot.summary.select import Line, choose

NOTHING = "There is nothing to summarise yet."

_LINES_CHARACTERS = 700
_SECTIONS = (("decision", "Decided"), ("promise", "Promised"), ("question", "Still open"))
_ITEMS = 3


def overview(
    chapters: Sequence[Chapter],
    messages: Sequence[Message],
    user_name: str = "You",
    names: Mapping[str, str] | None = None,
) -> str:
    """What was talked about: a first line of topics, the weightiest sentences in order, then what binds.

    Decisions, promises and open questions that no chosen sentence holds are listed after them, the newest last.

    Args:
        chapters: the session's summary, oldest first.
        messages: those that no chapter covers, oldest first; covered ones are left out.
        user_name: what the user is called.
        names: persona id -> name; None for ids.

    Returns:
        Plain lines; `NOTHING` for an empty session.
    """
    covered = max((chapter.last_seq for chapter in chapters), default=0)
    fresh = [message for message in messages if message.seq > covered or message.seq == 0]
    facts = [fact for chapter in chapters for fact in chapter.key_facts] + list(
        key_facts(fresh, (), frozenset((names or {}).values()))
    )
    lines = [*_chapter_lines(chapters), *candidate_lines(fresh, user_name, names or {})]
    if not lines:
        return NOTHING
    ordered = [Line(line.text, order, line.weight) for order, line in enumerate(lines)]
    chosen = [line.text for line in choose(ordered, facts, _LINES_CHARACTERS)]
    said = "\n".join(chosen)
    written = [f"• {text}" for text in chosen]
    topics = title_of([fact for fact in facts if fact.text != user_name], ())
    if topics:
        written.insert(0, f"We talked about {topics}.")
    for kind, label in _SECTIONS:
        items = [text for text in _statements(facts, kind) if text not in said][-_ITEMS:]
        written.extend(f"{label}: {text}" for text in items)
    return "\n".join(written)


def _chapter_lines(chapters: Sequence[Chapter]) -> list[Line]:
    return [Line(line, 0, 0.2) for chapter in chapters for line in apart(chapter.text) if not line.startswith(ADDED)]


def _statements(facts: Sequence[KeyFact], kind: str) -> list[str]:
    return list(dict.fromkeys(fact.text for fact in facts if fact.kind == kind))

"""A session for people: a transcript in Markdown, and one JSON object a line for other programs.

Text is written as it is stored, which is cleaned: no control character of a message reaches the file. Only what would
break the transcript's own structure is escaped.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.session import SessionState
from chatbot.domain.text import clean, clean_line

Named = Callable[[str], str]
"""The name of a persona, by its id."""


def speaker_of(message: Message, user: str, named: Named) -> str:
    """Who speaks, in one line."""
    return clean_line(user if message.role is Role.USER else named(message.persona_id), 80)


def mark_of(message: Message) -> str:
    """What should be known of a message beside its text, in brackets; empty for nothing."""
    marks = [] if message.state is MessageState.COMPLETE else ["broken off"]
    if message.edited_at is not None:
        marks.append("edited")
    return f" ({', '.join(marks)})" if marks else ""


def markdown(state: SessionState, messages: Iterable[Message], user: str, named: Named) -> Iterator[str]:
    """A readable transcript: title, summary, then every message under its speaker and time.

    Args:
        state: the session's.
        messages: by position.
        user: what the user is called.
        named: see `Named`.
    """
    meta = state.meta
    yield f"# {_plain(clean_line(meta.title) or 'Untitled')}\n\n"
    yield f"{_plain(clean_line(named(meta.persona_id), 80))} · {meta.created_at:%Y-%m-%d %H:%M} UTC"
    yield f" to {meta.updated_at:%Y-%m-%d %H:%M} UTC\n\n"
    if state.chapters:
        yield "## Summary\n\n"
        for chapter in state.chapters:
            yield f"**{_plain(clean_line(chapter.title))}**\n\n{clean(chapter.text)}\n\n"
        yield "## Conversation\n\n"
    for message in messages:
        speaker = _plain(speaker_of(message, user, named))
        yield f"### {speaker}, {message.created_at:%Y-%m-%d %H:%M}{mark_of(message)}\n\n{_body(message.text)}\n\n"


def jsonl(messages: Iterable[Message]) -> Iterator[str]:
    """One object a line: id, who speaks (`user` or `assistant`), persona, moment, text, state."""
    for message in messages:
        line = {
            "id": message.id,
            "role": "user" if message.role is Role.USER else "assistant",
            "persona": message.persona_id,
            "created_at": message.created_at,
            "content": clean(message.text),
            "state": message.state.value,
        }
        yield msgspec.json.encode(line).decode() + "\n"


def _plain(line: str) -> str:
    """A line in which Markdown finds nothing to format."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|" else character for character in line)


def _body(text: str) -> str:
    """A message as it was written; a line that looks like a heading of the transcript is none."""
    return "\n".join(f"\\{line}" if line.startswith("### ") else line for line in clean(text).split("\n"))

"""A session as one HTML page that can be sent or printed: all escaped, no script, nothing loaded from outside."""

from collections.abc import Iterable, Iterator
from html import escape

from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionState
from chatbot.domain.text import clean, clean_line
from chatbot.interchange.session_text import Named, mark_of, speaker_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: 0; }
.about { opacity: .7; margin-top: .2rem; }
article { margin: 1rem 0; padding: .6rem .9rem; border-radius: .5rem; background: rgb(127 127 127 / 12%); }
article.user { border-left: .25rem solid rgb(80 130 220 / 80%); }
header { font-size: .85rem; opacity: .75; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def html(state: SessionState, messages: Iterable[Message], user: str, named: Named) -> Iterator[str]:
    """The page, piece by piece.

    Args:
        state: the session's.
        messages: by position.
        user: what the user is called.
        named: gives a persona's name by its id.
    """
    meta = state.meta
    title = _safe(clean_line(meta.title) or "Untitled")
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
    yield '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    yield f'<p class="about">{_safe(named(meta.persona_id))} · {meta.created_at:%Y-%m-%d %H:%M}'
    yield f" to {meta.updated_at:%Y-%m-%d %H:%M} UTC</p>\n"
    if state.chapters:
        yield "<details>\n<summary>Summary</summary>\n"
        for chapter in state.chapters:
            yield f'<h2>{_safe(chapter.title)}</h2>\n<p class="text">{_safe(chapter.text)}</p>\n'
        yield "</details>\n"
    for message in messages:
        kind = "user" if message.role is Role.USER else "persona"
        moment = f'<time datetime="{message.created_at.isoformat()}">{message.created_at:%Y-%m-%d %H:%M}</time>'
        yield f'<article class="{kind}">\n<header>{_safe(speaker_of(message, user, named))} · {moment}'
        yield f'{_safe(mark_of(message))}</header>\n<div class="text">{_safe(message.text)}</div>\n</article>\n'
    yield "</body>\n</html>\n"


def _safe(text: str) -> str:
    return escape(clean(text))

"""/export: this session, or everything, into a file of an open format."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line, slug
from chatbot.domain.value import Value
from chatbot.errors import UsageError
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.session.session import Session
    from chatbot.tui.screens.main import MainScreen

_FORMS = ("markdown", "json", "jsonl", "html")
_EVERYTHING = "all"
_NOT_ENCRYPTED = " Your files here are encrypted; that one is not."


class Asked(Value):
    """What was asked for: a form, `all` for everything, or empty for the path's own; and a path, empty for none."""

    form: str
    path: str


async def _run(screen: "MainScreen", rest: str) -> None:
    first, _, more = rest.partition(" ")
    form = first.casefold() if first.casefold() in (*_FORMS, _EVERYTHING) else ""
    asked = Asked(form, unquoted(more if form else rest))
    if asked.path and not form and asked.path.isalnum() and not Path(asked.path).exists():
        raise UsageError(
            f"There is no format “{clean_line(asked.path, 40)}”.",
            f"One of: {', '.join((*_FORMS, _EVERYTHING))}; or a path, such as {asked.path[:20]}.md",
        )
    if form == _EVERYTHING or (not form and asked.path.lower().endswith(".zip")):
        screen.stage.say(await _everything(screen, asked))
    else:
        screen.stage.say(await _session(screen, screen.desk.current.session, asked))


def unquoted(path: str) -> str:
    """A path as it was meant, where a terminal put it into quotes."""
    path = path.strip()
    return path[1:-1] if len(path) > 1 and path[0] == path[-1] and path[0] in "'\"" else path


async def _session(screen: "MainScreen", session: "Session", asked: Asked) -> str:
    from chatbot.domain.text import counted
    from chatbot.interchange import gather
    from chatbot.interchange.reading import path_of
    from chatbot.interchange.sinks import write_one

    companion = screen.companion
    by_name = {suffix: form for form, suffix in gather.SUFFIX.items()}
    form = next((one for one in gather.FORMS if one == asked.form), None)
    form = form or by_name.get(Path(asked.path).suffix.lower(), "markdown")
    wish = gather.wish_for(companion.settings.user, companion.catalog)
    path = path_of(asked.path) if asked.path else Path(_name(session, screen.clock()) + gather.SUFFIX[form])

    def write() -> None:
        if session.meta.private:
            own = gather.private_memories(session.memories, wish)
        else:
            own = gather.own_memories(session.id, session.memories, wish)
        write_one(path, gather.written(session.files, own, form, wish), False, screen.companion.files.folder.parent)

    await asyncio.to_thread(write)
    lost = f" Not all could be read: {wish.lost[0]}." if wish.lost else ""
    private = " This session is private; that file is not." if session.meta.private else ""
    open_now = _NOT_ENCRYPTED if companion.files.encrypted and not session.meta.private else ""
    return f"Exported {counted(session.files.count(), 'message')} to {path.absolute()}.{private}{open_now}{lost}"


async def _everything(screen: "MainScreen", asked: Asked) -> str:
    from chatbot.domain.text import counted
    from chatbot.interchange.archive_write import Everything, default_target, export_everything
    from chatbot.interchange.gather import wish_for
    from chatbot.interchange.reading import path_of

    companion, now = screen.companion, screen.clock()
    path = path_of(asked.path or default_target(companion.settings.user, now))
    wish = wish_for(companion.settings.user, companion.catalog)
    what = Everything(companion.files, companion.catalog, wish, ("markdown",), now)
    done = await asyncio.to_thread(export_everything, what, path, False)
    counts, lost = done.manifest.counts, done.manifest.problems
    missing = f" {len(lost)} could not be read, first: {lost[0]}." if lost else ""
    parts = f"{counted(counts['sessions'], 'session')} and {counted(counts['memories'], 'memory')}"
    open_now = _NOT_ENCRYPTED if companion.files.encrypted else ""
    return f"Exported {parts} to {path.absolute()}.{open_now}{missing}"


def _name(session: "Session", now: datetime) -> str:
    """A file name from a title: letters, digits and dashes, and the day."""
    return f"{slug(session.meta.title or 'session').rpartition('-')[0]}-{now:%Y-%m-%d}"


def _words(screen: "MainScreen") -> tuple[str, ...]:
    return (*_FORMS, _EVERYTHING)


COMMAND = Command("export", "Write this session, or all, to a file", _run, "[format] [path]", (), _words)

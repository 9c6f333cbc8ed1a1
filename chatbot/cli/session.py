"""`chatbot session`: list, show, rename, delete, restore and fork sessions; `exchange` exports and imports them."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.arguments import at_least_one
from chatbot.cli.exchange import register_session
from chatbot.cli.verbs import Verbs, add_command, add_verb, tell
from chatbot.domain.text import counted

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.storage.trash import Deleted

SESSION = ("session", "id or title")


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    verbs = add_command(commands, "session", "list, show, rename, delete, restore, fork, export and import sessions")
    every = add_verb(verbs, "list", "all sessions, the last used first", _list)
    every.add_argument("--deleted", action="store_true", help="those in the trash, which can be restored")
    show = add_verb(verbs, "show", "one session's messages", _show, SESSION)
    show.add_argument("--limit", type=at_least_one, default=50, help="how many of the newest messages (default 50)")
    add_verb(verbs, "rename", "give a session a title", _rename, SESSION, ("title", "the new title"))
    add_verb(verbs, "delete", "move a session to the trash", _delete, SESSION)
    add_verb(verbs, "restore", "bring a deleted session back", _restore, ("session", "id or title of one in the trash"))
    keep = add_verb(verbs, "keep", "say how long a session is kept after its last turn", _keep, SESSION)
    how_long = keep.add_mutually_exclusive_group(required=True)
    how_long.add_argument("--days", type=at_least_one, help="so many days, 1 and up; then it goes to the trash")
    how_long.add_argument("--always", action="store_true", help="for ever, whatever the settings say")
    how_long.add_argument("--default", action="store_true", help="as the settings say")
    fork = add_verb(verbs, "fork", "begin a new session with a part of another", _fork, SESSION)
    fork.add_argument("--at", default="", help="id of the last message to take along (default: the newest)")
    register_session(verbs)


async def _list(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_columns, print_json, print_note

    if arguments.deleted:
        return _list_deleted(companion, arguments)
    every = companion.sessions.all()
    if arguments.json:
        print_json(every)
    elif not every:
        print_note("There are no sessions yet. Run: chatbot")
    else:
        rows = [(m.id, day(m.updated_at), counted(m.turns, "turn"), m.persona_id, m.title or "untitled") for m in every]
        print_columns(rows, (26, 16, 11, 12))
    return 0


async def _show(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_json, print_text

    meta = companion.sessions.find(arguments.session)
    session = await companion.sessions.open(meta.id)
    messages = session.files.messages(limit=arguments.limit)
    if arguments.json:
        print_json({"session": session.meta, "messages": messages})
        return 0
    print_text(f"# {meta.title or 'untitled'}  ({meta.id})\n")
    for message in messages:
        who = "you" if message.role.value == "user" else message.persona_id
        mark = "" if message.state.value == "complete" else f" [{message.state.value}]"
        print_text(f"{day(message.created_at)}  {who}{mark}  {message.id}\n{message.text}\n")
    return 0


async def _rename(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.errors import UsageError

    session = await companion.sessions.open(companion.sessions.find(arguments.session).id)
    if not arguments.title.strip():
        raise UsageError("The new title is empty.", "Give one, or delete the session: chatbot session delete")
    await session.rename(arguments.title)
    return tell(arguments, f"Renamed to {session.meta.title!r}.", {"id": session.id})


async def _delete(companion: "Companion", arguments: argparse.Namespace) -> int:
    meta = companion.sessions.find(arguments.session)
    await companion.sessions.delete(meta.id)
    line = f"Deleted {meta.title or 'untitled'!r}. Back with: chatbot session restore {meta.id}"
    return tell(arguments, line, {"id": meta.id})


async def _restore(companion: "Companion", arguments: argparse.Namespace) -> int:
    gone = find_deleted(companion, arguments.session.strip())
    await companion.sessions.undelete(gone.id)
    title = gone.meta.title if gone.meta else ""
    return tell(arguments, f"Restored {title or 'untitled'!r}.", {"id": gone.id})


def find_deleted(companion: "Companion", wanted: str) -> "Deleted":
    """The session in the trash of that id or title.

    Raises:
        NotFound: there is none, or several are called so.
    """
    from chatbot.errors import NotFound

    every = companion.files.library.trashed()
    found = [one for one in every if one.id == wanted.upper()] or [
        one for one in every if one.meta and one.meta.title.casefold() == wanted.casefold()
    ]
    if len(found) > 1:
        raise NotFound(f"{len(found)} deleted sessions are called {wanted[:80]!r}.", "Give the id.")
    if not found:
        raise NotFound(f"The trash holds no session {wanted[:80]!r}.", "See: chatbot session list --deleted")
    return found[0]


def _list_deleted(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.assemble import TRASH_KEPT
    from chatbot.cli.show import day, print_columns, print_json, print_note

    every = companion.files.library.trashed()
    if arguments.json:
        keys = ("title", "persona_id", "turns")
        print_json(
            [
                {"id": one.id, **{key: getattr(one.meta, key, None) for key in keys},
                 "deleted_at": one.deleted_at, "kept_until": one.deleted_at + TRASH_KEPT}
                for one in every
            ]
        )  # fmt: skip
    elif not every:
        print_note("The trash is empty.")
    else:
        rows = [
            (one.id, f"until {day(one.deleted_at + TRASH_KEPT)}", one.meta.title or "untitled" if one.meta else "?")
            for one in every
        ]
        print_columns(rows, (26, 22))
        print_note("Back with: chatbot session restore ID")
    return 0


async def _keep(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.domain.value import replace

    days = -1 if arguments.always else 0 if arguments.default else arguments.days
    session = await companion.sessions.open(companion.sessions.find(arguments.session).id)
    await session.belongings.change_meta(lambda meta: replace(meta, keep_days=days))
    said = {-1: "for ever", 0: "as long as the settings say"}.get(
        days, f"for {counted(days, 'day')} after its last turn"
    )
    return tell(arguments, f"Kept {said}.", {"id": session.id, "keep_days": days})


async def _fork(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.errors import NotFound

    meta = companion.sessions.find(arguments.session)
    origin = await companion.sessions.open(meta.id)
    newest = origin.files.messages(limit=1)
    at = arguments.at or (newest[0].id if newest else "")
    if not at:
        raise NotFound("That session has no messages to fork.", "Say something in it first.")
    copy = await companion.sessions.fork(meta.id, at)
    return tell(arguments, f"Forked as {copy.meta.title!r} ({copy.id}).", {"id": copy.id})

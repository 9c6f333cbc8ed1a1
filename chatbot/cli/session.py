"""`chatbot session`: list, show, rename, delete, restore and fork sessions."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.verbs import Verbs, add_command, add_verb, tell

if TYPE_CHECKING:
    from chatbot.assemble import Companion

SESSION = ("session", "id or title")


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    verbs = add_command(commands, "session", "list, show, rename, delete, restore and fork sessions")
    add_verb(verbs, "list", "all sessions, the last used first", _list)
    show = add_verb(verbs, "show", "one session's messages", _show, SESSION)
    show.add_argument("--limit", type=int, default=50, help="how many of the newest messages (default 50)")
    add_verb(verbs, "rename", "give a session a title", _rename, SESSION, ("title", "the new title"))
    add_verb(verbs, "delete", "move a session to the trash", _delete, SESSION)
    add_verb(verbs, "restore", "bring a deleted session back", _restore, ("session", "the id that delete printed"))
    fork = add_verb(verbs, "fork", "begin a new session with a part of another", _fork, SESSION)
    fork.add_argument("--at", default="", help="id of the last message to take along (default: the newest)")


async def _list(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_columns, print_json, print_note

    every = companion.sessions.all()
    if arguments.json:
        print_json(every)
    elif not every:
        print_note("There are no sessions yet. Run: chatbot")
    else:
        rows = [(m.id, day(m.updated_at), f"{m.turns} turns", m.persona_id, m.title or "untitled") for m in every]
        print_columns(rows, (26, 16, 11, 12))
    return 0


async def _show(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_json, print_text

    meta = companion.sessions.find(arguments.session)
    session = await companion.sessions.open(meta.id)
    messages = session.files.messages(limit=max(1, arguments.limit))
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
    session = await companion.sessions.open(companion.sessions.find(arguments.session).id)
    await session.rename(arguments.title)
    return tell(arguments, f"Renamed to {session.meta.title!r}.", {"id": session.id})


async def _delete(companion: "Companion", arguments: argparse.Namespace) -> int:
    meta = companion.sessions.find(arguments.session)
    await companion.sessions.delete(meta.id)
    line = f"Deleted {meta.title or 'untitled'!r}. Back with: chatbot session restore {meta.id}"
    return tell(arguments, line, {"id": meta.id})


async def _restore(companion: "Companion", arguments: argparse.Namespace) -> int:
    await companion.sessions.undelete(arguments.session.strip().upper())
    return tell(arguments, "Restored.", {"id": arguments.session})


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

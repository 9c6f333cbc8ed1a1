"""`chatbot backup`: create, list, show, verify, restore and delete backups."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.verbs import Verbs, add_command, add_verb, tell
from chatbot.domain.text import counted

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.domain.session import SessionMeta
    from chatbot.storage.backups.manifest import Backup

BACKUP = "its id, the beginning or end of its id, or the path of an archive (default: the newest)"


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    verbs = add_command(commands, "backup", "create, list, verify and restore backups")
    add_verb(verbs, "create", "make a backup now; the last seven beside the daily ones are kept", _create)
    add_verb(verbs, "list", "all backups, the newest first", _list)
    show = add_verb(verbs, "show", "the sessions in a backup", _show)
    show.add_argument("--files", action="store_true", help="its files instead")
    verify = add_verb(verbs, "verify", "read a backup to the last byte; exit code 1 where it is damaged", _verify)
    verify.add_argument("--all", action="store_true", help="every backup")
    restore = add_verb(verbs, "restore", "make everything what it was; a backup made just before undoes it", _restore)
    restore.add_argument("--session", default="", help="only this session: its id, or its title")
    restore.add_argument("--file", default="", help="only this file (see: backup show --files)")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    for verb in (show, verify, restore):
        verb.add_argument("backup", nargs="?", default="", help=BACKUP)
    add_verb(verbs, "delete", "delete a backup for good", _delete, ("backup", "its id, or the beginning or end of it"))


async def _create(companion: "Companion", arguments: argparse.Namespace) -> int:
    import asyncio

    from chatbot.cli.show import print_note

    made = await asyncio.to_thread(companion.files.backups.create, "by hand")
    for name in made.left_out:
        print_note(f"Left out, because it cannot be read: {name}")
    line = f"Made backup {made.id}: {_sessions(made)}, {counted(made.files, 'file')}, {_size(made.size_bytes)}."
    return tell(arguments, line, _facts(made))


async def _list(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_columns, print_json, print_note

    every = companion.files.backups.list()
    if arguments.json:
        print_json([_facts(one) for one in every])
    elif not every:
        print_note("There are no backups yet. One is made each day, or now with: chatbot backup create")
    else:
        rows = [
            (one.id, day(one.created_at), _size(one.size_bytes), _sessions(one), _what(one)) for one in every
        ]  # fmt: skip
        print_columns(rows, (26, 16, 9, 12))
    return 0


async def _show(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_columns, print_json, print_text

    backups = companion.files.backups
    backup = backups.find(arguments.backup)
    wanted = str(backup.path)
    if arguments.files:
        files = backups.files_in(wanted)
        if arguments.json:
            print_json({**_facts(backup), "paths": files})
        else:
            print_text("\n".join(files))
        return 0
    metas = backups.sessions_in(wanted)
    if arguments.json:
        print_json({**_facts(backup), "contents": metas})
        return 0
    print_text(f"Backup {backup.id} of {day(backup.created_at)}, {_what(backup)}.")
    rows = [(m.id, day(m.updated_at), counted(m.turns, "turn"), m.persona_id, m.title or "untitled") for m in metas]
    print_columns(rows, (26, 16, 11, 12))
    return 0


async def _verify(companion: "Companion", arguments: argparse.Namespace) -> int:
    import asyncio

    from chatbot.cli.show import print_json, print_text

    backups = companion.files.backups
    wanted = [str(one.path) for one in backups.list()] if arguments.all else [arguments.backup]
    verdicts = [await asyncio.to_thread(backups.verify, one) for one in wanted]
    if arguments.json:
        print_json(verdicts if arguments.all else verdicts[0])
    for verdict in () if arguments.json else verdicts:
        for problem in verdict.problems:
            print_text(f"bad: {problem}")
        for name in verdict.left_out:
            print_text(f"note: {verdict.id} could not hold {name}, which was unreadable when it was made")
        if not verdict.problems:
            print_text(f"Backup {verdict.id} is whole: {counted(verdict.files, 'file')}.")
    return 1 if any(verdict.problems for verdict in verdicts) else 0


async def _restore(companion: "Companion", arguments: argparse.Namespace) -> int:
    import asyncio

    from chatbot.cli.asking import agreed
    from chatbot.cli.show import day

    backups = companion.files.backups
    backup = backups.find(arguments.backup)
    wanted = str(backup.path)
    session_id = _session_id(companion, wanted, arguments.session) if arguments.session else ""
    what = "one session" if session_id else arguments.file or "everything"
    asked = f"Make {what} what it was in the backup {backup.id} of {day(backup.created_at)} ({_what(backup)})?"
    if not agreed(arguments, asked, "Restoring replaces what is there now"):
        return tell(arguments, "Nothing was restored.", {"backup": backup.id, "restored": [], "dropped": []}) or 1
    done = await asyncio.to_thread(backups.restore, wanted, session_id, arguments.file)
    what = f"Restored {counted(len(done.put), 'file')} from the backup {done.backup.id}"
    if done.dropped:
        what += f"; {counted(len(done.dropped), 'newer file')} taken away"
    line = f"{what}. Undo with: chatbot backup restore {done.safety.id}"
    value = {"backup": done.backup.id, "safety": done.safety.id, "restored": done.put, "dropped": done.dropped}
    return tell(arguments, line, value)


def _session_id(companion: "Companion", wanted: str, text: str) -> str:
    """The id of the session that an id or title means, in the backup or on disk.

    Raises:
        NotFound: no session is called so, or several are.
    """
    from chatbot.domain.ids import is_id
    from chatbot.errors import NotFound

    name = text.strip()
    metas: dict[str, SessionMeta] = {one.id: one for one in companion.sessions.all()}
    metas |= {one.id: one for one in companion.files.backups.sessions_in(wanted)}
    if name.upper() in metas:
        return name.upper()
    titled = [one.id for one in metas.values() if one.title.casefold() == name.casefold()]
    if len(titled) > 1:
        raise NotFound(f"{len(titled)} sessions are called {name[:80]!r}.", "Give the id: chatbot backup show")
    if not titled and not is_id(name.upper()):
        raise NotFound(f"The backup does not hold session {name[:80]!r}.", "chatbot backup show names its sessions")
    return titled[0] if titled else name.upper()


async def _delete(companion: "Companion", arguments: argparse.Namespace) -> int:
    backup = companion.files.backups.find(arguments.backup)
    companion.files.backups.delete(backup.id)
    return tell(arguments, f"Deleted backup {backup.id}.", {"id": backup.id})


def _facts(backup: "Backup") -> dict[str, object]:
    return {
        "id": backup.id,
        "created_at": backup.created_at,
        "reason": backup.reason,
        "path": str(backup.path),
        "size_bytes": backup.size_bytes,
        "content_bytes": backup.content_bytes,
        "content_sha256": backup.content_sha256,
        "files": backup.files,
        "sessions": backup.sessions,
        "left_out": backup.left_out,
        "problem": backup.problem,
    }


def _what(backup: "Backup") -> str:
    if backup.problem:
        return f"damaged: {backup.problem}"
    return (
        f"{backup.reason}; lacks {counted(len(backup.left_out), 'unreadable file')}"
        if backup.left_out
        else backup.reason
    )


def _sessions(backup: "Backup") -> str:
    return "-" if backup.problem else f"{backup.sessions} session{'' if backup.sessions == 1 else 's'}"


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1_000_000 else f"{max(1, size_bytes // 1000)} kB"

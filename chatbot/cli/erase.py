"""`chatbot erase`: says what would go, asks, erases it for good, and proves it."""

import argparse
import contextlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.cli.arguments import common_options, json_option, settings_of
from chatbot.cli.asking import agreed
from chatbot.cli.verbs import Verbs
from chatbot.domain.text import counted

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.config import Settings
    from chatbot.domain.erasure import Plan, Wish
    from chatbot.storage.erasing.proof import Proof


NOBODY_TO_ASK = ("Erasing cannot be undone", "Add --yes, or --dry-run.")


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "erase",
        help="erase something for good: a person or word, a session, a message, a memory, or all",
        description=(
            "Erases for good, from messages, memories with all their versions, summaries, receipts, drafts, trash and "
            "backups. Shows first what goes, asks, and searches every byte afterwards. This cannot be undone."
        ),
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--about", default="", metavar="TEXT", help="everything about a person, place or word")
    what.add_argument("--session", default="", help="id or title of a session, with what it taught")
    what.add_argument("--message", default="", metavar="ID", help="one message, with what it taught")
    what.add_argument(
        "--memory",
        default="",
        metavar="MEMORY",
        help="one memory (its id, or words that only it has), with all its versions and its quote",
    )
    what.add_argument("--user-data", action="store_true", help="everything of this user")
    parser.add_argument("--whole-messages", action="store_true", help="erase whole messages, not only the sentences")
    parser.add_argument("--keep-memories", action="store_true", help="keep what the session or message taught")
    parser.add_argument("--dry-run", action="store_true", help="only show what would go")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    common_options(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Shows, asks, erases, proves; 1 where the user says no.

    Raises:
        UsageError: memories are to be kept of something else than a session or message.
    """
    if arguments.keep_memories and not (arguments.session or arguments.message):
        from chatbot.errors import UsageError

        raise UsageError("--keep-memories goes with --session or --message only.", "Nothing was erased; leave it out.")
    if arguments.user_data:
        return _erase_user(arguments, settings_of(arguments))
    from chatbot.cli.program import with_companion

    return with_companion(arguments, lambda companion: _erase(companion, arguments))


def about(arguments: argparse.Namespace, text: str) -> int:
    """Erases everything about something, after the screen was closed for it.

    Args:
        arguments: of the command line that opened the screen; they say whose files and where.
        text: what the user wants erased.
    """
    from chatbot.cli.show import print_text

    wish = {"about": text, "session": "", "message": "", "memory": "", "user_data": False, "whole_messages": False}
    ways = {"keep_memories": False, "dry_run": False, "yes": False, "json": False}
    code = run(argparse.Namespace(**{**vars(arguments), **wish, **ways}))
    given = [(name, getattr(arguments, name.replace("-", "_"), "")) for name in ("user", "data-dir")]
    where = "".join(f" --{name} {shlex.quote(value)}" for name, value in given if value)
    print_text(f"chatbot{where} --continue goes back to the chat.")
    return code


async def _erase(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.domain.ids import new_id, utc_now

    erasing = companion.files.erasing
    plan = erasing.plan(_wish(companion, arguments), utc_now, new_id, _logs(companion.settings))
    shown = _shown(plan)
    if not plan.counts:
        unread = "".join(f"\n! {line}" for line in plan.unread)
        return _say(arguments, {**shown, "proof": None}, f"There is nothing to erase.{unread}")
    if not arguments.json:
        _print_plan(plan)
    if arguments.dry_run:
        return _say(arguments, {**shown, "proof": None}, "Nothing was changed.")
    erasing.refuse_others()
    if not agreed(arguments, f"Erase {plan.erasure.label}?", *NOBODY_TO_ASK):
        return _say(arguments, {**shown, "proof": None}, "Nothing was erased.") or 1
    done = erasing.erase(plan.erasure)
    return _say(arguments, {**shown, "proof": done.proof}, f"Erased. {_proved(done.proof)}")


def _wish(companion: "Companion", arguments: argparse.Namespace) -> "Wish":
    from chatbot.domain.erasure import Wish
    from chatbot.domain.text import clean

    return Wish(
        about=clean(arguments.about),
        session=_session_id(companion, arguments.session.strip()) if arguments.session else "",
        message=arguments.message,
        memory=_memory_id(companion, arguments.memory) if arguments.memory else "",
        whole_messages=arguments.whole_messages,
        keep_memories=arguments.keep_memories,
    )


def _memory_id(companion: "Companion", wanted: str) -> str:
    """The id of a memory, by id or words; as given where none is found, since the past may hold it still.

    Raises:
        UsageError: several have these words.
    """
    from chatbot.cli.memory_words import find
    from chatbot.errors import NotFound

    try:
        return find(companion, wanted).id
    except NotFound:
        return wanted


def _session_id(companion: "Companion", wanted: str) -> str:
    """The id of a session, by id or title; of one in the trash, or else in a backup, where no other is called so.

    Raises:
        NotFound: there is none, or several are called so.
    """
    from chatbot.cli.session import find_deleted
    from chatbot.errors import NotFound

    title = wanted.casefold()
    trashed = companion.files.library.trashed()
    if any(one.id == wanted.upper() or (one.meta and one.meta.title.casefold() == title) for one in trashed) and all(
        one.title.casefold() != title for one in companion.sessions.all()
    ):
        return find_deleted(companion, wanted).id
    try:
        return companion.sessions.find(wanted).id
    except NotFound:
        found = _in_backups(companion, wanted)
        if len(found) != 1:
            raise
        return found.pop()


def _in_backups(companion: "Companion", wanted: str) -> set[str]:
    """The ids of the sessions of that id or title that backups hold; those that cannot be read are passed over."""
    from chatbot.errors import StorageError

    found = set()
    for backup in companion.files.backups.list():
        with contextlib.suppress(StorageError):
            held = companion.files.backups.sessions_in(backup.id)
            found |= {one.id for one in held if one.id == wanted.upper() or one.title.casefold() == wanted.casefold()}
    return found


def _logs(settings: "Settings") -> list[Path]:
    """The log files, as they are named when they rotate."""
    log = settings.paths.log_file
    return [log, log.with_name(f"{log.name}.1")]


def _shown(plan: "Plan") -> dict[str, Any]:
    return {
        "what": plan.erasure.label,
        "counts": plan.counts,
        "memories": plan.memories,
        "messages": plan.messages,
        "warnings": plan.warnings,
        "unread": plan.unread,
    }


def _print_plan(plan: "Plan") -> None:
    from chatbot.cli.show import print_text

    print_text(f"This erases {plan.erasure.label}:")
    for kind, count in plan.counts.items():
        print_text(_counted(kind, count))
    for title, lines in (("Memories, such as", plan.memories), ("From messages, such as", plan.messages)):
        if lines:
            print_text(f"{title}:")
            for line in lines:
                print_text(f"  - {line}")
    for warning in plan.warnings:
        print_text(f"! {warning}")


def _counted(kind: str, count: int) -> str:
    """A row of what goes; the number stands last, because one memory is no memories."""
    return f"  {kind:<28} {count:>6,}"


def _say(arguments: argparse.Namespace, value: dict[str, Any], line: str) -> int:
    from chatbot.cli.show import print_json, print_text

    if arguments.json:
        print_json({**value, "done": line})
    else:
        print_text(line)
    return 0


def _proved(proof: "Proof") -> str:
    return (
        f"Searched {counted(proof.files, 'file')}, {counted(proof.bytes, 'byte')}: {counted(len(proof.hits), 'hit')}."
    )


def _erase_user(arguments: argparse.Namespace, settings: "Settings") -> int:
    from chatbot.cli.show import print_text
    from chatbot.errors import StorageError
    from chatbot.storage.erasing.entrance import erase_user, extent_of

    extent = extent_of(settings.paths.data, settings.user)
    label = f"everything of {settings.user}"
    warnings = (
        "Backups in the same folder go with it; exported files and copies elsewhere are not reached.",
        f"Your own personas in {settings.paths.personas} belong to all users and stay.",
        "This cannot be undone.",
    )
    nothing = {"memories": (), "messages": (), "unread": (), "proof": None}
    shown = {"what": label, "counts": extent, "warnings": warnings, **nothing}
    if not arguments.json:
        print_text(f"This erases {label}:")
        for kind, count in extent.items():
            print_text(_counted(kind, count))
        for warning in warnings:
            print_text(f"! {warning}")
    if arguments.dry_run:
        return _say(arguments, shown, "Nothing was changed.")
    if not agreed(arguments, f"Erase {label}?", *NOBODY_TO_ASK):
        return _say(arguments, shown, "Nothing was erased.") or 1
    proof = erase_user(settings.paths.data, settings.user, _logs(settings))
    if proof.hits:
        raise StorageError(proof.hits[0], "erase once more")
    line = f"Erased: {counted(proof.files, 'file')}, {counted(proof.bytes, 'byte')}. No file of this user is left."
    return _say(arguments, {**shown, "proof": proof}, line)

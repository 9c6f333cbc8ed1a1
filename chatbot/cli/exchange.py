"""`chatbot export`, `chatbot import`, and the same for one session: the user's data in open files, and back."""

import argparse
import sys
from typing import TYPE_CHECKING

from chatbot.cli.arguments import common_options, json_option
from chatbot.cli.verbs import Verbs, Work, add_verb

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.interchange.outcome import Outcome

FORMS = ("json", "markdown", "jsonl", "html")
LISTED_TROUBLES = 20
NOT_ENCRYPTED = "Your files here are encrypted; what was exported is not."


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the two commands."""
    out = commands.add_parser(
        "export",
        help="write everything of yours into a folder or a zip of open files",
        description="Writes every session, memory and persona of yours into a folder, or a zip, of open files.",
    )
    out.add_argument("target", nargs="?", default="", help="folder or FILE.zip (default: a zip named after the day)")
    out.add_argument(
        "--format", action="append", choices=FORMS, default=None, help="of sessions, beside json (default: markdown)"
    )
    _export_options(out)
    common_options(out)
    json_option(out)
    out.set_defaults(run=lambda arguments: _run(arguments, _export))
    into = commands.add_parser(
        "import",
        help="bring in an export, or conversations and memories of other programs",
        description="Brings in an export of this program, or conversations and memories of ChatGPT, Claude, "
        "SillyTavern, gptme, mem0, and files of messages with role and content. A backup is made first.",
    )
    into.add_argument("file", help="the file, folder or zip")
    into.add_argument("--notes", action="store_true", help="the file has plain lines, a fact each")
    into.add_argument("--accept", action="store_true", help="facts of other programs hold at once, unasked")
    _import_options(into)
    common_options(into)
    json_option(into)
    into.set_defaults(run=lambda arguments: _run(arguments, _import))


def register_session(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the verbs for one session."""
    out = add_verb(verbs, "export", "write one session as JSON, Markdown, JSON lines or HTML", _export_session)
    out.add_argument("session", help="id or title")
    out.add_argument("--format", choices=FORMS, default="", help="json holds everything (default: by the file, json)")
    out.add_argument("-o", "--output", default="", help="the file to write (default: standard output)")
    _export_options(out)
    into = add_verb(verbs, "import", "make sessions of a file of conversations", _import_session)
    into.add_argument("file", help="the file or zip")
    _import_options(into)


def _export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="replace an earlier export of that name")
    parser.add_argument(
        "--no-local-only", action="store_true", help="leave out memories that must stay on this machine"
    )


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say what would come in")
    parser.add_argument("--learn", action="store_true", help="learn memories from what you said in conversations")
    parser.add_argument("--persona", default="", help="whom you spoke to in other programs' conversations")


def _run(arguments: argparse.Namespace, work: Work) -> int:
    from chatbot.cli.program import with_companion

    return with_companion(arguments, lambda companion: work(companion, arguments))


async def _export(companion: "Companion", arguments: argparse.Namespace) -> int:
    import asyncio

    from chatbot.cli.show import print_json, print_note, print_text
    from chatbot.domain.ids import utc_now
    from chatbot.domain.text import counted
    from chatbot.errors import NotFound
    from chatbot.interchange.archive_write import Everything, default_target, export_everything
    from chatbot.interchange.gather import wish_for
    from chatbot.interchange.reading import path_of

    if not (companion.sessions.all() or companion.files.memories.everything()):
        settings = companion.settings
        raise NotFound(f"There is nothing to export: {settings.user} has no sessions and no memories in "
                       f"{settings.paths.data}.", "Check --user and --data-dir.")  # fmt: skip
    wish = wish_for(companion.settings.user, companion.catalog, not arguments.no_local_only)
    forms = tuple(dict.fromkeys(arguments.format or ("markdown",)))
    target = path_of(arguments.target or default_target(companion.settings.user, utc_now()))
    what = Everything(companion.files, companion.catalog, wish, forms, utc_now())
    exported = await asyncio.to_thread(export_everything, what, target, arguments.force)
    manifest = exported.manifest
    for line in manifest.problems:
        print_note(f"Not exported: {line}")
    if arguments.json:
        counts = {"path": exported.path, **manifest.counts}
        print_json({**counts, "content_sha256": manifest.content_sha256, "problems": list(manifest.problems)})
    else:
        words = {"sessions": "session", "messages": "message", "memories": "memory", "personas": "persona"}
        parts = ", ".join(counted(manifest.counts[name], word) for name, word in words.items())
        print_text(f"Exported {parts} to {exported.path}.")
    if companion.files.encrypted:
        print_note(NOT_ENCRYPTED)
    return 1 if manifest.problems else 0


async def _export_session(companion: "Companion", arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.cli.show import print_json, print_note, print_text
    from chatbot.domain.text import counted
    from chatbot.interchange.gather import SUFFIX, own_memories, wish_for, written
    from chatbot.interchange.reading import path_of
    from chatbot.interchange.sinks import write_one

    meta = companion.sessions.find(arguments.session)
    files = companion.files.library.open(meta.id)
    wish = wish_for(companion.settings.user, companion.catalog, not arguments.no_local_only)
    by_name = {suffix: form for form, suffix in SUFFIX.items()}
    form = arguments.format or by_name.get(Path(arguments.output).suffix.lower(), "json")
    pieces = written(files, own_memories(meta.id, companion.files.memories, wish), form, wish)
    if not arguments.output:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        done = write_one(path_of(arguments.output), pieces, arguments.force, companion.files.folder.parent)
        if arguments.json:
            about = {"id": meta.id, "path": arguments.output, "format": form, "messages": files.count()}
            print_json({**about, "bytes": done.size_bytes, "sha256": done.sha256})
        else:
            print_text(f"Exported {counted(files.count(), 'message')} to {arguments.output} ({form}).")
        if companion.files.encrypted:
            print_note(NOT_ENCRYPTED)
    for line in wish.lost or ():
        print_note(f"Not exported: {line}")
    return 1 if wish.lost else 0


async def _import(companion: "Companion", arguments: argparse.Namespace) -> int:
    return await _take(companion, arguments, sessions_only=False)


async def _import_session(companion: "Companion", arguments: argparse.Namespace) -> int:
    return await _take(companion, arguments, sessions_only=True)


async def _take(companion: "Companion", arguments: argparse.Namespace, sessions_only: bool) -> int:
    import asyncio

    from chatbot.interchange.importer import importer_of
    from chatbot.interchange.outcome import Options
    from chatbot.interchange.reading import path_of

    persona = companion.catalog.get(arguments.persona).id if arguments.persona else ""
    options = Options(
        arguments.dry_run, arguments.learn, getattr(arguments, "notes", False), getattr(arguments, "accept", False),
        sessions_only, persona,
    )  # fmt: skip
    settings = companion.settings
    importer = importer_of(companion.files, companion.catalog, settings.persona, settings.mask_secrets)
    outcome = await asyncio.to_thread(importer.take, path_of(arguments.file), options)
    _tell(arguments, outcome)
    return 0


def _tell(arguments: argparse.Namespace, outcome: "Outcome") -> None:
    from chatbot.cli.show import print_json, print_note, print_text
    from chatbot.interchange.outcome import summary

    if arguments.json:
        print_json(outcome)
    else:
        print_text(summary(outcome))
        for line in outcome.notices:
            print_text(f"  {line}")
        if outcome.backup:
            print_text(f"  To undo it: chatbot backup restore {outcome.backup}")
    for trouble in outcome.troubles[:LISTED_TROUBLES]:
        print_note(f"Not imported: {trouble}")
    if len(outcome.troubles) > LISTED_TROUBLES:
        print_note(f"and {len(outcome.troubles) - LISTED_TROUBLES} more; --json lists them all")

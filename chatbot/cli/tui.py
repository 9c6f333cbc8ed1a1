"""`chatbot` with no command: the chat on the screen."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from chatbot.cli.arguments import model_options, settings_of
from chatbot.domain.text import counted
from chatbot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatbot.assemble import Companion


CHAT = "chat_"
"""Begins the names of the chat's own options, so that those of a command do not overwrite them."""

_CANNOT_DRAW = ("dumb", "unknown")
"""Names of terminals that cannot place their cursor; Textual would draw for ever on one."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the chat."""
    model_options(parser, CHAT)
    parser.add_argument("--persona", dest=f"{CHAT}persona", default="", help="who to talk to")
    parser.add_argument(
        "--session", dest=f"{CHAT}session", default="", help="id or title of the session; made if there is none"
    )
    parser.add_argument("--continue", dest=f"{CHAT}resume", action="store_true", help="go on with the newest session")
    parser.add_argument(
        "--private", dest=f"{CHAT}private", action="store_true", help="a session that is gone when closed"
    )


def hand_over(arguments: argparse.Namespace) -> None:
    """Gives options that stand before a command to the command, where it has them too.

    Raises:
        UsageError: the command has no such option; ignoring it could store what was meant to be private.
    """
    for name, value in list(vars(arguments).items()):
        own = name.removeprefix(CHAT)
        if own == name or not value:
            continue
        if arguments.run is not run and not hasattr(arguments, own):
            raise UsageError(f"This command takes no --{own.replace('_', '-')}.", "Leave it out, or see --help.")
        if not getattr(arguments, own, None):
            setattr(arguments, own, value)
    if arguments.run is run:
        for name in ("persona", "session", "backend", "model", "base_url"):
            setattr(arguments, name, getattr(arguments, CHAT + name))
        arguments.resume, arguments.private = arguments.chat_resume, arguments.chat_private


def run(arguments: argparse.Namespace) -> int:
    """Opens the screen.

    Raises:
        UsageError: there is no terminal to open it on, or one that cannot place its cursor.
    """
    settings = settings_of(arguments)
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("The chat needs a terminal.", 'Without one, use: chatbot ask "your question"')
    if os.environ.get("TERM", "") in _CANNOT_DRAW:
        raise UsageError(
            f"The chat cannot be drawn here: TERM is “{os.environ.get('TERM', '')}”.",
            'Use a full terminal, or: chatbot ask "your question"',
        )
    from chatbot.cli.passphrase import unlocked

    vault = unlocked(settings)  # before the screen takes the terminal

    import asyncio

    from chatbot.domain.value import replace
    from chatbot.tui.app import run_tui
    from chatbot.tui.options import TuiOptions

    def load() -> "Companion":
        from chatbot.assemble import assemble

        return assemble(settings, vault=vault)

    options = TuiOptions(
        persona=arguments.persona,
        session=arguments.session,
        resume=arguments.resume,
        private=arguments.private,
    )
    code = asyncio.run(run_tui(settings, load, options))
    while options.to_restore and not code:
        notice = asyncio.run(_restored(load, options.to_restore.pop()))
        options = replace(options, session="", resume=True, private=False, notice=notice)
        code = asyncio.run(run_tui(settings, load, options))
    if code or not options.to_erase:
        return code
    from chatbot.cli.erase import about

    return about(arguments, options.to_erase[-1])


async def _restored(load: "Callable[[], Companion]", backup_id: str) -> str:
    """Restores a backup while no screen is open, and says in one line what came of it."""
    import asyncio

    from chatbot.errors import ChatbotError

    companion = load()
    try:
        done = await asyncio.to_thread(companion.files.backups.restore, backup_id)
    except ChatbotError as error:
        return f"Nothing was restored. {error.message}: {error.hint}"
    finally:
        await companion.close()
    files = counted(len(done.put), "file")
    return f"Everything is as it was in that backup, {files}. To take it back: /backup, “before restore”."

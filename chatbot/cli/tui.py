"""`chatbot` with no command: the chat on the screen."""

import argparse
import sys
from typing import TYPE_CHECKING

from chatbot.cli.arguments import model_options, settings_of
from chatbot.errors import UsageError

if TYPE_CHECKING:
    from chatbot.assemble import Companion


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the chat."""
    model_options(parser)
    parser.add_argument("--persona", default="", help="who to talk to")
    parser.add_argument("--session", default="", help="id or title of the session; made if there is none")
    parser.add_argument("--continue", dest="resume", action="store_true", help="go on with the newest session")
    parser.add_argument("--private", action="store_true", help="a session that is gone when closed")


def run(arguments: argparse.Namespace) -> int:
    """Opens the screen.

    Raises:
        UsageError: there is no terminal to open it on.
    """
    settings = settings_of(arguments)
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("The chat needs a terminal.", 'Without one, use: chatbot ask "your question"')
    import asyncio

    from chatbot.tui.app import TuiOptions, run_tui

    def load() -> "Companion":
        from chatbot.assemble import assemble

        return assemble(settings)

    options = TuiOptions(
        persona=arguments.persona,
        session=arguments.session,
        resume=arguments.resume,
        private=arguments.private,
    )
    return asyncio.run(run_tui(settings, load, options))

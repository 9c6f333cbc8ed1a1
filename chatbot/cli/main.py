"""The front door of the command line: parses the arguments, calls one command, turns errors into a line and a code."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from chatbot import __version__
from chatbot.cli import tui
from chatbot.cli.arguments import common_options
from chatbot.cli.streams import made_safe, silenced
from chatbot.cli.tui import hand_over
from chatbot.errors import ChatbotError, UsageError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

COMMANDS = {
    "ask": "ask",
    "session": "session",
    "memory": "memory",
    "persona": "persona",
    "search": "search",
    "evaluate": "evaluate",
    "backup": "backup",
    "encryption": "encryption",
    "erase": "erase",
    "export": "exchange",
    "import": "exchange",
    "stats": "stats",
    "doctor": "doctor",
    "privacy": "privacy",
    "paths": "paths",
}
"""By command, its module in this package; that has `register(commands)`, and names its function as `run`."""


class _NotTheChat(Exception):
    """The arguments are not those of the chat alone."""


class _ChatParser(argparse.ArgumentParser):
    """Reads the options of the chat alone; whatever else there is, the parser of all commands answers."""

    def error(self, message: str) -> NoReturn:
        """Leaves what is wrong to be said by the parser that knows everything."""
        raise _NotTheChat


def _with_options(parser: argparse.ArgumentParser) -> None:
    common_options(parser)
    tui.add_options(parser)
    parser.set_defaults(run=tui.run)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments, read by a parser of no more commands than they need: loading all of them takes long.

    Raises:
        SystemExit: help or the version was printed, or the arguments are wrong.
    """
    first = arguments[0] if arguments else ""
    if first not in COMMANDS:
        chat = _ChatParser(prog="chatbot", add_help=False)
        _with_options(chat)
        try:
            return chat.parse_args(arguments)
        except _NotTheChat:
            first = ""
    return build_parser(first).parse_args(arguments)


def build_parser(command: str = "") -> argparse.ArgumentParser:
    """The parser of the command line.

    Args:
        command: the only one that is wanted, so that a short command pays for no other; empty for all.
    """
    parser = argparse.ArgumentParser(
        prog="chatbot",
        description="A terminal companion whose memory you can see and correct. With no command: the chat itself.",
        epilog="Everything stays in files of yours; `chatbot paths` says where.",
    )
    parser.add_argument("--version", action="version", version=f"chatbot {__version__}")
    _with_options(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in dict.fromkeys([COMMANDS[command]] if command else COMMANDS.values()):
        importlib.import_module(f"chatbot.cli.{module}").register(commands)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Runs one command.

    Args:
        arguments: without the program's name.

    Returns:
        The exit code.
    """
    try:
        made_safe()
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except ChatbotError as error:
        return _report(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silenced()  # whoever read our output has left: a complaint would only be noise
        return FAILED
    except OSError as error:
        if error.filename is not None or error.errno is None:  # a file of ours, and no stream
            raise
        silenced()
        line = f"The output cannot be written: {error.strerror}."
        return _report(ChatbotError(line, "What the command did is done and kept; only its output is lost."))


def _run(arguments: Sequence[str]) -> int:
    try:
        parsed = _parsed(arguments)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    hand_over(parsed)
    code: int = parsed.run(parsed)
    return code


def _report(error: ChatbotError) -> int:
    from chatbot.cli.wording import without_slashes
    from chatbot.domain.text import begun, clean_line

    line = begun(clean_line(error.message, 600))
    hint = begun(clean_line(without_slashes(error.hint), 400))
    with suppress(OSError):  # nobody can be told
        print(f"chatbot: {line}" + (f"\n  {hint}" if hint else ""), file=sys.stderr)
    return USAGE if isinstance(error, UsageError) else FAILED

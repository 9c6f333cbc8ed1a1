"""Commands that have verbs (`session list`): how one is added and run."""

import argparse
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from chatbot.cli.arguments import common_options, json_option

if TYPE_CHECKING:
    from chatbot.assemble import Companion

Verbs = argparse._SubParsersAction  # the only name that argparse has for what `add_subparsers` gives

Work = Callable[["Companion", argparse.Namespace], Awaitable[int]]
"""What a verb does with the assembled program; gives the exit code."""


def add_command(commands: "Verbs[argparse.ArgumentParser]", name: str, text: str) -> "Verbs[argparse.ArgumentParser]":
    """Adds a command that has verbs, and gives what its verbs are added to."""
    parser = commands.add_parser(name, help=text, description=text[:1].upper() + text[1:] + ".")
    common_options(parser)
    return parser.add_subparsers(title="verbs", metavar="VERB", required=True)


def add_verb(
    verbs: "Verbs[argparse.ArgumentParser]", name: str, text: str, work: Work, *arguments: tuple[str, str]
) -> argparse.ArgumentParser:
    """Adds one verb.

    Args:
        verbs: from `add_command`.
        name: the verb.
        text: what it does, lower case, no full stop.
        work: does it.
        arguments: name and help of each positional argument.
    """
    parser = verbs.add_parser(name, help=text, description=text[:1].upper() + text[1:] + ".")
    for argument, meaning in arguments:
        parser.add_argument(argument, help=meaning)
    common_options(parser)
    json_option(parser)
    parser.set_defaults(run=lambda parsed: _run(parsed, work))
    return parser


def tell(arguments: argparse.Namespace, line: str, value: object) -> int:
    """Says what was done: a line for people, a value with `--json`; gives the exit code 0."""
    from chatbot.cli.show import print_json, print_text

    if arguments.json:
        print_json(value)
    else:
        print_text(line)
    return 0


def _run(arguments: argparse.Namespace, work: Work) -> int:
    from chatbot.cli.program import with_companion

    return with_companion(arguments, lambda companion: work(companion, arguments))

"""`chatbot privacy`: what is kept and where, and what would leave this machine."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.arguments import common_options, json_option, model_options
from chatbot.cli.verbs import Verbs

if TYPE_CHECKING:
    from chatbot.assemble import Companion


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "privacy",
        help="what is kept and where, and what leaves this machine",
        description="Shows what is kept and where, who can read it, and what leaves this machine with which model.",
    )
    common_options(parser)
    json_option(parser)
    model_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints it."""
    from chatbot.cli.program import with_companion

    return with_companion(arguments, lambda companion: _show(companion, arguments))


async def _show(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import print_json, print_text
    from chatbot.session.privacy import privacy_of, told

    await companion.choose_backend()
    state = privacy_of(companion.settings, companion.files, companion.seat.model)
    if arguments.json:
        print_json(state)
        return 0
    for title, lines in told(state):
        print_text(title)
        for line in lines:
            print_text(f"  {line}")
    return 0

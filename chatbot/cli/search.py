"""`chatbot search`: full text over everything the user has."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.arguments import common_options, json_option
from chatbot.cli.verbs import Verbs

if TYPE_CHECKING:
    from chatbot.assemble import Companion


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = commands.add_parser("search", help="find messages and memories by their words")
    parser.add_argument("text", nargs="+", help="words; all must occur")
    parser.add_argument("--limit", type=int, default=50, help="the most messages to show (default 50)")
    common_options(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints what was found; 0 also where that is nothing."""
    from chatbot.cli.program import with_companion

    return with_companion(arguments, lambda companion: _search(companion, arguments))


async def _search(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_columns, print_json, print_note
    from chatbot.domain.memory import Status

    words = " ".join(arguments.text)
    messages = companion.sessions.search(words, max(1, arguments.limit))
    memories = companion.book.search(words)
    if arguments.json:
        print_json({"messages": messages, "memories": memories})
        return 0
    titles = {meta.id: meta.title or "untitled" for meta in companion.sessions.all()}
    told = [(m, f"{m.text} ({m.status.value})" if m.status is not Status.ACTIVE else m.text) for m in memories]
    print_columns([("memory", day(m.said_at), m.kind.value, text) for m, text in told], (8, 16, 14))
    print_columns([("message", day(m.created_at), titles.get(m.session_id, ""), m.text) for m in messages], (8, 16, 14))
    if not messages and not memories:
        print_note("Nothing was found.")
    return 0

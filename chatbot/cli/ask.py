"""`chatbot ask`: one turn, or a batch of them, without the screen."""

import argparse
import sys
from typing import TYPE_CHECKING

from chatbot.cli.arguments import common_options, json_option, model_options
from chatbot.cli.verbs import Verbs

if TYPE_CHECKING:
    from chatbot.assemble import Companion


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "ask",
        help="say one thing and print the reply",
        description="Says one thing and prints the reply. Text from standard input follows the argument.",
    )
    parser.add_argument("text", nargs="*", help="what to say")
    parser.add_argument("--session", default="", help="id or title; made if there is none (default: the newest)")
    parser.add_argument("--persona", default="", help="who to talk to; in an existing session this switches")
    parser.add_argument("--private", action="store_true", help="read and write nothing outside this one turn")
    parser.add_argument(
        "--batch",
        action="store_true",
        help='read JSON lines {"text","session","persona"} from standard input, print one result a line',
    )
    model_options(parser)
    common_options(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Says it and prints the reply; 1 where no reply came."""
    from chatbot.cli.batch import run_batch
    from chatbot.cli.program import with_companion

    if arguments.batch and arguments.text:
        from chatbot.errors import UsageError

        raise UsageError("--batch reads what to say from standard input.", "Leave the text out, or --batch.")
    if arguments.batch:
        return with_companion(arguments, lambda companion: run_batch(companion, arguments))
    text = _text(arguments)
    return with_companion(arguments, lambda companion: _ask(companion, arguments, text))


def _text(arguments: argparse.Namespace) -> str:
    from chatbot.cli.conversation import read_input
    from chatbot.errors import UsageError

    parts = [" ".join(arguments.text)]
    if not sys.stdin.isatty():
        parts.append(read_input())
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    if not text:
        raise UsageError("There is nothing to ask.", 'Try: chatbot ask "Hi, I am Ana"')
    return text


async def _ask(companion: "Companion", arguments: argparse.Namespace, text: str) -> int:
    from chatbot.cli.conversation import choose_session, told_of_waiting
    from chatbot.cli.result import result_of
    from chatbot.cli.show import print_json, print_note
    from chatbot.cli.wording import skipped_line
    from chatbot.errors import ChatbotError
    from chatbot.session.events import ReplyDelta, ReplyRetrying
    from chatbot.session.stages.compose import CUT_SHORT

    async with told_of_waiting(print_note):
        await companion.choose_backend()
    if companion.unmet:
        print_note(companion.unmet)
    session = await choose_session(companion, arguments.session, arguments.persona, arguments.private, told=print_note)
    stream = session.send(text)
    live = sys.stdout.isatty() and not arguments.json
    async with told_of_waiting(print_note) as answered:
        async for event in stream:
            if isinstance(event, ReplyDelta):
                answered()
                if live:
                    print(event.text, end="", flush=True)
            elif isinstance(event, ReplyRetrying):
                print_note(event.line)
        trace = await stream.wait()
    if arguments.json:
        print_json(result_of(companion, session, trace))
    elif live:
        print()
    elif trace.reply is not None:
        print(trace.reply.text)
    if trace.failed is not None:
        raise ChatbotError(trace.failed.reason, trace.failed.hint)
    for skipped in trace.skipped:
        print_note(skipped_line(skipped))
    if trace.receipt is not None and CUT_SHORT in trace.receipt.notes:
        print_note(f"{CUT_SHORT}.")
    return 0

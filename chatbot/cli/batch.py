"""`chatbot ask --batch`: JSON lines in, one result a line out."""

import argparse
import json
from typing import TYPE_CHECKING

import msgspec

from chatbot.cli.conversation import choose_session, read_input
from chatbot.cli.result import result_of
from chatbot.cli.show import as_json_line, print_note
from chatbot.cli.wording import without_slashes
from chatbot.domain.text import clean_line
from chatbot.errors import ChatbotError

if TYPE_CHECKING:
    from chatbot.assemble import Companion


class BatchLine(msgspec.Struct, frozen=True):
    """One line of the input. Empty session: the command's own, else the newest."""

    text: str
    session: str = ""
    persona: str = ""


async def run_batch(companion: "Companion", arguments: argparse.Namespace) -> int:
    """Takes every line of standard input as one turn, in order.

    A line that cannot be used, or a turn that fails, gives a line with `error`, and the next one goes on.

    Returns:
        0 where all lines gave a reply, else 1.
    """
    await companion.choose_backend()
    if companion.unmet:
        print_note(companion.unmet)
    failed = False
    for number, line in enumerate(read_input().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            wanted = _parse(line, number)
            session = await choose_session(
                companion,
                wanted.session or arguments.session,
                wanted.persona or arguments.persona,
                arguments.private,
                told=print_note,
            )
            trace = await session.send(wanted.text).wait()
            failed = failed or trace.failed is not None
            print(as_json_line(result_of(companion, session, trace)), flush=True)
        except ChatbotError as error:
            failed = True
            reason = error.message if error.message.startswith("Line ") else f"Line {number}: {error.message}"
            told = {"stage": "begin", "reason": reason, "hint": without_slashes(error.hint)}
            print(json.dumps({"error": told}), flush=True)
    return 1 if failed else 0


def _parse(line: str, number: int) -> BatchLine:
    try:
        wanted = msgspec.json.decode(line, type=BatchLine)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ChatbotError(f"Line {number}: {clean_line(str(error))}", 'Write {"text": "..."}.') from error
    if not wanted.text.strip():
        raise ChatbotError(f"Line {number}: the text is empty.", 'Write {"text": "..."}.')
    return wanted

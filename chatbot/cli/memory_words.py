"""What the verbs of `chatbot memory` share: which memory is meant, which moment, and what a change set did."""

import argparse
from typing import TYPE_CHECKING, Literal

from chatbot.cli.verbs import tell
from chatbot.domain.text import counted
from chatbot.errors import NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime

    from chatbot.assemble import Companion
    from chatbot.domain.change import JournalEntry
    from chatbot.domain.memory import Memory

MEMORY = ("memory", "its id, the beginning or end of its id, or words that only it has")
"""The argument that names one, and its help."""


def find(companion: "Companion", wanted: str) -> "Memory":
    """The memory of that id, or the one memory, among the present ones where there are others, that has these words.

    Raises:
        NotFound: there is none.
        UsageError: the words are in several.
    """
    try:
        return companion.book.find(wanted)
    except NotFound:
        found = companion.book.search(wanted)
    if not found:
        raise NotFound(f"There is no memory {wanted!r}.", "See: chatbot memory list --all")
    gone = ("superseded", "forgotten", "archived")
    if len(found) > 1 and len(present := [memory for memory in found if memory.status.value not in gone]) == 1:
        return present[0]
    if len(found) > 1:
        texts = "; ".join(f"{memory.id[-6:]} {memory.text}" for memory in found[:4])
        raise UsageError(f"{len(found)} memories have these words: {texts}", "Say which by the end of its id.")
    return found[0]


def moment(text: str, whole_day: bool = False) -> "datetime":
    """A date, or date and time, as typed; without a zone it is this machine's.

    Args:
        text: such as 2026-03-14, 2026-03-14T18:00, "14 March 2026" or "yesterday".
        whole_day: whether a date alone means its end; else it means its beginning.

    Raises:
        UsageError: it is none.
    """
    from datetime import UTC, datetime, timedelta

    from chatbot.memory.dates import find_dates

    try:
        begin = datetime.fromisoformat(text.strip()).astimezone(UTC)
        return begin + timedelta(days=1) if whole_day and len(text.strip()) <= len("2026-03-14") else begin
    except (ValueError, OverflowError):
        found = find_dates(text, datetime.now().astimezone(), past=True)
    if not found:
        raise UsageError(f"{text!r} is no date.", "Write it like 2026-03-14, 2026-03-14T18:00 or 14 March 2026.")
    return found[0].last if whole_day else found[0].first


def done(arguments: argparse.Namespace, entry: "JournalEntry") -> int:
    """Says what a change set did, one line a change; gives the exit code 0."""
    return tell(arguments, "\n".join(_lines(entry)) or "Nothing changed.", entry)


def _lines(entry: "JournalEntry", named: str = "") -> list[str]:
    """A line a change, beginning with what it did; `named` for another word than the journal's."""
    records = ((change, change.after or change.before) for change in entry.changes)
    return [f"{named or change.op.value}: {record.text}" for change, record in records if record]


async def stepped(
    arguments: argparse.Namespace, step: "Callable[[], Future[JournalEntry]]", named: Literal["undo", "redo"]
) -> int:
    """Takes `--steps` steps through the changes and says what each did; gives the exit code 0.

    Args:
        arguments: with `steps`; with more than one, `--json` prints a list of change sets.
        step: takes one.
        named: what it is called.

    Raises:
        MemoryRefused: there is no first step.
    """
    from chatbot.cli.show import print_note
    from chatbot.errors import MemoryRefused
    from chatbot.session.base import saved

    entries: list[JournalEntry] = []
    for _ in range(arguments.steps):
        try:
            entries.append(await saved(step()))
        except MemoryRefused:
            if not entries:
                raise
            print_note(f"There were only {counted(len(entries), 'change')} to {named}.")
            break
    lines = [line for entry in entries for line in _lines(entry, named)]
    return tell(arguments, "\n".join(lines), entries[0] if arguments.steps == 1 else entries)

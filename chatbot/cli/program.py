"""Runs one command's work inside the assembled program, and closes it whatever happens."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from chatbot.cli.arguments import settings_of

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.config import Settings

Result = TypeVar("Result")


def with_companion(arguments: argparse.Namespace, work: Callable[["Companion"], Awaitable[Result]]) -> Result:
    """Assembles the program, awaits the work, closes.

    Args:
        arguments: the parsed command line.
        work: what to do with the program.

    Raises:
        ChatbotError: whatever the work or the closing raises.
    """
    from chatbot.assemble import assemble
    from chatbot.cli.passphrase import unlocked

    settings = settings_of(arguments)
    vault = unlocked(settings)
    unheard_of = _unheard_of(arguments, settings)

    async def run() -> Result:
        companion = assemble(settings, vault=vault)
        try:
            leaves_a_trace = not getattr(arguments, "private", False)
            if settings.retention and leaves_a_trace:
                _let_go(companion)
            due = leaves_a_trace and companion.files.daily_backup.is_due()
            result = await work(companion)
            if unheard_of and not (companion.files.library.sessions() or companion.files.memories.everything()):
                _tell_nobody(settings)
            if due:
                await _back_up(companion)
            return result
        finally:
            try:
                await companion.close()
            finally:
                _tell_problems(companion)

    return asyncio.run(run())


def _unheard_of(arguments: argparse.Namespace, settings: "Settings") -> bool:
    """Whether the user or folder that somebody named has no files until now: the name may be misspelt."""
    from chatbot.storage.layout import user_folder

    named = hasattr(arguments, "user") or hasattr(arguments, "data_dir")
    traceless = getattr(arguments, "private", False)
    return named and not traceless and not user_folder(settings.paths.data, settings.user).exists()


def _tell_nobody(settings: "Settings") -> None:
    """Nothing was there, and nothing came."""
    from chatbot.cli.show import print_note

    where = settings.paths.data
    print_note(f"{settings.user} had no files in {where} yet: check --user and --data-dir if that is wrong.")


def _let_go(companion: "Companion") -> None:
    """Applies the times to live that the settings name."""
    from chatbot.cli.show import print_note

    for line in companion.let_go():
        print_note(line)


async def _back_up(companion: "Companion") -> None:
    """Makes the day's backup, after the work is done and shown."""
    companion.files.daily_backup.start()
    await asyncio.to_thread(companion.files.daily_backup.wait)


def _tell_problems(companion: "Companion") -> None:
    """Whatever was found damaged, lost or unfinished is told once: the next command finds it mended."""
    from chatbot.cli.show import print_note

    for line in companion.files.problems:
        print_note(line)

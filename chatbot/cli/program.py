"""Runs one command's work inside the assembled program, and closes it whatever happens."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from chatbot.cli.arguments import settings_of

if TYPE_CHECKING:
    from chatbot.assemble import Companion

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

    settings = settings_of(arguments)

    async def run() -> Result:
        companion = assemble(settings)
        try:
            return await work(companion)
        finally:
            await companion.close()

    return asyncio.run(run())

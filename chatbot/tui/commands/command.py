"""What a slash command is, as a value. Each command is one file of this package that has a `COMMAND`."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from chatbot.domain.value import Value

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

Run = Callable[["MainScreen", str], Awaitable[None]]
"""Does the command with what was typed after its name, stripped.

Raises:
    ChatbotError: it could not be done; the screen says so.
"""

Words = Callable[["MainScreen"], Sequence[str]]
"""Words that may follow the command's name, for completion."""


class Command(Value):
    """One slash command.

    Attributes:
        name: without the slash.
        summary: what it does, for help, palette and completion.
        run: see `Run`.
        usage: what may follow the name, such as `TEXT` or `[NAME]`; empty for nothing.
        aliases: other names.
        words: see `Words`; None for nothing to complete.
    """

    name: str
    summary: str
    run: Run
    usage: str = ""
    aliases: tuple[str, ...] = ()
    words: Words | None = None

"""Slash commands: one file each, found by themselves; and what is done with a line that was entered."""

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line
from chatbot.errors import ChatbotError
from chatbot.tui.commands.command import Command
from chatbot.tui.fuzzy import nearest
from chatbot.tui.transcript import NoteKind
from chatbot.tui.widgets.prompt import Suggestion

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


EVERYDAY = (
    "new", "sessions", "persona", "memory", "correct", "regen", "undo", "why", "search", "remember", "forget", "model",
    "help", "theme", "export", "quit",
)  # fmt: skip
"""The commands that people use most, in lists before the others."""


@cache
def registry() -> dict[str, Command]:
    """Every command by its name, in the order of names."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = {}
    for name in modules:
        command = getattr(importlib.import_module(f"{__name__}.{name}"), "COMMAND", None)
        if isinstance(command, Command):
            found[command.name] = command
    return found


@cache
def by_use() -> tuple[Command, ...]:
    """Every command: the everyday ones, then the others by name."""
    every = registry()
    return tuple(every[name] for name in (*EVERYDAY, *(name for name in every if name not in EVERYDAY)))


@cache
def _by_any_name() -> dict[str, Command]:
    """By use; the own names of all before their other names."""
    own = {command.name: command for command in by_use()}
    return own | {name: command for command in by_use() for name in command.aliases}


async def submit(screen: "MainScreen", text: str) -> None:
    """Does what a line in the prompt asks: a command, or something said to the persona.

    `//` at the start says a literal slash. A command that does not exist is never said to the persona. What is entered
    before the program is loaded is done when it is; only leaving does not wait.

    Raises:
        ChatbotError: it could not be done.
    """
    if text.startswith("/") and not text.startswith("//"):
        name, _, rest = text[1:].partition(" ")
        if _by_any_name().get(name.strip().lower()) is not registry()["quit"]:
            await screen.started.wait()
        await run(screen, name.strip(), rest.strip(), typed=text)
        return
    said = text[1:] if text.startswith("//") else text
    if not said.strip():
        return
    wanted = screen.desk.current if screen.desk.ready else None
    await screen.started.wait()
    if wanted is not None and not screen.desk.is_current(wanted):
        screen.follow(wanted, wanted.session.send(said), said)
        return
    try:
        screen.send(said)
    except ChatbotError:
        screen.stage.give_back(text)
        raise


async def run(screen: "MainScreen", name: str, rest: str, typed: str = "") -> None:
    """Runs a command by any of its names.

    What was typed is not given back: it is one up arrow away, and in the prompt the next line would be glued to it.

    Raises:
        ChatbotError: it could not be done.
    """
    command = _by_any_name().get(name.lower())
    if command is None:
        likely = nearest(name.lower(), tuple(_by_any_name()))
        meant = f"Did you mean /{likely}?" if likely else "/help lists them."
        screen.stage.say(
            f"There is no command /{clean_line(name, 40)}. {meant} To say it, begin with //.", NoteKind.ERROR
        )
        return
    if command.usage and not command.usage.startswith("[") and not rest:
        screen.stage.say(f"/{command.name} {command.usage}: {command.summary}")
        if not typed:
            screen.stage.give_back(f"/{command.name} ")
        return
    await command.run(screen, rest)


def complete(screen: "MainScreen", draft: str) -> tuple[Suggestion, ...]:
    """What the draft may become: command names, then the words that may follow one."""
    if "\n" in draft or draft.startswith("//"):
        return ()
    name, space, rest = draft[1:].partition(" ")
    if not space:
        # The name as typed comes first, so that enter on a whole alias runs it instead of completing another.
        found = [(one, command) for one, command in _by_any_name().items() if one.startswith(name.lower())]
        found.sort(key=lambda pair: pair[0] != name.lower())
        first = {command.name: one for one, command in reversed(found)}
        return tuple(
            Suggestion(f"/{one}{' ' if command.usage else ''}", f"/{one}", command.summary)
            for one, command in found
            if first[command.name] == one
        )
    command = _by_any_name().get(name.lower())
    if command is None or command.words is None:
        return ()
    folded = rest.casefold()
    words = [word for word in command.words(screen) if folded in word.casefold() and word.casefold() != folded]
    return tuple(Suggestion(f"/{name} {word}", word, "") for word in words[:20])

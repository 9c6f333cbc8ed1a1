"""`chatbot persona`: list, show, check and make personas."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.verbs import Verbs, add_command, add_verb, tell

if TYPE_CHECKING:
    from chatbot.assemble import Companion

PERSONA = ("persona", "id or name")


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    verbs = add_command(commands, "persona", "list, show, check and make personas")
    add_verb(verbs, "list", "all personas", _list)
    add_verb(verbs, "show", "one persona's file", _show, PERSONA)
    add_verb(verbs, "check", "look for mistakes in a persona file", _check, ("file", "path of the TOML file"))
    new = add_verb(verbs, "new", "begin a persona of your own", _new, ("id", "lower-case letters, digits and dashes"))
    new.add_argument("--name", default="", help="what it is called (default: the id)")


async def _list(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import print_columns, print_json, print_note

    personas = companion.catalog.all()
    if arguments.json:
        print_json(
            [
                {"id": p.id, "name": p.meta.name, "tagline": p.meta.tagline, "tags": p.meta.tags, "shipped": p.shipped}
                for p in personas
            ]
        )
    else:
        print_columns([(p.id, p.meta.name, p.meta.tagline) for p in personas], (14, 14))
    for problem in companion.catalog.problems:
        print_note(str(problem))
    return 0


async def _show(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import print_json, print_text

    persona = companion.catalog.get(arguments.persona)
    if arguments.json:
        print_json(persona)
    else:
        print_text(companion.catalog.text(persona.id))
    return 0


async def _check(companion: "Companion", arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.cli.show import print_json, print_text
    from chatbot.persona.load import load_persona

    loaded = load_persona(Path(arguments.file))
    if arguments.json:
        print_json([{"level": p.level, "key": p.key, "text": str(p)} for p in loaded.problems])
        return 0
    for problem in loaded.problems:
        print_text(str(problem))
    print_text(f"{loaded.persona.char}: {len(loaded.problems)} remarks, usable.")
    return 0


async def _new(companion: "Companion", arguments: argparse.Namespace) -> int:
    path = companion.catalog.create(arguments.id, arguments.name or arguments.id)
    return tell(arguments, f"Written: {path}\nEdit it, then: chatbot persona check {path}", {"path": str(path)})

"""`chatbot persona`: list, show, check and make personas, and exchange character cards."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.verbs import Verbs, add_command, add_verb, tell
from chatbot.domain.text import counted

if TYPE_CHECKING:
    from chatbot.assemble import Companion

PERSONA = ("persona", "id or name")
LARGEST_CARD_BYTES = 16 * 1024 * 1024


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    verbs = add_command(commands, "persona", "list, show, check, make, delete, import and export personas")
    add_verb(verbs, "list", "all personas", _list)
    add_verb(verbs, "show", "one persona's file", _show, PERSONA)
    add_verb(verbs, "check", "look for mistakes in a persona file", _check, ("file", "path of the TOML file"))
    new = add_verb(verbs, "new", "begin a persona of your own", _new, ("id", "lower-case letters, digits and dashes"))
    new.add_argument("--name", default="", help="what it is called (default: the id)")
    add_verb(
        verbs,
        "edit",
        "name the file to edit; a shipped persona is copied for you first",
        _edit,
        PERSONA,
    )
    add_verb(verbs, "import", "make a persona of a character card", _import, ("file", "JSON, PNG or CHARX, V1 to V3"))
    delete = add_verb(verbs, "delete", "delete the file of a persona of yours", _delete, PERSONA)
    delete.add_argument("--yes", action="store_true", help="do not ask")
    export = add_verb(verbs, "export", "write a persona as a character card", _export, PERSONA)
    export.add_argument("file", help="where to; ending in .json or .png")
    export.add_argument("--original", action="store_true", help="the card as it was imported, without your changes")


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
    from chatbot.persona.load import check_persona

    loaded, problems = check_persona(Path(arguments.file))
    if arguments.json:
        print_json([{"level": p.level, "key": p.key, "line": p.line, "text": p.line_text} for p in problems])
    else:
        for problem in problems:
            print_text(str(problem))
        print_text(
            f"{counted(len(problems), 'remark')}; "
            + ("usable." if loaded else "not usable until the errors are mended.")
        )
    return 0 if loaded else 1


async def _new(companion: "Companion", arguments: argparse.Namespace) -> int:
    path = companion.catalog.create(arguments.id, arguments.name or arguments.id)
    return tell(arguments, f"Written: {path}\nEdit it, then: chatbot persona check {path}", {"path": str(path)})


async def _edit(companion: "Companion", arguments: argparse.Namespace) -> int:
    is_copy = companion.catalog.get(arguments.persona).shipped
    path = companion.catalog.copy_for_editing(arguments.persona)
    said = f"Yours to edit: {path}\nThen: chatbot persona check {path}"
    said += "\nDelete it to have the shipped one again." if is_copy else ""
    return tell(arguments, said, {"path": str(path)})


async def _import(companion: "Companion", arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.cli.files import read_file
    from chatbot.persona.card_import import import_card, suggested_id
    from chatbot.persona.cards import read_card

    card = read_card(read_file(Path(arguments.file), LARGEST_CARD_BYTES), Path(arguments.file).name)
    persona_id = companion.catalog.free_id(suggested_id(card))
    imported = import_card(card, persona_id)
    path = companion.catalog.add(persona_id, imported.toml, card.source)
    report, wanted = imported.report, suggested_id(card)
    lines = [f"Imported {imported.persona.char!r} as {persona_id}: {path}"]
    if persona_id != wanted:
        lines.append(f"There is {wanted!r} already. To have only one of them: chatbot persona delete {wanted}")
    for heading, found in (
        ("Kept, but nothing here uses it", report.kept),
        ("Not supported", report.unsupported),
        ("Replaces this program's own prompt; read it before you chat", report.review),
    ):
        lines += [f"{heading}:", *(f"  {line}" for line in found)] if found else []
    return tell(arguments, "\n".join(lines), {"id": persona_id, "path": str(path), "report": report})


async def _delete(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.asking import agreed
    from chatbot.errors import NotFound

    try:
        persona_id = companion.catalog.get(arguments.persona).id
    except NotFound:
        persona_id = arguments.persona  # a file with errors can be deleted too
    asked = f"Delete the file of the persona {persona_id}?"
    if not agreed(arguments, asked, "A deleted persona file cannot be brought back"):
        return tell(arguments, "Nothing was deleted.", {"id": persona_id, "deleted": False}) or 1
    is_back = companion.catalog.remove(persona_id)
    said = f"Deleted {persona_id}. " + (
        "The shipped one is back." if is_back else "What was said and learnt with it stays."
    )
    return tell(arguments, said, {"id": persona_id, "deleted": True})


async def _export(companion: "Companion", arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.cli.files import write_file
    from chatbot.domain.ids import utc_now
    from chatbot.errors import UsageError
    from chatbot.persona.card_export import export_card, to_json, to_png

    persona = companion.catalog.get(arguments.persona)
    source = companion.catalog.card_source(persona.id)
    target = Path(arguments.file)
    if target.suffix.lower() not in (".json", ".png"):
        raise UsageError(f"{target.name} ends neither in .json nor in .png.", "Choose one of the two.")
    if arguments.original and not source:
        raise UsageError(f"{persona.id} came from no card.", "Export it without --original.")
    if arguments.original and target.suffix.lower() == ".json":
        content = source.encode()
    else:
        card = export_card(persona, source, utc_now())
        content = to_json(card).encode() if target.suffix.lower() == ".json" else to_png(card)
    write_file(target, content)
    return tell(arguments, f"Written: {target}", {"path": str(target)})

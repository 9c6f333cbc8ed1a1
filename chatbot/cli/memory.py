"""`chatbot memory`: everything that can be done with memories by hand."""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli import memory_shaping
from chatbot.cli.arguments import at_least_one
from chatbot.cli.memory_words import MEMORY, done, find, moment, stepped
from chatbot.cli.tidy import options, tidy
from chatbot.cli.verbs import Verbs, add_command, add_verb
from chatbot.errors import UsageError

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.domain.memory import Memory


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    verbs = add_command(commands, "memory", "see and correct what is remembered")
    every = add_verb(verbs, "list", "what is remembered now", _list)
    every.add_argument("--all", action="store_true", help="past, archived and forgotten ones too")
    every.add_argument("--as-of", default="", metavar="DATE", help="what was remembered then")
    every.add_argument("--session", default="", help="only what a turn of this session may read")
    every.add_argument("--persona", default="", help="only what this persona may read")
    add_verb(verbs, "show", "everything about one memory", _show, MEMORY)
    add = add_verb(verbs, "add", "remember something", _add, ("text", "a sentence, such as: I live in Porto"))
    add.add_argument("--scope", choices=("persona", "user"), default="", help="who may know it (default: by its kind)")
    add.add_argument("--persona", default="", help="whom it is told to")
    edit = add_verb(verbs, "edit", "put a memory right", _edit, MEMORY)
    edit.add_argument("text", nargs="?", default=None, help="how it should read")
    memory_shaping.add_edit_options(edit)
    forget = add_verb(verbs, "forget", "forget a memory; it is not learnt again", _forget)
    forget.add_argument("memories", nargs="+", metavar="memory", help=MEMORY[1])
    restore = add_verb(verbs, "restore", "bring a memory back, or an older version of it", _restore, MEMORY)
    restore.add_argument("--version", type=int, default=None, dest="at", help="the version (see: memory history)")
    add_verb(verbs, "history", "every version of a memory, and who made it", _history, MEMORY)
    undo = add_verb(verbs, "undo", "take back the last change, whoever made it", _undo)
    undo.add_argument("--steps", type=at_least_one, default=1, help="how many changes (default 1)")
    redo = add_verb(verbs, "redo", "make an undone change again", _redo)
    redo.add_argument("--steps", type=at_least_one, default=1, help="how many changes (default 1)")
    pin = add_verb(verbs, "pin", "recall a memory first, always", _pin, MEMORY)
    pin.add_argument("--off", action="store_true", help="no longer")
    move = add_verb(verbs, "move", "change who may know a memory", _move, MEMORY)
    move.add_argument("scope", choices=("session", "persona", "user"), help="its session, its persona, or everyone")
    search = add_verb(verbs, "search", "find memories by their words", _search)
    search.add_argument("text", nargs="+", help="words")
    options(add_verb(verbs, "tidy", "join what is remembered twice, let go of what has paled", _tidy))
    add_verb(verbs, "conflicts", "what contradicts each other and waits for you", _conflicts)
    resolve = add_verb(verbs, "resolve", "decide a conflict", _resolve, MEMORY)
    resolve.add_argument("--keep", choices=("new", "old", "both", "merge"), required=True, help="which side holds")
    resolve.add_argument("--text", default=None, help="with merge: how the one memory should read")
    memory_shaping.register(verbs)


async def _list(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.domain.memory import Status

    found = companion.files.memories.everything()
    if arguments.as_of:
        found = companion.book.as_of(moment(arguments.as_of, whole_day=True))
    if arguments.session or arguments.persona:
        session = companion.sessions.find(arguments.session).id if arguments.session else ""
        persona = companion.catalog.get(arguments.persona).id if arguments.persona else ""
        if session and not persona:
            persona = companion.sessions.find(session).persona_id
        found = {key: one for key, one in found.items() if one.readable_in(session, persona)}
    shown = (Status.ACTIVE, Status.CONFLICT, Status.PENDING)
    memories = [memory for memory in found.values() if arguments.all or memory.status in shown]
    return _print(arguments, sorted(memories, key=lambda memory: memory.id), "Nothing is remembered yet.")


async def _search(companion: "Companion", arguments: argparse.Namespace) -> int:
    return _print(arguments, list(companion.book.search(" ".join(arguments.text))), "Nothing was found.")


async def _conflicts(companion: "Companion", arguments: argparse.Namespace) -> int:
    return _print(arguments, list(companion.book.conflicts()), "Nothing is in conflict.")


def _print(arguments: argparse.Namespace, memories: "list[Memory]", nothing: str) -> int:
    from chatbot.cli.show import print_columns, print_json, print_note

    if arguments.json:
        print_json(memories)
    elif not memories:
        print_note(nothing)
    else:
        rows = [(m.id, m.status.value, _readers(m), m.kind.value, m.text) for m in memories]
        widest = min(24, max(len(row[2]) for row in rows))
        print_columns(rows, (26, 10, widest, 12))
    return 0


def _readers(memory: "Memory") -> str:
    """Its scope; where one persona alone may read it, which one."""
    return f"{memory.scope.value} {memory.persona_id}" if memory.scope == "persona" else memory.scope.value


async def _show(companion: "Companion", arguments: argparse.Namespace) -> int:
    import msgspec

    from chatbot.cli.show import day, print_json, print_text

    memory = find(companion, arguments.memory)
    if arguments.json:
        print_json(memory)
        return 0
    print_text(memory.text)
    for name, value in msgspec.to_builtins(memory).items():
        if name in ("text", "source") or value in ("", None, [], False):
            continue
        print_text(f"  {name:<14}{', '.join(map(str, value)) if isinstance(value, list) else value}")
    if memory.source.quote:
        print_text(f"  {'said':<14}{memory.source.quote!r} on {day(memory.said_at)}")
    return 0


async def _add(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.domain.slots import Scope
    from chatbot.persona.catalog import DEFAULT_PERSONA
    from chatbot.session.base import saved

    persona = companion.catalog.get(arguments.persona or companion.settings.persona or DEFAULT_PERSONA)
    scope = Scope(arguments.scope) if arguments.scope else None
    added = companion.book.add(arguments.text, persona_id=persona.id, scope=scope, lens=persona.memory)
    return done(arguments, await saved(added))


async def _edit(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    return done(arguments, await saved(companion.book.edit(memory.id, **memory_shaping.edited_fields(arguments))))


async def _forget(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    ids = tuple(find(companion, wanted).id for wanted in arguments.memories)
    return done(arguments, await saved(companion.book.forget(ids)))


async def _restore(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    return done(arguments, await saved(companion.book.restore(memory.id, version=arguments.at)))


async def _pin(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    return done(arguments, await saved(companion.book.pin(memory.id, pinned=not arguments.off)))


async def _move(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.domain.slots import Scope
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    return done(arguments, await saved(companion.book.move(memory.id, Scope(arguments.scope))))


async def _resolve(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    if arguments.text is not None and arguments.keep != "merge":
        raise UsageError("--text goes with --keep merge only.", "Or edit the memory that you keep.")
    return done(arguments, await saved(companion.book.resolve(memory.id, arguments.keep, arguments.text)))


async def _undo(companion: "Companion", arguments: argparse.Namespace) -> int:
    return await stepped(arguments, companion.book.undo, "undo")


async def _redo(companion: "Companion", arguments: argparse.Namespace) -> int:
    return await stepped(arguments, companion.book.redo, "redo")


async def _tidy(companion: "Companion", arguments: argparse.Namespace) -> int:
    return await tidy(companion, arguments)


async def _history(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import day, print_columns, print_json

    memory = find(companion, arguments.memory)
    versions = companion.book.history(memory.id)
    if arguments.json:
        print_json(versions)
        return 0
    print_columns(
        [
            (f"v{v.memory.version}", day(v.at), v.who.value, v.op.value, f"{v.memory.text}  ({v.reason})")
            for v in versions
        ],
        (4, 16, 11, 9),
    )
    return 0

"""`chatbot memory`: what gives memories another shape or weight, and what a correction concerns."""

import argparse
from typing import TYPE_CHECKING, Any

from chatbot.cli.memory_words import MEMORY, done, find, moment
from chatbot.cli.verbs import Verbs, add_verb
from chatbot.domain.text import counted
from chatbot.errors import UsageError

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.session.repair import Affected

_DATES = {"on": "event_start", "ends": "event_end", "since": "valid_from", "until": "valid_until",
          "expires": "expires_at"}  # fmt: skip


def register(verbs: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the verbs to `chatbot memory`."""
    merge = add_verb(verbs, "merge", "make one memory of several", _merge)
    merge.add_argument("memories", nargs="+", metavar="memory", help=MEMORY[1])
    merge.add_argument("--text", default=None, help="how it should read (default: the words of the fullest)")
    split = add_verb(verbs, "split", "make several memories of one", _split, ("memory", MEMORY[1]))
    split.add_argument("--into", action="append", default=[], metavar="TEXT", help="one part (default: at and, commas)")
    rate = add_verb(verbs, "feedback", "say what a recalled memory was worth", _feedback, ("memory", MEMORY[1]))
    rate.add_argument("verdict", choices=("useful", "irrelevant", "wrong"), help="it weighs more or less from now on")
    lock = add_verb(verbs, "lock", "let nothing that is learnt change a memory", _lock, ("memory", MEMORY[1]))
    lock.add_argument("--off", action="store_true", help="no longer")
    local = add_verb(verbs, "local-only", "send a memory to no model on another machine", _local_only)
    local.add_argument("memory", help=MEMORY[1])
    local.add_argument("--off", action="store_true", help="no longer")
    add_verb(verbs, "accept", "what waits for you is so", _accept, ("memory", MEMORY[1]))
    add_verb(verbs, "reject", "what waits for you is not so; it is not offered again", _reject, ("memory", MEMORY[1]))
    add_verb(verbs, "checks", "what should be looked at again, and why", _checks)
    add_verb(verbs, "settle", "a memory that should be looked at holds as it is", _settle, ("memory", MEMORY[1]))
    affected = add_verb(
        verbs, "affected", "replies and chapters that told what was put right", _affected, ("memory", MEMORY[1])
    )
    affected.add_argument("--repair", action="store_true", help="write those chapters anew; replies stay as they are")


def add_edit_options(edit: argparse.ArgumentParser) -> None:
    """Adds to `memory edit` what can be changed besides the words."""
    edit.add_argument("--value", default=None, help="the new value, where the text alone does not say it")
    edit.add_argument("--kind", default=None, help="identity, preference, fact, relationship, event, goal, plan, ...")
    edit.add_argument("--slot", default=None, help="such as home or pet.dog; empty makes it a note")
    edit.add_argument("--importance", type=float, default=None, metavar="0..1", help="how much it matters")
    meanings = {"on": "when it happens", "ends": "when that ends", "since": "since when it is true",
                "until": "until when it is true", "expires": "when it stops being recalled"}  # fmt: skip
    for option, meaning in meanings.items():
        edit.add_argument(f"--{option}", default=None, metavar="DATE", help=f"{meaning}; none takes it away")


def edited_fields(arguments: argparse.Namespace) -> dict[str, Any]:
    """The arguments of `MemoryBook.edit` that the options of `memory edit` give.

    Raises:
        UsageError: there is no such kind, or a date cannot be read.
    """
    from chatbot.domain.slots import Kind

    if arguments.kind is not None and arguments.kind not in set(Kind):
        raise UsageError(f"There is no kind {arguments.kind!r}.", f"Kinds: {', '.join(Kind)}")
    dates = {
        field: None if given == "none" else moment(given)
        for option, field in _DATES.items()
        if (given := getattr(arguments, option)) is not None
    }
    return {
        "text": arguments.text,
        "value": arguments.value,
        "kind": Kind(arguments.kind) if arguments.kind else None,
        "attribute": arguments.slot,
        "importance": arguments.importance,
        "dates": dates or None,
    }


async def _merge(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    ids = [find(companion, wanted).id for wanted in arguments.memories]
    return done(arguments, await saved(companion.book.merge(ids, arguments.text)))


async def _split(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    return done(arguments, await saved(companion.book.split(memory.id, arguments.into)))


async def _lock(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    return done(arguments, await saved(companion.book.lock(memory.id, locked=not arguments.off)))


async def _local_only(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    return done(arguments, await saved(companion.book.edit(memory.id, local_only=not arguments.off)))


async def _accept(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    return done(arguments, await saved(companion.book.accept(find(companion, arguments.memory).id)))


async def _reject(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    return done(arguments, await saved(companion.book.reject(find(companion, arguments.memory).id)))


async def _feedback(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import print_note
    from chatbot.session.base import saved

    memory = find(companion, arguments.memory)
    entry = await saved(companion.book.rate(memory.id, arguments.verdict))
    if arguments.verdict == "wrong":
        print_note(f"Put it right with: chatbot memory edit {memory.id} TEXT, or forget it, or settle it.")
    return done(arguments, entry)


async def _checks(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import print_columns, print_json, print_note

    found = companion.book.to_check()
    if arguments.json:
        print_json(found)
    elif not found:
        print_note("There is nothing to look at.")
    else:
        print_columns([(one.id, one.text, one.check) for one in found], (26, 48))
    return 0


async def _settle(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.session.base import saved

    return done(arguments, await saved(companion.book.settle(find(companion, arguments.memory).id)))


async def _affected(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import print_json, print_note
    from chatbot.session.repair import affected, repair

    memory = find(companion, arguments.memory)
    concerned = await affected(companion.sessions, companion.files.memories, memory.id)
    written = await repair(companion.sessions, concerned.chapters) if arguments.repair else ()
    if arguments.json:
        print_json({"affected": concerned, "repaired": written})
        return 0
    _print_affected(concerned)
    if arguments.repair:
        print_note(f"Written anew: {counted(len(written), 'chapter')}.")
    elif concerned.chapters:
        print_note("--repair writes these chapters anew; their earlier text can be brought back.")
    return 0


def _print_affected(concerned: "Affected") -> None:
    from chatbot.cli.show import day, print_columns, print_note, print_text

    print_text(f"wrong: {concerned.wrong.text}")
    print_text(f"right: {concerned.right.text if concerned.right else '(forgotten)'}")
    rows = [(day(one.at), one.message_id, "says it" if one.repeated else "was told it", one.text)
            for one in concerned.replies]  # fmt: skip
    rows += [(day(one.chapter.updated_at), one.chapter.id, "chapter", one.chapter.title) for one in concerned.chapters]
    print_columns(rows, (16, 26, 11))
    if not rows:
        print_note("No reply and no chapter told it.")

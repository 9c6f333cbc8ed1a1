"""`chatbot memory tidy`: join what is remembered twice, let go of what has paled, offer what recurs."""

import argparse
from typing import TYPE_CHECKING, Any

from chatbot.errors import NotFound, UsageError

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.memory.consolidate import Promotion
    from chatbot.memory.tidying import Plan


def options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the verb."""
    parser.add_argument("--dry-run", action="store_true", help="only show what would be done")
    parser.add_argument("--share", metavar="MEMORY", default="", help="accept an offer: the id that it shows")
    parser.add_argument("--decline", metavar="MEMORY", default="", help="decline an offer for good")


async def tidy(companion: "Companion", arguments: argparse.Namespace) -> int:
    """Tidies, or answers an offer, or shows the plan.

    Raises:
        NotFound: there is no such offer.
        UsageError: two things are asked for at once.
        MemoryRefused: somebody else changed a memory meanwhile.
        StorageError: it could not be written.
    """
    from chatbot.session.base import saved

    if sum(map(bool, (arguments.dry_run, arguments.share, arguments.decline))) > 1:
        raise UsageError("--dry-run, --share and --decline do not go together.", "Give one of them.")
    tidier = companion.tidier()
    wanted = tidier.plan()
    entry = None
    if arguments.share:
        entry = await saved(tidier.promote(_offer(wanted, arguments.share)))
    elif arguments.decline:
        entry = await saved(tidier.decline(_offer(wanted, arguments.decline)))
    elif not arguments.dry_run and not wanted.is_empty:
        entry = await saved(tidier.apply(wanted))
    if arguments.json:
        from chatbot.cli.show import print_json

        print_json({"plan": as_data(wanted), "done": entry})
    elif arguments.share or arguments.decline:
        from chatbot.cli.show import print_text

        print_text("Shared." if arguments.share else "Left as it is; it is not offered again.")
    else:
        _print(wanted, done=entry is not None)
    return 0


def _offer(wanted: "Plan", part: str) -> "Promotion":
    """The offer whose memory has that id, or that end of an id."""
    found = [one for one in wanted.promotions if one.memories[0].id.endswith(part.strip().upper())]
    if len(found) != 1:
        raise NotFound(
            f"There is no offer {part!r}." if not found else f"{len(found)} offers end in {part!r}.",
            "See: chatbot memory tidy --dry-run",
        )
    return found[0]


def _print(wanted: "Plan", done: bool) -> None:
    from chatbot.cli.show import print_note, print_text
    from chatbot.memory.tidying_words import lines, offer_line, summary

    for line in lines(wanted):
        print_text(line)
    for offer in wanted.promotions:
        print_text(f"offer: {offer_line(offer)} (--share {offer.memories[0].id[-6:]})")
    if wanted.is_empty:
        print_note("There is nothing to tidy." if not wanted.promotions else "There are offers, and nothing else.")
    else:
        said = summary(wanted)
        print_note(f"Done: {said}. Taken back with: chatbot memory undo" if done else f"Would be done: {said}.")


def as_data(wanted: "Plan") -> dict[str, Any]:
    """A plan as builtins for programs: ids, texts and reasons instead of whole records."""
    return {
        "at": wanted.at.isoformat(),
        "merges": [
            {
                "keep": one.keep.id,
                "text": one.keep.text,
                "drop": [gone.id for gone in one.drop],
                "exact": one.exact,
                "reason": one.reason,
            }
            for one in wanted.merges
        ],
        "archives": [
            {"memory_id": one.memory.id, "text": one.memory.text, "reason": one.reason, "retention": one.retention}
            for one in wanted.archives
        ],
        "offers": [
            {
                "memory_ids": [memory.id for memory in one.memories],
                "text": one.memories[0].text,
                "scope": one.scope.value,
                "reason": one.reason,
            }
            for one in wanted.promotions
        ],
    }

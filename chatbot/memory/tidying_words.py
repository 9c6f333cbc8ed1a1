"""A plan of tidying in words, the same on the screen and on the command line. Pure: a plan in, lines out."""

from chatbot.domain.slots import Scope
from chatbot.memory.consolidate import Merge, Promotion
from chatbot.memory.forgetting import Archive
from chatbot.memory.tidying import Plan


def summary(wanted: Plan) -> str:
    """What a plan does, as one sentence without a full stop; empty for a plan of nothing.

    Args:
        wanted: promotions are passed over, because they are only offered.
    """
    joined = sum(len(one.drop) for one in wanted.merges)
    parts = []
    if joined:
        parts.append(f"{joined} {_memories(joined)} joined with one that says the same")
    if wanted.archives:
        gone = len(wanted.archives)
        parts.append(f"{gone} {_memories(gone)} let go of for now")
    return ", ".join(parts)


def _memories(count: int) -> str:
    return "memory" if count == 1 else "memories"


def lines(wanted: Plan) -> tuple[str, ...]:
    """A plan, one line a memory, with the reason."""
    joined = [line for one in wanted.merges for line in merge_lines(one)]
    return (*joined, *map(archive_line, wanted.archives))


def merge_lines(one: Merge) -> tuple[str, ...]:
    """What a merge joins."""
    return tuple(f"join: {gone.text} ({one.reason})" for gone in one.drop)


def archive_line(one: Archive) -> str:
    """What is let go of, and why."""
    return f"let go: {one.memory.text} ({one.reason})"


def offer_line(offer: Promotion) -> str:
    """What a promotion asks, as a question."""
    whom = "every persona" if offer.scope is Scope.USER else "every session with this persona"
    return f"{offer.memories[0].text}: {offer.reason}. May {whom} know it?"

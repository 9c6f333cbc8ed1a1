"""What a persona's lens says of a candidate: whether it may be kept, how much it matters, and who may know it."""

from collections.abc import Iterable
from typing import Any

from chatbot.domain.memory import USER_SUBJECT, Candidate, Memory
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import DEFAULT_SCOPE, Scope
from chatbot.domain.text import fold

DEFAULT_WEIGHT = 0.6
"""Weight of a topic that the persona's file does not name."""
BOOST = 0.3
"""What a boost word adds to the salience."""

ASK_TO_SHARE = "told here; may every persona know it?"
"""The check mark of what a persona with `shared_write = "ask"` keeps to itself until the user decides."""


def names_of(candidate: Candidate) -> tuple[str, ...]:
    """What a lens can call a candidate by: its slot, the slot's family, its kind, its topics."""
    family = candidate.attribute.partition(".")[0]
    return tuple(name for name in (candidate.attribute, family, candidate.kind.value, *candidate.topics) if name)


def never_stored(candidate: Candidate, lens: MemoryLens) -> str:
    """The entry of the persona's never-store list that a candidate falls under; empty for none."""
    barred = {fold(name) for name in lens.never_store}
    return next((name for name in names_of(candidate) if fold(name) in barred), "")


def salience(candidate: Candidate, lens: MemoryLens) -> float:
    """Confidence times topic weight, 0..1: 0.3 more with a boost word, 0 with a word that the persona ignores."""
    words = fold(f"{candidate.text} {candidate.quote}")
    if any(fold(word) in words for word in lens.ignore_words if word):
        return 0.0
    weights = [lens.role_topics[name] for name in names_of(candidate) if name in lens.role_topics]
    weight = max(weights) if weights else lens.role_topics.get("default", DEFAULT_WEIGHT)
    boosted = any(fold(word) in words for word in lens.boost_words if word)
    return min(1.0, candidate.confidence * weight + (BOOST if boosted else 0.0))


def scope_of(candidate: Candidate, lens: MemoryLens) -> tuple[Scope, str]:
    """Who may know a new memory, and what the user should be asked about it (empty for nothing).

    The scope that the user asked for in words holds. Otherwise the kind's default is narrowed by the persona's
    `default_scope`, and by `shared_write`: with `never` nothing goes beyond the persona; with `ask` what would be
    shared stays with the persona and carries the question, so that nothing is lost and nothing is shared unasked.
    What is told of somebody else stays with the persona that was told.
    """
    if candidate.scope is not None:
        return candidate.scope, ""
    scope = DEFAULT_SCOPE[candidate.kind]
    limit = {"session": Scope.SESSION, "persona": Scope.PERSONA}.get(lens.default_scope, Scope.USER)
    scope = limit if limit.width < scope.width else scope
    if scope is Scope.USER and candidate.subject != USER_SUBJECT:
        return Scope.PERSONA, ""
    if scope is not Scope.USER or lens.shared_write == "auto":
        return scope, ""
    return Scope.PERSONA, ASK_TO_SHARE if lens.shared_write == "ask" else ""


def narrowed(candidate: Candidate, lens: MemoryLens) -> Scope | None:
    """The scope that the user's words or the lens hold a candidate to, narrower than its kind's; None for no such."""
    scope, _ = scope_of(candidate, lens)
    return scope if scope.width < DEFAULT_SCOPE[candidate.kind].width else None


def reach(candidate: Candidate, lens: MemoryLens) -> Scope:
    """The widest scope whose records a candidate may change: what is said for one chat leaves the rest as it is."""
    return narrowed(candidate, lens) or Scope.USER


def passing(memory: Memory, candidate: Candidate, lens: MemoryLens) -> bool:
    """Whether a record holds for its session only, while the candidate is meant for longer."""
    return memory.scope is Scope.SESSION and scope_of(candidate, lens)[0] is not Scope.SESSION


def heir(candidate: Candidate, against: Iterable[Memory], lens: MemoryLens) -> dict[str, Any]:
    """The scope of a record that takes the place of others, as a field; empty for the candidate's own.

    It is that of the widest one, which the user may have chosen; but what was said for one chat binds nothing later.
    """
    if candidate.scope is not None:
        return {}
    lasting = [memory.scope for memory in against if not passing(memory, candidate, lens)]
    return {"scope": max(lasting, key=lambda scope: scope.width)} if lasting else {}

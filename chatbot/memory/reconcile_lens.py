"""What a persona's lens says of a candidate: whether it may be kept, how much it matters, and who may know it."""

from chatbot.domain.memory import Candidate
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
    """
    if candidate.scope is not None:
        return candidate.scope, ""
    scope = DEFAULT_SCOPE[candidate.kind]
    limit = {"session": Scope.SESSION, "persona": Scope.PERSONA}.get(lens.default_scope, Scope.USER)
    scope = limit if limit.width < scope.width else scope
    if scope is not Scope.USER or lens.shared_write == "auto":
        return scope, ""
    return Scope.PERSONA, ASK_TO_SHARE if lens.shared_write == "ask" else ""

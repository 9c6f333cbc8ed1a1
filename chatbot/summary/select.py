"""Chooses the lines of a summary: the most weight of key facts in the least room, each thing said once."""

import heapq
import math
from collections.abc import Sequence

from chatbot.domain.session import KeyFact
from chatbot.domain.value import Value
from chatbot.summary.keyfacts import Text
from chatbot.summary.sentences import content_words, same

_WORTH_A_LINE = 0.12
_ROOM_OF_A_LINE = 30


class Line(Value):
    """A line that may enter a summary.

    Attributes:
        text: as it would stand there.
        order: where it belongs; lines come out in this order.
        weight: what it is worth beside the facts it holds, 0..1.
    """

    text: str
    order: int
    weight: float


def choose(lines: Sequence[Line], facts: Sequence[KeyFact], characters: int) -> tuple[Line, ...]:
    """The lines to keep, in order.

    Greedy: each step takes the line that adds the most weight of facts not yet held, for the root of its
    length. A line that says the same as a taken one is merged into it, that is, left out.

    Args:
        lines: the candidates.
        facts: what counts, by weight.
        characters: the room. The best line is taken even where it is longer.
    """
    texts = [Text(line.text) for line in lines]
    held = [frozenset(at for at, fact in enumerate(facts) if text.holds(fact)) for text in texts]
    words = [content_words(line.text) for line in lines]
    taken: list[int] = []
    covered: set[int] = set()
    used = 0

    def worth(at: int) -> float:
        return sum(facts[fact].weight for fact in held[at] - covered) + lines[at].weight

    def rank(at: int) -> float:
        return -worth(at) / math.sqrt(_ROOM_OF_A_LINE + len(lines[at].text))

    waiting = [(rank(at), at) for at in range(len(lines))]
    heapq.heapify(waiting)
    while waiting:
        _, at = heapq.heappop(waiting)
        now = rank(at)
        if waiting and now > waiting[0][0]:  # worth only falls, so an outdated rank is put right when it comes up
            heapq.heappush(waiting, (now, at))
            continue
        if taken and (used + len(lines[at].text) > characters or worth(at) < _WORTH_A_LINE):
            continue
        if held[at] <= covered and any(same(words[at], words[one]) for one in taken):
            continue
        taken.append(at)
        covered |= held[at]
        used += len(lines[at].text) + 1
    return tuple(lines[at] for at in sorted(taken, key=lambda at: lines[at].order))

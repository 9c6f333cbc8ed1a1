"""Keeps the newest results of a ranking until what they were made from changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class RankCache(Generic[Result]):
    """The results of the last few questions, each good for one revision of its documents only.

    Args:
        size: how many results are kept; the one asked for longest ago goes first.
    """

    def __init__(self, size: int = 32) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[int, Result]] = OrderedDict()

    def get(self, key: Hashable, revision: int, make: Callable[[], Result]) -> Result:
        """The result of a question, made afresh where the documents changed since.

        Args:
            key: everything that the result depends on besides the documents.
            revision: the documents'; any change of them changes it.
            make: computes the result.
        """
        kept = self._kept.get(key)
        if kept is not None and kept[0] == revision:
            self._kept.move_to_end(key)
            return kept[1]
        result = make()
        self._kept[key] = (revision, result)
        self._kept.move_to_end(key)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return result

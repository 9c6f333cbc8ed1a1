"""The documents of a page as frozen values: a document that did not change is converted once."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from chatbot.errors import StorageDamaged
from chatbot.storage.codec import Document, Table

T = TypeVar("T")


class Views:
    """The values of one page's tables, as far as somebody wanted them."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, type[Any]], dict[str, tuple[Document, Any]]] = {}

    def of(
        self,
        table: Table,
        name: str,
        kind: type[T],
        convert: Callable[[str, Document], T],
        only: Collection[int] | None,
    ) -> tuple[dict[int, T], dict[str, StorageDamaged]]:
        """The values of a table by document id.

        Args:
            table: its documents.
            name: the table's.
            kind: what its documents are.
            convert: makes the value of a key and its document; raises StorageDamaged where it cannot.
            only: ids of the documents that are wanted; None for all. A key that is no id is always looked at.

        Returns:
            The values, and why there is none for the other documents, by their keys.
        """
        before = self._seen.get((name, kind), {})
        seen: dict[str, tuple[Document, T]] = {}
        strange: dict[str, StorageDamaged] = {}
        for key, document in table.items():
            known = before.get(key)
            if known is not None and known[0] is document:
                seen[key] = known
            elif only is None or not key.isdecimal() or int(key) in only:
                try:
                    seen[key] = (document, convert(key, document))
                except StorageDamaged as error:
                    strange[key] = error
        self._seen[name, kind] = seen
        found = {int(key): value for key, (_, value) in seen.items()}
        return (found if only is None else {key: found[key] for key in only if key in found}), strange

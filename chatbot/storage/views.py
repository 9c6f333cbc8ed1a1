"""The documents of a page as frozen values: a document that did not change is converted once."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from chatbot.errors import StorageDamaged, StorageReadOnly
from chatbot.storage import codec
from chatbot.storage.codec import Document, Row, Rows

T = TypeVar("T")

Change = Callable[[Document], Document]

Reader = Callable[[Rows], Change]
"""From a page's rows, what makes of each stored document, which it may change, one of a value's shape."""

SetAside = Callable[[Path, str, str, Any, StorageDamaged], None]
"""Keeps a document of a page, by its table and number, that has no shape of this program; or raises the error."""


class Views:
    """The values of one page's tables, as far as somebody wanted them.

    Args:
        path: the page's file.
        set_aside: called for a document that cannot be read; None to let the error through.
    """

    def __init__(self, path: Path, set_aside: SetAside | None) -> None:
        self._path = path
        self._where = str(path)
        self._set_aside = set_aside
        self._seen: dict[tuple[str, type[Any]], dict[str, tuple[Row, Any]]] = {}

    def of(
        self, rows: Rows, name: str, kind: type[T], reader: Reader | None, only: Collection[int] | None, newer: bool
    ) -> tuple[dict[int, T], Collection[str]]:
        """The values of a table by document id.

        Args:
            rows: those of the page.
            name: the table; an absent one is empty.
            kind: what its documents are.
            reader: where stored documents have another shape than the values.
            only: ids of the documents that are wanted; None for all. A key that is no id is always looked at.
            newer: whether a newer version of the program wrote them.

        Returns:
            The values, and the keys of the documents that were set aside.

        Raises:
            StorageDamaged: a document has another shape.
            StorageReadOnly: so it has, and a newer version wrote it.
        """
        before = self._seen.get((name, kind), {})
        seen: dict[str, tuple[Row, T]] = {}
        strange: dict[str, StorageDamaged] = {}
        read = reader(rows) if reader else None
        table: Mapping[str, Row] = rows.get(name, {})
        for key, row in table.items():
            known = before.get(key)
            if known is not None and known[0] is row:
                seen[key] = known
            elif only is None or not key.isdecimal() or int(key) in only:
                try:
                    seen[key] = (row, self._value(key, row, kind, read))
                except StorageDamaged as error:
                    if newer:
                        line = f"{self._where} was written by a newer version"
                        raise StorageReadOnly(line, "update chatbot") from error
                    strange[key] = error
        self._seen[name, kind] = seen
        for key, why in strange.items():
            if self._set_aside is None:
                raise why
            content = codec.content_of(table[key])
            shown = read(content) if read and isinstance(content, dict) else content
            self._set_aside(self._path, name, key, shown, why)
        found = {int(key): value for key, (_, value) in seen.items()}
        return (found if only is None else {key: found[key] for key in only if key in found}), strange

    def _value(self, key: str, row: Row, kind: type[T], read: Change | None) -> T:
        if not key.isdecimal():
            raise StorageDamaged(f"{self._where} has a document under {key[:20]!r}, which is no number")
        if read is None:
            return codec.value_in(row, kind, self._where)
        return codec.value_of(read(codec.document_in(row, self._where)), kind, self._where)

"""Proves an erasure: searches every byte under a user's folder for what must be gone.

Knows nothing of how it was erased. Every file is searched as bytes, with the escapes of JSON undone, also of JSON in
JSON; backups are unpacked, encrypted files decrypted. A word that only the program wrote, such as the name of a field,
is no hit: in pages, a hit counts where it stands in a text.
"""

import os
import re
from pathlib import Path

from chatbot.domain.erasure import Erasure, Words
from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.errors import StorageError
from chatbot.storage import codec
from chatbot.storage.atomic import BACKUP_SUFFIX, read_stored
from chatbot.storage.backups.archive import Archive
from chatbot.storage.backups.places import SUFFIX as ARCHIVE_SUFFIX
from chatbot.storage.batch import Pages
from chatbot.storage.erasing.pages import Scrub
from chatbot.storage.erasing.places import shaped
from chatbot.storage.erasing.texts import words_in
from chatbot.storage.kinds import kind_at
from chatbot.storage.layout import ERASING_NAME
from chatbot.storage.lock import LOCK_NAME, RUNNING_FOLDER
from chatbot.storage.sealing import is_sealed

_ESCAPE = lazy(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_MOST_BYTES = 1 << 30


class Proof(Value):
    """What the search found.

    Attributes:
        files: how many files were searched.
        bytes: how many bytes they have.
        hits: the files in which something is left, each with what kind of thing.
        unread: the files that nobody can look into, each with why; without these and without hits it is proved.
    """

    files: int
    bytes: int
    hits: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def left_over(folder: Path, pages: Pages, erasure: Erasure) -> Proof:
    """Searches everything under a folder, and the log files, for what an erasure should have taken.

    Args:
        folder: the user's folder.
        pages: the user's open pages, through which encrypted ones are read.
        erasure: what is gone, or is to go.
    """
    search = _Search(folder, pages, erasure)
    files = size = 0
    hits: list[str] = []
    unread: list[str] = []
    paths = [Path(root, name) for root, _, names in os.walk(folder) for name in names]
    for path in (*sorted(paths), *(Path(log) for log in erasure.logs if Path(log).is_file())):
        if path.name.startswith(ERASING_NAME) or path.name == LOCK_NAME or path.parent.name == RUNNING_FOLDER:
            continue
        files += 1
        size += path.stat().st_size
        try:
            with shaped(path):
                what = search.left_in(path)
        except StorageError as error:
            unread.append(f"{path} cannot be searched: {error.message}")
        else:
            hits += [f"{path} still holds {what}"] if what else []
    return Proof(files, size, tuple(hits), tuple(unread))


class _Search:
    """Searches single files."""

    def __init__(self, folder: Path, pages: Pages, erasure: Erasure) -> None:
        self._folder = folder
        self._system = pages.system
        self._gone = erasure.sessions
        self._words = Words(erasure.terms)
        self._ids = Words((*erasure.sessions, *erasure.messages, *erasure.memories))
        self._scrub = Scrub(erasure)

    def left_in(self, path: Path) -> str:
        """What is left in a file; empty for nothing."""
        relative = str(path.relative_to(self._folder)) if path.is_relative_to(self._folder) else ""
        if path.suffix == ARCHIVE_SUFFIX and relative:
            return self._left_in_archive(path)
        data, _ = read_stored(path, _MOST_BYTES, self._system)
        return self._left_in(relative.removesuffix(BACKUP_SUFFIX), self._opened(path, data))

    def _left_in_archive(self, path: Path) -> str:
        with Archive(path, self._system) as archive:
            found = (self._left_in(each, self._opened(self._folder / each, archive.read(each)))
                     for each in archive.manifest.files)  # fmt: skip
            return next((what for what in found if what), "")

    def _opened(self, path: Path, data: bytes) -> bytes:
        return self._system.sealing.open(path, data) if is_sealed(data) else data

    def _left_in(self, relative: str, data: bytes) -> str:
        if any(part in self._gone for part in relative.split("/")):
            return "a session that is gone"
        texts = readings(data)
        if any(map(self._ids.found_in, texts)):
            return "the identifier of something that is gone"
        kind = kind_at(relative)
        if kind is None:
            return "the words" if any(map(self._words.found_in, texts)) else ""
        tables = codec.decode(data, kind, relative)
        session_id = relative.split("/")[1] if "/" in relative else ""
        if self._scrub.tables(tables, session_id) is not None:
            return "something that erasing would change"
        if any(map(self._words.found_in, texts)):
            written = (text for name, table in tables.items() if name != codec.META for text in words_in(table))
            return "the words" if any(map(self._words.found_in, written)) else ""
        return ""


def readings(data: bytes) -> list[str]:
    """The texts that bytes can be read as: as they are, and with escapes undone once and twice."""
    text = data.decode("utf-8", "replace")
    found = [text]
    for _ in range(2):
        if "\\" not in text:
            break
        text = _ESCAPE.sub(_undone, text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        found.append(text)
    return found


def _undone(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return {"n": "\n", "r": "\n", "t": " ", "b": " ", "f": " "}.get(escape[2], escape[2])


def refuse_left_over(proof: Proof) -> None:
    """Raises StorageError, with the file, where a proof failed."""
    found = (*proof.hits, *proof.unread)
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise StorageError(
            f"Not everything could be erased: {found[0]}{more}",
            "move the file away or delete it, then start chatbot again: it finishes",
        )

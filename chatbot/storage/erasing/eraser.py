"""Erases from all of a user's files, so that a kill at any moment leaves a state from which it is finished.

First what goes is written down in `erase.json`; then every file is rewritten or taken away; then every byte is
searched; only then does `erase.json` go. Whoever opens the files next and finds it there finishes first. While it is
there it holds the erased words once more, in a file like all others: nothing else would find them in what is left.
"""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from chatbot.domain.erasure import Erasure, Words
from chatbot.errors import StorageError
from chatbot.storage import codec, heads, memory_log, vectors
from chatbot.storage.atomic import (
    BACKUP_SUFFIX,
    TEMPORARY_SUFFIX,
    System,
    explain,
    read_stored,
    stamp_of,
    sync_folder,
    write_stored,
)  # fmt: skip
from chatbot.storage.backups.keeper import Backups
from chatbot.storage.batch import Pages
from chatbot.storage.erasing.pages import Scrub, with_fingerprints
from chatbot.storage.erasing.places import (
    Place,
    page_at,
    pages_in,
    refuse_links,
    session_at,
    shaped,
    tables_in_backup,
    tables_of_backup,
)
from chatbot.storage.kinds import SESSION_FOLDERS, kind_at
from chatbot.storage.layout import ERASING_NAME
from chatbot.storage.memories import FIRST_PAGE
from chatbot.storage.memory_log import MemoryLog
from chatbot.storage.page import Page
from chatbot.storage.quarantine import FOLDER as QUARANTINE
from chatbot.storage.sealing import is_sealed

KIND = "erase"
TABLE = "erase"
INDEX_NAME = "index.json"


class Eraser:
    """Carries an erasure out, or finishes one. For the writer's thread, under the user's lock.

    Args:
        folder: the user's folder.
        pages: the user's open pages.
        backups: the user's backups; they are put through the same.
    """

    def __init__(self, folder: Path, pages: Pages, backups: Backups) -> None:
        self._folder = folder
        self._pages = pages
        self._backups = backups
        self._system = pages.system

    @property
    def _marker(self) -> Page:
        return self._pages.page(self._folder / ERASING_NAME, KIND, optional=True)

    def unfinished(self) -> Erasure | None:
        """The erasure that was begun and not finished; None for none.

        Raises:
            StorageError: it cannot be read.
        """
        for document in self._marker.tables().get(TABLE, {}).values():
            return codec.value_of(document, Erasure, str(self._folder / ERASING_NAME))
        return None

    def run(self, erasure: Erasure) -> Counter[str]:
        """Erases; the words are gone from every file when it returns, and the marker still stands.

        Returns:
            How many things of each kind went or were changed.

        Raises:
            StorageError: a file could not be read or written; the rest is finished at the next start.
        """
        refuse_links(self._folder)
        marker = self._marker
        marker.write({TABLE: {"1": codec.document_of(erasure, Erasure)[0]}})
        self._pages.flush_now()
        scrub = Scrub(erasure)
        for session_id in erasure.sessions:
            for part in SESSION_FOLDERS:
                self._pages.forget(self._folder / part / session_id)
                take_away(self._folder / part / session_id, self._system)
        for place in list(pages_in(self._folder)):
            if place.kind == vectors.KIND:
                self._drop_cache(place.path)
            else:
                with shaped(place.path):
                    self._rewrite(place, scrub)
        self._put_fingerprints(erasure)
        self._backups.rewrite(lambda relative, data: self._in_backup(relative, data, erasure))
        take_away(self._folder / QUARANTINE, self._system)
        for name in (INDEX_NAME, f"{INDEX_NAME}{BACKUP_SUFFIX}"):
            self._unlink(self._folder / name)
        self._take_temporary()
        for log in erasure.logs:
            shorten(Path(log), Words(erasure.terms, (*erasure.texts, *erasure.sessions)), self._system)
        self._pages.forget(self._folder)
        return scrub.totals()

    def finish(self) -> None:
        """Takes the marker away: nothing is left to do."""
        self._pages.forget(self._folder)
        for suffix in (BACKUP_SUFFIX, TEMPORARY_SUFFIX, ""):
            self._unlink(self._folder / f"{ERASING_NAME}{suffix}")

    def _drop_cache(self, path: Path) -> None:
        """Takes a page of vectors away: they tell of the words that they were made of, and can be made again."""
        self._pages.forget(path.parent)
        for suffix in (BACKUP_SUFFIX, ""):
            self._unlink(path.with_name(path.name + suffix))

    def _rewrite(self, place: Place, scrub: Scrub) -> None:
        """Rewrites one page. Twice, so that the version before, which stays beside it, is a scrubbed one too."""
        page = page_at(self._pages, place)
        after = scrub.tables(page.tables(), place.session_id)
        backup = place.path.with_name(place.path.name + BACKUP_SUFFIX)
        if after is not None:
            for name, table in page.current().items():
                kept = after.get(name, {})  # a table of which nothing is left is none, such as that of texts
                gone = [int(key) for key in table if key not in kept]
                if gone:  # by name: a page refuses to lose what nobody took away
                    page.change(name, {}, gone)
            page.write(after)
            self._pages.flush_now()
        if after is not None or (stamp_of(backup) is not None and not self._clean(place, scrub)):
            page.rewrite()
            self._pages.flush_now()

    def _clean(self, place: Place, scrub: Scrub) -> bool:
        """Whether the version before a page has nothing in it that goes; False also where that cannot be told."""
        try:
            tables = tables_of_backup(place.path, place.kind, self._pages)
        except StorageError:
            return False
        return scrub.tables(tables, place.session_id) is None

    def _in_backup(self, relative: str, data: bytes, erasure: Erasure) -> bytes | None:
        """One file of a backup after the erasure; None to leave it out."""
        session_id = session_at(relative)
        if session_id in erasure.sessions:
            return None
        kind, path = kind_at(relative) or "", self._folder / relative
        tables = tables_in_backup(self._folder, relative, data, self._system)
        after = Scrub(erasure).tables(tables, session_id)
        if relative == FIRST_PAGE:  # what is restored later must not be learnt again either
            after = with_fingerprints(after or tables, erasure) or after
        if after is None:
            return data
        meta = {key: one for key, one in tables[codec.META]["1"].items() if key not in ("sha256", "schema", "kind")}
        fresh = codec.encode(after, kind, heads.describe(after, meta) if kind == heads.KIND else meta)
        return self._system.sealing.seal(path, fresh) if is_sealed(data) else fresh

    def _put_fingerprints(self, erasure: Erasure) -> None:
        """Puts down what keeps it from being learnt again; one that is there already is not put twice."""
        log = MemoryLog(self._folder, FIRST_PAGE, memory_log.KIND, self._pages)
        there = log.versions({one.id for one in erasure.fingerprints})
        fresh = tuple(one for one in erasure.fingerprints if one.id not in there)
        if fresh:
            log.put_records(fresh)
            self._pages.flush_now()

    def _take_temporary(self) -> None:
        for root, _, names in os.walk(self._folder):
            for name in names:
                if name.endswith(TEMPORARY_SUFFIX):
                    self._unlink(Path(root, name))

    def _unlink(self, path: Path) -> None:
        try:
            self._system.unlink(str(path))
            sync_folder(path.parent, self._system)
        except FileNotFoundError:
            return
        except OSError as error:
            raise explain(error, "delete", path) from error


def shorten(path: Path, words: Words, system: System) -> None:
    """Takes the lines that hold words out of a text file, where there is one."""
    if stamp_of(path) is None:
        return
    data, _ = read_stored(path, codec.MOST_BYTES, system)
    lines = data.decode("utf-8", "replace").splitlines(keepends=True)
    kept = [line for line in lines if not words.found_in(line)]
    if kept != lines:
        write_stored(path, "".join(kept).encode(), system, keep_old=False)


def take_away(folder: Path, system: System) -> None:
    """Deletes a folder with everything in it; none is no error. Links are deleted, not followed.

    Raises:
        StorageError: something in it could not be deleted; doing it again goes on.
    """
    if folder.is_symlink() or not folder.is_dir():
        return
    try:
        for root, folders, names in os.walk(folder, topdown=False):
            for name in names:
                system.unlink(str(Path(root, name)))
            for name in folders:
                inner = Path(root, name)
                inner.unlink() if inner.is_symlink() else inner.rmdir()
        folder.rmdir()
        sync_folder(folder.parent, system)
    except OSError as error:
        raise explain(error, "delete", folder) from error


def finish_begun(folder: Path, pages: Pages, backups: Backups, report: Callable[[str], None]) -> None:
    """Finishes an erasure that a kill or a full disk cut off. For whoever opens the files, before anything else.

    What still cannot be erased is reported, and tried again at the next start: the rest of the files must be usable.
    """
    from chatbot.storage.erasing.proof import left_over, refuse_left_over

    eraser = Eraser(folder, pages, backups)
    before = pages.savepoint()
    try:
        with shaped(folder):
            erasure = eraser.unfinished()
            if erasure is not None:
                eraser.run(erasure)
                refuse_left_over(left_over(folder, pages, erasure))
            eraser.finish()
    except StorageError as error:
        pages.rollback(before)
        pages.begin()  # its failures are told, and are no failures of opening the files
        report(f"An erasing is not finished yet: {error}")
    else:
        what = f"was finished: {erasure.label}" if erasure else "can no longer be read: erase once more what was to go"
        report(f"An erasing that was cut off {what}")

"""What a session has besides its messages, on disk: `session.json`, and the chapters of its summary in `chapters.json`.

Every turn writes `session.json`, and all in it is bounded; chapters are as many as the session is long, so they lie
apart and are written when they change. Two files are two writes, and a kill may come between them. Therefore

* where `chapters.json` is there, it holds the chapters, whatever else says something of them;
* where it is not, the table of chapters in `session.json` counts: an empty one in a new session, a full one in a file
  of schema 2 or older, be it upgraded, restored from an old backup or mended from one;
* where there is neither, `chapters.json` is missing, and is mended as every missing file.

The chapters go first, and `session.json` gives its own table up only when `chapters.json` is on disk. So of a change
of both, a kill in between leaves the chapters of after beside the rest of before, each whole. Nothing in the one file
names anything in the other. A change of both that could not write the second and is tried again finds the chapters of
after: such changes, of a copy or an import, set the chapters and do not add to them. Who reads without the lock reads
`session.json` first: what it does not hold is beside it by then.

Memories of session scope lie in `session.json` too; they are `memories`' business.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from chatbot.domain.mood import MoodPoint, MoodState, Reading
from chatbot.domain.session import Chapter, SessionState
from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged, StorageGone
from chatbot.storage import codec
from chatbot.storage.atomic import stamp_of
from chatbot.storage.batch import Pages
from chatbot.storage.codec import Document, Rows, Table, Tables
from chatbot.storage.page import Page

KIND = "session"
STATE_TABLE = "session"
MOOD_TABLE = "mood_points"
CHAPTERS_KIND = "chapters"
CHAPTER_TABLE = "chapters"

T = TypeVar("T")

_USUAL_STATE = codec.usual(MoodState)
_USUAL_READING = codec.usual(Reading)


def session_path(folder: Path) -> Path:
    """The file of a session's state."""
    return folder / "session.json"


def chapters_path(folder: Path) -> Path:
    """The file of a session's chapters."""
    return folder / "chapters.json"


def fresh_tables(state: SessionState) -> Tables:
    """A state as the tables of a fresh `session.json`, without its chapters."""
    points = _table((), {}, state.mood_points, _point_document)
    return {STATE_TABLE: {"1": _core_document(state)}, MOOD_TABLE: points, CHAPTER_TABLE: {}}


def brief_points(tables: Tables) -> Tables:
    """What a `session.json` of schema 2 holds in the next: brief points, and a table of chapters in any case."""
    points = {key: _brief_point(one) for key, one in tables.get(MOOD_TABLE, {}).items()}
    return {CHAPTER_TABLE: {}, **tables, MOOD_TABLE: points}


def _core_document(state: SessionState) -> Document:
    document, _ = codec.document_of(replace(state, mood_points=(), chapters=()), SessionState)
    return {key: value for key, value in document.items() if key not in (MOOD_TABLE, CHAPTER_TABLE)}


def _point_document(point: MoodPoint) -> Document:
    return _brief_point(codec.document_of(point, MoodPoint)[0])


def _brief_point(document: Document) -> Document:
    """A point without what is as it mostly is: there are hundreds, and every turn writes them all."""
    state, reading = codec.brief(document["state"], _USUAL_STATE), codec.brief(document["reading"], _USUAL_READING)
    return {**document, "state": state, "reading": reading}


def _chapter_document(chapter: Chapter) -> Document:
    return codec.document_of(chapter, Chapter)[0]


def _table(before: tuple[T, ...], table: Table, after: tuple[T, ...], document_of: Callable[[T], Document]) -> Table:
    """A table for `after`. What was there keeps its document and, while the order allows it, its number.

    So what the newest points push out at the other end makes nobody read or write the rest of them anew.
    """
    known = {id(value): key for value, key in zip(before, sorted(table, key=int), strict=True)}
    fresh: Table = {}
    number = 0
    for value in after:
        key = known.get(id(value))
        number = max(number + 1, int(key or 0))
        fresh[str(number)] = document_of(value) if key is None else table[key]
    return fresh


class StatePages:
    """The two files of one session's state.

    Args:
        folder: the session's folder.
        pages: the user's open pages.
    """

    def __init__(self, folder: Path, pages: Pages) -> None:
        self._folder = folder
        self._pages = pages
        self._told: tuple[Rows, tuple[Chapter, ...]] = ({}, ())

    def _page(self) -> Page:
        return self._pages.page(session_path(self._folder), KIND)

    def _chapter_page(self) -> Page:
        return self._pages.page(chapters_path(self._folder), CHAPTERS_KIND, optional=True)

    def begin(self, state: SessionState) -> None:
        """Writes the state of a session that has no files yet. For the writer's thread."""
        page = self._page()
        page.new = True
        tables = fresh_tables(state)
        if state.chapters:
            self._chapter_page().set_table(CHAPTER_TABLE, _table((), {}, state.chapters, _chapter_document))
            del tables[CHAPTER_TABLE]
        page.write(tables)

    def read(self) -> SessionState:
        """The state as on disk now.

        Raises:
            StorageError: it cannot be read, nor mended.
        """
        page = self._page()
        rows = page.rows()
        try:
            state = _core_of(page, rows)
        except StorageDamaged as error:
            page.mend(error)
            rows = page.rows()
            state = _core_of(page, rows)
        return replace(state, chapters=self._chapters(page, rows, Page.rows))

    def change(self, change: Callable[[SessionState], SessionState]) -> SessionState:
        """Applies a pure function to the state; gives the result. For the writer's thread.

        Raises:
            StorageError: it cannot be read, or the chapters could not be written; then nothing else was.
        """
        page, apart = self._page(), self._chapter_page()
        rows = page.current_rows()
        before = _core_of(page, rows)
        before = replace(before, chapters=self._chapters(page, rows, Page.current_rows))
        after = change(before)
        tables = page.current()
        core = _core_document(after)
        told, there = tables.get(CHAPTER_TABLE, {}), apart.current().get(CHAPTER_TABLE)
        told_otherwise = after.chapters is not before.chapters
        if told_otherwise or (told and there is None):
            known = told if there is None else there
            apart.set_table(CHAPTER_TABLE, _table(before.chapters, known, after.chapters, _chapter_document))
            if told_otherwise and after.mood_points is before.mood_points and core == tables[STATE_TABLE]["1"]:
                return after
            self._pages.flush_now()
        points = _table(before.mood_points, tables.get(MOOD_TABLE, {}), after.mood_points, _point_document)
        fresh = {**tables, STATE_TABLE: {"1": core}, MOOD_TABLE: points}
        if stamp_of(apart.path) is not None:
            fresh.pop(CHAPTER_TABLE, None)
        page.write(fresh)
        return after

    def _chapters(self, page: Page, rows: Rows, rows_of: Callable[[Page], Rows]) -> tuple[Chapter, ...]:
        """The chapters: see the module for where they are.

        Args:
            page: `session.json`.
            rows: what was read of it.
            rows_of: reads the other page, as it is on disk or as the writer sees it.
        """
        apart = self._chapter_page()
        found = rows_of(apart)
        if CHAPTER_TABLE not in found:
            if CHAPTER_TABLE not in rows:
                rows = rows_of(page)  # a restore may have taken the one and put the other in place meanwhile
            if CHAPTER_TABLE in rows or page.head().get("schema", 0) > codec.SCHEMA:
                return _chapters_of(page, rows)  # a newer version may have them elsewhere
            apart.mend(StorageGone(f"{apart.path} is missing", "restore it from a backup"))
            found = rows_of(apart)
        if self._told[0] is not found:
            self._told = found, _chapters_of(apart, found)
        return self._told[1]


def _core_of(page: Page, rows: Rows) -> SessionState:
    """The state without its chapters that the rows of `session.json` hold.

    Raises:
        StorageDamaged: they have another shape.
    """
    core = page.typed(rows, STATE_TABLE, SessionState).get(1)
    if core is None:
        raise StorageDamaged(f"{page.path} holds no session", "chatbot doctor says more")
    points = page.typed(rows, MOOD_TABLE, MoodPoint)
    return replace(
        core, persona_moods=dict(core.persona_moods), mood_points=tuple(points[key] for key in sorted(points))
    )


def _chapters_of(page: Page, rows: Rows) -> tuple[Chapter, ...]:
    chapters = page.typed(rows, CHAPTER_TABLE, Chapter)
    return tuple(chapters[key] for key in sorted(chapters))

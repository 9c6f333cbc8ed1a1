"""Brings a file, a folder or a zip into a user's files: the entrance for whoever imports. Blocks for the disk.

Everything is read and judged before anything is written, a session at a time; a backup is made first. What is there
is never replaced by something older.
"""

from collections.abc import Callable
from pathlib import Path

from chatbot.domain.ids import Clock, NewId, new_id, utc_now
from chatbot.domain.session import SessionMeta
from chatbot.domain.text import clean_line
from chatbot.domain.value import replace
from chatbot.errors import NotFound
from chatbot.interchange import detect, learning, notes
from chatbot.interchange.archives import FolderPlace, Place, ZipPlace
from chatbot.interchange.arrange import Taken, arrival_of, placed
from chatbot.interchange.bundle import Bundle, read_bundle
from chatbot.interchange.bundle_import import BundleImport
from chatbot.interchange.masking import masked
from chatbot.interchange.outcome import Options, Outcome, begun, judged
from chatbot.interchange.parts import FileContent, SessionContent
from chatbot.interchange.reading import ImportRefused, read_bounded
from chatbot.interchange.sinks import MANIFEST
from chatbot.persona.catalog import DEFAULT_PERSONA, Catalog
from chatbot.storage.user import UserFiles

REASON = "before import"


class Importer:
    """Imports for one user.

    Args:
        files: the user's.
        catalog: all personas.
        clock, new_id: the present moment, and fresh identifiers.
        default_persona: who the other side of a foreign conversation is, where the file names nobody known.
        mask_secrets: whether keys and card numbers in foreign conversations are masked.
    """

    def __init__(
        self,
        files: UserFiles,
        catalog: Catalog,
        clock: Clock,
        new_id: NewId,
        default_persona: str,
        mask_secrets: bool = True,
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._clock = clock
        self._new_id = new_id
        self._default_persona = default_persona
        self._mask_secrets = mask_secrets

    def take(self, path: Path, options: Options) -> Outcome:
        """Imports whatever a path names.

        Args:
            path: a file of any known form, a zip of an export, or the folder of one.
            options: how.

        Raises:
            ImportRefused: it is of no known form, or nothing in it can be used; nothing was written.
            StorageError: the backup or the files could not be written.
        """
        place = _place_of(path)
        if place is None:
            return self._take_content(detect.read(read_bounded(path), self._reader(path, options)), options)
        try:
            if MANIFEST in place.names:
                return self._take_bundle(read_bundle(place), place, options)
            return self._take_content(self._foreign(place, path, options), options)
        finally:
            place.close()

    def _reader(self, path: Path, options: Options) -> detect.Reader:
        label, file = clean_line(path.stem, 60) or "without a name", clean_line(path.name, 60)
        return detect.Reader(label, self._persona_chooser(options), self._clock(), self._new_id, options.as_notes, file)

    def _persona_chooser(self, options: Options) -> Callable[[str], str]:
        def choose(name: str) -> str:
            if options.persona_id or not name:
                return options.persona_id or self._default_persona
            try:
                return self._catalog.get(name).id
            except NotFound:
                return self._default_persona

        return choose

    def _foreign(self, place: Place, path: Path, options: Options) -> FileContent:
        """The conversations of another program's archive, whose files may be several."""
        names = [name for name in place.names if name.startswith("conversations")]
        if not names:
            raise ImportRefused(f"{path} holds no export.", "Unpack it, and import the file with the conversations.")
        found = [detect.read(place.read(name), self._reader(path, options)) for name in names]
        return FileContent(
            found[0].kind,
            True,
            tuple(session for one in found for session in one.sessions),
            left_out=sum(one.left_out for one in found),
            troubles=tuple(trouble for one in found for trouble in one.troubles),
        )

    def _take_bundle(self, bundle: Bundle, place: Place, options: Options) -> Outcome:
        if options.sessions_only:
            raise ImportRefused("That is a whole export.", "Use: chatbot import")
        work = BundleImport(self._files, self._catalog, self._clock, self._new_id)
        preview = replace(work.run(bundle, place, dry_run=True), dry_run=options.dry_run)
        if options.dry_run or not (preview.session_ids or preview.memories or preview.personas):
            return preview
        backup = self._secure(options)
        return replace(work.run(bundle, place, dry_run=False), backup=backup)

    def _take_content(self, content: FileContent, options: Options) -> Outcome:
        if options.sessions_only and not content.sessions:
            raise ImportRefused("There is no conversation in that file.", "For memories, use: chatbot import")
        if content.foreign and self._mask_secrets:
            content = replace(content, sessions=tuple(map(masked, content.sessions)))
        known = {_look(meta) for meta in self._files.library.sessions()} if content.foreign else set()
        fresh = [one for one in content.sessions if _look(one.state.meta) not in known]
        outcome = replace(begun(content, options, ""), known=len(content.sessions) - len(fresh))
        records = (*content.memories, *notes.from_notes(content.notes, options.accept, self._clock(), self._new_id))
        sessions = frozenset(meta.id for meta in self._files.library.sessions())
        changes = notes.change_set(records, self._files.memories.everything(), sessions, self._clock(), self._new_id)
        outcome = judged(outcome, changes.counts)
        troubles = (*outcome.troubles, *changes.troubles)
        outcome = replace(outcome, waiting=changes.waiting, conflicts=changes.conflicts, troubles=troubles)
        if options.dry_run:
            return _with_sessions(outcome, fresh)
        outcome = replace(outcome, backup=self._secure(options) if fresh or changes.entry else "")
        if changes.entry is not None:
            self._files.memories.apply(changes.entry).result()
        taken = Taken() if content.foreign or not fresh else self._taken()
        return self._take_sessions(fresh, taken, outcome, options)

    def _take_sessions(
        self, sessions: list[SessionContent], taken: Taken, outcome: Outcome, options: Options
    ) -> Outcome:
        done: list[SessionContent] = []
        learnt = 0
        for session in sessions:
            ready = placed(session, taken, self._new_id)
            self._files.arrivals.take_session(ready.state, ready.messages, arrival_of(ready)).result()
            taken = replace(taken, sessions=taken.sessions | {ready.state.meta.id})
            done.append(ready)
            if options.learn:
                learnt += self._learn(ready)
        return replace(_with_sessions(outcome, done), learnt=learnt)

    def _learn(self, session: SessionContent) -> int:
        try:
            lens = self._catalog.get(session.state.meta.persona_id).memory
        except NotFound:
            lens = self._catalog.get().memory
        return learning.learn(session, lens, self._files.memories, self._clock(), self._new_id)

    def _taken(self) -> Taken:
        library = self._files.library
        sessions = frozenset(meta.id for meta in library.sessions()) | frozenset(library.deleted())
        entries = frozenset(entry.id for entry in self._files.memories.journal())
        return Taken(sessions, frozenset(self._files.memories.everything()), entries)

    def _secure(self, options: Options) -> str:
        """Makes a backup where there is something to lose; gives its id."""
        if options.dry_run or not (self._files.library.sessions() or self._files.memories.everything()):
            return ""
        return self._files.backups.create(REASON).id


def importer_of(files: UserFiles, catalog: Catalog, default_persona: str, mask_secrets: bool = True) -> Importer:
    """The importer of a running program; an empty persona is the default one."""
    return Importer(files, catalog, utc_now, new_id, default_persona or DEFAULT_PERSONA, mask_secrets)


def _place_of(path: Path) -> Place | None:
    """The place that a path is; None for a plain file that is no archive."""
    try:
        if path.is_dir():
            return FolderPlace(path)
        if not path.is_file():
            return None
        with path.open("rb") as file:
            is_zip = file.read(4) == b"PK\x03\x04"
    except (OSError, ValueError):
        return None  # reading it says what is wrong
    return ZipPlace(path) if is_zip else None


def _look(meta: SessionMeta) -> tuple[object, ...]:
    """What tells that two sessions are the same conversation, whatever their ids."""
    return (meta.title.removesuffix(" (imported)"), meta.created_at, meta.updated_at, meta.turns)


def _with_sessions(outcome: Outcome, sessions: list[SessionContent]) -> Outcome:
    return replace(
        outcome,
        sessions=len(sessions),
        messages=sum(len(session.messages) for session in sessions),
        memories=outcome.memories + sum(len(session.memories) for session in sessions),
        session_ids=tuple(session.state.meta.id for session in sessions),
    )

"""Merges a whole export into a user's files: personas, sessions one by one, then memories with their journal."""

from chatbot.domain.ids import Clock, NewId
from chatbot.domain.value import Value, replace
from chatbot.errors import ChatbotError, PersonaError, StorageError
from chatbot.interchange.archives import Place
from chatbot.interchange.bundle import Bundle, read_session
from chatbot.interchange.merge import Plan, conflict_entry, plan
from chatbot.interchange.outcome import Outcome, judged
from chatbot.interchange.parts import SessionContent, Trouble
from chatbot.interchange.reading import ImportRefused, to_text
from chatbot.interchange.session_merge import merge_session
from chatbot.persona.catalog import Catalog
from chatbot.persona.load import parse_persona
from chatbot.storage.arrivals import Arrival
from chatbot.storage.user import UserFiles


class _Sessions(Value):
    """Which sessions are there, which come, and which lie in the trash."""

    here: frozenset[str]
    deleted: frozenset[str]
    coming: frozenset[str]

    def has(self, session_id: str) -> bool:
        """Whether a session is, or will be, on disk."""
        return session_id in self.here or session_id in self.coming


class BundleImport:
    """One import of a whole export.

    Args:
        files: the user's.
        catalog: all personas.
        clock, new_id: the present moment, and fresh identifiers.
    """

    def __init__(self, files: UserFiles, catalog: Catalog, clock: Clock, new_id: NewId) -> None:
        self._files = files
        self._catalog = catalog
        self._clock = clock
        self._new_id = new_id

    def run(self, bundle: Bundle, place: Place, dry_run: bool) -> Outcome:
        """Merges everything.

        Args:
            bundle: read from `place`.
            place: for the sessions and personas.
            dry_run: True to write nothing.

        Raises:
            StorageError: something could not be written; run it again, and it goes on where it stopped.
        """
        library = self._files.library
        deleted = frozenset(library.deleted())
        here = frozenset(meta.id for meta in library.sessions())
        sessions = _Sessions(here, deleted, frozenset(bundle.session_ids) - deleted)
        outcome = Outcome("an export of this program", troubles=bundle.troubles)
        outcome = self._take_personas(bundle, place, outcome, dry_run)
        entries = frozenset(entry.id for entry in self._files.memories.journal())
        known = self._files.memories.everything()
        planned = plan(bundle.memories, bundle.journal, known, entries, sessions.has)
        outcome = replace(judged(outcome, dict(planned.counts)), conflicts=len(planned.conflicts))
        arrived: set[str] = set()
        for session_id in bundle.session_ids:
            try:
                session, wrong = read_session(place, session_id)
            except ImportRefused as error:
                trouble = Trouble(f"sessions/{session_id}.json", error.message)
                outcome = replace(outcome, troubles=(*outcome.troubles, trouble))
                continue
            outcome = replace(outcome, troubles=(*outcome.troubles, *wrong))
            if session_id in sessions.here:
                outcome = self._merge(session, outcome, dry_run)
            elif session_id in deleted:
                notice = (
                    f"session {session_id} lies in the trash here, and stays there; bring it back, then import again"
                )
                outcome = replace(outcome, notices=(*outcome.notices, notice))
            else:
                arrived.add(session_id)
                outcome = self._arrive(session, planned.arrivals.get(session_id, Arrival()), outcome, dry_run)
        if not dry_run:
            self._take_memories(planned, sessions.here, arrived)
        return outcome

    def _arrive(self, session: SessionContent, memories: Arrival, outcome: Outcome, dry_run: bool) -> Outcome:
        meta = session.state.meta
        if not dry_run:
            self._files.arrivals.take_session(session.state, session.messages, memories).result()
        return replace(
            outcome,
            sessions=outcome.sessions + 1,
            messages=outcome.messages + len(session.messages),
            session_ids=(*outcome.session_ids, meta.id),
        )

    def _merge(self, session: SessionContent, outcome: Outcome, dry_run: bool) -> Outcome:
        session_id = session.state.meta.id
        changed = merge_session(self._files.library.open(session_id), session, dry_run)
        if not changed.touched:
            return replace(outcome, known=outcome.known + 1)
        return replace(
            outcome,
            merged=outcome.merged + 1,
            messages=outcome.messages + changed.messages,
            session_ids=(*outcome.session_ids, session_id),
            touched=(*outcome.touched, session_id),
        )

    def _take_memories(self, planned: Plan, here: frozenset[str], arrived: set[str]) -> None:
        """Writes what goes into logs that were there before, and marks what contradicts each other."""
        left = {home: arrival for home, arrival in planned.arrivals.items() if home not in arrived}
        writable = {home: arrival for home, arrival in left.items() if not home or home in here}
        if writable:
            self._files.arrivals.take_memories(writable).result()
        records = self._files.memories.everything()
        entry = conflict_entry(planned.conflicts, records, self._clock(), self._new_id)
        if entry is not None:
            self._files.memories.apply(entry).result()

    def _take_personas(self, bundle: Bundle, place: Place, outcome: Outcome, dry_run: bool) -> Outcome:
        own = {persona.id: persona for persona in self._catalog.all() if not persona.shipped}
        notices, troubles, added = list(outcome.notices), list(outcome.troubles), 0
        for persona_id in bundle.persona_ids:
            try:
                text = to_text(place.read(f"personas/{persona_id}.toml"))
                if persona_id in own:
                    if self._catalog.text(persona_id) != text:
                        notices.append(f"persona {persona_id} is another one here; yours stays")
                    continue
                loaded, problems = parse_persona(text, f"personas/{persona_id}.toml", persona_id)
                if loaded is None:
                    raise PersonaError(str(problems[0]) if problems else "it cannot be used")
                card = f"personas/{persona_id}.card.json"
                source = to_text(place.read(card)) if card in place.names else ""
                if not dry_run:
                    self._catalog.add(persona_id, text, source)
                added += 1
            except StorageError:
                raise
            except ChatbotError as error:
                troubles.append(Trouble(f"personas/{persona_id}.toml", error.message))
        return replace(outcome, personas=added, notices=tuple(notices), troubles=tuple(troubles))

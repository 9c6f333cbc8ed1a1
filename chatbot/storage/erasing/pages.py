"""What an erasure makes of the tables of one page: documents that go, and texts that are taken out of those that stay.

Works on documents as they are on disk, so that every version of a record is reached, and fields that a newer
program added are too. Pure: it reads and writes no file, and doing it twice changes nothing more.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from chatbot.domain.erasure import ERASED, Erasure, Words
from chatbot.domain.memory import Memory
from chatbot.storage import codec, heads, memory_shapes, profile, receipts, session_state, sessions, uses
from chatbot.storage.codec import META, Document, Table, Tables
from chatbot.storage.erasing.texts import scrubbed

STALE = "a message was deleted"
"""Why a chapter must be written again; for such a chapter nobody keeps the old text for an undo."""


def with_fingerprints(tables: Tables, erasure: Erasure) -> Tables | None:
    """The tables of a page of memories with what keeps it from being learnt again; None where they have it already."""
    records = tables.get(memory_shapes.RECORDS, {})
    known = {one.get("id") for one in records.values()}
    fresh = [codec.document_of(one, Memory)[0] for one in erasure.fingerprints if one.id not in known]
    if not fresh:
        return None
    numbered = enumerate(fresh, max(map(int, records), default=0) + 1)
    return {**tables, memory_shapes.RECORDS: {**records, **{str(number): one for number, one in numbered}}}


class Scrub:
    """Takes what is to be erased out of pages.

    Args:
        erasure: what goes.

    Attributes:
        counts: by kind of thing ("memories", "messages", "receipts", ...), the ids of what went or was changed.
    """

    def __init__(self, erasure: Erasure) -> None:
        self._erasure = erasure
        self._gone = frozenset((*erasure.sessions, *erasure.messages, *erasure.memories))
        self._memories = frozenset(erasure.memories)
        self._messages = frozenset(erasure.messages)
        self._places = frozenset(erasure.places)
        self._turns = frozenset(erasure.turns)
        self._touched = frozenset(message_id for message_id, _ in erasure.quotes)
        self._terms = Words(erasure.terms)
        self._all = Words(erasure.terms, erasure.texts)
        quotes: dict[str, list[str]] = {}
        for message_id, quote in erasure.quotes:
            quotes.setdefault(message_id, []).append(quote)
        self._quotes = {key: Words(erasure.terms, texts) for key, texts in quotes.items()}
        self._values = Words(value for _, value in erasure.values)
        self.counts: dict[str, set[str]] = {}

    def totals(self) -> Counter[str]:
        """How many things of each kind went or were changed."""
        return Counter({kind: len(ids) for kind, ids in self.counts.items()})

    def tables(self, tables: Tables, session_id: str = "") -> Tables | None:
        """A page's tables without what goes; None where nothing has to change.

        Args:
            tables: as on disk.
            session_id: of the session whose folder the page lies in; empty for the user's own pages.
        """
        rules: dict[str, Callable[[Document], Document | None]] = {
            memory_shapes.RECORDS: self._memory,
            memory_shapes.JOURNAL: self._entry,
            memory_shapes.OUTBOX: self._entry,
            memory_shapes.MOVED: lambda one: self._unless_gone(one, one.get("id")),
            heads.KIND: self._message,
            sessions.DRAFT_KIND: self._draft,
            session_state.STATE_TABLE: self._state,
            session_state.MOOD_TABLE: self._mood,
            session_state.CHAPTER_TABLE: lambda one: self._chapter(one, session_id),
            profile.SETTINGS_TABLE: self._setting,
            uses.TABLE: lambda one: self._unless_gone(one, one.get("id")),
        }
        before, after = receipts.unpacked_page(tables), {}
        for name, table in before.items():
            rule = rules.get(name, self._unknown)
            after[name] = table if name == META else self._table(table, rule)
        return None if after == before else receipts.packed_page(after)

    @staticmethod
    def _table(table: Table, rule: Callable[[Document], Document | None]) -> Table:
        kept = ((key, rule(document)) for key, document in table.items())
        return {key: document for key, document in kept if document is not None}

    def _count(self, kind: str, key: object) -> None:
        self.counts.setdefault(kind, set()).add(str(key))

    def _unless_gone(self, document: Document, key: object) -> Document | None:
        return None if key in self._gone else document

    def _memory(self, document: Document) -> Document | None:
        """A record; one that stays loses its quote where the message lost it, and its links to what is gone."""
        if document.get("id") in self._memories:
            self._count("memories", document["id"])
            return None
        after: Document = self._texts(document, self._terms)
        source = after.get("source") or {}
        if document.get("source", {}).get("message_id") in self._messages or (
            source.get("session_id") in self._erasure.sessions and source.get("session_id")
        ):
            after = {**after, "source": {}}
        elif (words := self._quotes.get(source.get("message_id", ""))) and words.found_in(source.get("quote", "")):
            after = {**after, "source": {**source, "quote": ERASED}}
        if after != document:
            self._count("quotes of other memories", document.get("id"))
        return after

    def _entry(self, document: Document) -> Document | None:
        """A journal entry without the changes of records that are gone; None where no change is left."""
        changes = []
        for change in document.get("changes", []):
            before, after = change.get("before"), change.get("after")
            ids = {one.get("id") for one in (before, after) if isinstance(one, dict)}
            if isinstance(after, list):
                ids.add(after[0])
            if ids & self._memories or (change.get("proposed") and self._all.found_in(change["proposed"])):
                continue
            fresh = self._texts({key: one for key, one in change.items() if key not in ("before", "after")}, self._all)
            for key, one in (("before", before), ("after", after)):
                fresh[key] = self._memory(one) if isinstance(one, dict) else one
            changes.append({key: fresh[key] for key in change})
        if not changes and document.get("changes"):
            self._count("journal entries", document.get("id"))
            return None
        rest = self._texts({key: one for key, one in document.items() if key != "changes"}, self._all)
        after_all = {key: changes if key == "changes" else rest[key] for key in document}
        if after_all != document:
            self._count("journal entries", document.get("id"))
        return after_all

    def _message(self, document: Document) -> Document | None:
        """A message without its sentences that go, and without what they moved; None where it goes itself."""
        message_id = document.get("id", "")
        if message_id in self._messages:
            self._count("messages", message_id)
            return None
        after = dict(document)
        words = self._all if self._erasure.everywhere else self._terms
        in_turn = f"{document.get('session_id')}:{document.get('turn')}" in self._turns
        for part in (words, self._quotes.get(message_id), self._repeated(document, in_turn)):
            if part:
                after["text"] = part.taken_from(after.get("text", ""), self._erasure.whole)
        if after["text"] != document["text"]:
            self._count("messages", message_id)
            after = self._without_evidence(after)
        if after.get("receipt"):
            after["receipt"] = self._receipt(after["receipt"], in_turn, message_id)
        after["versions"] = [self._version(one, words, in_turn, message_id) for one in document.get("versions", [])]
        after = {**self._texts(after, self._terms), "receipt": after.get("receipt")}
        return {key: after[key] for key in document}

    def _version(self, document: Document, words: Words, in_turn: bool, message_id: str) -> Document:
        after = dict(document)
        for part in (words, self._repeated(document, in_turn)):
            if part:
                after["text"] = part.taken_from(after.get("text", ""), self._erasure.whole)
        if after.get("receipt"):
            after["receipt"] = self._receipt(after["receipt"], in_turn, message_id)
        if after["text"] != document.get("text", ""):
            self._count("messages", message_id)
        return after

    def _repeated(self, document: Document, in_turn: bool) -> Words | None:
        """What a reply may say again of memories that go: it answered what taught them, or drew on them."""
        receipt = document.get("receipt") or {}
        if receipt and (in_turn or any(one.get("id") in self._memories for one in receipt.get("recalled", []))):
            return self._values
        return None

    @staticmethod
    def _without_evidence(document: Document) -> Document:
        reading = document.get("reading")
        return {**document, "reading": {**reading, "evidence": []}} if reading and reading.get("evidence") else document

    def _receipt(self, document: Document, in_turn: bool, message_id: str) -> Document:
        """A receipt; where it showed anything that goes, the whole text of the request goes from it."""
        recalled = []
        for one in document.get("recalled", []):
            gone = one.get("id") in self._gone or one.get("id") in self._touched or self._all.found_in(one["text"])
            kept = {**one, "text": ERASED} if gone else one
            recalled.append({key: self._named(value) for key, value in kept.items()})
        sections = document.get("sections", [])
        shown = recalled != document.get("recalled", []) or any(
            self._all.found_in(one.get("text", "")) for one in sections
        )
        if shown or (in_turn and any(one.get("text") for one in sections)):
            sections = [{**one, "text": ""} if one.get("text") else one for one in sections]
        rest = {key: one for key, one in document.items() if key not in ("recalled", "sections")}
        after = {**self._texts(rest, self._all), "recalled": recalled, "sections": sections}
        after = {key: after[key] for key in document}
        if after != document:
            self._count("receipts", message_id)
        return after

    def _named(self, value: Any) -> Any:
        """A field's value; empty where it is the identifier of something that goes."""
        return "" if isinstance(value, str) and value in self._gone else value

    def _draft(self, document: Document) -> Document | None:
        message = self._message(document.get("message", {}))
        return None if message is None else {**document, "message": message}

    def _state(self, document: Document) -> Document:
        after: Document = self._texts(document, self._all)
        if after != document:
            self._count("session titles and notes", document.get("meta", {}).get("id"))
        return after

    def _mood(self, document: Document) -> Document | None:
        message_id = document.get("message_id")
        if message_id in self._messages:
            return None
        after: Document = self._texts(document, self._all)
        if message_id in self._touched:
            after = self._without_evidence(after)
        if after != document:
            self._count("mood readings", message_id)
        return after

    def _chapter(self, document: Document, session_id: str) -> Document:
        """A chapter; one that covers a message that lost something, or tells of it, is to be written again."""
        seqs = range(document.get("first_seq", 0), document.get("last_seq", -1) + 1)
        covers = any(f"{session_id}:{seq}" in self._places for seq in seqs)
        told = self._texts(document, self._all)
        if told == document and not covers:
            return document
        blank = document if document.get("stale") == STALE and document.get("text") == ERASED else {
            **told, "title": ERASED, "text": ERASED, "key_facts": [], "earlier": [], "stale": STALE,
        }  # fmt: skip
        if document.get("origin") == "user" and told != document:
            blank = {**told, "earlier": []}  # the user's own words are not written again, only shortened
        elif document.get("origin") == "user":
            return {**document, "earlier": []}
        if blank != document:
            self._count("chapters", document.get("id"))
        return {key: blank[key] for key in document}

    def _setting(self, document: Document) -> Document:
        after: Document = self._texts(document, self._all)
        if after != document:
            self._count("unsent drafts and settings", document.get("name"))
        return after

    def _unknown(self, document: Document) -> Document | None:
        """A document of a kind that erasing does not know: it goes where it belongs to what goes."""
        owners = {one for key, one in document.items() if key in ("id", "memory_id", "message_id", "session_id")}
        if owners & self._gone:
            return None
        after: Document = self._texts(document, self._all)
        return after

    def _texts(self, value: Any, words: Words) -> Any:
        """A value with its texts scrubbed, and without identifiers of what is gone."""
        return scrubbed(value, words, self._gone, self._erasure.whole)

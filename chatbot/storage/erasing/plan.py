"""Finds out what an erasing would take, before anything is changed: every place, counted, with examples to show.

Only reads. What it gives holds everything that carrying it out needs.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path

from chatbot.domain.erasure import ERASED, Erasure, Plan, Wish, Words, sentences, telling
from chatbot.domain.fingerprint import fingerprint_of
from chatbot.domain.ids import NewId
from chatbot.domain.memory import USER_SUBJECT, Memory, Status
from chatbot.domain.message import Message
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line, counted, fold
from chatbot.domain.value import replace
from chatbot.errors import NotFound, UsageError
from chatbot.storage import codec
from chatbot.storage.codec import Document
from chatbot.storage.erasing.everything import Everything
from chatbot.storage.erasing.pages import Scrub

_EXAMPLES = 5
_MOST_PROVED = 200
"""Sentences of an erased session that the proof looks for by their words, the longest first."""

_LEAST_PROVED = 24


def plan(every: Everything, wish: Wish, now: datetime, new_id: NewId, logs: Iterable[Path] = ()) -> Plan:
    """What a wish comes to.

    Args:
        every: the user's files.
        wish: see `Wish`.
        now: the moment, aware UTC.
        new_id: gives identifiers.
        logs: text files outside the user's folder from which lines go.

    Raises:
        NotFound: there is nothing like it.
        UsageError: the wish cannot be carried out as it is.
    """
    targets = _targets(every, wish)
    erasure = replace(targets, id=new_id(), at=now, whole=wish.whole_messages, logs=tuple(map(str, logs)))
    erasure = replace(erasure, fingerprints=_fingerprints(every, erasure, now, new_id, bool(wish.about or wish.memory)))
    return _described(every, erasure)


def _targets(every: Everything, wish: Wish) -> Erasure:
    if wish.about:
        return _about(every, wish.about)
    if wish.memory:
        return _memory(every, wish.memory)
    if wish.session:
        return _session(every, wish)
    return _message(every, wish)


_NOBODY = Erasure("", datetime.min, "")


def _about(every: Everything, text: str) -> Erasure:
    """Everything that names it, everything remembered of it, and the sentences that taught that."""
    term = clean_line(text, 200)
    if not any(map(str.isalnum, term)):
        raise UsageError("There is no word to erase.", 'Try: chatbot erase --about "Sam"')
    if fold(term) == USER_SUBJECT:
        raise UsageError("Everything here is about the user.", "To erase all of it: chatbot erase --user-data")
    words = Words((term,))
    fields = ("text", "value", "subject", "attribute", "entities")
    ids = {one["id"] for one in every.records() if any(words.found_in(str(one.get(field, ""))) for field in fields)}
    return replace(_with_memories(every, ids), label=f"everything about “{term}”", terms=(term,), everywhere=True)


def _memory(every: Everything, memory_id: str) -> Erasure:
    wanted = memory_id.strip().upper()
    if all(one["id"] != wanted for one in every.records()):
        raise NotFound(f"There is no memory {memory_id[:40]!r}", "chatbot memory list --all names them all")
    return replace(_with_memories(every, {wanted}), label="one memory with all its versions", everywhere=True)


def _with_memories(every: Everything, ids: set[str]) -> Erasure:
    """Memories, and the sentences of messages that taught them."""
    gone = [one for one in every.records() if one["id"] in ids]
    quotes = {
        (str(source.get("message_id")), str(source.get("quote")))
        for one in gone
        if (source := one.get("source") or {}).get("message_id") and source.get("quote") not in ("", ERASED, None)
    }
    texts = telling((*(str(one.get("text", "")) for one in gone), *(quote for _, quote in quotes)))
    values = {(one["id"], str(one.get("value") or one.get("text", ""))) for one in gone}
    return replace(
        _NOBODY, memories=tuple(sorted(ids)), quotes=tuple(sorted(quotes)), texts=texts, values=tuple(sorted(values))
    )


def _taught(every: Everything, wish: Wish, key: str, owner: str) -> set[str]:
    """Ids of the memories that a session or a message taught, as their present or past versions say."""
    return {
        one["id"]
        for one in every.records()
        if (one.get("source") or {}).get(key) == owner
        or (key == "session_id" and one.get("scope") == Scope.SESSION and one.get("session_id") == owner)
        if not wish.keep_memories or one.get("scope") == Scope.SESSION
    }


def _session(every: Everything, wish: Wish) -> Erasure:
    session_id = wish.session
    if all(place.session_id != session_id for place, _ in every.pages):
        raise NotFound(f"There is no session {session_id[:40]!r}", "chatbot session list names them all")
    own = [one for one in every.messages() if one.session_id == session_id]
    memories = _taught(every, wish, "session_id", session_id)
    kept = [one.text for one in every.messages() if one.session_id != session_id]
    kept += [str(one.get("text", "")) for one in every.records() if one["id"] not in memories]
    others = "\n".join(map(fold, kept))
    said = sorted({fold(each) for one in own for each in sentences(one.text)}, key=len, reverse=True)
    alone = islice((each for each in said if len(each) >= _LEAST_PROVED and each not in others), _MOST_PROVED)
    part = _with_memories(every, memories)
    messages = tuple(sorted(one.id for one in own))
    texts = tuple(dict.fromkeys((*part.texts, *alone)))
    return replace(
        part, label="a session with everything in it", sessions=(session_id,), messages=messages, texts=texts, quotes=()
    )


def _message(every: Everything, wish: Wish) -> Erasure:
    wanted = wish.message.strip().upper()
    found = next((one for one in every.messages() if one.id == wanted), None)
    if found is None:
        raise NotFound(f"There is no message {wish.message[:40]!r}", "chatbot session show names each message's id")
    part = _with_memories(every, _taught(every, wish, "message_id", wanted))
    texts = tuple(dict.fromkeys((*part.texts, *telling((found.text, *(one.text for one in found.versions))))))
    return replace(
        part, label="one message", messages=(wanted,), texts=texts,
        turns=(f"{found.session_id}:{found.turn}",), places=(f"{found.session_id}:{found.seq}",),
        quotes=tuple((message, quote) for message, quote in part.quotes if message != wanted),
    )  # fmt: skip


def _fingerprints(
    every: Everything, erasure: Erasure, now: datetime, new_id: NewId, all_of_them: bool
) -> tuple[Memory, ...]:
    """One for each fact that must not be learnt again: the forgotten ones, and all where the user erases facts."""
    present: dict[str, Document] = {}
    salt = ""
    for one in every.records():
        salt = salt or str(one.get("fingerprint", "")).partition(":")[0]
        if one["id"] in erasure.memories and one["version"] >= present.get(one["id"], one)["version"]:
            present[one["id"]] = one
    salt = salt or secrets.token_hex(16)
    made: dict[tuple[str, str, Scope, str], Memory] = {}
    for document in present.values():
        memory = codec.value_of(document, Memory, str(every.folder))
        if memory.fingerprint or memory.status is Status.SUPERSEDED or memory.scope is Scope.SESSION:
            continue
        if all_of_them or memory.status is Status.FORGOTTEN:
            digest = fingerprint_of(memory, salt)
            made[digest, memory.polarity, memory.scope, memory.persona_id] = Memory(
                new_id(), ERASED, memory.kind, memory.scope, "", memory.persona_id, USER_SUBJECT, "", "", now, now, now,
                polarity=memory.polarity, status=Status.FORGOTTEN, fingerprint=digest,
            )  # fmt: skip
    return tuple(made.values())


def _described(every: Everything, erasure: Erasure) -> Plan:
    """The plan: a trial run over everything, which also finds the messages that will lose something."""
    touched = _touched(every, erasure)
    erasure = replace(
        erasure,
        turns=tuple(sorted({*erasure.turns, *(f"{one.session_id}:{one.turn}" for one in touched)})),
        places=tuple(sorted({*erasure.places, *(f"{one.session_id}:{one.seq}" for one in touched)})),
    )
    scrub = Scrub(erasure)
    changed = {
        number
        for number, (place, tables) in enumerate(every.pages)
        if place.session_id in erasure.sessions or scrub.tables(tables, place.session_id) is not None
    }
    counts = dict(scrub.totals())
    if erasure.sessions:
        counts["messages"] = len(erasure.messages)
        counts["sessions"] = len(erasure.sessions)
    counts["memories"] = len(erasure.memories)
    gone = {one["id"]: str(one.get("text", "")) for one in every.records() if one["id"] in erasure.memories}
    own = list({one.id: one for one in every.messages() if one.id in erasure.messages}.values())
    return Plan(
        erasure,
        {key: count for key, count in sorted(counts.items(), key=_order) if count},
        tuple(clean_line(text, 100) for text in list(gone.values())[:_EXAMPLES]),
        tuple(clean_line(_cut(one, erasure), 100) for one in (own or touched)[:_EXAMPLES]),
        _warnings(every, erasure, len(every.backups_with(changed))),
        tuple(f"{path} cannot be read, so that nobody can tell what is in it" for path in every.unreadable),
    )


def _order(entry: tuple[str, int]) -> tuple[bool, str]:
    return entry[0] not in ("sessions", "messages", "memories"), entry[0]


def _touched(every: Everything, erasure: Erasure) -> list[Message]:
    """Messages that stay and lose something, in any of their versions; each once."""
    words = Words(erasure.terms, erasure.texts if erasure.everywhere else ())
    quoted: dict[str, list[str]] = {}
    for message_id, quote in erasure.quotes:
        quoted.setdefault(message_id, []).append(quote)
    found = (
        one
        for one in every.messages()
        if one.id not in erasure.messages
        and (
            any(words.found_in(text) for text in (one.text, *(old.text for old in one.versions)))
            or (one.id in quoted and Words((), quoted[one.id]).found_in(one.text))
        )
    )
    return list({one.id: one for one in found}.values())


def _cut(message: Message, erasure: Erasure) -> str:
    """What of a message goes: its first sentence that does."""
    quotes = [quote for message_id, quote in erasure.quotes if message_id == message.id]
    words = Words(erasure.terms, (*erasure.texts, *quotes))
    return next((one for one in sentences(message.text) if words.found_in(one)), message.text)


def _warnings(every: Everything, erasure: Erasure, backups: int) -> tuple[str, ...]:
    lines = []
    for session_id in erasure.sessions:
        forks = every.forks_of(session_id)
        if forks:
            named = ", ".join(f"“{clean_line(title, 40)}”" for title in forks[:3])
            lines.append(f"{counted(len(forks), 'session')} copied from it: {named}. Erase it too.")
    damaged = every.folder / "quarantine"
    if damaged.is_dir():
        lines.append(f"{counted(len(list(damaged.iterdir())), 'damaged file')} kept to be looked at: deleted.")
    if backups:
        lines.append(f"{'1 backup is' if backups == 1 else f'{backups} backups are'} rewritten without it.")
    lines += [f"{path} cannot be read, so that nobody can tell what is in it: deleted." for path in every.unreadable]
    if erasure.terms:
        lines.append("What tells of it without naming it is found only where a memory quotes it.")
    lines.append("Exported files and copies elsewhere are not reached. This cannot be undone.")
    return tuple(lines)

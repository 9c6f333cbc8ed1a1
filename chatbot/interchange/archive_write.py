"""Everything of one user as a folder or a zip of open files, complete and checkable.

The same content gives the same files, but for the moment in the manifest: `content_sha256` tells whether two exports
say the same. What a key is never stood in the user's files, and so cannot be here.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from chatbot import __version__
from chatbot.domain.memory import Memory
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Scope
from chatbot.domain.text import slug
from chatbot.domain.value import Value, field
from chatbot.errors import StorageError
from chatbot.interchange import memory_files
from chatbot.interchange.arrange import own_journal
from chatbot.interchange.gather import SUFFIX, Form, Wish, written
from chatbot.interchange.parts import EXPORT_FORMAT
from chatbot.interchange.readme import README
from chatbot.interchange.sinks import (
    MANIFEST,
    ExportRefused,
    FolderSink,
    Sink,
    WrittenFile,
    ZipSink,
    manifest_bytes,
    refuse_among,
)
from chatbot.persona.catalog import Catalog
from chatbot.storage.user import UserFiles

MOST_ZIPPED = 8_000
"""Files in a zip; an import refuses more, because a zip of very many files is how programs are made to hang."""

_DERIVED = (".md", ".html", ".jsonl", ".csv")


class Manifest(Value):
    """The list of an export's files, so that one can see whether it is whole.

    Attributes:
        format: `EXPORT_FORMAT`.
        made_at: aware UTC.
        user: whose data it is.
        program: the version that wrote it.
        counts: sessions, messages, memories, change sets of the journal, personas.
        content_sha256: over the names and digests of all files that hold content, without those derived from them.
        problems: what could not be read, and so is missing.
        files: all but this one.
    """

    format: str
    made_at: datetime
    user: str
    program: str
    counts: dict[str, int]
    content_sha256: str
    problems: tuple[str, ...] = ()
    files: tuple[WrittenFile, ...] = ()


class Exported(Value):
    """What an export did: where it lies, and its manifest."""

    path: str
    manifest: Manifest


class Everything(Value):
    """What is exported.

    Attributes:
        files: the user's.
        catalog: for the user's own personas, and for names.
        wish: see there; `lost` is filled.
        forms: readable forms beside JSON.
        now: aware UTC.
    """

    files: UserFiles
    catalog: Catalog
    wish: Wish
    forms: tuple[Form, ...]
    now: datetime
    counts: dict[str, int] = field(default_factory=dict)


def export_everything(what: Everything, target: Path, force: bool) -> Exported:
    """Writes everything. Private sessions are not part of it; neither are deleted ones. Blocks for the disk.

    Args:
        what: see there.
        target: a name that ends in `.zip` makes a zip, any other a folder.
        force: True to replace an earlier export.

    Raises:
        ExportRefused: something stands there, or the disk refuses; nothing is left there then.
        StorageError: the list of sessions or the memories cannot be read.
    """
    refuse_among(target, what.files.folder.parent)
    sessions = [meta for meta in what.files.library.sessions() if not meta.private]
    zipped = target.suffix.lower() == ".zip"
    if zipped and len(sessions) * (1 + len(what.forms)) + 1_000 > MOST_ZIPPED:
        raise ExportRefused(f"{len(sessions)} sessions are too many for one zip.", "Name a folder instead.")
    with ZipSink(target, force) if zipped else FolderSink(target, force) as sink:
        listed = list(_put_all(what, sessions, sink))
        manifest = Manifest(
            EXPORT_FORMAT,
            what.now,
            what.files.profile.user,
            __version__,
            dict(sorted(what.counts.items())),
            content_digest(listed),
            tuple(what.wish.lost or ()),
            tuple(listed),
        )
        sink.put(MANIFEST, [manifest_bytes(manifest)])
        sink.finish()
    return Exported(str(target), manifest)


def content_digest(files: Iterable[WrittenFile]) -> str:
    """SHA-256 over the names and digests of the files that hold content, hexadecimal."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda one: one.name):
        derived = file.name.endswith(_DERIVED) and file.name != "journal.jsonl"
        if not derived and file.name != "profile.json":
            digest.update(f"{file.name} {file.sha256}\n".encode())
    return digest.hexdigest()


def _put_all(what: Everything, sessions: list[SessionMeta], sink: Sink) -> Iterator[WrittenFile]:
    store = what.files.memories
    memories = [one for one in store.everything().values() if what.wish.local_only or not one.local_only]
    journal = own_journal(store.journal(), frozenset(one.id for one in memories))
    what.counts.update(sessions=0, messages=0, memories=len(memories), journal=len(journal), personas=0)
    yield sink.put("README.md", [README.encode()])
    yield sink.put("profile.json", [_profile(what)])
    yield sink.put("memories.json", memory_files.write(memories))
    yield sink.put("memories.csv", memory_files.write_table(memories))
    yield sink.put("journal.jsonl", memory_files.write_journal(journal))
    by_session: dict[str, list[Memory]] = {}
    for one in memories:
        if one.scope is Scope.SESSION:
            by_session.setdefault(one.session_id, []).append(one)
    for meta in sorted(sessions, key=lambda one: one.id):
        mine = sorted(by_session.get(meta.id, []), key=lambda one: one.id)
        own = (tuple(mine), own_journal(journal, frozenset(one.id for one in mine)) if mine else ())
        try:
            files = what.files.library.open(meta.id)
            what.counts["messages"] += files.count()
        except StorageError as error:
            _lose(what, f"session {meta.id}: {error.message}")
            continue
        what.counts["sessions"] += 1
        for form in dict.fromkeys(("json", *what.forms)):
            yield sink.put(f"sessions/{meta.id}{SUFFIX[form]}", written(files, own, form, what.wish))
    yield from _put_personas(what, sink)


def _put_personas(what: Everything, sink: Sink) -> Iterator[WrittenFile]:
    for persona in sorted(what.catalog.all(), key=lambda one: one.id):
        if persona.shipped:
            continue
        what.counts["personas"] += 1
        yield sink.put(f"personas/{persona.id}.toml", [what.catalog.text(persona.id).encode()])
        try:
            card = what.catalog.card_source(persona.id)
        except StorageError as error:
            _lose(what, f"the card of persona {persona.id}: {error.message}")
            continue
        if card:
            yield sink.put(f"personas/{persona.id}.card.json", [card.encode()])


def _lose(what: Everything, line: str) -> None:
    if what.wish.lost is None:
        raise ExportRefused(f"Not everything can be read: {line}.", "Run: chatbot doctor")
    what.wish.lost.append(line)


def _profile(what: Everything) -> bytes:
    profile = what.files.profile
    about = {"user": profile.user, "created_at": profile.created_at, "settings": profile.settings()}
    return msgspec.json.format(msgspec.json.encode(about), indent=1) + b"\n"


def default_target(user: str, now: datetime) -> str:
    """The name of an export that was given none: a zip in the present folder, named after user and day."""
    return f"chatbot-export-{slug(user).rpartition('-')[0]}-{now:%Y-%m-%d}.zip"

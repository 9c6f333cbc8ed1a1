"""Brings files of older schema versions up to the present one, one version at a time.

Each step is a pure function over a page's documents, for one kind of page; a kind that a step does not
name is the same in both versions. A change of the layout raises `codec.SCHEMA` and adds its step here.
"""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

from chatbot.errors import StorageDamaged
from chatbot.storage import codec, heads, receipts, session_state
from chatbot.storage.atomic import System, read_head, stamp_of
from chatbot.storage.codec import META, Tables
from chatbot.storage.profile import profile_path

Step = Callable[[Tables], Tables]
"""From the tables of one schema version, without `_meta`, those of the next. Changes nothing in its argument."""

STEPS: dict[int, Mapping[str, Step]] = {
    1: {heads.KIND: receipts.packed_page},  # receipts held every text of theirs, however often it was there already
    2: {session_state.KIND: session_state.brief_points},  # and the chapters leave with the next change: see there
}
"""By the version that a step starts from, then by kind of page."""


def schema_of(data: bytes, where: str) -> int:
    """The schema version that a page's head names.

    Raises:
        StorageDamaged: it names none.
    """
    schema = codec.head_of(data[: codec.HEAD_BYTES], where).get("schema")
    if type(schema) is not int:
        raise StorageDamaged(f"{where} names no schema version", "chatbot doctor says more")
    return schema


def upgraded(data: bytes, kind: str, where: str) -> bytes:
    """A page's bytes in the present schema version; the same bytes where they have it, or a newer one.

    Args:
        data: a whole page.
        kind: what sort of page it is.
        where: the file, for the error's text.

    Raises:
        StorageDamaged: the bytes are no such page, or a version that this program never knew.
    """
    tables = codec.decode(data, kind, where)
    about = dict(tables.pop(META)["1"])
    schema = about.pop("schema")
    if schema >= codec.SCHEMA:
        return data
    kept = {name: value for name, value in about.items() if name not in ("sha256", "kind")}
    try:
        for version in range(schema, codec.SCHEMA):
            if version not in STEPS:
                raise StorageDamaged(f"{where} has schema version {version}, which is unknown", "restore a backup")
            step = STEPS[version].get(kind)
            tables = step(tables) if step else tables
        return codec.encode(tables, kind, heads.describe(tables, kept) if kind == heads.KIND else kept)
    except (TypeError, ValueError, LookupError, AttributeError) as error:  # its checksum fits, but who wrote it?
        raise StorageDamaged(f"{where} has an unexpected shape: {error}", "chatbot doctor says more") from error


def store_schema(folder: Path, system: System) -> int:
    """The schema version that a user's profile has; the present one where there is none, or none that can be read.

    Raises:
        StorageError: the profile cannot be read at all.
    """
    path = profile_path(folder)
    if stamp_of(path) is None:
        return codec.SCHEMA
    with contextlib.suppress(StorageDamaged):  # it is mended when it is opened
        return schema_of(read_head(path, codec.HEAD_BYTES, system), str(path))
    return codec.SCHEMA

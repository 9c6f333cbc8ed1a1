"""An export of this program as it is read back: its memories and journal at once, its sessions one by one."""

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value
from chatbot.interchange import memory_files, session_json
from chatbot.interchange.archives import Place
from chatbot.interchange.parts import EXPORT_FORMAT, SessionContent, Trouble
from chatbot.interchange.reading import ImportRefused, decode, lines, to_text, whole
from chatbot.interchange.sinks import MANIFEST


class Bundle(Value):
    """What an export holds.

    Attributes:
        memories: of every scope and status.
        journal: oldest first.
        session_ids: of the sessions that it holds.
        persona_ids: of the personas that it holds.
        troubles: what could not be used.
    """

    memories: tuple[Memory, ...]
    journal: tuple[JournalEntry, ...]
    session_ids: tuple[str, ...]
    persona_ids: tuple[str, ...]
    troubles: tuple[Trouble, ...]


def read_bundle(place: Place) -> Bundle:
    """Everything of an export but its sessions and personas.

    Raises:
        ImportRefused: it is none of this program, or of a later version.
    """
    manifest = _object(place, MANIFEST)
    if not str(manifest.get("format", "")).startswith("chatbot-export/"):
        hint = "Name an export of this program; a backup comes back with: chatbot backup restore FILE"
        raise ImportRefused(f"The file {MANIFEST} is of no known form.", hint)
    session_json.check_format(manifest, EXPORT_FORMAT)
    troubles = [Trouble(name, "is listed, and missing") for name in _missing(manifest, place)]
    memories: tuple[Memory, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    if "memories.json" in place.names:
        try:
            document, lost = whole(to_text(place.read("memories.json")), "memories")
        except ValueError as error:
            raise ImportRefused(f"The file memories.json cannot be read: {error}.", "Export it again.") from error
        content = memory_files.read_own(document)
        memories = content.memories
        troubles += [*content.troubles, *lost]
    if "journal.jsonl" in place.names:
        journal, wrong = memory_files.read_journal(lines(to_text(place.read("journal.jsonl"))))
        troubles += wrong
    return Bundle(memories, journal, _stems(place, "sessions/"), _stems(place, "personas/", ".toml"), tuple(troubles))


def read_session(place: Place, session_id: str) -> tuple[SessionContent, tuple[Trouble, ...]]:
    """One session of an export.

    Raises:
        ImportRefused: it cannot be used.
    """
    name = f"sessions/{session_id}.json"
    text = to_text(place.read(name))
    lost: tuple[Trouble, ...] = ()
    try:
        document: object = session_json.opened(text)
        if document is None:
            document, lost = whole(text, "messages")
    except ValueError as error:
        raise ImportRefused(f"{name} cannot be read: {error}.", "Export it again.") from error
    if not isinstance(document, dict) or not session_json.is_session(document):
        raise ImportRefused(f"{name} is no session.", "Export it again.")
    content = session_json.read(document)
    session = content.sessions[0]
    if session.state.meta.id != session_id:
        raise ImportRefused(f"{name} holds another session.", "Rename it, or import it alone.")
    return session, tuple(Trouble(f"{name}, {one.where}", one.what) for one in (*content.troubles, *lost))


def _object(place: Place, name: str) -> dict[str, object]:
    try:
        document = decode(to_text(place.read(name)))
    except ValueError as error:
        raise ImportRefused(f"{name} cannot be read: {error}.", "Export it again.") from error
    if not isinstance(document, dict):
        raise ImportRefused(f"{name} is of no known form.", "Name an export of this program.")
    return document


def _missing(manifest: dict[str, object], place: Place) -> list[str]:
    """Files of content that the manifest lists, and that are not there."""
    listed = manifest.get("files")
    names = [one.get("name") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    wanted = [name for name in names if isinstance(name, str) and name.endswith((".json", "journal.jsonl", ".toml"))]
    return [clean_line(name, 80) for name in wanted if name not in place.names][:20]


def _stems(place: Place, prefix: str, suffix: str = ".json") -> tuple[str, ...]:
    found = [name for name in place.names if name.startswith(prefix) and name.endswith(suffix)]
    return tuple(name.removeprefix(prefix).removesuffix(suffix) for name in found)

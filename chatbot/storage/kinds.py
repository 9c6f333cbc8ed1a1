"""Which file of a user is what sort of page, by its name and by its place."""

from chatbot.domain.ids import is_id
from chatbot.domain.patterns import lazy
from chatbot.storage import heads, memory_log, profile, session_state, sessions, uses, vectors
from chatbot.storage.index import INDEX_KIND

SESSION_FOLDERS = ("sessions", "trash")
"""Folders of a user that hold one folder a session."""

_NUMBER = r"(?:\d{4}|[1-9]\d{4,8})"
_MESSAGE_PAGE = lazy(rf"messages-{_NUMBER}\.json")
_MEMORY_PAGE = lazy(rf"memories-{_NUMBER}\.json")
_VECTOR_PAGE = lazy(rf"vectors-{_NUMBER}\.json")
_USER_KINDS = {"profile.json": profile.KIND, "uses.json": uses.KIND, "memories.json": memory_log.KIND}
_SESSION_KINDS = {
    "session.json": session_state.KIND,
    "chapters.json": session_state.CHAPTERS_KIND,
    "draft.json": sessions.DRAFT_KIND,
}


def kind_of(name: str) -> str | None:
    """What sort of page a file of that name is; None where this program has no such file."""
    if name == "index.json":
        return INDEX_KIND
    if _MESSAGE_PAGE.fullmatch(name):
        return heads.KIND
    if _MEMORY_PAGE.fullmatch(name):
        return memory_log.KIND
    if _VECTOR_PAGE.fullmatch(name):
        return vectors.KIND
    return _USER_KINDS.get(name) or _SESSION_KINDS.get(name)


def kind_at(relative: str) -> str | None:
    """What sort of page stands at a path inside a user's folder; None where nothing worth keeping may stand there.

    The only way by which a path that came from outside becomes one of ours: what is not of one of the
    known shapes, absolute or with `..` in it, is nothing. Index and vectors are nothing too: they are only caches.

    Args:
        relative: with forward slashes, such as `sessions/<id>/session.json`.
    """
    parts = relative.split("/")
    name = parts[-1]
    if len(parts) == 1:
        return memory_log.KIND if _MEMORY_PAGE.fullmatch(name) else _USER_KINDS.get(name)
    if len(parts) != 3 or parts[0] not in SESSION_FOLDERS or not is_id(parts[1]):
        return None
    if _MESSAGE_PAGE.fullmatch(name):
        return heads.KIND
    return memory_log.KIND if _MEMORY_PAGE.fullmatch(name) else _SESSION_KINDS.get(name)

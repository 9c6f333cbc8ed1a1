"""Merges one session into the one of the same id that is there: missing messages come in, later versions replace."""

from collections.abc import Mapping

from chatbot.domain.message import Message
from chatbot.domain.places import moved
from chatbot.domain.session import SessionState
from chatbot.domain.value import Value, replace
from chatbot.interchange.gather import Wish, all_messages
from chatbot.interchange.parts import SessionContent
from chatbot.storage.library import Files


class Merged(Value):
    """What a merge changed: messages that are new or newer, and whether anything is different at all."""

    messages: int
    touched: bool


def merge_session(files: Files, session: SessionContent, dry_run: bool) -> Merged:
    """Merges a session.

    A message that is missing comes back to its place where that is free, else to the end. Moods, working memory and
    summary are taken from whichever of the two was used last.

    Args:
        files: of the session that is there.
        session: of the same id.
        dry_run: True to write nothing.

    Raises:
        StorageError: it could not be read or written.
    """
    here = {message.id: (message.seq, message.version) for message in all_messages(files, Wish("", str))}
    missing = [message for message in session.messages if message.id not in here]
    newer = [one for one in session.messages if one.id in here and one.version > here[one.id][1]]
    state = files.state()
    later = session.state.meta.updated_at > state.meta.updated_at
    if not dry_run:
        _write(files, session.messages, missing, newer, here)
        if later:
            files.change_state(lambda now: _later(now, session.state)).result()
    return Merged(len(missing) + len(newer), bool(missing or newer or later))


def _write(
    files: Files,
    every: tuple[Message, ...],
    missing: list[Message],
    newer: list[Message],
    here: Mapping[str, tuple[int, int]],
) -> None:
    """Writes messages.

    Args:
        files: of the session.
        every: of the session that comes in.
        missing: not there.
        newer: there in an earlier version.
        here: position and version of what is there, by id.
    """
    taken = {seq for seq, _ in here.values()}
    first, last = min(taken, default=0), max(taken, default=0)
    gaps = tuple(one for one in missing if first < one.seq < last and one.seq not in taken)
    back = {one.id for one in gaps}
    places: dict[int | str, int | str] = {}
    for one in every:
        place = here[one.id][0] if one.id in here else one.seq if one.id in back else one.id
        places[one.seq] = places[one.id] = place
    if all(place == seq for seq, place in places.items() if isinstance(seq, int)):
        places = {}

    def placed(message: Message) -> Message:
        return moved(message, places) if places else message

    for future in [files.replace(replace(placed(one), version=here[one.id][1] + 1)) for one in newer]:
        future.result()
    if gaps:
        files.put_back(tuple(map(placed, gaps))).result()
    for future in [files.append(replace(placed(one), seq=0)) for one in missing if one.id not in back]:
        future.result()


def _later(now: SessionState, then: SessionState) -> SessionState:
    """The later of two states, under the name that the user gave here."""
    title = {"title": now.meta.title, "titled_by_user": True} if now.meta.titled_by_user else {}
    return replace(then, meta=replace(then.meta, private=False, **title))

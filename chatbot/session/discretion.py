"""What a model may be told of a session's past: no sentence that the user had forgotten, and none that is to stay here.

Raw messages stay on disk as they were said. Here they are read as the model in the seat may read them: sentences that
taught or name a forgotten memory are left out for every model, those of a local memory for one on another machine.
"""

from chatbot.domain.erasure import pieces_of
from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message
from chatbot.domain.receipt import Fate, Found, Recalled
from chatbot.domain.session import Chapter
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.memory.guarded import Watch
from chatbot.session.belongings import Belongings

FORGOTTEN_MARK = "[forgotten]"
LOCAL_MARK = "[kept on the user's machine]"
MARKS = (FORGOTTEN_MARK, LOCAL_MARK)


class Discretion:
    """Judges for one model in one session.

    Args:
        watch: over the memories that the session may read.
        remote: whether the model runs on another machine.
    """

    def __init__(self, watch: Watch, remote: bool) -> None:
        self._watch = watch
        self._remote = remote

    def messages(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """Messages as the model may read them; those without a secret are the same objects."""
        return tuple(map(self.message, messages))

    def message(self, message: Message) -> Message:
        """One message as the model may read it."""
        nameless = self._nameless(message)
        if nameless is not None:
            return replace(message, text=_mark(nameless))
        text = self.text(message.text, message.id)
        return message if text == message.text else replace(message, text=text)

    def text(self, text: str, message_id: str = "") -> str:
        """A text as the model may read it.

        Args:
            text: of a message, or any other.
            message_id: of the message; empty for other texts.
        """
        hidden = self._watch.hidden(text, message_id, self._remote)
        if not hidden:
            return text
        taught = [one for one in hidden if message_id and one.source.message_id == message_id]
        kept = "".join(self._piece(piece, taught) for piece in pieces_of(text))
        for mark in MARKS:
            while f"{mark} {mark}" in kept:
                kept = kept.replace(f"{mark} {mark}", mark)
        if kept == text or self._watch.hidden(kept, "", self._remote):
            return _mark(hidden[0])  # no sentence of its own says it, so none can be left
        return kept

    def line(self, text: str) -> str:
        """A line of the program's own that may quote memories, as the model may read it."""
        said = fold(text)
        quoted = (guard.memory for guard in self._watch.guards(self._remote) if fold(guard.memory.text) in said)
        found = next(quoted, None)
        return self.text(text) if found is None else _mark(found)

    def _piece(self, piece: str, taught: list[Memory]) -> str:
        if not piece.strip():
            return piece
        named = self._watch.hidden(piece, "", self._remote)
        if named:
            return _mark(named[0])
        said = fold(piece)
        quoted = (one for one in taught if (quote := fold(one.source.quote)) and (quote in said or said in quote))
        found = next(quoted, None)
        return piece if found is None else _mark(found)

    def _nameless(self, message: Message) -> Memory | None:
        """A hidden memory that a reply drew on, and that has no value by which its words could be told."""
        for item in message.receipt.recalled if message.receipt else ():
            if item.found is Found.MEMORY and item.fate is Fate.INJECTED:
                guard = self._watch.guard(item.id, self._remote)
                if guard is not None and not guard.named:
                    return guard.memory
        return None

    def withholds(self, chapter: Chapter, session_id: str) -> bool:
        """Whether a chapter may tell of what is hidden since it was written: it has to be written again first."""
        if self._watch.hidden(f"{chapter.title}\n{chapter.text}", "", self._remote):
            return True
        return any(
            guard.memory.updated_at >= chapter.updated_at and _may_cover(chapter, guard.memory, session_id)
            for guard in self._watch.guards(self._remote)
        )

    def chapters(self, chapters: tuple[Chapter, ...], session_id: str) -> tuple[Chapter, ...]:
        """The chapters that the model may read."""
        return tuple(one for one in chapters if not self.withholds(one, session_id))

    def recalled(
        self, found: tuple[Recalled, ...], chapters: tuple[Chapter, ...], session_id: str
    ) -> tuple[Recalled, ...]:
        """What was recalled, without chapters that the model may not read, and messages as it may read them."""
        barred = {one.id for one in chapters if self.withholds(one, session_id)}
        return tuple(
            replace(item, text=self.text(item.text, item.id)) if item.found is Found.MESSAGE else item
            for item in found
            if item.id not in barred
        )


def without_marks(message: Message) -> Message:
    """A message as a summary may tell of it: what is hidden is not even hinted at."""
    text = message.text
    for mark in MARKS:
        text = text.replace(mark, "")
    return message if text == message.text else replace(message, text=text.strip())


def _may_cover(chapter: Chapter, memory: Memory, session_id: str) -> bool:
    if memory.source.session_id != session_id:
        return False
    return chapter.level > 1 or memory.source.message_id in chapter.covers


def _mark(memory: Memory) -> str:
    return FORGOTTEN_MARK if memory.status is Status.FORGOTTEN else LOCAL_MARK


def discretion_of(held: Belongings, remote: bool | None = None) -> Discretion:
    """The judge for a session's present persona and the model in the seat.

    Args:
        held: the session's belongings.
        remote: whether the model is on another machine; None for what is true of the one in the seat.

    Raises:
        StorageError: the memories could not be read.
    """
    watch = held.recollection.watch(held.files.session_id, held.state.meta.persona_id)
    return Discretion(watch, not held.parts.seat.model.local if remote is None else remote)

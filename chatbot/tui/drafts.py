"""Keeps what stands unsent in the prompt, or was put aside, on disk, against a kill. Private sessions are left out.

Another program may keep its own at the same time: only what belongs to the sessions in hand here is written.
"""

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from textual.timer import Timer

from chatbot.memory.secrets import find_secrets

if TYPE_CHECKING:
    from chatbot.tui.desk import Conversation
    from chatbot.tui.screens.main import MainScreen

SETTING = "drafts"
"""Name of the profile's setting that holds them: a JSON object, session id -> text."""

ASIDES = "asides"
"""Name of the setting with what was put aside: a JSON object, session id -> texts, the newest last."""

MOST_ASIDES = 10
"""Of one session; the oldest go."""

Kept = TypeVar("Kept", str, tuple[str, ...])
"""A session's draft, or what was put aside in it."""

DEBOUNCE_SECONDS = 0.25
"""A pause in typing after which is written, twice as long at most: one write for a burst, half a second to lose."""

MOST_CHARACTERS = 50_000
"""A longer draft is a pasted file, which need not be written again with every pause in typing."""


class Drafts:
    """The drafts of all sessions.

    Args:
        screen: whose conversations they belong to.
    """

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._kept: dict[str, str] = {}
        self._asides: dict[str, tuple[str, ...]] = {}
        self._asides_kept: dict[str, tuple[str, ...]] = {}
        self._restored: set[str] = set()
        self._timer: Timer | None = None

    def load(self) -> None:
        """Reads them; one that cannot be read counts as none. Blocks for the disk."""
        profile = self._screen.companion.files.profile
        self._kept = _decoded(profile.get(SETTING), dict[str, str])
        self._asides_kept = _decoded(profile.get(ASIDES), dict[str, tuple[str, ...]])

    def put_aside(self, conversation: "Conversation", text: str) -> None:
        """Keeps a text that was neither sent nor left in the prompt."""
        self._asides[conversation.session.id] = (*self.asides(conversation), text)[-MOST_ASIDES:]
        self.write()

    def asides(self, conversation: "Conversation") -> tuple[str, ...]:
        """What was put aside in a conversation, the newest last."""
        session_id = conversation.session.id
        return self._asides.get(session_id, self._asides_kept.get(session_id, ()))

    def sent(self, conversation: "Conversation", text: str) -> None:
        """Forgets the draft and what was put aside in the same words: it was said."""
        conversation.draft = ""
        if text in self.asides(conversation):
            left = tuple(one for one in self.asides(conversation) if one != text)
            self._asides[conversation.session.id] = left
        self.write()

    def restore(self, conversation: "Conversation", typed: str = "") -> None:
        """Gives a conversation its draft when it is first shown.

        Args:
            conversation: which.
            typed: what was typed before any conversation was open; it goes behind the draft.

        Raises:
            StorageError: they cannot be read.
        """
        session_id = conversation.session.id
        if session_id not in self._restored:
            self.load()  # another program may have kept one since
            conversation.draft = conversation.draft or self._kept.get(session_id, "")
        if not self._restored and typed:
            conversation.lay_aside(typed)
        self._restored.add(session_id)

    def note(self, conversation: "Conversation", text: str) -> None:
        """Takes note of what stands in the prompt now; it is written when no key came for a moment."""
        conversation.draft = text
        if self._timer is None:
            self._timer = self._screen.set_timer(DEBOUNCE_SECONDS, self._pause)
        else:
            self._timer.reset()  # a new one with every key would be a tenth of the key's time

    def _pause(self) -> None:
        self._timer = None
        self.write()

    def write(self) -> None:
        """Writes what changed, in the thread that writes all files."""
        loaded = self._screen.loaded
        if loaded is None:
            return
        there = {meta.id for meta in loaded.sessions.all() if not meta.private}
        drafts = {
            one.session.id: one.draft if self._may_keep(one.draft) else ""
            for one in self._screen.desk
            if one.session.id in self._restored
        }
        asides = {session_id: tuple(filter(self._may_keep, texts)) for session_id, texts in self._asides.items()}
        self._kept = self._keep(SETTING, self._kept, drafts, there)
        self._asides_kept = self._keep(ASIDES, self._asides_kept, asides, there)

    def _keep(self, name: str, known: dict[str, Kept], own: dict[str, Kept], there: set[str]) -> dict[str, Kept]:
        """Has a setting written if something of it is otherwise than it is `known` to be, and gives all of it."""
        gone = known.keys() - there
        own = {session_id: kept for session_id, kept in own.items() if session_id in there}
        now = {session_id: kept for session_id, kept in (known | own).items() if kept and session_id not in gone}
        if now != known:

            def become(stored: str) -> str:
                others = {key: kept for key, kept in _decoded(stored, dict[str, object]).items() if key not in gone}
                return msgspec.json.encode({key: kept for key, kept in (others | own).items() if kept}).decode()

            self._screen.companion.files.profile.change(name, become)
        return now

    def _may_keep(self, text: str) -> bool:
        # What would be masked in a message must not reach the disk from a draft either.
        secret = self._screen.settings.mask_secrets and find_secrets(text)
        return bool(text.strip()) and len(text) <= MOST_CHARACTERS and not secret


def _decoded(stored: str, kind: Any) -> dict[str, Any]:
    """What a setting holds by session; nothing where it was never set, or is of another shape."""
    try:
        found: dict[str, Any] = msgspec.json.decode(stored or "{}", type=kind)
    except msgspec.MsgspecError:
        return {}
    return found

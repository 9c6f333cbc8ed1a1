"""Keeps what stands unsent in the prompt, or was put aside, on disk, against a kill. Private sessions are left out."""

from typing import TYPE_CHECKING

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
        try:
            self._kept = msgspec.json.decode(profile.get(SETTING, "{}"), type=dict[str, str])
        except msgspec.MsgspecError:
            self._kept = {}
        try:
            self._asides = msgspec.json.decode(profile.get(ASIDES, "{}"), type=dict[str, tuple[str, ...]])
        except msgspec.MsgspecError:
            self._asides = {}
        self._asides_kept = dict(self._asides)

    def put_aside(self, conversation: "Conversation", text: str) -> None:
        """Keeps a text that was neither sent nor left in the prompt."""
        self._asides[conversation.session.id] = (*self.asides(conversation), text)[-MOST_ASIDES:]
        self.write()

    def asides(self, conversation: "Conversation") -> tuple[str, ...]:
        """What was put aside in a conversation, the newest last."""
        return self._asides.get(conversation.session.id, ())

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
        """
        session_id = conversation.session.id
        if session_id not in self._restored:
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
        kept = {session_id: text for session_id, text in self._kept.items() if session_id in there}
        for conversation in self._screen.desk:
            session_id = conversation.session.id
            if session_id in self._restored and session_id in there:
                kept.pop(session_id, None)
                if self._may_keep(conversation.draft):
                    kept[session_id] = conversation.draft
        if kept != self._kept:
            self._kept = kept
            loaded.files.profile.set(SETTING, msgspec.json.encode(kept).decode())
        asides = {
            session_id: may
            for session_id, texts in self._asides.items()
            if session_id in there and (may := tuple(filter(self._may_keep, texts)))
        }
        if asides != self._asides_kept:
            self._asides_kept = asides
            loaded.files.profile.set(ASIDES, msgspec.json.encode(asides).decode())

    def _may_keep(self, text: str) -> bool:
        # What would be masked in a message must not reach the disk from a draft either.
        secret = self._screen.settings.mask_secrets and find_secrets(text)
        return bool(text.strip()) and len(text) <= MOST_CHARACTERS and not secret

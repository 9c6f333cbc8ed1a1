"""What another program does with the same files, shown while the screen is open: its messages, changes and memories."""

import asyncio
from typing import TYPE_CHECKING

from chatbot.domain.message import Message
from chatbot.domain.text import clean_line
from chatbot.errors import ChatbotError
from chatbot.session.outside import take_in
from chatbot.tui import panels
from chatbot.tui.desk import Conversation

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

LOOK_SECONDS = 2.0
"""How often it is looked: as soon as somebody notices that nothing has come. A look takes less than a millisecond."""

WATCHED = 64
"""The newest messages, whose changes are seen; older ones are read anew when they are shown again."""


def deleted_elsewhere(screen: "MainScreen", session_id: str) -> str:
    """That another program deleted a session, and how it comes back, as sentences; empty where it was not deleted.

    Args:
        screen: whose files they are.
        session_id: of a session whose files are missing.
    """
    for one in screen.companion.files.library.trashed():
        if one.id == session_id:
            title = clean_line(one.meta.title, 60) if one.meta is not None else ""
            back = f"/restore {title}".rstrip()
            return f"This session was deleted in another window or by a command. {back} brings it back."
    return ""


class OutsideWatch:
    """Looks at the files of the conversation on the screen, and at the memories, when nothing runs here.

    Args:
        screen: whose files they are.
    """

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._shown: Conversation | None = None
        self._messages: dict[str, Message] = {}
        self._memories = -1

    async def look(self) -> None:
        """Shows what is otherwise than at the last look. What cannot be read is looked at again the next time."""
        desk = self._screen.desk
        if not desk.ready or desk.current.turns or desk.current.unsaved or self._screen.saving.waiting:
            return
        conversation, news = desk.current, desk.current.news
        try:
            page, revision = await asyncio.to_thread(self._read, conversation)
            if desk.current is conversation and not conversation.turns and conversation.news == news:
                self._show(conversation, page)
                if self._memories not in (-1, revision):
                    panels.refresh(self._screen)
                self._memories = revision
        except ChatbotError:
            return

    def _read(self, conversation: Conversation) -> tuple[tuple[Message, ...], int]:
        memories = self._screen.companion.files.memories
        return conversation.session.files.messages(limit=WATCHED), memories.revision

    def _show(self, conversation: Conversation, page: tuple[Message, ...]) -> None:
        transcript = self._screen.stage.transcript
        before, now = self._messages, {message.id: message for message in page}
        if self._shown is not conversation:
            before = {key: one for key, one in now.items() if transcript.has(key) or transcript.has_newer}
        oldest = page[0].seq if page else 0
        gone = [one for one in before.values() if one.id not in now and one.seq >= oldest]
        changed = [one for one in page if before.get(one.id, one) != one]
        came = [one for one in page if one.id not in before and not transcript.has(one.id)]
        news = bool(gone or changed or came)
        if news:  # first, because it may fail; the next look must find the same then
            take_in(conversation.session.belongings, (*changed, *came), tuple(one.id for one in gone))
        self._shown, self._messages = conversation, now
        for message in gone:
            transcript.remove_message(message.id)
        for message in changed:
            transcript.replace(message)
        if any(transcript.has(one.id) for one in page if came and one.seq > came[0].seq):
            self._screen.attempt(self._screen.show(conversation))  # not at the end: each has its place
            return
        for message in came:
            transcript.append(message, saved=True)
        if news:
            self._screen.stage.refresh_standing()
            panels.refresh(self._screen)

"""The middle of the screen: brings sessions and the events of turns into the transcript, headline and prompt."""

import asyncio
from collections.abc import Container
from typing import TYPE_CHECKING

from textual.timer import Timer

from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.text import clean, clean_line, sentences
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, NotFound, StorageGone
from chatbot.session.events import (
    MemoriesChanged,
    Perceived,
    ReplyDelta,
    ReplyFinished,
    TurnCommitted,
    TurnEvent,
    TurnFailed,
    TurnStarted,
)
from chatbot.session.events import Stage as Step
from chatbot.tui import aftermath, change_lines, narrate
from chatbot.tui.desk import PAGE_MESSAGES, Conversation, Note, Ongoing, newest_page
from chatbot.tui.standing import standing_of
from chatbot.tui.transcript import NoteKind, Transcript
from chatbot.tui.widgets.headline import Headline
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

FLASH_SECONDS = 4.0
"""How long a passing line stays in the footer."""

LONG_FLASH_SECONDS = 8.0
"""How long one stays that may take two breaths to read."""


class Stage:
    """Shows conversations and turns.

    Args:
        screen: whose widgets it fills.
    """

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._flash: Timer | None = None
        self._said = 0
        self._shown: Conversation | None = None

    @property
    def transcript(self) -> Transcript:
        """The chat."""
        return self._screen.query_one(Transcript)

    # Conversations

    def has_on_screen(self, conversation: Conversation) -> bool:
        """Whether the transcript shows a conversation; a page that is being read is not shown yet."""
        return self._shown is conversation

    def show(self, conversation: Conversation, page: tuple[Message, ...], has_older: bool) -> None:
        """Shows a conversation from its newest page, its notes, a reply that is being written, and its draft."""
        page = conversation.page_with_unsaved(page)
        self._shown = conversation
        self.transcript.show(page, has_older)
        for message_id in conversation.unsaved:
            self.transcript.mark_unsaved(message_id)
        if not conversation.notes:
            change_lines.recall(conversation, page)
        self._place_notes(conversation)
        for turn in conversation.turns:
            if turn.reply_id:
                self._begin(conversation, turn)
                self.transcript.feed(turn.reply_id, turn.written)
        prompt = self._screen.query_one(Prompt)
        prompt.draft = conversation.draft
        said = [message.text for message in page if message.role is Role.USER]
        prompt.set_earlier([*said, *self._screen.drafts.asides(conversation)])
        self._screen.refresh_bindings()

    def _place_notes(self, conversation: Conversation, ids: Container[str] = ()) -> None:
        """Shows the notes of the messages that are loaded, or of some of them; those of others belong nowhere here."""
        for note in conversation.notes.values():
            if note.after_id in ids if ids else not note.after_id or self.transcript.has(note.after_id):
                self._place(note)

    async def prepend(self, before_id: str) -> None:
        """Adds the page of messages before one."""
        session = self._screen.desk.current.session
        first = await asyncio.to_thread(session.files.message, before_id)
        page, has_older = await asyncio.to_thread(newest_page, session, first.seq)
        if self._screen.desk.current.session is session:
            self.transcript.prepend(page, has_older)
            self._place_notes(self._screen.desk.current, {message.id for message in page})

    async def extend(self, after_id: str) -> None:
        """Adds the page of messages after one, where an older stretch is shown."""
        files = self._screen.desk.current.session.files
        last = await asyncio.to_thread(files.message, after_id)
        page = await asyncio.to_thread(files.messages, last.seq + PAGE_MESSAGES + 1, PAGE_MESSAGES)
        newer = tuple(message for message in page if message.seq > last.seq)
        self.transcript.extend(newer, bool(newer) and newer[-1].seq < files.last_seq())

    async def jump(self, message_id: str, quote: str = "") -> None:
        """Shows a message of the current session with the quoted words marked.

        Raises:
            NotFound: the session has no such message.
        """
        if self.transcript.jump_to(message_id, quote):
            return
        files = self._screen.desk.current.session.files
        wanted = await asyncio.to_thread(files.message, message_id)
        page = await asyncio.to_thread(files.messages, wanted.seq + PAGE_MESSAGES // 2, PAGE_MESSAGES)
        self.transcript.show(page, page[0].seq > 1, page[-1].seq < files.last_seq())
        self.transcript.jump_to(message_id, quote)

    # Turns

    def perform(self, conversation: Conversation, turn: Ongoing, event: TurnEvent) -> None:
        """Shows one event of a turn, now or when its conversation comes back to the screen."""
        if isinstance(event, TurnFailed) and event.stage is Step.BEGIN and turn.text:
            # The message is nowhere on disk, so it goes back to where it can be sent again.
            self.give_back(turn.text, conversation)
        note = narrate.event_note(event, turn.trace)
        if note is not None and isinstance(event, TurnFailed) and (gone := self._gone(conversation)):
            note = replace(note, text=f"{gone}{narrate.what_now(event)}")
        if note is not None:
            conversation.notes[note.id] = note
        if self._shown is conversation:
            self._show_event(conversation, turn, event)
            if note is not None:
                self._place(note)
            if isinstance(event, MemoriesChanged):
                aftermath.follow(self._screen, event.entry)

    def _show_event(self, conversation: Conversation, turn: Ongoing, event: TurnEvent) -> None:
        transcript = self.transcript
        match event:
            case TurnStarted() if transcript.has(event.message.id):
                transcript.replace(event.message)
            case TurnStarted():
                transcript.append(event.message, saved=True)
            case Perceived():
                transcript.replace(event.message)
            case ReplyDelta():
                if turn.written == event.text:
                    self._begin(conversation, turn)
                transcript.feed(event.message_id, event.text)
            case ReplyFinished():
                transcript.finish_reply(event.message)
            case TurnCommitted():
                transcript.replace(event.message)
                transcript.mark_saved(event.message.id)
            case TurnFailed(kept=Message() as kept):
                transcript.finish_reply(kept)
                transcript.mark_saved(kept.id)
            case TurnFailed() if transcript.is_growing(turn.trace.reply_id):
                self._take_off(conversation, turn.trace.reply_id)
            case _:
                pass

    def _take_off(self, conversation: Conversation, reply_id: str) -> None:
        """Nothing of a reply was kept: what it was to replace stands there again."""
        try:
            self.transcript.finish_reply(conversation.session.files.message(reply_id))
            self.transcript.mark_saved(reply_id)
        except NotFound:
            self.transcript.remove_message(reply_id)

    def _begin(self, conversation: Conversation, turn: Ongoing) -> None:
        asked = turn.trace.user_message
        self.transcript.begin_reply(
            Message(
                id=turn.reply_id,
                session_id=asked.session_id if asked else "",
                seq=0,
                turn=turn.trace.turn,
                role=Role.PERSONA,
                persona_id=conversation.session.meta.persona_id,
                text="",
                created_at=self._screen.clock(),
                state=MessageState.DRAFT,
            )
        )

    def give_back(self, text: str, conversation: Conversation | None = None) -> None:
        """Puts a text back into the prompt, after what stands there by now.

        Args:
            text: what was entered.
            conversation: whose prompt it was; None for whichever is on the screen. Of one that is not on the
                screen it goes into the draft.
        """
        prompt = self._screen.query_one(Prompt)
        if conversation is not None and conversation is not self._shown:
            conversation.lay_aside(text)
        elif prompt.draft.strip():
            prompt.add(text)
        else:
            prompt.draft = text
            prompt.focus()

    # Lines for the user

    def say(self, text: str, kind: NoteKind = NoteKind.NOTICE, key: str = "") -> None:
        """Answers what the user did with a line at the end of the chat, keeps it there, and lets it be seen.

        The next line of the same key stands in its place.
        """
        if not self._screen.desk.ready:
            self.flash(text)
            return
        self._keep(text, kind, key)
        self.bring_up(text)

    def mention(self, text: str, key: str = "") -> None:
        """Says something that nobody waits for at the end of the chat; who reads further up is told that it came."""
        if not self._screen.desk.ready:
            self.flash(text)
            return
        self._keep(text, NoteKind.NOTICE, key)
        self.transcript.came_below()

    def _keep(self, text: str, kind: NoteKind, key: str) -> None:
        self._said += 1
        self.put(Note(self.transcript.last_message_id, key or f"said {self._said}", clean(text), kind))

    def take_away(self, key: str) -> None:
        """Takes back a line that was said with a key; nothing happens where there is none."""
        if self._screen.desk.current.notes.pop(key, None) is not None:
            self.transcript.remove_note(key)

    def bring_up(self, text: str) -> None:
        """Lets a line at the end of the chat be seen, though the reader scrolled up.

        Who asked in the prompt is taken to it. Who is busy elsewhere, such as on an older message, stays there
        and gets it in the footer.
        """
        if self.transcript.following:
            return
        if isinstance(self._screen.focused, Prompt):
            self.transcript.follow_end()
        else:
            self.transcript.came_below()
            self.flash(text, LONG_FLASH_SECONDS)

    def put(self, note: Note) -> None:
        """Shows a line between messages of the conversation on the screen, and keeps it; the same id replaces."""
        self._screen.desk.current.notes[note.id] = note
        self._place(note)

    def fail(self, error: ChatbotError) -> None:
        """Says what went wrong and what to do, and leaves the prompt as it is."""
        desk = self._screen.desk
        gone = self._gone(desk.current) if isinstance(error, StorageGone) and desk.ready else ""
        told = gone or sentences(error.message, error.hint)
        self.say(told, NoteKind.ERROR, key=f"failed: {told}")

    def _gone(self, conversation: Conversation) -> str:
        """That a conversation was deleted by another program, and how it comes back; empty where it was not."""
        from chatbot.tui.outside import deleted_elsewhere

        return deleted_elsewhere(self._screen, conversation.session.id)

    def flash(self, text: str, seconds: float = FLASH_SECONDS, warns: bool = False) -> None:
        """Shows a line in the footer for a moment; in the colour of warnings where the next key may lose something."""
        line = self._screen.query_one(KeyLine)
        line.ask(clean_line(text), warns)
        if self._flash is not None:
            self._flash.stop()
        self._flash = self._screen.set_timer(seconds, lambda: line.ask(""))

    def _place(self, note: Note) -> None:
        self.transcript.add_note(note.after_id, note.id, note.text, note.kind)

    # Headline

    def glyph(self, persona_id: str) -> str:
        """A persona's one-cell sign; its first letter where it has none."""
        try:
            persona = self._screen.companion.catalog.get(persona_id)
        except ChatbotError:
            return clean_line(persona_id, 1).upper()
        return clean_line(persona.meta.glyph, 2) or persona.char[:1].upper()

    def refresh_standing(self) -> None:
        """Brings the headline up to date."""
        screen = self._screen
        if not screen.desk.ready:
            return
        standing = standing_of(screen, self.glyph)
        if standing is not None:
            screen.query_one(Headline).show(standing)

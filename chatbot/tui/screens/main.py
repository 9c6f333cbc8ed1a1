"""The conversation: prompt, transcript, and the panels beside them. It watches a session and owns nothing of it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import Screen

from chatbot.config import Settings
from chatbot.domain.ids import Clock, utc_now
from chatbot.errors import ChatbotError, NotFound
from chatbot.session.events import ReplyDelta
from chatbot.session.stream import TurnStream
from chatbot.session.trace import Trace
from chatbot.tui import panels, start
from chatbot.tui.desk import Conversation, Desk, Ongoing, newest_page
from chatbot.tui.drafts import Drafts
from chatbot.tui.options import TuiOptions
from chatbot.tui.saving import Saving
from chatbot.tui.stage import Stage
from chatbot.tui.transcript.events import TranscriptMessage
from chatbot.tui.undo import UndoStack
from chatbot.tui.widgets.chat import Chat
from chatbot.tui.widgets.headline import Headline
from chatbot.tui.widgets.kept import Ground
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.prompt import MOST_CELLS, Prompt
from chatbot.tui.wish import Wish

if TYPE_CHECKING:
    from chatbot.assemble import Companion

Loader = Callable[[], "Companion"]
"""Opens the user's files and puts the program together."""

BREAKPOINTS = [(0, "-narrow"), (100, "-middle"), (140, "-wide"), (180, "-broad")]
"""Columns from which each class of the style sheet holds."""


class Columns(Ground, Horizontal):
    """The panels and the chat between them."""


class Centre(Ground, Vertical):
    """The chat and the prompt below it."""

    def on_resize(self) -> None:
        """On a wide terminal the prompt stands in the middle, where the messages are: a margin would move them, too."""
        prompt, left = self.query_one(Prompt), max(0, (self.size.width - MOST_CELLS) // 2)
        if prompt.styles.offset.x.value != left:
            prompt.styles.offset = (left, 0)


class MainScreen(Ground, Screen[None]):
    """The one screen.

    Args:
        settings: as this run was told.
        load: opens the user's files and puts the program together; called in a thread, after the first frame.
        options: what the command line asked for.
        clock: the present moment.

    Attributes:
        loaded: the user's program; None until it is loaded.
        failure: why it could not be loaded; None where it could.
    """

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    AUTO_FOCUS = "Prompt"

    trace: reactive[Trace] = reactive(Trace(), init=False)

    def __init__(self, settings: Settings, load: Loader, options: TuiOptions, clock: Clock = utc_now) -> None:
        super().__init__()
        self.settings = settings
        self.load = load
        self.loaded: Companion | None = None
        self.failure: ChatbotError | None = None
        self.options = options
        self.clock = clock
        self.desk = Desk(clock)
        self.keyline = KeyLine(settings.keys)  # held, because every key asks for it
        self.undos = UndoStack()
        self.saving = Saving(self)
        self.drafts = Drafts(self)
        self.started = asyncio.Event()

    def compose(self) -> ComposeResult:
        """Headline, the three columns (panels come when they are first opened), footer."""
        yield Headline()
        with Columns(id="columns"):
            yield Vertical(id="left", classes="panel")
            with Centre(id="centre"):
                yield Chat(start.speakers(self), id="transcript")
                yield Prompt("Write something, or / for commands", id="prompt")
            yield Vertical(id="right", classes="panel")
        yield self.keyline

    def fit(self, columns: int) -> None:
        """Takes the class of a width before any style is read: set at the first resize, all would be read twice."""
        self.add_class([name for least, name in BREAKPOINTS if columns >= least][-1], update=False)

    def on_mount(self) -> None:
        """Loads the program when the first frame stands and the first keys were heard: typing never waits for it."""
        self.stage = Stage(self)
        self.call_after_refresh(lambda: self.set_timer(start.LOAD_DELAY_SECONDS, self._begin))

    def _begin(self) -> None:
        self.attempt(start.begin(self))

    @property
    def companion(self) -> "Companion":
        """The user's program.

        Raises:
            NotFound: it is not loaded yet.
        """
        if self.loaded is None:
            raise NotFound("Your files are still being opened.", "Try again in a moment.")
        return self.loaded

    # What happens in turns

    def send(self, text: str) -> None:
        """Says something in the current session."""
        chat = self.query_one(Chat)
        chat.follow_end()
        chat.leave_message()
        self.follow(self.desk.current, self.desk.current.session.send(text), text)

    def follow(self, conversation: Conversation, stream: TurnStream, text: str = "") -> None:
        """Reads a turn to its end, also while another conversation is on the screen.

        Args:
            conversation: whose turn it is.
            stream: the turn.
            text: what the user said; given back if it cannot be stored.
        """
        turn = conversation.follow(stream, text)
        self.run_worker(self._read(conversation, stream, turn), group="turns")

    async def _read(self, conversation: Conversation, stream: TurnStream, turn: Ongoing) -> None:
        async for event in stream:
            # Of a growing reply only the beginning is news to the panels; the rest is the transcript's alone.
            is_news = not isinstance(event, ReplyDelta) or turn.reply_id != event.message_id
            conversation.hear(turn, event)
            self.stage.perform(conversation, turn, event)
            if is_news:
                self._tell_panels(conversation)
        conversation.turns.remove(turn)
        self.stage.refresh_standing()

    def _tell_panels(self, conversation: Conversation) -> None:
        if self.desk.is_current(conversation):
            self.trace = conversation.trace
        self.stage.refresh_standing()
        panels.refresh_sessions(self)
        self.saving.look()

    def watch_trace(self, trace: Trace) -> None:
        """The inspector follows the turn."""
        panels.hand_down(self, trace)

    async def show(self, conversation: Conversation) -> None:
        """Puts a conversation on the screen; what runs elsewhere goes on."""
        known = -1
        while known != conversation.news:  # a turn that went on while the page was read may have changed it
            known = conversation.news
            page, has_older = await asyncio.to_thread(newest_page, conversation.session)
            if not self.desk.is_current(conversation):
                return  # the user switched again while the page was read
        self.drafts.restore(conversation, self.query_one(Prompt).draft)
        self.stage.show(conversation, page, has_older)
        self.trace = conversation.trace
        panels.select(self, "")
        self.stage.refresh_standing()
        panels.refresh(self)

    def pass_on(self) -> None:
        """Gives the footer back to the keys."""
        self.keyline.ask("")

    def keep_draft(self) -> None:
        """Keeps what stands in the prompt with its conversation, before another one is shown."""
        if self.desk.ready:
            self.desk.current.draft = self.query_one(Prompt).draft
            self.drafts.write()

    # What went wrong

    def leave(self, reason: ChatbotError) -> None:
        """Ends the program, because it cannot begin; the command line says why."""
        self.failure = reason
        self.app.exit(1)

    def attempt(self, deed: Coroutine[object, object, object]) -> None:
        """Does something in the background; an error becomes one line in the chat."""
        self.run_worker(self._attempt(deed), group="deeds")

    async def _attempt(self, deed: Awaitable[object]) -> None:
        try:
            await deed
        except ChatbotError as error:
            self.stage.fail(error)
            self.saving.look()

    # What was asked for

    @on(Prompt.Submitted)
    def _submit(self, event: Prompt.Submitted) -> None:
        event.stop()
        from chatbot.tui import commands

        if self.desk.ready:
            self.drafts.sent(self.desk.current, event.text)
        self.attempt(commands.submit(self, event.text))

    @on(Prompt.Changed)
    def _complete(self, event: Prompt.Changed) -> None:
        event.stop()
        prompt = self.query_one(Prompt)
        if self.desk.ready and self.stage.has_on_screen(self.desk.current):
            self.drafts.note(self.desk.current, prompt.draft)
        if prompt.draft.startswith("/"):
            from chatbot.tui import commands

            prompt.suggest(commands.complete(self, prompt.draft))
        else:
            prompt.suggest(())

    @on(TranscriptMessage)
    def _transcript_asks(self, event: TranscriptMessage) -> None:
        from chatbot.tui.answers import answer

        answer(self, event)

    @on(Wish)
    def _panel_asks(self, event: Wish) -> None:
        self.attempt(event.deed(self))

    def on_descendant_focus(self) -> None:
        """The footer speaks of where the focus is."""
        panels.tell_keys(self)

    def on_resize(self) -> None:
        """Panels become drawers, or columns again."""
        self.call_after_refresh(panels.refit, self)

"""What the screen does when the transcript asks for something."""

from typing import TYPE_CHECKING

from chatbot.tui import links, message_deeds, panels
from chatbot.tui.transcript import (
    FollowingChanged,
    LinkRequested,
    MessageAction,
    MessageFocused,
    NewerRequested,
    NoteActivated,
    OlderRequested,
)
from chatbot.tui.transcript.events import TranscriptMessage
from chatbot.tui.widgets.keyline import KeyLine

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


def answer(screen: "MainScreen", event: TranscriptMessage) -> None:
    """Does what one message of the transcript asks for."""
    match event:
        case OlderRequested():
            screen.attempt(screen.stage.prepend(event.before_id))
        case NewerRequested():
            screen.attempt(screen.stage.extend(event.after_id))
        case MessageAction():
            screen.attempt(message_deeds.do(screen, event.action, event.message_id))
        case MessageFocused():
            panels.select(screen, event.message_id)
        case NoteActivated():
            panels.open_learnt(screen, event.message_id)
        case LinkRequested():
            screen.attempt(links.ask_and_open(screen, event.url, event.host))
        case FollowingChanged():
            screen.query_one(KeyLine).tell_below(0 if event.following else event.new_below)
        case _:
            pass

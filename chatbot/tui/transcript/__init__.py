"""The conversation on the screen: one view that renders only what is seen.

`Transcript` is the widget; `events` has what it posts; the rest is its inside, from text to strips:
`blocks` cuts a message, `markdown`, `code` and `table` make rows of a block, `entry` and `column` know
where everything stands, `paint` colours, `view` scrolls, `navigation` finds.
"""

from chatbot.tui.transcript.events import (
    FollowingChanged,
    LinkRequested,
    MessageAction,
    MessageFocused,
    NewerRequested,
    NoteActivated,
    NoteKind,
    OlderRequested,
    Speaker,
    SpeakerOf,
)
from chatbot.tui.transcript.transcript import Transcript

__all__ = [
    "FollowingChanged",
    "LinkRequested",
    "MessageAction",
    "MessageFocused",
    "NewerRequested",
    "NoteActivated",
    "NoteKind",
    "OlderRequested",
    "Speaker",
    "SpeakerOf",
    "Transcript",
]

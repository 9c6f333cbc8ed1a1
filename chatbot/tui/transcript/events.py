"""What the transcript asks of the screen, as messages, and the small values that it is given."""

from collections.abc import Callable
from enum import StrEnum

from textual.message import Message as Post

from chatbot.domain.value import Value


class Speaker(Value):
    """How a persona is shown.

    Attributes:
        name: one line.
        glyph: one character before the name; empty for none.
    """

    name: str
    glyph: str = ""


SpeakerOf = Callable[[str], Speaker]
"""Gives the speaker of a persona id; must not fail for an unknown one."""


class NoteKind(StrEnum):
    """What a small line under a message tells."""

    LEARNT = "learnt"
    NOTICE = "notice"
    ERROR = "error"


class Note(Value):
    """A small line under a message.

    Attributes:
        id: unique among the notes of the transcript.
        text: cleaned, may be several lines.
        kind: see `NoteKind`.
    """

    id: str
    text: str
    kind: NoteKind


class TranscriptMessage(Post):
    """Base of all that the transcript posts."""


class OlderRequested(TranscriptMessage):
    """The reader nears the first message that is loaded; answer with `prepend`.

    Attributes:
        before_id: the first loaded message.
    """

    def __init__(self, before_id: str) -> None:
        super().__init__()
        self.before_id = before_id


class NewerRequested(TranscriptMessage):
    """The reader nears the last message that is loaded while newer ones exist; answer with `extend`.

    Attributes:
        after_id: the last loaded message.
    """

    def __init__(self, after_id: str) -> None:
        super().__init__()
        self.after_id = after_id


class MessageAction(TranscriptMessage):
    """A key was pressed on the focused message.

    Attributes:
        action: the last part of the id of its binding, such as `copy` or `what_if`.
        message_id: of the focused message.
    """

    def __init__(self, action: str, message_id: str) -> None:
        super().__init__()
        self.action = action
        self.message_id = message_id


class MessageFocused(TranscriptMessage):
    """Another message has the focus; an empty id means none."""

    def __init__(self, message_id: str) -> None:
        super().__init__()
        self.message_id = message_id


class LinkRequested(TranscriptMessage):
    """A link was clicked. Nothing is opened: ask first, and show the host.

    Attributes:
        url: http or https, cleaned.
        host: as the network sees it, in ASCII, so that look-alike letters show.
    """

    def __init__(self, url: str, host: str) -> None:
        super().__init__()
        self.url = url
        self.host = host


class NoteActivated(TranscriptMessage):
    """A note was clicked."""

    def __init__(self, note_id: str, message_id: str) -> None:
        super().__init__()
        self.note_id = note_id
        self.message_id = message_id


class FollowingChanged(TranscriptMessage):
    """The view began or ceased to follow the end, or something new came below it.

    Attributes:
        following: whether the end stays in view.
        new_below: how many messages came or grew below the view since the reader left the end.
    """

    def __init__(self, following: bool, new_below: int) -> None:
        super().__init__()
        self.following = following
        self.new_below = new_below

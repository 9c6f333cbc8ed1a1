"""An app that shows nothing but a transcript, and messages to show in it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message as Post

from chatbot.domain.message import Message, MessageState, Role
from chatbot.tui.transcript import (
    FollowingChanged,
    LinkRequested,
    MessageAction,
    MessageFocused,
    NewerRequested,
    NoteActivated,
    OlderRequested,
    Speaker,
    Transcript,
)

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


class TranscriptApp(App[None]):
    """Collects what the transcript posts."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[Post] = []

    def compose(self) -> ComposeResult:
        yield Transcript(lambda persona_id: Speaker(persona_id.title(), "◆"), UTC)

    @property
    def transcript(self) -> Transcript:
        return self.query_one(Transcript)

    @on(FollowingChanged)
    @on(LinkRequested)
    @on(MessageAction)
    @on(MessageFocused)
    @on(NewerRequested)
    @on(NoteActivated)
    @on(OlderRequested)
    def _collect(self, event: Post) -> None:
        self.posts.append(event)

    def lines(self) -> list[str]:
        """The rows of the view, as text."""
        view = self.transcript
        return [strip.text.rstrip() for strip in view.render_lines(view.size.region)]

    def shown(self) -> str:
        return "\n".join(self.lines())


Say = Callable[..., Message]


@pytest.fixture
def app() -> TranscriptApp:
    return TranscriptApp()


@pytest.fixture
def say() -> Say:
    """Makes messages; the user has the odd numbers."""

    def make(number: int, text: str, role: Role | None = None, **more: object) -> Message:
        speaker = role or (Role.USER if number % 2 else Role.PERSONA)
        fields: dict[str, object] = {"state": MessageState.COMPLETE, **more}
        return Message(
            id=f"m{number}",
            session_id="s",
            seq=number,
            turn=number,
            role=speaker,
            persona_id="mira",
            text=text,
            created_at=MORNING + timedelta(seconds=number),
            **fields,  # type: ignore[arg-type]
        )

    return make

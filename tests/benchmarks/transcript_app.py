"""The transcript and the prompt with nothing behind them, to measure what the view alone costs.

Takes the number of messages to open with.
"""

import sys
from datetime import UTC, datetime

from pieces import pieces  # type: ignore[import-not-found]
from textual.app import App, ComposeResult

from chatbot.domain.message import Message, MessageState, Role
from chatbot.tui.transcript import Speaker, Transcript
from chatbot.tui.widgets.prompt import Prompt

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def message(number: int, text: str, role: Role, state: MessageState = MessageState.COMPLETE) -> Message:
    """A message of a made-up chat."""
    return Message(f"m{number}", "s", number, number, role, "mira", text, NOW, state)


def chat(count: int) -> list[Message]:
    """So many messages, every second one with some markdown."""
    texts = (
        "message {} says something plain and short",
        "reply {}\n\n- **one**\n- two\n\n```py\nx = {}\n```\nand on " + "on " * 60,
    )
    roles = (Role.USER, Role.PERSONA)
    return [message(number, texts[number % 2].format(number, number), roles[number % 2]) for number in range(count)]


class Chat(App[None]):
    BINDINGS = [("ctrl+q", "quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Transcript(lambda _: Speaker("Mira", "◆"), UTC)
        yield Prompt("Write something")

    def on_mount(self) -> None:
        self.query_one(Prompt).focus()
        self.call_after_refresh(lambda: self.query_one(Transcript).show(chat(int(sys.argv[1]))))

    async def key_f12(self) -> None:
        self.run_worker(self._stream())

    async def _stream(self) -> None:
        view = self.query_one(Transcript)
        view.begin_reply(message(1_000_000, "", Role.PERSONA, MessageState.DRAFT))
        text = ""
        async for piece in pieces():
            text += piece
            view.feed("m1000000", piece)
        view.finish_reply(message(1_000_000, text, Role.PERSONA))


if __name__ == "__main__":
    Chat().run()

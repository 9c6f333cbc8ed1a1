"""The transcript as it stands over the prompt: what is typed at it and is none of its keys goes into the prompt."""

from textual import events

from chatbot.tui.transcript import Transcript
from chatbot.tui.widgets import astray
from chatbot.tui.widgets.prompt import Prompt


class Chat(Transcript):
    """The conversation of the main screen. A click on a message takes nobody's next sentence away.

    Arguments as for `Transcript`.
    """

    async def _on_key(self, event: events.Key) -> None:
        prompt = self.screen.query_one(Prompt)
        if self.screen.focused is prompt:  # typed in one go with the letter that went there
            astray.follow(event, prompt)
        elif event.is_printable and not astray.is_bound(self.screen, event.key) and (event.character or "").strip():
            astray.write(event, event.character or "", prompt)

    def _on_paste(self, event: events.Paste) -> None:
        astray.write(event, event.text, self.screen.query_one(Prompt))

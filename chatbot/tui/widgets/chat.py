"""The transcript as it stands over the prompt: what is typed at it and is none of its keys goes into the prompt."""

from textual import events

from chatbot.tui.transcript import Transcript
from chatbot.tui.widgets.prompt import Prompt


class Chat(Transcript):
    """The conversation of the main screen. A click on a message takes nobody's next sentence away.

    Arguments as for `Transcript`.
    """

    async def _on_key(self, event: events.Key) -> None:
        prompt = self.screen.query_one(Prompt)
        if self.screen.focused is prompt:  # typed in one go with the letter that went there
            self._take(event)
            prompt.post_message(events.Key(event.key, event.character))
        elif event.is_printable and not self._is_bound(event.key) and (event.character or "").strip():
            self._write(event, event.character or "")

    def _on_paste(self, event: events.Paste) -> None:
        self._write(event, event.text)

    def _write(self, event: events.Event, text: str) -> None:
        prompt = self.screen.query_one(Prompt)
        if prompt.visible:  # no drawer lies over it
            self._take(event)
            self.screen.set_focus(prompt)
            prompt.insert_text(text)

    def _take(self, event: events.Event) -> None:
        event.stop()
        event.prevent_default()

    def _is_bound(self, key: str) -> bool:
        return any(key in bindings.key_to_bindings for _, bindings in self.screen._binding_chain)

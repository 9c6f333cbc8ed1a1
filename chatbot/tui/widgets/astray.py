"""Words typed where no words are wanted: they go into the prompt. What is a key there, the caller knows."""

from textual import events
from textual.screen import Screen

from chatbot.tui.widgets.prompt import Prompt


def is_bound(screen: Screen[object], key: str) -> bool:
    """Whether a key does something where the focus is."""
    return any(key in bindings.key_to_bindings for _, bindings in screen._binding_chain)


def follow(event: events.Key, prompt: Prompt) -> None:
    """Sends a key after the letters before it, which moved the focus into the prompt."""
    take(event)
    prompt.post_message(events.Key(event.key, event.character))


def write(event: events.Event, text: str, prompt: Prompt) -> None:
    """Goes to the prompt with a text, unless a drawer lies over it; then nothing takes the event."""
    if prompt.visible:
        take(event)
        prompt.screen.set_focus(prompt)
        prompt.insert_text(text)


def take(event: events.Event) -> None:
    """Keeps an event from everybody else."""
    event.stop()
    event.prevent_default()

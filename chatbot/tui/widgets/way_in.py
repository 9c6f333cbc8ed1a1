"""The line under a panel's title that says which key leads in; it goes when the focus is there."""

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import Static

from chatbot.tui.keys import KEYS, keys_of, shown


def way_in(key_id: str, overrides: Mapping[str, str]) -> Static:
    """The line.

    Args:
        key_id: of the binding that opens the panel, and goes there when it is open.
        overrides: the config file's keys.
    """
    key = next(key for key in KEYS if key.id == key_id)
    name = shown(keys_of(key, overrides).split(",")[0])
    return Static(Content(f"{name} moves here"), classes="way-in", markup=False)

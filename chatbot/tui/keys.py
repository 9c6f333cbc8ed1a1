"""The one table of key bindings, with ids that the config file's `[keys]` can give other keys.

The footer, the help screen and the palette are made from it. Keys of the prompt and of the transcript
are listed here too, so that help is whole; those widgets bind them under the same ids.
"""

from collections.abc import Mapping
from enum import StrEnum

from textual.binding import Binding, BindingType

from chatbot.domain.value import Value


class Place(StrEnum):
    """Where a key works."""

    EVERYWHERE = "Everywhere"
    PROMPT = "In the prompt"
    MESSAGE = "On a message"
    MEMORY = "In the memory list"
    SESSIONS = "In the session list"
    INSPECTOR = "In the inspector"


Hints = tuple[tuple[str, str], ...]
"""Keys that only one widget has, each with its short word; a widget's `HINTS` stand in the footer while it has
the focus."""


class Key(Value):
    """One binding.

    Attributes:
        id: what the config file calls it.
        keys: comma-separated, as Textual names them.
        action: the action of the widget that binds it; empty where the widget handles the key itself.
        label: what it does, for help and palette.
        place: where it works.
        hint: the short word in the footer; empty keeps it out of there.
        priority: True where it works before what has the focus sees the key.
    """

    id: str
    keys: str
    action: str
    label: str
    place: Place
    hint: str = ""
    priority: bool = False


_E, _P, _M, _L, _S, _I = (
    Place.EVERYWHERE,
    Place.PROMPT,
    Place.MESSAGE,
    Place.MEMORY,
    Place.SESSIONS,
    Place.INSPECTOR,
)

KEYS: tuple[Key, ...] = (
    Key("app.palette", "ctrl+p", "palette", "Command palette, with every action", _E, "commands", True),
    Key("app.help", "f1", "command('help')", "Help", _E, "help", True),
    Key("memory.correct", "f2", "command('correct')", "Put right what the newest reply used or learnt", _E, "put right",
        True),
    Key("session.new", "ctrl+n", "command('new')", "New session", _E, "", True),
    Key("panel.inspector", "ctrl+b", "inspector", "Inspector: open, go there, then close", _E, "inspector", True),
    Key("panel.sessions", "ctrl+s", "sessions", "Sessions: open, go there, then close", _E, "sessions", True),
    Key("panel.next", "f6", "next_part", "Go round: chat, inspector, sessions, prompt", _E, "", True),
    Key("panel.messages", "ctrl+up", "messages", "Go to the messages; there the arrows move", _E),
    Key("persona.switch", "ctrl+t", "command('persona')", "Switch persona", _E, "persona", True),
    Key("search.all", "f3", "command('search')", "Search all messages and memories", _E, "search", True),
    Key("prompt.editor", "ctrl+g", "editor", "Edit the draft in $EDITOR", _E, "", True),
    Key("app.escape", "escape", "escape", "Stop the reply, else close, else go to the prompt", _E),
    Key("app.copy", "ctrl+c", "interrupt", "Copy, else stop, else put the draft aside, else quit", _E,
        "", True),
    Key("app.quit", "ctrl+q", "command('quit')", "Quit", _E, "quit", True),
    Key("prompt.send", "enter", "", "Send", _P, "send"),
    Key("prompt.newline", "ctrl+j,shift+enter,alt+enter", "", "New line", _P, "new line"),
    Key("prompt.earlier", "up", "", "At the upper edge: the prompt before", _P),
    Key("prompt.later", "down", "", "At the lower edge: the prompt after", _P),
    Key("message.copy", "y", "", "Copy the message as it was written", _M, "copy"),
    Key("message.copy_code", "b", "", "Copy its code block", _M),
    Key("message.edit", "e", "", "Edit it", _M, "edit"),
    Key("message.regenerate", "r", "", "Have it written again", _M, "again"),
    Key("message.why", "w", "", "Why this reply", _M, "why"),
    Key("message.correct", "c", "", "Put right what it used or learnt", _M, "put right"),
    Key("message.undo", "u", "", "Take back a deletion, or what was learnt or changed here", _M, "undo"),
    Key("message.what_if", "i", "", "What if: without a memory, or by another persona", _M, "what if"),
    Key("message.learnt", "m", "", "What was learnt here", _M, "learnt"),
    Key("message.earlier", "left,left_square_bracket", "", "The version of the reply before", _M),
    Key("message.later", "right,right_square_bracket", "", "The next version of the reply", _M),
    Key("message.fork", "f", "", "Fork the session here", _M, "fork"),
    Key("message.delete", "d", "", "Delete it", _M, "delete"),
    Key("memory.down", "j", "cursor_down", "Down, as the arrow does", _L),
    Key("memory.up", "k", "cursor_up", "Up, as the arrow does", _L),
    Key("memory.details", "enter", "select", "Details", _L, "details"),
    Key("memory.edit", "e", "memory('edit')", "Edit", _L, "edit"),
    Key("memory.pin", "p", "memory('pin')", "Pin: always recalled first", _L, "pin"),
    Key("memory.lock", "l", "memory('lock')", "Lock: only you change it", _L),
    Key("memory.forget", "d", "memory('forget')", "Forget", _L, "forget"),
    Key("memory.undo", "u", "memory('undo')", "Undo the last change of memories", _L, "undo"),
    Key("memory.source", "s", "memory('source')", "Jump to where it was said", _L, "source"),
    Key("memory.used", "w", "memory('used')", "Which replies used it", _L),
    Key("memory.scope", "g", "memory('scope')", "Change who can read it", _L, "scope"),
    Key("memory.history", "h", "memory('history')", "History, with rollback", _L, "history"),
    Key("memory.filter", "slash", "memory('filter')", "Filter", _L, "filter"),
    Key("memory.accept", "a", "memory('accept')", "Accept a suggestion", _L),
    Key("memory.reject", "x", "memory('reject')", "Reject a suggestion", _L),
    Key("memory.keep_new", "n", "memory('new')", "Conflict: the new one is right", _L),
    Key("memory.keep_old", "o", "memory('old')", "Conflict: the old one is right", _L),
    Key("memory.keep_both", "b", "memory('both')", "Conflict: both are right", _L),
    Key("memory.holds", "y", "memory('holds')", "To check: it holds as it is", _L),
    Key("memory.mark", "space", "memory('mark')", "Mark, to forget or merge several at once", _L),
    Key("memory.merge", "m", "memory('merge')", "Merge the marked, or both sides of a conflict", _L),
    Key("memory.split", "v", "memory('split')", "Split into parts", _L),
    Key("memory.form", "c", "memory('form')", "Change kind, dates, importance", _L),
    Key("memory.as_of", "t", "memory('as_of')", "All memories as they were at a date", _L),
    Key("memory.redo", "z", "memory('redo')", "Make again what was taken back", _L),
    Key("sessions.open", "enter", "select", "Open", _S, "open"),
    Key("sessions.rename", "r", "session('rename')", "Rename", _S, "rename"),
    Key("sessions.delete", "d", "session('delete')", "Delete", _S, "delete"),
    Key("sessions.undo", "u", "session('undo')", "Bring the last deleted one back", _S, "undo"),
    Key("sessions.new", "n", "session('new')", "New session", _S, "new"),
    Key("sessions.filter", "slash", "session('filter')", "Filter", _S, "filter"),
    Key("inspector.next", "right_square_bracket", "turn_page(1)", "Next page", _I, "next page"),
    Key("inspector.previous", "left_square_bracket", "turn_page(-1)", "Page before", _I),
)  # fmt: skip


def bindings(place: Place) -> list[BindingType]:
    """The Textual bindings of one place, for a widget's `BINDINGS`; keys handled elsewhere are left out."""
    return [
        Binding(key.keys, key.action, key.label, show=bool(key.hint), priority=key.priority, id=key.id)
        for key in KEYS
        if key.place is place and key.action
    ]


def unknown_ids(overrides: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the config file's `[keys]` that no binding has."""
    known = {key.id for key in KEYS}
    return tuple(name for name in overrides if name not in known)


_SHOWN = {
    "escape": "esc",
    "slash": "/",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def shown(keys: str) -> str:
    """Keys as people write them: `ctrl+j,escape` becomes `ctrl+j, esc`."""
    return ", ".join(_SHOWN.get(key, key) for key in keys.split(","))


def keys_of(key: Key, overrides: Mapping[str, str]) -> str:
    """The keys that a binding has in this run."""
    return overrides.get(key.id, key.keys)

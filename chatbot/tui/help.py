"""The words of help and of the list of keys, made from the bindings and the commands, in columns of a width."""

from collections.abc import Mapping

from textual.content import Content

from chatbot.domain.text import clean_line
from chatbot.tui.columns import beside
from chatbot.tui.keys import KEYS, Place, keys_of, shown

_KEY_CELLS = 14
_COMMAND_CELLS = 26
_ID_CELLS = 20
_KEYS_OF_ID_CELLS = 14

_OPENING = (
    "Write, and the persona answers. Beside the chat you see what it remembers, why it answered as it did, "
    "and how the mood moves. Whatever is wrong there can be put right on the spot, and stays right.\n\n"
    "If a reply says something wrong about you, say so (“no, it's Bella”), or press f2, type how it really is, and "
    "press enter: the memory is put right, and the reply is written again.\n\n"
    "To get onto a message, press ctrl+up or shift+tab in the prompt; there the arrows move from one to the next, "
    "the footer shows what can be done with it, and esc goes back to the prompt.\n"
)


def help_text(overrides: Mapping[str, str], cells: int) -> Content:
    """Every key by place, then every command.

    Args:
        overrides: the config file's keys.
        cells: of a line.
    """
    from chatbot.tui import commands

    parts: list[Content | str] = [_OPENING]
    for place in Place:
        parts.append(Content.styled(f"\n{place}\n", "bold $accent"))
        here = [key for key in KEYS if key.place is place]
        parts += [_line(shown(keys_of(key, overrides)), key.label, cells, _KEY_CELLS) for key in here]
    parts.append(Content.styled("\nCommands\n", "bold $accent"))
    for command in commands.registry().values():
        others = f" (also {', '.join('/' + name for name in command.aliases)})" if command.aliases else ""
        parts.append(_line(f"/{command.name} {command.usage}".strip(), command.summary + others, cells, _COMMAND_CELLS))
    parts.append("\nTo begin a message with a slash, type two: //\n")
    return Content.assemble(*parts)


def keys_text(overrides: Mapping[str, str], config_file: str, cells: int) -> Content:
    """Every binding with its id; arguments as for `help_text`, and the file in which keys are set."""
    parts: list[Content | str] = [
        f'To change a key, name its id in {clean_line(config_file)}:\n\n[keys]\n"panel.inspector" = "f4"\n\n'
    ]
    for place in Place:
        parts.append(Content.styled(f"\n{place}\n", "bold $accent"))
        for key in (one for one in KEYS if one.place is place):
            keys = shown(keys_of(key, overrides))
            parts.append(_line(keys, key.label, cells, _ID_CELLS + _KEYS_OF_ID_CELLS, key.id))
    return Content.assemble(*parts)


def _line(keys: str, label: str, cells: int, column: int, named: str = "") -> Content:
    """Keys and what they do, from a column on; before them the id, if it is given."""
    left = Content.assemble((named.ljust(_ID_CELLS) if named else "", "$text-muted"), (keys, "$accent"))
    return Content.assemble(beside(left, label, column, cells), "\n")

"""The words of help and of the list of keys, made from the bindings and the commands."""

from collections.abc import Mapping

from textual.content import Content

from chatbot.domain.text import clean_line
from chatbot.tui.keys import KEYS, Place, keys_of, shown

_KEY_CELLS = 26
_ID_CELLS = 20

_OPENING = (
    "Write, and the persona answers. Beside the chat you see what it remembers, why it answered as it did, "
    "and how the mood moves. Whatever is wrong there can be put right on the spot, and stays right.\n\n"
    "If a reply says something wrong about you, say so (“no, it's Bella”), or press f2, type how it really is, and "
    "press enter: the memory is put right, and the reply is written again.\n\n"
    "To get onto a message, press ctrl+up or shift+tab in the prompt; there the arrows move from one to the next, "
    "the footer shows what can be done with it, and esc goes back to the prompt.\n"
)


def help_text(overrides: Mapping[str, str]) -> Content:
    """Every key by place, then every command."""
    from chatbot.tui import commands

    parts: list[Content | str] = [_OPENING]
    for place in Place:
        parts.append(Content.styled(f"\n{place}\n", "bold $accent"))
        parts += [_line(shown(keys_of(key, overrides)), key.label) for key in KEYS if key.place is place]
    parts.append(Content.styled("\nCommands\n", "bold $accent"))
    for command in commands.registry().values():
        others = f" (also {', '.join('/' + name for name in command.aliases)})" if command.aliases else ""
        parts.append(_line(f"/{command.name} {command.usage}".strip(), command.summary + others))
    parts.append("\nTo begin a message with a slash, type two: //\n")
    return Content.assemble(*parts)


def keys_text(overrides: Mapping[str, str], config_file: str) -> Content:
    """Every binding with its id."""
    parts: list[Content | str] = [
        f'To change a key, name its id in {clean_line(config_file)}:\n\n[keys]\n"panel.inspector" = "f4"\n\n'
    ]
    for place in Place:
        parts.append(Content.styled(f"\n{place}\n", "bold $accent"))
        for key in (one for one in KEYS if one.place is place):
            keys = Content.styled(shown(keys_of(key, overrides)).ljust(_ID_CELLS), "$accent")
            parts.append(Content.assemble((key.id.ljust(_ID_CELLS), "$text-muted"), keys, key.label, "\n"))
    return Content.assemble(*parts)


def _line(keys: str, label: str) -> Content:
    gap = "\n" + " " * _KEY_CELLS if len(keys) >= _KEY_CELLS else ""
    return Content.assemble((keys.ljust(_KEY_CELLS), "$accent"), gap, label, "\n")

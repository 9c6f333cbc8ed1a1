"""The command palette: every action of the program in one list."""

from typing import TYPE_CHECKING

from chatbot.tui import commands, panels, recents
from chatbot.tui.keys import KEYS, Place, keys_of, shown
from chatbot.tui.message_deeds import do as do_with_message
from chatbot.tui.screens.picker import Choice, Picker
from chatbot.tui.transcript import Transcript

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_PANEL_PLACES = (Place.MEMORY, Place.SESSIONS, Place.INSPECTOR)


async def open_palette(screen: "MainScreen") -> None:
    """Lets the user pick an action, and does it."""
    every = recents.first(screen, choices(screen))
    chosen = await screen.app.push_screen_wait(Picker("What would you like to do?", every))
    if chosen is None:
        return
    recents.note(screen, chosen)
    source, _, name = chosen.partition(" ")
    if source == "command":
        await commands.run(screen, name, "")
        return
    await _press(screen, name)


def choices(screen: "MainScreen") -> list[Choice]:
    """Every command, the everyday ones first, then every key whose action is no command."""
    overrides = screen.companion.settings.keys
    by_command = {key.action: key for key in KEYS}
    found = []
    for command in commands.by_use():
        key = by_command.get(f"command('{command.name}')")
        note = f"/{command.name}" + (f", {shown(keys_of(key, overrides))}" if key else "")
        names = (command.name, *command.aliases)
        found.append(Choice(f"command {command.name}", command.summary, note, names=names))
    for key in KEYS:
        if key.place is not Place.PROMPT and not key.action.startswith("command(") and key.action != "palette":
            where = "" if key.place is Place.EVERYWHERE else f" ({key.place.lower()})"
            found.append(Choice(f"key {key.id}", key.label + where, shown(keys_of(key, overrides))))
    return found


async def _press(screen: "MainScreen", key_id: str) -> None:
    key = next(key for key in KEYS if key.id == key_id)
    if key.place is Place.MESSAGE:
        transcript = screen.query_one(Transcript)
        if not transcript.focused_message_id:
            transcript.focus()
            transcript.action_focus_next(-1)
        await do_with_message(screen, key.id.partition(".")[2], transcript.focused_message_id)
    elif key.place in _PANEL_PLACES:
        await panels.press(screen, key)
    else:
        await screen.run_action(key.action)

"""What was picked last in the command palette stands first in it. Kept in the profile; private sessions keep none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from chatbot.domain.value import replace
from chatbot.tui.screens.picker import Choice

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

SETTING = "recent_actions"
"""Name of the profile's setting that holds them: a JSON array of ids of the palette, the newest first."""

MOST_RECENT = 5
"""More would push the everyday actions out of sight on a low terminal."""


def first(screen: "MainScreen", choices: Sequence[Choice]) -> list[Choice]:
    """The choices with those that were picked last before the others; what is no choice any more is passed over."""
    every = {choice.id: choice for choice in choices}
    lately = [replace(every.pop(one), recent=True) for one in _read(screen) if one in every]
    return [*lately, *every.values()]


def note(screen: "MainScreen", chosen: str) -> None:
    """Takes note of what was picked."""
    if screen.desk.ready and not screen.desk.current.session.meta.private:
        lately = [chosen, *(one for one in _read(screen) if one != chosen)][:MOST_RECENT]
        screen.companion.files.profile.set(SETTING, msgspec.json.encode(lately).decode())


def _read(screen: "MainScreen") -> list[str]:
    try:
        return msgspec.json.decode(screen.companion.files.profile.get(SETTING, "[]"), type=list[str])
    except msgspec.MsgspecError:
        return []

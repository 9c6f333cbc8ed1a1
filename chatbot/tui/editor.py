"""The draft in the user's own editor."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from chatbot.domain.text import clean
from chatbot.errors import ConfigError
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


_EDITORS = ("nano", "vim", "vi")
"""The one that says its own keys comes first."""


def command() -> str:
    """The user's editor; else one that is installed, empty for none."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(shutil.which, _EDITORS), "")


async def edit_draft(screen: "MainScreen") -> None:
    """Opens the draft in `$VISUAL` or `$EDITOR`, else in an editor that is there, and takes back what was saved.

    Raises:
        ConfigError: there is no editor, or it could not be run.
    """
    chosen = command()
    if not chosen:
        raise ConfigError("There is no editor.", "Set EDITOR, as in: export EDITOR=nano")
    prompt = screen.query_one(Prompt)
    with tempfile.TemporaryDirectory(prefix="chatbot-") as folder:
        draft = Path(folder) / "draft.md"
        draft.write_text(prompt.draft, encoding="utf-8")
        try:
            with screen.app.suspend():
                ended = subprocess.run([*shlex.split(chosen), str(draft)], check=False)
        except SuspendNotSupported as error:
            raise ConfigError("This terminal cannot be handed to an editor.", "Write in the prompt instead.") from error
        except (OSError, ValueError) as error:
            raise ConfigError(f"The editor could not be run: {chosen}.", "Check EDITOR.") from error
        if ended.returncode == 0:
            prompt.draft = clean(draft.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    prompt.focus()

"""The draft in the user's own editor."""

import os
import shlex
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


async def edit_draft(screen: "MainScreen") -> None:
    """Opens the draft in `$VISUAL` or `$EDITOR`, and takes back what was saved.

    Raises:
        ConfigError: no editor is set, or it could not be run.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not command:
        raise ConfigError("No editor is set.", "Set EDITOR, as in: export EDITOR=nano")
    prompt = screen.query_one(Prompt)
    with tempfile.TemporaryDirectory(prefix="chatbot-") as folder:
        draft = Path(folder) / "draft.md"
        draft.write_text(prompt.draft, encoding="utf-8")
        try:
            with screen.app.suspend():
                ended = subprocess.run([*shlex.split(command), str(draft)], check=False)
        except SuspendNotSupported as error:
            raise ConfigError("This terminal cannot be handed to an editor.", "Write in the prompt instead.") from error
        except (OSError, ValueError) as error:
            raise ConfigError(f"The editor could not be run: {command}.", "Check EDITOR.") from error
        if ended.returncode == 0:
            prompt.draft = clean(draft.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    prompt.focus()

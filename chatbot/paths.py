"""Where the program keeps its files: one folder under `CHATBOT_HOME`, else the XDG folders."""

import os
from collections.abc import Mapping
from pathlib import Path

from chatbot.domain.value import Value
from chatbot.errors import ConfigError

APP = "chatbot"


class Paths(Value):
    """The three folders. Nothing is created here.

    Attributes:
        data: users' files and the user's own personas.
        config: `config.toml`.
        state: the log.
    """

    data: Path
    config: Path
    state: Path

    @property
    def config_file(self) -> Path:
        """Settings and key bindings."""
        return self.config / "config.toml"

    @property
    def personas(self) -> Path:
        """The user's own personas."""
        return self.data / "personas"

    @property
    def log_file(self) -> Path:
        """What went wrong, without any message text."""
        return self.state / "chatbot.log"


def find_paths(data_dir: str = "", environment: Mapping[str, str] = os.environ) -> Paths:
    """The folders in use.

    Args:
        data_dir: from `--data-dir`; replaces the data folder alone. Empty for none.
        environment: `CHATBOT_HOME`, if set and not empty, holds all three.

    Raises:
        ConfigError: no home folder can be found.
    """
    home = environment.get("CHATBOT_HOME", "")
    if home:
        root = Path(home).expanduser().absolute()
        paths = Paths(root / "data", root / "config", root / "state")
    else:
        paths = _platform_paths()
    if data_dir:
        return Paths(Path(data_dir).expanduser().absolute(), paths.config, paths.state)
    return paths


def _platform_paths() -> Paths:
    from platformdirs import PlatformDirs

    try:
        folders = PlatformDirs(APP, appauthor=False)
        return Paths(folders.user_data_path, folders.user_config_path, folders.user_state_path)
    except (RuntimeError, KeyError) as error:
        raise ConfigError("No home folder was found.", "Set CHATBOT_HOME to a folder of yours.") from error

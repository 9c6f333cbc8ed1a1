"""Options that every command has, and how arguments become settings."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.config import Settings


def common_options(parser: argparse.ArgumentParser) -> None:
    """Adds `--user` and `--data-dir`; before or after the command, the last one given counts."""
    parser.add_argument("--user", default=argparse.SUPPRESS, help="whose files to use (default: the login name)")
    parser.add_argument("--data-dir", default=argparse.SUPPRESS, help="where the files are (see: chatbot paths)")


def json_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def model_options(parser: argparse.ArgumentParser, prefix: str = "") -> None:
    """Adds what chooses the model; `prefix` begins the names under which the values are kept."""
    backends = ("auto", "openai", "offline")
    parser.add_argument(
        "--backend", dest=f"{prefix}backend", choices=backends, default="", help="which model to talk to"
    )
    parser.add_argument("--model", dest=f"{prefix}model", default="", help="the model's name on its server")
    parser.add_argument(
        "--base-url", dest=f"{prefix}base_url", default="", help="address of an OpenAI-compatible server"
    )


def at_least_one(text: str) -> int:
    """A number of things, 1 and up, as typed.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)


def settings_of(arguments: argparse.Namespace, without_file: bool = False) -> "Settings":
    """The settings of this run; from here on what goes wrong is logged.

    Args:
        arguments: the parsed command line.
        without_file: True to do without the config file, for what must work where it is broken.

    Raises:
        ConfigError: the config file or a value cannot be used.
        UsageError: the user or the folder is named by an empty text.
    """
    from chatbot.config import ConfigFile, load_settings
    from chatbot.errors import UsageError
    from chatbot.log import log_to
    from chatbot.paths import find_paths

    for option in ("user", "data_dir"):
        if not getattr(arguments, option, "-").strip():
            named = f"--{option.replace('_', '-')}"
            raise UsageError(f"{named} is given, but empty.", "Is a variable of a script not set? Or leave it out.")
    paths = find_paths(getattr(arguments, "data_dir", ""))
    log_to(paths.log_file)
    return load_settings(
        paths,
        user=getattr(arguments, "user", ""),
        backend=getattr(arguments, "backend", ""),
        model=getattr(arguments, "model", ""),
        base_url=getattr(arguments, "base_url", ""),
        file=ConfigFile() if without_file else None,
    )

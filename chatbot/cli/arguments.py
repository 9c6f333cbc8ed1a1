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


def settings_of(arguments: argparse.Namespace) -> "Settings":
    """The settings of this run; from here on what goes wrong is logged.

    Raises:
        ConfigError: the config file or a value cannot be used.
    """
    from chatbot.config import load_settings
    from chatbot.log import log_to
    from chatbot.paths import find_paths

    paths = find_paths(getattr(arguments, "data_dir", ""))
    log_to(paths.log_file)
    return load_settings(
        paths,
        user=getattr(arguments, "user", ""),
        backend=getattr(arguments, "backend", ""),
        model=getattr(arguments, "model", ""),
        base_url=getattr(arguments, "base_url", ""),
    )

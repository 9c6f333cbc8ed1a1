"""`chatbot paths`: where everything lies."""

import argparse

from chatbot.cli.arguments import common_options, json_option, settings_of
from chatbot.cli.verbs import Verbs


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = commands.add_parser("paths", help="where the files are")
    common_options(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the folders and files in use, one a line, and whether the user's are encrypted.

    Raises:
        ConfigError: the config file cannot be used; the folders, which do not hang on it, are printed before.
    """
    from chatbot.errors import ConfigError
    from chatbot.storage.layout import user_folder
    from chatbot.storage.sealing import has_key

    broken: ConfigError | None = None
    try:
        settings = settings_of(arguments)
    except ConfigError as error:
        settings, broken = settings_of(arguments, without_file=True), error
    places = {
        "data": settings.paths.data,
        "user": user_folder(settings.paths.data, settings.user),
        "personas": settings.paths.personas,
        "config": settings.paths.config_file,
        "log": settings.paths.log_file,
    }
    if arguments.json:
        import json

        said = {name: str(path) for name, path in places.items()}
        print(json.dumps({**said, "encrypted": has_key(places["user"])}, indent=2))
    else:
        for name, path in places.items():
            print(f"{name:<10}{path}")
        print(f"{'encrypted':<10}{'yes' if has_key(places['user']) else 'no'}")
    if broken is not None:
        raise broken
    return 0

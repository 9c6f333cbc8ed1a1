"""`chatbot doctor`: are the files whole and private, are the personas sound, is the model there?"""

import argparse
from typing import TYPE_CHECKING

from chatbot.cli.arguments import common_options, json_option, model_options
from chatbot.cli.verbs import Verbs

if TYPE_CHECKING:
    from chatbot.config import Settings
    from chatbot.storage.atomic import System
    from chatbot.storage.health import Finding


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = commands.add_parser("doctor", help="check files, personas and the model; exit code 1 on a finding")
    common_options(parser)
    json_option(parser)
    model_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints what is wrong; changes nothing.

    Returns:
        0 where nothing is, else 1.
    """
    import asyncio

    from chatbot.cli.arguments import settings_of
    from chatbot.cli.show import fields, print_json, print_text
    from chatbot.domain.ids import utc_now
    from chatbot.errors import ConfigError
    from chatbot.storage.health import Finding, Level, examine, examine_backups
    from chatbot.storage.layout import user_folder

    config: list[Finding] = []
    try:
        settings = settings_of(arguments)
    except ConfigError as error:
        settings = settings_of(arguments, without_file=True)
        config = [Finding(Level.BAD, error.message, settings.paths.config_file, error.hint)]
    model, faults = asyncio.run(_model(settings))
    system = _system(settings)
    age, damaged = examine_backups(settings.paths.data, settings.user, utc_now(), system)
    found = [*config, *examine(settings.paths.data, settings.user, system), *damaged, *_personas(settings), *faults]
    if arguments.json:
        print_json([{**fields(one, "level", "what", "hint"), "where": str(one.where)} for one in found])
    else:
        for finding in found:
            print_text(f"{finding.level.value}: {finding.what}\n  {finding.where}\n  {finding.hint}")
        if not found:
            there = user_folder(settings.paths.data, settings.user).is_dir()
            nothing = f"There are no files of {settings.user} in {settings.paths.data} yet"
            files = f"Files whole and private, {age}" if there else nothing
            print_text(f"{files}, personas sound. Model: {model}.")
    return 1 if found else 0


def _system(settings: "Settings") -> "System":
    """The system calls for the user's files, with the key where they are encrypted and the passphrase can be had."""
    from chatbot.cli.passphrase import unlocked
    from chatbot.errors import StorageLocked, WrongPassphrase
    from chatbot.storage.atomic import SYSTEM

    try:
        vault = unlocked(settings)
    except WrongPassphrase:
        raise
    except StorageLocked:
        return SYSTEM  # nobody to ask: `examine` says what was not checked
    return SYSTEM if vault is None else vault.sealed(SYSTEM)


def _personas(settings: "Settings") -> "list[Finding]":
    from chatbot.persona.catalog import Catalog
    from chatbot.storage.health import Finding, Level

    folder = settings.paths.personas
    return [Finding(Level.BAD, str(problem), folder, "Mend the file.") for problem in Catalog(folder).problems]


async def _model(settings: "Settings") -> "tuple[str, list[Finding]]":
    """Which model would reply, and what is wrong with it."""
    from chatbot.assemble import wish_of
    from chatbot.cli.wording import without_slashes
    from chatbot.errors import ChatbotError
    from chatbot.llm.choose import choose
    from chatbot.llm.openai_chat import OpenAIChat
    from chatbot.storage.health import Finding, Level

    try:
        choice = await choose(wish_of(settings))
        if isinstance(choice.model, OpenAIChat):
            await choice.model.list_models()
            await choice.model.close()
    except ChatbotError as error:
        return "", [Finding(Level.BAD, error.message, settings.paths.config_file, without_slashes(error.hint))]
    return choice.why, []

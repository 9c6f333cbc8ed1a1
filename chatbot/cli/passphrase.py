"""Where the passphrase of encrypted files comes from: environment, file, keyring, or the person at the terminal.

Never from the arguments, which every program on the machine can read. It is asked for before anything
is opened, so that a wrong one changes nothing.
"""

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.errors import ConfigError, StorageLocked, WrongPassphrase
from chatbot.storage.sealing import has_key

if TYPE_CHECKING:
    from chatbot.config import Settings
    from chatbot.storage.encryption.vault import Vault

PRESENT = "CHATBOT_PASSPHRASE"
NEW = "CHATBOT_NEW_PASSPHRASE"
TRIES = 3
"""At the prompt."""

_MOST_FILE_BYTES = 4096
_TERMINAL = "/dev/tty"


def unlocked(settings: "Settings") -> "Vault | None":
    """The opened key of the user's files; None where they are not encrypted. Asks at the terminal if it must.

    Raises:
        WrongPassphrase: the passphrase opens nothing, after three tries where it was asked for.
        StorageLocked: there is no passphrase, and no terminal to ask on.
        StorageError: the key cannot be read, or the library for encryption is missing.
    """
    from chatbot.storage.layout import user_folder

    folder = user_folder(settings.paths.data, settings.user)
    if not has_key(folder):
        return None
    return opened(folder, f"The files of {settings.user}")


def opened(folder: Path, what: str) -> "Vault":
    """The opened key in a folder that has one. Raises as `unlocked`."""
    from chatbot.storage.encryption.vault import open_vault, require_library

    require_library()
    given, source = given_passphrase(PRESENT)
    if given:
        try:
            return open_vault(folder, given)
        except WrongPassphrase as error:
            raise WrongPassphrase(f"The passphrase in {source} does not open {folder}.", "Correct it.") from error
    kept = _from_keyring(folder)
    if kept:
        try:
            return open_vault(folder, kept)
        except WrongPassphrase:
            print("The passphrase in the keyring is another one.", file=sys.stderr)
    for left in reversed(range(TRIES)):
        try:
            return open_vault(folder, ask("Passphrase: ", f"{what} are encrypted"))
        except WrongPassphrase as error:
            if not left:
                raise WrongPassphrase(f"That is not the passphrase of {folder}.", "Nothing was changed.") from error
            print("That is not the passphrase. Try again.", file=sys.stderr)
    raise AssertionError("unreachable: the last try returns or raises")


def given_passphrase(variable: str) -> tuple[str, str]:
    """The passphrase that the environment gives, and from where; two empty texts for none.

    The variable is taken away, so that no program started from here sees it.

    Args:
        variable: its name; the one with `_FILE` at its end names a file.

    Raises:
        ConfigError: the file cannot be read, or others can read it.
    """
    value = os.environ.pop(variable, "")
    if value:
        return value, variable
    path = os.environ.get(f"{variable}_FILE", "")
    return (_in_file(Path(path).expanduser()), path) if path else ("", "")


def _in_file(path: Path) -> str:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_FILE_BYTES:
                raise ConfigError(f"{path} is not a file with a passphrase.", "Name a text file of one line.")
            if status.st_mode & 0o077:
                import shlex

                hint = f"Run: chmod 600 {shlex.quote(str(path))}"
                raise ConfigError(f"{path} holds a passphrase, and others can read it.", hint)
            text = os.read(fd, _MOST_FILE_BYTES).decode("utf-8")
        finally:
            os.close(fd)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Check its owner and mode.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error
    text = text.rstrip("\r\n")
    if not text or "\n" in text:
        raise ConfigError(f"{path} is not a file with a passphrase.", "Name a text file of one line.")
    return text


def new_passphrase(variable: str) -> str:
    """A passphrase to be set: from the environment, else asked for twice.

    Raises:
        StorageLocked: there is no terminal to ask on.
        ConfigError: it is too short, or was not typed alike twice.
    """
    from chatbot.storage.encryption.keyfile import SHORTEST_PASSPHRASE

    passphrase, source = given_passphrase(variable)
    if not passphrase:
        why = "A new passphrase is needed"
        first = ask("Forgetting it is final: nobody can help. New passphrase: ", why, variable)
        passphrase, source = first, "The passphrase"
        if passphrase != ask("The same once more: ", why, variable):
            raise ConfigError("The two are not alike.", "Nothing was changed; try again.")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ConfigError(
            f"{source} is too short.", f"Take {SHORTEST_PASSPHRASE} characters at least, better a sentence."
        )
    return passphrase


def ask(prompt: str, why: str = "A passphrase is needed", variable: str = PRESENT) -> str:
    """What the person types, unseen.

    Args:
        prompt: stands before it.
        why: begins the line that says that there is nobody to ask.
        variable: what a script can set instead.

    Raises:
        StorageLocked: there is no terminal.
        ConfigError: nothing was typed.
    """
    if not _has_terminal():
        hint = f"Set {variable}_FILE to a file of yours that holds it, or {variable}."
        raise StorageLocked(f"{why}, and there is no terminal to ask for the passphrase on.", hint)
    import getpass

    try:
        typed = getpass.getpass(f"{why}. {prompt}" if prompt == "Passphrase: " else prompt)
    except EOFError as error:
        raise ConfigError("No passphrase was given.", "Nothing was changed.") from error
    if not typed:
        raise ConfigError("No passphrase was given.", "Nothing was changed.")
    return typed


def _has_terminal() -> bool:
    try:
        os.close(os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return sys.stdin.isatty()
    return True


def _from_keyring(folder: Path) -> str:
    """The passphrase that the keyring holds; empty where it was never put there, or cannot be had."""
    from chatbot.errors import ChatbotError
    from chatbot.storage.encryption.keyfile import read_key

    if not read_key(folder).keyring:
        return ""
    from chatbot.cli import system_keyring

    try:
        return system_keyring.load(folder)
    except ChatbotError as error:
        print(error.message, file=sys.stderr)
        return ""

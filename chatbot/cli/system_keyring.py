"""The keyring of the system, through the optional package `keyring`: keeps a passphrase if the user asks for it.

Never falls back to a file: a keyring that only pretends to be one is refused.
"""

from pathlib import Path

from chatbot.errors import ConfigError

SERVICE = "chatbot"


def load(folder: Path) -> str:
    """The passphrase of a user's files; empty where the keyring has none.

    Raises:
        ConfigError: there is no keyring, or it stays locked.
    """
    return _call("get_password", folder) or ""


def save(folder: Path, passphrase: str) -> None:
    """Keeps a passphrase. Raises as `load`."""
    _call("set_password", folder, passphrase)


def forget(folder: Path) -> None:
    """Takes a passphrase out; one that is not there is no error. Raises as `load`."""
    if load(folder):
        _call("delete_password", folder)


def _call(method: str, folder: Path, *more: str) -> str | None:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise ConfigError("The keyring needs a package that is not installed.", "pip install keyring") from error
    try:
        backend = keyring.get_keyring()
        if type(backend).__module__.partition(".")[0] == "keyrings":
            raise ConfigError("The keyring of this system is only a file.", "Use CHATBOT_PASSPHRASE_FILE.")
        answer: str | None = getattr(backend, method)(SERVICE, str(folder), *more)
    except (keyring.errors.KeyringError, RuntimeError) as error:
        raise ConfigError("The keyring of this system cannot be used.", "The passphrase works without it.") from error
    return answer

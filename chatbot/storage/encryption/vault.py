"""An opened key: what a passphrase opens, and with which a user's files are read, written and turned.

The only door to encryption for the rest of the program. It imports the library for encryption when a key
is opened or made, and says how to install it where it is missing.
"""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.domain.value import replace
from chatbot.errors import StorageError, StorageLocked
from chatbot.storage.atomic import SYSTEM, System
from chatbot.storage.encryption.system import SealedSystem

if TYPE_CHECKING:
    from chatbot.storage.encryption.keyfile import Cost, KeyFile, State

INSTALL = "pip install cryptography"


class Vault:
    """The opened key of one user.

    Args:
        folder: the user's folder.
        file: its key file, as read or made.
        key: the key itself; no text of this object shows it.
    """

    def __init__(self, folder: Path, file: "KeyFile", key: bytes) -> None:
        self.folder = folder
        self.file = file
        self._key = key

    def __repr__(self) -> str:
        return f"Vault({self.folder})"

    def sealed(self, system: System) -> SealedSystem:
        """System calls that encrypt what they write, and open what they read."""
        from chatbot.storage.encryption.cipher import Cipher

        return SealedSystem(system, Cipher(self._key, bytes.fromhex(self.file.key_id)))

    def set_state(self, state: "State", system: System = SYSTEM) -> None:
        """Writes down what is true of the user's files. For whoever holds the user's lock."""
        self._write(replace(self.file, state=state), system)

    def set_keyring(self, kept: bool, system: System = SYSTEM) -> None:
        """Writes down whether the passphrase is in the keyring. For whoever holds the user's lock."""
        self._write(replace(self.file, keyring=kept), system)

    def look_again(self, system: System = SYSTEM) -> "State":
        """Reads what another program may have written into the key file since it was opened. Gives the state.

        Raises:
            StorageLocked: it is another key by now.
            StorageDamaged: it was changed by something that does not have the key.
        """
        from chatbot.storage.encryption.keyfile import key_path, prove, read_key

        file = read_key(self.folder, system)
        if file.key_id != self.file.key_id:
            raise StorageLocked(f"{self.folder} has another key by now", "try again")
        prove(file, self._key, key_path(self.folder))
        self.file = file
        return file.state

    def _write(self, file: "KeyFile", system: System) -> None:
        from chatbot.storage.encryption.keyfile import proved, write_key

        fresh = proved(file, self._key)
        write_key(self.folder, fresh, system)
        self.file = fresh

    def text(self) -> str:
        """The key file as backups hold it, of files that are not being turned."""
        from chatbot.storage.encryption.keyfile import State, encode, proved

        return encode(proved(replace(self.file, state=State.ON), self._key)).decode()

    def rewrap(self, passphrase: str, cost: "Cost | None" = None, system: System = SYSTEM) -> None:
        """Wraps the same key by another passphrase. For whoever holds the user's lock.

        Raises:
            ConfigError: the passphrase is too short; nothing was changed.
            StorageError: it could not be written; the old or the new passphrase opens the key, never none.
        """
        from chatbot.storage.encryption.keyfile import Cost, wrap

        fresh = wrap(self._key, bytes.fromhex(self.file.key_id), passphrase, cost or Cost())
        self._write(replace(fresh, state=self.file.state, keyring=self.file.keyring), system)


def installed() -> bool:
    """Whether the library for encryption is there; it is not loaded."""
    return importlib.util.find_spec("cryptography") is not None


def require_library() -> None:
    """Loads the library for encryption.

    Raises:
        StorageError: it is missing, or does not fit this machine.
    """
    try:
        import chatbot.storage.encryption.keyfile  # noqa: F401 - only whether it can be had
    except ImportError as error:
        raise StorageError(
            "Encryption needs a package that is not installed: cryptography", f"Run {INSTALL}"
        ) from error


def make_vault(folder: Path, passphrase: str, cost: "Cost | None" = None) -> Vault:
    """A fresh key for a user's files. Nothing is written.

    Raises:
        ConfigError: the passphrase is too short.
        StorageError: the library is missing.
    """
    require_library()
    import secrets

    from chatbot.storage.encryption.cipher import KEY_BYTES, KEY_ID_BYTES
    from chatbot.storage.encryption.keyfile import Cost, wrap

    key = secrets.token_bytes(KEY_BYTES)
    return Vault(folder, wrap(key, secrets.token_bytes(KEY_ID_BYTES), passphrase, cost or Cost()), key)


def open_vault(folder: Path, passphrase: str, system: System = SYSTEM) -> Vault:
    """Opens the key of a user's files. Nothing is written.

    Raises:
        WrongPassphrase: the passphrase is another one.
        StorageDamaged: the key file is damaged, or was changed by something that does not have the key.
        StorageError: the library is missing, or the file cannot be read.
    """
    require_library()
    from chatbot.storage.encryption.keyfile import key_path, read_key, unwrap

    file = read_key(folder, system)
    return Vault(folder, file, unwrap(file, passphrase, key_path(folder)))


def vault_of(folder: Path, data: bytes, passphrase: str, where: Path) -> Vault:
    """Opens a key that is not in its place, such as one from a backup, for files in a folder that has none.

    Args:
        folder: the user's folder.
        data: the bytes of the key file.
        passphrase: as it was when that key file was written.
        where: the file that the bytes are from, for the errors' text.

    Raises:
        WrongPassphrase: the passphrase is another one.
        StorageDamaged: the bytes are not a key file, or were changed.
    """
    require_library()
    from chatbot.storage.encryption.keyfile import decode, unwrap

    file = decode(data, where)
    return Vault(folder, file, unwrap(file, passphrase, where))

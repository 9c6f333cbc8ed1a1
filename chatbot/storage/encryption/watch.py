"""Keeps a running program from writing to files that another program encrypts, or decrypts, meanwhile."""

from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.errors import StorageDamaged, StorageError, StorageGone, StorageLocked
from chatbot.storage.atomic import SYSTEM, System, read_stored, stamp_of
from chatbot.storage.codec import MOST_BYTES
from chatbot.storage.sealing import KEY_NAME, is_sealed

if TYPE_CHECKING:
    from chatbot.storage.encryption.vault import Vault


class KeyWatch:
    """Looks whether the key is the one that was opened; asked under the user's lock, before anything is written.

    Args:
        folder: the user's folder.
        vault: the opened key; None where the files are not encrypted.
        system: the system calls.
    """

    def __init__(self, folder: Path, vault: "Vault | None", system: System = SYSTEM) -> None:
        self._folder = folder
        self._path = str(folder / KEY_NAME)
        self._vault = vault
        self._system = system
        self._stamp = stamp_of(self._path)

    def check(self) -> None:
        """Costs one look at the file where nothing changed.

        Raises:
            StorageLocked: encryption was turned on or off, or the key is another one.
        """
        stamp = stamp_of(self._path)
        if stamp == self._stamp and (stamp is None) == (self._vault is None):
            return
        if self._vault is None or not self._fits(self._vault):
            raise StorageLocked(
                f"The encryption of {self._folder} was changed by another program", "restart chatbot to go on"
            )
        self._stamp = stamp_of(self._path)

    def _fits(self, vault: "Vault") -> bool:
        from chatbot.storage.encryption.keyfile import State, read_key, write_key

        try:
            file = read_key(self._folder, self._system)
        except (StorageDamaged, StorageGone):
            # Lost while the key is open here: that is the last chance to write it down again.
            if not self._still_sealed():
                return False
            write_key(self._folder, vault.file, self._system)
            return True
        except StorageError:
            return False
        return file.key_id == vault.file.key_id and file.state is State.ON

    def _still_sealed(self) -> bool:
        try:
            return is_sealed(read_stored(self._folder / "profile.json", MOST_BYTES, self._system)[0])
        except StorageError:
            return False

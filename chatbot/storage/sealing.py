"""What stands between a file's bytes and what is stored of them: here nothing, in `encryption.cipher` encryption.

Also what can be said of encryption without the library for it: which files are the key's, and whether
stored bytes are encrypted. Loaded with every start, so it imports next to nothing.
"""

import os
from pathlib import Path

from chatbot.errors import StorageLocked

MAGIC = b"chatbot\x00"
"""Begins every encrypted file; no page and no archive begins so."""

KEY_NAME = "key.json"
KEY_COPY_NAME = "key-copy.json"
KEY_NAMES = (KEY_NAME, KEY_COPY_NAME)
"""The user's key, wrapped by the passphrase, and the same once more, because without it all is lost."""


KEY_OF = "to restore it, first: chatbot encryption off (where it is on), then: chatbot encryption on --key-of BACKUP"
"""What to do about a backup with a key of its own."""


class Sealing:
    """Stores files as they are.

    Attributes:
        encrypted: whether what is stored cannot be read without a key.
    """

    encrypted = False

    def stored_bytes(self, size: int) -> int:
        """At most how large the stored form of so many bytes is."""
        return size

    def head_bytes(self, size: int) -> int:
        """How much of the stored form must be read to have the first `size` bytes."""
        return size

    def seal(self, path: Path, data: bytes) -> bytes:
        """What to store for a file's bytes.

        Args:
            path: where the file will be; what is stored can be read under the same name only.
            data: its bytes.
        """
        return data

    def open(self, path: Path, stored: bytes) -> bytes:
        """A file's bytes from what is stored.

        Raises:
            StorageLocked: it is encrypted, with another key or at all.
            StorageDamaged: it is not what was stored; `StorageForged` where this was no accident.
        """
        if is_sealed(stored):
            hint = f"is {KEY_NAME} missing beside it? From a backup: chatbot encryption on --key-of BACKUP"
            raise StorageLocked(f"{path} is encrypted, and its key is not open", hint)
        return stored

    def open_head(self, path: Path, stored: bytes) -> bytes:
        """At least the first bytes of a file from the first `head_bytes` of what is stored. Raises as `open`."""
        return self.open(path, stored)

    def is_foreign(self, stored: bytes) -> bool:
        """Whether stored bytes were encrypted with a key that is not open here."""
        return is_sealed(stored)

    def remains(self, path: Path, stored: bytes) -> bytes:
        """What can still be had of a file that `open` calls damaged: whole stretches, apart where something lacks."""
        return stored


PLAIN = Sealing()
"""The one that does nothing."""


def is_sealed(stored: bytes) -> bool:
    """Whether stored bytes are, or once were, an encrypted file."""
    return stored.startswith(MAGIC)


def has_key(folder: Path) -> bool:
    """Whether a user's files are encrypted, or are being turned: there is a key."""
    return any(os.path.lexists(folder / name) for name in KEY_NAMES)

"""Encrypts whole files: AES-256-GCM in chunks, under a key of its own for every version of every file.

The layout: `MAGIC`, the key's name (8 bytes), a random salt (16), the chunks, a CRC-32 of all before it.
A chunk is 4 kB of the file, the last one shorter, with its tag of 16 bytes. Its nonce counts the chunks
and marks the last (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-
Encryption and its Nonce-Reuse Misuse-Resistance", 2015), so none can be left out, moved or cut off. The key
of the version is HMAC-SHA-256 of the user's key over the header, which is HKDF-Expand (RFC 5869) with one
block: no nonce ever repeats under a key, however many files are written. Every chunk is bound to the file's
header and name, so no file can be put in the place of another.

What is not hidden: that there are files, their names, sizes and times. What is not prevented: putting an
older version of the same file back.

Chunks are for reading a page's head without the rest of it, and for having back what is whole in a
damaged file. The CRC proves nothing; it tells damage, which breaks it, from a change on purpose, which mends it.

The only module that imports `cryptography`, with `keyfile`; loaded only where there is a key.
"""

import contextlib
import hmac
import secrets
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatbot.domain.ids import is_id
from chatbot.errors import StorageDamaged, StorageForged, StorageLocked
from chatbot.storage.atomic import BACKUP_SUFFIX, TEMPORARY_SUFFIX
from chatbot.storage.sealing import MAGIC, Sealing, is_sealed

KEY_BYTES = 32
KEY_ID_BYTES = 8
SALT_BYTES = 16
CHUNK_BYTES = 4096
TAG_BYTES = 16
CRC_BYTES = 4
HEADER_BYTES = len(MAGIC) + KEY_ID_BYTES + SALT_BYTES

_SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
_PURPOSE = b"chatbot file 1"
_GAP = b"\x00"
"""Between what is whole of a damaged file: no JSON goes on across it."""


class Cipher(Sealing):
    """Encrypts and opens the files of one user.

    Args:
        key: the user's key, `KEY_BYTES` long.
        key_id: its name, `KEY_ID_BYTES` long; no secret.
        random: gives so many random bytes.
    """

    encrypted = True

    def __init__(self, key: bytes, key_id: bytes, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._key = key
        self._key_id = key_id
        self._random = random

    def stored_bytes(self, size: int) -> int:
        """As `Sealing`, like all that follow."""
        return HEADER_BYTES + size + (size // CHUNK_BYTES + 1) * TAG_BYTES + CRC_BYTES

    def head_bytes(self, size: int) -> int:
        """One byte more than a file of one full chunk has, so that a longer one can be told."""
        return HEADER_BYTES + _SEALED_CHUNK + CRC_BYTES + 1

    def seal(self, path: Path, data: bytes) -> bytes:
        """As `Sealing`."""
        header = MAGIC + self._key_id + self._random(SALT_BYTES)
        aead, about = self._for(header, path)
        last = max(0, (len(data) - 1) // CHUNK_BYTES)
        view = memoryview(data)
        parts = [header]
        for number in range(last + 1):
            chunk = view[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
            parts.append(aead.encrypt(_nonce(number, number == last), chunk, about))
        stored = b"".join(parts)
        return stored + struct.pack("<I", zlib.crc32(stored))

    def open(self, path: Path, stored: bytes) -> bytes:
        """As `Sealing`."""
        body = self._body(path, stored)
        aead, about = self._for(stored[:HEADER_BYTES], path)
        last = max(0, (len(body) - 1) // _SEALED_CHUNK)
        try:
            return b"".join(
                aead.decrypt(_nonce(number, number == last), bytes(_chunk(body, number)), about)
                for number in range(last + 1)
            )
        except (InvalidTag, ValueError) as error:
            raise _forged(path) from error

    def open_head(self, path: Path, stored: bytes) -> bytes:
        """As `Sealing`."""
        if len(stored) < self.head_bytes(0):
            return self.open(path, stored)
        self._check_header(path, stored)
        aead, about = self._for(stored[:HEADER_BYTES], path)
        try:
            return aead.decrypt(_nonce(0, False), stored[HEADER_BYTES : HEADER_BYTES + _SEALED_CHUNK], about)
        except InvalidTag as error:
            raise StorageDamaged(f"{path} is damaged: its first part cannot be decrypted", "restart chatbot") from error

    def is_foreign(self, stored: bytes) -> bool:
        """As `Sealing`."""
        return is_sealed(stored) and stored[len(MAGIC) : len(MAGIC) + KEY_ID_BYTES] != self._key_id

    def remains(self, path: Path, stored: bytes) -> bytes:
        """As `Sealing`; what is returned was written by somebody with the key, though not all of it."""
        aead, about = self._for((MAGIC + self._key_id + stored[len(MAGIC) + KEY_ID_BYTES :])[:HEADER_BYTES], path)
        body = memoryview(stored)[HEADER_BYTES:-CRC_BYTES]
        found = []
        for number in range(len(body) // _SEALED_CHUNK + 1):
            for last in (False, True):
                with contextlib.suppress(InvalidTag, ValueError):
                    found.append((number, aead.decrypt(_nonce(number, last), bytes(_chunk(body, number)), about)))
                    break
        whole, after = b"", 0
        for number, data in found:
            whole += (b"" if number == after else _GAP) + data
            after = number + 1
        return whole

    def _body(self, path: Path, stored: bytes) -> memoryview:
        """The chunks of a whole file whose frame is right."""
        if stored.startswith(b"{"):
            raise StorageForged(
                f"{path} is not encrypted: it was put there without the key", "chatbot doctor says more"
            )
        whole = len(stored) >= HEADER_BYTES + TAG_BYTES + CRC_BYTES
        crc = struct.pack("<I", zlib.crc32(memoryview(stored)[:-CRC_BYTES]))
        if not whole or not is_sealed(stored) or stored[-CRC_BYTES:] != crc:
            raise StorageDamaged(f"{path} is damaged: its checksum does not fit", "chatbot doctor says more")
        self._check_header(path, stored)
        return memoryview(stored)[HEADER_BYTES:-CRC_BYTES]

    def _check_header(self, path: Path, stored: bytes) -> None:
        if not is_sealed(stored):
            raise StorageDamaged(f"{path} is not a file of this program", "chatbot doctor says more")
        if self.is_foreign(stored):
            raise StorageLocked(f"{path} was encrypted with another key", "put back the file that belongs there")

    def _for(self, header: bytes, path: Path) -> tuple[AESGCM, bytes]:
        """The cipher of one version of a file, and what every chunk of it is bound to."""
        about = header + label_of(path).encode("utf-8", "surrogateescape")
        return AESGCM(hmac.digest(self._key, _PURPOSE + header + b"\x01", "sha256")), about


def label_of(path: Path) -> str:
    """The name under which a file is encrypted: the session's id, where it is of one, and the file's own.

    Not the whole path: a session keeps its files when it moves to the trash and back, a page is
    linked to `.bak`, a backup holds the same bytes.
    """
    name = path.name.removesuffix(TEMPORARY_SUFFIX).removesuffix(BACKUP_SUFFIX)
    return f"{path.parent.name}/{name}" if is_id(path.parent.name) else name


def _chunk(body: memoryview, number: int) -> memoryview:
    return body[number * _SEALED_CHUNK : (number + 1) * _SEALED_CHUNK]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _forged(path: Path) -> StorageForged:
    return StorageForged(
        f"{path} was changed, or put there, by something that does not have the key", "chatbot doctor says more"
    )

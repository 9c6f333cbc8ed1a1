"""The key of one user's files, wrapped by a key that is made from the passphrase: `key.json`, and the same once more.

A passphrase wraps a random key, and only that: changing it rewrites these two small files. The wrapping key is
made by Argon2id, which needs much memory for every guess. Nothing in the file is a secret without the
passphrase. A checksum tells damage from a wrong passphrase, and a proof under the key itself, that nobody
without the key changed a word of it.
"""

import contextlib
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from chatbot.domain.value import Value, replace
from chatbot.errors import ConfigError, StorageDamaged, StorageError, StorageForged, StorageGone, WrongPassphrase
from chatbot.storage.atomic import SYSTEM, System, read_stored, write_stored
from chatbot.storage.encryption.cipher import KEY_BYTES, KEY_ID_BYTES
from chatbot.storage.sealing import KEY_NAME, KEY_NAMES

FORMAT = 1
SHORTEST_PASSPHRASE = 8
"""Characters, as NIST SP 800-63B asks of a memorised secret."""

_MOST_BYTES = 64 * 1024
_NONCE_BYTES = 12  # as NIST SP 800-38D recommends; random, for a key of its own each time
_WRAPPING = b"chatbot key 1"
_PROVING = b"chatbot key file 1"


class State(StrEnum):
    """What is true of the user's other files."""

    ON = "on"
    TURNING_ON = "turning on"
    TURNING_OFF = "turning off"


class Cost(Value):
    """What one guess of the passphrase costs. The defaults are the second choice of RFC 9106, section 4: 64 MiB.

    Attributes:
        memory_kib: 8 for each lane, to 4 GiB.
        passes: 1 to 64.
        lanes: 1 to 16.
    """

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def sane(self) -> bool:
        """Whether the values are within their limits, so that a forged file cannot exhaust the machine."""
        fits = 8 * self.lanes <= self.memory_kib <= 4 << 20
        return fits and 1 <= self.passes <= 64 and 1 <= self.lanes <= 16


class KeyFile(Value):
    """The contents of the key file; bytes are in hexadecimal.

    Attributes:
        key_id: names the key; every file that it encrypted bears it.
        state: see `State`.
        keyring: whether the passphrase is also in the keyring of the system.
        cost: of the wrapping key.
        salt: of the wrapping key.
        wrapped: a nonce and the key, encrypted.
        proof: of all of the above, under the key.
        format: counts up when the layout changes.
    """

    key_id: str
    state: State
    keyring: bool
    cost: Cost
    salt: str
    wrapped: str
    proof: str = ""
    format: int = FORMAT


class _Stored(msgspec.Struct):
    sha256: str
    key: msgspec.Raw


def wrap(
    key: bytes, key_id: bytes, passphrase: str, cost: Cost, random: Callable[[int], bytes] = secrets.token_bytes
) -> KeyFile:
    """A key file for a key.

    Raises:
        ConfigError: the passphrase is too short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ConfigError("The passphrase is too short.", f"Take {SHORTEST_PASSPHRASE} characters at least.")
    salt, nonce = random(16), random(_NONCE_BYTES)
    wrapped = nonce + AESGCM(_wrapping_key(passphrase, salt, cost)).encrypt(nonce, key, _WRAPPING + key_id)
    return proved(KeyFile(key_id.hex(), State.ON, False, cost, salt.hex(), wrapped.hex()), key)


def proved(file: KeyFile, key: bytes) -> KeyFile:
    """The same key file with a proof that fits what it says."""
    return replace(file, proof=_proof(file, key))


def _proof(file: KeyFile, key: bytes) -> str:
    said = msgspec.json.encode(replace(file, proof=""))
    return hmac.digest(key, _PROVING + said, "sha256").hex()


def _wrapping_key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # The same words typed on another keyboard may be composed differently (RFC 8265, section 4.2).
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        kdf = Argon2id(
            salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
        )
        return kdf.derive(words)
    except (UnsupportedAlgorithm, MemoryError) as error:
        line = f"The key cannot be made from the passphrase: {type(error).__name__}"
        raise StorageError(line, "pip install --upgrade cryptography, and have 64 MB of memory free") from error


def unwrap(file: KeyFile, passphrase: str, where: Path) -> bytes:
    """The key.

    Args:
        file: the key file.
        passphrase: of the user.
        where: the file, for the error's text.

    Raises:
        WrongPassphrase: it does not open the key.
        StorageForged: something else than the key was changed in the file.
    """
    wrapped = bytes.fromhex(file.wrapped)
    try:
        opener = AESGCM(_wrapping_key(passphrase, bytes.fromhex(file.salt), file.cost))
        key = opener.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _WRAPPING + bytes.fromhex(file.key_id))
    except InvalidTag as error:
        raise WrongPassphrase("That is not the passphrase.", "nobody can bring it back; try again") from error
    prove(file, key, where)
    return key


def prove(file: KeyFile, key: bytes, where: Path) -> None:
    """Makes sure that whoever wrote a key file had the key.

    Raises:
        StorageForged: it was somebody else.
    """
    if not hmac.compare_digest(_proof(file, key), file.proof):
        raise StorageForged(f"{where} was changed by something that does not have the key", "put the right one back")


def read_key(folder: Path, system: System = SYSTEM) -> KeyFile:
    """The key file of a user; where it is damaged or missing, the copy beside it.

    Raises:
        StorageGone: there is none.
        StorageDamaged: neither can be read.
    """
    failure: StorageError | None = None
    for name in KEY_NAMES:
        try:
            data, _ = read_stored(folder / name, _MOST_BYTES, system)
            return decode(data, folder / name)
        except (StorageDamaged, StorageGone) as error:
            failure = error if failure is None or isinstance(failure, StorageGone) else failure
    raise failure or StorageGone(f"{folder} has no key")


def decode(data: bytes, where: Path) -> KeyFile:
    """A key file from its bytes.

    Raises:
        StorageDamaged: they are not what was written, or ask for more than any machine has.
    """
    hint = "put key.json back from a backup, or a copy of yours; without it nothing can be decrypted"
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        stored = msgspec.json.decode(data, type=_Stored)
        if hashlib.sha256(stored.key).hexdigest() == stored.sha256:
            file = msgspec.json.decode(stored.key, type=KeyFile)
            if file.format > FORMAT:
                raise StorageError(f"{where} was written by a newer version", "update chatbot")
            lengths = [len(bytes.fromhex(part)) for part in (file.key_id, file.salt, file.wrapped, file.proof)]
            if lengths == [KEY_ID_BYTES, 16, _NONCE_BYTES + KEY_BYTES + 16, 32] and file.cost.sane():
                return file
    raise StorageDamaged(f"{where} is damaged", hint)


def encode(file: KeyFile) -> bytes:
    """The bytes of a key file."""
    said = msgspec.json.encode(file)
    return msgspec.json.encode(_Stored(hashlib.sha256(said).hexdigest(), msgspec.Raw(said)))


def write_key(folder: Path, file: KeyFile, system: System = SYSTEM) -> None:
    """Puts a key file in place, first the one that counts, then its copy. The version before is kept nowhere.

    Raises:
        StorageError: it could not be written; the old one or the new one stands.
    """
    data = encode(file)
    for name in KEY_NAMES:
        write_stored(folder / name, data, system, keep_old=False)


def mend_copies(folder: Path, system: System = SYSTEM) -> None:
    """Makes both key files say the same, after damage to one or a write that was cut off between them.

    Raises:
        StorageError: neither can be read, or one cannot be written.
    """
    right = encode(read_key(folder, system))
    for name in KEY_NAMES:
        try:
            same = read_stored(folder / name, _MOST_BYTES, system)[0] == right
        except (StorageDamaged, StorageGone):
            same = False
        if not same:
            write_stored(folder / name, right, system, keep_old=False)


def key_path(folder: Path) -> Path:
    """The key file that counts."""
    return folder / KEY_NAME

"""The cipher of one file: what was sealed opens, and anything else is told for what it is."""

import hashlib
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.domain.ids import new_id
from chatbot.errors import StorageDamaged, StorageForged, StorageLocked
from chatbot.storage.atomic import System, read_file, read_head, write_file
from chatbot.storage.encryption.cipher import CHUNK_BYTES, HEADER_BYTES, Cipher, label_of
from chatbot.storage.encryption.system import SealedSystem
from chatbot.storage.sealing import MAGIC, PLAIN, is_sealed

SIZES = (0, 1, 100, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 20_000)
KEY, KEY_ID = bytes(range(32)), b"the key!"
PAGE = Path("sessions") / new_id() / "messages-0001.json"


def cipher(seed: int = 1) -> Cipher:
    return Cipher(KEY, KEY_ID, random.Random(seed).randbytes)


def mended(stored: bytes) -> bytes:
    """The same bytes with a checksum that fits, as somebody would write them who wants not to be noticed."""
    return stored[:-4] + struct.pack("<I", zlib.crc32(stored[:-4]))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens(size: int) -> None:
    data = random.Random(size).randbytes(size)
    one = cipher()
    stored = one.seal(PAGE, data)
    assert one.open(PAGE, stored) == data
    assert one.open_head(PAGE, stored[: one.head_bytes(1)]) == data[:CHUNK_BYTES]
    assert one.remains(PAGE, stored) == data
    assert len(stored) <= one.stored_bytes(size)
    assert is_sealed(stored)


def test_equal_files_are_stored_differently() -> None:
    one = cipher()
    assert len({one.seal(PAGE, b"the same") for _ in range(100)}) == 100


def test_the_layout_stays_what_it_is() -> None:
    """Files that are on disks already must still open: a change of the layout needs another `MAGIC`."""
    stored = Cipher(KEY, KEY_ID, bytes).seal(Path("memories.json"), b"x" * 5000)
    assert stored.startswith(MAGIC + KEY_ID + bytes(16))
    assert hashlib.sha256(stored).hexdigest() == "ae7b1d9a7bf1944060a2b55b4c64058da58e23fa99a4b51ac88dc27651894717"


def test_ten_thousand_flipped_bits_are_all_detected() -> None:
    one, chance = cipher(), random.Random(7)
    for size in SIZES[:-1]:
        stored = one.seal(PAGE, chance.randbytes(size))
        for _ in range(10_000 // len(SIZES[:-1]) + 1):
            at = chance.randrange(len(stored) * 8)
            damaged = bytearray(stored)
            damaged[at // 8] ^= 1 << (at % 8)
            with pytest.raises(StorageDamaged) as caught:
                one.open(PAGE, bytes(damaged))
            assert not isinstance(caught.value, StorageForged)


def test_every_bit_that_is_flipped_with_care_is_detected_too() -> None:
    one = cipher()
    stored = one.seal(PAGE, b"tea")
    for at in range((len(stored) - 4) * 8):
        forged = bytearray(stored)
        forged[at // 8] ^= 1 << (at % 8)
        with pytest.raises((StorageDamaged, StorageLocked)) as caught:
            one.open(PAGE, mended(bytes(forged)))
        if at // 8 >= len(MAGIC) + len(KEY_ID):
            assert isinstance(caught.value, StorageForged)


def test_every_way_to_cut_a_file_short_is_detected() -> None:
    one = cipher()
    stored = one.seal(PAGE, b"m" * (2 * CHUNK_BYTES + 10))
    for length in range(0, len(stored), 7):
        with pytest.raises(StorageDamaged):
            one.open(PAGE, stored[:length])
    border = HEADER_BYTES + 2 * (CHUNK_BYTES + 16)
    with pytest.raises(StorageForged):
        one.open(PAGE, mended(stored[:border] + bytes(4)))


FORGERIES: dict[str, Callable[[bytes, bytes], bytes]] = {
    "a chunk of the version before": lambda new, old: new[: HEADER_BYTES + 4112] + old[HEADER_BYTES + 4112 :],
    "the header of the version before": lambda new, old: old[:HEADER_BYTES] + new[HEADER_BYTES:],
    "chunks in another order": lambda new, _: (
        new[:HEADER_BYTES] + new[HEADER_BYTES + 4112 : HEADER_BYTES + 8224] + new[HEADER_BYTES : HEADER_BYTES + 4112]
        + new[HEADER_BYTES + 8224 :]
    ),
    "a chunk twice": lambda new, _: new[: HEADER_BYTES + 4112] + new[HEADER_BYTES : HEADER_BYTES + 4112] + new[-100:],
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_put_together_without_the_key_is_told_from_damage(forgery: str) -> None:
    one = cipher()
    old, new = one.seal(PAGE, b"o" * 10_000), one.seal(PAGE, b"n" * 10_000)
    with pytest.raises(StorageForged):
        one.open(PAGE, mended(FORGERIES[forgery](new, old)))


def test_a_file_in_the_place_of_another_is_detected() -> None:
    one = cipher()
    stored = one.seal(PAGE, b"tea")
    others = (PAGE.with_name("messages-0002.json"), Path("sessions") / new_id() / PAGE.name, Path("memories.json"))
    for other in others:
        with pytest.raises(StorageForged):
            one.open(other, stored)
        assert one.remains(other, stored) == b""


def test_a_file_keeps_its_name_in_the_trash_beside_itself_and_in_a_backup() -> None:
    one = cipher()
    stored = one.seal(PAGE, b"tea")
    for place in (
        Path("trash") / PAGE.parent.name / PAGE.name,
        PAGE.with_name(PAGE.name + ".bak"),
        PAGE.with_name(PAGE.name + ".tmp"),
        Path("elsewhere") / PAGE,
    ):
        assert label_of(place) == label_of(PAGE)
        assert one.open(place, stored) == b"tea"


def test_a_plain_file_among_encrypted_ones_is_no_damage() -> None:
    with pytest.raises(StorageForged):
        cipher().open(PAGE, b'{"_meta":{}}')


def test_another_key_is_no_damage() -> None:
    stored = Cipher(KEY, b"another!").seal(PAGE, b"tea")
    with pytest.raises(StorageLocked):
        cipher().open(PAGE, stored)
    with pytest.raises(StorageLocked):
        PLAIN.open(PAGE, stored)
    with pytest.raises(StorageForged):  # the right name of the key does not make it the right one
        cipher().open(PAGE, Cipher(b"k" * 32, KEY_ID).seal(PAGE, b"tea"))


def test_what_is_whole_of_a_damaged_file_can_be_had_back() -> None:
    one = cipher()
    data = bytes(b"0123456789abcdef"[at // CHUNK_BYTES] for at in range(5 * CHUNK_BYTES + 99))
    stored = bytearray(one.seal(PAGE, data))
    stored[HEADER_BYTES + 2 * (CHUNK_BYTES + 16) + 50] ^= 1
    whole = one.remains(PAGE, bytes(stored))
    assert whole == data[: 2 * CHUNK_BYTES] + b"\x00" + data[3 * CHUNK_BYTES :]
    assert one.remains(PAGE, bytes(stored[:9000])) == data[: 2 * CHUNK_BYTES]


def test_files_go_through_the_cipher_and_back(tmp_path: Path) -> None:
    system = SealedSystem(System(), cipher())
    path = tmp_path / "memories.json"
    data = b"tea and cake " * 2000
    write_file(path, b"before", system)
    write_file(path, data, system)
    assert read_file(path, len(data), system)[0] == data
    assert read_head(path, 1024, system) == data[:CHUNK_BYTES]
    assert read_file(path.with_name("memories.json.bak"), 100, system)[0] == b"before"
    assert b"tea" not in path.read_bytes()
    with pytest.raises(StorageLocked):
        read_file(path, 1 << 20)


def test_every_system_call_is_passed_on() -> None:
    """One that is added to `System` and forgotten here would slip past the tests that make calls fail."""
    calls = {name for name, value in vars(System).items() if callable(value) and not name.startswith("_")}
    assert calls <= set(vars(SealedSystem))

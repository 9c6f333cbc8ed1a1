"""The key file: a wrong passphrase, damage and forgery are three things, and one passphrase always opens it."""

import contextlib
import errno
import hashlib
import json
import sys
from pathlib import Path

import pytest

from chatbot.domain.value import replace
from chatbot.errors import ConfigError, StorageDamaged, StorageError, StorageForged, StorageGone, WrongPassphrase
from chatbot.storage.encryption.keyfile import (
    Cost,
    State,
    decode,
    encode,
    mend_copies,
    read_key,
    unwrap,
    wrap,
    write_key,
)
from chatbot.storage.encryption.turning import change_passphrase
from chatbot.storage.encryption.vault import make_vault, open_vault, require_library, vault_of
from chatbot.storage.sealing import KEY_COPY_NAME, KEY_NAME
from tests.faults import Cut, Killed

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
OLD, NEW = "correct horse", "battery staple"
KEY, KEY_ID = b"k" * 32, b"the key!"
HERE = Path(KEY_NAME)


def opens(folder: Path, passphrase: str) -> bool:
    try:
        open_vault(folder, passphrase)
    except WrongPassphrase:
        return False
    return True


def test_the_passphrase_opens_the_key_and_no_other_does() -> None:
    file = decode(encode(wrap(KEY, KEY_ID, OLD, CHEAP)), HERE)
    assert unwrap(file, OLD, HERE) == KEY
    for other in ("correct horsf", "Correct horse", "correct horse ", "", "correct"):
        with pytest.raises(WrongPassphrase):
            unwrap(file, other, HERE)


def test_a_passphrase_typed_on_another_keyboard_is_the_same() -> None:
    file = wrap(KEY, KEY_ID, "caf\u00e9 au lait", CHEAP)
    assert unwrap(file, "cafe\u0301 au lait", HERE) == KEY


def test_the_default_cost_is_that_of_the_rfc() -> None:
    assert Cost() == Cost(memory_kib=65536, passes=3, lanes=4)


def test_nothing_of_key_or_passphrase_is_shown(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, OLD, CHEAP)
    write_key(tmp_path, vault.file)
    shown = repr(vault) + str(vault) + repr(vault.file) + (tmp_path / KEY_NAME).read_text()
    assert OLD not in shown
    assert unwrap(vault.file, OLD, HERE).hex() not in shown


def test_every_flipped_bit_is_damage_and_no_wrong_passphrase() -> None:
    data = encode(wrap(KEY, KEY_ID, OLD, CHEAP))
    for at in range(len(data) * 8):
        damaged = bytearray(data)
        damaged[at // 8] ^= 1 << (at % 8)
        with pytest.raises(StorageDamaged):
            decode(bytes(damaged), HERE)


@pytest.mark.parametrize("change", ["state", "keyring"])
def test_a_word_changed_with_a_checksum_that_fits_is_a_forgery(change: str) -> None:
    file = wrap(KEY, KEY_ID, OLD, CHEAP)
    forged = replace(file, state=State.TURNING_ON) if change == "state" else replace(file, keyring=True)
    with pytest.raises(StorageForged):
        unwrap(decode(encode(forged), HERE), OLD, HERE)


@pytest.mark.parametrize("cost", [Cost(1 << 30, 3, 4), Cost(64, 10**6, 1), Cost(8, 1, 4), Cost(64, 0, 1)])
def test_a_forged_cost_exhausts_nobody(cost: Cost) -> None:
    data = encode(replace(wrap(KEY, KEY_ID, OLD, CHEAP), cost=cost))
    with pytest.raises(StorageDamaged):
        decode(data, HERE)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff\xfe", b'{"sha256":"","key":{}}', b"[" * 100_000, b"null"])
def test_strange_bytes_are_no_key_file(data: bytes) -> None:
    with pytest.raises(StorageDamaged):
        decode(data, HERE)


def test_a_key_file_of_a_newer_version_is_named_so() -> None:
    data = encode(replace(wrap(KEY, KEY_ID, OLD, CHEAP), format=2))
    with pytest.raises(StorageError, match="newer version"):
        decode(data, HERE)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        make_vault(tmp_path, "1234567", CHEAP)
    vault = make_vault(tmp_path, "12345678", CHEAP)
    write_key(tmp_path, vault.file)
    before = (tmp_path / KEY_NAME).read_bytes()
    with pytest.raises(ConfigError):
        change_passphrase(vault, "short", CHEAP)
    assert (tmp_path / KEY_NAME).read_bytes() == before


@pytest.mark.parametrize("name", [KEY_NAME, KEY_COPY_NAME])
@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_one_damaged_key_file_is_made_good_from_the_other(tmp_path: Path, name: str, damage: bytes | None) -> None:
    write_key(tmp_path, make_vault(tmp_path, OLD, CHEAP).file)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink() if damage is None else (tmp_path / name).write_bytes(damage)
    assert opens(tmp_path, OLD)
    mend_copies(tmp_path)
    assert (tmp_path / KEY_NAME).read_bytes() == (tmp_path / KEY_COPY_NAME).read_bytes() == whole
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_without_both_the_line_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StorageGone):
        read_key(tmp_path)
    for name in (KEY_NAME, KEY_COPY_NAME):
        (tmp_path / name).write_bytes(b"garbage")
    with pytest.raises(StorageDamaged, match="key"):
        open_vault(tmp_path, OLD)


def test_a_key_from_elsewhere_opens(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, OLD, CHEAP)
    assert vault_of(tmp_path, vault.text().encode(), OLD, HERE).file == vault.file
    with pytest.raises(WrongPassphrase):
        vault_of(tmp_path, vault.text().encode(), NEW, HERE)


def test_after_a_change_only_the_new_passphrase_opens(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, OLD, CHEAP)
    write_key(tmp_path, vault.file)
    change_passphrase(vault, NEW, CHEAP)
    assert opens(tmp_path, NEW)
    assert not opens(tmp_path, OLD)
    old = hashlib.sha256(vault.text().encode()).hexdigest()
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == old for path in tmp_path.glob("key*"))
    assert json.loads((tmp_path / KEY_NAME).read_bytes())["key"]["state"] == "on"


@pytest.mark.parametrize("kill", [False, True])
def test_a_change_that_is_cut_off_anywhere_leaves_exactly_one_passphrase(tmp_path: Path, kill: bool) -> None:
    seen = set()
    for calls in range(100):
        folder = tmp_path / str(calls)
        folder.mkdir()
        write_key(folder, make_vault(folder, OLD, CHEAP).file)
        system = Cut(calls, 0 if kill else errno.ENOSPC)
        with contextlib.suppress(StorageError, Killed):
            change_passphrase(open_vault(folder, OLD), NEW, CHEAP, system)
        old, new = opens(folder, OLD), opens(folder, NEW)
        assert old != new, calls
        mend_copies(folder)
        assert (opens(folder, OLD), opens(folder, NEW)) == (old, new)
        (folder / KEY_NAME).unlink()
        assert (opens(folder, OLD), opens(folder, NEW)) == (old, new)
        seen.add(new)
        if not system.cut:
            break
    assert seen == {False, True}
    assert calls > 10


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chatbot.storage.encryption.keyfile", None)
    with pytest.raises(StorageError) as told:
        require_library()
    assert told.value.hint.startswith("Run pip install")

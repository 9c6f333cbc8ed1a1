"""`chatbot encryption`: turns the encryption of a user's files on and off, and changes the passphrase."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.cli.arguments import common_options, json_option, settings_of
from chatbot.cli.passphrase import NEW, PRESENT, new_passphrase, opened, unlocked
from chatbot.cli.verbs import Verbs, add_command, tell
from chatbot.domain.text import counted
from chatbot.errors import ChatbotError, ConfigError, StorageError, StorageLocked
from chatbot.storage.layout import user_folder
from chatbot.storage.sealing import KEY_NAME, MAGIC, has_key

if TYPE_CHECKING:
    from chatbot.config import Settings
    from chatbot.storage.encryption.turning import Turned
    from chatbot.storage.encryption.vault import Vault

VISIBLE = (
    "the user's name as the folder spells it",
    "how many sessions and files there are, their sizes and times",
    "the user's own personas, which all users share",
    "the log and the config file",
)
"""What encryption does not hide."""


FOR_SCRIPTS = (
    f"Without a terminal, {PRESENT}_FILE names a file of mode 0600 that holds the passphrase in one line, "
    f"or {PRESENT} is the passphrase itself."
)
"""For --help. Never an argument, which every program on the machine can read."""


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    verbs = add_command(commands, "encryption", "encrypt what is on disk with a passphrase")
    _add(verbs, "status", "whether the files are encrypted, and how", _status)
    on = _add(verbs, "on", "encrypt all files; without the passphrase nobody can read them again", _on)
    on.description = f"Encrypts all files; without the passphrase nobody can read them again. {FOR_SCRIPTS}"
    on.add_argument(
        "--key-of", default="", metavar="BACKUP", help="take the key of this backup, so that it can be restored"
    )
    _add(verbs, "off", "decrypt all files", _off)
    change = _add(verbs, "passphrase", "change the passphrase", _passphrase)
    change.description = f"Changes the passphrase. {FOR_SCRIPTS} {NEW}_FILE and {NEW} give the new one."
    _add(verbs, "remember", "put the passphrase into the keyring of this system", _remember)
    _add(verbs, "forget", "take the passphrase out of the keyring of this system", _forget)


Work = Callable[[argparse.Namespace, "Settings"], int]


def _add(verbs: "Verbs[argparse.ArgumentParser]", name: str, text: str, work: Work) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=text, description=text[:1].upper() + text[1:] + ".")
    common_options(parser)
    json_option(parser)
    parser.set_defaults(run=lambda arguments: work(arguments, settings_of(arguments)))
    return parser


def _status(arguments: argparse.Namespace, settings: "Settings") -> int:
    from chatbot.storage.encryption.vault import INSTALL, installed

    folder = user_folder(settings.paths.data, settings.user)
    said: dict[str, object] = {"encrypted": has_key(folder), "state": "off", "installed": installed(), "folder": folder}
    lines = ["The files are not encrypted." if not has_key(folder) else "The files are encrypted."]
    if has_key(folder) and installed():
        from chatbot.storage.encryption.keyfile import read_key

        file = read_key(folder)
        cost = file.cost
        said |= {"state": file.state, "cipher": "AES-256-GCM", "keyring": file.keyring, "key_derivation": "Argon2id"}
        said |= {"memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes, "visible": VISIBLE}
        if file.state.value != "on":
            lines = [f"The files are {file.state.value}; the next start finishes it."]
        lines.append(f"AES-256-GCM; the key by Argon2id with {cost.memory_kib // 1024} MB, {cost.passes} passes.")
        lines.append("The passphrase is in the keyring." if file.keyring else "The passphrase is kept nowhere.")
        lines.append("Visible without it: " + "; ".join(VISIBLE) + ".")
    elif _key_lost(folder):
        said |= {"encrypted": True, "state": "key missing"}
        lines = [
            f"The files are encrypted, and {KEY_NAME} is missing: nobody can open them without it.",
            "Put your copy of it back, or take it from a backup: chatbot encryption on --key-of BACKUP",
        ]
    elif not installed():
        lines.append(f"The package for it is not installed: {INSTALL}")
    return tell(arguments, "\n".join(lines), {**said, "folder": str(folder)})


def _key_lost(folder: Path) -> bool:
    """Whether files are encrypted for which there is no key any more."""
    from chatbot.storage.atomic import SYSTEM, read_head

    try:
        read_head(folder / "profile.json", len(MAGIC), SYSTEM)
    except StorageLocked:
        return True
    except StorageError:
        return False
    return False


def _on(arguments: argparse.Namespace, settings: "Settings") -> int:
    from chatbot.storage.encryption.vault import make_vault, require_library, vault_of

    folder = user_folder(settings.paths.data, settings.user)
    require_library()
    if has_key(folder):
        return _go_on(arguments, settings)
    from chatbot.domain.ids import new_id
    from chatbot.storage.encryption.turning import turn_on
    from chatbot.storage.user import UserFiles

    if arguments.key_of:
        from chatbot.cli.passphrase import ask, given_passphrase
        from chatbot.storage.encryption.backups import key_in

        data = key_in(Path(arguments.key_of))
        passphrase = given_passphrase(PRESENT)[0] or ask("Passphrase of the backup: ")
        vault = vault_of(folder, data, passphrase, Path(arguments.key_of))
    else:
        vault = make_vault(folder, new_passphrase(PRESENT))
    try:
        UserFiles.open(settings.paths.data, settings.user).close()  # makes them, or finishes what was cut off before
    except StorageLocked:
        if not arguments.key_of:  # else it is their own key that was lost, and comes back
            raise
    turned = turn_on(vault, new_id())
    files = counted(turned.files, "file")
    line = f"Encrypted: {files}. Forgetting the passphrase is final: nobody can open them without it."
    return _tell(arguments, turned, line, True)


def _go_on(arguments: argparse.Namespace, settings: "Settings") -> int:
    """Finishes an encrypting that was cut off."""
    from chatbot.storage.encryption.keyfile import State, read_key

    if read_key(user_folder(settings.paths.data, settings.user)).state is not State.TURNING_ON:
        raise ConfigError("The files are encrypted already.", "Change the passphrase: chatbot encryption passphrase")
    from chatbot.storage.user import UserFiles

    files = UserFiles.open(settings.paths.data, settings.user, vault=_needed(settings))
    files.close()
    lines = ["Encrypted: what was begun before is finished.", *files.problems]
    return tell(arguments, "\n".join(lines), {"encrypted": True, "problems": files.problems})


def _off(arguments: argparse.Namespace, settings: "Settings") -> int:
    from chatbot.domain.ids import new_id

    vault = _needed(settings)
    from chatbot.storage.encryption.turning import turn_off

    if vault.file.keyring:
        _let_go(vault)
    turned = turn_off(vault, new_id())
    return _tell(
        arguments,
        turned,
        f"Decrypted: {counted(turned.files, 'file')}. Everybody who gets at them can read them.",
        False,
    )


def _tell(arguments: argparse.Namespace, turned: "Turned", line: str, encrypted: bool) -> int:
    lines = [line, *turned.problems]
    return tell(
        arguments, "\n".join(lines), {"encrypted": encrypted, "files": turned.files, "problems": turned.problems}
    )


def _passphrase(arguments: argparse.Namespace, settings: "Settings") -> int:
    vault = _needed(settings)
    from chatbot.storage.encryption.turning import change_passphrase

    passphrase = new_passphrase(NEW)
    problems = change_passphrase(vault, passphrase)
    if vault.file.keyring:
        from chatbot.cli import system_keyring

        system_keyring.save(vault.folder, passphrase)
    line = "The passphrase is changed. Copies of backups elsewhere still open with the one before."
    return tell(arguments, "\n".join([line, *problems]), {"changed": True, "problems": problems})


def _remember(arguments: argparse.Namespace, settings: "Settings") -> int:
    from chatbot.cli import system_keyring
    from chatbot.cli.passphrase import ask, given_passphrase
    from chatbot.storage.encryption.vault import open_vault

    folder = _needed_folder(settings)
    system_keyring.load(folder)  # before anything is asked: is there a keyring?
    passphrase = given_passphrase(PRESENT)[0] or ask("Passphrase: ")
    vault = open_vault(folder, passphrase)
    system_keyring.save(folder, passphrase)
    _write_keyring(vault, True)
    return tell(arguments, "The passphrase is in the keyring.", {"keyring": True})


def _forget(arguments: argparse.Namespace, settings: "Settings") -> int:
    vault = opened(_needed_folder(settings), "The files")
    _let_go(vault)
    return tell(arguments, "The passphrase is kept nowhere.", {"keyring": False})


def _let_go(vault: "Vault") -> None:
    from chatbot.cli import system_keyring

    try:
        system_keyring.forget(vault.folder)
    finally:
        _write_keyring(vault, False)


def _write_keyring(vault: "Vault", kept: bool) -> None:
    from chatbot.storage.lock import UserLock

    with UserLock(vault.folder).held():
        vault.set_keyring(kept)


def _needed_folder(settings: "Settings") -> Path:
    folder = user_folder(settings.paths.data, settings.user)
    if not has_key(folder):
        raise ConfigError("The files are not encrypted.", "Encrypt them: chatbot encryption on")
    return folder


def _needed(settings: "Settings") -> "Vault":
    _needed_folder(settings)
    vault = unlocked(settings)
    if vault is None:
        raise ChatbotError("The files were decrypted meanwhile.", "Nothing is left to do.")
    return vault

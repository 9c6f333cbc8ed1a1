"""What is kept and where, and what leaves this machine: as it is now, for the screen and the command line."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.config import Settings
from chatbot.domain.memory import Status
from chatbot.domain.text import counted
from chatbot.domain.value import Value

if TYPE_CHECKING:
    from chatbot.llm.base import ChatModel
    from chatbot.storage.user import UserFiles


class Privacy(Value):
    """The state of things.

    Attributes:
        folder: where the user's files are.
        files, bytes: how many there are, and how large.
        others_can_read: names of those that other accounts of this machine could read; should be empty.
        encrypted: whether they can be read with the passphrase only.
        sessions, deleted_sessions: how many, and how many of them lie in the trash.
        memories, forgotten, local_only: how many are remembered, were forgotten, and never leave this machine.
        backups: how many.
        log: the log file; it holds no words of anybody.
        masking: whether keys and card numbers are masked before anything is stored.
        memory_mode: how memories are learnt.
        retention: how long what is kept, one line each; empty for ever.
        backend, model: what answers.
        host: where it is; empty for nowhere but this program.
        local: whether it is on this machine.
        key: where the key for it is read from; empty for none.
        sent, never_sent: what goes to the host, and what never does.
    """

    folder: str
    files: int
    bytes: int
    others_can_read: tuple[str, ...]
    encrypted: bool
    sessions: int
    deleted_sessions: int
    memories: int
    forgotten: int
    local_only: int
    backups: int
    log: str
    masking: bool
    memory_mode: str
    retention: tuple[str, ...]
    backend: str
    model: str
    host: str
    local: bool
    key: str
    sent: tuple[str, ...]
    never_sent: tuple[str, ...]


def privacy_of(
    settings: Settings, files: "UserFiles", model: "ChatModel", environment: Mapping[str, str] = os.environ
) -> Privacy:
    """How things are now. Blocks for the disk.

    Args:
        settings: of this run.
        files: the user's files.
        model: the one in the seat.
        environment: where a key may be set.

    Raises:
        StorageError: something cannot be read.
    """
    every = [Path(root, name) for root, _, names in os.walk(files.folder) for name in names]
    open_to_others = [path for path in every if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    records = files.memories.everything().values()
    gone = (Status.FORGOTTEN, Status.SUPERSEDED, Status.ARCHIVED)
    held = [one for one in records if one.status not in gone]
    remote = model.backend != "offline" and not model.local
    return Privacy(
        folder=str(files.folder),
        files=len(every),
        bytes=sum(path.lstat().st_size for path in every),
        others_can_read=tuple(str(path.relative_to(files.folder)) for path in open_to_others),
        encrypted=files.encrypted,
        sessions=len(files.library.sessions()),
        deleted_sessions=len(files.library.deleted()),
        memories=len(held),
        forgotten=sum(one.status is Status.FORGOTTEN for one in records),
        local_only=sum(one.local_only for one in held),
        backups=len(files.backups.list()),
        log=str(settings.paths.log_file),
        masking=settings.mask_secrets,
        memory_mode=settings.memory_mode,
        retention=_retention(settings),
        backend=model.backend,
        model=model.name,
        host=host_of(model),
        local=model.local,
        key=_key(settings, model, environment),
        sent=(*_SENT, *((_EMBEDDED,) if settings.embeddings_model else ())) if remote else (),
        never_sent=_NEVER_SENT,
    )


_SENT = (
    "the persona's text, the newest messages of the session, its summary, and memories that fit the message",
    "after a reply, the last few messages once more, to find what is worth remembering, and what is due for a summary",
)
_EMBEDDED = (
    "messages and memories as they come, and what you ask, to be made into vectors for recall (embeddings_model)"
)
_NEVER_SENT = (
    "memories marked “this machine only” with the sentences that told them, what you had forgotten, other users' files",
    "usage data: this program reports nothing to anybody",
)


def host_of(model: "ChatModel") -> str:
    """Host and port of the server behind a model; empty where there is none."""
    host: str = getattr(model, "host", "")
    return host if model.backend != "offline" else ""


def _retention(settings: Settings) -> tuple[str, ...]:
    policy = settings.retention
    lines = (
        [f"sessions: for {counted(policy.sessions_days, 'day')}, then to the trash for 30"]
        if policy.sessions_days
        else []
    )
    return (
        *lines,
        *(f"{kind.value} memories: for {counted(days, 'day')}, then archived" for kind, days in policy.kinds.items()),
    )


def _key(settings: Settings, model: "ChatModel", environment: Mapping[str, str]) -> str:
    if model.backend == "offline" or not settings.key_for(settings.base_url):
        return ""
    return "OPENAI_API_KEY" if environment.get("OPENAI_API_KEY") else str(settings.paths.config_file)


def leaving_line(model: "ChatModel") -> str:
    """One line: what leaves this machine with the model in the seat."""
    host = host_of(model)
    if not host:
        return "Nothing leaves this machine: the offline companion answers here. /privacy shows all of this."
    if model.local:
        return f"Nothing leaves this machine: {model.name} answers at {host}. /privacy shows all of this."
    return (
        f"Sent to {host} with what you say: the conversation, its summary and memories that fit it, but none marked "
        "“this machine only”. /privacy shows all of this."
    )


def kept_line(settings: Settings, encrypted: bool) -> str:
    """One line: what is kept, where, and who can read it."""
    how = "encrypted files" if encrypted else "plain files"
    masked = "; keys and card numbers are masked" if settings.mask_secrets else ""
    return (
        f"Kept on this machine: your messages, what I remember of them and the mood, as {how} in "
        f"{settings.paths.data} that only your account can read{masked}."
    )


_LEARNT = {
    "rules": "by rules in this program",
    "background": "by a model, after each reply",
    "tools": "by a model, while it replies",
    "hybrid": "by rules in this program, and by a model where there is one",
    "off": "not at all",
}
"""By memory mode, how memories are learnt, in words."""


def _who(one: Privacy) -> str:
    if not one.host:
        return "The offline companion, inside this program: no model."
    where = "on this machine" if one.local else "on another machine"
    return f"{one.model or one.backend} at {one.host}, {where}."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def told(one: Privacy) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The state of things as titled paragraphs, for people."""
    plain = "Plain text; chatbot encryption on encrypts it." if not one.encrypted else "Encrypted with your passphrase."
    modes = "Only your account can read the files."
    if one.others_can_read:
        modes = f"{counted(len(one.others_can_read), 'file')} can be read by others: chatbot doctor names them."
    return (
        ("Kept", (
            f"{one.folder}: {counted(one.files, 'file')}, {counted(one.bytes, 'byte')}. {plain} {modes}",
            f"Sessions: {one.sessions}; deleted, and to be had back for 30 days: {one.deleted_sessions}; "
            f"backups: {one.backups}.",
            f"Memories: {one.memories}, of them for this machine only: {one.local_only}; forgotten: {one.forgotten}.",
            f"The log, {one.log}, says what went wrong, never what anybody said.",
            "Keys and card numbers are "
            + ("masked before they are stored." if one.masking else "NOT masked: mask_secrets is off."),
        )),
        ("How long", tuple(map(_sentence, one.retention)) or ("Until you delete it: no limit is set.",)),
        ("Who answers", (
            _who(one),
            f"Key: {f'read from {one.key}' if one.key else 'none'}. Memories are learnt {_LEARNT[one.memory_mode]}.",
        )),
        ("Leaves this machine", tuple(map(_sentence, one.sent)) or ("Nothing.",)),
        ("Never leaves it", tuple(map(_sentence, one.never_sent))),
        ("Yours to do", (
            "/private: a session that writes nothing. /forget: forgets, can be taken back.",
            "chatbot erase --about TEXT | --session ID | --user-data: erases for good, and proves it.",
            "chatbot export: everything in one file. chatbot backup: copies.",
        )),
    )  # fmt: skip

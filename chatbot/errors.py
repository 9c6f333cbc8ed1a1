"""Every error that a user, a file or a server can cause, and nothing else.

The tree::

    ChatbotError                 one line for the user, one hint what to do
    ├── UsageError               the command was written wrongly             exit code 2
    ├── ConfigError              the config file or the environment
    ├── PersonaError             a persona file or a character card
    ├── NotFound                 no session, memory, message or persona of that name
    ├── MemoryRefused            a memory operation that the record's state forbids
    ├── ModelError               the reply could not be had
    │   ├── ModelUnreachable     no connection, a time-out, a cut stream
    │   ├── ModelRefused         401, 403: the key or the account
    │   ├── ModelBusy            429, 5xx: worth another try
    │   └── ModelFault           an answer that breaks the protocol
    └── StorageError             a file could not be read or written
        ├── StorageDamaged       the bytes are not what was written
        │   └── StorageForged    they were changed on purpose, without the key
        ├── StorageLocked        encrypted, and the key is not open
        │   └── WrongPassphrase  it does not open the key
        ├── StorageReadOnly      written by a newer version, or not ours to write
        ├── StorageGone          a file or folder that was there is missing
        └── StorageRefused       what is stored there already forbids it

Third-party errors stop in the module that calls the third party and become one of these.
"""


class ChatbotError(Exception):
    """Something that went wrong and that a person can do something about.

    Args:
        message: what happened and where, one line, no markup.
        hint: what to do about it, one line; empty where there is nothing to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(ChatbotError):
    """The command line was written wrongly."""


class ConfigError(ChatbotError):
    """The config file or an environment variable has a value that cannot be used."""


class PersonaError(ChatbotError):
    """A persona file or character card cannot be used."""


class NotFound(ChatbotError):
    """There is no session, memory, message or persona of that name or id."""


class MemoryRefused(ChatbotError):
    """A memory operation that the record's state forbids, such as editing a forgotten memory."""


class ModelError(ChatbotError):
    """The model gave no usable reply."""


class ModelUnreachable(ModelError):
    """No connection, a time-out, or a stream that was cut."""


class ModelRefused(ModelError):
    """The server does not accept the key or the request (401, 403, 404, 400)."""


class ModelBusy(ModelError):
    """The server asks to wait or has failed itself (429, 5xx); another try may succeed."""


class ModelFault(ModelError):
    """The server's answer breaks the protocol."""


class StorageError(ChatbotError):
    """A file could not be read or written."""


class StorageDamaged(StorageError):
    """A file's bytes are not what was written."""


class StorageForged(StorageDamaged):
    """An encrypted file was changed, or put in the place of another, by something that does not have the key."""


class StorageLocked(StorageError):
    """A file is encrypted, and the key is not open or is another one."""


class WrongPassphrase(StorageLocked):
    """The passphrase does not open the key."""


class StorageReadOnly(StorageError):
    """A file may be read but not written: a newer version's, or not ours."""


class StorageGone(StorageError):
    """A file or folder that was there is missing."""


class StorageRefused(StorageError):
    """What is stored there already forbids it, such as a newer version: another try would end the same."""

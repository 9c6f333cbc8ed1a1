"""The settings of one run: the config file, then the environment, then the command line. Frozen once made."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from chatbot.domain.retention import Retention
from chatbot.domain.slots import Kind
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, field
from chatbot.errors import ConfigError
from chatbot.paths import Paths

Backend = Literal["auto", "openai", "offline"]
MemoryMode = Literal["rules", "background", "tools", "hybrid", "off"]
TidyMode = Literal["auto", "offer", "off"]

_LARGEST_CONFIG_BYTES = 256 * 1024
OPENAI_URL = "https://api.openai.com/v1"
"""Where a request goes when no address is set."""


class Secret:
    """A key that no print, log or traceback shows.

    Args:
        value: the key; empty for none.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself, for the one request that needs it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(set)" if self._value else "Secret(empty)"


class BackendFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `[backend]` table. Prices are in any currency per million tokens; 0 is unknown."""

    kind: Backend = "auto"
    base_url: str = ""
    model: str = ""
    api_key: str = ""
    embeddings_model: str = ""
    context_tokens: int = 0
    reply_tokens: int = 0
    price_prompt: float = 0.0
    price_completion: float = 0.0


class MemoryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `[memory]` table."""

    mode: MemoryMode = "hybrid"
    tidy: TidyMode = "auto"
    mask_secrets: bool = True


Days = Annotated[int, msgspec.Meta(ge=0)]


class RetentionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `[retention]` table: for how many days what is kept; 0 is for ever."""

    sessions_days: Days = 0
    identity_days: Days = 0
    preference_days: Days = 0
    fact_days: Days = 0
    relationship_days: Days = 0
    event_days: Days = 0
    goal_days: Days = 0
    plan_days: Days = 0
    instruction_days: Days = 0
    feeling_days: Days = 0
    task_days: Days = 0

    def policy(self) -> Retention:
        """As a value."""
        kinds = {kind: days for kind in Kind if (days := getattr(self, f"{kind.value}_days")) > 0}
        return Retention(self.sessions_days, kinds)


class ConfigFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole config file."""

    user: str = ""
    persona: str = ""
    theme: str = ""
    backend: BackendFile = BackendFile()
    memory: MemoryFile = MemoryFile()
    retention: RetentionFile = RetentionFile()
    keys: dict[str, str] = {}


class Settings(Value):
    """Everything that a run is told from outside.

    Attributes:
        paths: where files are.
        user: whose files these are, one cleaned line.
        persona: the persona of new sessions; empty for the default.
        theme: name of the theme; empty for the default.
        backend: which kind of model to take.
        base_url: of the OpenAI-compatible server; empty for OpenAI's own.
        api_key: see `key_for`.
        key_url: the server that the key belongs to; empty for OpenAI's own.
        model: its name; empty for the server's first.
        embeddings_model: for recall; empty for none.
        context_tokens: 0 for what the model is known to hold.
        reply_tokens: 0 for the persona's wish.
        price_prompt, price_completion: per million tokens; 0 is unknown.
        memory_mode: how memories are learnt.
        memory_tidy: whether memories are tidied while the user rests, only offered to be, or neither.
        mask_secrets: whether keys and card numbers are masked in what is stored.
        retention: for how long what is kept.
        keys: binding id -> key, replacing the default ones.
    """

    paths: Paths
    user: str
    persona: str = ""
    theme: str = ""
    backend: Backend = "auto"
    base_url: str = ""
    api_key: Secret = field(default_factory=Secret)
    key_url: str = ""
    model: str = ""
    embeddings_model: str = ""
    context_tokens: int = 0
    reply_tokens: int = 0
    price_prompt: float = 0.0
    price_completion: float = 0.0
    memory_mode: MemoryMode = "hybrid"
    memory_tidy: TidyMode = "auto"
    mask_secrets: bool = True
    retention: Retention = Retention()
    keys: Mapping[str, str] = field(default_factory=dict)

    def key_for(self, base_url: str) -> Secret:
        """The key, for the host that it was set for; an empty one for every other.

        Args:
            base_url: the server that is to be asked; empty for OpenAI's own.
        """
        return self.api_key if _host(base_url) == _host(self.key_url) else Secret()


def load_settings(
    paths: Paths,
    user: str = "",
    backend: str = "",
    model: str = "",
    base_url: str = "",
    environment: Mapping[str, str] = os.environ,
    file: ConfigFile | None = None,
) -> Settings:
    """Settings from the config file, the environment and the command line; what comes later wins.

    Args:
        paths: where the config file is; an absent one is normal.
        user: from `--user`; empty for the config file's, else the login name.
        backend: from `--backend`; empty for not given, like the two below.
        model: from `--model`.
        base_url: from `--base-url`.
        environment: `OPENAI_API_KEY`, `OPENAI_BASE_URL`, and the login name.
        file: what stands for the config file's content; None to read it.

    Raises:
        ConfigError: the file or a value cannot be used.
    """
    file = _read(paths.config_file) if file is None else file
    name = clean_line(user or file.user or _login_name(environment), limit=80)
    if not name:
        raise ConfigError("The user name is empty.", "Give one with --user NAME.")
    configured_url = environment.get("OPENAI_BASE_URL", "") or file.backend.base_url
    own_key = environment.get("OPENAI_API_KEY", "")
    return Settings(
        paths=paths,
        user=name,
        persona=file.persona,
        theme=file.theme,
        backend=backend_named(backend) if backend else file.backend.kind,
        base_url=base_url or configured_url,
        api_key=Secret(own_key or file.backend.api_key),
        key_url=configured_url if own_key else file.backend.base_url,
        model=model or file.backend.model,
        embeddings_model=file.backend.embeddings_model,
        context_tokens=file.backend.context_tokens,
        reply_tokens=file.backend.reply_tokens,
        price_prompt=file.backend.price_prompt,
        price_completion=file.backend.price_completion,
        memory_mode=file.memory.mode,
        memory_tidy=file.memory.tidy,
        mask_secrets=file.memory.mask_secrets,
        retention=file.retention.policy(),
        keys=file.keys,
    )


def _host(base_url: str) -> str:
    """Scheme, host and port of an address, in lower case; those of OpenAI for an empty one."""
    from urllib.parse import urlsplit

    parts = urlsplit((base_url or OPENAI_URL).strip().lower())
    return f"{parts.scheme}://{parts.netloc}"


def backend_named(name: str) -> Backend:
    """The backend of that name.

    Raises:
        ConfigError: there is none.
    """
    try:
        backend: Backend = msgspec.convert(name, Backend)
        return backend
    except msgspec.ValidationError as error:
        raise ConfigError(f"There is no backend {clean_line(name, 40)!r}.", "Use auto, openai or offline.") from error


def _login_name(environment: Mapping[str, str]) -> str:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if environment.get(variable):
            return environment[variable]
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return "user"


def _allowed(complaint: str) -> str:
    """The values that the key which a complaint names may have; empty where they cannot be listed."""
    import re

    kind: object = msgspec.inspect.type_info(ConfigFile)
    for name in re.findall(r"\.(\w+)", complaint.partition(" - at ")[2]):
        fields = kind.fields if isinstance(kind, msgspec.inspect.StructType) else ()
        kind = next((one.type for one in fields if one.encode_name == name), None)
    return f"Use one of: {', '.join(map(str, kind.values))}." if isinstance(kind, msgspec.inspect.LiteralType) else ""


def _read(path: Path) -> ConfigFile:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_CONFIG_BYTES + 1)
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return ConfigFile()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Check its owner and mode.") from error
    import tomllib  # most have no such file, and it delays the first prompt

    if len(raw) > _LARGEST_CONFIG_BYTES:
        raise ConfigError(f"{path} is larger than {_LARGEST_CONFIG_BYTES} bytes.", "Is it the right file?")
    try:
        config = msgspec.convert(tomllib.loads(raw.decode("utf-8")), ConfigFile)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {clean_line(str(error))}.", "Mend that line.") from error
    except msgspec.ValidationError as error:
        hint = _allowed(str(error)) or "See the README for the keys and values."
        raise ConfigError(f"{path}: {clean_line(str(error))}.", hint) from error
    if config.backend.api_key and mode & 0o077:
        raise ConfigError(f"{path} holds an api_key, and others on this machine can read it.", f"Run: chmod 600 {path}")
    return config

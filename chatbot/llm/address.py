"""Server addresses and keys: which may be used, and whether one stays on this machine. No connection is made here."""

import ipaddress
from urllib.parse import SplitResult, urlsplit, urlunsplit

from chatbot.config import OPENAI_URL
from chatbot.errors import ConfigError


def checked_url(url: str) -> str:
    """A base URL as it will be used: without a slash at its end, with `/v1` where it has no path.

    Args:
        url: as configured; empty for OpenAI's own.

    Raises:
        ConfigError: it is no web address, carries a password or query, or is plain http to another machine, where
            the key and the conversation could be read on the way.
    """
    if not url.strip():
        return OPENAI_URL
    parts = _split(url.strip())
    shown = f"{parts.scheme}://{parts.hostname}"
    if parts.username or parts.password:
        raise ConfigError(
            f"the base URL for {parts.hostname} holds a user name or password", "put the key in OPENAI_API_KEY"
        )
    if parts.query or parts.fragment:
        raise ConfigError(f"the base URL {shown} has a query or fragment", "leave off what follows ? or #")
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        raise ConfigError(
            f"the base URL {shown} is plain http to another machine", "use https, or reach it through 127.0.0.1"
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") or "/v1", "", ""))


def checked_key(key: str) -> str:
    """A key as it will be sent.

    Args:
        key: as configured; empty for none.

    Raises:
        ConfigError: it has a character that no key has. The key itself is not told.
    """
    strange = next((sign for sign in key if not "!" <= sign <= "~"), "")
    if strange:
        what = {"\n": "a line break", "\r": "a line break", " ": "a space"}.get(strange, f"U+{ord(strange):04X}")
        raise ConfigError(
            f"the API key holds {what}, which no key has", "copy it again into OPENAI_API_KEY, or backend.api_key"
        )
    return key


def is_local(url: str) -> bool:
    """Whether a checked address is this machine's own."""
    return _is_loopback(urlsplit(url).hostname or "")


def host_of(url: str) -> str:
    """Host and port of a checked address, for messages."""
    return urlsplit(url).netloc


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid or any(ord(sign) <= 32 for sign in url):
        raise ConfigError(
            "the base URL is no web address", 'write it like "https://host/v1" or "http://127.0.0.1:11434/v1"'
        )
    return parts


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""A server's error answers as the program's errors, in words that say what to do. Never holds a key."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line, counted
from chatbot.domain.value import Value
from chatbot.errors import ModelBusy, ModelError, ModelFault, ModelRefused, ModelUnreachable

_KEY_LIKE = lazy(r"\b(?:sk|pk|rk|gsk|xai|key)[-_][\w*•.-]{6,}|Bearer\s+\S+", re.IGNORECASE)
_BUSY = lazy(r"overload|rate.?limit|too many|capacity|busy|unavailable|loading", re.IGNORECASE)
LONGEST_WAIT_SECONDS = 60.0
"""No program of a person who waits for a reply waits longer for another try."""


class Refusal(Value):
    """An error answer.

    Attributes:
        error: for the user.
        retry_after_seconds: when the server asked to come back; None where it did not say.
        silent: whether the server was waited for as long as anybody waits; another try would take as long again.
    """

    error: ModelError
    retry_after_seconds: float | None = None
    silent: bool = False


def refusal_of(
    status: int,
    said: str,
    headers: Mapping[str, str],
    host: str,
    model: str,
    key: str,
    now: datetime,
    withheld: bool = False,
) -> Refusal:
    """The error for an HTTP status.

    Args:
        status: 300..599.
        said: the server's words; may be empty.
        headers: lower-case names.
        host: host and port that answered.
        model: that was asked for.
        key: that was sent; blotted out wherever the server repeats it.
        now: for a Retry-After that is a date, aware.
        withheld: whether there is a key that was not sent, since it belongs to another server.
    """
    words = blotted(said, key)
    quoted = f': "{words}"' if words else ""
    wait = _wait_seconds(headers, now)
    if 300 <= status < 400:
        return Refusal(
            ModelRefused(
                f"{host} sends the request on to another address ({status}); your key is not sent there",
                "put the final address into --base-url or the config file",
            )
        )
    if status == 401:
        return Refusal(_unauthorised(host, quoted, bool(key), withheld))
    if status == 403:
        return Refusal(ModelRefused(f"{host} forbids this key to use {model}{quoted}", "use another model or key"))
    if status == 404:
        return Refusal(
            ModelRefused(
                f'{host} has no model "{model}", or is no OpenAI-compatible server at this address{quoted}',
                "/model lists what it has; the base URL usually ends in /v1",
            )
        )
    if status == 402 or (status == 429 and re.search("quota|billing|credit", words, re.IGNORECASE)):
        return Refusal(ModelRefused(f"the account at {host} has no credit left{quoted}", "check its billing page"))
    if status in (408, 409, 425, 429) or status >= 500:
        if wait is not None and wait > LONGEST_WAIT_SECONDS:
            told = f"{host} asks to wait {_spoken(wait)}{quoted}"
            return Refusal(ModelBusy(told, "try again after that, or switch with /model"), wait)
        what = "asks to wait" if status == 429 else f"has a problem of its own ({status})"
        return Refusal(ModelBusy(f"{host} {what}{quoted}", "try again in a moment, or switch with /model"), wait)
    return Refusal(ModelRefused(f"{host} refuses the request ({status}){quoted}", "/context shows what was sent"))


def said_in(body: object) -> str:
    """The server's own words in the body of an error answer; empty for a web page."""
    if isinstance(body, dict):
        inner = body.get("error")
        return (
            said_in(inner) if isinstance(inner, dict) else str(body.get("message") or inner or body.get("detail") or "")
        )
    text = str(body or "")
    return "" if "<html" in text.lower() else text


def stream_error(said: str, host: str, key: str) -> ModelError:
    """The error for an error event in the middle of a stream."""
    words = blotted(said, key)
    if _BUSY.search(words):
        return ModelBusy(f'{host} ended the reply: "{words}"', "try again in a moment, or switch with /model")
    return ModelFault(f'{host} ended the reply: "{words}"', "try /regen")


def unreachable(host: str, local: bool) -> ModelUnreachable:
    """The error for no connection."""
    hint = "is the server running?" if local else "check the network, or use --backend offline"
    return ModelUnreachable(f"no connection to {host}", hint)


def blotted(said: str, key: str) -> str:
    """A server's words as one short line in which no key can be read."""
    line = clean_line(said.replace(key, "•••") if len(key) > 3 else said, 200)
    return _KEY_LIKE.sub("•••", line)


def _wait_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """What Retry-After says, in seconds from now, 0 and up."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            then = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds()
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _spoken(seconds: float) -> str:
    """A stretch of time in its largest fitting unit, rounded up."""
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * length or seconds == length:
            return counted(math.ceil(seconds / length), unit)
    return counted(math.ceil(seconds), "second")


def _unauthorised(host: str, quoted: str, sent: bool, withheld: bool) -> ModelRefused:
    if sent:
        hint = "check OPENAI_API_KEY, or backend.api_key in the config file"
        return ModelRefused(f"{host} does not accept the key{quoted}", hint)
    if withheld:
        hint = (
            "to send it there, set OPENAI_BASE_URL to this address beside OPENAI_API_KEY, "
            "or put base_url and api_key into the config file"
        )
        return ModelRefused(f"{host} wants a key, and yours belongs to another server: it was not sent{quoted}", hint)
    also = "" if host == "api.openai.com" else ", and OPENAI_BASE_URL to this address"
    return ModelRefused(f"{host} wants a key{quoted}", f"set OPENAI_API_KEY{also}")

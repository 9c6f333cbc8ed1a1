"""What servers that call themselves compatible do not understand, learnt from their refusals. No requests here."""

import re
from collections.abc import Set as AbstractSet
from enum import StrEnum

from chatbot.domain.patterns import lazy


class Quirk(StrEnum):
    """One thing to leave out or to say differently."""

    NO_USAGE = "no_usage"
    NO_SCHEMA = "no_schema"
    NO_JSON = "no_json"
    NO_TOOLS = "no_tools"
    NO_TEMPERATURE = "no_temperature"
    OTHER_LIMIT = "other_limit"
    NO_LIMIT = "no_limit"
    ONE_SYSTEM = "one_system"


_SIGNS: tuple[tuple[re.Pattern[str], tuple[Quirk, ...]], ...] = tuple(
    (lazy(pattern, re.IGNORECASE), quirks)
    for pattern, quirks in (
        (r"stream_options|include_usage", (Quirk.NO_USAGE,)),
        (r"response_format|json_schema|json_object|structured output|grammar", (Quirk.NO_SCHEMA, Quirk.NO_JSON)),
        (r"max_tokens|max_completion_tokens", (Quirk.OTHER_LIMIT, Quirk.NO_LIMIT)),
        (r"temperature", (Quirk.NO_TEMPERATURE,)),
        (r"\btools?\b|function.?call", (Quirk.NO_TOOLS,)),
        (r"\broles?\b|system (?:message|prompt|role)|alternat|chat.?template|jinja", (Quirk.ONE_SYSTEM,)),
    )
)


def learnt_from(refusal: str, known: AbstractSet[Quirk], used: AbstractSet[Quirk]) -> Quirk | None:
    """The next thing to do without after a refusal (400 or 422); None where nothing in the request explains it.

    Args:
        refusal: the server's words.
        known: what is left out already.
        used: what the request could leave out: a refusal that names something else is a real one.
    """
    for sign, quirks in _SIGNS:
        if sign.search(refusal):
            for quirk in quirks:
                if quirk not in known and quirk in used:
                    return quirk
    return None

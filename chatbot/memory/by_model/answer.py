"""The answer of a model as typed values. It says nothing about whether any of it is true."""

from typing import Literal

import msgspec

from chatbot.domain.value import Value
from chatbot.errors import ModelFault
from chatbot.memory.by_model.request import MOST_FOUND

LARGEST_ANSWER = 40_000
"""Characters; a dozen findings need a tenth of it."""


class Found(Value):
    """One fact as a model wrote it, unchecked. The fields are those of the schema in `request`."""

    message: int
    quote: str
    subject: str = "user"
    attribute: str = ""
    value: str = ""
    text: str = ""
    kind: str = "fact"
    change: Literal["said", "changed", "corrected", "ended"] = "said"
    denied: bool = False
    entities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    importance: float = 0.5
    confidence: float = 0.8


class _Answer(Value):
    memories: list[Found]


def read_answer(text: str) -> tuple[Found, ...]:
    """The facts of an answer, at most `MOST_FOUND`. A fence or a sentence around the JSON object is passed over.

    Raises:
        ModelFault: it is too large, or no JSON of the right types.
    """
    if len(text) > LARGEST_ANSWER:
        raise ModelFault("the model's list of memories is far too long", "nothing was learnt from it")
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise ModelFault("the model's list of memories is no JSON", "nothing was learnt from it")
    try:
        # Text and back: a lone surrogate cannot be encoded, and no memory needs one.
        answer = msgspec.json.decode(text[start : end + 1].encode("utf-8", "replace"), type=_Answer)
    except (msgspec.DecodeError, RecursionError) as error:
        said = str(error)[:120]
        raise ModelFault(f"the model's list of memories is not as asked for: {said}", "nothing was learnt") from None
    return tuple(answer.memories[:MOST_FOUND])

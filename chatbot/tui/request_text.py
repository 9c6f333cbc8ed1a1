"""A request to a model as a person reads it: every message, exactly as sent, under its role."""

from collections.abc import Sequence

from textual.content import Content

from chatbot.domain.text import clean
from chatbot.llm.base import ChatMessage


def request_text(messages: Sequence[ChatMessage]) -> Content:
    """The messages in order."""
    if not messages:
        return Content("The offline companion writes from what it knows; no request is sent.")
    parts: list[str | tuple[str, str]] = []
    for message in messages:
        parts.append((f"{message.role}\n", "bold $accent"))
        parts.append(clean(message.content) + "\n\n")
        parts += [(f"{call.name}({clean(call.arguments)})\n\n", "$text-muted") for call in message.tool_calls]
    return Content.assemble(*parts)

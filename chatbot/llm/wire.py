"""Requests in the words of the chat completions API: values in, plain dictionaries out."""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from chatbot.llm.base import ChatMessage, ChatRequest
from chatbot.llm.quirks import Quirk

Body = dict[str, Any]


def body_of(request: ChatRequest, model: str, quirks: AbstractSet[Quirk], newer_limit: bool) -> Body:
    """The arguments of a streamed chat completion.

    Args:
        request: what is asked.
        model: the server's name for the model.
        quirks: what the server was seen not to understand.
        newer_limit: whether the server calls the limit `max_completion_tokens`.
    """
    messages: Sequence[ChatMessage] = request.messages
    body: Body = {"model": model, "stream": True}
    if request.json_schema:
        body |= _format(request.json_schema, quirks)
        if Quirk.NO_SCHEMA in quirks:
            messages = [*messages, _told_schema(request.json_schema)]
    if Quirk.ONE_SYSTEM in quirks:
        messages = merged(messages)
    body["messages"] = [_message(message) for message in messages]
    if Quirk.NO_USAGE not in quirks:
        body["stream_options"] = {"include_usage": True}
    if request.temperature is not None and Quirk.NO_TEMPERATURE not in quirks:
        body["temperature"] = request.temperature
    if request.max_output_tokens is not None and Quirk.NO_LIMIT not in quirks:
        newer = newer_limit != (Quirk.OTHER_LIMIT in quirks)
        body["max_completion_tokens" if newer else "max_tokens"] = request.max_output_tokens
    if request.tools and Quirk.NO_TOOLS not in quirks:
        body["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": json.loads(tool.parameters),
                },
            }
            for tool in request.tools
        ]
    return body


def droppable(request: ChatRequest) -> frozenset[Quirk]:
    """What of a request could be left out or said differently if a server refuses it."""
    found = {Quirk.NO_USAGE}
    if request.json_schema:
        found |= {Quirk.NO_SCHEMA, Quirk.NO_JSON}
    if request.temperature is not None:
        found.add(Quirk.NO_TEMPERATURE)
    if request.max_output_tokens is not None:
        found |= {Quirk.OTHER_LIMIT, Quirk.NO_LIMIT}
    if request.tools:
        found.add(Quirk.NO_TOOLS)
    if merged(request.messages) != tuple(request.messages):
        found.add(Quirk.ONE_SYSTEM)
    return frozenset(found)


def merged(messages: Sequence[ChatMessage]) -> tuple[ChatMessage, ...]:
    """The same conversation with one system message at its start and no two messages of one role in a row.

    Some chat templates know nothing else. Messages with tool calls stay as they are.
    """
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    result = [ChatMessage("system", system)] if system else []
    for message in messages:
        if message.role == "system":
            continue
        last = result[-1] if result else None
        plain = message.role in ("user", "assistant") and not message.tool_calls
        if last and plain and last.role == message.role and not last.tool_calls:
            result[-1] = ChatMessage(message.role, f"{last.content}\n\n{message.content}")
        else:
            result.append(message)
    return tuple(result)


def _message(message: ChatMessage) -> Body:
    body: Body = {"role": message.role, "content": message.content}
    if message.tool_calls:
        body["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.role == "tool":
        body["tool_call_id"] = message.tool_call_id
    return body


def _format(schema: str, quirks: AbstractSet[Quirk]) -> Body:
    if Quirk.NO_JSON in quirks:
        return {}
    if Quirk.NO_SCHEMA in quirks:
        return {"response_format": {"type": "json_object"}}
    named = {"name": "reply", "strict": True, "schema": json.loads(schema)}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def _told_schema(schema: str) -> ChatMessage:
    return ChatMessage(
        "system", f"Reply with one JSON object and nothing else. It must follow this JSON schema:\n{schema}"
    )

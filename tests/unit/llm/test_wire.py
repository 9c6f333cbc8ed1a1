"""Requests in the protocol's words, and what can be left out of them."""

import json

from chatbot.llm.base import ChatMessage, ChatRequest, Tool, ToolCall
from chatbot.llm.quirks import Quirk, learnt_from
from chatbot.llm.wire import body_of, droppable, merged

SCHEMA = json.dumps({"type": "object"})
FULL = ChatRequest(
    (
        ChatMessage("system", "Be."),
        ChatMessage("user", "hi"),
        ChatMessage("system", "Stay."),
        ChatMessage("user", "ok"),
    ),
    temperature=0.3,
    max_output_tokens=50,
    tools=(Tool("find", "Finds.", SCHEMA),),
    json_schema=SCHEMA,
)


def test_everything_is_said() -> None:
    body = body_of(FULL, "m", frozenset(), newer_limit=False)
    assert body["stream"] is True and body["stream_options"] == {"include_usage": True}
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("m", 0.3, 50)
    assert [message["role"] for message in body["messages"]] == ["system", "user", "system", "user"]
    assert body["tools"][0]["function"]["parameters"] == {"type": "object"}
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_nothing_is_said_that_was_not_asked() -> None:
    body = body_of(ChatRequest((ChatMessage("user", "hi"),)), "m", frozenset(), newer_limit=False)
    assert set(body) == {"model", "stream", "stream_options", "messages"}


def test_tool_rounds_keep_their_ids() -> None:
    asked = ChatMessage("assistant", "", (ToolCall("c1", "find", "{}"),))
    answered = ChatMessage("tool", "found", tool_call_id="c1")
    messages = body_of(ChatRequest((asked, answered)), "m", frozenset(), False)["messages"]
    assert messages[0]["tool_calls"][0] == {
        "id": "c1",
        "type": "function",
        "function": {"name": "find", "arguments": "{}"},
    }
    assert messages[1] == {"role": "tool", "content": "found", "tool_call_id": "c1"}


def test_quirks_leave_out_or_say_differently() -> None:
    body = body_of(FULL, "m", frozenset(Quirk) - {Quirk.NO_LIMIT}, newer_limit=False)
    assert body["max_completion_tokens"] == 50
    assert not {"stream_options", "temperature", "tools", "response_format", "max_tokens"} & set(body)
    assert body["messages"][0]["role"] == "system" and SCHEMA in body["messages"][0]["content"]
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    half = body_of(FULL, "m", {Quirk.NO_SCHEMA}, newer_limit=True)
    assert half["response_format"] == {"type": "json_object"} and half["max_completion_tokens"] == 50


def test_merging_keeps_tool_messages_apart() -> None:
    call = ChatMessage("assistant", "", (ToolCall("c", "find", "{}"),))
    messages = (
        ChatMessage("assistant", "a"),
        call,
        ChatMessage("tool", "r", tool_call_id="c"),
        ChatMessage("assistant", "b"),
    )
    assert merged(messages) == messages


def test_a_refusal_teaches_one_thing_at_a_time() -> None:
    used = droppable(FULL)
    assert learnt_from("Unknown field: stream_options", frozenset(), used) is Quirk.NO_USAGE
    assert learnt_from("response_format json_schema is not supported", frozenset(), used) is Quirk.NO_SCHEMA
    assert learnt_from("response_format is not supported", {Quirk.NO_SCHEMA}, used) is Quirk.NO_JSON
    assert (
        learnt_from("'max_tokens' is not supported, use max_completion_tokens", frozenset(), used) is Quirk.OTHER_LIMIT
    )
    assert learnt_from("m does not support tools", frozenset(), used) is Quirk.NO_TOOLS
    assert learnt_from("Conversation roles must alternate", frozenset(), used) is Quirk.ONE_SYSTEM
    assert learnt_from("stream_options", {Quirk.NO_USAGE}, used) is None
    assert learnt_from("the prompt is too long", frozenset(), used) is None


def test_what_a_request_does_not_have_cannot_be_left_out() -> None:
    plain = ChatRequest((ChatMessage("system", "s"), ChatMessage("user", "hi")))
    assert droppable(plain) == {Quirk.NO_USAGE}
    assert learnt_from("tools are not supported", frozenset(), droppable(plain)) is None

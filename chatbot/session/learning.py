"""Who learns in a session, by its memory mode: the rules, a model after the reply, a model by tools; or nobody."""

from chatbot.llm.base import Tool
from chatbot.session.asking import has_model, may_see_memories
from chatbot.session.belongings import Belongings

_RULE_MODES = ("rules", "hybrid")
_MODEL_MODES = ("background", "hybrid")
_TOOL_MODES = ("tools", "hybrid")
_SMALLEST_CONTEXT = 4_096
"""Tokens; the tools' descriptions take some 500, which a smaller model needs for the conversation."""


def memory_mode(held: Belongings) -> str:
    """How this session learns: its own mode, else the setting."""
    return held.state.meta.memory_mode or held.parts.rules.memory_mode


def rules_learn(held: Belongings) -> bool:
    """Whether the rules read what the user says."""
    return memory_mode(held) in _RULE_MODES


def model_learns(held: Belongings) -> bool:
    """Whether a model reads after the reply: the mode, the seat or the persona may forbid it."""
    return memory_mode(held) in _MODEL_MODES and has_model(held) and may_see_memories(held)


def offered(held: Belongings) -> tuple[Tool, ...]:
    """The tools that the next request offers; empty where the mode, the persona or the model's size forbids them."""
    allowed = memory_mode(held) in _TOOL_MODES and has_model(held) and may_see_memories(held)
    if not allowed or held.parts.seat.model.context_tokens < _SMALLEST_CONTEXT:
        return ()
    from chatbot.memory.tools import tools

    return tools()

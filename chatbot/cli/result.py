"""One turn's outcome in the words of `ask --json`: a contract with other programs."""

from typing import TYPE_CHECKING, Any

from chatbot.cli.wording import without_slashes
from chatbot.domain.memory import Memory
from chatbot.domain.receipt import Fate, Found

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.session.session import Session
    from chatbot.session.trace import Trace


def result_of(companion: "Companion", session: "Session", trace: "Trace") -> dict[str, Any]:
    """The object that `ask --json` prints.

    Args:
        companion: for user and backend.
        session: where the turn was.
        trace: the turn, ended.
    """
    reply, receipt, reading = trace.reply, trace.receipt, trace.reading
    model = companion.seat.model
    result: dict[str, Any] = {
        "user": companion.settings.user,
        "session": {"id": session.id, "title": session.meta.title},
        "persona": session.meta.persona_id,
        "backend": receipt.backend if receipt else model.backend,
        "model": receipt.model if receipt else model.name,
        "message_id": trace.user_message.id if trace.user_message else None,
        "reply": None
        if reply is None
        else {"id": reply.id, "text": reply.text, "interrupted": reply.state.value == "interrupted"},
        "mood": {
            "valence": round(trace.user_mood.valence, 4),
            "arousal": round(trace.user_mood.arousal, 4),
            "emotion": reading.emotion if reading else "neutral",
            "evidence": list(reading.evidence) if reading else [],
        },
        "recalled": [
            {
                "memory_id": item.id,
                "text": item.text,
                "score": round(item.score, 4),
                "parts": {name: round(part, 4) for name, part in item.parts.items()},
                "status": item.fate.value,
                "reason": item.reason,
            }
            for item in (receipt.recalled if receipt else trace.recalled)
            if item.found is Found.MEMORY and item.fate is not Fate.RETRIEVED
        ],
        "changes": [
            {
                "op": change.op.value,
                "memory_id": change.memory_id or None,
                "before": _brief(change.before),
                "after": _brief(change.after) or (change.proposed or None),
                "reason": change.reason,
            }
            for entry in trace.entries
            for change in entry.changes
        ],
        "usage": {
            "prompt_tokens": receipt.usage.prompt_tokens if receipt else 0,
            "completion_tokens": receipt.usage.completion_tokens if receipt else 0,
            "estimated": receipt.usage.estimated if receipt else True,
        },
        "elapsed_ms": dict(trace.elapsed_ms),
    }
    if trace.failed is not None:
        hint = without_slashes(trace.failed.hint)
        result["error"] = {"stage": trace.failed.stage.value, "reason": trace.failed.reason, "hint": hint}
    return result


def _brief(memory: Memory | None) -> str | None:
    return None if memory is None else memory.text

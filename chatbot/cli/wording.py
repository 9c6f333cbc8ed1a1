"""What a session tells for the chat, said for the command line, where there are no slash commands."""

from chatbot.session.events import Stage, StageSkipped

_INSTEAD = (
    ("or switch with /model", "or take another with --model or --backend"),
    ("/model lists what it has", "--model names another one"),
    ("/context shows what was sent", "--model or --backend takes another"),
    ("/regen asks again", "ask again"),
    ("try /regen", "ask again"),
    ("Try /regen", "Ask again"),
)
"""Hints of the session and of the models, and what does the same without the chat."""

_WITHOUT = {
    Stage.PERCEIVE: "The mood was not read",
    Stage.LEARN: "Nothing was learnt from these words",
    Stage.RECALL: "No memories were looked up",
    Stage.REFLECT: "What the model does after a reply (noting memories, the summary) was not done",
}


def without_slashes(text: str) -> str:
    """A reason or hint, with what the command line has in place of the chat's commands."""
    for chat, command in _INSTEAD:
        text = text.replace(chat, command)
    return text


def skipped_line(skipped: StageSkipped) -> str:
    """What the turn was done without, and why, in one line."""
    return f"{_WITHOUT.get(skipped.stage, skipped.stage.value)}: {without_slashes(skipped.reason)}"

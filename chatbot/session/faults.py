"""Where one of our own faults happened, for the log, without a word of what the user wrote."""

from chatbot.errors import ChatbotError
from chatbot.session.events import Stage


def where(error: BaseException) -> str:
    """The kind of an error and the lines it passed, without its message: that may quote what the user wrote."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(frames)}"


class StageFailed(Exception):
    """A stage that the turn cannot do without has failed."""

    def __init__(self, stage: Stage, error: ChatbotError) -> None:
        super().__init__(error.message)
        self.stage = stage
        self.error = error

"""What the command line asks of the screen, and what the screen leaves to the command line when it is closed."""

from chatbot.domain.value import Value, field


class TuiOptions(Value):
    """What the command line asked of the screen.

    Attributes:
        persona: id or name for the session; empty for the settings' own.
        session: id or title to open, or to begin under that title; empty for a new one.
        resume: True to open the session that was last updated.
        private: True for a session that leaves nothing behind.
        notice: said in the chat at the start; empty for nothing.
        to_erase: what the user wants erased when the screen is closed; filled by the screen.
        to_restore: ids of backups that the user wants restored when the screen is closed, before it is opened again;
            filled by the screen.
    """

    persona: str = ""
    session: str = ""
    resume: bool = False
    private: bool = False
    notice: str = ""
    to_erase: list[str] = field(default_factory=list)
    to_restore: list[str] = field(default_factory=list)

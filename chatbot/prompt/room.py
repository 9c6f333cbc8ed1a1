"""The room for one request: hands out tokens to sections, cuts what does not fit, and notes every cut."""

from chatbot.domain.receipt import Section
from chatbot.prompt.budget import cut_to, estimate_tokens

ORDER = ("persona", "character", "guidance", "switched", "working", "known", "chapters", "examples")
"""The sections of the system message, in the order in which they stand there."""

_LEAST_SECTION_TOKENS = 12
_JOINT_TOKENS = 2
"""What the blank line between two sections takes, rounded up."""


class Room:
    """What is left of a request's tokens, and the sections that have a place.

    Args:
        tokens: for the whole request, the frame of its messages not counted.
    """

    def __init__(self, tokens: int) -> None:
        self.total = tokens
        self.left = tokens
        self.notes: list[str] = []
        self._texts: dict[str, str] = {}

    def share(self, part: float) -> int:
        """A part of the whole room in tokens, at most what is left."""
        return max(min(int(self.total * part), self.left), 0)

    def put(self, name: str, text: str, most: int, note: str = "") -> bool:
        """Gives a section its place.

        Args:
            name: one of `ORDER`.
            text: its text; nothing happens for an empty one.
            most: the most tokens that it may take; what is longer loses its end.
            note: what the user is told if it was cut.

        Returns:
            Whether all of it fitted.
        """
        allowed = min(most, self.left - _JOINT_TOKENS)
        if not text:
            return True
        kept = cut_to(text, allowed) if allowed >= _LEAST_SECTION_TOKENS else ""
        if kept:
            self._texts[name] = kept
            self.left -= estimate_tokens(kept) + _JOINT_TOKENS
        if kept != text and note:
            self.notes.append(note)
        return kept == text

    def take(self, tokens: int) -> None:
        """Counts tokens that are placed outside the system message."""
        self.left -= tokens

    @property
    def system(self) -> str:
        """The sections so far, in order."""
        return "\n\n".join(section.text for section in self.sections)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections so far, in order."""
        return tuple(
            Section(name, estimate_tokens(self._texts[name]), self._texts[name])
            for name in ORDER
            if name in self._texts
        )

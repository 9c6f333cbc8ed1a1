"""Text that cannot act: whatever a person, a model or a file wrote goes on the screen through this door.

Textual reads strings as markup in many places and passes control characters on. `inert` gives what
every widget, title and notification takes literally; `InertText` is a label that takes nothing else.
"""

from textual.content import Content
from textual.widgets import Static

from chatbot.domain.text import clean


def inert(text: str) -> Content:
    """A text for any place that takes content: cleaned, never markup."""
    return Content(clean(text))


class InertText(Static):
    """Shows a text literally.

    Args:
        text: any text.
        id: as for every widget.
        classes: as for every widget.
    """

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(inert(text), id=id, classes=classes, markup=False)

    def show(self, text: str) -> None:
        """Replaces the text."""
        self.update(inert(text))

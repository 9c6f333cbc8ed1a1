"""The program's own fields: Textual's, with every control character made visible as it enters, also by pasting."""

from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from chatbot.domain.text import clean


class Line(Input):
    """One line of text."""

    def validate_value(self, value: str) -> str:
        """Cleans what is typed, pasted or set."""
        return clean(value).replace("\n", " ").replace("\t", " ")

    def action_delete_left_all(self) -> None:
        """Empties the line, wherever the cursor is: words that stand there already are what is wrong."""
        self.clear()


class Sheet(TextArea):
    """Several lines of text."""

    def load_text(self, text: str) -> None:
        """Replaces the text; control characters become visible."""
        super().load_text(clean(text))

    def edit(self, edit: Edit) -> EditResult:
        """Does an edit; control characters become visible as they enter."""
        edit.text = clean(edit.text)
        return super().edit(edit)

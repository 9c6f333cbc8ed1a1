"""The line at the top: which conversation this is, with whom, by which model, and whether it is saved."""

from textual.content import Content
from textual.widgets import Static

from chatbot.domain.text import clean_line
from chatbot.domain.value import Value
from chatbot.tui.glyphs import before_name
from chatbot.tui.widgets.kept import Kept


class Standing(Value):
    """What the headline says.

    Attributes:
        title: of the session; empty for a new one.
        glyph, persona: who speaks.
        mood: the persona's mood in its own word; empty for none.
        backend, model: as the model seat tells them; no backend means that no session is open yet.
        private: nothing leaves this session.
        doing: what the turn is at; empty at rest.
        saved: everything said is on disk.
        connecting: the model that was asked for is not there yet.
    """

    title: str = ""
    glyph: str = ""
    persona: str = ""
    mood: str = ""
    backend: str = ""
    model: str = ""
    private: bool = False
    doing: str = ""
    saved: bool = True
    connecting: bool = False


_LEAST_TITLE_CELLS = 9
"""With the air before it; less of a title says nothing."""

STEADY = 0.15
"""A valence (-1..1) nearer to zero shows as level: one mild word moves it by about as much."""


class Headline(Kept, Static):
    """One line; the title gives way first when the terminal is narrow, then the mood, then the right half."""

    def __init__(self) -> None:
        super().__init__(markup=False, id="headline")
        self._standing = Standing()

    def show(self, standing: Standing) -> None:
        """Shows where things stand; the same again costs nothing."""
        if standing != self._standing:
            self._standing = standing
            self.refresh()

    def render(self) -> Content:
        """The line, fitted to the width."""
        standing, width = self._standing, self.size.width
        if not standing.backend:
            return Content("")
        right = self._right(standing)
        room = width - right.cell_length - 2
        left = self._left(standing, room)
        left = left.truncate(max(room, width // 3), ellipsis=True)
        right = right.truncate(max(0, width - left.cell_length - 2), ellipsis=True)
        gap = max(0, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)

    def _left(self, standing: Standing, room: int) -> Content:
        parts: list[Content | str | tuple[str, str]] = []
        if standing.private:
            parts.append(("● private  ", "$warning"))
        name = clean_line(standing.persona, 40)
        sign = before_name(clean_line(standing.glyph, 2), name)
        parts.append((f"{sign} {name}".lstrip(), "bold $accent"))
        mood = Content.styled(f"  mood: {clean_line(standing.mood, 20)}", "$text-muted")
        tells_mood = bool(standing.mood) and Content.assemble(*parts, mood).cell_length <= room
        if tells_mood:  # half a word says nothing
            parts.append(mood)
        title = "   " + (clean_line(standing.title, 80) or "New session")
        told = Content.assemble(*parts)
        if tells_mood and room - told.cell_length < min(len(title), _LEAST_TITLE_CELLS):
            return told
        return Content.assemble(told, (title, "$foreground"))

    def _right(self, standing: Standing) -> Content:
        rest = "kept nowhere" if standing.private else "saved" if standing.saved else "saving …"
        doing = standing.doing or rest
        if standing.connecting:
            model = ("○ connecting …", "$text-muted")
        elif standing.backend == "offline":
            model = ("○ offline, no model", "$warning")
        else:
            model = (f"● {clean_line(standing.model, 40) or standing.backend}", "$text-muted")
        return Content.assemble((doing, "$text-muted" if not standing.doing else "$accent"), "   ", model)

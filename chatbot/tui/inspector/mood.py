"""The mood page: two lines over time, the words that moved them, patterns, and a way to say that a reading is wrong."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from chatbot.domain.mood import EMOTIONS, MoodPoint, Whose
from chatbot.domain.text import clean_line
from chatbot.errors import NotFound
from chatbot.mood.patterns import cases_of, patterns
from chatbot.session.trace import Trace
from chatbot.tui.inspector.bars import line_chart
from chatbot.tui.inspector.page import Page
from chatbot.tui.keys import Hints
from chatbot.tui.screens.picker import Choice, Picker
from chatbot.tui.widgets.headline import STEADY
from chatbot.tui.widgets.key_list import KeyList
from chatbot.tui.widgets.listing import Row

_EMPTY = (
    "Two moods are followed here: yours, as your words sound, and the persona's, which yours pulls along.\n\n"
    "After a few messages you see both as lines over time, with the words that moved them. "
    "A reading that is wrong, such as a joke taken in earnest, can be put right."
)
_MOST_READINGS = 40
_READINGS = "Readings, newest first. Enter puts one right, s shows the message."
_NO_READINGS = "Nothing that you said so far tells a feeling. What does is listed here, with the words that told it."
_CHART_ROWS = 4
_MOST_PATTERNS = 5


class MoodRows(KeyList):
    """The user's messages with their readings."""

    HINTS: ClassVar[Hints] = (("enter", "put it right"), ("s", "message"))

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("s", "source", "Jump to the message", show=False),
    ]

    def action_source(self) -> None:
        """Shows the message of the reading under the cursor."""
        page = next((node for node in self.ancestors if isinstance(node, MoodPage)), None)
        if page is not None and self.chosen_id:
            page.jump(page.scene.session.id, self.chosen_id, "")


class MoodPage(Page):
    """See the module."""

    NAME = "mood"
    TITLE = "Mood"

    def compose(self) -> ComposeResult:
        """The charts, and the readings below."""
        with VerticalScroll(id="mood-scroll"):
            yield Static(Content(_EMPTY), markup=False)
        yield MoodRows(id="mood-rows")

    def fill(self) -> None:
        """Shows the session's mood points."""
        points = self.scene.session.state.mood_points
        width = max(16, self.size.width - 4)
        yours = [point for point in points if point.whose is Whose.USER]
        persona = self.scene.session.persona
        theirs = [point for point in points if point.whose is Whose.PERSONA and point.persona_id == persona.id]
        rows = self.query_one(MoodRows)
        rows.display = any(map(_says_something, yours))
        if not yours:
            self.query_one(Static).update(Content.styled(_EMPTY, "$text-muted"))
            return
        parts = [_chart("You", yours, width, "$accent")]
        if theirs:
            parts.append(_chart(clean_line(persona.char, 40), theirs, width, "$secondary"))
        parts += self._patterns(points)
        parts.append(Content.styled(_READINGS if rows.display else _NO_READINGS, "$text-muted"))
        self.query_one(Static).update(Content("\n").join(parts))
        told = [point for point in yours if _says_something(point)]
        rows.show(Row(point.message_id, _reading(point)) for point in reversed(told[-_MOST_READINGS:]))

    def _patterns(self, points: tuple[MoodPoint, ...]) -> list[Content]:
        messages = self.scene.session.files.messages()
        cases = cases_of(points, {message.id: message.text for message in messages})
        zone = self.scene.clock().astimezone().tzinfo
        found = patterns(cases, zone) if zone else patterns(cases)
        lines = [
            Content.assemble(
                f"{clean_line(one.name, 30)}: {one.emotion}", (f"  {one.count} of {one.total}", "$text-muted")
            )
            for one in found[:_MOST_PATTERNS]
        ]
        return [Content.styled("What comes back", "bold"), *lines, Content("")] if lines else []

    def concerns(self, old: Trace, new: Trace) -> bool:
        """Whether a mood moved."""
        return (old.user_mood, old.persona_mood, old.committed) != (new.user_mood, new.persona_mood, new.committed)

    def focus_first(self) -> None:
        """The readings, else the text."""
        rows = self.query_one(MoodRows)
        (rows if rows.display else self.query_one("#mood-scroll")).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draws to the width."""
        self.refresh_page()

    @on(OptionList.OptionSelected)
    def _dispute(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.wish(lambda _: self._put_right(event.option_id or ""))

    async def _put_right(self, message_id: str) -> None:
        session = self.scene.session
        try:
            message = session.files.message(message_id)
        except NotFound:
            raise NotFound("The message of this reading was deleted.", "Nothing is left to put right.") from None
        read = message.reading.emotion if message.reading else "neutral"
        names = sorted(EMOTIONS, key=lambda name: (EMOTIONS[name], name))
        choices = [Choice(name, name, EMOTIONS[name], mark="●" if name == read else "○") for name in names]
        title = f"How was “{clean_line(message.text, 50)}” really meant?"
        chosen = await self.app.push_screen_wait(Picker(title, choices, read))
        if chosen:
            await session.dispute(message_id, chosen)
            self.written(f"Put right: {chosen}")


def _chart(name: str, points: list[MoodPoint], width: int, look: str) -> Content:
    state = points[-1].state
    how = "good" if state.valence > STEADY else "bad" if state.valence < -STEADY else "even"
    stir = ", stirred" if state.arousal > STEADY else ", calm" if state.arousal < -STEADY else ""
    head = Content.assemble((name, f"bold {look}"), (f"  {how}{stir}  {state.valence:+.2f}\n", "$text-muted"))
    lines = line_chart([point.state.valence for point in points], width - 4, _CHART_ROWS)
    labels = ["good", *("" for _ in lines[2:]), "bad "]
    drawn = [
        Content.assemble((label.ljust(4), "$text-disabled"), (line, look))
        for label, line in zip(labels, lines, strict=True)
    ]
    return Content.assemble(head, Content("\n").join(drawn), "\n")


def _reading(point: MoodPoint) -> Content:
    reading = point.reading
    words = ", ".join(clean_line(word, 24) for word in reading.evidence[:4])
    arrow = "↗" if reading.valence > STEADY else "↘" if reading.valence < -STEADY else "→"
    sure = "you said so" if reading.disputed else f"{reading.confidence:.0%} sure"
    return Content.assemble(
        (f"{arrow} ", "$accent"),
        clean_line(reading.emotion, 20),
        (f"  {sure}", "$text-muted"),
        (f"\n  {words or 'from the sentence as a whole'}", "$text-muted"),
    )


def _says_something(point: MoodPoint) -> bool:
    reading = point.reading
    return bool(reading.evidence) or reading.disputed or reading.emotion != "neutral"


PAGE = MoodPage

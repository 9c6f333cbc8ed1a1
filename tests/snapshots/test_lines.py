"""How the single widgets look, as the text of their cells. A change here is meant to be looked at."""

from datetime import UTC, datetime, timedelta

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from chatbot.domain.session import SessionMeta
from chatbot.tui.keys import Place
from chatbot.tui.widgets.headline import Headline, Standing
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.sessions import SessionList, SessionsPanel

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
STANDING = Standing(
    title="Plans for the long weekend",
    glyph="M",
    persona="Mara",
    mood="bright",
    backend="openai",
    model="small-model",
    private=True,
    doing="Mara is writing",
)


class One(App[None]):
    """Shows one widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def compose(self) -> ComposeResult:
        yield self._widget

    def text(self) -> list[str]:
        strips = self.screen._compositor.render_strips()
        lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
        return [line for line in lines if line]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (90, "● private  Mara  mood: bright   Plans for the long weeke…  Mara is writing   ● small-model"),
        (60, "● private  Mara   Plans fo…  Mara is writing   ● small-model"),
        (30, "● private…  Mara is writing  …"),
    ],
)
async def test_headline(width: int, line: str) -> None:
    headline = Headline()
    async with One(headline).run_test(size=(width, 4)) as pilot:
        headline.show(STANDING)
        await pilot.pause()
        assert isinstance(pilot.app, One)
        assert pilot.app.text()[0] == line


async def test_keyline_shows_what_fits_and_the_keys_of_the_config_file() -> None:
    keyline = KeyLine({"app.palette": "f2"})
    async with One(keyline).run_test(size=(60, 3)) as pilot:
        assert isinstance(pilot.app, One)
        assert pilot.app.text()[0] == "enter send   f2 commands   f1 help   f2 put right"
        keyline.show_place(Place.MEMORY)
        await pilot.pause()
        assert pilot.app.text()[0].startswith("enter details   ] next page   e edit")


async def test_sessions_by_day() -> None:
    panel = SessionsPanel(lambda persona_id: persona_id[:1].upper(), {})
    metas = [
        SessionMeta(name, name, persona, NOW, NOW - timedelta(hours=hours), private=private)
        for name, persona, hours, private in (
            ("Now and here", "mara", 0, False),
            ("A secret", "iris", 2, True),
            ("A title that is much too long for it", "plain", 26, False),
            ("Long ago", "plain", 24 * 40, False),
        )
    ]
    async with One(panel).run_test(size=(30, 16)) as pilot:
        panel.show(SessionList(metas, "Now and here", frozenset({"A secret"}), NOW))
        await pilot.pause()
        assert isinstance(pilot.app, One)
        text = pilot.app.text()
    shown = [" ".join(line.split()) for line in text if not line.strip("▔▁▊▎ ").startswith("/")]
    assert [line for line in shown if line.strip("▔▁▊▎ ")] == [
        "Sessions",
        "ctrl+s moves here",
        "Today",
        "M Now and here now",
        "I ● A secret …",
        "Yesterday",
        "P A title that is muc… 1 d",
        "Earlier",
        "P Long ago 25 Mar",
    ]

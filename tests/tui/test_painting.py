"""What is painted faster than by Textual looks as Textual would paint it, in every theme and after every change."""

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets.text_area import TextAreaTheme

from chatbot.tui.screens.main import Centre, Columns
from chatbot.tui.transcript import Transcript
from chatbot.tui.transcript.palette import LOOKS
from chatbot.tui.widgets.kept import Ground, Kept
from chatbot.tui.widgets.prompt import Prompt
from tests.tui.conftest import Opened


def seen(strips: list[Strip]) -> list[list[Segment]]:
    return [list(Segment.simplify(strip)) for strip in strips]


async def test_the_ground_is_that_of_the_style_sheet(opened: Opened) -> None:
    async with opened() as desktop:
        main = desktop.main
        for theme in sorted(desktop.app.available_themes):
            desktop.app.theme = theme
            await desktop.press()
            grounds: list[Ground] = [main, main.query_one(Columns), main.query_one(Centre)]
            for ground in grounds:
                crop = Region(0, 0, *ground.size)
                assert seen(ground.paint_lines(crop)) == seen(Kept.paint_lines(ground, crop)), theme


async def test_the_prompts_colours_follow_theme_and_state(opened: Opened) -> None:
    async with opened() as desktop:
        desktop.app.stylesheet.add_source("#prompt.state { color: $error; background: $panel; }", ("test", ""))
        prompt = desktop.main.query_one(Prompt)
        painted = set()
        for theme in sorted(desktop.app.available_themes):
            desktop.app.theme = theme
            for state in (True, False):
                prompt.set_class(state, "state")
                await desktop.press()
                prompt.render_lines(Region(0, 0, *prompt.size))
                steady = prompt._theme
                fresh = TextAreaTheme("css")
                fresh.apply_css(prompt)
                names = ("base_style", "cursor_style", "selection_style", "cursor_line_style")
                assert [getattr(steady, name) for name in names] == [getattr(fresh, name) for name in names], theme
                painted.add(str(fresh.base_style))
        assert len(painted) > 10


async def test_every_look_has_colours_in_every_theme(opened: Opened) -> None:
    async with opened() as desktop:
        view = desktop.main.query_one(Transcript)
        accents = set()
        for theme in sorted(desktop.app.available_themes):
            desktop.app.theme = theme
            await desktop.press()
            palette = view.painter.palette
            for look in LOOKS:
                assert palette.style(look).color is not None, (theme, look)
                assert palette.style(look, user=True).bgcolor is not None, (theme, look)
            accents.add(str(palette.style("name").color))
        assert len(accents) > 10

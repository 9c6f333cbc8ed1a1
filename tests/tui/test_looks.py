"""How things stand on the screen: in which order, and with how much room."""

from chatbot.tui.inspector.panel import Inspector
from tests.tui.conftest import Opened


async def test_stages_stand_in_the_order_in_which_they_run(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("I live in Porto")
        await desktop.enter("/stats")
        await desktop.until(lambda: desktop.shows("Time by stage", "compose"))
        lines = [
            line.split()[0] for line in desktop.text(desktop.main.query_one(Inspector)).split("\n") if " ms" in line
        ]
        assert lines == ["begin", "perceive", "learn", "recall", "compose", "reply"]


async def test_on_a_low_terminal_a_text_has_nearly_all_rows(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        await desktop.press("f1")
        await desktop.until(lambda: desktop.shows("Everywhere"))
        assert desktop.app.screen.query_one(".reader").size.height >= 16

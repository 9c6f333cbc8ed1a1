"""Links in messages: never opened without a yes, and the question shows the real host."""

from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def ask_and_open(screen: "MainScreen", url: str, host: str) -> None:
    """Asks, then hands a web address to the browser.

    Args:
        screen: where to ask.
        url: http or https; anything else is refused.
        host: as the network sees it.
    """
    if not url.startswith(("http://", "https://")):
        screen.stage.flash("Only web addresses can be opened.")
        return
    question = f"Open this in the browser?\n\n{clean_line(host, 120)}\n{clean_line(url, 300)}"
    if await screen.app.push_screen_wait(Confirm(question, "open it", screen.query_one(Prompt))):
        screen.app.open_url(url)

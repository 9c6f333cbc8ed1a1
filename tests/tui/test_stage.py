"""Where answers and other lines for the user appear when the reader is not at the end of the chat."""

import pytest

from chatbot.tui.transcript import Transcript
from chatbot.tui.widgets.keyline import KeyLine
from tests.tui.conftest import Desktop, Opened

LONG = "\n\n".join(f"Paragraph {number}." for number in range(60))


async def scrolled_up(desktop: Desktop) -> Transcript:
    """A chat that is longer than the view, seen from its beginning."""
    await desktop.say("tell me all of it")
    transcript = desktop.main.query_one(Transcript)
    transcript.scroll_to(y=0)
    await desktop.until(lambda: not transcript.following and desktop.shows("Paragraph 1."))
    return transcript


def footer(desktop: Desktop) -> str:
    return desktop.text(desktop.main.query_one(KeyLine))


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/model", "To use another"),
        ("/perosna", "There is no command /perosna"),
        ("/remember I have a kayak", "User has a kayak"),
        ("/asof never", "never"),
    ],
)
async def test_the_answer_to_a_command_comes_into_view(opened: Opened, command: str, answer: str) -> None:
    async with opened(LONG) as desktop:
        transcript = await scrolled_up(desktop)
        await desktop.enter(command)
        await desktop.until(lambda: answer in desktop.text(transcript))


async def test_who_reads_an_older_message_stays_there_and_is_answered_in_the_footer(opened: Opened) -> None:
    async with opened(LONG) as desktop:
        transcript = await scrolled_up(desktop)
        transcript.focus()
        await desktop.until(lambda: transcript.has_focus)
        desktop.main.stage.say("It could not be copied.")
        await desktop.until(lambda: "It could not be copied." in footer(desktop))
        assert transcript.scroll_offset.y == 0
        desktop.main.pass_on()
        await desktop.until(lambda: "1 new below" in footer(desktop))


async def test_what_nobody_asked_for_moves_nobody(opened: Opened) -> None:
    async with opened(LONG) as desktop:
        transcript = await scrolled_up(desktop)
        desktop.prompt.focus()
        desktop.main.stage.mention("Everything is saved now.")
        await desktop.until(lambda: "1 new below" in footer(desktop))
        assert transcript.scroll_offset.y == 0
        transcript.follow_end()
        await desktop.until(lambda: desktop.shows("Everything is saved now."))


async def test_a_line_stays_where_it_was_said(opened: Opened) -> None:
    async with opened("One.", "Two.") as desktop:
        await desktop.say("first")
        await desktop.enter("/model")
        await desktop.say("second")
        session_id = desktop.main.desk.current.session.id
        await desktop.enter("/new")
        await desktop.until(lambda: desktop.main.desk.current.session.id != session_id)
        await desktop.enter("/sessions")
        await desktop.until(lambda: desktop.main.query("#session-rows") and desktop.shows("first"))
        await desktop.press("j", "enter")
        await desktop.until(lambda: desktop.main.desk.current.session.id == session_id and desktop.shows("Two."))
        text = desktop.text(desktop.main.query_one(Transcript))
        assert text.index("To use another") < text.index("second")

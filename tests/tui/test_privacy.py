"""What the screen says of privacy: two lines at the first start, /privacy at any time, /erase how to erase."""

import pytest

from chatbot.assemble import Companion
from chatbot.domain.text import fold
from chatbot.tui.options import TuiOptions
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.screens.reader import Reader
from tests.tui.conftest import Desktop, Opened


def shown(text: str) -> str:
    """What stands on the screen, whatever its line breaks and frames."""
    return fold(" ".join(line.strip(" │┃|▌▎▏") for line in text.splitlines()))


def notes(desktop: Desktop) -> str:
    """The notes between the messages of the conversation on the screen."""
    return "\n".join(note.text for note in desktop.main.desk.current.notes.values())


async def test_the_first_start_says_what_is_kept_and_what_leaves(opened: Opened, companion: Companion) -> None:
    async with opened(size=(160, 50)) as desktop:
        await desktop.until(lambda: "Nothing leaves this machine" in notes(desktop))
        said = notes(desktop)
        assert str(companion.settings.paths.data) in said and "only your account can read" in said
        assert "masked" in said and "/privacy" in said
        assert "kept on this machine" in shown(desktop.text())
        assert len(said.splitlines()) == 2


async def test_later_starts_do_not_say_it_again(opened: Opened, companion: Companion) -> None:
    session = await companion.sessions.create("plain")
    await session.send("hello").wait()
    async with opened(size=(160, 50)) as desktop:
        await desktop.until(lambda: desktop.main.started.is_set())
        await desktop.press("a")
        assert "Kept on this machine" not in notes(desktop)
        assert "Nothing leaves" not in notes(desktop)


async def test_privacy_shows_all_of_it(opened: Opened) -> None:
    async with opened(size=(140, 60)) as desktop:
        await desktop.enter("/privacy")
        await desktop.until(lambda: isinstance(desktop.app.screen, Reader))
        text = shown(desktop.text())
        for words in ("kept", "how long", "who answers", "leaves this machine", "never leaves it", "masked"):
            assert words in text


async def test_erase_asks_and_closes_the_chat_before_anything_goes(opened: Opened) -> None:
    options = TuiOptions()
    async with opened(size=(140, 50), options=options) as desktop:
        await desktop.enter("/erase")
        await desktop.until(lambda: "/erase text: erase something for good" in shown(desktop.text()))
        await desktop.enter("/erase my [b]friend")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        assert "my [b]friend" in shown(desktop.text())
        await desktop.press("n", "enter")
        assert options.to_erase == [] and not desktop.app._exit
        await desktop.enter("/erase my [b]friend")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press("y", "enter")
        assert desktop.app._exit
    assert options.to_erase == ["my [b]friend"]


PRIVATE = TuiOptions(private=True)


@pytest.mark.parametrize("answer", ["y", "yes", "Y"])
async def test_a_private_session_is_kept_on_yes(opened: Opened, answer: str) -> None:
    async with opened("Quiet.", options=PRIVATE) as desktop:
        await desktop.enter("/private")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press("enter", *answer)
        assert isinstance(desktop.app.screen, Confirm)
        await desktop.press("enter")
        await desktop.until(lambda: not desktop.main.desk.current.session.meta.private)


@pytest.mark.parametrize("last", ["enter", "escape", "ctrl+c"])
@pytest.mark.parametrize("sentence", ["you know", "nothing"])
@pytest.mark.parametrize("command", ["/private", "/delete", "/quit", "/erase my friend"])
async def test_a_sentence_answers_no_question_and_goes_on_in_the_prompt(
    opened: Opened, command: str, sentence: str, last: str
) -> None:
    options = TuiOptions(private=True)
    async with opened("Quiet.", options=options) as desktop:
        await desktop.say("between us")
        private = desktop.main.desk.current.session
        await desktop.enter(command)
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press(*("space" if letter == " " else letter for letter in sentence), last)
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        assert desktop.prompt.draft == sentence and desktop.prompt.has_focus
        assert desktop.main.desk.current.session is private and private.meta.private
        assert not options.to_erase and not desktop.app._exit


async def test_what_was_begun_before_the_question_opened_does_not_answer_it(opened: Opened) -> None:
    async with opened("Quiet.", options=PRIVATE) as desktop:
        await desktop.enter("/private")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        desktop.prompt.insert_text("m")  # its key was on its way when the question opened
        await desktop.press("y", "enter")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        assert desktop.main.desk.current.session.meta.private and desktop.prompt.draft == "my"

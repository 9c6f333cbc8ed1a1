"""What if: another reply beside the one that stands, stopped, taken or left; and the versions of a reply."""

import asyncio

from textual.widgets import Input

from chatbot.domain.message import Message, Role
from chatbot.tui.screens.ask import AskLine
from chatbot.tui.screens.picker import Picker
from chatbot.tui.screens.what_if import WhatIf
from chatbot.tui.transcript import Transcript
from tests.scripted_model import Script, ScriptedModel
from tests.tui.conftest import Desktop, Opened

HELLO = "My dog is called Biscuit and I live in Porto"
QUESTION = "what is my dog called?"


def reply(desktop: Desktop) -> Message:
    messages = desktop.main.desk.current.session.files.messages()
    return next(one for one in reversed(messages) if one.role is Role.PERSONA)


def asked(desktop: Desktop) -> str:
    model = desktop.companion.seat.model
    assert isinstance(model, ScriptedModel)
    return "\n".join(message.content for message in model.requests[-1].messages)


async def open_what_if(desktop: Desktop) -> None:
    """Asks about the dog, and opens the question about that reply from the message."""
    await desktop.say(HELLO)
    await desktop.say(QUESTION)
    transcript = desktop.main.query_one(Transcript)
    transcript.focus()
    transcript.focus_message(reply(desktop).id)
    await desktop.press("i")
    await desktop.until(lambda: isinstance(desktop.app.screen, WhatIf) and desktop.shows("space leave out"))


async def test_a_reply_without_a_memory_stands_beside_the_old_one_and_is_taken(opened: Opened) -> None:
    gate = asyncio.Event()
    scripts = (Script(("Noted.",)), Script(("Biscuit!",)), Script(("I do", " not know."), gates={1: gate}))
    async with opened(*scripts) as desktop:
        await open_what_if(desktop)
        before = reply(desktop)
        assert desktop.shows("As it stands", "Biscuit!", "As it would be", "told by Wren")
        await desktop.press("space")
        await desktop.until(lambda: desktop.shows("left out", "enter ask"))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("esc stop it"))
        assert isinstance(desktop.app.screen, WhatIf)
        desktop.app.screen._paint()
        await desktop.until(lambda: desktop.shows("I do"))
        gate.set()
        await desktop.until(lambda: desktop.shows("I do not know.", "enter take it"))
        assert "Biscuit" not in asked(desktop)
        assert reply(desktop) == before
        await desktop.press("enter")
        await desktop.until(lambda: reply(desktop).text == "I do not know.")
        assert [one.text for one in reply(desktop).versions] == ["Biscuit!"]
        await desktop.until(lambda: desktop.shows("I do not know.", "version 2 of 2"))


async def test_escape_stops_the_reply_then_leaves_it_all_as_it_was(opened: Opened) -> None:
    scripts = (Script(("Noted.",)), Script(("Biscuit!",)), Script(("I do", " not know."), gates={1: asyncio.Event()}))
    async with opened(*scripts) as desktop:
        await open_what_if(desktop)
        before = reply(desktop)
        await desktop.press("space", "enter")
        model = desktop.companion.seat.model
        assert isinstance(model, ScriptedModel)
        await desktop.until(lambda: desktop.shows("esc stop it") and model.waiting.is_set())
        await desktop.press("escape")
        await desktop.until(lambda: desktop.shows("stopped", "enter ask"))
        await desktop.until(lambda: model.closed == 1)
        assert isinstance(desktop.app.screen, WhatIf)
        await desktop.press("escape")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        assert reply(desktop) == before


async def test_a_memory_in_other_words_is_told_so(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit!",)), Script(("Rex!",))) as desktop:
        await open_what_if(desktop)
        await desktop.press("e")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskLine))
        desktop.app.screen.query_one(Input).value = "User's dog is called Rex"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("in other words"))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("Rex!", "enter take it"))
        assert "User's dog is called Rex" in asked(desktop)
        await desktop.press("x")  # another supposition: the reply to the first one can no longer be taken
        await desktop.until(lambda: desktop.shows("left out", "enter ask"))
        assert [one.text for one in desktop.companion.book.search("dog")] == ["User's dog is called Biscuit"]


async def test_another_persona_tells_it(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit!",)), Script(("Ahoy, Biscuit!",))) as desktop:
        await open_what_if(desktop)
        other = next(one for one in desktop.companion.catalog.all() if one.id != reply(desktop).persona_id)
        await desktop.press("p")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        desktop.app.screen.query_one(Input).value = other.id
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows(f"told by {other.char}"))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("Ahoy, Biscuit!", "enter take it"))
        await desktop.press("enter")
        await desktop.until(lambda: reply(desktop).persona_id == other.id)


async def test_nothing_supposed_asks_nothing(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit!",))) as desktop:
        await open_what_if(desktop)
        await desktop.press("enter")  # chooses what is different instead of asking the same again
        await desktop.until(lambda: desktop.shows("left out"))
        await desktop.press("space")
        await desktop.until(lambda: not desktop.shows("left out"))


async def test_a_failing_model_says_so_and_keeps_the_reply(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit!",))) as desktop:
        await open_what_if(desktop)
        await desktop.press("space", "enter")  # the model has no third script
        await desktop.until(lambda: desktop.shows("As it would be", "enter ask") and not desktop.shows("press enter."))
        assert reply(desktop).text == "Biscuit!"


async def test_after_a_reply_that_was_given_nothing_only_the_persona_can_be_another(opened: Opened) -> None:
    async with opened(Script(("Hello.",))) as desktop:
        await desktop.say("hello")
        await desktop.enter("/whatif")
        await desktop.until(lambda: isinstance(desktop.app.screen, WhatIf) and desktop.shows("was given no memory"))
        assert desktop.shows("p another persona   esc close")
        assert not desktop.shows("Choose above") and not desktop.shows("leave out")
        other = next(one for one in desktop.companion.catalog.all() if one.id != reply(desktop).persona_id)
        await desktop.press("p")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        desktop.app.screen.query_one(Input).value = other.id
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows(f"told by {other.char}", "enter ask   p another persona"))


async def test_what_if_needs_a_reply(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/whatif")
        await desktop.until(lambda: desktop.shows("There is no reply to ask this about."))


async def test_the_arrows_step_through_the_versions_and_the_one_shown_counts(opened: Opened) -> None:
    scripts = (Script(("One.",)), Script(("Two.",)), Script(("Three.",)), Script(("Next.",)))
    async with opened(*scripts) as desktop:
        await desktop.say("count")
        for words in ("Two.", "Three."):
            await desktop.enter("/regen")
            await desktop.until(lambda words=words: reply(desktop).text == words)  # type: ignore[misc]
            await desktop.until(lambda: desktop.main.desk.current.replying is None)
        transcript = desktop.main.query_one(Transcript)
        transcript.focus()
        transcript.focus_message(reply(desktop).id)
        assert desktop.shows("version 3 of 3")
        await desktop.press("left")
        await desktop.until(lambda: desktop.shows("Two.", "version 2 of 3"))
        await desktop.press("left")
        await desktop.until(lambda: desktop.shows("One.", "version 1 of 3"))
        await desktop.press("left")
        await desktop.until(lambda: desktop.shows("This is the first version."))
        await desktop.press("right")
        await desktop.until(lambda: desktop.shows("Two.", "version 2 of 3"))
        assert {one.text for one in reply(desktop).versions} == {"One.", "Three."}
        await desktop.say("go on")
        assert "Two." in asked(desktop) and "Three." not in asked(desktop)


async def test_a_reply_that_was_written_once_says_so(opened: Opened) -> None:
    async with opened(Script(("One.",))) as desktop:
        await desktop.say("count")
        transcript = desktop.main.query_one(Transcript)
        transcript.focus()
        transcript.focus_message(reply(desktop).id)
        await desktop.press("left")
        await desktop.until(lambda: desktop.shows("This was written only once."))


async def test_words_after_the_command_choose_what_is_left_out(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit!",))) as desktop:
        await desktop.say(HELLO)
        await desktop.say(QUESTION)
        await desktop.enter("/whatif biscut")
        await desktop.until(lambda: isinstance(desktop.app.screen, WhatIf) and desktop.shows("left out", "enter ask"))
        assert desktop.shows("Press enter to see it.") and not desktop.shows("Choose above")
        line = next(line for line in desktop.text().splitlines() if "left out" in line)
        assert "Biscuit" in line


async def test_words_that_mean_several_memories_ask_which(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Both!",))) as desktop:
        await desktop.say("I have two dogs, Biscuit and Bella")
        await desktop.say("what are my dogs called?")
        await desktop.enter("/whatif dog")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker) and desktop.shows("Biscuit", "Bella"))
        await desktop.press("down", "enter")
        await desktop.until(lambda: isinstance(desktop.app.screen, WhatIf) and desktop.shows("left out"))


async def test_words_that_mean_nothing_that_the_reply_was_given_say_so(opened: Opened) -> None:
    async with opened(Script(("Noted.",))) as desktop:
        await desktop.say("hello there")
        await desktop.enter("/remember I have a kayak")
        await desktop.enter("/whatif kayak")
        await desktop.until(lambda: desktop.shows("The newest reply was not given “User has a kayak”"))
        await desktop.enter("/whatif zebra")
        await desktop.until(lambda: desktop.shows("No memory is like that."))
        assert desktop.app.screen is desktop.main

"""The why page: every recalled memory can be judged, looked up, and left out for a try."""

from textual.widgets import Input

from chatbot.domain.memory import Memory, Status
from chatbot.tui.inspector.memory_list import MemoryRows
from chatbot.tui.inspector.panel import Inspector
from chatbot.tui.inspector.why import WhyRows
from chatbot.tui.screens.put_right import PutRight
from chatbot.tui.screens.reader import Reader
from chatbot.tui.screens.what_if import WhatIf
from chatbot.tui.transcript import Transcript
from tests.scripted_model import Script
from tests.tui.conftest import Desktop, Opened

HELLO = "My dog is called Biscuit and I live in Porto"
REPLIES = (Script(("Noted.",)), Script(("Biscuit.",)), Script(("Biscuit, as before.",)))


def panel(desktop: Desktop) -> str:
    return desktop.text(desktop.main.query_one(Inspector))


def dog(desktop: Desktop) -> Memory:
    session = desktop.main.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id).values()
    return next(one for one in readable if "dog" in one.text and one.status is Status.ACTIVE)


async def at_dog(desktop: Desktop) -> WhyRows:
    """Asks about the dog, and puts the cursor on its memory in the receipt."""
    await desktop.say(HELLO)
    await desktop.say("what is my dog called?")
    await desktop.go_in("/why")
    await desktop.until(lambda: "Given to the model" in panel(desktop))
    rows = desktop.main.query_one(WhyRows)
    await desktop.until(lambda: desktop.app.focused is rows)
    assert rows.choose(dog(desktop).id)
    return rows


async def test_useful_raises_the_weight_and_it_shows_everywhere(opened: Opened) -> None:
    async with opened(*REPLIES, size=(120, 80)) as desktop:
        await at_dog(desktop)
        assert "feedback" not in panel(desktop)
        await desktop.press("plus")
        await desktop.until(lambda: "you called it useful 1 time" in panel(desktop))
        assert dog(desktop).useful == 1
        await desktop.say("what is my dog called?")
        await desktop.until(lambda: "feedback +0." in panel(desktop))
        assert "feedback: what you called it" in panel(desktop)
        await desktop.go_in("/memory")
        await desktop.until(lambda: "+1" in panel(desktop))
        desktop.main.query_one(MemoryRows).choose(dog(desktop).id)
        await desktop.press("enter")
        await desktop.until(lambda: "weight" in panel(desktop))


async def test_of_no_use_lowers_the_weight(opened: Opened) -> None:
    async with opened(*REPLIES) as desktop:
        await at_dog(desktop)
        await desktop.press("minus")
        await desktop.until(lambda: "of no use 1 time" in panel(desktop))
        await desktop.say("what is my dog called?")
        await desktop.until(lambda: "feedback -0." in panel(desktop))


async def test_wrong_asks_what_is_right(opened: Opened) -> None:
    async with opened(*REPLIES) as desktop:
        await at_dog(desktop)
        await desktop.press("x")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        assert desktop.app.screen.query_one(Input).selected_text == "Biscuit"
        await desktop.press(*"Bella", "enter")
        await desktop.until(lambda: dog(desktop).value == "Bella" and not dog(desktop).check)
        await desktop.until(lambda: "now: User's dog is called Bella" in panel(desktop))


async def test_wrong_without_an_answer_is_asked_about_later(opened: Opened) -> None:
    async with opened(*REPLIES) as desktop:
        await at_dog(desktop)
        await desktop.press("x")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press("escape")
        await desktop.until(lambda: dog(desktop).check)
        await desktop.until(lambda: desktop.shows("/check asks about it again"))
        await desktop.until(lambda: "to check: you said that it is wrong" in panel(desktop))


async def test_what_if_begins_with_the_memory_left_out(opened: Opened) -> None:
    async with opened(*REPLIES) as desktop:
        await at_dog(desktop)
        await desktop.press("i")
        await desktop.until(lambda: isinstance(desktop.app.screen, WhatIf) and desktop.shows("left out"))


async def test_the_source_of_what_was_recalled_is_shown(opened: Opened) -> None:
    async with opened(*REPLIES) as desktop:
        await at_dog(desktop)
        await desktop.press("s")
        transcript = desktop.main.query_one(Transcript)
        await desktop.until(lambda: transcript.focused_message_id == dog(desktop).source.message_id)


async def test_what_was_known_then_is_recalled_again(opened: Opened) -> None:
    async with opened(*REPLIES) as desktop:
        await at_dog(desktop)
        await desktop.press("x")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press(*"Bella", "enter")
        await desktop.until(lambda: dog(desktop).value == "Bella")
        await desktop.until(lambda: isinstance(desktop.app.focused, WhyRows))
        await desktop.press("t")
        await desktop.until(lambda: isinstance(desktop.app.screen, Reader))
        assert desktop.shows("With what was known then", "User's dog is called Biscuit")
        reader = desktop.app.screen.query_one(".reader")
        assert "what is my dog called?" not in desktop.text(reader)


async def test_keys_for_memories_say_so_on_other_rows(opened: Opened) -> None:
    async with opened(*REPLIES) as desktop:
        rows = await at_dog(desktop)
        rows.choose("tokens")
        before = dog(desktop)
        await desktop.press("plus")
        await desktop.until(lambda: desktop.shows("That works on a memory"))
        assert dog(desktop) == before


async def test_the_receipt_names_model_tokens_mood_and_time(opened: Opened) -> None:
    async with opened(*REPLIES, size=(120, 80)) as desktop:
        await at_dog(desktop)
        for words in ("scripted", "Tokens", "10 in, 5 out, as the server counted", "mood     you", " ms: "):
            assert words in panel(desktop), words


async def test_the_request_shows_the_conversation_and_what_was_changed_since(opened: Opened) -> None:
    async with opened(*REPLIES, size=(120, 400)) as desktop:
        await desktop.say(HELLO)
        await desktop.say("and this was said next")
        await desktop.say("what is my dog called?")
        session = desktop.main.desk.current.session
        first, second, third = session.files.messages()[1:4]
        await session.edit_message(third.id, "and something else was said next")
        await session.delete_messages((second.id,))
        await desktop.go_in("/why")
        await desktop.until(lambda: isinstance(desktop.app.focused, WhyRows))
        await desktop.press("enter")
        await desktop.until(lambda: isinstance(desktop.app.screen, Reader))
        shown = " ".join(desktop.text(desktop.app.screen.query_one(".reader")).split())
        assert f"user: {first.text} (a message that was deleted since)" in shown
        assert "user: and something else was said next (changed since)" in shown
        assert "what is my dog called?" in shown

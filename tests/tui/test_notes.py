"""The small lines of the chat: errors as sentences, said once; what no longer holds goes; nothing on strangers."""

from chatbot.domain.message import Role
from chatbot.domain.slots import Scope
from chatbot.errors import ChatbotError
from chatbot.session.base import saved
from chatbot.tui import aftermath, message_deeds
from chatbot.tui.inspector.why import WhyPage
from chatbot.tui.transcript import Transcript
from chatbot.tui.widgets.headline import Headline, Standing
from tests.tui.conftest import Desktop, Opened


def lines(desktop: Desktop, words: str) -> list[str]:
    """The small lines on the screen that hold some words."""
    transcript = desktop.main.query_one(Transcript)
    return [one.text for entry in transcript.column.entries for one in entry.notes if words in one.text]


async def test_the_same_error_is_said_once_and_as_sentences(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        for _ in range(2):
            desktop.main.stage.fail(ChatbotError("nothing would change", "give another text or value"))
        await desktop.say("hello")
        desktop.main.stage.fail(ChatbotError("nothing would change", "give another text or value"))
        assert lines(desktop, "would change") == ["Nothing would change. Give another text or value."]
        desktop.main.stage.fail(ChatbotError("No session is open.", "ctrl+n begins one"))
        assert lines(desktop, "ctrl+n") == ["No session is open. ctrl+n begins one."]


async def test_why_follows_the_talk_again_after_a_deleted_message_was_put_back(opened: Opened) -> None:
    async with opened("It is 14:47.", "You are welcome.") as desktop:
        await desktop.say("what time is it?")
        reply = desktop.main.desk.current.session.files.messages()[-1]
        await message_deeds.delete(desktop.main, reply.id)
        await desktop.enter("/undo")
        await desktop.until(lambda: desktop.main.query_one(Transcript).has(reply.id))
        await desktop.go_in("/why")
        await desktop.until(lambda: desktop.shows("Why “It is 14:47.”"))
        await desktop.say("thanks")
        await desktop.until(lambda: "Why “You are welcome.”" in desktop.text(desktop.main.query_one(WhyPage)))


async def test_why_follows_the_talk_again_when_somebody_on_a_message_writes(opened: Opened) -> None:
    async with opened("Alpha.", "Beta.") as desktop:
        await desktop.say("one")
        await desktop.go_in("/why")
        await desktop.press("ctrl+up")
        await desktop.until(lambda: desktop.main.query_one(Transcript).focused_message_id)
        await desktop.say("two")
        await desktop.until(lambda: "Why “Beta.”" in desktop.text(desktop.main.query_one(WhyPage)))


async def test_what_is_over_was_told_rightly_before(opened: Opened) -> None:
    async with opened(size=(160, 40)) as desktop:
        await desktop.say("I live in Porto")
        await desktop.say("where do I live?")
        await desktop.say("I moved to Lisbon")
        await desktop.until(lambda: desktop.shows("no longer so: User lives in Porto"))
        entry = desktop.main.desk.current.session.memories.journal()[-1]
        assert entry.changes and not aftermath.corrected(entry)
        assert not lines(desktop, "/affected")


async def test_what_earlier_replies_told_is_said_no_more_when_the_change_is_undone(opened: Opened) -> None:
    async with opened(size=(160, 40)) as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say("what is my dog called?")
        await desktop.say("no, my dog is called Bella")
        await desktop.until(lambda: lines(desktop, "used “Biscuit”"))
        await desktop.enter("/undo")
        await desktop.until(lambda: not lines(desktop, "used “Biscuit”"))


async def test_notes_of_a_deleted_message_hang_on_no_other(opened: Opened) -> None:
    async with opened("Noted.", "Fine.", size=(160, 40)) as desktop:
        await desktop.say("I live in Porto")
        await desktop.until(lambda: lines(desktop, "learnt: User lives in Porto"))
        await desktop.say("hello")
        files = desktop.main.desk.current.session.files
        told = next(one for one in files.messages() if one.role is Role.USER)
        await message_deeds.delete(desktop.main, told.id)
        assert not lines(desktop, "Porto")
        await desktop.enter("/undo")  # shows the session anew
        await desktop.until(lambda: lines(desktop, "learnt: User lives in Porto"))
        await message_deeds.delete(desktop.main, told.id)
        await desktop.main.show(desktop.main.desk.current)
        assert not lines(desktop, "User lives in Porto")


async def test_a_memory_that_was_found_and_is_for_others_names_them(opened: Opened) -> None:
    async with opened("Noted.", size=(140, 40)) as desktop:
        book = desktop.companion.book
        entry = await saved(book.add("my sister is called Maya", persona_id="sceptic", scope=Scope.PERSONA))
        found = book.find(entry.changes[0].memory_id)
        await desktop.press("f3")
        await desktop.press(*"Maya")
        await desktop.until(lambda: desktop.shows(found.text))
        await desktop.press("enter")
        name = desktop.companion.catalog.get("sceptic").char
        await desktop.until(lambda: desktop.shows(f"is only for {name}."))


def test_the_headline_says_that_the_model_is_being_looked_for() -> None:
    line = Headline()
    assert "connecting" in line._right(Standing(backend="offline", connecting=True)).plain
    assert "offline, no model" in line._right(Standing(backend="offline")).plain

"""From something wrong on the screen to something right, and back again: keys on messages and the lines under them."""

import pytest
from textual.widgets import TextArea

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.session.base import saved
from chatbot.session.repair import Affected
from chatbot.tui import aftermath
from chatbot.tui.screens.affected import AffectedScreen
from chatbot.tui.screens.ask import AskText
from chatbot.tui.screens.main import MainScreen
from chatbot.tui.screens.picker import Picker
from chatbot.tui.screens.put_right import PutRight
from chatbot.tui.transcript import Transcript
from chatbot.tui.widgets.fields import Line
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.listing import Listing
from tests.scripted_model import Script, ScriptedModel
from tests.tui.conftest import Desktop, Opened

HELLO = "My dog is called Biscuit and I live in Porto"
QUESTION = "what is my dog called?"


def all_like(desktop: Desktop, word: str, status: Status = Status.ACTIVE) -> list[Memory]:
    session = desktop.main.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id).values()
    return [one for one in readable if word in one.text and one.status is status]


def newest(desktop: Desktop, role: Role) -> Message:
    messages = desktop.main.desk.current.session.files.messages()
    return next(one for one in reversed(messages) if one.role is role)


async def focus(desktop: Desktop, message_id: str) -> None:
    transcript = desktop.main.query_one(Transcript)
    transcript.focus()
    transcript.focus_message(message_id)
    await desktop.pilot.pause()


async def at_rest(desktop: Desktop) -> None:
    await desktop.until(lambda: desktop.main.desk.current.replying is None and not desktop.main.desk.current.unsaved)


async def test_two_keys_and_typing_lead_from_a_wrong_memory_to_a_right_reply(opened: Opened) -> None:
    scripts = (Script(("Noted.",)), Script(("Your dog is Biscuit.",)), Script(("Your dog is Bella.",)))
    async with opened(*scripts) as desktop:
        await desktop.say(HELLO)
        await desktop.say(QUESTION)
        assert desktop.shows("Your dog is Biscuit.") and desktop.app.focused is desktop.prompt

        typed = "Bella"
        keys = ["f2", *typed, "enter"]
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight) and desktop.app.focused is not None)
        await desktop.press(*typed, "enter")
        await desktop.until(lambda: desktop.shows("Your dog is Bella."))
        await at_rest(desktop)

        assert len(keys) - len(typed) == 2
        assert [one.text for one in all_like(desktop, "dog")] == ["User's dog is called Bella"]
        model = desktop.companion.seat.model
        assert isinstance(model, ScriptedModel)
        asked = "\n".join(message.content for message in model.requests[-1].messages)
        assert "Bella" in asked and "User's dog is called Biscuit" not in asked
        reply = newest(desktop, Role.PERSONA)
        assert [one.text for one in reply.versions] == ["Your dog is Biscuit."]
        assert desktop.shows("put right: User's dog is called Bella (was Biscuit)", "version 2 of 2")
        assert desktop.app.focused is desktop.prompt


async def test_saying_it_takes_one_key_and_the_next_reply_is_told_the_right_thing(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit.",)), Script(("Bella it is.",))) as desktop:
        await desktop.say(HELLO)
        await desktop.say(QUESTION)
        await desktop.say("no, it's Bella")
        assert [one.value for one in all_like(desktop, "dog")] == ["Bella"]
        model = desktop.companion.seat.model
        assert isinstance(model, ScriptedModel)
        assert any("Bella" in message.content for message in model.requests[-1].messages[:-1])
        await desktop.until(lambda: desktop.shows("1 earlier reply used “Biscuit”, 1 more had it in view"))


async def test_escape_leaves_the_memory_and_the_reply_as_they_were(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit.",))) as desktop:
        await desktop.say(HELLO)
        await desktop.say(QUESTION)
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press(*"Nonsense", "escape")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        assert len(all_like(desktop, "Biscuit")) == 1
        assert newest(desktop, Role.PERSONA).versions == ()


async def test_the_same_words_are_no_correction_and_no_words_forget(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say(HELLO)
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("the words that are there already"))
        desktop.app.screen.query_one(Line).value = ""
        await desktop.until(lambda: desktop.shows("enter forget it"))
        wrong_id = desktop.app.screen.query_one(Listing).chosen_id
        await desktop.press("enter")
        await desktop.until(lambda: desktop.companion.book.find(wrong_id).status is Status.FORGOTTEN)


async def test_another_memory_is_chosen_with_the_arrows(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit.",)), Script(("Biscuit, still.",))) as desktop:
        await desktop.say(HELLO)
        await desktop.say(QUESTION)
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press("down")
        await desktop.until(lambda: "Porto" in desktop.app.screen.query_one(Line).value)
        await desktop.press(*"Faro", "enter")
        await desktop.until(lambda: all_like(desktop, "Faro"))
        assert all_like(desktop, "Biscuit")


async def test_f2_says_what_to_do_where_nothing_is_remembered(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.press("f2")
        await desktop.until(lambda: desktop.shows("Nothing is remembered yet."))


async def test_c_on_an_older_reply_puts_that_one_right(opened: Opened) -> None:
    scripts = (Script(("Noted.",)), Script(("Biscuit.",)), Script(("Nice.",)), Script(("Bella.",)))
    async with opened(*scripts) as desktop:
        await desktop.say(HELLO)
        await desktop.say(QUESTION)
        older = newest(desktop, Role.PERSONA)
        await desktop.say("thank you")
        await focus(desktop, older.id)
        await desktop.press("c")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press(*"Bella", "enter")
        await at_rest(desktop)
        files = desktop.main.desk.current.session.files
        await desktop.until(lambda: files.message(older.id).text == "Bella.")
        assert newest(desktop, Role.PERSONA).text == "Nice."


async def test_what_was_learnt_is_taken_back_where_it_stands_and_made_again(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        assert desktop.shows("learnt: User's dog is called Biscuit")
        await focus(desktop, newest(desktop, Role.PERSONA).id)
        await desktop.press("u")
        await desktop.until(lambda: desktop.shows("taken back: User's dog is called Biscuit"))
        assert not all_like(desktop, "Biscuit")
        await desktop.press("u")
        await desktop.until(lambda: desktop.shows("Nothing was learnt or changed here."))

        conversation = desktop.main.desk.current
        conversation.notes.clear()  # as after a start: the lines are found again in the journal
        await desktop.main.show(conversation)
        assert desktop.shows("taken back: User's dog is called Biscuit")

        await desktop.go_in("/memory")
        await desktop.until(lambda: desktop.app.focused is not None and desktop.app.focused.id == "memory-rows")
        await desktop.press("z")
        await desktop.until(lambda: all_like(desktop, "Biscuit"))
        await desktop.until(lambda: desktop.shows("learnt: User's dog is called Biscuit"))


async def test_a_change_by_hand_gets_a_line_that_is_taken_back_alone(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say(HELLO)
        await desktop.enter("/remember my locker is number 42")
        await desktop.until(lambda: all_like(desktop, "42"))
        await desktop.until(lambda: desktop.shows("learnt: User's locker is number 42"))
        await focus(desktop, newest(desktop, Role.PERSONA).id)
        await desktop.press("u")
        await desktop.until(lambda: not all_like(desktop, "42"))
        assert all_like(desktop, "Biscuit") and all_like(desktop, "Porto")


async def test_deleting_a_message_asks_about_what_only_it_taught(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        asked = newest(desktop, Role.USER)
        await focus(desktop, asked.id)
        await desktop.press("d")
        await desktop.until(lambda: desktop.shows("1 memory rests on what is no longer there: /check"))
        await desktop.go_in("/check", "memory")
        await desktop.until(lambda: desktop.shows("For you to decide", "deleted. Does it hold?"))
        assert all_like(desktop, "Biscuit")[0].check
        await desktop.until(lambda: desktop.app.focused is not None and desktop.app.focused.id == "memory-rows")
        await desktop.press("y")
        await desktop.until(lambda: not all_like(desktop, "Biscuit")[0].check)
        await desktop.until(lambda: not desktop.shows("For you to decide"))
        await desktop.enter("/check")
        await desktop.until(lambda: desktop.shows("Nothing waits for you"))


async def test_editing_a_message_asks_about_what_it_no_longer_says(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await focus(desktop, newest(desktop, Role.USER).id)
        await desktop.press("e")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskText))
        desktop.app.screen.query_one(TextArea).load_text("good morning")
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("1 memory rests on what is no longer there: /check"))
        assert "no longer says so" in all_like(desktop, "Biscuit")[0].check


async def test_putting_a_deleted_message_back_takes_the_question_back(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await focus(desktop, newest(desktop, Role.USER).id)
        await desktop.press("d")
        await desktop.until(lambda: all_like(desktop, "Biscuit")[0].check)
        await desktop.enter("/undo")
        await desktop.until(lambda: not all_like(desktop, "Biscuit")[0].check)


async def test_affected_lists_replies_and_repairs_chapters(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say(QUESTION)
        told = newest(desktop, Role.PERSONA)
        await desktop.say("and I live in Porto, near the river")
        await desktop.go_in("/compact", "summary")
        session = desktop.main.desk.current.session
        await desktop.until(lambda: session.state.chapters and "Biscuit" in session.state.chapters[0].text)
        await desktop.say("no, my dog is called Bella")
        await desktop.until(lambda: desktop.shows("/affected"))
        await desktop.enter("/affected")
        await desktop.until(lambda: isinstance(desktop.app.screen, AffectedScreen) and desktop.shows("chapter"))
        assert desktop.shows("User's dog is called Biscuit → User's dog is called Bella", "says “Biscuit”")
        await desktop.press("r")
        await desktop.until(lambda: "Bella" in session.state.chapters[0].text)
        await desktop.until(lambda: desktop.shows("1 chapter is written anew"))
        assert "Biscuit" in session.files.message(told.id).text

        await desktop.enter("/affected")
        await desktop.until(lambda: isinstance(desktop.app.screen, AffectedScreen))
        await desktop.press("enter")
        transcript = desktop.main.query_one(Transcript)
        await desktop.until(lambda: transcript.focused_message_id)
        assert "Biscuit" in session.files.message(transcript.focused_message_id).text


async def test_affected_says_where_nothing_is_concerned(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.enter("/affected")
        await desktop.until(lambda: desktop.shows("No earlier reply and no chapter"))


async def test_words_after_affected_choose_the_correction(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say(QUESTION)
        await desktop.say("I live in Porto")
        await desktop.say("where do I live?")
        await desktop.say("no, my dog is called Bella")
        await desktop.say("no, I live in Lisbon")
        await desktop.until(lambda: desktop.shows("used “Porto”"))
        for words in ("biscuit", "Bella", "my dog"):
            await desktop.enter(f"/affected {words}")
            await desktop.until(lambda: isinstance(desktop.app.screen, AffectedScreen) and desktop.shows("says “Bisc"))
            assert not desktop.shows("Porto → ")
            await desktop.press("escape")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Biscuit", "“User's dog is called Biscuit” was never put right"),
        ("zebra", "No memory is like that."),
        ("kayak", "told that memory as it was"),
    ],
)
async def test_affected_says_why_words_lead_nowhere(opened: Opened, words: str, answer: str) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        kayak = (await saved(desktop.companion.book.add("I have a kayak"))).changes[0].memory_id
        await saved(desktop.companion.book.edit(kayak, text="User has a canoe"))
        await desktop.enter(f"/affected {words}")
        await desktop.until(lambda: desktop.shows(answer))


async def test_a_sentence_that_was_begun_while_replies_were_looked_for_is_not_taken_for_keys(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say(QUESTION)
        await desktop.say("no, my dog is called Bella")
        await desktop.until(lambda: desktop.shows("/affected shows which"))
        looked = aftermath.affected

        async def affected(screen: MainScreen, memory_id: str) -> Affected | None:
            desktop.prompt.insert_text("a")
            return await looked(screen, memory_id)

        monkeypatch.setattr(aftermath, "affected", affected)
        await desktop.enter("/affected")
        await desktop.until(lambda: desktop.shows("Earlier replies are concerned"))
        await desktop.press("r", "e")
        assert desktop.prompt.draft == "are" and desktop.app.screen is desktop.main


async def test_the_very_next_turn_uses_what_was_edited_in_the_inspector(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Bella.",))) as desktop:
        await desktop.say("my dog is called Biscuit")
        wrong = all_like(desktop, "Biscuit")[0]
        await saved(desktop.companion.book.edit(wrong.id, text="User's dog is called Bella"))
        await desktop.say(QUESTION)
        model = desktop.companion.seat.model
        assert isinstance(model, ScriptedModel)
        asked = "\n".join(message.content for message in model.requests[-1].messages)
        assert "User's dog is called Bella" in asked and "User's dog is called Biscuit" not in asked


async def test_nothing_in_a_memory_is_markup(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/remember the code word is [bold red]swordfish[/]")
        await desktop.until(lambda: all_like(desktop, "swordfish"))
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        assert desktop.shows("[bold red]swordfish[/]")


async def test_the_replies_that_used_a_memory_are_listed_and_shown(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say(QUESTION)
        told = newest(desktop, Role.PERSONA)
        await desktop.say("thank you")
        await desktop.go_in("/memory")
        await desktop.until(lambda: desktop.app.focused is not None and desktop.app.focused.id == "memory-rows")
        await desktop.press("w")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        desktop.app.screen.query_one(Listing).choose(told.id)
        await desktop.press("enter")
        transcript = desktop.main.query_one(Transcript)
        await desktop.until(lambda: transcript.focused_message_id == told.id)


async def test_the_footer_says_how_a_dated_memory_reads_now(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Noted.",))) as desktop:
        await desktop.say("I have a dentist appointment on Friday")
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press(*"dentist", "space", *"appointment", "space", *"on", "space", *"Tuesday", "enter")
        await desktop.until(lambda: "Put right" in desktop.text(desktop.main.query_one(KeyLine)))
        (memory,) = all_like(desktop, "dentist")
        line = desktop.text(desktop.main.query_one(KeyLine)).strip()
        assert line == f"Put right: {memory.text}" and "Friday" not in line


async def test_a_message_that_was_deleted_comes_back_with_u_where_it_stood(opened: Opened) -> None:
    async with opened("Alpha.", "Beta.") as desktop:
        await desktop.say("one")
        await desktop.say("two")
        before = desktop.main.desk.current.session.files.messages()
        gone = next(message for message in before if message.text == "Alpha.")
        await focus(desktop, gone.id)
        await desktop.press("d")
        transcript = desktop.main.query_one(Transcript)
        following = next(one.id for one in before if one.text == "two")
        await desktop.until(lambda: transcript.focused_message_id == following)
        await desktop.press("u")
        await desktop.until(lambda: desktop.shows("Alpha.", "Back: the message"))
        assert desktop.main.desk.current.session.files.messages() == before
        assert transcript.focused_message_id == gone.id
        await desktop.press("u")
        await desktop.until(lambda: desktop.shows("Nothing was learnt or changed here"))


async def test_u_brings_the_only_message_back_and_what_was_learnt_since_goes_first(opened: Opened) -> None:
    async with opened("Noted.") as desktop:
        await desktop.say("hello")
        first, *rest = desktop.main.desk.current.session.files.messages()
        for message in (first, *rest):
            await focus(desktop, message.id)
            await desktop.press("d")
            await desktop.until(lambda: not desktop.main.query_one(Transcript).has(message.id))  # noqa: B023
        assert desktop.main.query_one(Transcript).focused_message_id == ""
        await desktop.press("u")
        await desktop.until(lambda: desktop.shows("Back: the message"))
        entry = await saved(desktop.companion.book.add("I live in Porto"))
        await desktop.press("u")
        await desktop.until(lambda: desktop.shows("Nothing was learnt or changed here"))
        assert desktop.companion.book.find(entry.changes[0].memory_id).status is Status.ACTIVE


async def test_replies_that_used_the_wrong_value_stand_before_those_that_had_it_in_view(opened: Opened) -> None:
    async with opened("Noted.", "Barks a lot, I bet.", "Biscuit, you said.", "Bella it is.") as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say("is my dog loud?")
        await desktop.say(QUESTION)
        await desktop.say("no, my dog is called Bella")
        await desktop.until(lambda: desktop.shows("1 earlier reply used “Biscuit”"))
        await desktop.enter("/affected")
        await desktop.until(lambda: isinstance(desktop.app.screen, AffectedScreen))
        await desktop.until(lambda: desktop.shows("says “Biscuit”", "only had it in view"))
        text = desktop.text()
        assert text.index("Biscuit, you said") < text.index("Barks a lot")
        assert text.index("says “") < text.index("only had it")


async def test_a_whole_sentence_typed_over_the_value_replaces_the_memory(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("My dog is called Biscuit")
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press("M", "y")
        line = desktop.app.screen.query_one(Line)
        line.insert_text_at_cursor(" dog is called Luna")
        await desktop.press("enter")
        await desktop.until(lambda: [one.text for one in all_like(desktop, "dog")] == ["User's dog is called Luna"])
        await at_rest(desktop)
        assert "Luna" in newest(desktop, Role.PERSONA).text


async def test_ctrl_u_empties_the_line_wherever_the_cursor_is(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("My dog is called Biscuit")
        await desktop.press("f2")
        await desktop.until(lambda: isinstance(desktop.app.screen, PutRight))
        await desktop.press("home", "right", "ctrl+u")
        assert desktop.app.screen.query_one(Line).value == ""

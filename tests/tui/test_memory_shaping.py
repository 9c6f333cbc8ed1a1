"""The memory page beyond one row: several at once, merge, split, kind and dates, the past, what is to be checked."""

from textual.widgets import Input, TextArea

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Kind
from chatbot.domain.value import replace
from chatbot.session.base import saved
from chatbot.tui.inspector.memory import MemoryEdit
from chatbot.tui.inspector.memory_list import MemoryRows
from chatbot.tui.inspector.panel import Inspector
from chatbot.tui.screens.as_of import AsOf
from chatbot.tui.screens.ask import AskLine, AskText
from chatbot.tui.screens.memory_form import MemoryForm, Options
from chatbot.tui.transcript import Transcript
from tests.tui.conftest import Desktop, Opened

LIKES = "I like hiking, chess and old maps"


def panel(desktop: Desktop) -> str:
    return desktop.text(desktop.main.query_one(Inspector))


def known(desktop: Desktop, word: str) -> list[Memory]:
    session = desktop.main.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id).values()
    return [one for one in readable if word in one.text and one.status in (Status.ACTIVE, Status.CONFLICT)]


async def at_list(desktop: Desktop, line: str, word: str) -> MemoryRows:
    """Tells something, and puts the cursor on the memory with a word."""
    await desktop.say(line)
    await desktop.press("f6", "f6")
    await desktop.until(lambda: word in panel(desktop))
    rows = desktop.main.query_one(MemoryRows)
    await desktop.until(lambda: desktop.app.focused is rows)
    rows.choose(known(desktop, word)[0].id)
    return rows


async def test_marked_memories_become_one_that_says_all(opened: Opened) -> None:
    async with opened() as desktop:
        rows = await at_list(desktop, LIKES, "chess")
        await desktop.press("space")
        rows.choose(known(desktop, "maps")[0].id)
        await desktop.press("space")
        await desktop.until(lambda: "2 marked: m merge, d forget" in panel(desktop) and panel(desktop).count("●") == 2)
        await desktop.press("m")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskLine))
        suggestion = desktop.app.screen.query_one(Input).value
        assert "chess" in suggestion and "maps" in suggestion
        await desktop.press("enter")
        await desktop.until(
            lambda: len(known(desktop, "chess")) == 1 and known(desktop, "chess") == known(desktop, "maps")
        )
        await desktop.until(lambda: desktop.shows("made one:") and "marked" not in panel(desktop))
        assert known(desktop, "hiking")
        await desktop.until(lambda: desktop.app.focused is rows)
        await desktop.press("u")
        await desktop.until(
            lambda: known(desktop, "chess") != known(desktop, "maps") and len(known(desktop, "maps")) == 1
        )


async def test_marked_memories_are_forgotten_together_and_come_back_together(opened: Opened) -> None:
    async with opened() as desktop:
        rows = await at_list(desktop, LIKES, "chess")
        await desktop.press("space")
        rows.choose(known(desktop, "maps")[0].id)
        await desktop.press("space", "d")
        await desktop.until(lambda: not known(desktop, "chess") and not known(desktop, "maps"))
        assert known(desktop, "hiking")
        await desktop.press("u")
        await desktop.until(lambda: known(desktop, "chess") and known(desktop, "maps"))


async def test_one_memory_alone_is_not_merged(opened: Opened) -> None:
    async with opened() as desktop:
        await at_list(desktop, LIKES, "chess")
        await desktop.press("m")
        await desktop.until(lambda: desktop.shows("One memory cannot be merged. Mark two or more"))


async def test_a_conflict_becomes_one_memory_in_the_users_words(opened: Opened) -> None:
    async with opened() as desktop:
        await at_list(desktop, "I live in Porto", "Porto")
        found = known(desktop, "Porto")[0]
        rival = replace(found, id=new_id(), text="User lives in Faro", value="Faro", status=Status.CONFLICT, version=1)
        torn = replace(found, status=Status.CONFLICT, version=found.version + 1)
        changes = (Change(Op.CONFLICT, found, torn, "cannot tell"), Change(Op.ADD, None, rival, "cannot tell"))
        await saved(desktop.companion.files.memories.apply(JournalEntry(new_id(), utc_now(), Who.RULE, changes)))
        desktop.main.query_one(Inspector).refresh_pages()
        await desktop.until(lambda: "For you to decide" in panel(desktop))
        desktop.main.query_one(MemoryRows).choose(found.id)
        await desktop.press("m")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskLine))
        assert desktop.shows("Porto", "Faro")
        desktop.app.screen.query_one(Input).value = "User lives in Porto and, in summer, in Faro"
        await desktop.press("enter")
        await desktop.until(lambda: [one.status for one in known(desktop, "in summer")] == [Status.ACTIVE])
        await desktop.until(lambda: "For you to decide" not in panel(desktop))


async def test_a_memory_is_split_into_lines(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/remember my locker has the number 42 and my desk is by the window")
        await desktop.until(lambda: known(desktop, "locker"))
        await at_list(desktop, "hello", "locker")
        await desktop.press("v")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskText))
        parts = desktop.app.screen.query_one(TextArea).text.split("\n")
        assert len(parts) == 2 and "42" in parts[0] and "window" in parts[1]
        await desktop.press("enter")
        await desktop.until(lambda: len(known(desktop, "42")) == 1 and len(known(desktop, "window")) == 1)
        assert known(desktop, "42") != known(desktop, "window")


async def test_kind_importance_dates_and_privacy_are_changed_in_one_form(opened: Opened) -> None:
    async with opened() as desktop:
        await at_list(desktop, "my dog is called Biscuit", "Biscuit")
        await desktop.press("c")
        await desktop.until(lambda: isinstance(desktop.app.screen, MemoryForm))
        form = desktop.app.screen
        before = form.query_one("#kind", Options).value
        await desktop.press("right", "down")
        await desktop.press(*"35%")
        form.query_one("#valid_from", Input).value = "2020-05-01"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        await desktop.until(lambda: known(desktop, "Biscuit")[0].importance == 0.35)
        changed = known(desktop, "Biscuit")[0]
        assert changed.kind is not Kind(before) and changed.valid_from is not None
        assert changed.valid_from.astimezone().date().isoformat() == "2020-05-01"
        assert changed.text == "User's dog is called Biscuit"


async def test_the_form_says_what_it_cannot_read_and_stays(opened: Opened) -> None:
    async with opened() as desktop:
        await at_list(desktop, "my dog is called Biscuit", "Biscuit")
        before = known(desktop, "Biscuit")
        await desktop.press("c")
        await desktop.until(lambda: isinstance(desktop.app.screen, MemoryForm))
        desktop.app.screen.query_one("#expires_at", Input).value = "some day"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("“some day” is no date.", "2026-03-14"))
        desktop.app.screen.query_one("#expires_at", Input).value = ""
        desktop.app.screen.query_one("#importance", Input).value = "very"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("“very” is no importance.", "0% to 100%"))
        await desktop.press("escape")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        assert known(desktop, "Biscuit") == before


async def test_an_end_before_its_beginning_is_refused(opened: Opened) -> None:
    async with opened() as desktop:
        await at_list(desktop, "my dog is called Biscuit", "Biscuit")
        await desktop.press("c")
        await desktop.until(lambda: isinstance(desktop.app.screen, MemoryForm))
        desktop.app.screen.query_one("#valid_from", Input).value = "2024-01-01"
        desktop.app.screen.query_one("#valid_until", Input).value = "2020-01-01"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("The end would lie before the beginning."))


async def test_the_memories_of_a_day_are_shown_and_cannot_be_changed(opened: Opened) -> None:
    async with opened() as desktop:
        await at_list(desktop, "my dog is called Biscuit", "Biscuit")
        await desktop.press("t")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskLine))
        await desktop.press(*"yesterday", "enter")
        await desktop.until(lambda: isinstance(desktop.app.screen, AsOf))
        await desktop.until(lambda: desktop.shows("to read only", "Nothing was remembered yet."))
        await desktop.press("escape")
        await desktop.enter("/asof today")
        await desktop.until(lambda: isinstance(desktop.app.screen, AsOf) and desktop.shows("1 memory held", "Biscuit"))
        await desktop.press("d", "e", "p")
        assert isinstance(desktop.app.screen, AsOf)
        assert not known(desktop, "Biscuit")[0].pinned


async def test_a_date_that_cannot_be_read_is_named(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/asof whenever")
        await desktop.until(lambda: desktop.shows("“whenever” is no date."))


async def test_what_is_to_be_checked_is_edited_or_forgotten(opened: Opened) -> None:
    async with opened() as desktop:
        await at_list(desktop, "my dog is called Biscuit and I live in Porto", "Biscuit")
        book = desktop.companion.book
        for word in ("Biscuit", "Porto"):
            await saved(book.rate(known(desktop, word)[0].id, "wrong"))
        desktop.main.query_one(Inspector).refresh_pages()
        await desktop.until(lambda: "you said that it is wrong" in panel(desktop))
        rows = desktop.main.query_one(MemoryRows)
        rows.choose(known(desktop, "Biscuit")[0].id)
        await desktop.press("e")
        line = desktop.main.query_one(MemoryEdit)
        await desktop.until(lambda: desktop.app.focused is line and line.selected_text == "Biscuit")
        await desktop.press(*"Bella", "enter")
        await desktop.until(lambda: known(desktop, "Bella") and not known(desktop, "Bella")[0].check)
        rows.choose(known(desktop, "Porto")[0].id)
        await desktop.until(lambda: desktop.app.focused is rows)
        await desktop.press("d")
        await desktop.until(lambda: not book.to_check())


async def test_m_shows_what_a_message_taught_and_changed(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say("I live in Porto")
        await desktop.say("no, my dog is called Bella")
        files = desktop.main.desk.current.session.files
        transcript = desktop.main.query_one(Transcript)
        transcript.focus()
        transcript.focus_message(files.messages()[-1].id)  # the reply: what its question taught is meant
        await desktop.press("m")
        await desktop.until(lambda: "Learnt from that message" in panel(desktop) and "Bella" in panel(desktop))
        assert "Biscuit" in panel(desktop) and "Porto" not in panel(desktop)
        await desktop.press("slash", "escape")
        await desktop.until(lambda: "Porto" in panel(desktop) and "Learnt from that" not in panel(desktop))


async def test_m_says_where_nothing_was_learnt(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.say("thank you")
        transcript = desktop.main.query_one(Transcript)
        transcript.focus()
        transcript.focus_message(desktop.main.desk.current.session.files.messages()[-1].id)
        await desktop.press("m")
        await desktop.until(lambda: "Nothing was learnt from that message." in panel(desktop))

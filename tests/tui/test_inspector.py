"""The inspector: memories beside the chat, put right on the spot; why, mood, summary, stats."""

import asyncio

import pytest
from textual.widgets import Input, TextArea

from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Scope
from chatbot.session.base import saved
from chatbot.tui.inspector.memory import MemoryEdit, MemoryFilter
from chatbot.tui.inspector.memory_list import MemoryRows
from chatbot.tui.inspector.panel import Inspector
from chatbot.tui.screens.ask import AskText
from chatbot.tui.screens.picker import Picker
from chatbot.tui.screens.reader import Reader
from chatbot.tui.transcript import Transcript
from tests.scripted_model import Script
from tests.tui.conftest import Desktop, Opened

HELLO = "I live in Porto and my dog is called Biscuit"


def panel(desktop: Desktop) -> str:
    return desktop.text(desktop.main.query_one(Inspector))


def memory(desktop: Desktop, word: str) -> Memory:
    found = [one for one in desktop.companion.book.search(word) if word in one.text]
    assert found, f"no memory has {word}"
    return max(found, key=lambda one: one.version)


async def at_memory(desktop: Desktop, word: str) -> Memory:
    """Tells about Biscuit and Porto, and puts the cursor on the memory with that word."""
    await desktop.say(HELLO)
    await desktop.press("f6", "f6")
    await desktop.until(lambda: word in panel(desktop))
    rows = desktop.main.query_one(MemoryRows)
    await desktop.until(lambda: desktop.app.focused is rows)
    assert rows.choose(memory(desktop, word).id)
    return memory(desktop, word)


async def test_an_empty_page_says_what_will_be_there(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.until(lambda: "Nothing is remembered yet" in panel(desktop))
        await desktop.press("f6", "f6")
        await desktop.press("]")
        await desktop.until(lambda: "receipt" in panel(desktop))
        await desktop.press("]")
        await desktop.until(lambda: "Two moods" in panel(desktop))
        await desktop.press("]")
        await desktop.until(lambda: "chapters" in panel(desktop))
        await desktop.press("]")
        await desktop.until(lambda: "This session" in panel(desktop))


async def test_what_is_learnt_shows_while_the_reply_is_written(opened: Opened) -> None:
    gate = asyncio.Event()
    async with opened(Script(("Noted", "."), gates={0: gate})) as desktop:
        await desktop.enter(HELLO)
        await desktop.until(lambda: "Biscuit" in panel(desktop) and "Porto" in panel(desktop))
        assert desktop.main.desk.current.replying is not None
        assert any(line.strip().startswith("+") and "Porto" in line for line in panel(desktop).splitlines())
        assert desktop.shows("learnt:")
        gate.set()
        await desktop.until(lambda: desktop.main.desk.current.replying is None)


async def test_a_memory_is_edited_in_place(opened: Opened) -> None:
    async with opened() as desktop:
        await at_memory(desktop, "Biscuit")
        await desktop.press("e")
        line = desktop.main.query_one(MemoryEdit)
        assert "Biscuit" in line.value
        line.value = "User's dog is called Bella"
        await desktop.press("enter")
        await desktop.until(lambda: "Bella" in panel(desktop) and "Biscuit" not in panel(desktop))
        await desktop.press("u")
        await desktop.until(lambda: "Biscuit" in panel(desktop))


async def test_leaving_the_edit_changes_nothing(opened: Opened) -> None:
    async with opened() as desktop:
        before = await at_memory(desktop, "Biscuit")
        await desktop.press("e")
        desktop.main.query_one(MemoryEdit).value = "nonsense"
        await desktop.press("escape")
        assert not desktop.main.query_one(MemoryEdit).display
        assert memory(desktop, "Biscuit") == before


async def test_a_memory_is_forgotten_and_comes_back(opened: Opened) -> None:
    async with opened() as desktop:
        await at_memory(desktop, "Porto")
        await desktop.press("d")
        await desktop.until(lambda: "Porto" not in panel(desktop))
        assert "Biscuit" in panel(desktop)
        await desktop.press("u")
        await desktop.until(lambda: "Porto" in panel(desktop))


async def test_a_forgetting_that_is_undone_says_that_the_memory_is_there_and_goes_to_it(opened: Opened) -> None:
    async with opened() as desktop:
        for text in ("I live in Porto", "My partner is Jana", "I like jazz"):
            await saved(desktop.companion.book.add(text))
        found = await at_memory(desktop, "Jana")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.press("d")
        await desktop.until(lambda: desktop.shows("forgot: User's partner is Jana") and rows.chosen_id != found.id)
        await desktop.press("u")
        await desktop.until(lambda: desktop.shows("✎ remembered again: User's partner is Jana"))
        assert desktop.shows("Remembered again: User's partner is Jana") and rows.chosen_id == found.id


async def test_pin_and_lock_are_marked(opened: Opened) -> None:
    async with opened() as desktop:
        await at_memory(desktop, "Biscuit")
        await desktop.press("p")
        await desktop.until(lambda: memory(desktop, "Biscuit").pinned)
        await desktop.press("l")
        await desktop.until(lambda: memory(desktop, "Biscuit").locked)
        await desktop.until(lambda: "▲ ■" in panel(desktop))


async def test_the_scope_is_chosen_and_the_readers_are_named(opened: Opened) -> None:
    async with opened() as desktop:
        await at_memory(desktop, "Biscuit")
        await desktop.press("g")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        assert desktop.shows("Only this session can read it.", "Every persona can read it")
        desktop.app.screen.query_one(Input).value = "only this session"
        await desktop.press("enter")
        await desktop.until(lambda: any(one.scope is Scope.SESSION for one in _all(desktop, "Biscuit")))


async def test_details_name_source_and_readers(opened: Opened) -> None:
    async with opened() as desktop:
        await at_memory(desktop, "Biscuit")
        await desktop.press("enter")
        await desktop.until(lambda: "read by" in panel(desktop))
        assert "your dog: Biscuit" in panel(desktop) and "in every session" in panel(desktop)


@pytest.mark.parametrize("width", [80, 120])
async def test_escape_closes_the_details_and_only_then_goes_to_the_prompt(opened: Opened, width: int) -> None:
    async with opened(size=(width, 40)) as desktop:
        await desktop.say(HELLO)
        await desktop.go_in("/memory")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus and rows.rows)
        card = desktop.main.query_one("#memory-details")
        await desktop.press("enter")
        await desktop.until(lambda: card.display)
        await desktop.press("escape")
        assert rows.has_focus and not card.display
        await desktop.press("j", "p")
        assert desktop.prompt.draft == "" and not card.display
        await desktop.press("escape")
        assert desktop.prompt.has_focus


async def test_escape_in_the_list_shows_all_again_and_only_then_goes_to_the_prompt(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say(HELLO)
        await desktop.go_in("/memory")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus and rows.rows)
        await desktop.press("slash", *"lives", "enter")
        await desktop.until(lambda: rows.has_focus and "Biscuit" not in panel(desktop))
        await desktop.press("space")
        assert "1 marked" in panel(desktop)
        await desktop.press("escape")
        await desktop.until(lambda: "Biscuit" in panel(desktop))
        assert rows.has_focus and "1 marked" not in panel(desktop)
        await desktop.press("escape")
        assert desktop.prompt.has_focus


async def test_the_mood_page_says_where_nothing_tells_a_feeling(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say(HELLO)
        await desktop.go_in("/mood")
        await desktop.until(lambda: "Nothing that you said so far" in panel(desktop))
        assert "Readings, newest" not in panel(desktop)
        await desktop.say("I am so sad and lonely today")
        await desktop.until(lambda: "Readings, newest" in panel(desktop))


async def test_history_goes_back_to_a_version(opened: Opened) -> None:
    async with opened() as desktop:
        first = await at_memory(desktop, "Biscuit")
        await saved(desktop.companion.book.edit(first.id, text="User's dog is called Bella"))
        await desktop.press("h")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        assert desktop.shows("version 2", "version 1", "by you", "heard in the chat")
        await desktop.press("down", "enter")
        await desktop.until(lambda: desktop.companion.book.find(first.id).text == first.text)


@pytest.mark.parametrize("width", [80, 120])
async def test_escape_leads_from_a_source_back_to_the_list_and_only_then_to_the_prompt(
    opened: Opened, width: int
) -> None:
    async with opened(size=(width, 40)) as desktop:
        await desktop.say(HELLO)
        await desktop.press("ctrl+b")
        await desktop.until(lambda: desktop.main.query(MemoryRows))
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus and rows.chosen_id)
        await desktop.press("s")
        await desktop.until(lambda: desktop.main.query_one(Transcript).has_focus)
        await desktop.press("escape")
        await desktop.until(lambda: rows.has_focus)
        await desktop.press("escape")
        await desktop.until(lambda: desktop.prompt.has_focus)


@pytest.mark.parametrize("columns", [80, 120, 180])
async def test_a_memory_is_edited_on_a_line_that_shows_it_whole(opened: Opened, columns: int) -> None:
    async with opened(size=(columns, 40)) as desktop:
        await saved(desktop.companion.book.add("I collect stamps with pictures of lighthouses and old ships"))
        await desktop.go_in("/memory")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus and rows.chosen_id)
        await desktop.press("e")
        line = desktop.main.query_one(MemoryEdit)
        await desktop.until(lambda: line.has_focus and line.region)
        assert line.content_size.width >= 70 and desktop.main.region.contains_region(line.region)
        await desktop.until(lambda: len(line.value) > 40 and desktop.shows("Put this memory right", line.value))


async def test_the_source_is_shown(opened: Opened) -> None:
    async with opened() as desktop:
        found = await at_memory(desktop, "Biscuit")
        await desktop.press("s")
        transcript = desktop.main.query_one(Transcript)
        await desktop.until(lambda: transcript.focused_message_id == found.source.message_id)


async def test_the_filter_and_what_is_past(opened: Opened) -> None:
    async with opened() as desktop:
        await at_memory(desktop, "Porto")
        await desktop.press("d")
        await desktop.until(lambda: "Porto" not in panel(desktop))
        await desktop.press("slash")
        line = desktop.main.query_one(MemoryFilter)
        assert desktop.app.focused is line
        line.value = "past lives"
        await desktop.until(lambda: "forgotten" in panel(desktop) and "Biscuit" not in panel(desktop))
        await desktop.press("escape")
        await desktop.until(lambda: "Biscuit" in panel(desktop) and "forgotten" not in panel(desktop))


async def test_a_conflict_is_decided(opened: Opened) -> None:
    async with opened() as desktop:
        found = await at_memory(desktop, "Porto")
        await _put_into_conflict(desktop, found)
        desktop.main.query_one(Inspector).refresh_pages()
        await desktop.until(lambda: "For you to decide" in panel(desktop))
        desktop.main.query_one(MemoryRows).choose(found.id)
        await desktop.press("o")
        await desktop.until(lambda: "For you to decide" not in panel(desktop))
        assert desktop.companion.book.find(found.id).status is Status.ACTIVE


async def test_keys_for_decisions_say_why_they_do_nothing(opened: Opened) -> None:
    async with opened() as desktop:
        await at_memory(desktop, "Porto")
        await desktop.press("a")
        await desktop.until(lambda: desktop.shows("waits for no decision"))


async def test_the_receipt_shows_scores_fates_and_the_request(opened: Opened) -> None:
    async with opened(Script(("Noted.",)), Script(("Biscuit.",))) as desktop:
        await desktop.say(HELLO)
        await desktop.say("what is my dog called?")
        await desktop.go_in("/why")
        await desktop.until(lambda: "Given to the model" in panel(desktop))
        assert "relevance" in panel(desktop)
        await desktop.press("pagedown")
        await desktop.press("enter")
        await desktop.until(lambda: isinstance(desktop.app.screen, Reader))
        assert desktop.shows("tokens")


async def test_an_older_reply_can_be_asked_about(opened: Opened) -> None:
    async with opened(Script(("Alpha answer.",)), Script(("Beta answer.",))) as desktop:
        await desktop.say("one")
        await desktop.say("two")
        await desktop.go_in("/why")
        await desktop.until(lambda: "Beta" in panel(desktop))
        first = next(one for one in desktop.main.desk.current.session.files.messages() if "Alpha" in one.text)
        desktop.main.query_one(Transcript).focus_message(first.id)
        await desktop.until(lambda: "Alpha" in panel(desktop))


async def test_a_reading_is_disputed(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("I am so happy today, this is wonderful")
        await desktop.go_in("/mood")
        await desktop.until(lambda: "Readings" in panel(desktop))
        await desktop.press("enter")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        desktop.app.screen.query_one(Input).value = "sadness"
        await desktop.press("enter")
        await desktop.until(lambda: "you said so" in panel(desktop))
        points = desktop.main.desk.current.session.state.mood_points
        assert any(point.reading.disputed for point in points)


async def test_the_summary_is_written_edited_and_taken_back(opened: Opened) -> None:
    async with opened() as desktop:
        for line in (HELLO, "My sister Maya visits on Friday", "We decided to paint the kitchen green"):
            await desktop.say(line)
        await desktop.go_in("/compact", "summary")
        state = desktop.main.desk.current.session
        await desktop.until(lambda: state.state.chapters)
        await desktop.until(lambda: "1 chapters" in panel(desktop) or "1 chapter" in panel(desktop))
        await desktop.until(lambda: desktop.app.focused is not None and desktop.app.focused.id == "summary-rows")
        await desktop.press("e")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskText))
        desktop.app.screen.query_one(TextArea).load_text("Green kitchen, decided.")
        await desktop.press("ctrl+s")
        await desktop.until(lambda: state.state.chapters[0].text == "Green kitchen, decided.")
        await desktop.until(lambda: "Green kitchen" in panel(desktop))
        await desktop.press("u")
        await desktop.until(lambda: state.state.chapters[0].text != "Green kitchen, decided.")
        await desktop.press("z")
        await desktop.until(lambda: state.meta.summary_paused)


async def test_stats_count_tokens_and_files(opened: Opened) -> None:
    async with opened(Script(("ok",))) as desktop:
        await desktop.say("hello")
        await desktop.enter("/stats")
        await desktop.until(lambda: "tokens in" in panel(desktop))
        await desktop.until(lambda: "replies    1" in panel(desktop))
        assert "kB" in panel(desktop)


def _all(desktop: Desktop, word: str) -> list[Memory]:
    session = desktop.main.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id)
    return [one for one in readable.values() if word in one.text]


async def _put_into_conflict(desktop: Desktop, found: Memory) -> None:
    """Stores a second home that nobody can choose between, as reconciling does when it cannot tell."""
    from chatbot.domain.change import Change, JournalEntry, Op, Who
    from chatbot.domain.ids import new_id, utc_now
    from chatbot.domain.value import replace

    rival = replace(found, id=new_id(), text="User lives in Faro", value="Faro", status=Status.CONFLICT, version=1)
    torn = replace(found, status=Status.CONFLICT, version=found.version + 1)
    entry = JournalEntry(
        new_id(),
        utc_now(),
        Who.RULE,
        (Change(Op.CONFLICT, found, torn, "cannot tell"), Change(Op.ADD, None, rival, "cannot tell")),
    )
    await saved(desktop.companion.files.memories.apply(entry))

"""What a newcomer stumbles over: lost drafts, keys that go nowhere, notices that stay, words that say nothing."""

import json
import re
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from chatbot.domain.memory import Status
from chatbot.session.base import saved
from chatbot.tui.drafts import Drafts
from chatbot.tui.inspector.memory import MemoryEdit, MemoryFilter
from chatbot.tui.inspector.memory_list import MemoryRows
from chatbot.tui.options import TuiOptions
from chatbot.tui.screens.ask import AskText, Confirm
from chatbot.tui.screens.picker import Picker
from chatbot.tui.widgets.headline import Headline
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.listing import Listing
from chatbot.tui.widgets.sessions import SessionFilter
from tests.tui.conftest import Desktop, Opened


def footer(desktop: Desktop) -> str:
    return desktop.text(desktop.main.query_one(KeyLine))


def drafts_on_disk(desktop: Desktop) -> dict[str, str]:
    found: dict[str, str] = json.loads(desktop.companion.files.profile.get("drafts", "{}"))
    return found


async def test_a_draft_is_on_disk_soon_after_the_last_key_and_gone_when_sent(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        session_id = desktop.main.desk.current.session.id
        await desktop.press(*"half")
        desktop.main.drafts.write()
        await desktop.until(lambda: drafts_on_disk(desktop) == {session_id: "half"})
        await desktop.say("whole")
        await desktop.until(lambda: drafts_on_disk(desktop) == {})


async def test_a_draft_comes_back_when_its_session_opens(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        first = desktop.main.desk.current
        first.draft = desktop.prompt.draft = ""
        desktop.companion.files.profile.set("drafts", json.dumps({first.session.id: "from before"})).result()
        desktop.main.drafts = Drafts(desktop.main)  # as the next start has it
        await desktop.main.show(first)
        assert desktop.prompt.draft == "from before"


@pytest.mark.parametrize("words", ["my password is hunter2hunter2", " "])
async def test_secrets_and_blanks_never_become_drafts_on_disk(opened: Opened, words: str) -> None:
    async with opened() as desktop:
        desktop.prompt.draft = words
        await desktop.pilot.pause()
        desktop.main.drafts.write()
        await desktop.pilot.pause()
        assert drafts_on_disk(desktop) == {}


async def test_a_private_draft_reaches_no_file(opened: Opened, tmp_path: Path) -> None:
    async with opened(options=TuiOptions(private=True)) as desktop:
        await desktop.press(*"canary")
        desktop.main.drafts.write()
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


async def test_again_to_quit_is_disarmed_by_any_other_key(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.press("ctrl+c")
        assert "again to quit" in footer(desktop)
        await desktop.press("x")
        assert "again to quit" not in footer(desktop)
        await desktop.press("backspace", "ctrl+c")
        assert not desktop.app._exit
        await desktop.press("ctrl+c")
        assert desktop.app._exit


async def test_a_private_session_warns_before_it_is_lost(opened: Opened) -> None:
    async with opened("Quiet.", options=TuiOptions(private=True)) as desktop:
        await desktop.say("between us")
        assert "kept nowhere" in desktop.text(desktop.main.query_one(Headline))
        await desktop.press("ctrl+c")
        assert "kept nowhere" in footer(desktop) and "/private" in footer(desktop)
        await desktop.press("ctrl+q")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press("n", "enter")
        assert not desktop.app._exit
        await desktop.press("ctrl+q")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press("ctrl+q")
        assert desktop.app._exit


async def test_a_drawer_takes_the_keys_and_the_prompt_is_out_of_sight(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        await desktop.press("ctrl+b")
        await desktop.until(lambda: desktop.main.query_one("#right").has_focus_within)
        await desktop.press("z")
        assert desktop.prompt.draft == "" and not desktop.prompt.visible
        await desktop.press("escape")
        await desktop.until(lambda: desktop.prompt.has_focus)
        await desktop.press("z")
        assert desktop.prompt.draft == "z"


async def test_a_drawer_that_becomes_a_column_gives_the_prompt_back(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        await desktop.press("ctrl+b")
        await desktop.until(lambda: not desktop.prompt.visible)
        await desktop.pilot.resize_terminal(130, 30)
        await desktop.until(lambda: desktop.prompt.visible)


async def test_the_footer_shows_the_keys_of_what_has_the_focus(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        await saved(desktop.companion.book.add("my sister is called Maya"))
        await desktop.say("hello")
        desktop.main.query_one(MemoryRows).focus()
        await desktop.until(lambda: "e edit" in footer(desktop))
        assert "] next page" in footer(desktop)
        await desktop.press("slash")
        await desktop.until(lambda: "enter to the list" in footer(desktop))
        await desktop.press("escape", "right_square_bracket")
        await desktop.until(lambda: "exact request" in footer(desktop) and "] next page" in footer(desktop))


async def test_ctrl_up_goes_onto_a_message(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        await desktop.say("hello")
        await desktop.press("ctrl+up")
        await desktop.until(lambda: desktop.main.query_one("#transcript").has_focus)
        assert "y copy" in footer(desktop)


async def test_a_memory_is_edited_under_a_label_with_its_value_ready_to_be_typed_over(opened: Opened) -> None:
    async with opened() as desktop:
        await saved(desktop.companion.book.add("my sister is called Maya"))
        await desktop.go_in("/memory")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus and rows.rows)
        await desktop.press("e")
        line = desktop.main.query_one(MemoryEdit)
        await desktop.until(lambda: line.has_focus and desktop.shows("Put this memory right"))
        assert "enter keep" in footer(desktop) and "esc" in footer(desktop)
        assert line.value == "User's sister is called Maya" and line.selected_text == "Maya"
        await desktop.press("end", "x")
        assert line.value == "User's sister is called Mayax"
        await desktop.press("enter")
        await desktop.until(lambda: rows.has_focus and not desktop.shows("Put this memory right"))


async def test_an_edited_memory_leaves_no_ghost_and_undo_names_it_once(opened: Opened) -> None:
    async with opened() as desktop:
        entry = await saved(desktop.companion.book.add("my sister is called Maya"))
        memory_id = entry.changes[0].memory_id
        await saved(desktop.companion.book.edit(memory_id, text="User's sister is called Mia"))
        await desktop.go_in("/memory")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus)
        desktop.main.query_one(MemoryFilter).value = "past"
        await desktop.until(lambda: rows.rows)
        assert [row.id for row in rows.rows if row.id] == [memory_id]
        await desktop.press("u")
        await desktop.until(lambda: "As before: User's sister is called Maya" in footer(desktop))
        assert footer(desktop).count("sister") == 1


async def test_a_found_memory_that_is_past_shows_without_a_filter(opened: Opened) -> None:
    async with opened() as desktop:
        await saved(desktop.companion.book.add("I live in Porto"))
        entry = await saved(desktop.companion.book.add("I live in Lisbon"))
        past = next(one.before.id for one in entry.changes if one.before is not None)
        assert desktop.companion.book.find(past).status is Status.SUPERSEDED
        from chatbot.tui import panels

        panels.open_memory(desktop.main, past)
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.chosen_id == past)
        assert desktop.main.query_one(MemoryFilter).value == ""


async def test_an_edit_of_a_message_that_is_left_waits(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        await desktop.say("helo")
        await desktop.enter("/edit")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskText))
        await desktop.press("x", "ctrl+j", "y", "escape")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        await desktop.enter("/edit")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskText))
        await desktop.press("z", "enter")
        await desktop.until(lambda: desktop.main.desk.current.session.files.messages()[-2].text == "helox\nyz")


async def test_letters_of_a_personas_id_find_it_first(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.press("ctrl+t")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        desktop.app.screen.query_one(Input).value = "scep"
        await desktop.until(lambda: desktop.shows("sceptic"))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.main.desk.current.session.meta.persona_id == "sceptic")


async def test_a_passing_line_gives_way_to_the_next_key(opened: Opened) -> None:
    async with opened() as desktop:
        desktop.main.stage.flash("Copied.")
        await desktop.press("a")
        assert re.search("enter send", footer(desktop))


async def at_two_memories(desktop: Desktop) -> MemoryRows:
    """The memory list has the focus and holds Maya and Porto."""
    await saved(desktop.companion.book.add("my sister is called Maya"))
    await saved(desktop.companion.book.add("I live in Porto"))
    await desktop.go_in("/memory")
    rows = desktop.main.query_one(MemoryRows)
    await desktop.until(lambda: rows.has_focus and rows.rows)
    return rows


def burst(desktop: Desktop, keys: str) -> None:
    """Presses keys so fast that the program has done nothing with the first when the last one comes."""
    for key in keys:
        name = {"/": "slash", "\r": "enter", " ": "space"}.get(key, key)
        desktop.app.post_message(events.Key(name, key))


async def test_keys_in_a_burst_go_into_the_filter_that_the_first_one_opened(opened: Opened) -> None:
    async with opened() as desktop:
        rows = await at_two_memories(desktop)
        burst(desktop, "/dup\r")
        field = desktop.main.query_one(MemoryFilter)
        await desktop.until(lambda: field.value == "dup" and rows.has_focus)
        assert all(memory.status is Status.ACTIVE for memory in desktop.companion.book.search("Maya Porto"))


async def test_keys_in_a_burst_go_into_the_edit_that_the_first_one_opened(opened: Opened) -> None:
    async with opened() as desktop:
        rows = await at_two_memories(desktop)
        chosen = rows.chosen_id
        burst(desktop, "eudd\r")
        await desktop.until(lambda: desktop.companion.book.find(chosen).value == "udd")
        await desktop.until(lambda: rows.has_focus)


async def test_what_is_pasted_right_after_the_key_of_a_filter_goes_into_it(opened: Opened) -> None:
    async with opened() as desktop:
        await at_two_memories(desktop)
        desktop.app.post_message(events.Key("slash", "/"))
        desktop.app.post_message(events.Paste("Porto"))
        field = desktop.main.query_one(MemoryFilter)
        await desktop.until(lambda: field.value == "Porto" and field.has_focus)


async def test_a_paste_into_a_list_does_nothing(opened: Opened) -> None:
    async with opened() as desktop:
        rows = await at_two_memories(desktop)
        desktop.app.post_message(events.Paste("/d"))
        await desktop.pilot.pause()
        assert rows.has_focus and len([row for row in rows.rows if row.id]) == 2


async def test_keys_in_a_burst_go_into_the_filter_of_the_sessions(opened: Opened) -> None:
    async with opened("Fine.", size=(160, 40)) as desktop:
        await desktop.say("tell me")
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.main.query("#session-rows") and desktop.shows("tell me"))
        await desktop.until(lambda: desktop.main.query_one("#session-rows").has_focus)
        burst(desktop, "/dn")
        await desktop.until(lambda: desktop.main.query_one(SessionFilter).value == "dn")
        assert desktop.main.desk.current.session.meta.turns == 1


async def test_quitting_a_private_session_offers_two_different_words(opened: Opened) -> None:
    async with opened("Quiet.", options=TuiOptions(private=True)) as desktop:
        await desktop.say("between us")
        await desktop.press("ctrl+q")
        await desktop.until(lambda: desktop.shows("y enter quit and lose it", "esc stay here"))


async def test_the_headline_says_that_a_mood_is_one(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        await desktop.say("hello")
        words = desktop.main.desk.current.session.persona.mood.words
        await desktop.until(lambda: f"mood: {words.neutral}" in desktop.text(desktop.main.query_one(Headline)))


async def test_the_list_of_keys_stands_in_columns_on_a_narrow_terminal(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        await desktop.enter("/keys")
        await desktop.until(lambda: desktop.shows("Keys and their ids", "app.palette"))
        lines = desktop.text().split("\n")
        at = next(number for number, line in enumerate(lines) if "memory.correct" in line)
        place = lines[at].index("Put right what")
        assert lines[at + 1][:place].strip("│▎ ") == "" and lines[at + 1][place:].startswith("used or learnt")


async def test_the_palette_begins_with_what_was_picked_last(opened: Opened) -> None:
    async with opened() as desktop:
        for letters in ("stats", "theme"):
            await desktop.press("ctrl+p")
            await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
            desktop.app.screen.query_one(Input).value = letters
            await desktop.press("enter")
            await desktop.until(lambda: not desktop.shows("What would you like"))
            await desktop.press("escape")
        await desktop.press("ctrl+p")
        await desktop.until(lambda: desktop.shows("What would you like", "recent"))
        ids = [row.id for row in desktop.app.screen.query_one("#choices", Listing).rows]
        assert ids[:3] == ["command theme", "command stats", "command new"] and len(ids) == len(set(ids))


async def test_a_private_session_leaves_no_trace_in_the_palette(opened: Opened) -> None:
    async with opened(options=TuiOptions(private=True)) as desktop:
        await desktop.press("ctrl+p")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        assert desktop.companion.files.profile.get("recent_actions", "none") == "none"


async def at_a_message(desktop: Desktop) -> None:
    """The newest message has the focus."""
    await desktop.say("hello")
    await desktop.press("ctrl+up")
    await desktop.until(lambda: desktop.main.query_one("#transcript").has_focus)


@pytest.mark.parametrize(("typed", "draft"), [("/forget d", "/forget d"), ("Him", "Him")])
async def test_a_sentence_typed_at_a_message_goes_into_the_prompt(opened: Opened, typed: str, draft: str) -> None:
    async with opened("Fine.") as desktop:
        await at_a_message(desktop)
        before = desktop.main.desk.current.session.files.messages()
        burst(desktop, typed)
        await desktop.until(lambda: desktop.prompt.draft == draft)
        assert desktop.prompt.has_focus and desktop.app.screen is desktop.main
        assert desktop.main.desk.current.session.files.messages() == before


async def test_what_is_pasted_at_a_message_goes_into_the_prompt(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        await at_a_message(desktop)
        desktop.app.post_message(events.Paste("two words"))
        await desktop.until(lambda: desktop.prompt.draft == "two words" and desktop.prompt.has_focus)


async def test_the_keys_of_a_message_are_not_typed(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        await at_a_message(desktop)
        await desktop.press("space", "y")
        await desktop.until(lambda: desktop.shows("Copied the message."))
        assert desktop.prompt.draft == "" and not desktop.prompt.has_focus

"""How things stand on the screen: in which order, with how much room, and in which colours."""

import pytest
from rich.color import Color

from chatbot.domain.memory import Status
from chatbot.domain.value import replace
from chatbot.tui import hints
from chatbot.tui.glyphs import before_name
from chatbot.tui.inspector.memory import MemoryFilter
from chatbot.tui.inspector.memory_details import details
from chatbot.tui.inspector.memory_list import MemoryRows
from chatbot.tui.inspector.panel import Inspector
from chatbot.tui.persona_picker import lens
from chatbot.tui.screens.picker import Choice, Picker
from chatbot.tui.transcript import NoteKind, Transcript
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.listing import Listing
from chatbot.tui.widgets.sessions import SessionFilter, SessionRows
from tests.tui.conftest import Desktop, Opened


async def test_stages_stand_in_the_order_in_which_they_run(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("I live in Porto")
        await desktop.enter("/stats")
        await desktop.until(lambda: desktop.shows("Time by stage", "compose"))
        lines = [
            line.split()[0] for line in desktop.text(desktop.main.query_one(Inspector)).split("\n") if " ms" in line
        ]
        assert lines == ["begin", "perceive", "learn", "recall", "compose", "reply"]


async def test_on_a_low_terminal_a_text_has_nearly_all_rows(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        await desktop.press("f1")
        await desktop.until(lambda: desktop.shows("Everywhere"))
        assert desktop.app.screen.query_one(".reader").size.height >= 16


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_each_of_many_sessions_has_one_line_with_its_age_at_the_end(opened: Opened, width: int) -> None:
    async with opened(size=(width, 24)) as desktop:
        for number in range(40):
            await desktop.companion.sessions.create("plain", title=f"What was said about the number {number}")
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.main.query("#session-rows") and desktop.shows("W What"))
        rows = desktop.main.query_one(SessionRows)
        assert rows.virtual_size.height == len(rows.rows)
        assert all(" now" in line for line in desktop.text(rows).splitlines() if "What" in line)


async def test_a_filter_for_sessions_that_finds_none_says_so_at_the_top(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.main.query("#session-rows"))
        desktop.main.query_one(SessionFilter).value = "zzzz"
        await desktop.until(lambda: desktop.shows("No title matches."))
        top = desktop.text(desktop.main.query_one("#left")).splitlines()[:6]
        assert any("No title matches." in line for line in top)


async def test_no_card_of_a_memory_stays_that_the_filter_leaves_out(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("my dog is called Biscuit")
        await desktop.press("ctrl+b", "enter")
        await desktop.until(lambda: desktop.shows("read by"))
        desktop.main.query_one(MemoryFilter).value = "zzzz"
        await desktop.until(lambda: desktop.shows("No memory matches."))
        assert not desktop.shows("read by")


async def test_the_heading_above_the_first_row_is_in_sight_when_the_cursor_is_there(opened: Opened) -> None:
    async with opened(size=(80, 12)) as desktop:
        for words in ("I live in Porto", "I love old maps", "I play the cello", "my sister is called Maya"):
            await desktop.say(words)
        await desktop.press("ctrl+b")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus)
        await desktop.press("end")
        assert "Who you are" not in desktop.text(rows)
        await desktop.press("home")
        assert "Who you are" in desktop.text(rows)


async def test_a_conflict_names_what_each_key_keeps(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("I live in Porto")
        (porto,) = desktop.companion.book.search("Porto")
        torn = replace(porto, status=Status.CONFLICT)
        faro = replace(torn, id=porto.id + "x", text="User lives in Faro", value="Faro")
        for one, other in ((torn, faro), (faro, torn)):
            lines = details(one, "Wren", other, 60).plain.splitlines()
            assert "n the new one: User lives in Faro" in lines and "o the old one: User lives in Porto" in lines


@pytest.mark.parametrize("width", [80, 120, 200, 260])
async def test_what_is_typed_stands_under_what_was_said(opened: Opened, width: int) -> None:
    async with opened("Fine.", size=(width, 24)) as desktop:
        await desktop.say("hello there")
        await desktop.press(*"again")
        await desktop.until(lambda: desktop.shows("again"))
        lines = desktop.text().splitlines()
        said = next(line.index("hello there") for line in lines if "▎ hello there" in line)
        assert next(line.index("again") for line in lines if "│" in line and "again" in line) == said
        frame = next(line for line in lines if "╰" in line)
        assert frame.index("╯") - frame.index("╰") < 104


async def test_a_narrow_footer_names_the_way_to_what_is_remembered(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        assert "ctrl+b inspector" in desktop.text(desktop.main.query_one(KeyLine))


def footer_look(desktop: Desktop) -> set[str]:
    content = desktop.main.query_one(KeyLine).render()
    return {str(span.style) for span in content.spans}


async def test_only_a_line_that_warns_has_the_colour_of_warnings(opened: Opened) -> None:
    async with opened() as desktop:
        desktop.main.stage.flash("Copied.")
        assert footer_look(desktop) == {"bold $foreground"}
        await desktop.press("ctrl+c")
        await desktop.until(lambda: desktop.shows("again to quit"))
        assert footer_look(desktop) == {"bold $warning"}


async def test_the_chosen_message_is_marked_brightly_only_while_keys_go_to_it(opened: Opened) -> None:
    def mark(view: Transcript) -> list[Color | None]:
        strips = view.render_lines(view.size.region)
        return [one.style.color for strip in strips for one in strip if one.style and "▌" in one.text]

    async with opened("Fine.") as desktop:
        await desktop.say("hello")
        await desktop.press("ctrl+up")
        view = desktop.main.query_one(Transcript)
        bright = mark(view)
        desktop.main.set_focus(desktop.prompt)
        await desktop.until(lambda: not view.has_focus)
        assert bright and mark(view) and set(bright).isdisjoint(mark(view))


async def test_nothing_to_work_on_is_no_error(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.press("f2")
        await desktop.until(lambda: desktop.shows("Nothing is remembered yet. What you tell"))
        await desktop.enter("/whatif")
        await desktop.until(lambda: desktop.shows("There is no reply to ask this about."))
        kinds = {note.kind for note in desktop.main.desk.current.notes.values()}
        assert kinds == {NoteKind.NOTICE}


async def test_air_between_choices_is_no_part_of_one(opened: Opened) -> None:
    choices = [Choice(name, name, detail="what it is") for name in ("one", "two")]
    async with opened() as desktop:
        await desktop.app.push_screen(Picker("Which?", choices))
        listing = desktop.app.screen.query_one(Listing)
        await desktop.until(lambda: listing.rows)
        assert [row.id for row in listing.rows] == ["one", "", "two"]
        assert not any(line.strip() == "" for row in listing.rows if row.id for line in row.content.plain.split("\n"))


async def test_personas_tell_in_plain_words_what_they_keep(opened: Opened) -> None:
    async with opened() as desktop:
        told = lens(desktop.companion.catalog.get("plain"))
        assert "who you are" in told and "passwords and keys" in told
        assert "identity" not in told and "credentials" not in told


async def test_completions_that_do_not_fit_end_in_an_ellipsis(opened: Opened) -> None:
    async with opened(size=(50, 20)) as desktop:
        await desktop.press("slash")
        await desktop.until(lambda: desktop.shows("/memory"))
        line = next(line for line in desktop.text().splitlines() if "/correct" in line)
        assert line.rstrip().endswith("…")


@pytest.mark.parametrize(
    ("glyph", "name", "shown"), [("W", "Wren", ""), ("w", "Wren", ""), ("✦", "Wren", "✦"), ("", "Wren", "")]
)
def test_a_sign_that_is_the_names_first_letter_is_not_said_twice(glyph: str, name: str, shown: str) -> None:
    assert before_name(glyph, name) == shown


def test_hints_are_a_bright_key_and_quiet_words() -> None:
    line = hints.hints(("enter", "keep"), ("esc", "close"))
    assert line.plain == "enter keep   esc close"
    assert [(span.start, span.end, span.style) for span in line.spans if span.style == "$accent"] == [
        (0, 5, "$accent"),
        (13, 16, "$accent"),
    ]

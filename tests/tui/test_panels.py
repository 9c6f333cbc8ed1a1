"""Drawers and columns, the session list, hostile text in every place, and bindings from the config file."""

from functools import partial
from pathlib import Path

from textual.widgets import Input

from chatbot.assemble import assemble
from chatbot.config import load_settings
from chatbot.domain.value import replace
from chatbot.paths import Paths
from chatbot.session.base import saved
from chatbot.tui import panels
from chatbot.tui.app import ChatbotApp
from chatbot.tui.inspector.panel import Inspector
from chatbot.tui.options import TuiOptions
from chatbot.tui.transcript import Transcript
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.prompt import Prompt
from chatbot.tui.widgets.sessions import SessionRows, SessionsPanel
from tests.tui.conftest import Desktop, Opened

HOSTILE = "[/] [/foo] [red]x [@click=app.quit]y[/] [b \x1b]52;c;QUJD\x07 \x1b[31m \x9b5m \u202eabc \ud83d"


async def test_on_a_narrow_terminal_panels_lie_over_the_chat(opened: Opened) -> None:
    async with opened("Hi.", size=(80, 24)) as desktop:
        await desktop.say("hello")
        assert not desktop.main.query(Inspector)
        width = desktop.main.query_one("#centre").size.width
        await desktop.press("ctrl+b")
        await desktop.until(lambda: desktop.shows("Memory", "Why", "Mood"))
        assert desktop.main.query_one("#centre").size.width == width
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.shows("Sessions") and not desktop.shows("Summary"))
        await desktop.press("escape")
        await desktop.until(lambda: not desktop.shows("Sessions", "/ to filter"))
        assert desktop.app.focused is desktop.prompt


async def test_on_a_wide_terminal_there_are_three_columns(opened: Opened) -> None:
    async with opened("Hi.", size=(160, 40)) as desktop:
        await desktop.say("hello")
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.shows("Sessions", "Today", "Memory", "hello"))
        left = desktop.main.query_one(SessionsPanel).region
        centre, right = desktop.main.query_one("#centre").region, desktop.main.query_one(Inspector).region
        assert left.right <= centre.x and centre.right <= right.x


async def test_one_key_opens_the_inspector_goes_to_it_and_closes_it(opened: Opened) -> None:
    async with opened(size=(120, 40)) as desktop:
        footer = desktop.main.query_one(KeyLine)
        await desktop.until(lambda: desktop.shows("Memory", "Why", "ctrl+b moves here"))
        assert desktop.app.focused is desktop.prompt and "ctrl+b to inspector" in desktop.text(footer)
        right = desktop.main.query_one("#right")
        await desktop.press("ctrl+b")
        await desktop.until(lambda: right.has_focus_within)
        await desktop.until(lambda: "ctrl+b close" in desktop.text(footer))
        assert not desktop.shows("moves here")
        await desktop.press("ctrl+b")
        await desktop.until(lambda: not right.display)
        assert desktop.app.focused is desktop.prompt and "ctrl+b inspector" in desktop.text(footer)
        await desktop.press("ctrl+b")
        await desktop.until(lambda: right.has_focus_within)


async def test_a_narrow_footer_tells_how_to_leave_a_drawer(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        await desktop.press("ctrl+b")
        await desktop.until(lambda: desktop.shows("ctrl+b close"))
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.shows("ctrl+s close"))
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.prompt.has_focus)


async def test_one_key_goes_round_the_parts(opened: Opened) -> None:
    async with opened(size=(120, 40)) as desktop:
        await desktop.until(lambda: desktop.shows("Memory", "Why"))
        for name in ("transcript", "right", "prompt"):
            part = desktop.main.query_one(f"#{name}")
            await desktop.press("f6")
            await desktop.until(partial(getattr, part, "has_focus_within"))


async def _three_sessions(desktop: Desktop) -> list[str]:
    ids = []
    for title in ("Alpha plans", "Beta recipes", "Gamma notes"):
        session = await desktop.companion.sessions.create("plain", title=title)
        ids.append(session.id)
    await desktop.press("ctrl+s")
    await desktop.until(lambda: desktop.shows("Alpha plans", "Beta recipes", "Gamma notes"))
    return ids


async def test_the_list_opens_filters_renames_deletes_and_undoes(opened: Opened) -> None:
    async with opened(size=(140, 40)) as desktop:
        alpha, beta, _ = await _three_sessions(desktop)
        rows = desktop.main.query_one(SessionRows)
        rows.choose(beta)
        await desktop.press("r")
        await desktop.until(lambda: desktop.shows("Title of this session"))
        desktop.app.screen.query_one(Input).value = "Beta soups"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("Beta soups"))
        rows.focus()
        rows.choose(beta)
        await desktop.press("d")
        await desktop.until(lambda: desktop.shows("Delete the session “Beta soups”? /undo brings it back."))
        await desktop.press("y", "enter")
        await desktop.until(lambda: "Beta soups" not in desktop.text(rows))
        await desktop.press("u")
        await desktop.until(lambda: "Beta soups" in desktop.text(rows))
        await desktop.press("slash")
        desktop.main.query_one(SessionsPanel).query_one(Input).value = "alpha"
        await desktop.until(lambda: "Gamma" not in desktop.text(rows))
        await desktop.press("enter", "enter")
        await desktop.until(lambda: desktop.main.desk.current.session.id == alpha)


async def test_escape_in_the_session_list_shows_all_again_and_only_then_goes_to_the_prompt(opened: Opened) -> None:
    async with opened("Hi.", size=(160, 40)) as desktop:
        await desktop.say("tell me about Lisbon")
        await desktop.enter("/new Plans")
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.main.query("#session-rows") and desktop.shows("tell me", "Plans"))
        panel = desktop.main.query_one(SessionsPanel)
        await desktop.until(lambda: panel.has_focus_within)
        await desktop.press("slash", *"lisb", "enter")
        await desktop.until(lambda: "Plans" not in desktop.text(panel))
        await desktop.press("escape")
        await desktop.until(lambda: "Plans" in desktop.text(panel))
        assert panel.has_focus_within
        await desktop.press("escape")
        assert desktop.prompt.has_focus


async def test_hostile_text_is_inert_everywhere(opened: Opened) -> None:
    async with opened(HOSTILE, HOSTILE, size=(180, 50), options=TuiOptions(session=HOSTILE)) as desktop:
        await desktop.say("first " + HOSTILE)
        await saved(desktop.companion.book.add(HOSTILE))
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.shows("Sessions"))
        await desktop.enter("/rename " + HOSTILE)
        await desktop.enter("/nonsense" + HOSTILE.replace(" ", ""))
        await desktop.until(lambda: desktop.shows("There is no command"))
        desktop.prompt.draft = HOSTILE
        desktop.main.stage.flash(HOSTILE)
        for page in ("memory", "why", "mood", "summary", "stats"):
            await desktop.main.query_one(Inspector).show_page(page)
            await _assert_inert(desktop)
        for opening in ("f3", "ctrl+p", "ctrl+t"):
            await desktop.press(opening)
            desktop.app.screen.query_one(Input).value = HOSTILE
            await _assert_inert(desktop)
            await desktop.press("escape")
        assert desktop.app.is_running


async def _assert_inert(desktop: Desktop) -> None:
    await desktop.pilot.pause()
    text = desktop.text()
    assert not [character for character in text if ord(character) < 32 and character != "\n"]
    assert not [character for character in text if 127 <= ord(character) < 160 or character == "\u202e"]
    for strip in desktop.app.screen._compositor.render_strips():
        for segment in strip:
            meta = segment.style.meta if segment.style else {}
            assert "@click" not in meta


async def test_keys_of_the_config_file_are_taken(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    settings = load_settings(paths, user="ana", backend="offline")
    companion = assemble(replace(settings, keys={"panel.sessions": "f9", "no.such": "f8"}))
    app = ChatbotApp(companion.settings, lambda: companion)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            desktop = Desktop(pilot, companion)
            await desktop.until(lambda: desktop.main.started.is_set())
            await desktop.press("f9")
            await desktop.until(lambda: desktop.shows("Sessions"))
            assert desktop.shows("no.such", "which is no binding")
    finally:
        await companion.close()


async def test_a_window_that_becomes_narrow_takes_nobody_out_of_their_sentence(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.say("I live in Porto")
        await desktop.until(lambda: desktop.shows("User lives in Porto"))
        await desktop.press("a", "n")
        await desktop.pilot.resize_terminal(80, 24)
        await desktop.press("d")
        prompt = desktop.main.query_one(Prompt)
        assert prompt.visible and prompt.has_focus and prompt.draft == "and"
        assert not desktop.main.query_one("#right").display


async def test_whoever_writes_goes_on_writing_when_two_columns_become_drawers(opened: Opened) -> None:
    async with opened(size=(120, 40)) as desktop:
        await desktop.press("ctrl+s")
        await desktop.until(lambda: panels.has_focus(desktop.main, "left"))
        await desktop.press("escape")
        assert panels.is_open(desktop.main, "left") and panels.is_open(desktop.main, "right")
        assert desktop.prompt.has_focus
        await desktop.pilot.resize_terminal(80, 24)
        await desktop.until(lambda: not panels.is_open(desktop.main, "right"))
        await desktop.press("h", "i")
        assert desktop.prompt.has_focus and desktop.prompt.draft == "hi"


async def test_a_page_that_a_command_opened_takes_nobodys_next_sentence(opened: Opened) -> None:
    async with opened() as desktop:
        await saved(desktop.companion.book.add("I live in Porto"))
        await desktop.enter("/memory")
        await desktop.until(lambda: "Porto" in desktop.text(desktop.main.query_one("#right")))
        await desktop.press("d", "o")
        assert desktop.prompt.draft == "do"


async def test_ctrl_up_goes_to_the_newest_message_wherever_one_was_before(opened: Opened) -> None:
    async with opened("Alpha.", "Beta.") as desktop:
        await desktop.say("one")
        transcript = desktop.main.query_one(Transcript)
        await desktop.press("ctrl+up", "up", "escape")
        await desktop.say("two")
        await desktop.press("ctrl+up")
        newest = desktop.main.desk.current.session.files.messages()[-1]
        assert newest.text == "Beta." and transcript.focused_message_id == newest.id

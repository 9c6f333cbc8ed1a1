"""Slash commands, the palette, help, and the table of keys."""

from pathlib import Path

import pytest
from textual.widgets import Input

from chatbot.errors import StorageError
from chatbot.tui import commands, message_deeds, palette
from chatbot.tui.keys import KEYS, Place
from chatbot.tui.screens.ask import AskLine, Confirm
from chatbot.tui.screens.picker import Picker
from chatbot.tui.screens.reader import Reader
from chatbot.tui.screens.search import Search
from chatbot.tui.theme import DEFAULT_THEME
from chatbot.tui.undo import Step
from chatbot.tui.widgets.listing import Listing
from tests.scripted_model import Script, ScriptedModel
from tests.tui.conftest import Opened

PROMISED = (
    "help new sessions resume rename delete fork undo regen edit persona model system private memory remember forget "
    "correct why mood summary compact context tokens cost search export import copy theme keys stats quit exit q clear "
    "privacy erase restore tidy"
)


def test_every_promised_command_is_there() -> None:
    names = {name for command in commands.registry().values() for name in (command.name, *command.aliases)}
    assert set(PROMISED.split()) <= names


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in commands.registry().values() for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


def test_keys_have_unique_ids_and_avoid_the_keys_of_the_terminal() -> None:
    ids = [key.id for key in KEYS]
    assert len(ids) == len(set(ids))
    used = {name for key in KEYS for name in key.keys.split(",")}
    assert not used & {"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+left_square_bracket"}


@pytest.mark.parametrize("place", list(Place))
def test_no_key_means_two_things_in_one_place(place: Place) -> None:
    used = [name for key in KEYS if key.place is place for name in key.keys.split(",")]
    assert len(used) == len(set(used))


async def test_an_unknown_command_gets_a_suggestion_and_is_never_said(opened: Opened) -> None:
    async with opened("never asked") as desktop:
        await desktop.enter("/persnoa")
        await desktop.until(lambda: desktop.shows("There is no command /persnoa", "Did you mean /persona?"))
        assert desktop.prompt.draft == ""
        await desktop.press("up")
        assert desktop.prompt.draft == "/persnoa"
        model = desktop.companion.seat.model
        assert isinstance(model, ScriptedModel) and not model.requests
        assert all(not message.turn for message in desktop.main.desk.current.session.files.messages())


async def test_a_command_that_needs_words_says_so(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/remember")
        await desktop.until(lambda: desktop.shows("/remember TEXT: Remember something"))
        assert desktop.prompt.draft == ""


async def test_names_and_words_are_completed(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.press("slash", "r", "e", "n")
        await desktop.until(lambda: desktop.shows("/rename", "Give this session a title"))
        await desktop.press("tab")
        assert desktop.prompt.draft == "/rename "
        found = commands.complete(desktop.main, "/persona ma")
        assert [one.insert for one in found] == ["/persona Mara"]


async def test_remember_and_forget_show_what_they_do(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/remember my sister is called Maya")
        await desktop.until(lambda: desktop.shows("learnt:", "Maya"))
        await desktop.enter("/forget Maya")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        assert desktop.shows("Maya", "Forget which?")
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("forgot:"))


async def test_forget_leaves_all_on_escape(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/remember my sister is called Maya")
        await desktop.until(lambda: desktop.shows("learnt:"))
        revision = desktop.companion.files.memories.revision
        await desktop.enter("/forget Maya")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        await desktop.press("escape")
        await desktop.until(lambda: not isinstance(desktop.app.screen, Picker))
        assert desktop.companion.files.memories.revision == revision


async def test_correct_edits_the_memory_that_is_picked(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/remember my sister is called Maya")
        await desktop.until(lambda: desktop.shows("learnt:"))
        await desktop.enter("/correct my sister is called Mia")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        await desktop.press("enter")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskLine))
        desktop.app.screen.query_one(Input).value = "User's sister is called Mia"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("Mia"))
        assert any("Mia" in one.text for one in desktop.companion.book.search("sister"))


async def test_a_session_is_renamed_deleted_and_brought_back(opened: Opened) -> None:
    async with opened("Hello.") as desktop:
        await desktop.say("words of the first session")
        session_id = desktop.main.desk.current.session.id
        await desktop.enter("/rename Holiday")
        await desktop.until(lambda: desktop.main.desk.current.session.meta.title == "Holiday")
        await desktop.enter("/delete")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press("y", "enter")
        await desktop.until(lambda: desktop.main.desk.current.session.id != session_id)
        assert session_id not in {meta.id for meta in desktop.companion.sessions.all()}
        await desktop.enter("/undo")
        await desktop.until(lambda: session_id in {meta.id for meta in desktop.companion.sessions.all()})


async def test_fork_goes_on_in_a_copy(opened: Opened) -> None:
    async with opened("First.", "Second.") as desktop:
        await desktop.say("one")
        origin = desktop.main.desk.current.session.id
        await desktop.enter("/fork")
        await desktop.until(lambda: desktop.main.desk.current.session.id != origin)
        await desktop.until(lambda: desktop.shows("First."))


async def test_context_shows_the_exact_next_request(opened: Opened) -> None:
    async with opened("ok") as desktop:
        await desktop.enter("/context")
        await desktop.until(lambda: isinstance(desktop.app.screen, Reader))
        assert desktop.shows("system")
        await desktop.press("escape")
        await desktop.until(lambda: desktop.app.screen is desktop.main)


async def test_copy_takes_the_reply_as_it_was_written(opened: Opened) -> None:
    async with opened("Use **this**:\n\n```sh\nls -l\n```") as desktop:
        await desktop.say("how?")
        await desktop.enter("/copy")
        await desktop.until(lambda: desktop.app.clipboard == "Use **this**:\n\n```sh\nls -l\n```")
        await desktop.enter("/copy code")
        await desktop.until(lambda: desktop.app.clipboard == "ls -l\n")


async def test_themes_are_changed_by_name(opened: Opened) -> None:
    async with opened() as desktop:
        assert desktop.app.theme == DEFAULT_THEME
        await desktop.enter("/theme paper")
        await desktop.until(lambda: desktop.app.theme == "paper")
        await desktop.enter("/theme papre")
        await desktop.until(lambda: desktop.shows("Did you mean paper?"))


async def test_search_finds_messages_and_goes_there(opened: Opened) -> None:
    async with opened("The ferry leaves at nine.", "Fine.") as desktop:
        await desktop.say("when does the boat leave?")
        first = desktop.main.desk.current.session.id
        await desktop.press("ctrl+n")
        await desktop.until(lambda: desktop.main.desk.current.session.id != first)
        await desktop.press("f3")
        await desktop.until(lambda: isinstance(desktop.app.screen, Search))
        desktop.app.screen.query_one(Input).value = "ferry nine"
        await desktop.until(lambda: desktop.shows("Messages", "The ferry leaves at nine."))
        await desktop.press("enter")
        await desktop.until(lambda: desktop.main.desk.current.session.id == first)
        await desktop.until(lambda: desktop.main.query_one("#transcript").has_focus)


async def test_a_new_session_is_typed_into_and_not_into_the_memory_list(opened: Opened) -> None:
    async with opened("Fine.") as desktop:
        await desktop.say("I live in Porto")
        first = desktop.main.desk.current.session.id
        prompt = desktop.app.focused
        await desktop.press("f6")
        await desktop.until(lambda: desktop.app.focused is not prompt)
        await desktop.press("ctrl+n")
        await desktop.until(lambda: desktop.main.desk.current.session.id != first)
        await desktop.until(lambda: desktop.app.focused is prompt)


async def test_search_says_which_memories_are_past(opened: Opened) -> None:
    async with opened("Fine.", "Fine.") as desktop:
        await desktop.say("I live in Porto")
        await desktop.say("I moved to Faro")
        await desktop.press("f3")
        await desktop.until(lambda: isinstance(desktop.app.screen, Search))
        desktop.app.screen.query_one(Input).value = "lives in"
        await desktop.until(lambda: desktop.shows("Memories", "User lives in Porto", ", past"))


async def test_the_palette_has_every_action(opened: Opened) -> None:
    async with opened() as desktop:
        ids = {choice.id for choice in palette.choices(desktop.main)}
        for command in commands.registry():
            assert f"command {command}" in ids
        for key in KEYS:
            if key.place is not Place.PROMPT and not key.action.startswith("command(") and key.action != "palette":
                assert f"key {key.id}" in ids
        await desktop.press("ctrl+p")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        desktop.app.screen.query_one(Input).value = "colours"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.shows("Theme", "dusk", "paper"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "command new"),
        ("re", "command regen"),  # of the names that begin so, the everyday one, though “forget” holds the letters too
        ("/undo", "command undo"),
        ("exit", "command quit"),
        ("go round", "key panel.next"),
        ("memry", "command memory"),
    ],
)
async def test_the_palette_has_what_is_meant_on_top(opened: Opened, typed: str, first: str) -> None:
    async with opened() as desktop:
        await desktop.press("ctrl+p")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        desktop.app.screen.query_one(Input).value = typed
        await desktop.until(lambda: desktop.app.screen.query_one(Listing).chosen_id == first)


async def test_everyday_commands_are_offered_first_and_own_names_before_others(opened: Opened) -> None:
    async with opened() as desktop:
        assert [one.label for one in commands.complete(desktop.main, "/")][:3] == ["/new", "/sessions", "/persona"]
        assert [one.label for one in commands.complete(desktop.main, "/re")][:2] == ["/regen", "/remember"]
        assert len(commands.complete(desktop.main, "/")) == len(commands.registry())


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/theme zzz", "There is no theme “zzz”. /theme lists them."),
        ("/persona zzzz", "All of them: ctrl+t."),
        ("/persona Mata", "did you mean"),
        ("/export pdf", "There is no format “pdf”. One of: markdown, json"),
        ("/asof 2020-01-01", "As it was at the end of 1 Jan 2020"),
    ],
)
async def test_nonsense_gets_one_line_that_says_what_to_do_here(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, answer: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(size=(200, 50)) as desktop:
        await desktop.enter(line)
        await desktop.until(lambda: answer.casefold() in desktop.text().casefold())
    assert not list(tmp_path.glob("pdf*"))


async def test_a_session_that_was_deleted_on_the_screen_comes_back_to_it(opened: Opened) -> None:
    async with opened("Hello.") as desktop:
        await desktop.say("keep this talk")
        session_id = desktop.main.desk.current.session.id
        await desktop.enter("/delete")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press("y", "enter")
        await desktop.until(lambda: desktop.main.desk.current.session.id != session_id)
        await desktop.enter("/undo")
        await desktop.until(lambda: desktop.shows("keep this talk", "Hello."))
        assert desktop.main.desk.current.session.id == session_id


async def test_help_names_every_key_and_command(opened: Opened) -> None:
    from chatbot.tui.help import help_text

    text = help_text({}, 88).plain
    assert all(key.label in text for key in KEYS)
    assert all(f"/{name}" in text for name in commands.registry())
    async with opened() as desktop:
        await desktop.press("f1")
        await desktop.until(lambda: desktop.shows("Help", "Everywhere", "ctrl+p"))


async def test_clear_only_begins_another_session(opened: Opened) -> None:
    async with opened(Script(("Kept.",))) as desktop:
        await desktop.say("stay")
        before = desktop.main.desk.current.session
        await desktop.enter("/clear")
        await desktop.until(lambda: desktop.main.desk.current.session is not before)
        assert [message.text for message in before.files.messages()][-2:] == ["stay", "Kept."]


async def test_quit_leaves(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/q")
        await desktop.until(lambda: desktop.app._exit)


async def test_undo_takes_back_what_was_done_last(opened: Opened) -> None:
    async with opened("Answer.") as desktop:
        await desktop.say("keep me")
        session = desktop.main.desk.current.session
        await message_deeds.delete(desktop.main, session.files.messages()[-1].id)
        await desktop.enter("/remember I collect stamps")
        await desktop.until(lambda: desktop.shows("learnt", "stamps"))
        await desktop.enter("/undo")
        await desktop.until(lambda: desktop.shows("Taken back: User collects stamps"))
        assert [message.text for message in session.files.messages()][-1] == "keep me"
        await desktop.enter("/undo")
        await desktop.until(lambda: session.files.messages()[-1].text == "Answer.")


async def test_an_undo_that_fails_can_be_tried_again(opened: Opened) -> None:
    async with opened() as desktop:
        tries: list[int] = []

        async def second_time() -> None:
            tries.append(1)
            if len(tries) == 1:
                raise StorageError("The disk is full.", "Make room.")

        desktop.main.undos.push(Step("the thing", desktop.main.clock(), second_time))
        await desktop.enter("/undo")
        await desktop.until(lambda: desktop.shows("The disk is full."))
        await desktop.enter("/undo")
        await desktop.until(lambda: desktop.shows("Back: the thing"))
        assert desktop.main.undos.newest() is None

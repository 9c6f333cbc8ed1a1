"""Talking: send, stop, fail, switch, drafts, and what ctrl+c and escape do."""

import asyncio
import json
from pathlib import Path

import pytest
from textual.widgets import Input

from chatbot.assemble import Companion, assemble
from chatbot.domain.message import MessageState, Role
from chatbot.errors import ModelUnreachable
from chatbot.tui import editor
from chatbot.tui.drafts import ASIDES, SETTING, Drafts
from chatbot.tui.options import TuiOptions
from chatbot.tui.screens.ask import AskText, Confirm
from chatbot.tui.screens.picker import Picker
from chatbot.tui.widgets.headline import Headline
from chatbot.tui.widgets.keyline import KeyLine
from tests.scripted_model import Script, ScriptedModel
from tests.tui.conftest import Desktop, Opened


def messages(desktop: Desktop) -> list[tuple[Role, str]]:
    found = desktop.main.desk.current.session.files.messages()
    return [(message.role, message.text) for message in found if message.turn]


async def test_a_message_and_its_reply_are_shown_and_on_disk(opened: Opened) -> None:
    async with opened("Good to **see** you.") as desktop:
        await desktop.say("Hello there")
        assert desktop.shows("Hello there", "Good to see you.", "saved")
        assert messages(desktop) == [(Role.USER, "Hello there"), (Role.PERSONA, "Good to **see** you.")]
        assert desktop.prompt.draft == ""


async def test_the_first_start_greets_and_says_where_memory_is(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.until(lambda: desktop.shows("plain files", "/model", "offline, no model"))
        assert desktop.app.focused is desktop.prompt


async def test_what_is_typed_before_the_session_is_open_is_kept(opened: Opened) -> None:
    async with opened("Yes.") as desktop:
        desktop.main.started.clear()
        await desktop.enter("early words")
        assert messages(desktop) == []
        desktop.main.started.set()
        await desktop.until(lambda: desktop.shows("early words", "Yes."))


async def test_a_command_that_is_typed_before_the_session_is_open_is_done_then(opened: Opened) -> None:
    async with opened() as desktop:
        desktop.main.started.clear()
        await desktop.enter("/remember I have a kayak")
        assert not desktop.shows("User has a kayak")
        desktop.main.started.set()
        await desktop.until(lambda: desktop.shows("User has a kayak"))
        desktop.main.started.clear()
        await desktop.enter("/quit")
        await desktop.until(lambda: desktop.app._exit)


async def test_escape_keeps_what_was_written_of_the_reply(opened: Opened) -> None:
    gate = asyncio.Event()
    async with opened(Script(("One two", " three"), gates={1: gate})) as desktop:
        await desktop.enter("count")
        await desktop.until(lambda: desktop.shows("One two"))
        await desktop.press("escape")
        await desktop.until(lambda: desktop.main.desk.current.replying is None)
        await desktop.until(lambda: desktop.shows("stopped"))
        last = desktop.main.desk.current.session.files.messages()[-1]
        assert last.state is MessageState.INTERRUPTED
        assert "One two" in last.text and "three" not in last.text


async def test_a_failed_reply_is_one_line_and_the_prompt_works(opened: Opened) -> None:
    failing = Script(error=ModelUnreachable("The server does not answer.", "Check that it runs."))
    async with opened(failing, "Now it works.") as desktop:
        await desktop.say("first")
        assert desktop.shows("The server does not answer.", "Check that it runs.", "/regen")
        assert messages(desktop) == [(Role.USER, "first")]
        await desktop.enter("/regen")
        await desktop.until(lambda: desktop.shows("Now it works."))


async def test_a_reply_goes_on_while_another_session_is_shown(opened: Opened) -> None:
    gate = asyncio.Event()
    async with opened(Script(("Begun,", " and done."), gates={1: gate}), size=(160, 40)) as desktop:
        await desktop.enter("take your time")
        await desktop.until(lambda: desktop.shows("Begun,"))
        first = desktop.main.desk.current
        await desktop.press("ctrl+n")
        await desktop.until(lambda: desktop.main.desk.current is not first)
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.shows("take your time", "…"))
        assert not desktop.shows("Begun,")
        assert first.replying is not None
        gate.set()
        await desktop.until(lambda: first.replying is None and not first.unsaved)
        await desktop.enter("/resume take your time")
        await desktop.until(lambda: desktop.shows("Begun, and done."))


async def test_a_reply_that_is_being_written_is_shown_on_return(opened: Opened) -> None:
    gate = asyncio.Event()
    async with opened(Script(("Begun,", " and done."), gates={1: gate})) as desktop:
        await desktop.enter("take your time")
        await desktop.until(lambda: desktop.shows("Begun,"))
        first = desktop.main.desk.current
        await desktop.press("ctrl+n")
        await desktop.until(lambda: desktop.main.desk.current is not first)
        await desktop.enter("/resume take your time")
        await desktop.until(lambda: desktop.main.desk.current is first and desktop.shows("Begun,"))
        gate.set()
        await desktop.until(lambda: desktop.shows("Begun, and done."))


async def test_drafts_wait_in_their_session(opened: Opened) -> None:
    async with opened("Hi.") as desktop:
        await desktop.say("one")
        first = desktop.main.desk.current
        desktop.prompt.draft = "not sent yet"
        await desktop.press("ctrl+n")
        await desktop.until(lambda: desktop.main.desk.current is not first)
        assert desktop.prompt.draft == ""
        await desktop.enter("/resume one")
        await desktop.until(lambda: desktop.main.desk.current is first)
        await desktop.until(lambda: desktop.prompt.draft == "not sent yet")


async def test_ctrl_c_stops_then_stashes_then_asks_then_quits(opened: Opened) -> None:
    gate = asyncio.Event()
    async with opened(Script(("Long", " story"), gates={1: gate})) as desktop:
        await desktop.enter("tell")
        await desktop.until(lambda: desktop.shows("Long"))
        desktop.prompt.draft = "next thought"
        await desktop.press("ctrl+c")
        await desktop.until(lambda: desktop.main.desk.current.replying is None)
        assert desktop.prompt.draft == "next thought"
        await desktop.press("ctrl+c")
        assert desktop.prompt.draft == ""
        await desktop.press("up")
        assert desktop.prompt.draft == "next thought"
        await desktop.press("ctrl+c")
        desktop.main.query_one(KeyLine).ask("")
        await desktop.press("ctrl+c")
        assert "again to quit" in desktop.main.query_one(KeyLine).question
        assert desktop.app.is_running
        await desktop.press("ctrl+c")
        assert desktop.app._exit


async def test_ctrl_c_copies_a_selection_first(opened: Opened) -> None:
    async with opened() as desktop:
        desktop.prompt.draft = "some words"
        desktop.prompt.select_all()
        await desktop.press("ctrl+c")
        assert desktop.app.clipboard == "some words"
        assert desktop.prompt.draft == "some words"


async def test_a_passing_line_that_is_no_question_does_not_quit(opened: Opened) -> None:
    async with opened() as desktop:
        desktop.main.stage.flash("Copied.")
        await desktop.press("ctrl+c")
        assert not desktop.app._exit


async def test_the_persona_is_switched_from_the_list(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.press("ctrl+t")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker))
        assert desktop.shows("Cares", "plain")
        desktop.app.screen.query_one(Input).value = "Mara"
        await desktop.press("enter")
        await desktop.until(lambda: desktop.main.desk.current.session.meta.persona_id == "reviewer")
        await desktop.until(lambda: "Mara" in desktop.text(desktop.main.query_one(Headline)))


async def test_a_session_of_that_title_is_opened_or_begun(opened: Opened) -> None:
    async with opened(options=TuiOptions(session="Trip", persona="planner")) as desktop:
        meta = desktop.main.desk.current.session.meta
        assert (meta.title, meta.persona_id) == ("Trip", "planner")


async def test_a_private_session_is_marked_and_leaves_no_file(opened: Opened, tmp_path: Path) -> None:
    async with opened("Quiet.", options=TuiOptions(private=True)) as desktop:
        await desktop.say("the canary sings")
        assert desktop.shows("private", "the canary sings")
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


async def test_a_message_is_edited_and_answered_again(opened: Opened) -> None:
    async with opened("First answer.", "Second answer.") as desktop:
        await desktop.say("a qestion")
        await desktop.enter("/edit")
        await desktop.until(lambda: isinstance(desktop.app.screen, AskText))
        desktop.app.screen.query_one("TextArea").load_text("a question")  # type: ignore[attr-defined]
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.shows("a question", "edited"))
        await desktop.enter("/regen")
        await desktop.until(lambda: desktop.shows("Second answer."))
        await desktop.until(lambda: not desktop.shows("First answer."))


async def test_a_reply_written_again_by_another_persona_bears_its_name(opened: Opened) -> None:
    gate = asyncio.Event()
    async with opened("First answer.", Script(("Second", " answer."), gates={1: gate})) as desktop:
        await desktop.say("a question")
        await desktop.enter("/persona reviewer")
        await desktop.until(lambda: desktop.shows("Mara speaks from here on."))
        await desktop.enter("/regen")
        for shown in ("Second", "Second answer."):
            await desktop.until(lambda shown=shown: desktop.shows(shown))  # type: ignore[misc]
            lines = desktop.text(desktop.main.query_one("#transcript")).splitlines()
            above = next(number for number, line in enumerate(lines) if shown in line) - 1
            assert "Mara" in lines[above]
            gate.set()


async def test_a_deleted_message_comes_back(opened: Opened) -> None:
    async with opened("Answer.") as desktop:
        await desktop.say("keep me")
        await desktop.press("shift+tab")
        desktop.main.query_one("#transcript").focus()
        await desktop.press("up", "up", "d")
        await desktop.until(lambda: (Role.USER, "keep me") not in messages(desktop))
        await desktop.enter("/undo")
        await desktop.until(lambda: desktop.shows("keep me") and (Role.USER, "keep me") in messages(desktop))


async def test_a_link_is_opened_only_after_a_yes(opened: Opened) -> None:
    opened_urls: list[str] = []
    async with opened("See [the page](https://example.org/x).") as desktop:
        desktop.app.open_url = lambda url, **_: opened_urls.append(url)  # type: ignore[method-assign]
        await desktop.say("where?")
        from chatbot.tui.transcript import LinkRequested

        transcript = desktop.main.query_one("#transcript")
        transcript.post_message(LinkRequested("https://example.org/x", "example.org"))
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        assert desktop.shows("example.org")
        assert opened_urls == []
        await desktop.press("y", "enter")
        await desktop.until(lambda: opened_urls == ["https://example.org/x"])


async def test_the_model_is_asked_with_the_whole_line(opened: Opened) -> None:
    async with opened("ok") as desktop:
        await desktop.say("//not a command")
        model = desktop.companion.seat.model
        assert isinstance(model, ScriptedModel)
        assert model.requests[0].messages[-1].content.endswith("/not a command")


async def test_what_was_put_aside_comes_back_after_a_restart(opened: Opened, companion: Companion) -> None:
    async with opened("Fine.") as desktop:
        await desktop.say("hello")
        desktop.prompt.draft = "to be continued"
        await desktop.press("ctrl+c")
        assert desktop.prompt.draft == ""
        again = Drafts(desktop.main)  # as the next start reads it
        again.load()
        assert again.asides(desktop.main.desk.current) == ("to be continued",)
        await desktop.main.show(desktop.main.desk.current)
        await desktop.press("up")
        assert desktop.prompt.draft == "to be continued"
        await desktop.press("enter")
        assert desktop.main.drafts.asides(desktop.main.desk.current) == ()


async def test_what_another_program_put_aside_or_left_unsent_stays(opened: Opened) -> None:
    def stored(name: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(companion.files.profile.get(name, "{}"))
        return found

    async with opened("Fine.") as desktop:
        companion = desktop.companion
        await desktop.say("hello")
        mine = desktop.main.desk.current.session.id
        other = assemble(companion.settings)
        theirs = await other.sessions.create(desktop.main.desk.current.session.persona.id)
        other.files.profile.set(ASIDES, json.dumps({theirs.id: ["said later"]})).result()
        other.files.profile.set(SETTING, json.dumps({theirs.id: "half a sen"})).result()
        await other.close()
        desktop.prompt.draft = "to be continued"
        await desktop.press("ctrl+c")
        await desktop.until(lambda: mine in stored(ASIDES))
        assert stored(ASIDES) == {theirs.id: ["said later"], mine: ["to be continued"]}
        await desktop.press("h", "i")
        desktop.main.keep_draft()
        await desktop.until(lambda: mine in stored(SETTING))
        assert stored(SETTING) == {theirs.id: "half a sen", mine: "hi"}
        await desktop.main.show(await desktop.main.desk.open(theirs.id))
        assert desktop.prompt.draft == "half a sen"
        await desktop.press("ctrl+u", "up")
        assert desktop.prompt.draft == "said later"


async def test_an_editor_that_is_there_is_used_where_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"vi": "/bin/vi", "vim": "/bin/vim"}
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr("shutil.which", there.get)
    assert editor.command() == "vim"
    monkeypatch.setenv("EDITOR", "ed -s")
    assert editor.command() == "ed -s"

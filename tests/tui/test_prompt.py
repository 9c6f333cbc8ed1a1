"""The prompt: sending, growing, earlier prompts, completion, hostile and huge pastes."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from chatbot.tui.widgets.prompt import Prompt
from chatbot.tui.widgets.suggestions import Suggestion, Suggestions

COMMANDS = (Suggestion("/memory ", "/memory", "what is known"), Suggestion("/mood", "/mood", "how it feels"))


class Above(Static):
    """Stands where the transcript stands and counts how often it is laid out."""

    resizes = 0

    def on_resize(self) -> None:
        self.resizes += 1


class PromptApp(App[None]):
    CSS = "Above { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.layouts = 0

    def compose(self) -> ComposeResult:
        yield Above()
        yield Prompt("Say [something/]")

    def on_prompt_submitted(self, event: Prompt.Submitted) -> None:
        self.sent.append(event.text)

    def on_text_area_changed(self, event: Prompt.Changed) -> None:
        prompt = event.text_area
        assert isinstance(prompt, Prompt)
        prompt.suggest(item for item in COMMANDS if prompt.draft and item.insert.startswith(prompt.draft))


def prompt_of(app: App[None]) -> Prompt:
    return app.query_one(Prompt)


async def test_enter_sends_and_clears_and_blank_is_not_sent() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("space", "enter")
        prompt_of(app).draft = ""
        await pilot.press("h", "i", "enter")
        assert app.sent == ["hi"]
        assert prompt_of(app).draft == ""


async def test_every_newline_key_begins_a_line() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c", "alt+enter", "d")
        assert prompt_of(app).draft == "a\nb\nc\nd"
        assert app.sent == []


async def test_keys_that_come_faster_than_they_are_handled_keep_their_order() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        driver = app._driver
        assert driver is not None
        for key in ("x", "ctrl+j", "y", "z", "backspace", "w", "enter", "n"):
            driver.send_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.sent == ["x\nyw"]
        assert prompt_of(app).draft == "n"


async def test_bindings_can_be_overridden_by_id() -> None:
    app = PromptApp()
    app.set_keymap({"prompt.send": "ctrl+o"})
    async with app.run_test() as pilot:
        await pilot.press("a", "enter", "b")
        assert prompt_of(app).draft == "a\nb"
        await pilot.press("ctrl+o")
        assert app.sent == ["a\nb"]


async def test_grows_to_eight_rows_and_shrinks_again() -> None:
    app = PromptApp()
    async with app.run_test(size=(60, 30)) as pilot:
        prompt = prompt_of(app)
        assert prompt.content_size.height == 1
        await pilot.press("ctrl+j", "ctrl+j")
        assert prompt.content_size.height == 3
        prompt.draft = "x\n" * 30
        await pilot.pause()
        assert prompt.content_size.height == 8
        prompt.draft = ""
        await pilot.pause()
        assert prompt.content_size.height == 1


async def test_wrapped_text_grows_too() -> None:
    app = PromptApp()
    async with app.run_test(size=(40, 30)) as pilot:
        prompt_of(app).draft = "word " * 20
        await pilot.pause()
        assert prompt_of(app).content_size.height == 3


async def test_a_key_lays_out_nothing_else() -> None:
    app = PromptApp()
    async with app.run_test(size=(60, 30)) as pilot:
        await pilot.press("a")
        screen = app.screen
        laid_out = []
        refresh_layout = screen._refresh_layout
        screen._refresh_layout = lambda *args, **kwargs: (laid_out.append(1), refresh_layout(*args, **kwargs))[1]  # type: ignore[method-assign, func-returns-value]
        await pilot.press(*"typing")
        assert laid_out == []
        await pilot.press("ctrl+j")
        assert laid_out


async def test_up_and_down_at_the_edge_walk_through_earlier_prompts() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        prompt = prompt_of(app)
        prompt.set_earlier(["one", "two\nlines"])
        await pilot.press("n", "o", "w", "up")
        assert prompt.draft == "two\nlines"
        await pilot.press("up")
        assert prompt.draft == "one"
        await pilot.press("up")
        assert prompt.draft == "one"
        await pilot.press("down")
        assert prompt.draft == "two\nlines"
        await pilot.press("down", "down")
        assert prompt.draft == "now"


async def test_up_inside_the_text_moves_the_cursor() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        prompt = prompt_of(app)
        prompt.set_earlier(["one"])
        prompt.draft = "first\nsecond"
        await pilot.press("up")
        assert prompt.draft == "first\nsecond"
        await pilot.press("up")
        assert prompt.draft == "one"


async def test_a_sent_prompt_comes_back_with_up() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("h", "i", "enter", "up")
        assert prompt_of(app).draft == "hi"


async def test_completion_opens_moves_takes_and_closes() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        prompt = prompt_of(app)
        await pilot.press("slash", "m")
        completions = app.query_one(Suggestions)
        assert completions.display
        assert completions.region.bottom == prompt.region.y
        await pilot.press("down", "tab")
        assert prompt.draft == "/mood"
        await pilot.press("escape")
        assert not completions.display
        await pilot.press("enter")
        assert app.sent == ["/mood"]


async def test_enter_takes_a_suggestion_before_it_sends() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("slash", "m", "e", "enter")
        assert prompt_of(app).draft == "/memory "
        assert app.sent == []
        await pilot.press("x", "enter")
        assert app.sent == ["/memory x"]


async def test_enter_before_the_list_has_caught_up_sends_what_was_typed() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        prompt = prompt_of(app)
        await pilot.press("slash")
        assert app.query_one(Suggestions).display
        prompt.insert("backup")
        prompt.action_accept()  # as keys do that come before the suggestions for them
        assert prompt.draft == "/backup"
        prompt.action_submit()
        await pilot.pause()
        assert app.sent == ["/backup"]


async def test_a_click_takes_a_suggestion() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("slash", "m")
        await pilot.click(Suggestions, offset=(3, 1))
        assert prompt_of(app).draft == "/mood"


async def test_walking_back_to_a_command_offers_nothing() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        prompt_of(app).set_earlier(["first", "/mood"])
        await pilot.press("up", "up")
        assert prompt_of(app).draft == "first"


async def test_hostile_characters_are_made_visible_as_they_enter() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        prompt = prompt_of(app)
        prompt.insert_text("a\x1b]52;c;aGk=\x07b\x9b31m[/red]\u202e")
        await pilot.pause()
        assert "\x1b" not in prompt.draft and "\x9b" not in prompt.draft and "\u202e" not in prompt.draft
        prompt.draft = "\x1b[2J"
        assert prompt.text == "␛[2J"


async def test_a_huge_paste_is_folded_and_sent_whole() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        prompt = prompt_of(app)
        pasted = "\n".join(f"line {number}" for number in range(20_000))
        prompt.insert_text("see: ")
        prompt.insert_text(pasted)
        await pilot.pause()
        assert prompt.text == "see: [pasted 1: 20,000 lines]"
        assert prompt.content_size.height == 1
        await pilot.press("enter")
        assert app.sent == ["see: " + pasted]


async def test_two_equal_sized_pastes_stay_apart() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        prompt = prompt_of(app)
        prompt.insert_text("a" * 9_000)
        prompt.insert_text("b" * 9_000)
        assert prompt.draft == "a" * 9_000 + "b" * 9_000


async def test_a_draft_comes_back_as_it_was() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        prompt = prompt_of(app)
        prompt.draft = "half a thought\n漢字 👩‍💻"
        assert prompt.draft == "half a thought\n漢字 👩‍💻"

"""Letters that are keys, and sentences that are typed where they are: a sentence does nothing but go to the prompt."""

from functools import partial

import pytest
from textual import events

from chatbot.domain.memory import Status
from chatbot.session.base import saved
from chatbot.tui.inspector.memory_list import MemoryRows
from chatbot.tui.inspector.summary import SummaryRows
from chatbot.tui.inspector.why import WhyRows
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.widgets.chat import Chat
from chatbot.tui.widgets.key_list import KeyList
from chatbot.tui.widgets.letters import Letters
from chatbot.tui.widgets.sessions import SessionRows
from tests.tui.conftest import Desktop, Opened

SENTENCES = (
    "dear diary",
    "dont forget milk",
    "what's my cat's name?",
    "hello wren",
    "very nice",
    "good night",
    "sure thing",
    "just kidding",
    "oops",
    "eel",
    "www.example.org",
    "new shoes",
    "both windows",
    "i mean it",
)
"""Each begins with keys of one of the lists, some with the same one twice."""


@pytest.fixture(autouse=True)
def letters_wait(monkeypatch: pytest.MonkeyPatch, letters_at_once: None) -> None:
    """A letter waits for as long as the test likes."""
    monkeypatch.setattr(Letters, "WORD_SECONDS", 3600.0)


async def at_list(desktop: Desktop, kind: type[KeyList]) -> KeyList:
    """The focus is in a list of that kind, which has rows."""
    await desktop.say("my sister is called Maya")
    pages = {MemoryRows: "/memory", WhyRows: "/why", SummaryRows: "/summary"}
    if kind in pages:
        await desktop.go_in(pages[kind])
    else:
        await desktop.press("ctrl+s")
    await desktop.until(lambda: desktop.main.query(kind))
    rows = desktop.main.query_one(kind)
    if kind is SummaryRows:
        rows.focus()
    await desktop.until(lambda: rows.has_focus)
    return rows


def typed(desktop: Desktop, text: str) -> list[events.Key]:
    """The keys of a text."""
    return [events.Key({" ": "space"}.get(letter, letter), letter) for letter in text]


async def type_at(desktop: Desktop, text: str, burst: bool) -> None:
    """Types, each key after the one before did what it does, or all before the first did."""
    for key in typed(desktop, text):
        desktop.app.post_message(key)
        if not burst:
            await desktop.pilot.pause()


def has_draft(desktop: Desktop, text: str) -> bool:
    """Whether that stands in the prompt."""
    return desktop.prompt.draft == text


def state(desktop: Desktop) -> object:
    """All that a key could change."""
    book, session = desktop.companion.book, desktop.main.desk.current.session
    return (
        [(one.id, one.text, one.status, one.pinned, one.locked) for one in book.search("Maya")],
        session.files.messages(),
        desktop.companion.sessions.all(),
        session.state.chapters,
    )


@pytest.mark.parametrize("burst", [False, True], ids=["slow", "burst"])
@pytest.mark.parametrize("kind", [MemoryRows, SessionRows, WhyRows, SummaryRows])
async def test_a_sentence_typed_at_a_list_only_goes_to_the_prompt(
    opened: Opened, kind: type[KeyList], burst: bool
) -> None:
    async with opened(size=(160, 40)) as desktop:
        rows = await at_list(desktop, kind)
        before = state(desktop)
        for sentence in SENTENCES:
            await type_at(desktop, sentence, burst)
            await desktop.until(partial(has_draft, desktop, sentence))
            assert desktop.prompt.has_focus and desktop.app.screen is desktop.main
            assert state(desktop) == before
            desktop.prompt.draft = ""
            rows.focus()


@pytest.mark.parametrize("burst", [False, True], ids=["slow", "burst"])
async def test_a_sentence_typed_at_a_message_only_goes_to_the_prompt(opened: Opened, burst: bool) -> None:
    async with opened(size=(160, 40)) as desktop:
        await desktop.say("my sister is called Maya")
        before = state(desktop)
        for sentence in SENTENCES:
            await desktop.press("ctrl+up")
            await desktop.until(lambda: desktop.main.query_one(Chat).has_focus)
            await type_at(desktop, sentence, burst)
            await desktop.until(partial(has_draft, desktop, sentence))
            assert desktop.prompt.has_focus and desktop.app.screen is desktop.main
            assert state(desktop) == before
            desktop.prompt.draft = ""


@pytest.mark.parametrize("sentence", ["quick one", "dear diary"])
async def test_a_sentence_typed_at_a_drawer_closes_it(opened: Opened, sentence: str) -> None:
    async with opened(size=(80, 24)) as desktop:
        await desktop.say("my sister is called Maya")
        await desktop.press("ctrl+s")
        await desktop.until(lambda: desktop.main.query(SessionRows) and desktop.main.query_one(SessionRows).has_focus)
        await type_at(desktop, sentence, burst=False)
        await desktop.until(lambda: desktop.prompt.draft == sentence)
        assert desktop.prompt.visible and desktop.prompt.has_focus


async def test_a_letter_that_stays_alone_is_a_key_when_its_time_is_up(opened: Opened) -> None:
    async with opened() as desktop:
        rows = await at_list(desktop, MemoryRows)
        await desktop.until(lambda: rows.chosen_id)
        memory_id = rows.chosen_id
        await desktop.press("d")
        assert desktop.companion.book.find(memory_id).status is Status.ACTIVE
        rows.letters._time_is_up()
        await desktop.until(lambda: desktop.companion.book.find(memory_id).status is Status.FORGOTTEN)
        assert desktop.prompt.draft == ""


async def test_a_letter_in_the_queue_when_the_time_is_up_still_makes_a_word(opened: Opened) -> None:
    async with opened() as desktop:
        rows = await at_list(desktop, MemoryRows)
        await desktop.until(lambda: rows.chosen_id)
        memory_id = rows.chosen_id
        await desktop.press("d")
        for key in typed(desktop, "o"):
            desktop.app.post_message(key)
        rows.letters._time_is_up()
        await desktop.until(lambda: desktop.prompt.draft == "do")
        assert desktop.companion.book.find(memory_id).status is Status.ACTIVE


async def test_a_key_that_was_pressed_twice_acts_twice(opened: Opened) -> None:
    async with opened() as desktop:
        book = desktop.companion.book
        ids = [(await saved(book.add(text))).changes[0].memory_id for text in ("I live in Porto", "I like jazz")]
        await desktop.go_in("/memory")
        await desktop.until(lambda: desktop.main.query_one(MemoryRows).has_focus)
        await desktop.press("u", "u", "down")
        await desktop.until(lambda: all(book.find(one).status is Status.FORGOTTEN for one in ids))


async def test_the_arrow_does_what_waits_before_it_moves(opened: Opened) -> None:
    async with opened("Alpha.") as desktop:
        await desktop.say("one")
        await desktop.press("ctrl+up")
        await desktop.until(lambda: desktop.main.query_one(Chat).has_focus)
        await desktop.press("d", "up")
        files = desktop.main.desk.current.session.files
        await desktop.until(lambda: "Alpha." not in [one.text for one in files.messages()])


async def test_a_sentence_that_answers_the_question_about_a_session_deletes_nothing(opened: Opened) -> None:
    async with opened(size=(160, 40)) as desktop:
        rows = await at_list(desktop, SessionRows)
        before = state(desktop)
        await desktop.press("d")
        rows.letters._time_is_up()  # somebody who rested after the first letter
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await type_at(desktop, "ear diary", burst=True)
        await desktop.press("enter")
        await desktop.until(lambda: desktop.prompt.draft == "ear diary")
        assert state(desktop) == before


async def test_a_word_typed_at_the_memory_list_goes_into_the_prompt_and_forgets_nothing(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Letters, "WORD_SECONDS", 3600.0)
    async with opened() as desktop:
        entry = await saved(desktop.companion.book.add("I live in Porto"))
        await desktop.go_in("/memory")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus and rows.rows)
        await desktop.press("d", "o", "space", "y")
        assert desktop.prompt.draft == "do y" and desktop.prompt.has_focus
        memory_id = entry.changes[0].memory_id
        assert desktop.companion.book.find(memory_id).status is Status.ACTIVE
        await desktop.press("ctrl+b", "d", "down")  # no letter follows: it is a key
        await desktop.until(lambda: desktop.companion.book.find(memory_id).status is Status.FORGOTTEN)


async def test_a_letter_that_waited_changes_the_memory_that_it_was_typed_at(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Letters, "WORD_SECONDS", 3600.0)
    async with opened() as desktop:
        for text in ("I live in Porto", "My dog is called Biscuit"):
            await saved(desktop.companion.book.add(text))
        await desktop.go_in("/memory")
        rows = desktop.main.query_one(MemoryRows)
        await desktop.until(lambda: rows.has_focus and sum(bool(row.id) for row in rows.rows) == 2)
        meant, other = [row.id for row in rows.rows if row.id]
        rows.choose(meant)
        await desktop.press("d")
        rows.choose(other)  # a click, or a list that another program's change filled again
        await desktop.press("down")
        find = desktop.companion.book.find
        await desktop.until(lambda: Status.FORGOTTEN in (find(meant).status, find(other).status))
        assert find(meant).status is Status.FORGOTTEN and find(other).status is Status.ACTIVE

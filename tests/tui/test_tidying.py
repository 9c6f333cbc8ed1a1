"""Tidying on the screen: asked for, shown first, and by itself while the user rests."""

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import USER_SUBJECT, Memory, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.memory.tidying import Plan, Tidier
from chatbot.tui import panels
from chatbot.tui.inspector.memory_details import details
from chatbot.tui.inspector.memory_rows import Wanted, memory_rows
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.tidying import REST, RestWatch
from tests.tui.conftest import Desktop, Opened


def record(value: str, attribute: str = "likes", days: float = 1, **fields: Any) -> Memory:
    at = utc_now() - timedelta(days=days)
    given: dict[str, Any] = {"scope": Scope.USER, "persona_id": "plain", **fields}
    return Memory(
        id=new_id(), text=f"User {attribute} {value}", kind=Kind.FACT, session_id="", subject=USER_SUBJECT,
        attribute=attribute, value=value, said_at=at, created_at=at, updated_at=at, **given,
    )  # fmt: skip


def keep(desktop: Desktop, *records: Memory) -> None:
    adds = tuple(Change(Op.ADD, None, one, "") for one in records)
    desktop.companion.files.memories.apply(JournalEntry(new_id(), utc_now(), Who.RULE, adds)).result()


def status(desktop: Desktop, memory: Memory) -> Status:
    return desktop.companion.files.memories.everything()[memory.id].status


def rest(desktop: Desktop) -> RestWatch:
    """Some time later, with nothing said meanwhile."""
    desktop.main.clock = lambda: utc_now() + REST + timedelta(seconds=1)
    return RestWatch(desktop.main)


async def test_the_plan_is_shown_first_and_done_on_yes(opened: Opened) -> None:
    async with opened() as desktop:
        first, again, old = record("[red]jazz"), record("[red]Jazz"), record("a kayak", "owns", 4000)
        keep(desktop, first, again, old)
        await desktop.enter("/tidy")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.until(
            lambda: desktop.shows("join: User likes [red]Jazz", "let go: User owns a kayak", "y enter tidy")
        )
        assert status(desktop, again) is Status.ACTIVE
        await desktop.press("y", "enter")
        await desktop.until(lambda: desktop.shows("Tidied: 1 memory joined", "/undo takes it back"))
        assert (status(desktop, again), status(desktop, old)) == (Status.SUPERSEDED, Status.ARCHIVED)
        await desktop.enter("/undo")
        await desktop.until(lambda: status(desktop, old) is Status.ACTIVE)
        assert status(desktop, again) is Status.ACTIVE


@pytest.mark.parametrize("keys", [("escape",), ("n", "enter")])
async def test_no_leaves_all_as_it_is(opened: Opened, keys: tuple[str, ...]) -> None:
    async with opened() as desktop:
        old = record("a kayak", "owns", 4000)
        keep(desktop, old)
        await desktop.enter("/tidy")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.press(*keys)
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        assert status(desktop, old) is Status.ACTIVE


async def test_a_sentence_that_was_begun_while_the_plan_was_made_is_not_disturbed(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as desktop:
        keep(desktop, record("a kayak", "owns", 4000))
        made = Tidier.plan

        def plan(self: Tidier) -> Plan:
            desktop.app.call_from_thread(desktop.prompt.insert_text, "and ")
            return made(self)

        monkeypatch.setattr(Tidier, "plan", plan)
        await desktop.enter("/tidy")
        await desktop.until(lambda: desktop.shows("The memories could be tidied: 1 memory let go of"))
        assert desktop.app.screen is desktop.main
        await desktop.press("y")
        assert desktop.prompt.draft == "and y"


async def test_a_long_plan_is_read_with_the_arrows(opened: Opened) -> None:
    async with opened(size=(80, 24)) as desktop:
        keep(desktop, *(record(f"kayak{number}", "owns", 4000) for number in range(40)))
        await desktop.enter("/tidy")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        reader = desktop.app.screen.query_one(".reader")
        await desktop.press("pagedown", "down")
        await desktop.until(lambda: reader.scroll_offset.y > 1)


async def test_nothing_to_tidy_is_said(opened: Opened) -> None:
    async with opened() as desktop:
        await desktop.enter("/tidy")
        await desktop.until(lambda: desktop.shows("There is nothing to tidy."))


@pytest.mark.parametrize(
    ("keys", "scope", "asked_again"),
    [(("y", "enter"), Scope.USER, 0), (("n", "enter"), Scope.PERSONA, 0), (("escape",), Scope.PERSONA, 1)],
)
async def test_offers_come_one_by_one(opened: Opened, keys: tuple[str, ...], scope: Scope, asked_again: int) -> None:
    async with opened() as desktop:
        two = [record("chess", "hobby", scope=Scope.PERSONA, persona_id=one) for one in ("plain", "duck")]
        keep(desktop, *two)
        await desktop.enter("/tidy")
        await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
        await desktop.until(lambda: desktop.shows("User hobby chess", "persona know it?"))
        await desktop.press(*keys)
        await desktop.until(lambda: desktop.app.screen is desktop.main)
        await desktop.until(lambda: len(desktop.companion.tidier().plan().promotions) == asked_again)
        found = desktop.companion.files.memories.everything().values()
        assert {one.scope for one in found if one.status is Status.ACTIVE} == {scope}


async def test_at_rest_what_is_plain_is_done_and_the_rest_offered_once(opened: Opened) -> None:
    async with opened() as desktop:
        first, same, old = record("jazz"), record("JAZZ"), record("a kayak", "owns", 4000)
        used, near = record("hiking", uses=1), record("hikes")
        keep(desktop, first, same, old, used, near)
        watch = rest(desktop)
        watch.look()
        await desktop.until(lambda: desktop.shows("Tidied: 1 memory joined", "/undo takes it back"))
        await desktop.until(lambda: desktop.shows("The memories could be tidied: 1 memory joined", "/tidy shows it"))
        assert (status(desktop, same), status(desktop, old)) == (Status.SUPERSEDED, Status.ARCHIVED)
        assert status(desktop, near) is Status.ACTIVE
        notes = len(desktop.main.desk.current.notes)
        await watch.tidy()
        assert len(desktop.main.desk.current.notes) == notes


async def test_the_user_may_want_only_the_offer(opened: Opened) -> None:
    async with opened() as desktop:
        old = record("a kayak", "owns", 4000)
        keep(desktop, old)
        desktop.main.settings = replace(desktop.main.settings, memory_tidy="offer")
        rest(desktop).look()
        await desktop.until(lambda: desktop.shows("The memories could be tidied: 1 memory let go of"))
        assert status(desktop, old) is Status.ACTIVE


async def test_nobody_is_disturbed_who_writes_or_has_just_spoken(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    async with opened() as desktop:
        keep(desktop, record("a kayak", "owns", 4000))

        def note(deed: Coroutine[object, object, object]) -> None:
            begun.append(deed)
            deed.close()

        monkeypatch.setattr(desktop.main, "attempt", note)
        RestWatch(desktop.main).look()
        assert begun == []
        watch = rest(desktop)
        desktop.prompt.draft = "I was about to"
        watch.look()
        assert begun == []
        desktop.prompt.draft = ""
        watch.look()
        assert len(begun) == 1


async def test_an_archived_memory_is_shown_with_its_badge_and_brought_back(opened: Opened) -> None:
    async with opened() as desktop:
        old = record("a kayak", "owns", 4000)
        keep(desktop, old)
        tidier = desktop.companion.tidier()
        tidier.apply(tidier.plan()).result()
        archived = desktop.companion.files.memories.everything()[old.id]
        past = memory_rows([archived], {}, Wanted(past=True))
        assert "archived" in str(past[1].content)
        assert memory_rows([archived], {}, Wanted()) == []
        assert "a brings it back" in details(archived, "Wren", None, 60).plain
        panels.open_memory(desktop.main, old.id)
        await desktop.until(lambda: desktop.shows("archived"))
        await desktop.press("ctrl+b")
        await desktop.press("a")
        await desktop.until(lambda: status(desktop, old) is Status.ACTIVE)

"""Backups on the screen: the day's own, one made by hand, and going back to one."""

import pytest

from chatbot.tui.options import TuiOptions
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.screens.picker import Picker
from tests.tui.conftest import Opened


async def test_the_daily_backup_is_made_after_the_start(opened: Opened) -> None:
    async with opened("Hello.") as desktop:
        await desktop.until(lambda: desktop.companion.files.backups.list())
        assert [one.reason for one in desktop.companion.files.backups.list()] == ["daily"]
        await desktop.say("words while and after it is made")
        assert desktop.companion.problems == ()


@pytest.mark.parametrize("word", ["now", "create"])
async def test_a_backup_is_made_by_hand(opened: Opened, word: str) -> None:
    async with opened("Hello.") as desktop:
        await desktop.say("hello")
        await desktop.enter(f"/backup {word}")
        await desktop.until(lambda: desktop.shows("Made a backup of 1 session."))
        assert "by hand" in [one.reason for one in desktop.companion.files.backups.list()]
        await desktop.enter("/backup yesterday")
        await desktop.until(lambda: desktop.shows("/backup takes no “yesterday”"))


async def test_going_back_asks_and_closes_the_chat_first(opened: Opened) -> None:
    options = TuiOptions()
    async with opened("Hello.", options=options) as desktop:
        await desktop.say("hello")
        made = desktop.companion.files.backups.create("by hand")
        for answer in ("n", "y"):
            await desktop.enter("/backup")
            await desktop.until(lambda: isinstance(desktop.app.screen, Picker) and desktop.shows("by hand"))
            await desktop.press(*"by", "space", *"hand", "enter")
            await desktop.until(lambda: isinstance(desktop.app.screen, Confirm))
            assert options.to_restore == [] and not desktop.app._exit
            await desktop.press(answer, "enter")
        assert desktop.app._exit
    assert options.to_restore == [made.id]


async def test_a_damaged_backup_is_refused_before_the_chat_closes(opened: Opened) -> None:
    async with opened("Hello.") as desktop:
        await desktop.say("hello")
        made = desktop.companion.files.backups.create("by hand")
        made.path.write_bytes(made.path.read_bytes()[:-9] + b"x" * 9)
        await desktop.enter("/backup")
        await desktop.until(lambda: isinstance(desktop.app.screen, Picker) and desktop.shows("by hand"))
        await desktop.press(*"by", "space", *"hand", "enter")
        await desktop.until(lambda: desktop.shows("That backup is damaged"))
        assert not desktop.app._exit


async def test_what_came_of_it_is_said_when_the_chat_opens_again(opened: Opened) -> None:
    async with opened(options=TuiOptions(notice="Everything is as it was.")) as desktop:
        await desktop.until(lambda: desktop.shows("Everything is as it was."))

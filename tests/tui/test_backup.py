"""The day's backup is made while the screen is open, and never in the way."""

from tests.tui.conftest import Opened


async def test_the_daily_backup_is_made_after_the_start(opened: Opened) -> None:
    async with opened("Hello.") as desktop:
        await desktop.until(lambda: desktop.companion.files.backups.list())
        assert [one.reason for one in desktop.companion.files.backups.list()] == ["daily"]
        await desktop.say("words while and after it is made")
        assert desktop.companion.problems == ()

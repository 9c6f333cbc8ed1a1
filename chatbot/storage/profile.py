"""Who the user is, since when, and small settings of theirs: `profile.json`."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from chatbot.errors import StorageDamaged
from chatbot.storage import codec
from chatbot.storage.batch import Pages
from chatbot.storage.page import Page
from chatbot.storage.writer import Writer

KIND = "profile"
USER_TABLE = "user"
SETTINGS_TABLE = "settings"


class Owner(msgspec.Struct, frozen=True):
    """Whose files these are, under the exact name, and since when (aware UTC)."""

    user: str
    created_at: datetime


class Setting(msgspec.Struct, frozen=True):
    """One setting."""

    name: str
    value: str


def profile_path(folder: Path) -> Path:
    """The file of a user's profile."""
    return folder / "profile.json"


def owner_of(page: Page) -> Owner:
    """Whose profile a page is.

    Raises:
        StorageDamaged: it does not say.
    """
    for owner in page.typed(page.rows(), USER_TABLE, Owner).values():
        return owner
    raise StorageDamaged(f"{page.path} names no user", "chatbot doctor says more")


class Profile:
    """A user's profile.

    Args:
        folder: the user's folder.
        pages: the user's open pages.
        writer: the user's writer.
    """

    def __init__(self, folder: Path, pages: Pages, writer: Writer) -> None:
        self._path = profile_path(folder)
        self._pages = pages
        self._writer = writer

    def _page(self) -> Page:
        return self._pages.page(self._path, KIND)

    @property
    def user(self) -> str:
        """The user's name as given, not as the folder spells it."""
        return owner_of(self._page()).user

    @property
    def created_at(self) -> datetime:
        """When the user's folder was made, aware UTC."""
        return owner_of(self._page()).created_at

    def settings(self) -> dict[str, str]:
        """All settings by name."""
        page = self._page()
        return {one.name: one.value for one in page.typed(page.rows(), SETTINGS_TABLE, Setting).values()}

    def get(self, name: str, default: str = "") -> str:
        """One setting; the default where it was never set."""
        return self.settings().get(name, default)

    def set(self, name: str, value: str) -> "Future[None]":
        """Sets one setting; the future is done when it is on disk."""
        return self.change(name, lambda _: value)

    def change(self, name: str, become: Callable[[str], str]) -> "Future[None]":
        """Sets one setting to what it becomes, which may keep what another program put into it.

        Args:
            name: the setting's.
            become: from its value on disk (empty where it was never set) makes the new one; runs in the writer's
                thread, and again on a retry.
        """

        def act() -> None:
            page = self._page()
            table: dict[str, Any] = page.current().get(SETTINGS_TABLE, {})
            before = next((str(one["value"]) for one in table.values() if one["name"] == name), "")
            kept = [one for one in table.values() if one["name"] != name]
            document = codec.document_of(Setting(name, become(before)), Setting)[0]
            page.set_table(SETTINGS_TABLE, {str(key): one for key, one in enumerate([*kept, document], 1)})

        return self._writer.submit(act, f"profile {name}")

"""What cannot be read is missing from an export, and the export says so."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged
from chatbot.interchange.archive_write import Everything, export_everything
from chatbot.storage.page import Page
from chatbot.storage.sessions import SessionFolder
from tests.unit.interchange.conftest import NOW, WISH, MakeHome


def test_an_export_of_damaged_files_names_what_is_missing(
    make_home: MakeHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, other = make_home("one"), make_home("two")
    bad, good = home.talk("Bad", messages=300), home.talk("Good")
    whole = Page.typed

    def typed(page: Page, *arguments: Any) -> object:
        if bad in str(page.path) and page.path.name == "messages-0001.json":
            raise StorageDamaged("the page is damaged", "")
        return whole(page, *arguments)

    monkeypatch.setattr(Page, "typed", typed)
    wish = replace(WISH, lost=[])
    manifest = export_everything(Everything(home.files, home.catalog, wish, (), NOW), tmp_path / "all", False).manifest
    monkeypatch.undo()

    assert manifest.problems and all(bad in line and "the page is damaged" in line for line in manifest.problems)
    outcome = other.take(tmp_path / "all")
    assert outcome.sessions == 2 and outcome.troubles == ()
    assert other.files.library.open(good).count() == 6
    found = home.files.library.open(bad)
    assert isinstance(found, SessionFolder)
    first, *rest = found.message_pages.numbers()
    kept = [seq for number in rest for seq in found.message_pages.loaded(number)]
    assert first == 1 and kept
    assert [message.seq for message in other.files.library.open(bad).messages()] == kept

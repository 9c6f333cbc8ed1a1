"""A folder that a start looked into is not listed again, unless something came or went."""

import os
import time
from pathlib import Path

import pytest

from chatbot.errors import StorageGone
from chatbot.storage.listing import TICK_NS, Listings


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that are listed from here on."""
    real, found = os.listdir, list[Path]()

    def listdir(folder: Path) -> list[str]:
        found.append(folder)
        return real(folder)

    monkeypatch.setattr(os, "listdir", listdir)
    return found


def aged(folder: Path) -> None:
    """Makes a folder one that nothing came into for a while."""
    long_ago = time.time_ns() - 3 * TICK_NS
    os.utime(folder, ns=(long_ago, long_ago))


def test_a_look_serves_for_one_more_question(tmp_path: Path, listed: list[Path]) -> None:
    (tmp_path / "a").touch()
    aged(tmp_path)
    listings = Listings()
    assert listings.look(tmp_path) == listings.names(tmp_path) == ["a"]
    assert listed == [tmp_path]
    assert listings.names(tmp_path) == ["a"]
    assert listed == [tmp_path] * 2


def test_what_came_since_the_look_is_there(tmp_path: Path) -> None:
    aged(tmp_path)
    listings = Listings()
    assert listings.look(tmp_path) == []
    (tmp_path / "b").touch()
    assert listings.names(tmp_path) == ["b"]


def test_a_look_at_a_folder_that_changed_just_now_serves_for_nothing(tmp_path: Path, listed: list[Path]) -> None:
    listings = Listings()
    os.utime(tmp_path)
    listings.look(tmp_path)
    listings.names(tmp_path)
    assert listed == [tmp_path] * 2


def test_a_folder_that_is_gone_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StorageGone, match="Cannot look at"):
        Listings().look(tmp_path / "none")
    with pytest.raises(StorageGone, match="Cannot list"):
        Listings().names(tmp_path / "none")

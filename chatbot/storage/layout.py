"""Where a user's files lie: the folder, and the names in it that more than one part of this package knows."""

from pathlib import Path

from chatbot.domain.text import slug

ERASING_NAME = "erase.json"
"""What an erasing that is not finished still has to do."""

LEAVING_SUFFIX = ".erasing"
"""Ends the name of a user's folder while all of it is erased."""

ARRIVING_FOLDER = "arriving"
"""Where an import writes a session before it has its place."""


def user_folder(data_dir: Path, user: str) -> Path:
    """Where a user's files are. The name never becomes a path unchecked."""
    return data_dir / "users" / slug(user)

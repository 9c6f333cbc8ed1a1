"""Personas of one folder, read again when a file changed. It knows files; what overrides what is `catalog`'s work."""

from pathlib import Path

import chatbot
from chatbot.domain.value import Value, replace
from chatbot.errors import PersonaError
from chatbot.persona.load import LoadedPersona, check_persona
from chatbot.persona.problems import Problem

MOST_FILES = 500
"""A folder with more persona files than this was filled by accident; the rest is left out, with a warning."""

Stamp = tuple[int, int, int]
"""Size, time of the last change and inode of a file: an editor that saves in place or by renaming moves one of them."""

_GONE: Stamp = (-1, -1, -1)


class Shelf(Value):
    """One file as last read.

    Attributes:
        stamp: of the file when it was read.
        loaded: the newest good version; None where there has been none.
        problems: of the newest version, good or bad.
    """

    stamp: Stamp
    loaded: LoadedPersona | None
    problems: tuple[Problem, ...]


def shipped_folder() -> Path:
    """Where the shipped personas are: inside the package when installed, beside it in a checkout."""
    package = Path(chatbot.__file__).parent
    inside = package / "personas"
    return inside if inside.is_dir() else package.parent / "personas"


class PersonaFolder:
    """The persona files of a folder by file stem.

    Args:
        folder: may be missing, and may appear later.
        shipped: True for package data: read once, marked as shipped.
    """

    def __init__(self, folder: Path, shipped: bool) -> None:
        self._folder = folder
        self._shipped = shipped
        self._shelves: dict[str, Shelf] = {}
        self._read_once = False
        self.problems: tuple[Problem, ...] = ()

    def refresh(self) -> bool:
        """Reads what is new or changed, forgets what is gone. True where anything did.

        A file that has become bad keeps its last good version, with the new version's problems.
        """
        if self._shipped and self._read_once:
            return False
        found = self._files()
        changed = not self._read_once or found.keys() != self._shelves.keys()
        self._read_once = True
        for stem in self._shelves.keys() - found.keys():
            del self._shelves[stem]
        for stem, (path, stamp) in found.items():
            known = self._shelves.get(stem)
            if known is None or known.stamp != stamp:
                self._shelves[stem] = self._load(path, stamp, known)
                changed = True
        if changed:
            self._collect_problems()
        return changed

    def one(self, stem: str) -> LoadedPersona | None:
        """The newest good version of one file, without reading the others; None where there is none.

        Only before the first `refresh`, which would not notice that the file was read here.
        """
        entry = self._folder / f"{stem}.toml"
        stamp = _stamp(entry)
        if stamp == _GONE:
            return None
        known = self._shelves.get(stem)
        if known is None or known.stamp != stamp:
            known = self._shelves[stem] = self._load(entry, stamp, known)
        return known.loaded

    def loaded(self) -> dict[str, LoadedPersona]:
        """The newest good version of every file, by id."""
        return {stem: shelf.loaded for stem, shelf in sorted(self._shelves.items()) if shelf.loaded is not None}

    def _files(self) -> dict[str, tuple[Path, Stamp]]:
        found: dict[str, tuple[Path, Stamp]] = {}
        try:
            entries = sorted(self._folder.iterdir(), key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise PersonaError(f"{self._folder} cannot be read: {error.strerror}", "check its permissions") from error
        for entry in entries:
            if entry.name.startswith(".") or not entry.name.endswith(".toml"):
                continue
            if len(found) == MOST_FILES:
                break
            found[entry.name.removesuffix(".toml")] = (entry, _stamp(entry))
        return found

    def _load(self, path: Path, stamp: Stamp, known: Shelf | None) -> Shelf:
        last_good = known.loaded if known else None
        try:
            loaded, problems = check_persona(path, self._shipped)
        except PersonaError as error:
            loaded, problems = None, (Problem("error", "", str(error)),)
        if loaded is None and last_good is not None:
            kept = "; the last good version stays in use until it is put right"
            problems = (replace(problems[0], line_text=problems[0].line_text + kept), *problems[1:])
        return Shelf(stamp, loaded or last_good, problems)

    def _collect_problems(self) -> None:
        problems = [problem for _, shelf in sorted(self._shelves.items()) for problem in shelf.problems]
        if len(self._shelves) == MOST_FILES:
            text = f"{self._folder} has {MOST_FILES} persona files or more; further ones are left out"
            problems.append(Problem("warning", "", text))
        self.problems = tuple(problems)


def _stamp(entry: Path) -> Stamp:
    try:
        status = entry.stat()
    except OSError:
        return _GONE
    return (status.st_size, status.st_mtime_ns, status.st_ino)

"""All personas that a user has, the shipped ones and those of the user's folder. Follows the files as they change."""

import os
from pathlib import Path

from chatbot.domain.persona import Persona
from chatbot.domain.text import fold
from chatbot.errors import NotFound, PersonaError, StorageError
from chatbot.persona.folder import PersonaFolder, shipped_folder
from chatbot.persona.load import LoadedPersona, is_slug
from chatbot.persona.names import skeleton
from chatbot.persona.problems import Problem, did_you_mean
from chatbot.persona.scaffold import scaffold

DEFAULT_PERSONA = "plain"
FIRST_SHOWN = ("plain", "reviewer", "planner", "listener", "tutor", "sceptic")
"""The order in which a newcomer meets the shipped personas; all others follow by id."""

CARD_SUFFIX = ".card.json"
"""Ends the name of the file in which the card that a persona came from is kept, byte for byte."""


class Catalog:
    """Every persona by id, read again when a file changed.

    A file in the user's folder takes the place of the shipped persona of the same id, whose memories it keeps;
    taking the file away brings the shipped one back. A broken file never stops the others: see `problems`.

    Args:
        user_folder: the user's own persona files; may be missing. None for the shipped ones only.
        shipped: where the shipped ones are; None for the package's own.
    """

    def __init__(self, user_folder: Path | None, shipped: Path | None = None) -> None:
        self._user_folder = user_folder
        self._folders = [PersonaFolder(shipped or shipped_folder(), shipped=True)]
        if user_folder is not None:
            self._folders.append(PersonaFolder(user_folder, shipped=False))
        self._by_id: dict[str, LoadedPersona] = {}
        self._problems: tuple[Problem, ...] = ()
        self._revision = 0

    @property
    def revision(self) -> int:
        """Grows whenever a persona or a problem came, changed or went."""
        self._refresh()
        return self._revision

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with any file, and which names look alike."""
        self._refresh()
        return self._problems

    def all(self) -> tuple[Persona, ...]:
        """Every persona: the shipped ones in the order of `FIRST_SHOWN`, then all others by id."""
        self._refresh()
        return tuple(loaded.persona for loaded in self._by_id.values())

    def get(self, id_or_name: str = DEFAULT_PERSONA) -> Persona:
        """One persona.

        Args:
            id_or_name: an id, or a name or nickname in any case.

        Raises:
            NotFound: there is none, or several have the name; the hint says which is near, or their ids.
        """
        return self._get(id_or_name).persona

    def text(self, persona_id: str) -> str:
        """The text of a persona's file as it was read.

        Raises:
            NotFound: there is no such persona.
        """
        return self._get(persona_id).text

    def copy_for_editing(self, persona_id: str) -> Path:
        """The file to edit: the user's own, or for a shipped persona a copy in the user's folder.

        Raises:
            NotFound: there is no such persona.
            PersonaError: there is no folder for the user's personas.
            StorageError: the copy cannot be written.
        """
        loaded = self._get(persona_id)
        if not loaded.persona.shipped:
            return Path(loaded.persona.path)
        return self.add(loaded.persona.id, loaded.text)

    def create(self, persona_id: str, name: str) -> Path:
        """Writes a new persona file for the user to fill in.

        Raises:
            PersonaError: the id is no slug, or is taken; or there is no folder.
            StorageError: the file cannot be written.
        """
        self._refresh()
        if persona_id in self._by_id:
            raise PersonaError(f'there is a persona "{persona_id}" already', "choose another id")
        return self.add(persona_id, scaffold(persona_id, name))

    def add(self, persona_id: str, text: str, card_source: str = "") -> Path:
        """Writes a new file into the user's folder; never over another one.

        Args:
            persona_id: a slug, and the file's stem.
            text: the TOML text.
            card_source: the JSON text of the card that the persona came from, kept beside it; empty for none.

        Raises:
            PersonaError: the id is no slug, or its file exists; or there is no folder.
            StorageError: the file cannot be written.
        """
        if self._user_folder is None:
            raise PersonaError("there is no folder for your own personas here", "run without a private data folder")
        if not is_slug(persona_id):
            raise PersonaError(f'"{persona_id[:60]}" cannot be an id', "use 1 to 48 lower-case letters, digits, dashes")
        path = self._user_folder / f"{persona_id}.toml"
        try:
            self._user_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_new(path, text)
            if card_source:
                card = self._user_folder / f"{persona_id}{CARD_SUFFIX}"
                card.unlink(missing_ok=True)
                _write_new(card, card_source)
        except FileExistsError as error:
            raise PersonaError(f"{path} exists already", "edit it, or choose another id") from error
        except OSError as error:
            raise StorageError(
                f"{path} cannot be written: {error.strerror}", "check the folder's permissions"
            ) from error
        return path

    def remove(self, persona_id: str) -> bool:
        """Takes a file of the user's away, with the card that it came from. What was said and learnt with it stays.

        Args:
            persona_id: the file's stem; a file with errors goes too.

        Returns:
            Whether a shipped persona of that id is back in its place.

        Raises:
            NotFound: the user has no such file.
            StorageError: it cannot be taken away.
        """
        self._refresh()
        path = self._own_file(persona_id)
        if path is None:
            hint = "a shipped one cannot be deleted" if persona_id in self._by_id else "chatbot persona list"
            raise NotFound(f'you have no persona file "{persona_id[:60]}"', hint)
        try:
            path.unlink()
            path.with_name(f"{persona_id}{CARD_SUFFIX}").unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                f"{path} cannot be deleted: {error.strerror}", "check the folder's permissions"
            ) from error
        self._refresh()
        return persona_id in self._by_id

    def _own_file(self, persona_id: str) -> Path | None:
        """The user's own file of that id, sound or not; None for none."""
        if self._user_folder is None or not is_slug(persona_id):
            return None
        path = self._user_folder / f"{persona_id}.toml"
        return path if path.exists() or path.is_symlink() else None

    def card_source(self, persona_id: str) -> str:
        """The JSON text of the card that a persona came from; empty where it came from none."""
        if self._user_folder is None or not is_slug(persona_id):
            return ""
        try:
            return (self._user_folder / f"{persona_id}{CARD_SUFFIX}").read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(f"the card kept for {persona_id} cannot be read", "import the card again") from error

    def free_id(self, wanted: str) -> str:
        """The wanted id, or with a number where it is taken: `mara`, `mara-2`.

        Raises:
            PersonaError: the id is no slug.
        """
        if not is_slug(wanted):
            raise PersonaError(f'"{wanted[:60]}" cannot be an id', "use 1 to 48 lower-case letters, digits, dashes")
        self._refresh()
        taken = set(self._by_id)
        if self._user_folder is not None and self._user_folder.is_dir():
            taken |= {path.stem for path in self._user_folder.glob("*.toml")}
        numbered = (f"{wanted[:44].rstrip('-')}-{number}" for number in range(2, 10_000))
        return wanted if wanted not in taken else next(candidate for candidate in numbered if candidate not in taken)

    def _get(self, id_or_name: str) -> LoadedPersona:
        alone = self._alone(id_or_name)
        if alone is not None:
            return alone
        self._refresh()
        if id_or_name in self._by_id:
            return self._by_id[id_or_name]
        wanted = fold(id_or_name)
        named = [
            loaded
            for loaded in self._by_id.values()
            if wanted in (loaded.persona.id, fold(loaded.persona.meta.name), fold(loaded.persona.meta.nickname))
        ]
        if len(named) == 1 and wanted:
            return named[0]
        if len(named) > 1 and wanted:
            ids = ", ".join(loaded.persona.id for loaded in named)
            raise NotFound(f'several personas are called "{id_or_name[:60]}"', f"use an id: {ids}")
        broken = self._own_file(wanted)
        if broken is not None:
            first = next((one for one in self._problems if one.level == "error" and broken.name in str(one)), None)
            raise NotFound(
                f'the persona "{wanted}" cannot be used: {first or "its file has errors"}',
                f"mend it: chatbot persona check {broken}",
            )
        words = [*self._by_id, *(loaded.persona.meta.name for loaded in self._by_id.values())]
        hint = did_you_mean(id_or_name[:60], words) or "see the list: chatbot persona list"
        raise NotFound(f'there is no persona "{id_or_name[:60]}"', hint)

    def _alone(self, persona_id: str) -> LoadedPersona | None:
        """One persona by id while nothing else was asked for: a single reply need not wait for all the files."""
        if self._revision or not is_slug(persona_id):
            return None
        found = (folder.one(persona_id) for folder in reversed(self._folders))
        return next((loaded for loaded in found if loaded is not None), None)

    def _refresh(self) -> None:
        changed = [folder.refresh() for folder in self._folders]
        if not any(changed):
            return
        by_id: dict[str, LoadedPersona] = {}
        for folder in self._folders:
            by_id.update(folder.loaded())
        self._by_id = dict(sorted(by_id.items(), key=lambda item: _place(item[0])))
        problems = [problem for folder in self._folders for problem in folder.problems]
        self._problems = (*problems, *_look_alikes(self._by_id))
        self._revision += 1


def _write_new(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        file.write(text)


def _place(persona_id: str) -> tuple[int, str]:
    return (FIRST_SHOWN.index(persona_id) if persona_id in FIRST_SHOWN else len(FIRST_SHOWN), persona_id)


def _look_alikes(by_id: dict[str, LoadedPersona]) -> list[Problem]:
    """A warning for each persona whose name or nickname looks like one of a persona before it."""
    seen: dict[str, Persona] = {}
    problems = []
    for loaded in by_id.values():
        persona = loaded.persona
        for name in filter(None, (persona.meta.name, persona.meta.nickname)):
            first = seen.setdefault(skeleton(name), persona)
            if first is not persona:
                text = f'{persona.id}.toml: its name "{name}" looks like the name of {first.id}, "{first.meta.name}"'
                problems.append(Problem("warning", "meta.name", f"{text}; give one of them another name"))
                break
    return problems

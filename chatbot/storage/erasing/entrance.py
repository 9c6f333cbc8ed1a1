"""The way to erase from a user's files: says what would go, then does it, then proves it."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from chatbot.domain.erasure import Erasure, Plan, Wish, Words
from chatbot.domain.ids import Clock, NewId, new_id
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, replace
from chatbot.errors import NotFound, StorageError
from chatbot.storage.atomic import SYSTEM, System, explain, sync_folder
from chatbot.storage.backups.keeper import Backups
from chatbot.storage.batch import Pages
from chatbot.storage.erasing.eraser import Eraser, shorten, take_away
from chatbot.storage.erasing.everything import Everything
from chatbot.storage.erasing.places import shaped
from chatbot.storage.erasing.plan import plan
from chatbot.storage.erasing.proof import Proof, left_over, refuse_left_over
from chatbot.storage.index import SessionIndex
from chatbot.storage.layout import LEAVING_SUFFIX, user_folder
from chatbot.storage.lock import Presence, UserLock
from chatbot.storage.writer import Writer


class Erased(Value):
    """What an erasing did.

    Attributes:
        counts: how many things of each kind went or changed.
        proof: the search over every byte afterwards.
    """

    counts: Mapping[str, int]
    proof: Proof


class Erasing:
    """Erases from one user's files. Every method blocks for the disk.

    Args:
        folder: the user's folder.
        pages: the user's open pages.
        writer: the user's writer.
        index: the list of sessions; what it has in mind of the erased ones goes.
        backups: the user's backups.
        presence: tells which other programs use the files.
    """

    def __init__(
        self, folder: Path, pages: Pages, writer: Writer, index: SessionIndex, backups: Backups, presence: Presence
    ) -> None:
        self._folder = folder
        self._pages = pages
        self._writer = writer
        self._index = index
        self._backups = backups
        self._presence = presence

    def plan(self, wish: Wish, clock: Clock, new_id: NewId, logs: Iterable[Path] = ()) -> Plan:
        """What would go; see `plan.plan`. Nothing is changed.

        Where no page holds anything, every byte is searched before it is said that there is nothing.
        """

        def look() -> Plan:
            with shaped(self._folder):
                found = plan(Everything(self._folder, self._pages), wish, clock(), new_id, logs)
            return found if found.counts else self._elsewhere(found)

        return self._writer.submit(look).result()

    def _elsewhere(self, plan: Plan) -> Plan:
        """The plan, with the files that are no pages and still hold it, such as damaged ones that were set aside."""
        proof = left_over(self._folder, self._pages, plan.erasure)
        counts = {"other files": len(proof.hits)} if proof.hits else {}
        return replace(plan, counts=counts, warnings=(*proof.hits, *plan.warnings), unread=proof.unread)

    def refuse_others(self) -> None:
        """Makes sure, before anybody is asked, that nobody else uses the files.

        Raises:
            StorageError: another program does, and would write back what it remembers.
        """
        if self._presence.others():
            raise StorageError("Another chatbot uses these files", "close it, then erase")

    def erase(self, erasure: Erasure) -> Erased:
        """Erases, and proves it. A kill in the middle is made good at the next start.

        Raises:
            StorageBusy: another program uses the files, and would write back what it remembers.
            StorageError: something could not be erased; the next start tries again.
        """

        def act() -> Erased:
            self.refuse_others()
            with shaped(self._folder):
                return carry_out()

        def carry_out() -> Erased:
            eraser = Eraser(self._folder, self._pages, self._backups)
            begun = eraser.unfinished()
            if begun is not None and begun.id != erasure.id:  # its marker is about to be written over
                eraser.run(begun)
                refuse_left_over(left_over(self._folder, self._pages, begun))
            counts = eraser.run(erasure)
            self._index.forget()
            proof = left_over(self._folder, self._pages, erasure)
            refuse_left_over(proof)
            eraser.finish()
            return Erased(dict(counts), proof)

        future = self._writer.submit(act, f"erase {erasure.id}")
        try:
            return future.result()
        except StorageError:
            self._writer.withdraw(f"erase {erasure.id}")
            raise


def extent_of(data_dir: Path, user: str) -> dict[str, int]:
    """How much a user has: sessions, files and bytes.

    Raises:
        NotFound: the user has no files.
    """
    folder = user_folder(data_dir, user)
    leaving = folder.with_name(folder.name + LEAVING_SUFFIX)
    if not folder.is_dir() and not leaving.is_dir():
        raise NotFound(f"There are no files of {clean_line(user, 60)}", "chatbot paths says where they would be")
    every = [Path(root, name) for home in (folder, leaving) for root, _, names in os.walk(home) for name in names]
    return {
        "sessions": sum(path.name == "session.json" for path in every),
        "files": len(every),
        "bytes": sum(path.lstat().st_size for path in every),
    }


def erase_user(data_dir: Path, user: str, logs: Iterable[Path], system: System = SYSTEM) -> Proof:
    """Erases everything of a user: the folder gets another name in one step, then goes file by file.

    Args:
        data_dir: where all users' data is.
        user: the name as given.
        logs: text files from which the lines go that name the user's folder.
        system: the system calls.

    Raises:
        NotFound: the user has no files.
        StorageError: a program uses the files, or they could not all be deleted; doing it again finishes.
    """
    folder = user_folder(data_dir, user)
    leaving = folder.with_name(folder.name + LEAVING_SUFFIX)
    extent = extent_of(data_dir, user)
    take_away(leaving, system)
    if folder.is_dir():
        presence = Presence(folder, new_id())
        try:
            with UserLock(folder).held():
                if presence.others():
                    raise StorageError("Another chatbot uses these files", "close it, then erase")
                _rename(folder, leaving, system)
        finally:
            presence.end()
    take_away(leaving, system)
    for log in logs:
        shorten(log, Words((), (folder.name,)), system)
    left = [path for path in (folder, leaving) if os.path.lexists(path)]
    return Proof(extent["files"], extent["bytes"], tuple(f"{path} is still there" for path in left))


def _rename(folder: Path, leaving: Path, system: System) -> None:
    try:
        system.replace(str(folder), str(leaving))
        sync_folder(folder.parent, system)
    except OSError as error:
        raise explain(error, "delete", folder) from error

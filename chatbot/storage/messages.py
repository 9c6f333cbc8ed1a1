"""The message pages of one session: which page holds which positions, and changes to single messages.

Pages are `messages-0001.json` and on, each with at most 256 messages or 128 kB; a message's position
(`seq`) is its document id. A page owns the positions from its start up to the next page's start. The
directory of pages is read from the heads of the files, so that no page need be loaded to find another.
How receipts lie in a page is `receipts`' business.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from heapq import nlargest
from pathlib import Path

from chatbot.domain.message import Message
from chatbot.domain.value import replace
from chatbot.errors import NotFound, StorageDamaged, StorageError, StorageGone, StorageRefused
from chatbot.storage import codec, receipts
from chatbot.storage.atomic import Stamp, read_file, read_head, stamp_of
from chatbot.storage.batch import Pages
from chatbot.storage.heads import KIND, PAGE_BYTES, PAGE_MESSAGES, Head, describe, numbers_in, page_path
from chatbot.storage.page import Page


class MessagePages:
    """The messages of one session on disk.

    Args:
        folder: the session's folder.
        pages: the user's open pages.
    """

    def __init__(self, folder: Path, pages: Pages) -> None:
        self._folder = folder
        self._pages = pages
        self._guard = threading.RLock()
        self._heads: dict[int, tuple[Stamp, Head]] = {}
        self._paths: dict[int, Path] = {}
        self._last = 0
        self._lost: set[int] = set()
        self._highest = (0, "")

    def _path(self, number: int) -> Path:
        path = self._paths.get(number)
        if path is None:
            path = self._paths[number] = page_path(self._folder, number)
        return path

    def numbers(self) -> Sequence[int]:
        """The numbers of the pages on disk, in order; without those known to be lost."""
        with self._guard:
            if not self._last:
                present, former = numbers_in(self._names())
                self._last = max([*present, *former], default=0)
            while stamp_of(self._path(self._last + 1)) is not None:
                self._last += 1
            every = range(1, self._last + 1)
            return [number for number in every if number not in self._lost] if self._lost else every

    def _names(self) -> Sequence[str]:
        return self._pages.listings.names(self._folder)

    def find_losses(self) -> tuple[str, ...]:
        """Looks for missing pages, and does without those that cannot be brought back; gives a line for each."""
        lost = []
        present, former = numbers_in(self._names())
        with self._guard:
            self._last = max([self._last, *present, *former])
        for number in sorted(set(range(1, self._last + 1)).difference(present)):
            try:
                self.head(number)
            except StorageGone:
                self._lost.add(number)
                lost.append(f"{self._path(number)} is missing; its messages are lost")
        return tuple(lost)

    def head(self, number: int) -> Head:
        """What a page's head says: read again when the file changed.

        Raises:
            StorageError: the page cannot be read.
        """
        path = self._path(number)
        with self._guard:
            while True:
                stamp = stamp_of(path)
                known = self._heads.get(number)
                if stamp is not None and known is not None and known[0] == stamp:
                    return known[1]
                head = self._read_head(number)
                if stamp_of(path) == stamp:  # else it was mended, or another program wrote it meanwhile
                    self._heads[number] = (stamp or Stamp(0, 0, 0), head)
                    return head

    def _read_head(self, number: int) -> Head:
        path = self._path(number)
        try:
            about = codec.head_of(read_head(path, codec.HEAD_BYTES, self._pages.system), str(path))
            return codec.value_of(about, Head, str(path))
        except (StorageDamaged, StorageGone):
            about = self.page(number).head()
            return codec.value_of(about, Head, str(path))

    def page(self, number: int) -> Page:
        """One page, opened."""
        return self._pages.page(self._path(number), KIND, describe=describe)

    def loaded(self, number: int) -> dict[int, Message]:
        """One page's messages by position, as on disk now."""
        page = self.page(number)
        return page.typed(page.rows(), KIND, Message, receipts.reader)

    def count(self) -> int:
        """How many messages there are."""
        return sum(self.head(number).count for number in self.numbers())

    def last_seq(self) -> int:
        """The highest position in use; 0 for none."""
        for number in reversed(self.numbers()):
            if self.head(number).count:
                return max(self.loaded(number))
        return 0

    def newest(self, before_seq: int | None, limit: int) -> tuple[Message, ...]:
        """The newest `limit` messages below a position (None for no bound), oldest first."""
        found: list[Message] = []
        for number in reversed(self.numbers()):
            if len(found) >= limit:
                break
            if before_seq is None or self.head(number).start < before_seq:
                found += _newest_of(self.page(number), before_seq, limit - len(found))
        return tuple(reversed(found))

    def find(self, message_id: str) -> Message:
        """One message on disk.

        Raises:
            NotFound: none has that id.
        """
        for number in self._holding(message_id):
            for message in self.loaded(number).values():
                if message.id == message_id:
                    return message
        raise NotFound(f"There is no message {message_id} in session {self._folder.name}")

    def _holding(self, message_id: str) -> Iterator[int]:
        """The numbers of pages that may hold an id: first those whose heads say so, then by the raw bytes."""
        numbers = list(reversed(self.numbers()))
        likely = [number for number in numbers if self._spans(self.head(number), message_id)]
        yield from likely
        needle = message_id.encode("utf-8", "replace")
        for number in numbers:
            if number not in likely:
                data, _ = read_file(self._path(number), codec.MOST_BYTES, self._pages.system)
                if needle in data:
                    yield number

    @staticmethod
    def _spans(head: Head, message_id: str) -> bool:
        return head.count > 0 and head.low_id <= message_id <= head.high_id

    # What follows runs in the writer's thread and sees what waits to be written.

    def _current_head(self, number: int) -> Head:
        page = self._pages.waiting(self._path(number))
        if page is not None:
            return codec.value_of(page.pending_about, Head, str(page.path))
        return self.head(number)

    def _current_numbers(self) -> Sequence[int]:
        numbers = self.numbers()
        first = last = self._last + 1
        while self._pages.waiting(self._path(last)):
            last += 1
        return numbers if last == first else [*numbers, *range(first, last)]

    def _locate(self, message_id: str) -> tuple[int, Message] | None:
        """The page and the present version of a message; None where there is none of that id."""
        for number in reversed(self._current_numbers()):
            if self._spans(self._current_head(number), message_id):
                page = self.page(number)
                for message in page.typed(page.current_rows(), KIND, Message, receipts.reader).values():
                    if message.id == message_id:
                        return number, message
        return None

    def _is_newest(self, message_id: str) -> bool:
        """Whether an id is above all that were ever here, so that it cannot be here already.

        Only the newest page gets new ids, so the older pages' heads are read once.
        """
        numbers = self._current_numbers()
        if not numbers:
            return True
        upto, highest = self._highest
        for number in numbers[bisect_right(numbers, upto) : -1]:
            highest = max(highest, self._current_head(number).high_id)
        self._highest = (numbers[-2] if len(numbers) > 1 else 0, highest)
        return message_id > highest and message_id > self._current_head(numbers[-1]).high_id

    def append(self, message: Message, begins: bool = False) -> Message:
        """Stores a message at the end, and above all turns if it begins one. One that is there is only made durable."""
        there = None if self._is_newest(message.id) else self._locate(message.id)
        if there is not None:
            self.page(there[0]).rewrite()
            return there[1]
        numbers = self._current_numbers()
        number = numbers[-1] if numbers else 0
        seq = (self._current_head(number).high if number else 0) + 1
        turn = max(message.turn, _last_turn(self.page(number)) + 1) if begins and number else message.turn
        stored = replace(message, seq=seq, turn=turn)
        if number == 0 or self._is_full(number, stored):
            number = max(number, self._last) + 1
            self.page(number).new = True
        page = self.page(number)
        if str(seq) in page.current().get(KIND, {}):
            raise StorageError(f"Another message stands at position {seq} of {page.path}", "run: chatbot doctor")
        receipts.put(page, stored)
        return stored

    def _is_full(self, number: int, message: Message) -> bool:
        head, page = self._current_head(number), self.page(number)
        if head.count == 0:
            return False
        return head.count >= PAGE_MESSAGES or page.size_bytes + receipts.size_on(page, message) > PAGE_BYTES

    def replace(self, message: Message) -> Message:
        """Stores a changed message in its place.

        Raises:
            NotFound: there is none of that id.
            StorageRefused: the stored one is not the version before.
        """
        there = self._locate(message.id)
        if there is None:
            raise NotFound(f"There is no message {message.id} in session {self._folder.name}")
        number, stored = there
        changed = replace(message, seq=stored.seq)
        if stored == changed:
            self.page(number).rewrite()
            return stored
        if stored.version != message.version - 1:
            raise StorageRefused(f"Message {message.id} was changed meanwhile", "look at it again, then decide")
        receipts.put(self.page(number), changed)
        if stored.receipt is not None or stored.versions:
            receipts.drop_unused(self.page(number))
        return changed

    def remove(self, message_ids: tuple[str, ...]) -> tuple[Message, ...]:
        """Takes messages away; those that are not there are skipped. The result is in order of position."""
        gone = [there for there in map(self._locate, dict.fromkeys(message_ids)) if there is not None]
        for number in sorted({number for number, _ in gone}):
            self.page(number).change(KIND, {}, [message.seq for at, message in gone if at == number])
            receipts.drop_unused(self.page(number))
        return tuple(sorted((message for _, message in gone), key=lambda message: message.seq))

    def put_back(self, messages: tuple[Message, ...]) -> None:
        """Stores messages at the positions that they have; those that are there, wherever, are only made durable.

        Raises:
            StorageRefused: another message stands at one of the positions.
        """
        for message in messages:
            there = self._locate(message.id)
            if there is not None:
                self.page(there[0]).rewrite()
                continue
            page = self.page(self._owner(message.seq))
            if str(message.seq) in page.current().get(KIND, {}):
                raise StorageRefused(f"Another message stands at position {message.seq}", "reload the session")
            receipts.put(page, message)

    def _owner(self, seq: int) -> int:
        for number in reversed(self._current_numbers()):
            if self._current_head(number).start <= seq:
                return number
        raise StorageError(f"No page of session {self._folder.name} holds position {seq}", "reload the session")


def _last_turn(page: Page) -> int:
    """The highest turn on a page; read from what is stored, as unpacking all messages takes long."""
    rows = page.current().get(KIND, {}).values()
    return max((turn for row in rows if isinstance(turn := row.get("turn"), int)), default=0)


def _newest_of(page: Page, before_seq: int | None, limit: int) -> list[Message]:
    """Of one page, newest first. No other message of it is unpacked: most of the time of opening a session."""
    rows = page.rows()
    seqs = (int(key) for key in rows.get(KIND, {}) if key.isdecimal())
    newest = nlargest(limit, (seq for seq in seqs if before_seq is None or seq < before_seq))
    found = page.typed(rows, KIND, Message, receipts.reader, frozenset(newest))
    if len(found) < len(newest) and rows is not page.rows():  # some were set aside: those before them count
        return _newest_of(page, before_seq, limit)
    return [found[seq] for seq in newest if seq in found]

"""Full text over the message pages of many sessions, without an index to keep.

Pages are sieved by their raw bytes, and only those that may hold every word are decoded, and of
those only the texts. What counts is `domain.text.fold`: a message is found when its folded text
holds every folded word of the query.
"""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import msgspec

from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.errors import StorageError
from chatbot.storage import codec
from chatbot.storage.atomic import System, read_file
from chatbot.storage.codec import Table
from chatbot.storage.heads import page_path
from chatbot.storage.messages import MessagePages
from chatbot.storage.receipts import Texts, unpack


class _Text(msgspec.Struct):
    text: str


class _Page(msgspec.Struct):
    messages: dict[int, _Text]


class _RawPage(msgspec.Struct):
    messages: dict[int, msgspec.Raw]
    texts: Table = {}


_texts = msgspec.json.Decoder(_Page)
_raw = msgspec.json.Decoder(_RawPage)
_RUN = lazy(r"[^\W_]+")
_PLAIN_BYTES = bytes(range(128))
_COMPATIBLE = lazy(
    rb"\xc2[\xaa\xb2\xb3\xb9\xba\xbc-\xbe]|\xc3\x9f|\xc4[\xb0-\xb3\xbf]|\xc5[\x80\x89\xbf]|\xc7[\x84-\x8c\xb0-\xb3]"
    rb"|\xca[\xb0-\xb8]|\xcb[\xa1-\xa3]|\xe1[\xb4-\xb6]|\xe1\xba[\x96-\x9e]|\xe2\x81[\xb0-\xbf]|\xe2\x82[\x80-\xa8]"
    rb"|\xe2[\x84\x85\x91-\x93]|\xe2\x86\x89|\xe2\xb1[\xbc\xbd]|\xe3[\x89-\x8b\x8d-\x8f]|\xea\x9f[\xb2-\xb4]"
    rb"|\xef\xac[\x80-\x86]|\xef\xbc[\x90-\xba]|\xef\xbd[\x81-\x9a]|\xf0\x90\x9e|\xf0\x9d[\x90-\x9a\x9f]"
    rb"|\xf0\x9f[\x84-\x86\xaf]"
)
"""Bytes of characters that folding may turn into plain letters or digits, such as full-width ones and ligatures."""


class Query:
    """A text to look for: its folded words, and the plain runs in them by which pages are sieved.

    Args:
        text: what the user typed.
    """

    def __init__(self, text: str) -> None:
        self.words = tuple(fold(text).split())
        runs = {run for word in self.words for run in _RUN.findall(word)}
        self._runs = tuple(sorted(runs, key=len, reverse=True))
        self._plain = tuple(run.encode() for run in self._runs if run.isascii())
        self._characters = {character for run in self._runs for character in run if not character.isascii()}

    def may_be_in(self, data: bytes) -> bool:
        """Whether a page's bytes could hold every word; True where that cannot be told from bytes."""
        if data.isascii():
            return len(self._plain) == len(self._runs) and self._has_plain(data)
        if len(self._plain) == len(self._runs):
            return self._has_plain(data) or _COMPATIBLE.search(data.translate(None, _PLAIN_BYTES)) is not None
        strange = data.translate(None, _PLAIN_BYTES).decode("utf-8", "replace")
        characters = set(strange)
        if any(map(unicodedata.combining, characters)) or not unicodedata.is_normalized("NFKC", strange):
            return True
        if not self._characters <= set("".join(characters).casefold()):
            return False
        folded = data.decode("utf-8", "replace").casefold()
        return all(run in folded for run in self._runs)

    def _has_plain(self, data: bytes) -> bool:
        lower = data.lower()
        return all(run in lower for run in self._plain)

    def is_in(self, text: str) -> bool:
        """Whether a message's text holds every word."""
        # The first is what folding does to plain text, six times as fast; words hold no white space.
        folded = text.lower().replace("`", "'") if text.isascii() else fold(text)
        return all(word in folded for word in self.words)


def find_in_session(query: Query, messages: MessagePages, folder: Path, limit: int, system: System) -> list[Message]:
    """The newest messages of one session that a query finds, newest first, at most `limit`.

    Raises:
        StorageError: a page cannot be read.
    """
    found: list[Message] = []
    for number in reversed(messages.numbers()):
        path = page_path(folder, number)
        data, _ = read_file(path, codec.MOST_BYTES, system)
        if not query.may_be_in(data):
            continue
        texts = codec.parse(data, _texts, str(path)).messages
        seqs = sorted((seq for seq, one in texts.items() if query.is_in(one.text)), reverse=True)
        if seqs:
            codec.verify(data, str(path))
            page = codec.parse(data, _raw, str(path))
            found += _whole(page, [page.messages[seq] for seq in seqs[:limit]], path)
        if len(found) >= limit:
            break
    return found[:limit]


def find(query: Query, sessions: Iterable[tuple[Path, MessagePages]], limit: int, system: System) -> list[Message]:
    """The newest messages of several sessions that a query finds, newest first. Unreadable sessions are skipped."""
    found: list[Message] = []
    for folder, messages in sessions:
        try:
            found += find_in_session(query, messages, folder, limit, system)
        except StorageError:
            continue  # opening that session tells its user; the others must still be searched
    found.sort(key=lambda message: (message.created_at, message.seq), reverse=True)
    return found[:limit]


def find_replies_using(memory_id: str, messages: MessagePages, folder: Path, system: System) -> list[Message]:
    """The messages of one session whose receipts name a memory, oldest first.

    Raises:
        StorageError: a page cannot be read.
    """
    mark = memory_id.encode()
    found: list[Message] = []
    for number in messages.numbers():
        path = page_path(folder, number)
        data, _ = read_file(path, codec.MOST_BYTES, system)
        if mark in data:
            codec.verify(data, str(path))
            page = codec.parse(data, _raw, str(path))
            held = [raw for _, raw in sorted(page.messages.items()) if mark in bytes(raw)]
            found += [one for one in _whole(page, held, path) if one.receipt is not None]
    return found


def _whole(page: _RawPage, held: Iterable[msgspec.Raw], path: Path) -> list[Message]:
    """Some messages of a page, with their receipts."""
    texts = Texts(page.texts)
    documents = (unpack(codec.document_in(raw, str(path)), texts) for raw in held)
    return [codec.value_of(document, Message, str(path)) for document in documents]


def names(message: Message, memory_id: str) -> bool:
    """Whether a message's receipt names a memory."""
    return message.receipt is not None and any(item.id == memory_id for item in message.receipt.recalled)

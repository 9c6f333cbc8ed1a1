"""Character cards inside PNG pictures: reads and writes the text chunks, touches nothing else of the picture.

The layout is that of the PNG specification (8-byte signature; chunks of length, type, data, CRC-32). The card is
base64 of UTF-8 JSON in a text chunk called `chara` (V1, V2) or `ccv3` (V3).
"""

import base64
import binascii
import struct
import zlib
from collections.abc import Iterator

from chatbot.domain.value import Value
from chatbot.errors import PersonaError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORDS = ("ccv3", "chara")
"""In the order in which they are read: the newer form wins."""

LARGEST_CHUNK_BYTES = 8 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 4 * 1024 * 1024


class Chunk(Value):
    """One chunk. `sound` is False where the check sum does not fit the data."""

    type: bytes
    data: bytes
    sound: bool = True


class PngTexts(Value):
    """The card texts of a picture by keyword, decoded from base64, and what was odd about the picture."""

    texts: dict[str, str]
    warnings: tuple[str, ...]


def read_texts(picture: bytes) -> PngTexts:
    """The card texts of a PNG picture.

    Raises:
        PersonaError: the bytes are no PNG, or a chunk is too large.
    """
    texts: dict[str, str] = {}
    warnings: list[str] = []
    complete = False
    for chunk in _chunks(picture):
        complete = complete or chunk.type == b"IEND"
        if chunk.type not in (b"tEXt", b"zTXt"):
            continue
        keyword, _, value = chunk.data.partition(b"\0")
        name = keyword.decode("latin-1").casefold()
        if name not in KEYWORDS or name in texts:
            continue
        if not chunk.sound:
            warnings.append(f"the check sum of the {name} chunk is wrong")
        try:
            texts[name] = _decoded(_unpacked(value) if chunk.type == b"zTXt" else value)
        except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError) as error:
            warnings.append(f"the {name} chunk cannot be read: {error}")
    if not complete:
        warnings.append("the picture is cut off")
    return PngTexts(texts, tuple(warnings))


def write_texts(picture: bytes | None, texts: dict[str, str]) -> bytes:
    """A picture that holds these card texts and no others.

    Args:
        picture: a PNG; None for a small blank one.
        texts: keyword -> JSON text.

    Raises:
        PersonaError: the picture is no PNG, or cut off.
    """
    chunks = list(_chunks(picture if picture is not None else _blank()))
    if not chunks or chunks[-1].type != b"IEND":
        raise PersonaError("the picture is cut off", "use a whole PNG file")
    kept = [chunk for chunk in chunks[:-1] if not _is_card(chunk)]
    added = [
        Chunk(b"tEXt", keyword.encode("latin-1") + b"\0" + base64.b64encode(text.encode()))
        for keyword, text in texts.items()
    ]
    return SIGNATURE + b"".join(_packed(chunk) for chunk in (*kept, *added, chunks[-1]))


def _is_card(chunk: Chunk) -> bool:
    keyword = chunk.data.partition(b"\0")[0].decode("latin-1").casefold()
    return chunk.type in (b"tEXt", b"zTXt") and keyword in KEYWORDS


def _chunks(picture: bytes) -> Iterator[Chunk]:
    """The chunks up to IEND; ends early where the picture is cut off."""
    if not picture.startswith(SIGNATURE):
        raise PersonaError("this is no PNG picture", "use the file as it was downloaded")
    at = len(SIGNATURE)
    while at + 12 <= len(picture):
        length, kind = struct.unpack_from(">I4s", picture, at)
        if length > LARGEST_CHUNK_BYTES:
            raise PersonaError(f"a part of the picture is larger than {LARGEST_CHUNK_BYTES // 1024**2} MB")
        end = at + 8 + length
        if end + 4 > len(picture):
            return
        data = picture[at + 8 : end]
        (checksum,) = struct.unpack_from(">I", picture, end)
        yield Chunk(kind, data, zlib.crc32(kind + data) == checksum)
        if kind == b"IEND":
            return
        at = end + 4


def _unpacked(value: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(value[1:], LARGEST_UNPACKED_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError(f"it unpacks to more than {LARGEST_UNPACKED_BYTES // 1024**2} MB")
    return text


def _decoded(value: bytes) -> str:
    packed = b"".join(value.split()).rstrip(b"=")
    return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True).decode("utf-8-sig")


def _packed(chunk: Chunk) -> bytes:
    checksum = zlib.crc32(chunk.type + chunk.data)
    return struct.pack(">I4s", len(chunk.data), chunk.type) + chunk.data + struct.pack(">I", checksum)


def _blank() -> bytes:
    """One grey pixel."""
    header = Chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = Chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return SIGNATURE + b"".join(map(_packed, (header, pixel, Chunk(b"IEND", b""))))

"""Opens a character card, V1 to V3, from JSON, PNG or CHARX. What its fields mean is `card_import`'s work.

The JSON text is kept exactly as it was, so that an export loses nothing that this program does not understand.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Literal

from chatbot.domain.text import clean_line
from chatbot.domain.value import Value
from chatbot.errors import PersonaError
from chatbot.persona.cards_png import KEYWORDS, SIGNATURE, read_texts

LARGEST_FILE_BYTES = 10 * 1024 * 1024
LARGEST_JSON_BYTES = 2 * 1024 * 1024

Container = Literal["json", "png", "charx"]
Version = Literal["V1", "V2", "V3"]

_V1_FIELDS = ("description", "personality", "scenario", "first_mes", "mes_example")


class Card(Value):
    """A character card as it was read.

    Attributes:
        source: the JSON text, verbatim.
        root: the same, parsed.
        version: V1 flat, V2 or V3 wrapped; by its label and shape, whichever says more.
        container: what it was in.
        file_digest: SHA-256 of the whole file, hexadecimal.
        warnings: what was odd about the file, each one line.
    """

    source: str
    root: Mapping[str, Any]
    version: Version
    container: Container
    file_digest: str
    warnings: tuple[str, ...] = ()

    @property
    def data(self) -> Mapping[str, Any]:
        """The object that holds the character's fields."""
        inner = self.root.get("data")
        return inner if self.version != "V1" and isinstance(inner, Mapping) else self.root


def read_card(content: bytes, name: str) -> Card:
    """Opens a card.

    Args:
        content: the whole file.
        name: how messages call the file.

    Raises:
        PersonaError: it holds no card, or is larger than the limits.
    """
    name = clean_line(name, 80)
    if len(content) > LARGEST_FILE_BYTES:
        raise PersonaError(f"{name} is larger than {LARGEST_FILE_BYTES // 1024**2} MB", "cards are far smaller")
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(SIGNATURE):
        return _from_png(content, name, digest)
    if content.startswith(b"PK"):
        return _card(_from_zip(content, name), name, "charx", digest, ())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PersonaError(f"{name} is neither JSON, PNG nor CHARX", "export the card again") from error
    return _card(text, name, "json", digest, ())


def parse_source(source: str, name: str = "the kept card") -> Card:
    """A card from the JSON text that was kept at its import.

    Raises:
        PersonaError: the text is no card.
    """
    return _card(source, name, "json", hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(), ())


def _from_png(content: bytes, name: str, digest: str) -> Card:
    found = read_texts(content)
    warnings = list(found.warnings)
    cards: list[Card] = []
    for keyword in KEYWORDS:
        if keyword not in found.texts:
            continue
        try:
            cards.append(_card(found.texts[keyword], name, "png", digest, ()))
        except PersonaError as error:
            warnings.append(f"the {keyword} chunk is of no use: {error.message}")
    if not cards:
        why = f": {warnings[0]}" if warnings else ""
        raise PersonaError(
            f"{name} is a picture without a character card{why}", "use the original PNG, not a screenshot"
        )
    if len(cards) > 1 and cards[0].data.get("name") != cards[1].data.get("name"):
        warnings.append("the picture holds two different cards; the newer form is used")
    best = cards[0]
    return Card(best.source, best.root, best.version, "png", digest, tuple(clean_line(text) for text in warnings))


def _from_zip(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("card.json") as file:
            packed = file.read(LARGEST_JSON_BYTES + 1)
    except KeyError as error:
        raise PersonaError(f"{name} has no card.json in it", "use a CHARX file") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        raise PersonaError(
            f"{name} cannot be unpacked: {clean_line(str(error), 80)}", "export the card again"
        ) from error
    try:
        return packed.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PersonaError(f"card.json in {name} is not UTF-8 text", "export the card again") from error


def _card(text: str, name: str, container: Container, digest: str, warnings: tuple[str, ...]) -> Card:
    if len(text) > LARGEST_JSON_BYTES:
        raise PersonaError(
            f"the card in {name} is larger than {LARGEST_JSON_BYTES // 1024**2} MB", "shorten its lorebook"
        )
    try:
        root = json.loads(text.removeprefix("\ufeff"), parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise PersonaError(f"{name} is no valid JSON: {clean_line(str(error), 80)}", "export the card again") from error
    if not isinstance(root, dict):
        raise PersonaError(f"{name} holds no character card", "it should be a JSON object with a name")
    version = _version(root)
    card = Card(text, root, version, container, digest, warnings)
    if root.get("spec") == "lorebook_v3":
        raise PersonaError(f"{name} is a lorebook without a character", "import it into a character's card first")
    if not any(card.data.get(field) for field in ("name", *_V1_FIELDS)):
        raise PersonaError(f"{name} holds no character card", "a card has a name and a description")
    return card


def _version(root: Mapping[str, Any]) -> Version:
    if not isinstance(root.get("data"), Mapping):
        return "V1"
    if root.get("spec") == "chara_card_v3" or "group_only_greetings" in root["data"]:
        return "V3"
    return "V2"

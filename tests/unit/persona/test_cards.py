import base64
import io
import json
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.persona import Example, Persona
from chatbot.domain.value import replace
from chatbot.errors import PersonaError
from chatbot.persona.card_export import BACKFILL_NOTE, export_card, to_json, to_png
from chatbot.persona.card_import import ImportedCard, import_card
from chatbot.persona.cards import LARGEST_FILE_BYTES, Card, read_card
from chatbot.persona.cards_png import SIGNATURE, read_texts, write_texts
from chatbot.persona.catalog import Catalog
from chatbot.persona.load import parse_persona
from chatbot.persona.write import to_toml

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FLAT: dict[str, Any] = {
    "name": "Élan 漢字",
    "description": "{{char}} walks with {{user}}.",
    "personality": "calm",
    "scenario": "a quay",
    "first_mes": "Hello.",
    "mes_example": "<START>\n{{user}}: Hi\n{{char}}: Ho\nand more\n{{user}}: Bye\n{{char}}: So long\n"
    "<START>\nÉlan 漢字: Alone",
}


def v2(**fields: Any) -> dict[str, Any]:
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": {**FLAT, "extensions": {}, **fields}}


def v3(**fields: Any) -> dict[str, Any]:
    data = {**FLAT, "extensions": {}, "group_only_greetings": [], **fields}
    return {"spec": "chara_card_v3", "spec_version": "3.0", "data": data}


def read(root: object) -> Card:
    return read_card(json.dumps(root).encode(), "card.json")


def imported(root: object) -> ImportedCard:
    return import_card(read(root))


def png(**texts: str) -> bytes:
    return write_texts(None, texts)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(root: object) -> bytes:
    return base64.b64encode(json.dumps(root).encode())


def test_v1() -> None:
    card = read(FLAT)
    persona = import_card(card).persona
    assert card.version == "V1"
    assert (persona.id, persona.char) == ("elan", "Élan 漢字")
    assert persona.identity.description == "{{char}} walks with {{user}}."
    assert (persona.identity.summary, persona.context.scenario) == ("calm", "a quay")
    assert persona.voice.greetings == ("Hello.",)
    assert persona.voice.examples == (Example("Hi", "Ho\nand more"), Example("Bye", "So long"), Example("", "Alone"))


def test_v2_maps_every_field() -> None:
    result = imported(
        v2(
            creator_notes="for you",
            system_prompt="Be. {{original}}",
            post_history_instructions="Stay.",
            alternate_greetings=["Yo.", "Hey."],
            tags=["a", "b"],
            creator="me",
            character_version="1.2",
            extensions={
                "depth_prompt": {"prompt": "note", "depth": "3", "role": "user"},
                "talkativeness": "0.7",
                "other/app": {"x": 1},
            },
        )
    )
    persona = result.persona
    assert persona.voice.greetings == ("Hello.", "Yo.", "Hey.")
    assert (persona.prompt.system_override, persona.prompt.reminder) == ("Be. {{original}}", "Stay.")
    note = persona.prompt.depth_note
    assert (note.text, note.depth, note.role) == ("note", 3, "user")
    assert persona.group.talkativeness == 0.7
    assert (persona.meta.notes, persona.meta.tags, persona.meta.author) == ("for you", ("a", "b"), "me")
    assert persona.meta.version == "1.2"
    assert "extensions.other/app" in result.report.kept
    assert {"system_prompt", "tags", "extensions.depth_prompt"} <= set(result.report.mapped)
    assert result.report.review == ("system_prompt", "post_history_instructions")


def test_v3_maps_what_is_new() -> None:
    result = imported(
        v3(
            nickname="El",
            creator_notes_multilingual={"en": "hi", "de": "hallo"},
            source=["https://a.example"],
            creation_date=1_700_000_000,
            modification_date=1_700_000_000_000,
            assets=[{"type": "icon"}],
        )
    )
    meta = result.persona.meta
    assert (result.persona.char, meta.notes, meta.source) == ("El", "hi", ("https://a.example",))
    assert meta.creation_date == meta.modification_date == datetime.fromtimestamp(1_700_000_000, UTC)
    assert {"assets", "creator_notes_multilingual"} <= set(result.report.kept)


BOOK = {
    "scan_depth": 2,
    "token_budget": 300,
    "recursive_scanning": True,
    "entries": [
        {
            "keys": ["quay"], "content": "Salt.", "extensions": {"position": 0, "probability": 50}, "enabled": True,
            "insertion_order": 5, "use_regex": True, "priority": 2, "selective": True, "secondary_keys": "ship, boat",
        },
        {"keys": "a, b", "content": "@@activate\n@@depth 3\n@@additional_keys c\nText", "enabled": True, "id": 9},
        {"keys": ["/(a+)+/"], "use_regex": True, "content": "x", "enabled": False, "position": "before_char"},
        "nonsense",
    ],
}  # fmt: skip


def test_a_lorebook() -> None:
    result = imported(v3(character_book=BOOK))
    lore = result.persona.lore
    assert (lore.scan_depth, lore.token_budget, lore.recursive) == (2, 300, True)
    first, second, third = lore.entries
    assert (first.id, first.order, first.priority, first.position) == ("0", 5, 2, "before_char")
    assert first.secondary_keys == ("ship", "boat") and first.selective
    assert (second.id, second.keys, second.content, second.constant) == ("9", ("a", "b", "c"), "Text", True)
    assert (third.enabled, third.position) == (False, "before_char")
    notes = " | ".join(result.report.unsupported)
    assert "entry 0: probability kept" in notes and "entry 9: @@depth kept" in notes and "repeats a group" in notes


@pytest.mark.parametrize(
    ("root", "field", "expected"),
    [
        (v2(description=None), "identity.description", ""),
        (v2(description=5), "identity.description", "5"),
        (v2(description="a\\r\\nb"), "identity.description", "a\nb"),
        (v2(alternate_greetings="Yo, you."), "voice.greetings", ("Hello.", "Yo, you.")),
        (v2(alternate_greetings=None), "voice.greetings", ("Hello.",)),
        (v2(tags="a, b,,c"), "meta.tags", ("a", "b", "c")),
        (v2(extensions=None), "group.talkativeness", 0.5),
        (v2(extensions={"talkativeness": "loud"}), "group.talkativeness", 0.5),
        (v2(extensions={"talkativeness": 7}), "group.talkativeness", 1.0),
        (v2(character_book=None), "lore.entries", ()),
        (v2(character_book={"entries": None}), "lore.entries", ()),
        (v2(character_version=2), "meta.version", "2"),
        ({"spec": "chara_card_v3", "spec_version": "9.5", "data": FLAT}, "identity.summary", "calm"),
        ({**FLAT, **v2(personality="inner")}, "identity.summary", "inner"),
        (v2(name="../../x"), "id", "x"),
        (v2(name="x\x1b[31m\u202e"), "meta.name", "x␛[31m⟨RLO⟩"),
        (v2(name="\ud800🎉"), "meta.name", "\ufffd🎉"),
        (v3(creation_date=-5, modification_date="soon"), "meta.creation_date", None),
        (v3(creation_date=1e300), "meta.creation_date", None),
    ],
)
def test_leniency(root: dict[str, Any], field: str, expected: object) -> None:
    value: Any = imported(root).persona
    for name in field.split("."):
        value = getattr(value, name)
    assert value == expected


def test_names_without_latin_letters_get_an_id_of_the_file() -> None:
    assert imported(v2(name="漢字")).persona.id.startswith("card-")
    assert imported(v2(name="عربي")).persona.id != imported(v2(name="漢字")).persona.id


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_card(b"\xef\xbb\xbf" + json.dumps(FLAT).encode(), "c").data["name"] == FLAT["name"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no valid JSON"),
        (b"[]", "no character card"),
        (b"{}", "no character card"),
        (b"[" * 100_000, "no valid JSON"),
        (b'{"name": ' + b"9" * 5000 + b"}", "no valid JSON"),
        (b"\xff\xfe", "neither JSON, PNG nor CHARX"),
        (b" " * (LARGEST_FILE_BYTES + 1), "larger than 10 MB"),
        (b'{"name": "' + b"x" * 2_200_000 + b'"}', "larger than 2 MB"),
        (b'{"spec": "lorebook_v3", "data": {"name": "x"}}', "lorebook without a character"),
        (SIGNATURE, "without a character card"),
        (b"PK\x03\x04zip", "cannot be unpacked"),
    ],
)
def test_what_is_no_card(content: bytes, words: str) -> None:
    with pytest.raises(PersonaError, match=words) as caught:
        read_card(content, "card")
    assert caught.value.hint or "too large" in words
    assert "\n" not in str(caught.value)


def test_an_enormous_lorebook_leaves_its_rest_in_the_card() -> None:
    entries = [{"keys": ["k"], "content": "x" * 5000, "enabled": True} for _ in range(100)]
    result = imported(v2(character_book={"entries": entries}))
    assert 0 < len(result.persona.lore.entries) < 100
    assert any("of 100 entries are too much" in line for line in result.report.unsupported)


def test_unknown_macros_are_listed() -> None:
    assert any(
        "{{setvar::a::b}}" in line for line in imported(v2(scenario="{{setvar::a::b}} {{user}}")).report.unsupported
    )


def test_png_prefers_the_newer_chunk_and_says_where_they_disagree() -> None:
    card = read_card(png(chara=json.dumps(v2(name="Old")), ccv3=json.dumps(v3(name="New"))), "c.png")
    assert (card.data["name"], card.container, card.version) == ("New", "png", "V3")
    assert card.warnings == ("the picture holds two different cards; the newer form is used",)


def test_png_in_odd_forms() -> None:
    blank = png()
    head, end = blank[:33], blank[33:]
    before_pixels = head + chunk(b"tEXt", b"Chara\0" + packed(FLAT)) + end
    assert read_card(before_pixels, "c").data == FLAT
    compressed = head + chunk(b"zTXt", b"chara\0\0" + zlib.compress(packed(FLAT))) + end
    assert read_card(compressed, "c").data == FLAT
    wrapped = head + chunk(b"tEXt", b"chara\0" + base64.encodebytes(json.dumps(FLAT).encode()).rstrip(b"=\n")) + end
    assert read_card(wrapped, "c").data == FLAT
    cut = before_pixels[:-20]
    assert "the picture is cut off" in read_card(cut, "c").warnings
    damaged = bytearray(before_pixels)
    damaged[33 + 8 + 6 + len(packed(FLAT))] ^= 1
    assert "the check sum of the chara chunk is wrong" in read_card(bytes(damaged), "c").warnings
    spoilt = head + chunk(b"tEXt", b"ccv3\0!!!") + chunk(b"tEXt", b"chara\0" + packed(FLAT)) + end
    assert read_card(spoilt, "c").data == FLAT


def test_png_limits() -> None:
    blank = png()
    bomb = blank[:33] + chunk(b"zTXt", b"chara\0\0" + zlib.compress(b"A" * 6_000_000)) + blank[33:]
    with pytest.raises(PersonaError, match="unpacks to more than 4 MB"):
        read_card(bomb, "c")
    with pytest.raises(PersonaError, match="larger than 8 MB"):
        read_card(SIGNATURE + struct.pack(">I4s", 2**31, b"tEXt") + b"x" * 20, "c")


def test_writing_png_replaces_card_chunks_and_nothing_else() -> None:
    other = chunk(b"tEXt", b"Author\0me")
    blank = png()
    picture = blank[:33] + chunk(b"tEXt", b"chara\0" + packed(FLAT)) + other + blank[33:]
    written = write_texts(picture, {"ccv3": "{}"})
    assert read_texts(written).texts == {"ccv3": "{}"}
    assert other in written and blank[33:-12] in written
    with pytest.raises(PersonaError):
        write_texts(blank[:-4], {})


def charx(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_json", ".json"), text)
    return buffer.getvalue()


def test_charx() -> None:
    card = read_card(charx(card_json=json.dumps(v3()), assets__icon="x"), "c.charx")
    assert (card.container, card.data["name"]) == ("charx", FLAT["name"])
    with pytest.raises(PersonaError, match=r"no card\.json"):
        read_card(charx(other__card_json="{}"), "c.charx")
    with pytest.raises(PersonaError, match="larger than 2 MB"):
        read_card(charx(card_json=" " * 3_000_000), "c.charx")


FULL = v3(
    nickname="El", system_prompt="S", post_history_instructions="P", alternate_greetings=["Yo."], tags=["a"],
    creator="me", assets=[{"type": "icon", "uri": "ccdefault:"}], unknown={"deep": [1, None, 2.5]},
    extensions={"other/app": {"x": [1]}, "talkativeness": "0.7", "depth_prompt": {"prompt": "n", "depth": 4}},
    character_book={**BOOK, "extensions": {"k": 1}},
)  # fmt: skip


@pytest.mark.parametrize("root", [FLAT, v2(), v3(), FULL, {**FLAT, **v2()}, v2(description=None, tags="a,b")])
def test_an_unedited_card_comes_back_as_it_was(root: dict[str, Any]) -> None:
    card = read(root)
    out = export_card(import_card(card).persona, card.source, NOW)
    assert {key: out["data"][key] for key in card.data} == {**card.data, **_date(card)}
    assert out["spec"] == "chara_card_v3" and out["data"]["modification_date"] == int(NOW.timestamp())


def _date(card: Card) -> dict[str, int]:
    return {"modification_date": int(NOW.timestamp())} if "modification_date" in card.data else {}


def test_edits_are_exported_and_everything_else_stays() -> None:
    card = read({**FLAT, **FULL})
    before = import_card(card).persona
    lore = replace(before.lore, entries=(replace(before.lore.entries[0], content="Tar."), *before.lore.entries[1:]))
    edited = replace(
        before,
        identity=replace(before.identity, description="New."),
        memory=replace(before.memory, keep_threshold=0.5),
        lore=lore,
    )
    out = export_card(edited, card.source, NOW)
    data = out["data"]
    assert data["description"] == out["description"] == "New."
    assert data["scenario"] == FLAT["scenario"] and data["unknown"] == {"deep": [1, None, 2.5]}
    assert data["extensions"]["other/app"] == {"x": [1]}
    first, second = data["character_book"]["entries"][:2]
    assert first["content"] == "Tar." and first["extensions"]["probability"] == 50
    assert second == {**BOOK["entries"][1]}  # type: ignore[index]
    assert data["character_book"]["extensions"] == {"k": 1}
    again = import_card(read(out), before.id).persona
    assert again.memory.keep_threshold == 0.5
    assert again.identity.description == "New."


PERSONAS = Catalog(None).all()


@pytest.mark.parametrize("persona", PERSONAS, ids=[persona.id for persona in PERSONAS])
def test_a_persona_of_ours_survives_as_card_and_as_toml(persona: Persona) -> None:
    bare = replace(persona, shipped=False, path="")
    loaded, problems = parse_persona(to_toml(bare), "x.toml")
    assert loaded is not None and problems == () and loaded.persona == bare
    card = read_card(to_png(export_card(bare, "", NOW)), "c.png")
    assert card.version == "V3" and card.warnings == ()
    again = import_card(card, bare.id).persona
    for block in ("identity", "voice", "memory", "mood", "empathy", "behaviour", "consistency", "offline", "lore"):
        assert getattr(again, block) == getattr(bare, block), block
    assert (again.meta.name, again.meta.glyph, again.meta.tagline) == (
        bare.meta.name,
        bare.meta.glyph,
        bare.meta.tagline,
    )


def test_the_v2_copy_says_what_it_is_and_has_no_decorators() -> None:
    out = export_card(imported(FULL).persona, json.dumps(FULL), NOW)
    copy = json.loads(read_texts(to_png(out)).texts["chara"])
    assert copy["spec"] == "chara_card_v2" and BACKFILL_NOTE in copy["data"]["creator_notes"]
    assert copy["data"]["character_book"]["entries"][1]["content"] == "Text"
    assert json.loads(to_json(out)) == out
    assert out["data"]["character_book"]["entries"][1]["content"].startswith("@@activate")


def test_two_cards_of_one_name_become_two_personas(tmp_path: Any) -> None:
    catalog = Catalog(tmp_path / "own", tmp_path / "none")
    for text in ("one", "two"):
        card = read(v2(name="Twin", description=text))
        result = import_card(card, catalog.free_id("twin"))
        catalog.add(result.persona.id, result.toml, card.source)
    assert [persona.id for persona in catalog.all()] == ["twin", "twin-2"]
    assert json.loads(catalog.card_source("twin-2"))["data"]["description"] == "two"
    assert catalog.card_source("nobody") == ""


def test_a_card_sets_no_settings() -> None:
    ours = {
        "model": {"temperature": 2},
        "prompt": {"system_override": "x"},
        "shipped": True,
        "empathy": {"crisis": "off"},
    }
    result = imported(v2(extensions={"chatbot": ours}))
    assert result.persona.model.temperature is None and result.persona.prompt.system_override == ""
    assert result.persona.empathy.crisis == "builtin"
    assert any("empathy.crisis" in line for line in result.report.unsupported)


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)
_FIELDS = [*FULL["data"], "creation_date", "creator_notes_multilingual", "source"]


@settings(max_examples=12)
@given(st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=5), st.booleans())
def test_no_value_of_any_field_is_a_crash(fields: dict[str, Any], wrapped: bool) -> None:
    try:
        card = read(v3(**fields) if wrapped else {**FLAT, **fields})
        out = export_card(import_card(card).persona, card.source, NOW)
    except PersonaError as error:
        assert error.message
        return
    to_png(out)


@settings(max_examples=12)
@given(
    _JSON,
    st.sampled_from(["keys", "content", "id", "priority", "extensions", "insertion_order", "use_regex", "position"]),
)
def test_no_value_in_a_lorebook_is_a_crash(value: Any, field: str) -> None:
    book = {"entries": [{"keys": ["a"], "content": "x", field: value}]}
    card = read(v3(character_book=book))
    export_card(import_card(card).persona, card.source, NOW)

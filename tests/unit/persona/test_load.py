from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.mood import Baseline
from chatbot.domain.persona import Template, When
from chatbot.errors import PersonaError
from chatbot.persona.load import LARGEST_FILE_BYTES, LoadedPersona, check_persona, parse_persona
from chatbot.persona.problems import Problem

HEAD = 'id = "ana"\n[meta]\nname = "Ana"\nglyph = "A"\n'


def loaded(text: str) -> LoadedPersona:
    result, problems = parse_persona(text, "ana.toml", "ana")
    assert result is not None, problems
    return result


def problems(text: str) -> tuple[Problem, ...]:
    return parse_persona(text, "ana.toml", "ana")[1]


def only(text: str) -> Problem:
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def test_an_almost_empty_file_has_the_defaults() -> None:
    persona = loaded(HEAD).persona
    assert (persona.id, persona.char, persona.voice.max_words) == ("ana", "Ana", 200)
    assert loaded(HEAD).problems == ()


def test_the_files_own_spellings() -> None:
    persona = loaded(
        HEAD
        + '[behaviour]\nwhen = [{ if = "turn > 2", do = "slow down" }]\n'
        + "[mood]\nfloor = { valence = -0.3 }\nbaseline = { valence = 0.2, arousal = -0.1 }\n"
        + '[[lore.entries]]\nid = 7\nkeys = ["x"]\ncontent = "c"\n[[lore.entries]]\nkeys = ["y"]\ncontent = "d"\n'
    ).persona
    assert persona.behaviour.when == (When("turn > 2", "slow down"),)
    assert persona.mood.floor_valence == -0.3
    assert persona.mood.baseline == Baseline(0.2, -0.1)
    assert [entry.id for entry in persona.lore.entries] == ["7", "1"]


def test_an_unknown_key_is_kept_and_the_nearest_is_named() -> None:
    text = HEAD + "[voice]\nmax_wrods = 50\n"
    problem = only(text)
    assert (problem.level, problem.key, problem.line) == ("warning", "voice.max_wrods", 6)
    assert 'did you mean "max_words"?' in problem.line_text and "ana.toml, line 6" in problem.line_text
    assert loaded(text).text == text


def test_fields_that_no_file_may_set() -> None:
    assert only('shipped = true\nid = "ana"\n[meta]\nname = "A"\n').key == "shipped"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("voice.max_words", "[voice]\nmax_words = 5", 10),
        ("memory.keep_threshold", "[memory]\nkeep_threshold = 1.5", 1.0),
        ("memory.role_topics.bug", "[memory]\nrole_topics = { bug = -3 }", 0),
        ("mood.inertia", "[mood]\ninertia = inf", 1.0),
        ("mood.floor.valence", "[mood]\nfloor = { valence = -7.0 }", -1.0),
        ("mood.triggers[0].valence", '[mood]\ntriggers = [{ on = "thanks", valence = 2.0 }]', 1.0),
        ("lore.scan_depth", "[lore]\nscan_depth = -1", 0),
        ("model.temperature", "[model]\ntemperature = 9", 2),
    ],
)
def test_numbers_outside_their_range_are_clamped_with_a_note(key: str, text: str, value: float) -> None:
    problem = only(HEAD + text)
    assert (problem.level, problem.key) == ("note", key)
    assert f"is read as {value:g}" in problem.line_text


def test_the_clamped_value_is_what_the_persona_has() -> None:
    assert loaded(HEAD + "[voice]\nmax_words = 5").persona.voice.max_words == 10
    assert loaded(HEAD + "[mood]\nfloor = { valence = -7.0 }").persona.mood.floor_valence == -1.0
    assert loaded(HEAD + "[memory]\nrole_topics = { bug = 3 }").persona.memory.role_topics == {"bug": 1.0}


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("voice.max_words", '[voice]\nmax_words = "many"', 'must be a whole number, not "many"'),
        ("voice.register", '[voice]\nregister = "loud"', "must be one of plain, warm, formal, playful, terse"),
        ("voice.say", '[voice]\nsay = "x"', "must be a list"),
        ("voice.say[1]", '[voice]\nsay = ["a", 3]', "must be text, not 3"),
        ("voice.examples[0]", "[voice]\nexamples = [3]", "must be a table, not 3"),
        ("voice", "voice = 3", "must be a table"),
        ("memory.role_topics.bug", '[memory]\nrole_topics = { bug = "high" }', "must be a number, not text"),
        ("mood.inertia", "[mood]\ninertia = true", "must be a number, not true"),
        ("mood.inertia", "[mood]\ninertia = nan", "nan is none"),
        ("mood.floor", "[mood]\nfloor = -0.3", "must be a table such as"),
        ("mood.floor.valence", '[mood]\nfloor = { valence = "low" }', "must be a number"),
        ("behaviour.when[0].do", '[behaviour]\nwhen = [{ if = "turn > 1" }]', "is missing"),
        ("behaviour.when[0].if", '[behaviour]\nwhen = [{ if = "tun > 1", do = "x" }]', 'did you mean "turn"?'),
        ("offline.templates[0].id", '[[offline.templates]]\ntext = ["a"]', "is missing"),
        (
            "offline.templates[0].intents",
            '[[offline.templates]]\nid="a"\nintents=["greting"]\ntext=["a"]',
            '"greeting"',
        ),
        (
            "offline.templates[0].text",
            '[[offline.templates]]\nid="a"\ntext=["{usr|x}"]',
            "{usr}, which nothing can fill",
        ),
        ("empathy.crisis", '[empathy]\ncrisis = "off"', "must be one of builtin"),
    ],
)
def test_what_cannot_be_used_is_an_error_with_file_line_and_key(key: str, text: str, words: str) -> None:
    text = text + "\n" + HEAD if text.startswith("voice =") else HEAD + text
    problem = only(text)
    assert (problem.level, problem.key) == ("error", key)
    assert problem.line_text.startswith("ana.toml, line ") and words in problem.line_text
    assert parse_persona(text, "ana.toml", "ana")[0] is None


def test_all_errors_are_named_at_once() -> None:
    found = problems(HEAD + '[voice]\nregister = "loud"\nmax_words = "x"\nsay = [1, 2]\n')
    assert {problem.key for problem in found} == {"voice.max_words", "voice.register", "voice.say[0]", "voice.say[1]"}
    assert {problem.line for problem in found} == {6, 7, 8}


def test_warnings_that_leave_the_file_usable() -> None:
    text = HEAD + (
        '[[offline.templates]]\nid="a"\ntext=["x"]\n[[offline.templates]]\nid="a"\ntext=[]\n'
        '[[lore.entries]]\nid="1"\nkeys=["/(a+)+/"]\nuse_regex=true\ncontent="c"\n'
    )
    keys = [problem.key for problem in loaded(text).problems]
    assert keys == ["offline.templates[1].id", "offline.templates[1].text", "lore.entries[0].keys"]


def test_texts_are_cleaned() -> None:
    persona = loaded('id = "ana"\n[meta]\nname = "A\\u001b[31m\\nb"\n[identity]\nsummary = "x\\u202ey"\n').persona
    assert persona.meta.name == "A␛[31m b"
    assert persona.identity.summary == "x⟨RLO⟩y"


@pytest.mark.parametrize(
    ("glyph", "kept"), [("✦", "✦"), ("", "A"), ("ab", "A"), ("漢", "A"), ("\\u0301", "A"), (" ", "A")]
)
def test_the_glyph_is_one_cell_wide(glyph: str, kept: str) -> None:
    persona = loaded(f'id = "ana"\n[meta]\nname = "ana"\nglyph = "{glyph}"\n').persona
    assert persona.meta.glyph == kept


def test_a_name_without_a_narrow_letter_still_has_a_glyph() -> None:
    assert loaded('id = "ana"\n[meta]\nname = "漢字"\n').persona.meta.glyph == "•"


@pytest.mark.parametrize("bad", ["Ana", "../ana", "", "a b", "-a", "a" * 60])
def test_the_id_is_a_slug(bad: str) -> None:
    result, found = parse_persona(f'id = "{bad}"\n[meta]\nname = "A"\n', "ana.toml")
    assert result is None and found[0].key == "id"


def test_the_id_is_the_files_stem(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text(HEAD)
    result, found = check_persona(path)
    assert result is None and "the file is called other.toml" in found[0].line_text


def test_an_id_is_required() -> None:
    assert ("error", "id") in {(problem.level, problem.key) for problem in problems('[meta]\nname = "A"\n')}


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match="there is no persona file"):
        check_persona(tmp_path / "ana.toml")
    (tmp_path / "dir.toml").mkdir()
    with pytest.raises(PersonaError, match="there is no persona file"):
        check_persona(tmp_path / "dir.toml")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'id = "ana"\nname = \n', "ana.toml, line 2"),
        (b'id = "ana"\n[voice', "ana.toml, line 2"),
        (b'id = "ana"\nx = """\n\n', "ana.toml, line"),
        (b'id = "ana"\n\xff', "ana.toml, line 2: is not UTF-8"),
        (b"x = " + b"[" * 3000, "ana.toml: is nested too deeply"),
        (b"#" * (LARGEST_FILE_BYTES + 1), "larger than 256 kB"),
    ],
)
def test_what_is_no_toml_names_the_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "ana.toml"
    path.write_bytes(data)
    with pytest.raises(PersonaError, match=words.replace(".", r"\.")) as caught:
        check_persona(path)
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "ana.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    loaded, _ = check_persona(path)
    assert loaded is not None and loaded.persona.path == str(path)


def test_every_error_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ana.toml"
    path.write_text(HEAD + '[voice]\nregister = "loud"\nmax_words = "x"\n')
    result, found = check_persona(path)
    assert result is None and len([one for one in found if one.level == "error"]) == 2


def test_dates_without_a_zone_are_utc() -> None:
    meta = loaded(
        HEAD + "creation_date = 2026-03-01T10:00:00\nmodification_date = 2026-03-01T10:00:00+02:00\n"
    ).persona.meta
    assert meta.creation_date == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert meta.modification_date == datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_templates_are_read() -> None:
    text = '[[offline.templates]]\nid="a"\nintents=["share"]\nmood="negative"\ntext=["{topic|that} and {user}"]\n'
    assert loaded(HEAD + text).persona.offline.templates == (
        Template("a", ("share",), "negative", ("{topic|that} and {user}",)),
    )


_VALUES = st.recursive(
    st.one_of(st.text(max_size=6), st.integers(), st.floats(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("ab"), inner, max_size=2)),
    max_leaves=4,
)
_KEYS = ["voice.register", "voice.examples", "memory.role_topics", "mood.floor", "behaviour.when", "lore.entries",
         "offline.templates", "meta.creation_date", "consistency.check", "prompt", "id", "schema"]  # fmt: skip


@settings(max_examples=50)
@given(st.sampled_from(_KEYS), _VALUES)
def test_no_value_of_any_type_is_a_crash(key: str, value: object) -> None:
    parse_persona(f"{key} = {_toml(value)}\n", "x.toml")


def _toml(value: object) -> str:
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(letter):08x}" if not letter.isalnum() else letter for letter in value) + '"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return repr(value)

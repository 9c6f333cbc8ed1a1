import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.domain.text import StreamCleaner, clean, clean_line, counted, fold, sentences, slug

CONTROLS = [chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in "\t\n"]
HARMLESS = [
    "Zażółć gęślą jaźń", "Ελληνικά", "Русский", "עברית", "العربية", "हिन्दी", "বাংলা", "தமிழ்",
    "ไทย", "ខ្មែរ", "한국어", "日本語", "中文",
    "ქართული", "Հայերեն", "አማርኛ", "བོད་སྐད།", "ᏣᎳᎩ",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽", "می‌خواهم", "a\tb\nc", "```py\nprint('x')\n```", "é é",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
def test_printable_text_comes_back_unchanged(text: str) -> None:
    assert clean(text) == text


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_plain_letters_fold_as_if_others_stood_beside_them(text: str) -> None:
    assert fold(f"{text} é") == f"{fold(text)} é".strip()


@given(st.text(alphabet=st.characters()))
def test_nothing_that_acts_or_hides_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not set(cleaned) & set(CONTROLS)
    assert not any(
        unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for c in cleaned
    )
    assert not any(0xE0000 <= ord(c) < 0xE0080 for c in cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_lone_surrogates_become_marks() -> None:
    assert clean("a\ud83db") == "a\ufffdb"


@given(st.lists(st.text(alphabet=st.sampled_from("ab\r\n\x1b]52;é"))))
def test_pieces_clean_as_the_whole(pieces: list[str]) -> None:
    cleaner = StreamCleaner()
    assert "".join([*(cleaner.feed(piece) for piece in pieces), cleaner.end()]) == clean("".join(pieces))


def test_a_line_is_one_line_and_bounded() -> None:
    assert clean_line("  a\r\nb \x1b[2J c  ") == "a b ␛[2J c"
    assert clean_line("x" * 300, limit=10) == "x" * 9 + "…"


def test_folding_ignores_quotes_case_and_width() -> None:
    assert fold("Iʼm  FINE’s ｏk") == "i'm fine's ok"


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a\0b", "CON", "x" * 300, "Ana.", "日本", "", "..", "\x1b[2J"])
def test_a_name_never_leaves_its_folder(name: str) -> None:
    folder = slug(name)
    assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(folder) < 60
    assert not folder.startswith("-")


def test_names_that_differ_get_different_folders() -> None:
    names = ["Ana", "ana", "Ána", "A\u0301na", "ana ", "ana.", "日", "本"]
    assert len({slug(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("count", "thing", "told"),
    [(1, "turn", "1 turn"), (0, "memory", "0 memories"), (2, "reply", "2 replies"), (3000, "day", "3,000 days")],
)
def test_a_count_has_its_noun(count: int, thing: str, told: str) -> None:
    assert counted(count, thing) == told


def test_a_noun_may_name_its_plural() -> None:
    assert (counted(1, "child", "children"), counted(2, "child", "children")) == ("1 child", "2 children")


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("It was changed again since", "take that back first"), "It was changed again since. Take that back first."),
        (("There is no session 01M", "chatbot session list names them all"),
         "There is no session 01M. chatbot session list names them all."),
        (('it failed (500): "boom"', "try again, or switch with /model"),
         'It failed (500): "boom". Try again, or switch with /model.'),
        (("No.", "/regen tries again"), "No. /regen tries again."),
        (("Not now!", "ctrl+n begins one."), "Not now! ctrl+n begins one."),
        (("config.toml is broken", "mend it"), "config.toml is broken. Mend it."),
        (("Done", ""), "Done."),
        (("", ""), ""),
    ],
)  # fmt: skip
def test_what_went_wrong_and_what_to_do_are_sentences(parts: tuple[str, str], line: str) -> None:
    assert sentences(*parts) == line

"""What an expression needs is never more than what it needs: no text in which it is found is passed over."""

import gc
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chatbot
from chatbot.domain.literals import needs_of, starts_of
from chatbot.domain.patterns import _Later, lazy

Found = tuple[str, str]
"""An expression, and a text that it matches from end to end."""

WORDS = st.text("abcd '", min_size=1, max_size=5)


def _word(word: str) -> Found:
    return re.escape(word).replace("\\ ", " ").replace("\\'", "'"), word


def _together(parts: list[Found]) -> Found:
    return "".join(source for source, _ in parts), "".join(text for _, text in parts)


def _one_of(parts: list[Found]) -> Found:
    return "(?:" + "|".join(source for source, _ in parts) + ")", parts[-1][1]


LEAVES = st.one_of(
    WORDS.map(_word),
    WORDS.flatmap(
        lambda word: st.sampled_from(((f"{word}?", word[:-1]), (f"{word}+", word), (f"{word}{{0,2}}", word)))
    ),
    st.sampled_from(
        (
            (r"\b", ""),
            (r"[ab]", "b"),
            (r"[^]\]]+", "xyz"),
            (r"\w*", "abc"),
            (".", "q"),
            ("^?", ""),
            (r"\x61\u0062", "ab"),
        )
    ),
    st.sampled_from((("{", "{"), (r"{a|b", "{a"), (r"x{,", "x{,"))),
    st.sampled_from(((r"(?!zz)", ""), (r"(?<!zz|zy)", ""), (r"(?=(?:|ab))", ""), (r"\.\|\(", ".|("))),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(_together),
        st.lists(inner, min_size=1, max_size=4).map(_one_of),
        inner.map(lambda one: (f"({one[0]})?", "")),
        inner.map(lambda one: (f"(?P<name>{one[0]})", one[1]) if "(?P<" not in one[0] else one),
        inner.map(lambda one: (f"(?:{one[0]})*", one[1])),
        inner.map(lambda one: (f"({one[0]})", one[1])),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
@settings(max_examples=600)
def test_a_text_that_is_matched_holds_one_of_what_is_needed(found: Found) -> None:
    source, text = found
    try:
        pattern = re.compile(source)
    except re.error:  # two quantifiers on one another, or one on nothing
        return
    if "(?P<" in source and source.count("(?P<") > 1:
        return
    needs = needs_of(source)
    if needs and pattern.fullmatch(text):
        assert any(need in text for need in needs), (source, text, needs)


@given(EXPRESSIONS, st.sampled_from(("", "q", "zz")))
@settings(max_examples=600)
def test_a_text_that_is_matched_begins_as_is_told(found: Found, behind: str) -> None:
    source, text = found
    try:
        pattern = re.compile(source)
    except re.error:  # two quantifiers on one another, or one on nothing
        return
    starts = starts_of(source)
    if starts and pattern.match(text + behind):
        assert (text + behind).startswith(starts), (source, text, starts)


@pytest.mark.parametrize(
    ("source", "starts"),
    [
        (r"(?:really )*(?:like|love)s? \w+", ("really ", "like", "love")),
        (r"\b(?P<v>no|nope)\b", ("no", "nope")),
        (r"colou?r", ("colo",)),
        (r"a?b", ("a", "b")),
        (r"(?!every)(?:have )?(?:an? )(?P<v>.+)", ("have ", "a")),
        (r"brother\-in\-law", ("brother",)),
        (r"(?:\'s|is) (?:[a-z]|x)", ("'", "is")),
        (r"am (?:[a-z]+|)|is", ("am ", "is")),
        (r"(?:like|\w+) it", ()),
        (r"(?:not )?(?:really )?", ()),
        (r"am|", ()),
        (r"{a", ()),
        (r"(?i)foo", ()),
        (r".*foo", ()),
    ],
)
def test_what_a_text_begins_with(source: str, starts: tuple[str, ...]) -> None:
    assert starts_of(source) == starts


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        (r"\b(wrong|incorrect)( again)?\b", ("wrong", "incorrect")),
        (r"\bi (?:hurt|cut) myself\b|kms", (" myself", "kms")),
        (r"colou?r", ("colo",)),
        (r"(?:no|nope)\b", ("no", "nope")),
        (r"(again)? and", (" and",)),
        (r"foo(?!bar)", ("foo",)),
        (r"[abc]def", ("def",)),
        (r"a|bcd", ()),
        (r"(?P<v>.+)", ()),
        (r"(?i)foo", ()),
        ("", ()),
    ],
)
def test_the_longest_word_that_cannot_be_missing(source: str, needs: tuple[str, ...]) -> None:
    assert needs_of(source) == needs


def test_flags_that_change_letters_are_not_read() -> None:
    assert lazy("porto", re.IGNORECASE).search("PORTO")
    assert lazy("por to", re.VERBOSE).search("porto")


def _patterns() -> list[_Later[str]]:
    for module in pkgutil.walk_packages(chatbot.__path__, "chatbot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [one for one in gc.get_objects() if type(one) is _Later and isinstance(one._source, str)]


def test_every_pattern_of_the_program_finds_what_it_would_find_when_compiled() -> None:
    sentences = _sentences()
    patterns = {(one._source, one._flags) for one in _patterns()}
    known = 0
    for source, flags in patterns:
        needs = needs_of(source)
        if not needs or flags & (re.IGNORECASE | re.VERBOSE):
            continue
        known += 1
        compiled = re.compile(source, flags)
        starts = starts_of(source)
        for sentence in sentences:
            if found := compiled.search(sentence):
                assert any(need in sentence for need in needs), (source, sentence)
                assert not starts or sentence.startswith(starts, found.start()), (source, sentence)
    assert known > len(patterns) / 2 > 150


def _sentences() -> list[str]:
    data = Path(__file__).parents[2] / "data" / "extraction" / "tune.jsonl"
    lines = [json.loads(line)["text"].lower() for line in data.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 200
    return lines


def test_a_pattern_that_cannot_be_found_is_never_compiled() -> None:
    pattern = lazy(r"\b(porto|lisbon\b")  # compiling it would raise
    assert pattern.search("I live in Braga") is None
    assert pattern.match("Braga") is None
    assert pattern.fullmatch("Braga") is None
    assert list(pattern.finditer("Braga")) == []
    assert pattern.sub("there", "I live in Braga") == "I live in Braga"


@pytest.mark.parametrize("text", ["I live in Porto, not in porto", "Braga", ""])
def test_a_later_pattern_does_what_the_pattern_does(text: str) -> None:
    source = r"\b(porto|faro)\b"
    for first in ("search", "match", "fullmatch"):
        got, wanted = getattr(lazy(source), first)(text), getattr(re.compile(source), first)(text)
        assert (got and got.span()) == (wanted and wanted.span())
    assert [found.span() for found in lazy(source).finditer(text)] == [
        found.span() for found in re.finditer(source, text)
    ]
    assert lazy(source).sub("x", text) == re.sub(source, "x", text)
    assert lazy(source).findall(text) == re.findall(source, text)
    assert lazy(source).split(text) == re.split(source, text)
    assert lazy(source).pattern == source

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import pytest

from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.session import Chapter, KeyFact
from chatbot.domain.value import replace
from chatbot.summary.chapters import edited, loss, with_missing, write_extractive
from chatbot.summary.standing import due, mark_stale, rewritten

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2026, 3, 2, tzinfo=UTC)
FIRST = "Hi! My name is Ana, I moved from Denver to Lisbon on 3 May with my two cats, Miso and Tofu."


def conversation(*texts: str) -> list[Message]:
    """User and persona in turns, as a session numbers them."""
    return [
        Message(f"m{seq}", "s", seq, (seq + 1) // 2, Role.USER if seq % 2 else Role.PERSONA, "mara", text, NOW)
        for seq, text in enumerate(texts, 1)
    ]


def tokens(text: str) -> int:
    return (len(text) + 3) // 4


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"c{next(numbers)}"


def write(messages: list[Message], **options: tuple[str, ...]) -> Chapter:
    return write_extractive(messages, ids(), NOW, "Ana", {"mara": "Mara"}, **options)


def test_nothing_is_due_while_all_fits() -> None:
    assert due(conversation("a" * 40, "b" * 40), 20, tokens) == ()
    assert due([], 20, tokens) == ()


def test_the_oldest_whole_turns_are_due_until_half_of_the_budget_is_free() -> None:
    messages = conversation(*["x" * 40] * 10)
    taken = due(messages, 60, tokens)
    assert taken == tuple(messages[: len(taken)])
    assert len(taken) % 2 == 0
    left = sum(tokens(message.text) for message in messages[len(taken) :])
    assert left <= 30


def test_the_newest_turn_stays() -> None:
    messages = conversation("short", "short", "x" * 4000, "y" * 4000)
    assert due(messages, 100, tokens) == tuple(messages[:2])


def test_a_chapter_names_what_it_covers() -> None:
    messages = conversation(FIRST, "Welcome!", "We decided to use Postgres.", "Noted.")
    chapter = write(messages)
    assert chapter.covers == ("m1", "m2", "m3", "m4")
    assert (chapter.id, chapter.first_seq, chapter.last_seq, chapter.level) == ("c1", 1, 4, 1)
    assert (chapter.created_at, chapter.origin) == (NOW, "rule")
    assert "Lisbon" in chapter.title


def test_its_lines_are_the_speakers_sentences_in_order() -> None:
    chapter = write(conversation(FIRST, "I'll remind you on Friday.", "We decided to use Postgres.", "Fine."))
    assert chapter.text.splitlines() == [
        "Ana: My name is Ana, I moved from Denver to Lisbon on 3 May with my two cats, Miso and Tofu.",
        "Mara: I'll remind you on Friday.",
        "Ana: We decided to use Postgres.",
    ]


def test_all_facts_of_a_short_stretch_are_kept() -> None:
    chapter = write(conversation(FIRST, "I'll remind you on Friday.", "We decided to use Postgres.", "Fine."))
    assert all(fact.kept for fact in chapter.key_facts)
    assert loss(chapter) == f"kept {len(chapter.key_facts)}, missing none"


def test_what_is_said_twice_stands_once() -> None:
    chapter = write(conversation("I moved to Lisbon in May.", "Nice.", "In May I moved to Lisbon!", "You said so."))
    assert chapter.text.count("Lisbon") == 1


def test_lost_facts_of_wanted_kinds_are_added_and_others_reported() -> None:
    facts = (KeyFact("Maya", "name", "m1", 0.9), KeyFact("12 people", "number", "m1", 0.5))
    text, found = with_missing("Ana: we went out", facts, ("names",))
    assert text.splitlines()[-1] == "Also: Maya."
    assert [fact.kept for fact in found] == [True, False]


def test_the_heaviest_lost_facts_are_added_while_there_is_room() -> None:
    facts = [KeyFact(f"Name{number}", "name", "m1", number / 100) for number in range(99)]
    text, found = with_missing("", facts, ("names",), characters=40)
    assert "Name98" in text
    assert "Name1;" not in text
    assert sum(fact.kept for fact in found) == text.count("Name")


def test_the_loss_says_what_is_missing_heaviest_first() -> None:
    facts = (KeyFact("a", "name", "m", 0.2, False), KeyFact("b", "name", "m", 0.9, False), KeyFact("c", "name", "m"))
    chapter = Chapter("c", "", "", 1, 2, NOW, NOW, key_facts=facts)
    assert loss(chapter) == "kept 1, missing 2: b, a"


def test_drafts_and_code_do_not_become_lines() -> None:
    draft, code = conversation("We decided on Rust.", "See:\n```\nlet x = 1;\n```")
    chapter = write([replace(draft, state=MessageState.DRAFT), code])
    assert "Rust" not in chapter.text.partition("Also:")[0]
    assert "let x" not in chapter.text


def test_the_personas_focus_brings_its_lines() -> None:
    dull = ["The sky was grey over the old harbour.", "I see."] * 3
    messages = conversation(*dull, "My knee hurts when climbing stairs.", "Hm.", *dull)
    assert "knee" in write(messages, focus=("knee and pain",)).text


def test_a_chapter_needs_a_message() -> None:
    with pytest.raises(ValueError):
        write([])


@pytest.mark.parametrize("text", ["", "[/] [red]", "😀" * 500, "word " * 5000, "。。。", "\u202e"])
def test_any_text_makes_a_chapter(text: str) -> None:
    chapter = write(conversation(text, "ok"))
    assert len(chapter.text) < 3000


def test_the_users_text_is_cleaned_checked_and_no_longer_stale() -> None:
    chapter = replace(write(conversation(FIRST, "Welcome!")), stale="a message was edited")
    mine = edited(chapter, "Ana lives in Lisbon\x1b[31m", LATER)
    assert (mine.origin, mine.stale, mine.version, mine.updated_at) == ("user", "", 2, LATER)
    assert "\x1b" not in mine.text
    assert {fact.text for fact in mine.key_facts if fact.kept} == {"Ana", "Lisbon"}


def test_a_rewritten_chapter_keeps_its_place() -> None:
    old = write(conversation(FIRST, "Welcome!"))
    fresh = replace(old, id="c9", text="new", created_at=LATER, updated_at=LATER)
    assert rewritten(old, fresh) == replace(old, text="new", version=2, updated_at=LATER)


def test_an_edited_message_makes_its_chapters_stale_and_those_above() -> None:
    low = Chapter("c1", "", "", 1, 4, NOW, NOW, covers=("m1", "m4"))
    other = Chapter("c2", "", "", 5, 8, NOW, NOW, covers=("m5", "m8"))
    high = Chapter("c3", "", "", 1, 4, NOW, NOW, covers=("c1",), level=2)
    marked = mark_stale([high, low, other], "m4", "a message was deleted")
    assert [chapter.stale for chapter in marked] == ["a message was deleted", "a message was deleted", ""]
    merged = Chapter("c4", "", "", 1, 9, NOW, NOW, covers=("gone",), level=2)
    assert mark_stale([merged], "m7", seq=7)[0].stale
    assert not mark_stale([merged], "m12", seq=12)[0].stale

from datetime import UTC, datetime
from itertools import count, pairwise

import pytest

from chatbot.domain.message import Message, Role
from chatbot.domain.session import Chapter, KeyFact
from chatbot.summary.chapters import loss, write_extractive
from chatbot.summary.compress import FACTS_KEPT, fit, merge
from chatbot.summary.keyfacts import Text, key_facts
from chatbot.summary.standing import due

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FIRST = "My name is Ana, I moved from Denver to Lisbon on 3 May with my two cats, Miso and Tofu."
NAMES = ("Nora", "Omar", "Priya", "Quentin", "Rosa", "Stefan", "Tessa")
THINGS = ("river", "ticket", "garden", "engine", "window", "coffee", "doctor", "museum", "market", "paper", "bridge")


def tokens(text: str) -> int:
    return (len(text) + 3) // 4


def said(seq: int) -> str:
    """A line of a long session: always new, full of names and numbers, alternating with a dull reply."""
    if seq == 1:
        return FIRST
    thing, other = THINGS[seq % 11], THINGS[seq * 7 % 11]
    if seq % 2 == 0:
        return f"That sounds like a good {thing}. Tell me more about the {other}?"
    name = NAMES[seq % 7]
    met = f"Yesterday I saw {name} at the {thing}, it cost {seq} euros."
    return f"{met} I'll bring the {other} to {name} at {seq % 12 + 1}pm."


def message(seq: int) -> Message:
    role = Role.USER if seq % 2 else Role.PERSONA
    return Message(f"m{seq}", "s", seq, (seq + 1) // 2, role, "mara", said(seq), NOW)


def chapter(number: int, text: str, *facts: KeyFact, level: int = 1) -> Chapter:
    return Chapter(
        f"c{number}", f"t{number}", text, number * 10 + 1, number * 10 + 10, NOW, NOW, key_facts=facts, level=level
    )


def test_a_thousand_messages_fit_a_budget_and_still_answer_for_the_first() -> None:
    new_id = (f"c{number}" for number in count(1)).__next__
    chapters: tuple[Chapter, ...] = ()
    raw: list[Message] = []
    for seq in range(1, 1001):
        raw.append(message(seq))
        taken = due(raw, 3000, tokens)
        if taken:
            raw = raw[len(taken) :]
            chapters = (*chapters, write_extractive(taken, new_id, NOW, "Ana", {}))
            chapters = fit(chapters, 2000, tokens, new_id, NOW)
    assert sum(tokens(one.text) for one in chapters) <= 2000
    assert chapters[0].first_seq == 1
    assert chapters[-1].last_seq == raw[0].seq - 1
    for before, after in pairwise(chapters):
        assert after.first_seq == before.last_seq + 1
    whole = Text("\n".join(one.text for one in chapters))
    assert all(whole.holds(fact) for fact in key_facts([message(1)]))


def test_a_merged_chapter_is_one_level_up_and_names_the_others() -> None:
    maya, omar = KeyFact("Maya", "name", "m1", 0.9), KeyFact("Omar", "name", "m2", 0.8)
    merged = merge([chapter(0, "Ana: I met Maya.", maya), chapter(1, "Ana: I met Omar.", omar)], lambda: "c9", NOW)
    assert (merged.id, merged.level, merged.covers) == ("c9", 2, ("c0", "c1"))
    assert (merged.first_seq, merged.last_seq) == (1, 20)
    assert loss(merged) == "kept 2 of the 2 heaviest, missing none"


def test_the_users_lines_outlive_others() -> None:
    filler = "\n".join(f"Ana: the {thing} was closed for most of the afternoon" for thing in THINGS)
    mine = Chapter("u", "", "The trip is off.", 1, 2, NOW, NOW, origin="user")
    assert "The trip is off." in merge([mine, chapter(1, filler)], lambda: "c9", NOW).text


def test_only_so_many_facts_go_on() -> None:
    facts = [KeyFact(f"Name{number}", "name", "m", number / 200) for number in range(150)]
    merged = merge([chapter(0, "Ana: hello there", *facts)], lambda: "c9", NOW)
    assert len(merged.key_facts) == FACTS_KEPT
    assert {fact.text for fact in merged.key_facts} == {f"Name{number}" for number in range(150 - FACTS_KEPT, 150)}


def test_a_stale_chapter_makes_a_stale_merge() -> None:
    old = Chapter("c0", "", "Ana: hello", 1, 2, NOW, NOW, stale="a message was edited")
    assert merge([old, chapter(1, "Ana: bye")], lambda: "c9", NOW).stale == "a message was edited"


def test_chapters_that_fit_stay_as_they_are() -> None:
    chapters = (chapter(0, "Ana: hello"), chapter(1, "Ana: bye"))
    assert fit(chapters, 100, tokens, lambda: "c9", NOW) == chapters
    assert fit((), 100, tokens, lambda: "c9", NOW) == ()


def test_the_oldest_of_the_lowest_level_are_merged_first() -> None:
    numbers = count(50)
    lines = ["Ana: I met Nora at the " + f"{thing} {place}" for thing in THINGS for place in THINGS]
    chapters = [chapter(0, "\n".join(lines[:8]), level=2)]
    chapters += [chapter(number, "\n".join(lines[number * 8 : number * 8 + 8])) for number in range(1, 6)]
    budget = sum(tokens(one.text) for one in chapters) - 20
    left = fit(chapters, budget, tokens, lambda: f"c{next(numbers)}", NOW)
    assert left[0] == chapters[0]
    assert left[1].covers == ("c1", "c2", "c3", "c4")
    assert left[2] == chapters[5]


def test_one_chapter_over_the_budget_is_shortened() -> None:
    text = "\n".join(f"Ana: I saw the {thing} near {name}" for thing in THINGS for name in NAMES)
    (left,) = fit([chapter(0, text)], 100, tokens, lambda: "c9", NOW)
    assert tokens(left.text) <= 100


def test_merging_needs_a_chapter() -> None:
    with pytest.raises(ValueError):
        merge([], lambda: "c9", NOW)

"""The pure parts: bars, charts, ages, picking, rows and words. No screen runs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from textual.content import Content

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import Memory, Source, Status
from chatbot.domain.receipt import Fate, Found, Recalled, Receipt, Section
from chatbot.domain.slots import Kind, Scope
from chatbot.tui import narrate
from chatbot.tui.ages import ago, group
from chatbot.tui.columns import beside
from chatbot.tui.fuzzy import nearest, pick
from chatbot.tui.inspector.bars import bar, line_chart
from chatbot.tui.inspector.memory_details import readers
from chatbot.tui.inspector.memory_rows import Wanted, memory_rows, rival, touched
from chatbot.tui.inspector.receipt_text import Now, receipt_rows

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def memory(text: str, **fields: Any) -> Memory:
    base: dict[str, Any] = {
        "id": text,
        "text": text,
        "kind": Kind.FACT,
        "scope": Scope.USER,
        "session_id": "s",
        "persona_id": "p",
        "subject": "user",
        "attribute": "job",
        "value": text,
        "said_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Memory(**{**base, **fields})


@pytest.mark.parametrize(
    ("share", "drawn"), [(0.0, ""), (0.001, "▏"), (0.5, "██"), (1.0, "████"), (3.0, "████"), (-1.0, "")]
)
def test_bars_are_shares_of_their_cells(share: float, drawn: str) -> None:
    assert bar(share, 4) == drawn


def test_a_chart_has_its_highest_value_at_the_top_and_its_newest_at_the_right() -> None:
    lines = line_chart([-1.0, 1.0], cells=4, rows=2)
    assert [len(line) for line in lines] == [4, 4]
    assert lines[0][-1] != "⠀" and lines[0][0] == "⠀"
    assert lines[1][0] != "⠀" and lines[1][-1] == "⠀"


def test_a_chart_of_many_values_keeps_its_width() -> None:
    assert {len(line) for line in line_chart([0.1] * 1000, cells=7, rows=3)} == {7}
    assert line_chart([], cells=3, rows=1) == ["⠀⠀⠀"]


def test_ages_and_groups() -> None:
    assert [ago(NOW - timedelta(seconds=s), NOW) for s in (5, 300, 7200, 200_000)] == ["now", "5 min", "2 h", "2 d"]
    days = [group(NOW - timedelta(days=days), NOW) for days in (0, 1, 2)]
    assert days == ["Today", "Yesterday", "Earlier"]


def test_picking_puts_what_holds_every_word_first() -> None:
    texts = ["Plans for May", "May recipes", "Packing list"]
    assert pick("", texts) == [0, 1, 2]
    assert pick("may", texts)[:2] == [1, 0]
    assert pick("lisb", ["my dog is Biscuit", "tell me about Lisbon"]) == [1]
    assert pick("recpies", texts) == [1]
    assert pick("zzzz", texts) == []
    assert nearest("persnoa", ["persona", "private"]) == "persona"
    assert nearest("qqqqqqqq", ["persona", "private"]) == ""


def test_what_waits_for_a_decision_comes_first() -> None:
    rows = memory_rows([memory("User sings"), memory("User may paint", status=Status.PENDING)], {}, Wanted(width=60))
    assert [row.id for row in rows] == ["", "User may paint", "", "User sings"]


def test_what_a_turn_made_past_stays_in_sight() -> None:
    past = memory("User is a nurse", status=Status.SUPERSEDED)
    assert memory_rows([past], {}, Wanted()) == []
    assert [row.id for row in memory_rows([past], {past.id: Op.SUPERSEDE}, Wanted())] == ["", past.id]


@pytest.mark.parametrize("width", [20, 33, 60])
def test_rows_keep_to_four_lines_of_their_width(width: int) -> None:
    long = memory("User " + "漢字 and words " * 20, pinned=True, locked=True, status=Status.CONFLICT)
    row = memory_rows([long], {long.id: Op.ADD}, Wanted(width=width, persona="A long name"))[1]
    lines = row.content.split("\n")
    assert len(lines) == 4
    assert all(line.cell_length <= width for line in lines)


def test_a_date_at_the_end_of_a_sentence_shows_in_the_narrowest_column() -> None:
    dated = memory("User has a dentist appointment on Monday 14 December 2026 at 10:30")
    row = memory_rows([dated], {}, Wanted(width=35, persona="Wren"))[1]
    assert "14 December 2026 at 10:30" in " ".join(row.content.plain.split()) and "…" not in row.content.plain


def test_the_sentence_that_told_a_memory_counts_only_where_no_words_of_a_memory_do() -> None:
    told = Source("s", "m", "I live in Porto by the sea and my dog is called Biscuit")
    home = memory("User lives in Porto", attribute="home", source=told)
    dog = memory("User's dog is called Biscuit", attribute="pet.dog", source=told)
    shown = {
        query: [row.id for row in memory_rows([home, dog], {}, Wanted(query=query)) if row.id]
        for query in ("dog", "sea")
    }
    assert shown == {"dog": [dog.id], "sea": [home.id, dog.id]}


def test_a_value_stands_beside_its_label_and_below_one_that_is_too_long() -> None:
    told = beside(Content("said"), "a 漢字漢字漢字 and on", 8, 20)
    assert told.plain.split("\n") == ["said    a", "        漢字漢字漢字", "        and on"]
    assert beside(Content("a long label"), "value", 8, 40).plain.split("\n") == ["a long label", "        value"]


def test_a_conflict_knows_its_other_side() -> None:
    one = memory("User is a nurse", status=Status.CONFLICT)
    other = memory("User is a pilot", status=Status.CONFLICT)
    far = memory("User lives in Porto", status=Status.CONFLICT, attribute="home")
    assert rival(one, (far, one, other)) == other
    assert rival(far, (far, one, other)) is None


def test_readers_are_named() -> None:
    assert "every persona" in readers(memory("x"), "Mara")
    assert "Mara" in readers(memory("x", scope=Scope.PERSONA), "Mara")
    assert readers(memory("x", scope=Scope.SESSION), "Mara") == "this session only"


def test_a_change_set_becomes_one_note() -> None:
    old, new = memory("User is a nurse"), memory("User is a pilot")
    changes = (Change(Op.SUPERSEDE, old, new, ""), Change(Op.REJECT, None, None, "weak", "noise"))
    entry = JournalEntry("e", NOW, Who.RULE, changes, "s", "m")
    note = narrate.entry_note(entry, "")
    assert note is not None
    assert note.text == "put right: User is a nurse → User is a pilot"
    assert note.after_id == "m"
    assert touched([entry]) == {new.id: Op.SUPERSEDE}
    assert narrate.entry_note(JournalEntry("e", NOW, Who.RULE, changes[1:]), "") is None


def test_what_waits_for_a_decision_is_not_noted_as_learnt() -> None:
    changes = (Change(Op.ADD, None, memory("User lives in Lagos", status=Status.PENDING), "offered"),)
    note = narrate.entry_note(JournalEntry("e", NOW, Who.RULE, changes, "s", "m"), "")
    assert note is not None and note.text == "for you to decide in the inspector: User lives in Lagos"


def test_a_receipt_tells_injected_from_dropped() -> None:
    parts = {"relevance": 1.25, "use": 0.0}
    recalled = (
        Recalled(Found.MEMORY, "a", "User sings", NOW, 2.0, parts, Fate.INJECTED, "fits the question"),
        Recalled(Found.MESSAGE, "b", "la la", None, 1.0, {}, Fate.DROPPED, "over the budget"),
    )
    receipt = Receipt("openai", "tiny", (Section("memories", 40), Section("history", 80)), (), recalled)
    text = "\n".join(row.content.plain for row in receipt_rows(receipt, 50, Now()))
    given, left_out = text.index("Given to the model"), text.index("Found, but left out")
    assert given < text.index("User sings") < left_out < text.index("la la")
    assert "relevance +1.25" in text and "use" not in text.split("Tokens")[0]
    assert "fits the question" in text and "over the budget" in text
    assert "memories" in text and "120" in text

from collections.abc import Iterable
from datetime import timedelta

import pytest

from chatbot.domain.memory import Memory, Source, Status
from chatbot.domain.message import Role
from chatbot.domain.mood import MoodState
from chatbot.domain.persona import MemoryLens
from chatbot.domain.receipt import Found, Recalled
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall
from tests.unit.memory.making import NOW, chapter, memory, message

FACTS = (
    memory("dog", "User's dog is called Biscuit", "pet.dog", "Biscuit", kind=Kind.RELATIONSHIP),
    memory("cat", "User's cat is called Momo", "pet.cat", "Momo", kind=Kind.RELATIONSHIP),
    memory("home", "User lives in Lisbon", "home", "Lisbon"),
    memory("name", "User is called Ana", "name", "Ana", kind=Kind.IDENTITY),
    memory("age", "User is 34", "age", "34"),
    memory("sister", "User's sister is called Maya", "family.sister", "Maya", kind=Kind.RELATIONSHIP),
    memory("nurse", "Maya is a nurse", "job", "nurse", subject="maya"),
    memory("baker", "User is a baker", "job", "baker"),
    memory("nuts", "User is allergic to peanuts", "allergy", "peanuts", kind=Kind.PREFERENCE),
    memory("jazz", "User likes jazz", "likes", "jazz", kind=Kind.PREFERENCE),
    memory("teal", "User's favorite color is teal", "favorite.color", "teal", kind=Kind.PREFERENCE),
    memory("goal", "User wants to run a marathon", "goal", "run a marathon", kind=Kind.GOAL),
)


def index_of(*memories: Memory) -> RecallIndex:
    index = RecallIndex()
    for each in memories:
        index.put_memory(each)
    return index


def ask(text: str, index: RecallIndex, session_id: str = "s", persona_id: str = "p") -> list[str]:
    return [found.id for found in recall(Query(text, NOW, session_id, persona_id, user_name="Ana"), index)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("what's my dog's name?", "dog"),
        ("What’s my dog called", "dog"),
        ("where do I live?", "home"),
        ("where does Ana live?", "home"),
        ("how old am I", "age"),
        ("who am I?", "name"),
        ("what's my name", "name"),
        ("what do I do for a living?", "baker"),
        ("what's my job?", "baker"),
        ("what's my sister's job?", "nurse"),
        ("what does my sister do?", "nurse"),
        ("what is Maya's job?", "nurse"),
        ("who is my sister", "sister"),
        ("what's my favourite colour?", "teal"),
        ("what music do I like?", "jazz"),
        ("what are my goals?", "goal"),
        ("what am I allergic to?", "nuts"),
    ],
)
def test_a_question_for_a_slot_finds_what_fills_it_first(question: str, first: str) -> None:
    assert ask(question, index_of(*FACTS))[0] == first


def test_a_whole_family_of_slots_can_be_asked_for() -> None:
    assert set(ask("do I have any pets?", index_of(*FACTS))[:2]) == {"dog", "cat"}


@pytest.mark.parametrize("question", ["waht is my dgo called", "wht did i say about my marathn"])
def test_misspelt_questions_still_find(question: str) -> None:
    assert ask(question, index_of(*FACTS))[0] in ("dog", "goal")


@pytest.mark.parametrize("text", ["what is the capital of France?", "I feel tired today", "", "?!", "[/red]"])
def test_nothing_is_told_merely_for_being_new_or_weighty(text: str) -> None:
    weighty = [memory(f"w{i}", each.text, importance=1.0, uses=99, last_used_at=NOW) for i, each in enumerate(FACTS)]
    assert ask(text, index_of(*weighty)) == []


def test_a_greeting_brings_the_name_and_nothing_else() -> None:
    assert ask("Hi there!", index_of(*FACTS)) == ["name"]


def test_an_allergy_comes_when_food_is_spoken_of_and_no_limit_drops_it() -> None:
    likes = [memory(f"l{i}", f"User likes dinner recipe number {i}") for i in range(5)]
    found = recall(Query("suggest a dinner recipe", NOW, "s", "p", limit=2), index_of(*FACTS, *likes))
    assert "nuts" in [each.id for each in found]
    assert len(found) == 3


def test_pinned_memories_come_first_always() -> None:
    found = recall(
        Query("where do I live?", NOW, "s", "p", limit=1),
        index_of(*FACTS, memory("rule", "User wants short answers", pinned=True)),
    )
    assert [each.id for each in found] == ["rule", "home"]
    assert found[0].parts["pinned"] > 0


@pytest.mark.parametrize(
    "fields",
    [
        {"scope": Scope.SESSION, "session_id": "other"},
        {"scope": Scope.PERSONA, "persona_id": "other"},
        {"status": Status.PENDING},
        {"status": Status.SUPERSEDED},
        {"status": Status.FORGOTTEN},
        {"expires_at": NOW},
        {"valid_until": NOW - timedelta(days=1)},
    ],
)
def test_what_the_turn_may_not_know_is_not_told_even_when_pinned(fields: dict[str, object]) -> None:
    hidden = memory("x", "User lives in Lisbon", "home", "Lisbon", pinned=True, **fields)
    assert ask("where do I live in Lisbon?", index_of(hidden)) == []


def test_an_open_conflict_is_told_as_uncertain() -> None:
    index = index_of(memory("x", "User lives in Lisbon", "home", "Lisbon", status=Status.CONFLICT))
    (found,) = recall(Query("where do I live?", NOW, "s", "p"), index)
    assert found.uncertain


def test_what_may_not_leave_the_machine_is_marked() -> None:
    index = index_of(memory("x", "User lives in Lisbon", "home", "Lisbon", local_only=True))
    (found,) = recall(Query("where do I live?", NOW, "s", "p"), index)
    assert found.local_only


def test_a_persona_reads_only_the_shared_kinds_that_its_file_allows() -> None:
    lens = MemoryLens(shared_read=("identity",))
    found = recall(Query("my name and my home", NOW, "s", "p", lens=lens), index_of(*FACTS))
    assert [each.id for each in found] == ["name"]


def test_a_private_turn_reads_nothing_from_outside_its_session() -> None:
    own = memory("own", "User lives in Faro", "home", "Faro", session_id="private")
    index = index_of(*FACTS, own)
    index.put_chapter(chapter("c", "About Lisbon and where the user lives"), "s", "p")
    found = recall(Query("where do I live?", NOW, "private", "p", private=True), index)
    assert [each.id for each in found] == ["own"]


def score_parts(one: Memory, lens: MemoryLens | None = None, valence: float = 0.0) -> dict[str, float]:
    query = Query("Lisbon", NOW, "s", "p", lens=lens or MemoryLens(), user_mood=MoodState(valence=valence))
    (found,) = recall(query, index_of(one))
    assert found.score == pytest.approx(sum(found.parts.values()))
    return dict(found.parts)


def test_each_part_answers_to_its_own_cause() -> None:
    base = memory("x", "User saw Lisbon", topics=("travel",))
    plain = score_parts(base)
    changes: Iterable[tuple[str, dict[str, float]]] = (
        ("recency", score_parts(memory("x", "User saw Lisbon", topics=("travel",), said_at=NOW))),
        ("importance", score_parts(memory("x", "User saw Lisbon", topics=("travel",), importance=1.0))),
        ("use", score_parts(memory("x", "User saw Lisbon", topics=("travel",), uses=5))),
        ("mood", score_parts(memory("x", "User saw Lisbon", topics=("travel",), valence=-0.8), valence=-0.5)),
        ("lens", score_parts(base, MemoryLens(role_topics={"travel": 1.0}))),
        ("pinned", score_parts(memory("x", "User saw Lisbon", topics=("travel",), pinned=True))),
    )
    for part, changed in changes:
        assert changed[part] > plain[part], part
        assert {name: value for name, value in changed.items() if name != part} == {
            name: value for name, value in plain.items() if name != part
        }


def test_messages_of_the_session_are_found_and_recent_ones_left_out() -> None:
    index = RecallIndex()
    index.add_messages(
        [message(1, "I bought a blue bicycle"), message(2, "Nice!", Role.PERSONA), message(3, "bicycle?")]
    )
    query = Query("what colour is my bicycle", NOW, "s", "p", recent_ids=frozenset({"s-3"}))
    found = recall(query, index)
    assert found[0].id == "s-1"
    assert found[0].found is Found.MESSAGE
    assert "s-3" not in [each.id for each in found]


def test_a_message_that_a_memory_quotes_is_not_told_twice() -> None:
    index = index_of(memory("m", "User owns a blue bicycle", source=Source("s", "s-1", "I bought a blue bicycle")))
    index.add_message(message(1, "I bought a blue bicycle"))
    assert ask("blue bicycle", index) == ["m"]


def test_a_chapter_of_another_session_needs_the_same_persona() -> None:
    index = RecallIndex()
    index.put_chapter(chapter("shared", "The user planned a bicycle tour"), "old", "p")
    index.put_chapter(chapter("closed", "The user planned a bicycle tour"), "old")
    index.put_chapter(chapter("own", "The user planned a bicycle tour"), "s")
    assert set(ask("bicycle tour", index)) == {"shared", "own"}
    assert set(ask("bicycle tour", index, persona_id="other")) == {"own"}


def test_the_limit_is_the_personas_where_the_query_has_none() -> None:
    index = index_of(*(memory(f"m{i}", f"Lisbon fact {i}") for i in range(9)))
    assert len(recall(Query("Lisbon", NOW, "s", "p", lens=MemoryLens(recall_limit=4)), index)) == 4
    assert len(recall(Query("Lisbon", NOW, "s", "p", lens=MemoryLens(recall_limit=4), limit=6), index)) == 6


def recalled_messages(*memories: Memory, says: str = "My dog is called Biscuit") -> list[Recalled]:
    index = index_of(*memories)
    index.add_message(message(1, says))
    index.add_message(message(2, "Biscuit is a lovely name for a dog", Role.PERSONA))
    index.add_message(message(3, "Dogs are called to dinner at six"))
    found = recall(Query("what is my dog called", NOW, "s", "p"), index)
    return [each for each in found if each.found is Found.MESSAGE]


def dog(**fields: object) -> Memory:
    taught = Source("s", "s-1", "My dog is called Biscuit")
    return replace(memory("dog", "User's dog is called Biscuit", "pet.dog", "Biscuit", source=taught), **fields)


def test_messages_say_who_said_them() -> None:
    assert {each.id: each.by_persona for each in recalled_messages()} == {"s-1": False, "s-2": True, "s-3": False}


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.SUPERSEDED, Status.FORGOTTEN])
def test_a_message_that_taught_what_stays_here_stays_here_too(status: Status) -> None:
    index = index_of(dog(local_only=True, status=status, value="", persona_id="other", scope=Scope.PERSONA))
    index.add_message(message(1, "My dog is called Biscuit, and we walk every day along the river"))
    index.add_message(message(2, "Dogs are called to dinner at six"))
    (query, away) = (Query("what is my dog called", NOW, "s", "other"), Query("what is my dog called", NOW, "s", "p"))
    for each in (query, away):
        found = {one.id: one.local_only for one in recall(each, index) if one.found is Found.MESSAGE}
        assert found.get("s-1", True) and not found["s-2"]


def test_a_message_that_names_what_stays_here_stays_here_too() -> None:
    found = recalled_messages(dog(local_only=True), says="My dog is called Biscuit, and we walk along the river")
    assert {each.id: each.local_only for each in found} == {"s-1": True, "s-2": True, "s-3": False}


def test_what_was_forgotten_does_not_come_back_through_messages_or_chapters() -> None:
    assert [each.id for each in recalled_messages(dog(status=Status.FORGOTTEN))] == ["s-3"]
    nameless = dog(status=Status.FORGOTTEN, value="")
    assert {each.id for each in recalled_messages(nameless)} == {"s-2", "s-3"}
    index = index_of(dog(status=Status.FORGOTTEN))
    index.put_chapter(chapter("c", "The user told of a dog called Biscuit"), "s")
    assert ask("what is my dog called", index) == []


@pytest.mark.parametrize(
    "fields", [{"scope": Scope.PERSONA, "persona_id": "other"}, {"scope": Scope.SESSION, "session_id": "other"}]
)
def test_what_another_persona_or_session_forgot_is_its_own(fields: dict[str, object]) -> None:
    elsewhere = Source("other", "other-1", "My dog is called Biscuit")
    assert len(recalled_messages(dog(status=Status.FORGOTTEN, source=elsewhere, **fields))) == 3


def test_what_is_known_anew_or_was_only_put_right_is_no_secret() -> None:
    again = dog(id="again", source=Source("s", "s-9", "remember that my dog is called biscuit"), value="biscuit")
    assert {each.id for each in recalled_messages(dog(status=Status.FORGOTTEN), again)} >= {"s-1", "s-2"}
    right = dog(id="right", value="Bella", text="User's dog is called Bella")
    says = "My dog is called Biscuit, and we walk along the river every single day"
    wrong = dog(status=Status.FORGOTTEN, superseded_by="right")
    assert "s-1" in {each.id for each in recalled_messages(wrong, right, says=says)}


@pytest.mark.parametrize(
    "text", ["what do you know about me?", "What do you remember?", "tell me what you know about me"]
)
def test_all_that_is_known_is_told_the_most_important_first(text: str) -> None:
    weighed = [replace(each, importance=place / 20) for place, each in enumerate(FACTS) if each.id != "nuts"]
    hidden = memory("x", "User has a secret", importance=1.0, scope=Scope.PERSONA, persona_id="other")
    gone = memory("y", "User likes golf", importance=1.0, status=Status.FORGOTTEN)
    found = ask(text, index_of(*weighed, hidden, gone))
    assert found == [each.id for each in reversed(weighed)]


def test_what_holds_for_this_chat_outdoes_the_wider_one_here() -> None:
    here = memory("bob", "User is called Bob", "name", "Bob", scope=Scope.SESSION, session_id="s")
    index = index_of(*FACTS, here)
    assert ask("what's my name?", index)[0] == "bob"
    assert "name" not in ask("what's my name? Ana?", index)
    assert ask("what's my name?", index, session_id="other")[0] == "name"
    past = replace(here, status=Status.SUPERSEDED)
    assert ask("what's my name?", index_of(*FACTS, past))[0] == "name"


def test_who_has_only_a_nickname_is_asked_for_by_it() -> None:
    annie = memory("annie", "User goes by Annie", "nickname", "Annie")
    assert ask("what's my name?", index_of(annie)) == ["annie"]
    assert ask("what's my name?", index_of(annie, *FACTS))[0] == "name"


def test_who_asks_for_everything_gets_more_than_a_turn_has_otherwise() -> None:
    many = [memory(f"m{number:02}", f"User likes thing {number}", "likes", f"thing {number}") for number in range(40)]
    found = recall(Query("what do you know about me?", NOW, "s", "p"), index_of(*many))
    assert len(found) == 40
    assert all(item.asked_for and item.kind == "fact" for item in found)
    assert len(ask("what do I like?", index_of(*many))) < 40


def test_what_lies_ahead_of_others_is_among_the_plans() -> None:
    ahead = replace(
        memory("wedding", "Kasia is getting married", "plan", "getting married", subject="kasia", kind=Kind.PLAN),
        event_start=NOW + timedelta(days=30),
    )
    over = replace(ahead, id="over", event_start=NOW - timedelta(days=30))
    index = index_of(*FACTS, ahead, over)
    found = ask("what do I have coming up?", index)
    assert "wedding" in found
    assert "over" not in found
    assert "wedding" not in ask("what do I have to eat?", index)

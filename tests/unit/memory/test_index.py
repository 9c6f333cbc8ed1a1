import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.slots import Scope
from chatbot.domain.value import replace
from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall
from chatbot.memory.supposed import World
from tests.unit.memory.making import NOW, chapter, memory, message

WORDS = ("dog", "Biscuit", "Lisbon", "live", "peanuts", "allergic", "jazz", "yesterday", "I", "what?", "my")
QUESTIONS = (
    "what's my dog's name?",
    "where do I live?",
    "Lisbon yesterday",
    "jazz dog peanuts",
    "dinner in Lisbon",
    "tell me about Sam",
)

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
messages = st.builds(
    lambda seq, text, role, gap, session: message(seq, text, role, hours=seq * gap, session_id=session),
    st.integers(1, 12),
    texts,
    st.sampled_from(Role),
    st.sampled_from((0.1, 3.0, 5.0)),
    st.sampled_from(("s", "t")),
)
memories = st.builds(
    lambda number, text, attribute, scope, session, persona, status, pinned, subject, local_only: memory(
        f"m{number}",
        text,
        attribute,
        text,
        scope=scope,
        session_id=session,
        persona_id=persona,
        status=status,
        pinned=pinned,
        subject=subject,
        local_only=local_only,
    ),
    st.integers(1, 6),
    texts,
    st.sampled_from(("", "pet.dog", "home", "allergy", "name")),
    st.sampled_from(Scope),
    st.sampled_from(("s", "t")),
    st.sampled_from(("p", "q")),
    st.sampled_from((Status.ACTIVE, Status.ACTIVE, Status.ACTIVE, *Status)),
    st.booleans(),
    st.sampled_from(("user", "sam")),
    st.booleans(),
)
removals = st.one_of(st.integers(1, 6).map(lambda n: f"m{n}"), st.integers(1, 12).map(lambda n: f"s-{n}"))
steps = st.lists(st.one_of(messages, memories, removals), max_size=25)


def play(index: RecallIndex, step: Message | Memory | str, kept: dict[str, Message | Memory]) -> None:
    if isinstance(step, str):
        index.remove(step)
        kept.pop(step, None)
    elif isinstance(step, Message):
        index.add_message(step)
        kept[step.id] = step
    else:
        index.put_memory(step)
        kept[step.id] = step


def answers(index: RecallIndex) -> list[object]:
    return [recall(Query(text, NOW, "s", "p", limit=20), index) for text in QUESTIONS]


@settings(max_examples=25, deadline=None)
@given(steps)
def test_an_index_that_changed_is_the_index_built_afresh(plan: list[Message | Memory | str]) -> None:
    index = RecallIndex()
    kept: dict[str, Message | Memory] = {}
    for step in plan:
        play(index, step, kept)
    fresh = RecallIndex()
    for each in sorted(kept.values(), key=lambda item: (isinstance(item, Memory), item.id)):
        play(fresh, each, {})
    assert answers(index) == answers(fresh)


@settings(max_examples=20, deadline=None)
@given(steps)
def test_what_was_kept_from_earlier_questions_is_never_stale(plan: list[Message | Memory | str]) -> None:
    """Asked after every change, so that every cache is filled, the index says what an unasked one says."""
    asked, unasked = RecallIndex(), RecallIndex()
    for step in plan:
        play(asked, step, {})
        play(unasked, step, {})
        answers(asked)
    assert answers(asked) == answers(unasked)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(messages, memories), max_size=25), texts)
def test_nothing_leaves_its_scope(plan: list[Message | Memory], question: str) -> None:
    index = RecallIndex()
    kept: dict[str, Message | Memory] = {}
    for step in plan:
        play(index, step, kept)
    for found in recall(Query(question, NOW, "s", "p", limit=50), index):
        item = kept[found.id]
        if isinstance(item, Message):
            assert item.session_id == "s"
        else:
            assert item.readable_in("s", "p")
            assert item.status in (Status.ACTIVE, Status.CONFLICT)


def test_a_message_of_the_same_id_replaces_the_one_before() -> None:
    index = RecallIndex()
    index.add_message(message(1, "a heron"))
    index.add_message(replace(message(1, "a stork"), version=2))
    assert recall(Query("heron", NOW, "s", "p"), index) == ()
    assert [found.text for found in recall(Query("stork", NOW, "s", "p"), index)] == ["a stork"]


def test_a_message_without_a_place_goes_to_the_end() -> None:
    index = RecallIndex()
    index.add_message(message(7, "a heron"))
    index.add_message(message(0, "a stork", message_id="new"))
    assert recall(Query("stork", NOW, "s", "p"), index)[0].id == "new"


def test_pages_may_come_newest_first() -> None:
    said = [message(seq, f"heron number {seq}", hours=seq * 2) for seq in range(1, 9)]
    forwards, backwards = RecallIndex(), RecallIndex()
    forwards.add_messages(said)
    backwards.add_messages(said[4:])
    backwards.add_messages(said[:4])
    assert answers(forwards) == answers(backwards)


def test_removing_says_whether_there_was_anything() -> None:
    index = RecallIndex()
    index.add_message(message(1, "heron"))
    index.put_memory(memory("m", "heron"))
    index.put_chapter(chapter("c", "heron"), "s")
    assert [index.remove(item_id) for item_id in ("s-1", "m", "c")] == [True, True, True]
    assert [index.remove(item_id) for item_id in ("s-1", "m", "c", "never")] == [False] * 4
    assert recall(Query("heron", NOW, "s", "p"), index) == ()


def test_a_dropped_session_takes_what_it_owns_and_leaves_the_rest() -> None:
    index = RecallIndex()
    index.add_messages([message(1, "heron"), message(1, "heron", session_id="t")])
    index.put_chapter(chapter("c", "heron"), "s", "p")
    index.put_memory(memory("own", "heron", scope=Scope.SESSION))
    index.put_memory(memory("shared", "heron"))
    index.drop_session("s")
    assert [found.id for found in recall(Query("heron", NOW, "s", "p"), index)] == ["shared"]
    assert "t-1" in [found.id for found in recall(Query("heron", NOW, "t", "p"), index)]


def test_the_revision_changes_with_every_change_and_only_then() -> None:
    index = RecallIndex()
    seen = {index.revision}
    for change in (
        lambda: index.add_message(message(1, "heron")),
        lambda: index.put_memory(memory("m", "heron")),
        lambda: index.put_chapter(chapter("c", "heron"), "s"),
        lambda: index.remove("m"),
        lambda: index.drop_session("s"),
    ):
        change()
        assert index.revision not in seen
        seen.add(index.revision)
    before = index.revision
    index.remove("never")
    recall(Query("heron", NOW, "s", "p"), index)
    assert index.revision == before


def test_one_thread_fills_while_another_asks() -> None:
    index = RecallIndex()
    said = [message(seq, f"heron {seq}") for seq in range(1, 200)]
    failures: list[BaseException] = []
    filled = threading.Event()

    def ask_until_filled() -> None:
        try:
            while not filled.is_set():
                recall(Query("heron", NOW, "s", "p"), index)
        except BaseException as error:
            failures.append(error)
            raise

    asking = threading.Thread(target=ask_until_filled)
    asking.start()
    index.add_messages(said)
    filled.set()
    asking.join()
    assert failures == []
    assert len(recall(Query("heron", NOW, "s", "p", limit=500), index)) == 199


@pytest.mark.parametrize("name", ["Ana", "ana maria", "[/]"])
def test_speakers_may_have_any_name(name: str) -> None:
    index = RecallIndex()
    index.add_messages([message(1, "a heron"), message(2, "a heron", Role.PERSONA)])
    assert index.personas_in("s") == {"p"}
    query = Query("what did Bo say about the heron?", NOW, "s", "p", user_name=name, persona_names={"p": "Bo"})
    assert recall(query, index)[0].id == "s-2"


def test_a_question_that_names_the_user_is_about_their_words() -> None:
    index = RecallIndex()
    index.add_messages([message(1, "a heron", Role.PERSONA), message(2, "a heron", hours=50)])
    for text, first in (("what did Ana say about the heron?", "s-2"), ("what did Bo say about the heron?", "s-1")):
        query = Query(text, NOW, "s", "p", user_name="Ana", persona_names={"p": "Bo"})
        assert recall(query, index)[0].id == first


worlds = st.builds(
    lambda others, gone: World({one.id: one for one in others}, frozenset(gone) - {one.id for one in others}),
    st.lists(memories, min_size=1, max_size=6),
    st.lists(st.integers(1, 6).map(lambda number: f"m{number}"), max_size=3),
)


@settings(max_examples=100, deadline=None)
@given(steps, worlds)
def test_another_world_is_found_as_an_index_of_it_finds_it_and_leaves_this_one_alone(
    plan: list[Message | Memory | str], world: World
) -> None:
    index, kept = RecallIndex(), dict[str, Message | Memory]()
    for step in plan:
        play(index, step, kept)
    before = answers(index)
    there = RecallIndex()
    for each in ({**kept, **world.records}).values():
        if each.id not in world.hidden:
            play(there, each, {})
    supposed = index.supposing(world)
    assert answers(supposed) == answers(there)
    for text, message_id in ((text, number) for text in (*WORDS, "Lisbon jazz") for number in ("", "q")):
        for remote in (False, True):
            found, expected = (
                {one.id for one in each.memories.watch("s", "p").hidden(text, message_id, remote)}
                for each in (supposed, there)
            )
            assert found == expected
    assert answers(index) == before


@pytest.mark.parametrize("known", [False, True])
def test_what_is_forgotten_is_no_secret_in_a_world_where_it_is_known(known: bool) -> None:
    index = RecallIndex()
    index.put_memory(memory("gone", "User lives in Lisbon", "home", "Lisbon", status=Status.FORGOTTEN))
    index.put_memory(memory("here", "User lives in Lisbon", "home", "Lisbon"))
    elsewhere = memory("here", "User lives in Porto", "home", "Porto", status=Status.ACTIVE)
    supposed = index.supposing(World({} if known else {"here": elsewhere}))
    assert supposed.memories.watch("s", "p").forbids("Lisbon is warm") is not known

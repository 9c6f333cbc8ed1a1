from datetime import timedelta

import pytest

from chatbot.domain.change import Op
from chatbot.domain.memory import Candidate, Cue, Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from tests.unit.memory.chats import START, Chat


def candidate(attribute: str = "home", value: str = "Porto", **fields: object) -> Candidate:
    plain = Candidate(f"User: {attribute} {value}", Kind.FACT, "user", attribute, value, "")
    return replace(plain, **fields)


def test_a_supersession_links_both_ways() -> None:
    chat = Chat()
    chat.say("I live in Denver")
    changes = chat.say("I moved from Denver to Portland")
    old, new = chat.one("home", Status.SUPERSEDED), chat.one("home")
    assert [change.op for change in changes] == [Op.ADD, Op.SUPERSEDE]
    assert (old.superseded_by, new.supersedes) == (new.id, old.id)
    assert old.valid_until == START + timedelta(minutes=2)
    assert new.source.quote == "I moved from Denver to Portland"


def test_saying_it_again_reinforces() -> None:
    chat = Chat()
    chat.say("I love pizza")
    before = chat.one("likes")
    (change,) = chat.say("I love pizza!")
    assert change.op is Op.REINFORCE
    assert chat.one("likes").confidence > before.confidence
    assert len(chat.records()) == 1


def test_two_values_at_once_are_a_conflict() -> None:
    chat = Chat()
    changes = chat.say("I live in Porto and I live in Lisbon")
    assert {change.op for change in changes} == {Op.CONFLICT}
    assert {one.status for one in chat.records().values()} == {Status.CONFLICT}


def test_a_model_does_not_overrule_the_users_words() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    chat.turns += 1
    chat.learn((candidate(value="Lisbon", origin=Origin.MODEL, confidence=0.8),))
    assert {one.status for one in chat.records().values()} == {Status.CONFLICT}


@pytest.mark.parametrize("how", ["locked", "pinned", "edited"])
def test_what_is_the_users_is_only_offered_an_update(how: str) -> None:
    chat = Chat()
    chat.say("I live in Porto")
    mine = chat.one("home")
    if how == "locked":
        chat.book.lock(mine.id).result()
    elif how == "pinned":
        chat.book.pin(mine.id).result()
    else:
        chat.book.edit(mine.id, value="Braga").result()
    before = chat.one("home")
    said = "I live in Lisbon" if how == "edited" else "I moved to Lisbon"
    (change,) = chat.say(said)
    assert chat.one("home") == before
    assert change.after is not None and change.after.status is Status.PENDING
    assert "Lisbon" in change.after.text and change.reason.startswith("offered")
    assert chat.say(said) == () or chat.one("home") == before
    assert len([one for one in chat.records().values() if one.status is Status.PENDING]) == 1


def test_an_unsure_candidate_waits() -> None:
    chat = Chat(MemoryLens(pending_threshold=0.95))
    (change,) = chat.say("I love pizza")
    assert change.after is not None and change.after.status is Status.PENDING
    assert chat.say("remember that I love pizza")[0].op is Op.REINFORCE
    assert chat.active() == {"likes": {"pizza"}}


@pytest.mark.parametrize(
    ("lens", "word"),
    [
        (MemoryLens(never_store=("likes",)), "never stores likes"),
        (MemoryLens(never_store=("preference",)), "never stores preference"),
        (MemoryLens(role_topics={"likes": 0.1}), "matters too little"),
        (MemoryLens(ignore_words=("pizza",)), "matters too little"),
    ],
)
def test_a_persona_may_refuse(lens: MemoryLens, word: str) -> None:
    chat = Chat(lens)
    (change,) = chat.say("I love pizza")
    assert change.op is Op.REJECT and word in change.reason
    assert change.proposed == "User likes pizza"
    assert chat.records() == {}


def test_a_boost_word_keeps_what_is_weak() -> None:
    chat = Chat(MemoryLens(role_topics={"default": 0.1}, boost_words=("pizza",)))
    chat.say("I love pizza and golf")
    assert "likes" in chat.active()


@pytest.mark.parametrize(
    ("lens", "text", "scope", "asks"),
    [
        (MemoryLens(), "I love pizza", Scope.USER, False),
        (MemoryLens(), "I work at Google", Scope.PERSONA, False),
        (MemoryLens(default_scope="session"), "I love pizza", Scope.SESSION, False),
        (MemoryLens(default_scope="persona"), "I love pizza", Scope.PERSONA, False),
        (MemoryLens(shared_write="never"), "I love pizza", Scope.PERSONA, False),
        (MemoryLens(shared_write="ask"), "I love pizza", Scope.PERSONA, True),
        (MemoryLens(shared_write="ask"), "I love pizza, tell the others too", Scope.USER, False),
        (MemoryLens(), "just for this chat, I love pizza", Scope.SESSION, False),
    ],
)
def test_scope(lens: MemoryLens, text: str, scope: Scope, asks: bool) -> None:
    chat = Chat(lens)
    chat.say(text)
    (memory,) = chat.records().values()
    assert memory.scope is scope
    assert bool(memory.check) is asks


def test_what_leans_on_a_changed_fact_is_marked() -> None:
    chat = Chat()
    chat.say("My dog is called Biscuit")
    chat.say("remember that Biscuit sleeps in the kitchen")
    chat.say("no, my dog is called Bella, not Biscuit")
    (note,) = [one for one in chat.records().values() if not one.attribute]
    assert "Biscuit" in note.check


def test_what_is_known_of_somebody_follows_their_right_name() -> None:
    chat = Chat()
    chat.say("My sister Maya is a nurse")
    chat.say("Actually, her name is Maja")
    job = chat.one("job")
    assert (job.subject, job.text, job.check) == ("maja", "Maja is a nurse", "")


def test_a_secret_is_never_stored() -> None:
    chat = Chat()
    (change,) = chat.learn((candidate("likes", "sk-proj-abcdefghijklmnopqrstuvwxyz123456"),))
    assert change.op is Op.REJECT and "secret" in change.reason


def test_a_moved_date_is_an_update() -> None:
    chat = Chat()
    chat.say("I have a dentist appointment tomorrow")
    first = chat.one("event").event_start
    chat.say("My dentist appointment is on Friday")
    assert len(chat.records()) == 1
    assert chat.one("event").event_start != first


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("I no longer work at Google", "User used to work at Google"),
        ("I used to be a sailor", "User used to be a sailor"),
        ("I was a ship's engineer for forty years", "User used to be a ship's engineer"),
        ("I used to live in Rome", "User used to live in Rome"),
        ("our dog Bruno died last week", "User's dog was called Bruno"),
    ],
)
def test_what_was_is_noted_where_it_was_never_known_as_present(line: str, note: str) -> None:
    chat = Chat()
    (change,) = chat.say(line)
    assert change.op is Op.ADD
    assert chat.active() == {"": {note}}
    assert [one.op for one in chat.say(line)] == [Op.REINFORCE]


def test_ending_what_is_known_to_be_past_is_told() -> None:
    chat = Chat()
    chat.say("I work at Google")
    chat.say("I no longer work at Google")
    (change,) = chat.say("I no longer work at Google")
    assert change.op is Op.REJECT and change.reason
    assert chat.active() == {}


def test_what_was_forgotten_is_no_note_of_the_past() -> None:
    chat = Chat()
    chat.say("I work at Google")
    chat.say("forget that I work at Google")
    (change,) = chat.say("I used to work at Google")
    assert change.op is Op.REJECT
    assert chat.active() == {}


def test_a_change_told_as_a_whole_keeps_what_was_before_as_past() -> None:
    chat = Chat()
    chat.say("I moved from Lisbon to Porto in 2019")
    assert chat.active() == {"home": {"Porto"}}
    past = chat.one("home", Status.SUPERSEDED)
    assert (past.text, past.superseded_by) == ("User lives in Lisbon", chat.one("home").id)
    assert past.valid_until is not None and past.valid_until.year == 2019


def test_forgetting_everything_points_to_the_right_place() -> None:
    chat = Chat()
    chat.say("I love pizza")
    (change,) = chat.say("forget everything")
    assert change.op is Op.REJECT and "erase" in change.reason
    assert chat.active() == {"likes": {"pizza"}}


def test_a_locked_memory_is_not_forgotten_in_passing() -> None:
    chat = Chat()
    chat.say("I love pizza")
    chat.book.lock(chat.one("likes").id).result()
    (change,) = chat.say("forget about pizza")
    assert change.op is Op.REJECT and "locked" in change.reason


def test_each_record_changes_once() -> None:
    chat = Chat()
    changes = chat.learn(
        (candidate(value="Porto"), candidate(value="Braga", cue=Cue.CHANGE), candidate(value="Faro", cue=Cue.CHANGE))
    )
    ids = [change.memory_id for change in changes]
    assert len(ids) == len(set(ids)) == 3
    assert chat.active() == {"home": {"Faro"}}
    assert all(change.after is not None and change.after.version == 1 for change in changes)


def test_what_holds_for_one_chat_stands_beside_what_everybody_may_know() -> None:
    chat = Chat()
    chat.say("My name is Ana")
    (change,) = chat.say("just for this chat, my name is Bob")
    assert change.op is Op.ADD and change.after is not None and change.after.scope is Scope.SESSION
    assert chat.active() == {"name": {"Ana", "Bob"}}


def test_what_a_persona_may_not_share_changes_nothing_shared() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    chat.lens = MemoryLens(shared_write="never")
    chat.say("I moved to Lisbon")
    assert {one.value: one.scope for one in chat.records().values()} == {"Porto": Scope.USER, "Lisbon": Scope.PERSONA}
    assert chat.active() == {"home": {"Porto", "Lisbon"}}


@pytest.mark.parametrize("value", ["Bob", "Carl"])
def test_a_later_general_statement_is_not_bound_to_the_chat(value: str) -> None:
    chat = Chat()
    chat.say("My name is Ana")
    chat.say("just for this chat, my name is Bob")
    chat.say(f"My name is {value}")
    assert chat.active() == {"name": {value}}
    assert chat.one("name").scope is Scope.USER


def test_a_general_statement_alone_with_one_for_the_chat_becomes_general() -> None:
    chat = Chat()
    chat.say("just for this chat, I love pizza")
    chat.say("I love pizza")
    assert chat.one("likes").scope is Scope.USER


def test_what_the_user_narrowed_to_a_persona_stays_there_when_it_changes() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    chat.book.move(chat.one("home").id, Scope.PERSONA).result()
    chat.say("I moved to Lisbon")
    assert (chat.one("home").value, chat.one("home").scope) == ("Lisbon", Scope.PERSONA)


def test_accepting_what_holds_for_one_chat_leaves_the_wider_one() -> None:
    chat = Chat(MemoryLens(pending_threshold=1.0))
    chat.book.add("My name is Ana").result()
    chat.say("just for this chat, my name is Bob")
    chat.book.accept(chat.one("name", Status.PENDING).id).result()
    assert chat.active() == {"name": {"Ana", "Bob"}}

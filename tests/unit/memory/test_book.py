import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused, NotFound
from tests.unit.memory.chats import Chat
from tests.unit.memory.making import memory


def values(chat: Chat) -> dict[str, set[str]]:
    return chat.active()


def test_adding_fills_a_slot_or_makes_a_note() -> None:
    chat = Chat()
    entry = chat.book.add("I live in Porto", session_id="s1", persona_id="p1").result()
    chat.book.add("User's sister is called Maya").result()
    chat.book.add("my locker is number 42", kind=Kind.PREFERENCE, importance=0.9).result()
    assert values(chat) == {"home": {"Porto"}, "family.sister": {"Maya"}, "": {"User's locker is number 42"}}
    assert entry.who is Who.USER and len(entry.changes) == 1
    note = next(one for one in chat.records().values() if not one.attribute)
    assert (note.kind, note.importance, note.origin, note.scope) == (Kind.PREFERENCE, 0.9, Origin.USER, Scope.USER)


def test_adding_follows_the_personas_lens_in_all_but_what_is_worth_keeping() -> None:
    chat = Chat()
    strict = MemoryLens(
        keep_threshold=1.0, pending_threshold=1.0, never_store=("likes",), shared_write="never", local_only=True
    )
    chat.book.add("I love jazz", session_id="s1", persona_id="p1", lens=strict).result()
    jazz = chat.one("likes")
    assert (jazz.scope, jazz.local_only) == (Scope.PERSONA, True)


def test_adding_replaces_what_was_learnt() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    chat.book.add("I live in Braga", session_id="s1", persona_id="p1").result()
    assert values(chat) == {"home": {"Braga"}}


@pytest.mark.parametrize("text", ["", "  ", "my password is hunter2", "x" * 1001])
def test_adding_refuses(text: str) -> None:
    with pytest.raises(MemoryRefused):
        Chat().book.add(text)


@pytest.mark.parametrize(
    ("text", "value", "reads"),
    [
        ("User's dog is called Bella", "Bella", "User's dog is called Bella"),
        ("my dog is called Bella", "Bella", "User's dog is called Bella"),
        ("Bella", "Bella", "User's dog is called Bella"),
        ("User's dog is called Biscuit, since 2019", "Biscuit", "User's dog is called Biscuit"),
    ],
)
def test_editing_by_text_reads_the_value(text: str, value: str, reads: str) -> None:
    chat = Chat()
    chat.say("My dog is called Biscuit")
    memory = chat.one("pet.dog")
    if reads == memory.text:
        text, reads = text.replace(", since 2019", " the Brave"), "User's dog is called Biscuit the Brave"
        value = "Biscuit the Brave"
    chat.book.edit(memory.id, text=text).result()
    after = chat.one("pet.dog")
    assert (after.value, after.text, after.origin, after.confidence) == (value, reads, Origin.USER, 1.0)


def test_the_old_words_said_again_only_wait_for_the_user() -> None:
    chat = Chat()
    chat.say("My dog is called Biscuit")
    chat.book.edit(chat.one("pet.dog").id, value="Bella").result()
    (change,) = chat.say("My dog is called Biscuit")
    assert change.after is not None
    assert change.after.status is Status.PENDING
    assert values(chat) == {"pet.dog": {"Bella"}}


def test_editing_refuses_what_changes_nothing_or_is_gone() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    home = chat.one("home")
    with pytest.raises(MemoryRefused):
        chat.book.edit(home.id, text=home.text)
    with pytest.raises(MemoryRefused):
        chat.book.edit(home.id, attribute="nonsense")
    chat.book.forget([home.id]).result()
    with pytest.raises(MemoryRefused):
        chat.book.edit(home.id, value="Braga")
    with pytest.raises(MemoryRefused):
        chat.book.forget([home.id])


def test_restoring_and_versions() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    home = chat.one("home")
    chat.book.edit(home.id, value="Braga").result()
    chat.book.edit(home.id, value="Faro").result()
    history = chat.book.history(home.id)
    assert [(one.memory.value, one.who) for one in history] == [
        ("Faro", Who.USER),
        ("Braga", Who.USER),
        ("Porto", Who.RULE),
    ]
    assert all(one.reason for one in history)
    chat.book.restore(home.id, 1).result()
    assert (chat.one("home").value, chat.one("home").version) == ("Porto", 4)
    with pytest.raises(NotFound):
        chat.book.restore(home.id, 99)
    with pytest.raises(MemoryRefused):
        chat.book.restore(home.id)


def test_an_older_version_brings_content_back_and_no_permission() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    home = chat.one("home")
    chat.book.edit(home.id, value="Braga", local_only=True).result()
    chat.book.move(home.id, Scope.PERSONA).result()
    chat.book.pin(home.id).result()
    chat.book.lock(home.id).result()
    entry = chat.book.restore(home.id, 1).result()
    after = chat.one("home")
    assert after.value == "Porto"
    assert (after.scope, after.local_only, after.pinned, after.locked) == (Scope.PERSONA, True, True, True)
    assert "stay as they were" in entry.changes[0].reason


def test_restoring_makes_what_contradicts_it_past() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    old = chat.one("home")
    chat.say("I moved to Lisbon")
    chat.book.restore(old.id).result()
    assert values(chat) == {"home": {"Porto"}}


def test_pin_lock_and_move() -> None:
    chat = Chat()
    chat.say("I work at Google")
    job = chat.one("employer")
    chat.book.pin(job.id).result()
    chat.book.lock(job.id).result()
    chat.book.move(job.id, Scope.USER).result()
    after = chat.one("employer")
    assert (after.pinned, after.locked, after.scope, after.version) == (True, True, Scope.USER, 4)
    chat.book.pin(job.id, False).result()
    assert not chat.one("employer").pinned


def test_moving_needs_an_owner() -> None:
    chat = Chat()
    chat.book.add("I live in Porto").result()
    with pytest.raises(MemoryRefused):
        chat.book.move(chat.one("home").id, Scope.SESSION)


@pytest.mark.parametrize(("keep", "left"), [("new", {"Lisbon"}), ("old", {"Porto"}), ("both", {"Porto", "Lisbon"})])
def test_resolving(keep: str, left: set[str]) -> None:
    chat = Chat()
    chat.say("I live in Porto and I live in Lisbon")
    assert [one.value for one in chat.book.conflicts()] == ["Porto", "Lisbon"]
    entry = chat.book.resolve(chat.book.conflicts()[0].id, keep).result()  # type: ignore[arg-type]
    assert values(chat) == {"home": left}
    assert chat.book.conflicts() == () and len(entry.changes) == 2
    with pytest.raises(MemoryRefused):
        chat.book.resolve(entry.changes[0].memory_id, "new")


def test_resolving_leaves_the_conflicts_of_others_alone() -> None:
    chat = Chat()
    for persona in ("p1", "p2"):
        made = [
            replace(chat_memory(f"{persona}-{value}", value), persona_id=persona, scope=Scope.PERSONA)
            for value in ("nurse", "baker")
        ]
        changes = tuple(Change(Op.CONFLICT, None, one, "two things were said") for one in made)
        chat.store.apply(JournalEntry(chat.new_id(), chat.clock(), Who.RULE, changes)).result()
    chat.book.resolve("p1-nurse", "new").result()
    assert {one.id for one in chat.book.conflicts()} == {"p2-nurse", "p2-baker"}


def chat_memory(memory_id: str, job: str) -> Memory:
    return memory(memory_id, f"User is a {job}", "job", job, status=Status.CONFLICT)


def test_editing_an_offer_makes_it_present_and_the_other_past() -> None:
    chat = Chat()
    offer = _offered(chat)
    chat.book.edit(offer.id, value="Faro").result()
    assert values(chat) == {"home": {"Faro"}}


def test_editing_one_of_two_that_both_hold_keeps_the_other() -> None:
    chat = Chat()
    chat.say("I live in Porto and I live in Lisbon")
    chat.book.resolve(chat.book.conflicts()[0].id, "both").result()
    porto = next(one for one in chat.records().values() if one.value == "Porto")
    chat.book.edit(porto.id, importance=0.9).result()
    assert values(chat) == {"home": {"Porto", "Lisbon"}}


def _offered(chat: Chat) -> Memory:
    chat.say("I live in Porto")
    chat.book.lock(chat.one("home").id).result()
    chat.say("I moved to Lisbon")
    return chat.one("home", Status.PENDING)


def test_accepting_an_offer_replaces_even_what_is_locked() -> None:
    chat = Chat()
    chat.book.accept(_offered(chat).id).result()
    assert values(chat) == {"home": {"Lisbon"}}


def test_a_rejected_offer_does_not_come_back() -> None:
    chat = Chat()
    offer = _offered(chat)
    chat.book.reject(offer.id).result()
    chat.say("I moved to Lisbon")
    assert values(chat) == {"home": {"Porto"}}
    assert not [one for one in chat.records().values() if one.status is Status.PENDING]
    with pytest.raises(MemoryRefused):
        chat.book.accept(offer.id)


def test_undo_and_redo_whoever_made_it() -> None:
    chat = Chat()
    chat.say("I live in Denver")
    chat.say("I moved to Portland")
    entry = chat.book.undo().result()
    assert values(chat) == {"home": {"Denver"}} and entry.undoes
    chat.book.undo().result()
    assert values(chat) == {}
    chat.book.redo().result()
    assert values(chat) == {"home": {"Denver"}}
    chat.book.redo().result()
    assert values(chat) == {"home": {"Portland"}}
    with pytest.raises(MemoryRefused):
        chat.book.redo()


def test_a_new_change_ends_redoing() -> None:
    chat = Chat()
    chat.say("I live in Denver")
    chat.book.undo().result()
    chat.say("I love jazz")
    with pytest.raises(MemoryRefused):
        chat.book.redo()


def test_undoing_an_edit_lifts_its_tombstone() -> None:
    chat = Chat()
    chat.say("My dog is called Biscuit")
    chat.book.edit(chat.one("pet.dog").id, value="Bella").result()
    chat.book.undo().result()
    assert values(chat) == {"pet.dog": {"Biscuit"}}
    assert not [one for one in chat.records().values() if one.status is Status.FORGOTTEN]


def test_finding() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    chat.say("I love jazz")
    home = chat.one("home")
    assert chat.book.find(home.id) == home
    assert chat.book.find(home.id[-6:].lower()) == home
    with pytest.raises(NotFound):
        chat.book.find("zzz")
    with pytest.raises(NotFound):
        chat.book.find(home.id[:1])
    with pytest.raises(NotFound):
        chat.book.find("")
    assert chat.book.search("jaz") == () and [one.value for one in chat.book.search("jazz")] == ["jazz"]

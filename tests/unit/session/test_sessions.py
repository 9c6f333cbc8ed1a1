"""Sessions: their own memory, forks, private ones, switching the persona, editing and deleting."""

import asyncio

import pytest

from chatbot.domain.receipt import Fate
from chatbot.errors import ChatbotError, NotFound
from chatbot.llm.offline import OfflineCompanion
from tests.scripted_model import Script, ScriptedModel
from tests.unit.session.conftest import Opener

HELLO = "Hi, I'm Ana, I live in Porto and my dog is called Biscuit"


async def test_who_may_know_what(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    first = await companion.sessions.create("plain")
    await first.send(HELLO).wait()
    await first.send("no, it's Bella").wait()
    same = await companion.sessions.create("plain")
    other = await companion.sessions.create("reviewer")
    asked = "what's my dog's name?"
    knows = (await same.send(asked).wait()).reply
    does_not = (await other.send(asked).wait()).reply
    assert knows is not None
    assert does_not is not None
    assert "Bella" in knows.text
    assert "Bella" not in does_not.text
    assert "Ana" in str((await other.send("what's my name?").wait()).reply)
    stranger = await open_companion(OfflineCompanion(), user="rob").sessions.create("plain")
    assert "Ana" not in str((await stranger.send("what's my name?").wait()).reply)


async def test_a_private_session_sees_and_leaves_nothing(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    known = await companion.sessions.create("plain")
    await known.send(HELLO).wait()
    private = await companion.sessions.create("plain", private=True)
    trace = await private.send("I live in Lisbon. what's my dog's name?").wait()
    assert trace.reply is not None
    assert "Biscuit" not in trace.reply.text
    assert "Porto" in str(known.memories.everything())
    assert "Lisbon" not in str(known.memories.everything())
    await companion.sessions.delete(private.id)
    await companion.close()
    again = open_companion()
    assert [meta.id for meta in again.sessions.all()] == [known.id]
    assert not again.sessions.search("Lisbon")


async def test_a_private_session_can_be_kept(open_companion: Opener) -> None:
    companion = open_companion(ScriptedModel("ok"))
    private = await companion.sessions.create("plain", private=True)
    await private.send("something worth keeping").wait()
    kept = await companion.sessions.keep(private.id)
    assert [m.text for m in kept.files.messages()] == ["something worth keeping", "ok"]
    assert not kept.meta.private
    assert [m.session_id for m in companion.sessions.search("worth")] == [kept.id]


async def test_switching_the_persona_keeps_the_stamps(open_companion: Opener) -> None:
    model = ScriptedModel("one", "two")
    session = await open_companion(model).sessions.create("plain")
    await session.send("hello").wait()
    await session.switch_persona("reviewer")
    await session.send("and now?").wait()
    assert [m.persona_id for m in session.files.messages()] == ["plain", "plain", "reviewer", "reviewer"]
    system = model.requests[1].messages[0].content
    assert session.persona.char in system
    with pytest.raises(NotFound):
        await session.switch_persona("nobody")


async def test_a_fork_goes_its_own_way(open_companion: Opener) -> None:
    companion = open_companion(ScriptedModel("1", "2", "3"))
    origin = await companion.sessions.create("plain", "Origin")
    await origin.send("a").wait()
    await origin.send("b").wait()
    copy = await companion.sessions.fork(origin.id, origin.files.messages()[1].id)
    await copy.send("c").wait()
    assert [m.text for m in copy.files.messages()] == ["a", "1", "c", "3"]
    assert [m.text for m in origin.files.messages()] == ["a", "1", "b", "2"]
    assert copy.meta.forked_from == origin.id
    assert [m.turn for m in copy.files.messages()] == [1, 1, 2, 2]


async def test_sessions_are_found_deleted_and_brought_back(open_companion: Opener) -> None:
    companion = open_companion(ScriptedModel("ok"))
    session = await companion.sessions.create("plain", "My [/] title")
    await session.send("findable words").wait()
    assert companion.sessions.find("my [/] TITLE").id == session.id
    assert companion.sessions.find(session.id.lower()).id == session.id
    await companion.sessions.delete(session.id)
    with pytest.raises(NotFound):
        companion.sessions.find(session.id)
    assert not companion.sessions.search("findable")
    await companion.sessions.undelete(session.id)
    again = await companion.sessions.open(session.id)
    assert [m.text for m in again.files.messages()] == ["findable words", "ok"]


async def test_several_sessions_reply_at_once(open_companion: Opener) -> None:
    gate = asyncio.Event()
    model = ScriptedModel(Script(("slow",), gates={0: gate}), "fast")
    companion = open_companion(model)
    slow, fast = await companion.sessions.create("plain"), await companion.sessions.create("tutor")
    waiting = slow.send("one")
    await model.waiting.wait()
    assert (await fast.send("two").wait()).committed
    assert companion.sessions.running() == (slow.id,)
    gate.set()
    assert (await waiting.wait()).committed


async def test_messages_are_edited_deleted_and_put_back(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("ok")).sessions.create("plain")
    await session.send("teh words").wait()
    user, reply = session.files.messages()
    edited = await session.edit_message(user.id, "the words")
    assert edited.edited_at is not None
    with pytest.raises(ChatbotError):
        await session.edit_message(user.id, "   ")
    removed = await session.delete_messages((user.id, reply.id))
    assert session.files.messages() == ()
    await session.put_back(removed)
    assert [m.text for m in session.files.messages()] == ["the words", "ok"]


async def test_a_reading_can_be_disputed_in_words_and_by_hand(open_companion: Opener) -> None:
    session = await open_companion(ScriptedModel("oh", "ok")).sessions.create("plain")
    await session.send("I hate everything, this is the worst day ever").wait()
    low = session.state.user_mood.valence
    assert low < 0
    await session.send("I was joking").wait()
    first = session.files.messages()[0]
    assert first.reading is not None
    assert first.reading.disputed
    assert session.state.user_mood.valence > low
    await session.dispute(first.id, "sadness", -0.9)
    assert session.files.messages()[0].reading != first.reading


async def test_the_next_request_can_be_seen_before_it_is_sent(open_companion: Opener) -> None:
    model = ScriptedModel("ok", "fine")
    session = await open_companion(model).sessions.create("plain")
    await session.send(HELLO).wait()
    shown = await session.preview("where do I live?")
    before = session.files.count()
    await session.send("where do I live?").wait()
    assert before == 2
    assert shown.messages == model.requests[1].messages
    assert any(item.fate is Fate.INJECTED and "Porto" in item.text for item in shown.recalled)


async def test_a_persona_speaks_first_once(open_companion: Opener) -> None:
    session = await open_companion().sessions.create("plain")
    greeting = await session.greet()
    assert greeting is not None
    assert greeting.text
    assert await session.greet() is None
    assert session.files.count() == 1


async def test_a_long_session_is_summarised_and_still_knows_its_beginning(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    session = await companion.sessions.create("plain")
    await session.send("My sister Maya arrives on 3 May at 14:20").wait()
    for number in range(6):
        await session.send(f"Thought number {number}: the garden needs water").wait()
    chapter = await session.compact()
    assert chapter is not None
    assert "Maya" in chapter.text
    first = session.files.messages()[0]
    await session.edit_message(first.id, "My sister Maya arrives on 4 May at 14:20")
    assert session.state.chapters[0].stale
    rewritten = await session.compact()
    assert rewritten is not None
    assert "4 May" in rewritten.text
    await session.edit_chapter(rewritten.id, "My own words")
    assert session.state.chapters[0].text == "My own words"
    await session.undo_chapter(rewritten.id)
    assert "4 May" in session.state.chapters[0].text


async def test_two_who_open_a_session_at_once_get_the_same(open_companion: Opener) -> None:
    companion = open_companion(ScriptedModel("ok"))
    made = await companion.sessions.create("plain")
    again = open_companion(ScriptedModel("ok"))
    first, second = await asyncio.gather(again.sessions.open(made.id), again.sessions.open(made.id))
    assert first is second


async def test_keeping_a_private_session_keeps_what_it_learnt(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    private = await companion.sessions.create("plain", private=True)
    await private.send(HELLO).wait()
    assert not companion.files.memories.everything()
    kept = await companion.sessions.keep(private.id)
    texts = {memory.text for memory in kept.memories.everything().values()}
    assert texts == {"User's name is Ana", "User lives in Porto", "User's dog is called Biscuit"}
    sources = {memory.source.message_id for memory in kept.memories.everything().values()}
    assert sources == {kept.files.messages()[0].id}


async def test_a_fork_takes_along_chapters_and_memories_of_its_own(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    origin = await companion.sessions.create("plain")
    await origin.send("hello there").wait()
    first = origin.files.messages()
    await origin.delete_messages((first[0].id, first[1].id))
    await origin.send("just for this chat, call me Bob").wait()
    await origin.send("My sister Maya arrives on 3 May").wait()
    await origin.compact()
    await origin.send("and that is all").wait()
    copy = await companion.sessions.fork(origin.id, origin.files.messages()[-1].id)
    messages = copy.files.messages()
    (chapter,) = copy.state.chapters
    assert (chapter.first_seq, chapter.last_seq) == (messages[0].seq, messages[3].seq)
    assert set(chapter.covers) == {message.id for message in messages[:4]}
    mine = [m for m in copy.memories.everything().values() if m.session_id == copy.id]
    assert ["Bob" in memory.text for memory in mine] == [True]


async def test_deleted_words_are_in_no_later_request(open_companion: Opener) -> None:
    model = ScriptedModel("1", "2", "3", "4", "5")
    companion = open_companion(model)
    session = await companion.sessions.create("plain")
    await session.send("the canary is called Zorkmid").wait()
    await session.send("something else").wait()
    await session.compact()
    assert "Zorkmid" in str(session.state.chapters)
    canary = session.files.messages()[0]
    await session.delete_messages((canary.id,))
    for memory in list(companion.files.memories.everything()):
        companion.book.forget((memory,)).result()
    asked = len(model.requests)
    await session.send("who is Zorkmid's owner? tell me of the canary").wait()
    sent = str([request.messages[:-1] for request in model.requests[asked:] if request.brief is not None])
    assert "is called Zorkmid" not in sent
    assert "is called Zorkmid" not in str(session.state.chapters)


async def test_chapters_stay_in_their_session(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    told = await companion.sessions.create("plain")
    for text in ("just for this chat, the vault code is Zorkmid", "nothing more about the vault code"):
        await told.send(text).wait()
    await told.compact()
    other = await companion.sessions.create("plain")
    trace = await other.send("what is the vault code?").wait()
    assert trace.receipt is not None
    assert "Zorkmid" not in str(trace.receipt.recalled)


async def test_two_who_summarise_at_once_write_one_chapter(open_companion: Opener) -> None:
    session = await open_companion(OfflineCompanion()).sessions.create("plain")
    for number in range(3):
        await session.send(f"thought {number} about the garden").wait()
    await asyncio.gather(session.compact(), session.compact())
    assert len(session.state.chapters) == 1
    chapter = session.state.chapters[0]
    await session.send("one more about the shed").wait()
    await session.send("and another about the pond").wait()
    await session.compact()
    await session.undo_chapter(chapter.id)
    refilled = await session.compact()
    assert refilled is not None
    assert refilled.first_seq == 1
    assert [one.first_seq for one in session.state.chapters] == [1, 7]

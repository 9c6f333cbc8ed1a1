"""What if: nothing is stored until it is taken, and what would have been recalled at another time."""

from datetime import UTC, datetime

import pytest

from chatbot.domain.memory import Memory, Status
from chatbot.domain.receipt import Fate
from chatbot.errors import ChatbotError, ModelUnreachable, NotFound
from chatbot.session.session import Session
from chatbot.session.supposing import Supposition, recalled_as_of, take, what_if
from tests.scripted_model import Script, ScriptedModel
from tests.unit.session.conftest import Opener


async def talked(open_companion: Opener) -> Session:
    session = await open_companion().sessions.create("plain")
    for line in ("I live in Porto", "I love jazz", "Where do I live?"):
        await session.send(line).wait()
    return session


def known(session: Session, attribute: str) -> Memory:
    records = session.memories.everything().values()
    return next(one for one in records if one.attribute == attribute and one.status is Status.ACTIVE)


async def test_without_a_memory_the_reply_does_not_know_it_and_nothing_is_stored(open_companion: Opener) -> None:
    session = await talked(open_companion)
    before = session.files.messages(), session.memories.journal(), dict(session.memories.everything())
    assert "Porto" in before[0][-1].text
    preview = await what_if(session, "", Supposition(without=(known(session, "home").id,)))
    assert "Porto" not in preview.reply.text
    assert preview.reply.receipt is not None
    assert any("without" in note and "Porto" in note for note in preview.reply.receipt.notes)
    assert (session.files.messages(), session.memories.journal(), dict(session.memories.everything())) == before
    again = session.regenerate()
    assert "Porto" in (await again.wait()).reply.text  # type: ignore[union-attr]  # the index is as it was


async def test_with_a_memory_put_right_the_reply_says_so(open_companion: Opener) -> None:
    session = await talked(open_companion)
    heard: list[str] = []
    supposed = Supposition(instead=((known(session, "home").id, "User lives in Lisbon"),))
    preview = await what_if(session, "", supposed, heard=heard.append)
    assert "Lisbon" in preview.reply.text and "Porto" not in preview.reply.text
    assert "".join(heard) == preview.reply.text
    assert known(session, "home").value == "Porto"


async def test_another_persona_replies_and_taking_it_keeps_the_old_words(open_companion: Opener) -> None:
    model = ScriptedModel("Hello.", "Ahoy!")
    companion = open_companion(model)
    session = await companion.sessions.create("plain")
    await session.send("hello").wait()
    other = next(one.id for one in companion.catalog.all() if one.id != "plain")
    preview = await what_if(session, "", Supposition(persona_id=other))
    assert model.requests[-1].tools == ()
    stored = await take(session, preview)
    assert (stored.text, stored.persona_id) == ("Ahoy!", other)
    assert [version.text for version in stored.versions] == ["Hello."]
    assert session.files.messages()[-1] == stored
    assert session.meta.persona_id == "plain"
    with pytest.raises(ChatbotError):
        await take(session, preview)


async def test_what_cannot_be_is_told_and_stores_nothing(open_companion: Opener) -> None:
    model = ScriptedModel("Hello.", Script(("Hal",), error=ModelUnreachable("gone")))
    session = await open_companion(model).sessions.create("plain")
    await session.send("hello").wait()
    before = session.files.messages()
    with pytest.raises(NotFound):
        await what_if(session, "", Supposition(without=("nothing",)))
    with pytest.raises(NotFound):
        await what_if(session, "", Supposition(persona_id="nobody"))
    with pytest.raises(ModelUnreachable):
        await what_if(session, "", Supposition())
    assert session.files.messages() == before


async def test_what_would_have_been_recalled_then(open_companion: Opener) -> None:
    companion = open_companion()
    session = await companion.sessions.create("plain")
    await session.send("I live in Porto").wait()
    then = datetime.now(UTC)
    await session.send("no, Lisbon").wait()
    await session.send("I love jazz").wait()
    before = dict(session.memories.everything())
    found = await recalled_as_of(session, companion.book.as_of(then), then, "Where do I live?")
    assert [item.text for item in found if item.found.value == "memory"] == ["User lives in Porto"]
    assert all(item.parts and item.fate is Fate.RETRIEVED for item in found)
    now = datetime.now(UTC)
    found = await recalled_as_of(session, companion.book.as_of(now), now, "Where do I live?")
    assert "User lives in Lisbon" in [item.text for item in found]
    assert "User lives in Porto" not in [item.text for item in found]
    assert dict(session.memories.everything()) == before

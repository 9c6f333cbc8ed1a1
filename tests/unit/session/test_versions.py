"""Versions of a reply: the one that is chosen stands, the others are kept, and their numbers stay."""

import pytest

from chatbot.errors import NotFound
from chatbot.session import versions
from chatbot.session.session import Session
from tests.scripted_model import ScriptedModel
from tests.unit.session.conftest import Opener


async def thrice(open_companion: Opener) -> Session:
    session = await open_companion(ScriptedModel("One.", "Two.", "Three.")).sessions.create("plain")
    await session.send("count").wait()
    for _ in range(2):
        await session.regenerate().wait()
    return session


def told(session: Session) -> tuple[str, tuple[int, int], tuple[str, ...]]:
    reply = session.files.messages()[-1]
    return reply.text, reply.standing, tuple(one.text for one in reply.versions)


async def test_going_back_and_forth_keeps_every_version_and_its_number(open_companion: Opener) -> None:
    session = await thrice(open_companion)
    reply_id = session.files.messages()[-1].id
    assert told(session) == ("Three.", (3, 3), ("One.", "Two."))
    await versions.step(session, reply_id, -2)
    assert told(session) == ("One.", (1, 3), ("Two.", "Three."))
    await versions.step(session, reply_id, 1)
    assert told(session) == ("Two.", (2, 3), ("One.", "Three."))
    await versions.step(session, reply_id, 1)
    assert told(session) == ("Three.", (3, 3), ("One.", "Two."))


async def test_the_chosen_version_has_its_own_receipt(open_companion: Opener) -> None:
    session = await thrice(open_companion)
    old = session.files.messages()[-1]
    stored = await versions.step(session, old.id, -1)
    assert stored.receipt == old.versions[-1].receipt and stored.receipt != old.receipt
    assert stored.version == old.version + 1


async def test_there_is_no_version_beyond_the_ends(open_companion: Opener) -> None:
    session = await thrice(open_companion)
    reply_id, asked_id = session.files.messages()[-1].id, session.files.messages()[-2].id
    with pytest.raises(NotFound, match="newest"):
        await versions.step(session, reply_id, 1)
    await versions.step(session, reply_id, -2)
    with pytest.raises(NotFound, match="first"):
        await versions.step(session, reply_id, -1)
    with pytest.raises(NotFound, match="only once"):
        await versions.step(session, asked_id, -1)

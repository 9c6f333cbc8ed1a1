"""Vectors over the whole program, with a server on this machine that speaks the embeddings protocol."""

import logging
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from chatbot.assemble import Companion, assemble
from chatbot.config import Settings
from chatbot.domain.erasure import Wish
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import Status
from chatbot.memory.index import RecallIndex
from chatbot.paths import Paths
from chatbot.session.embedding import Embeddings
from chatbot.session.session import Session
from chatbot.storage.in_memory import MemoriesInMemory
from tests.servers.openai_server import OpenAIServer
from tests.unit.memory.making import memory, message

TOPICS = (("dog", "puppy", "biscuit", "animal"), ("boat", "sail", "harbor", "sea"), ("jazz", "music", "song"))


def by_topic(text: str) -> list[float]:
    words = text.lower()
    return [*(1.0 + 9.0 * any(word in words for word in topic) for topic in TOPICS), 1.0]


def opened(folder: Path, server: OpenAIServer, model: str = "tiny") -> Companion:
    paths = Paths(folder / "data", folder / "config", folder / "state")
    settings = Settings(paths, "ana", backend="openai", base_url=server.url, model="chat", embeddings_model=model)
    return assemble(settings)


async def talk(companion: Companion, *texts: str) -> Session:
    await companion.choose_backend()
    found = companion.sessions.all()
    session = await (companion.sessions.open(found[0].id) if found else companion.sessions.create("plain"))
    for text in texts:
        await session.send(text).wait()
    await settled(companion)
    return session


def session_of(companion: Companion) -> Session:
    return companion.sessions._open[companion.sessions.all()[0].id]


async def settled(companion: Companion) -> None:
    await companion.sessions.recollection.settled()


def pages(companion: Companion) -> list[Path]:
    return sorted(companion.files.folder.rglob("vectors-*.json"))


async def test_vectors_find_what_shares_no_word_and_are_kept(tmp_path: Path) -> None:
    with OpenAIServer() as server:
        server.embed = by_topic
        companion = opened(tmp_path, server)
        session = await talk(companion, "We went out on the sail in strong wind", "Cooking was fine as well")
        trace = await session.send("Was there ever a harbor?").wait()
        assert "We went out on the sail in strong wind" in [found.text for found in trace.recalled]
        await settled(companion)
        await companion.close()
        assert {stat.S_IMODE(page.stat().st_mode) for page in pages(companion)} == {0o600}
        assert [page.parent.name for page in pages(companion)] == [session.id]
        before = len(server.embedded)
        again = opened(tmp_path, server)
        await talk(again)
        assert server.embedded[before:] == []  # all of it was on disk
        trace = await session_of(again).send("Was there ever a harbor?").wait()
        assert "We went out on the sail in strong wind" in [found.text for found in trace.recalled]
        await again.close()


async def test_another_model_starts_anew(tmp_path: Path) -> None:
    with OpenAIServer() as server:
        first = opened(tmp_path, server)
        session = await talk(first, "A heron by the river")
        await first.close()
        second = opened(tmp_path, server, "larger")
        before = len(server.embedded)
        server.embed = lambda text: [1.0, 2.0, float(len(text))]
        await talk(second)
        assert "A heron by the river" in server.embedded[before:]
        await second.close()
        third = opened(tmp_path, server, "larger")
        assert {one.embedder for one in third.files.vectors.load(session.id).values()} == {"larger/3"}
        await third.close()


async def test_a_new_dimension_of_the_same_model_starts_anew(tmp_path: Path) -> None:
    with OpenAIServer() as server:
        first = opened(tmp_path, server)
        await talk(first, "A heron by the river")
        await first.close()
        server.embed = lambda text: [1.0, 2.0, float(len(text))]
        second = opened(tmp_path, server)
        session = await talk(second, "A stork on the roof")
        await second.close()
        third = opened(tmp_path, server)
        stored = third.files.vectors.load(session.id).values()
        assert {one.embedder for one in stored} == {"tiny/3"}
        assert len(stored) == session.files.count()
        await third.close()


async def test_what_is_forgotten_deleted_or_edited_leaves_no_vector(tmp_path: Path) -> None:
    with OpenAIServer() as server:
        companion = opened(tmp_path, server)
        session = await talk(companion, "My dog is called Biscuit", "The harbor was calm", "I sang a song")
        (dog,) = session.memories.everything().values()
        assert list(companion.files.vectors.load()) == [dog.id]
        companion.book.forget((dog.id,)).result()
        assert companion.files.vectors.load() == {}
        said = [one for one in session.files.messages() if "harbor" in one.text or "song" in one.text]
        assert {one.id for one in said} <= companion.files.vectors.load(session.id).keys()
        await session.delete_messages((said[0].id,))
        await session.edit_message(said[1].id, "I sang nothing")
        await settled(companion)
        await companion.close()
        again = opened(tmp_path, server)
        assert said[0].id not in again.files.vectors.load(session.id)
        await again.close()


async def test_erasing_takes_all_vectors_along(tmp_path: Path) -> None:
    with OpenAIServer() as server:
        companion = opened(tmp_path, server)
        await talk(companion, "My dog is called Biscuit", "The harbor was calm")
        assert len(pages(companion)) == 2
        erasing = companion.files.erasing
        erasing.erase(erasing.plan(Wish(about="harbor"), utc_now, new_id, ()).erasure)
        assert pages(companion) == []
        assert not list(companion.files.folder.rglob("vectors-*"))
        await companion.close()


async def test_without_the_setting_nothing_is_embedded(tmp_path: Path) -> None:
    with OpenAIServer() as server:
        companion = opened(tmp_path, server, "")
        await companion.choose_backend()
        session = await companion.sessions.create("plain")
        await session.send("My dog is called Biscuit").wait()
        assert companion.sessions.recollection.embeddings is None
        await companion.close()
        assert server.embedded == []


@pytest.mark.parametrize("answer", [{"data": []}, {"data": [{"index": 0, "embedding": []}]}, "nonsense"])
async def test_a_server_that_fails_is_told_of_once_and_words_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: object
) -> None:
    with OpenAIServer() as server:
        server.vectors = answer
        companion = opened(tmp_path, server)
        with caplog.at_level(logging.WARNING, "chatbot.session.embedding"):
            session = await talk(companion, "A heron by the river", "A stork on the roof")
        trace = await session.send("where was the heron?").wait()
        assert "A heron by the river" in [found.text for found in trace.recalled]
        await companion.close()
        told = [record for record in caplog.records if record.name == "chatbot.session.embedding"]
        assert len(told) == 1


class Recording:
    """An embedder that remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    @property
    def name(self) -> str:
        return "recording/2"

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.given += texts
        return [[1.0, float(len(text))] for text in texts]


@pytest.mark.parametrize("local", [True, False])
async def test_what_must_stay_here_goes_to_no_other_machine(local: bool) -> None:
    index, store, embedder = RecallIndex(), MemoriesInMemory(utc_now), Recording()
    secret = memory("m1", "User's clinic is Larkmere", "health", "Larkmere", local_only=True)
    gone = memory("m2", "User likes golf", "likes", "golf", status=Status.FORGOTTEN)
    for one in (secret, gone, memory("m3", "User lives in Porto", "home", "Porto")):
        index.put_memory(one)
        store._keep([one])
    index.add_messages([message(1, "I went to Larkmere today"), message(2, "The tram was late")])
    embeddings = Embeddings(embedder, local, index, store, None, lambda: 0.0)
    embeddings.wake()
    await embeddings.settled()
    private = {"User's clinic is Larkmere", "I went to Larkmere today"}
    assert set(embedder.given) == {"User lives in Porto", "The tram was late"} | (private if local else set())
    embedder.given.clear()
    assert bool(await embeddings.question("when was I at Larkmere?")) is local
    assert await embeddings.question("how was the tram?") == await embeddings.question("how was the tram?")
    assert embedder.given.count("how was the tram?") == 1

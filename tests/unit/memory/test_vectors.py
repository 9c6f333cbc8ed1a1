import pytest

from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall
from chatbot.memory.vectors import Vectors
from tests.unit.memory.making import NOW, memory, message


def test_likeness_is_the_cosine_and_opposites_are_nothing() -> None:
    vectors = Vectors()
    vectors.put("same", (2.0, 0.0), "e/2")
    vectors.put("half", (1.0, 1.0), "e/2")
    vectors.put("opposite", (-1.0, 0.0), "e/2")
    found = vectors.likeness((3.0, 0.0), ("same", "half", "opposite", "never"))
    assert found == pytest.approx({"same": 1.0, "half": 0.5**0.5, "opposite": 0.0})


@pytest.mark.parametrize("vector", [(), (0.0, 0.0), (float("nan"), 1.0), (float("inf"), 1.0)])
def test_a_vector_without_direction_is_none(vector: tuple[float, ...]) -> None:
    vectors = Vectors()
    vectors.put("x", vector, "e/2")
    vectors.put("y", (1.0, 0.0), "e/2")
    assert vectors.likeness((1.0, 0.0), ("x", "y")) == {"y": 1.0}
    assert vectors.likeness(vector, ("y",)) == {}


@pytest.mark.parametrize(("vector", "name"), [((1.0, 0.0), "other/2"), ((1.0, 0.0, 0.0), "e/3")])
def test_another_embedder_starts_anew(vector: tuple[float, ...], name: str) -> None:
    vectors = Vectors()
    vectors.put("old", (1.0, 0.0), "e/2")
    vectors.put("new", vector, name)
    assert set(vectors.likeness(vector, ("old", "new"))) == {"new"}
    assert vectors.name == name


def test_vectors_reorder_what_words_found_and_their_absence_changes_nothing() -> None:
    index = RecallIndex()
    index.add_messages([message(seq, ("heron", "else")[seq > 2], hours=seq * 50) for seq in range(1, 9)])
    assert [found.id for found in recall(Query("heron", NOW, "s", "p"), index)] == ["s-2", "s-1"]
    assert recall(Query("heron", NOW, "s", "p", vector=(1.0, 0.0)), index) == recall(
        Query("heron", NOW, "s", "p"), index
    )
    index.vectors.put("s-1", (1.0, 0.0), "e/2")
    assert [found.id for found in recall(Query("heron", NOW, "s", "p", vector=(1.0, 0.0)), index)] == ["s-1", "s-2"]


def test_a_changed_text_loses_its_vector() -> None:
    index = RecallIndex()
    index.put_memory(memory("m", "heron"))
    index.vectors.put("m", (1.0, 0.0), "e/2")
    index.put_memory(memory("m", "heron", uses=3))
    assert index.vectors.likeness((1.0, 0.0), ("m",)) == {"m": 1.0}
    index.put_memory(memory("m", "stork"))
    assert index.vectors.likeness((1.0, 0.0), ("m",)) == {}

"""The bytes of a page are the same, however much of it was encoded before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.storage import codec
from chatbot.storage.codec import Document, Encoded, Tables

_documents = st.fixed_dictionaries(
    {"id": st.text(max_size=4), "n": st.integers(0, 9), "more": st.none() | st.booleans()}
)
_places = st.tuples(st.sampled_from(("memories", "journal", 'mo"ved')), st.sampled_from(("1", "2", "10")))
_steps = st.lists(st.tuples(_places, st.none() | _documents), max_size=12)


_abouts = st.dictionaries(st.sampled_from(("start", "count")), st.integers(0, 9))


@settings(max_examples=60, deadline=None)
@given(_steps, _abouts)
def test_a_page_that_grows_is_encoded_as_a_new_one(
    steps: list[tuple[tuple[str, str], Document | None]], about: Document
) -> None:
    known: Encoded = {}
    tables: Tables = {}
    for (name, key), document in steps:
        table = {one: kept for one, kept in tables.get(name, {}).items() if one != key}
        tables = {**tables, name: table if document is None else {**table, key: document}}
        data = codec.encode(tables, "memories", about, known)
        assert data == codec.encode(tables, "memories", about)
        read = codec.decode(data, "memories", "here")
        assert read.pop(codec.META)["1"].items() >= about.items()
        assert read == tables
        assert {name: pieces.keys() for name, (_, pieces) in known.items()} == {
            name: table.keys() for name, table in tables.items()
        }  # and nothing of what is gone

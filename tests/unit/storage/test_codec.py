"""The bytes of a page are the same, however much of it was encoded before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.storage import codec
from chatbot.storage.codec import Document, Rows, Tables

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
    tables: Tables = {}
    rows: Rows = {}
    for (name, key), document in steps:
        before, before_rows = tables, rows
        table = {one: kept for one, kept in tables.get(name, {}).items() if one != key}
        tables = {**tables, name: table if document is None else {**table, key: document}}
        rows = codec.rows_of(tables, before, before_rows)
        for other, pieces in before_rows.items():
            assert all(rows[other][one] is piece for one, piece in pieces.items() if (other, one) != (name, key))
        data = codec.encode(rows, "memories", about)
        assert data == codec.encode(tables, "memories", about)
        read = codec.decode(data, "memories", "here")
        assert read.pop(codec.META)["1"].items() >= about.items()
        assert read == tables
        there, head = codec.read_rows(data, "memories", "here")
        assert codec.documents_of(there, "here") == tables and head.items() >= about.items()

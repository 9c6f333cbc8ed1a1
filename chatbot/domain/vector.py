"""A vector as it is kept on disk."""

from chatbot.domain.value import Value


class StoredVector(Value):
    """A vector of a memory or message.

    Attributes:
        id: of the memory or message.
        embedder: model and dimension; vectors of different ones are never compared.
        digest: of the text that it is of, so that another text does not take it for its own.
        numbers: signed bytes, the largest 127.
    """

    id: str
    embedder: str
    digest: str
    numbers: bytes

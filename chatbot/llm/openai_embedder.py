"""Vectors from an OpenAI-compatible server. The connection is `openai_chat`'s; this only asks and checks."""

import asyncio
from collections.abc import Sequence

from chatbot.errors import ModelFault
from chatbot.llm.openai_chat import Server
from chatbot.llm.patience import Timeouts

_EMBEDDED_AT_ONCE = 128


class OpenAIEmbedder:
    """An `Embedder` on an OpenAI-compatible server.

    Args:
        base_url, api_key, timeouts: see `Server`.
        model: its name on the server.

    Raises:
        ConfigError: the address cannot be used.
    """

    def __init__(self, base_url: str, api_key: str, model: str, timeouts: Timeouts | None = None) -> None:
        self._server = Server(base_url, api_key, timeouts)
        self._model = model
        self._dimension = 0

    @property
    def name(self) -> str:
        """Model and dimension; the dimension is 0 before the first vector came."""
        return f"{self._model}/{self._dimension}"

    @property
    def local(self) -> bool:
        """Whether the server is on this machine."""
        return self._server.local

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, in order.

        Raises:
            ModelError: the server gave none, or not one for each.
        """
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _EMBEDDED_AT_ONCE):
            vectors += await self._embed(list(texts[start : start + _EMBEDDED_AT_ONCE]))
        return vectors

    async def close(self) -> None:
        """Closes all connections."""
        await self._server.close()

    async def _embed(self, texts: list[str]) -> list[list[float]]:
        server = self._server
        try:
            client = await server.client()
            async with asyncio.timeout(server.timeouts.first_byte):
                answer = await client.embeddings.create(input=texts, model=self._model, encoding_format="float")
            rows = sorted(answer.data or (), key=lambda row: row.index)
            vectors = [[float(number) for number in row.embedding] for row in rows]
        except server.caught() as error:
            raise server.refusal_of(error, self._model).error from None
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) != 1 or not vectors[0]:
            raise ModelFault(f"{server.host} did not give one vector for each text", "use another embeddings model")
        self._dimension = len(vectors[0])
        return vectors

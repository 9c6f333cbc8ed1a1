"""Ends an HTTP answer that grows past any sense, before it fills the memory."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import httpx2

MOST_WIRE_BYTES = 32 * 1024 * 1024
"""An answer is cut off after so many bytes: a hundred thousand tokens are about 25 MB of events."""


class TooLarge(Exception):
    """An answer grew past `MOST_WIRE_BYTES`. Only for the adapter, which makes a `ModelFault` of it."""


async def cap(response: "httpx2.Response") -> None:
    """A hook for the HTTP client that `openai` uses: reading the response's body raises `TooLarge` at the limit."""
    import httpx2

    # The client is asynchronous, so its responses' bytes are too.
    whole = cast(httpx2.AsyncByteStream, response.stream)

    class Capped(httpx2.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for piece in whole:
                size += len(piece)
                if size > MOST_WIRE_BYTES:
                    raise TooLarge
                yield piece

        async def aclose(self) -> None:
            await whole.aclose()

    response.stream = Capped()

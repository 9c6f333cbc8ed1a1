"""The client of the two apps that are measured beside `chatbot`: pieces of a streamed chat completion, nothing more."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from urllib.parse import urlsplit


async def pieces() -> AsyncIterator[str]:
    """Pieces of one reply of the server that OPENAI_BASE_URL names."""
    port = urlsplit(os.environ["OPENAI_BASE_URL"]).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /v1/chat/completions HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}")
    async for line in reader:
        if line.startswith(b"data: {"):
            delta = json.loads(line[6:])["choices"][0]["delta"]
            if "content" in delta:
                yield delta["content"]
    writer.close()

"""A loopback server that streams a chat completion at a fixed pace and notes when each token left it."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def token(number: int) -> str:
    """A word that can be found on the screen, and that nothing else says."""
    return f"tok{number:05d}x"


def piece(number: int) -> str:
    """The token as a model would send it: prose with emphasis, paragraphs, and a list now and then."""
    word = token(number)
    if number % 40 == 39:
        return word + "\n\n"
    if number % 97 < 4:
        return f"\n- {word}"
    return f"**{word}** " if number % 11 == 0 else word + " "


class PacedServer:
    """Streams.

    Attributes:
        sent_at: perf_counter seconds of each token.
        done: set when a stream has ended.

    Args:
        tokens: how many.
        per_second: the pace; 0 for all at once.
    """

    def __init__(self, tokens: int, per_second: float) -> None:
        self.sent_at: list[float] = []
        self.done = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Says nothing."""

            def do_GET(self) -> None:
                body = json.dumps({"object": "list", "data": [{"id": "paced", "object": "model"}]}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                start = time.perf_counter()
                for number in range(tokens):
                    if per_second:
                        time.sleep(max(0.0, start + number / per_second - time.perf_counter()))
                    owner.sent_at.append(time.perf_counter())
                    self._event({"content": piece(number)}, None)
                self._event({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")
                owner.done.set()

            def _event(self, delta: dict[str, str], finish: str | None) -> None:
                choice = {"index": 0, "delta": delta, "finish_reason": finish}
                event = {
                    "id": "c",
                    "object": "chat.completion.chunk",
                    "created": 0,
                    "model": "paced",
                    "choices": [choice],
                }
                self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
                self.wfile.flush()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stops."""
        self._server.shutdown()
        self._server.server_close()

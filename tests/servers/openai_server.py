"""A loopback server that speaks the chat completions protocol as a test scripts it: gates, no sleeps."""

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chatbot.domain.value import Value, field

_GATE_SECONDS = 10.0
"""A gate that nobody opens lets go after this, so that a failing test ends."""


class Answer(Value):
    """One scripted answer to a chat completion.

    Attributes:
        words: pieces of text, one event each.
        tool_calls: events of tool call deltas, as the protocol has them.
        finish: the finish reason; empty for none.
        usage: (prompt, completion) tokens, sent where the request asks for it; None for never.
        status: other than 200 sends `body` as an error.
        body: the whole body of an error, or of a success that is no stream.
        headers: added to the answer's.
        before: waits for this before the status line.
        gates: waits before the word of that index.
        raw: bytes sent after the words and before the end.
        cut: "clean" ends the answer after the words, "hard" resets the connection.
        endless: repeats the last word until the client goes away.
        done: whether the end mark is sent; without it the connection stays open until `hold` is set.
        hold: see there.
    """

    words: tuple[str, ...] = ()
    tool_calls: tuple[list[dict[str, Any]], ...] = ()
    finish: str = "stop"
    usage: tuple[int, int] | None = (7, 3)
    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    before: threading.Event | None = None
    gates: Mapping[int, threading.Event] = field(default_factory=dict)
    raw: bytes = b""
    cut: str = ""
    endless: bool = False
    done: bool = True
    hold: threading.Event | None = None


class Recorded(Value):
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


def refusal(status: int, message: str, **headers: str) -> Answer:
    """An error answer in OpenAI's form; `retry_after="1"` becomes the header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, body=json.dumps({"error": {"message": message}}), headers=named)


class OpenAIServer:
    """The server, as a context manager.

    Attributes:
        requests: what came, in order.
        models: what `/v1/models` names.
        vectors: the whole answer to requests for vectors; None for those that `embed` gives.
        embed: the vector of a text.
        disconnected: set when a client went away in the middle of an answer.
        started: set when an answer's first bytes are sent.
    """

    def __init__(self, models: tuple[str, ...] = ("test-model",)) -> None:
        self.models = models
        self.requests: list[Recorded] = []
        self.disconnected = threading.Event()
        self.started = threading.Event()
        self.vectors: Any = None
        self.embed: Callable[[str], list[float]] = lambda text: [float(len(text)), 1.0]
        self._answers: deque[Answer] = deque()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> "OpenAIServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def script(self, *answers: Answer) -> None:
        """Answers the next chat completions so; afterwards with a short greeting."""
        self._answers.extend(answers)

    @property
    def embedded(self) -> list[str]:
        """The texts of all requests for vectors, in order."""
        asked = [request.body["input"] for request in self.requests if request.path.endswith("/embeddings")]
        return [text for texts in asked for text in texts]

    @property
    def chats(self) -> list[Recorded]:
        """The chat completions among the requests."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def next_answer(self) -> Answer:
        return self._answers.popleft() if self._answers else Answer(words=("Hello", " there."))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(_Handler):
            owner = server

        return Handler


class _Handler(BaseHTTPRequestHandler):
    owner: OpenAIServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Keeps the test's output clean."""

    def do_GET(self) -> None:
        self._record({})
        if self.path.endswith("/models"):
            self._json(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in self.owner.models]})
        else:
            self._json(404, {"error": {"message": "no such page"}})

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        self._record(body)
        try:
            if self.path.endswith("/embeddings"):
                self._embed(body)
            elif self.path.endswith("/chat/completions"):
                self._chat(body, self.owner.next_answer())
            else:
                self._json(404, {"error": {"message": "no such page"}})
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            self.owner.disconnected.set()

    def _record(self, body: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.owner.requests.append(Recorded(self.command, self.path, headers, body))

    def _json(self, status: int, value: object) -> None:
        self._whole(status, json.dumps(value), {"content-type": "application/json"})

    def _whole(self, status: int, body: str, headers: Mapping[str, str]) -> None:
        sent = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def _embed(self, body: dict[str, Any]) -> None:
        if self.owner.vectors is not None:
            self._json(200, self.owner.vectors)
            return
        rows = [{"index": index, "embedding": self.owner.embed(text)} for index, text in enumerate(body["input"])]
        self._json(200, {"object": "list", "model": body["model"], "data": rows[::-1], "usage": {}})

    def _chat(self, body: dict[str, Any], answer: Answer) -> None:
        if answer.before:
            answer.before.wait(_GATE_SECONDS)
        if answer.status != 200 or answer.body:
            headers = {"content-type": "application/json", **answer.headers}
            self._whole(answer.status, answer.body, headers)
            return
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self._stream(body, answer)

    def _stream(self, body: dict[str, Any], answer: Answer) -> None:
        self._event(body, {"role": "assistant", "content": ""})
        self.owner.started.set()
        for index, word in enumerate(answer.words):
            if index in answer.gates:
                self._wait(answer.gates[index])
            self._event(body, {"content": word})
        while answer.endless:
            self._event(body, {"content": answer.words[-1]})
        for calls in answer.tool_calls:
            self._event(body, {"tool_calls": calls})
        if answer.raw:
            self.wfile.write(answer.raw)
            self.wfile.flush()
        if answer.cut == "hard":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            self.connection.close()
            return
        if answer.cut == "clean":
            return
        if answer.finish:
            self._event(body, {}, answer.finish)
        if answer.usage and (body.get("stream_options") or {}).get("include_usage"):
            sent, written = answer.usage
            usage = {"prompt_tokens": sent, "completion_tokens": written, "total_tokens": sent + written}
            self._send({"id": "c", "object": "chat.completion.chunk", "choices": [], "usage": usage})
        if answer.done:
            self.wfile.write(b"data: [DONE]\n\n")
        elif answer.hold:
            self._wait(answer.hold)

    def _event(self, body: dict[str, Any], delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self._send({"id": "c", "object": "chat.completion.chunk", "model": body.get("model"), "choices": [choice]})

    def _send(self, value: object) -> None:
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()

    def _wait(self, gate: threading.Event) -> None:
        """Waits for a gate, or for the client to go away."""
        self.connection.settimeout(0.02)
        for _ in range(int(_GATE_SECONDS / 0.02)):
            if gate.is_set():
                break
            try:
                if self.connection.recv(1, socket.MSG_PEEK) == b"":
                    raise BrokenPipeError
            except TimeoutError:
                continue
        self.connection.settimeout(None)

"""A local server that speaks the protocol of Groq's chat completions: a list of models, and answers as SSE streams."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "openai/gpt-oss-120b"


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class Handler(BaseHTTPRequestHandler):
    """Looks up what its server shall answer."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # as every server that streams: else a piece may wait 40 ms for the one before
    server: GroqServer

    def do_GET(self) -> None:
        self._answer(self.server.listing)

    def do_POST(self) -> None:
        self._answer(None)

    def _answer(self, reply: Reply | None) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        path = self.path.partition("?")[0]
        self.server.received.append(Received(self.command, path, dict(self.headers), body))
        if not path.startswith(self.server.prefix + "/"):
            reply = status(404, "no such path")
        try:
            (reply or self.server.next_reply())(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Tests read `received`."""

    def begin(self, code: int, content_type: str, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


Reply = Callable[[Handler], None]


class GroqServer(ThreadingHTTPServer):
    """The server; `url` is its address without a path.

    Attributes:
        prefix: the path below which it has its services.
        listing: how it answers the question for its models.
        replies: its answers, one after the other; the last one again when they run out.
        received: the requests so far.
        released: ends every wait of a reply.
        connections: how many were opened.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.prefix = "/openai/v1"
        self.listing = models(MODEL)
        self.replies: list[Reply] = [stream(text("Hello!"))]
        self.received: list[Received] = []
        self.released = threading.Event()
        self.connections = 0
        self._given = 0

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def asked(self) -> list[Received]:
        """The requests for an answer."""
        return [request for request in self.received if request.method == "POST"]

    def next_reply(self) -> Reply:
        self._given += 1
        return self.replies[min(self._given, len(self.replies)) - 1]


@contextmanager
def serving() -> Iterator[GroqServer]:
    """Run a server on a thread."""
    server = GroqServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def models(*names: str) -> Reply:
    """Answer with a list of models."""
    return as_json(
        {"object": "list", "data": [{"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in names]}
    )


def as_json(value: Any, code: int = 200, **headers: str) -> Reply:
    """Answer with JSON."""

    def reply(handler: Handler) -> None:
        data = json.dumps(value).encode()
        handler.begin(code, "application/json", Content_Length=str(len(data)), **headers)
        handler.wfile.write(data)

    return reply


def status(code: int, message: str, **headers: str) -> Reply:
    """Answer with an error."""
    return as_json({"error": {"message": message, "type": "x"}}, code, **headers)


def page(code: int = 200) -> Reply:
    """Answer with a web page, as the log-in page of a public network does."""

    def reply(handler: Handler) -> None:
        data = b"<html><body>Log in to the network</body></html>"
        handler.begin(code, "text/html", Content_Length=str(len(data)))
        handler.wfile.write(data)

    return reply


def stream(*events: dict[str, Any] | str | float, ends: bool = True) -> Reply:
    """Answer with a stream of events.

    Args:
        events: chunks, raw text, or seconds to wait.
        ends: whether the stream comes to its proper end; otherwise the connection breaks off.
    """

    def reply(handler: Handler) -> None:
        handler.begin(200, "text/event-stream", Transfer_Encoding="chunked")
        for event in events:
            if isinstance(event, float):
                if handler.server.released.wait(event):
                    return
            else:
                handler.chunk(event if isinstance(event, str) else f"data: {json.dumps(event)}\n\n")
        if ends:
            handler.chunk("data: [DONE]\n\n")
            handler.wfile.write(b"0\r\n\r\n")
        else:
            handler.close_connection = True

    return reply


def waits(seconds: float) -> Reply:
    """Answer with nothing for a while."""

    def reply(handler: Handler) -> None:
        handler.server.released.wait(seconds)
        handler.close_connection = True

    return reply


def text(content: str) -> dict[str, Any]:
    """A chunk with a piece of text."""
    return _chunk({"content": content})


def fragment(
    index: int, call_id: str | None = None, name: str | None = None, arguments: str | None = None
) -> dict[str, Any]:
    """A chunk with a piece of a tool call."""
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    call: dict[str, Any] = {"index": index, "function": function}
    if call_id is not None:
        call |= {"id": call_id, "type": "function"}
    return _chunk({"tool_calls": [call]})


def usage(prompt: int, completion: int) -> dict[str, Any]:
    """A last chunk that tells the cost, where Groq puts it."""
    counts = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return {**_chunk({}), "x_groq": {"id": "r", "usage": counts}}


def plain_usage(prompt: int, completion: int) -> dict[str, Any]:
    """The same where other servers put it."""
    counts = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return {**_chunk({}), "choices": [], "usage": counts}


def _chunk(delta: Mapping[str, Any]) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    return {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": [choice]}

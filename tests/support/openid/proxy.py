"""A small proxy before the provider, at whose address the provider believes to be: what passes can be tampered with."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOT_FORWARDED = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass
class Answer:
    """What comes back from the provider, and may be changed."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


Change = Callable[[Answer], None]


@dataclass
class Proxy:
    """`changes` by path are applied to answers; `asked` are the paths in the order in which they were asked for."""

    port: int
    behind: int = 0
    changes: dict[str, Change] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Honest again."""
        self.changes.clear()
        self.asked.clear()


@contextmanager
def proxy() -> Iterator[Proxy]:
    """A proxy on a free port; `behind` is to be set to the provider's."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.proxy = Proxy(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def _pass(self) -> None:
        known: Proxy = self.server.proxy  # type: ignore[attr-defined]
        path = self.path.partition("?")[0]
        known.asked.append(path)
        answer = self._fetch(known.behind)
        if change := known.changes.get(path):
            change(answer)
        try:
            self._send(answer)
        except OSError:
            return  # the application lost its patience

    do_GET = do_POST = do_OPTIONS = _pass

    def _fetch(self, port: int) -> Answer:
        length = int(self.headers.get("Content-Length") or 0)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(self.command, self.path, self.rfile.read(length) or None, dict(self.headers))
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in NOT_FORWARDED:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_arguments: object) -> None:
        """Silence."""

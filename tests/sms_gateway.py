"""A real gateway of text messages for tests: what arrives there can be read."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "a key of the gateway, for tests, long enough"


@dataclass
class Gateway:
    """What arrived, and how it answers."""

    status: int = 200
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]


@contextmanager
def gateway(settings: Any, status: int = 200) -> Iterator[Gateway]:
    """The gateway to which the settings lead as long as the block lasts."""
    held = Gateway(status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the library's name
            length = int(self.headers["Content-Length"])
            held.bodies.append(self.rfile.read(length))
            held.headers.append(dict(self.headers))
            self.send_response(held.status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    _lead_to(settings, server.server_address[1])
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def hanging(settings: Any, *, drips: bool = False) -> Iterator[list[int]]:
    """One that takes calls and never comes to an answer; with `drips` it sends a byte
    now and then. How many called is counted."""
    calls: list[int] = []
    end = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def hold(connection: socket.socket) -> None:
        with connection:
            while not end.wait(0.02):
                if drips:
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

    def answer() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            calls.append(1)
            threading.Thread(target=hold, args=[connection], daemon=True).start()

    threading.Thread(target=answer, daemon=True).start()
    _lead_to(settings, listener.getsockname()[1])
    try:
        yield calls
    finally:
        end.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _lead_to(settings: Any, port: int) -> None:
    settings.SMS_URL, settings.SMS_KEY = f"http://127.0.0.1:{port}/send?from=1", KEY

"""A real mail server for tests: what arrives there can be read."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message


class Letters(Message):
    """Keeps what arrives; refuses recipients of one domain."""

    def __init__(self):
        super().__init__()
        self.arrived = []

    def prepare_message(self, session, envelope):
        return message_from_bytes(envelope.content, policy=default)

    def handle_message(self, message):
        self.arrived.append(message)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.endswith("@refused.example"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def some_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def listening(settings) -> Iterator[Letters]:
    """The server to which the settings lead as long as the block lasts."""
    letters = Letters()
    controller = Controller(letters, hostname="127.0.0.1", port=some_port())
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    controller.start()
    try:
        yield letters
    finally:
        controller.stop()

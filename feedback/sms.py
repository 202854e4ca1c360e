"""Text messages leave by one HTTP request to the gateway that the office rents; what
it is asked and how it answers is written down in docs/feedback.md."""

from __future__ import annotations

import hmac
import json
import re
import socket
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation import clock

# For each word of the gateway, and for all of them: one that drips is cut off, too.
WAITS, LONGEST = 5.0, 15.0
_NOT_DIGITS = re.compile(r"\D")
# A mobile telephone of the mainland, as people write it: with 86 before it or not.
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")


class NotTaken(OSError):
    """The gateway answered, but did not take the message."""


def is_on() -> bool:
    return bool(settings.SMS_URL)


def mobile_of(telephone: str) -> str:
    """Its eleven digits; empty for a telephone that reads no messages."""
    found = _MOBILE.fullmatch(_NOT_DIGITS.sub("", telephone))
    return found[1] if found else ""


@sensitive_variables()
def send_sms(to: str, text: str, key: str) -> None:
    """`key` is the same at each attempt: the gateway sends it once. Raises OSError."""
    body = json.dumps({"to": to, "text": text, "id": key}, ensure_ascii=False)
    status = _post(settings.SMS_URL, body.encode())
    if not 200 <= status < 300:
        raise NotTaken(f"HTTP {status}")


def signature(moment: str, body: bytes) -> str:
    """Of the time and the body, so that neither is changed and nothing is replayed."""
    key = settings.SMS_KEY.encode()
    return hmac.digest(key, moment.encode() + b"." + body, "sha256").hex()


@sensitive_variables()
def _post(address: str, body: bytes) -> int:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=WAITS)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    moment = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Timestamp": moment,
        "X-Signature": f"sha256={signature(moment, body)}",
    }
    try:
        connection.connect()
        end = threading.Timer(LONGEST, _hang_up, [connection.sock])
        end.daemon = True
        end.start()
        try:
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
        finally:
            end.cancel()
    except HTTPException as error:
        # It broke off, or speaks another language: as good as not there.
        raise ConnectionError(type(error).__name__) from None
    finally:
        connection.close()


def _hang_up(sock: socket.socket) -> None:
    """Wakes whoever still reads from it."""
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)

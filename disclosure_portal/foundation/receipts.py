"""The log of publications (存证): what a line says, how lines hang together, what a
signed head is.

Each line names the digest of the line before it, so that none can be changed, taken
out or put between without every later digest changing; a signed head fixes all lines
up to its number. Pure: rows in, answers out.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import orjson

from . import lazy
from .canonical import CANONICAL_VERSION, canonical

if TYPE_CHECKING:
    from cryptography import exceptions
    from cryptography.hazmat.primitives.asymmetric import ed25519
else:
    exceptions = lazy.Module("cryptography.exceptions")
    ed25519 = lazy.Module("cryptography.hazmat.primitives.asymmetric.ed25519")

# Each line and each head names them: others (SM3/SM2) may follow.
ALGORITHMS = "SHA-256/Ed25519"
# What the first line names as the one before it.
START = "0" * 64
# The columns of a line, as its digest is made of them.
LINE_KEYS = (
    "seq",
    "previous",
    "kind",
    "subject",
    "id",
    "revision",
    "agency",
    "content",
    "files",
    "line_sets",
    "facts",
    "at",
    "later",
    "algorithms",
)

Line = Mapping[str, Any]


def moment_text(moment: datetime) -> str:
    """UTC with microseconds and Z, as canonical form 1 writes moments."""
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(timespec='microseconds')}Z"


def line_digest(line: Line) -> str:
    """SHA-256 of the canonical form of a line's LINE_KEYS, as 64 hexadecimal digits.

    A line holds texts, whole numbers, flags, None, lists and records of texts only.
    """
    record = {key: line[key] for key in LINE_KEYS}
    document = {"form": CANONICAL_VERSION, "record": record}
    # The same bytes as canonical() makes of such values, at a tenth of its cost.
    form = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    if not form.isascii() and not unicodedata.is_normalized("NFC", form.decode()):
        form = canonical(record)
    return hashlib.sha256(form).hexdigest()


@dataclass
class Chain:
    """Follows the lines from the first one on; `seq` and `digest` are those of the
    last line seen."""

    seq: int = 0
    digest: str = START

    def follow(self, line: Line, digest: str) -> str:
        """What is wrong with the next line; empty if it fits.

        "gap": lines before it are missing; "previous": it names another line before
        it; "changed": its own digest does not fit what it says.
        """
        wrong = ""
        if line["seq"] != self.seq + 1:
            wrong = "gap"
        elif line["previous"] != self.digest:
            wrong = "previous"
        elif line_digest(line) != digest:
            wrong = "changed"
        self.seq, self.digest = line["seq"], digest
        return wrong


# --- Signed heads -----------------------------------------------------------------

TITLE = "disclosure-log-head 1"
_HEAD_KEYS = ("site", "seq", "digest", "at", "algorithms", "key")


class BadHead(ValueError):
    """A text that is no head of a log."""


@dataclass(frozen=True)
class Head:
    """All lines up to `seq`, fixed by the digest of that line and signed.

    `key` is the public key and `signature` what it signed, both hexadecimal.
    """

    site: str
    seq: int
    digest: str
    at: str
    key: str
    signature: str = ""
    algorithms: str = ALGORITHMS

    def signed_text(self) -> str:
        """The lines that the signature is made of, each with its line end."""
        values = (f"{key}: {getattr(self, key)}" for key in _HEAD_KEYS)
        return "\n".join([TITLE, *values, ""])

    def text(self) -> str:
        """To print in the paper or to mail to an archive; parse() reads it again."""
        return f"{self.signed_text()}signature: {self.signature}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The head within a text, whatever stands before or behind it and however
        its lines are indented. Raises BadHead."""
        lines = [line.strip() for line in text.splitlines()]
        if TITLE not in lines:
            raise BadHead(text[:80])
        rest = lines[lines.index(TITLE) + 1 :]
        found = dict(line.split(": ", 1) for line in rest if ": " in line)
        try:
            seq = int(found.pop("seq"))
            keys = (*_HEAD_KEYS, "signature")
            return cls(seq=seq, **{key: found[key] for key in keys if key != "seq"})
        except (KeyError, ValueError) as error:
            raise BadHead(text[:80]) from error

    @property
    def is_signed(self) -> bool:
        """Does its signature fit its text and the key that it names?"""
        try:
            key = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            signature = bytes.fromhex(self.signature)
            key.verify(signature, self.signed_text().encode())
        except (ValueError, exceptions.InvalidSignature):
            return False
        return True


def sign(head: Head, secret: str) -> Head:
    """The head with the signature that the key of a secret makes."""
    signature = _private_key(secret).sign(head.signed_text().encode())
    return Head(**{**vars(head), "signature": signature.hex()})


def public_key(secret: str) -> str:
    """The public key of a secret, as 64 hexadecimal digits."""
    return _private_key(secret).public_key().public_bytes_raw().hex()


def _private_key(secret: str) -> ed25519.Ed25519PrivateKey:
    seed = hashlib.sha256(f"receipts:{secret}".encode()).digest()
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)

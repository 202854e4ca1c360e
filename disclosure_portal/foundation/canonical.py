"""Canonical form 1 of a record: the bytes that digests and signatures are made of.

UTF-8, Unicode NFC, keys sorted, no spaces; decimals as fixed strings; moments in UTC
with microseconds and Z; days as ISO dates; the version of the form inside. Pure.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson

CANONICAL_VERSION = 1
HALVES = re.compile("[\ud800-\udfff]")


def canonical(value: Any) -> bytes:
    """The one sequence of bytes for a record, a mapping as a rule.

    The scale of a decimal is part of it: 1.50 is not 1.5. Raises TypeError for what
    has no single form: floats, naive moments, NaN, sets, bytes, halves of surrogate
    pairs, keys that are not text or that become equal under NFC.
    """
    document = {"form": CANONICAL_VERSION, "record": _plain(value)}
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return digest_of(canonical(value))


def digest_of(form: bytes) -> str:
    """The same of a canonical form that is there already."""
    return hashlib.sha256(form).hexdigest()


class ListDigest:
    """The digest of {name: [record, …]} whose records come one by one and are not held.

    The records are of texts only (numbers in their fixed form) or None: what they
    become is then the same as canonical() makes of them, at a tenth of its cost.
    """

    def __init__(self, name: str) -> None:
        head, self._tail = canonical({name: []}).split(b"[]")
        self._hash = hashlib.sha256(head + b"[")
        self._comma = b""

    def add(self, record: Mapping[str, str | None]) -> None:
        text = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
        if not text.isascii() and not unicodedata.is_normalized("NFC", text.decode()):
            text = orjson.dumps(_plain(record), option=orjson.OPT_SORT_KEYS)
        self._hash.update(self._comma + text)
        self._comma = b","

    def hexdigest(self) -> str:
        whole = self._hash.copy()
        whole.update(b"]" + self._tail)
        return whole.hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict | Mapping):  # dict first: it is quicker to tell
        return _mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item) for item in value]
    return _scalar(value)


def _text(value: str) -> str:
    if type(value) is str and value.isascii():
        return value
    text = unicodedata.normalize("NFC", value)
    if HALVES.search(text):
        raise TypeError(f"Half of a surrogate pair: {value!a}")
    return text


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    """What is plain ASCII passes at once: a row may have thousands of such words."""
    plain = {
        key if type(key) is str and key.isascii() else _key(key): item
        if type(item) is str and item.isascii()
        else _plain(item)
        for key, item in value.items()
    }
    if len(plain) < len(value):
        raise TypeError(f"Two keys are one under NFC: {sorted(map(ascii, value))}")
    return plain


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A key must be text: {key!r}")
    return _text(key)


def _scalar(value: Any) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError(f"Not a number: {value}")
        # Zero has no sign.
        return f"{value if value else value.copy_abs():f}"
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise TypeError(f"A moment needs its zone: {value}")
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return f"{moment.isoformat(timespec='microseconds')}Z"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")

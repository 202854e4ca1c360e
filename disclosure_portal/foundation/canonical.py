"""Canonical form 1 of a record: the bytes that digests and signatures are made of.

UTF-8, Unicode NFC, keys sorted, no spaces; decimals as fixed strings; moments in UTC
with microseconds and Z; days as ISO dates; the version of the form inside. Pure.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

CANONICAL_VERSION = 1


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one sequence of bytes for a record.

    Raises TypeError for what has no single form: floats, naive moments, NaN, keys
    that are not text or that become equal under NFC.
    """
    document = {"form": CANONICAL_VERSION, "record": _plain(value)}
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def digest(value: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item) for item in value]
    return _scalar(value)


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"A key must be text: {key!r}")
        name = unicodedata.normalize("NFC", key)
        if name in plain:
            raise TypeError(f"Two keys are one under NFC: {key!r}")
        plain[name] = _plain(item)
    return plain


def _scalar(value: Any) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError(f"Not a number: {value}")
        return f"{value:f}"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"A moment needs its zone: {value}")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")

"""Texts for XML that is written by hand: feeds and sitemaps. Pure: no Django."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

# What XML 1.0 has no way to say, not even as a reference (production 2, Char).
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def speakable(text: str) -> str:
    """The text without what XML has no way to say."""
    return _UNSPEAKABLE.sub("", text)


def xml_text(text: str) -> str:
    """The text of an element or of an attribute in double quotes."""
    return escape(speakable(text), {'"': "&quot;"})


def element(name: str, text: str) -> str:
    return f"<{name}>{xml_text(text)}</{name}>"


def xml_moment(at: datetime) -> str:
    """RFC 3339 in UTC, to the second: 2026-11-25T01:30:00Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

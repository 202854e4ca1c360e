"""Words as they are compared: no widths, no spaces, no marks. Pure."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")


def plain_words(text: str) -> str:
    """The letters and digits of a text, in their common width and small."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()

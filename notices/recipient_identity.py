"""What tells one recipient from another, however it was typed. Pure."""

from __future__ import annotations

import re
import unicodedata

# Between the parts of names of the minorities: 阿卜杜拉·买买提.
_DOTS = str.maketrans(dict.fromkeys("•‧・∙⋅", "·"))
_SIGNS = re.compile(r"[\W_]+")
# A township, and the county before it, in front of a village: 石盘镇堰口村三组.
_TOWNSHIP = re.compile(r".{1,20}?(?:镇|乡|街道)\s*(?=[^\s].*(?:村|社区).)")
# Shorter check values are found by trying.
SHORTEST_CHECK = 4


def plain_name(name: str) -> str:
    """A name without spaces, in one width."""
    text = unicodedata.normalize("NFKC", name)
    # Letters only, as most names are: nothing to take out of it.
    return text if text.isalpha() else "".join(text.translate(_DOTS).split())


def plain_check(value: str) -> str:
    """The letters and digits of a check value, in one width and case."""
    text = unicodedata.normalize("NFKC", value).upper()
    return text if text.isalnum() else _SIGNS.sub("", text)


def asked_for(value: str, length: int) -> str:
    """The part of a check value that recipients are asked for: its last characters,
    or all of it (length 0)."""
    plain = plain_check(value)
    return plain[-length:] if length else plain


def below_township(value: str) -> str:
    """Village and group without the township that people write before them."""
    found = _TOWNSHIP.match(value)
    return value[found.end() :] if found else value

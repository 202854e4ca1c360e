"""Document numbers (文号) as offices write them, and the key to find them by. Pure.

冀政办发〔2021〕5号 comes as （2021）, [2021], 【2021】, with full-width digits, spaces
and leading zeros; the official form has hexagonal brackets and a full four-digit
year (党政机关公文格式, GB/T 9704).
"""

from __future__ import annotations

import re
import unicodedata

_OPEN = "[［(（【﹝〔〈<{"
_CLOSE = "]］)）】﹞〕〉>}"
_YEAR = rf"[{re.escape(_OPEN)}]\s*(\d{{4}})\s*年?\s*[{re.escape(_CLOSE)}]"
_SERIAL = r"(第)?\s*(\d{1,6})\s*号"
_BRACKETED = re.compile(rf"^(.*?)\s*{_YEAR}\s*{_SERIAL}$", re.DOTALL)
_PLAIN = re.compile(rf"^(.*?)\s*{_SERIAL}$", re.DOTALL)
_IN_TEXT = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]{{2,20}}\s*{_YEAR}\s*(?:第)?\s*\d{{1,6}}\s*号"
)
_ANY_SPACE = re.compile(r"[\s\u200b\ufeff]+")


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return _ANY_SPACE.sub("", folded)


def display(text: str) -> str:
    """The official form; an unknown shape comes back trimmed, otherwise as it was."""
    folded = _folded(text)
    if match := _BRACKETED.match(folded):
        head, year, ordinal, serial = match.groups()
        return f"{head}〔{year}〕{ordinal or ''}{int(serial)}号"
    if match := _PLAIN.match(folded):
        head, ordinal, serial = match.groups()
        return f"{head}{ordinal or ''}{int(serial)}号"
    return text.strip()


def normalise(text: str) -> str:
    """The key under which a number is found, however it was typed; "" for none."""
    folded = _folded(display(text)).replace("第", "").upper()
    for mark in _OPEN:
        folded = folded.replace(mark, "〔")
    for mark in _CLOSE:
        folded = folded.replace(mark, "〕")
    return folded


def find(text: str) -> list[str]:
    """The document numbers that stand in a text, in official form, in order."""
    folded = unicodedata.normalize("NFKC", text)
    found = (display(match.group()) for match in _IN_TEXT.finditer(folded))
    return list(dict.fromkeys(found))

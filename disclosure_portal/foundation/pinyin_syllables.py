"""What a Chinese word sounds like, character by character and without tones.

`pinyin_syllables.txt` has all syllables in its first line, and then for each of U+4E00
to U+9FA5 a character that counts from U+4E00 to one of them; it was written once with
pypinyin (MIT), which takes 57 MB of each worker. Pure: no Django.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FIRST = 0x4E00


def sound(word: str) -> str:
    """低保 is dibao; what is no Chinese character stays as it is."""
    names, places = _table()
    return "".join(
        names[ord(places[ord(each) - FIRST]) - FIRST]
        if 0 <= ord(each) - FIRST < len(places)
        else each
        for each in word
    )


@cache
def _table() -> tuple[list[str], str]:
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    names, _newline, places = text.partition("\n")
    return names.split(), places.replace("\n", "")

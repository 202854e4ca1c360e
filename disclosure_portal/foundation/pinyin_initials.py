"""The letters under which a Chinese name is looked for: the first of their pinyin.

`pinyin_initials.txt` has one letter for each of U+4E00 to U+9FA5, written once with
pypinyin (MIT): 21 kB instead of a library of 30 MB in each worker. Pure: no Django.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FIRST = 0x4E00
OTHER = "#"
# Characters that names begin with in another reading than the most common one, and
# words that do so once more.
CHARACTERS = {"长": "C", "厦": "X", "调": "T", "单": "D", "参": "C", "会": "H"}
WORDS = {
    **dict.fromkeys(("重新", "重庆", "重建", "重阳"), "C"),
    **dict.fromkeys(("长者", "长官"), "Z"),
    **{"会计": "K", "调动": "D", "调度": "D", "调查": "D", "行业": "H"},
}


def initial(name: str) -> str:
    """A letter A to Z, or # for what begins with anything else."""
    name = name.lstrip(" 《〈“‘（(〔[「『")
    return _letter(name) if name else OTHER


def initials(name: str) -> str:
    """The letters under which all of a name is looked for, 低保 under DB: a letter for
    each character or word that has one, and no signs."""
    found: list[str] = []
    previous = ""
    for place, character in enumerate(name):
        letter = _letter(name[place : place + 2])
        # Of a word in Latin letters only the first counts, as of the others.
        is_within = character.isascii() and previous.isascii() and previous.isalpha()
        if letter != OTHER and not is_within:
            found.append(letter)
        previous = character
    return "".join(found)


def _letter(name: str) -> str:
    if letter := WORDS.get(name[:2]) or CHARACTERS.get(name[0]):
        return letter
    first = name[0].upper()
    if first.isascii() and first.isalpha():
        return first
    place = ord(first) - FIRST
    letters = _letters()
    return letters[place] if 0 <= place < len(letters) else OTHER


@cache
def _letters() -> str:
    text = Path(__file__).with_suffix(".txt").read_text(encoding="ascii")
    return text.replace("\n", "")

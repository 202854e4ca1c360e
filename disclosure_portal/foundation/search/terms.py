"""What search looks for: texts cut into terms. Pure.

Chinese has no spaces, and a dictionary cuts a word otherwise in a question than in a
text. So each pair of neighbouring characters is a term: nothing is lost, and the
commonest question, a word of two characters, is one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document_numbers import find, normalise
from .folding import fold

# Of this way of cutting; an index made in another way is to be made anew.
VERSION = 1

HAN = "々〇㐀-䶿一-鿿\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")
# A longer run of letters or digits is no word that anybody types.
LONGEST = 40


def runs(folded: str) -> list[str]:
    """Stretches of Han characters and of letters or digits, in their order."""
    return RUN.findall(folded)


def is_han(run: str) -> bool:
    return IS_HAN.match(run) is not None


def pairs(run: str) -> Iterator[str]:
    """Neighbouring characters: 最低生活 is 最低, 低生, 生活."""
    return map("".join, zip(run, run[1:], strict=False))


def times(term: str, folded: str) -> int:
    """How often a term stands in a text: 16 does not stand in 2016."""
    if not term.isascii():
        return folded.count(term)
    found, place = 0, folded.find(term)
    while place >= 0:
        end = place + len(term)
        found += is_whole(folded, place, end)
        place = folded.find(term, end)
    return found


def is_whole(folded: str, start: int, end: int) -> bool:
    """Does no word of letters or digits go on beyond these places?"""
    return not any(
        _goes_on(folded[at - 1 : at + 1]) for at in (start, end) if 0 < at < len(folded)
    )


def _goes_on(two: str) -> bool:
    return two.isalnum() and not any(map(is_han, two))


def terms(text: str) -> set[str]:
    """All terms by which a text is found: pairs, the last character of each run (the
    others begin a pair), words of letters or digits, document numbers whole."""
    found: set[str] = set()
    for run in runs(fold(text)):
        if is_han(run):
            found.update(pairs(run))
            found.add(run[-1])
        else:
            found.add(run[:LONGEST])
    found.update(filter(None, map(number_term, find(text))))
    return found


def number_term(number: str) -> str:
    """A document number as one term, however it was written: 国办发〔2017〕47号."""
    return "".join(runs(fold(normalise(number))))[-LONGEST:]

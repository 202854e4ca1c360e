"""Words that titles are made of, found without a dictionary: what stands between two
joints of many titles, and what many of these begin or end with. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..phrases import phrases
from .folding import fold
from .questions import GRAMMAR
from .terms import is_han, runs

SHORTEST, LONGEST = 2, 10
# In fewer titles, or in fewer longer words, it may be anything, a name for instance.
OFTEN = 3
# What a longer word begins or ends with may itself be a word of so many characters.
PARTS = (2, 3, 4)
# 第三, 第十二批: of what, the title says elsewhere.
ORDINAL = re.compile("第[一二三四五六七八九十百零〇两]+[批次届期号个]?")


def words_of(titles: Iterable[str]) -> Counter[str]:
    """Words with the number of titles that have them, or of words made with them."""
    found: Counter[str] = Counter()
    for title in titles:
        found.update({run for piece in phrases(fold(title)) for run in _runs(piece)})
    parts: Counter[str] = Counter()
    for word in found:
        parts.update({part for part in _parts(word) if _may_be(part)})
    ends = {word[-length:] for word in found for length in PARTS}
    begins = {word[:length] for word in found for length in PARTS}
    # What only ever begins words may be cut anywhere: 县人 of 县人民医院.
    parts = Counter({part: parts[part] for part in parts if part in ends & begins})
    return Counter(
        {
            word: count
            for word, count in (found | parts).items()
            if count >= OFTEN and _may_be(word)
        }
    )


def _runs(piece: str) -> Iterable[str]:
    return (run for run in runs(piece) if is_han(run))


def _parts(word: str) -> Iterable[str]:
    for length in PARTS:
        if len(word) > length:
            yield from (word[:length], word[-length:])


def _may_be(word: str) -> bool:
    is_fit = SHORTEST <= len(word) <= LONGEST and GRAMMAR.isdisjoint(word)
    return is_fit and not ORDINAL.fullmatch(word)

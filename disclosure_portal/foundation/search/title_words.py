"""Words that titles are made of, found without a dictionary: what stands between two
joints of many titles, and what many of these begin or end with. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

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
    begins = {word[:length] for word in found for length in PARTS}
    ends = {word[-length:] for word in found for length in PARTS}
    known = {*found, *(begins & ends)}
    for word in found:
        parts.update({part for part in _parts(word, known) if _may_be(part)})
    return Counter(
        {
            word: count
            for word, count in (found | parts).items()
            if count >= OFTEN and _may_be(word)
        }
    )


def _runs(piece: str) -> Iterable[str]:
    return (run for run in runs(piece) if is_han(run))


def _parts(word: str, known: Collection[str]) -> Iterable[str]:
    """What it begins and ends with, unless another word is cut by that: not 县人 of
    县人民医院, nor 业单位 of 事业单位."""
    for length in PARTS:
        if len(word) > length:
            if word[length - 1 :] not in known:
                yield word[:length]
            if word[: 1 - length] not in known:
                yield word[-length:]


def _may_be(word: str) -> bool:
    is_fit = SHORTEST <= len(word) <= LONGEST and GRAMMAR.isdisjoint(word)
    # 利局 of 水利局: names of units are known as such.
    is_fit = is_fit and not (len(word) == SHORTEST and word.endswith("局"))
    return is_fit and not ORDINAL.fullmatch(word)

"""What of a letter is compared: the pairs of search's analyser, and words made of them
again, so that a person can read why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disclosure_portal.foundation.search.folding import fold
from disclosure_portal.foundation.search.terms import is_han, pairs, runs, times

# Beyond this a text says nothing new about its subject.
READ = 20_000
LONGEST_WORD = 8
# Words that every letter has: they say nothing about its subject.
_EMPTY = (
    "我们你好您好请问谢谢希望领导尊敬敬的反映问题关于现在没有可以这个是否"
    "什么为什怎么一个已经还是因为所以但是如果以及进行有关相关部门政府"
)
EMPTY = frozenset(_EMPTY[at : at + 2] for at in range(0, len(_EMPTY), 2))


def pairs_of(text: str) -> frozenset[str]:
    """Each pair of neighbouring Han characters, and each word of letters."""
    found: set[str] = set()
    for run in runs(fold(text[:READ])):
        if is_han(run):
            found.update(pairs(run))
        elif run.isalpha():
            found.add(run)
    return frozenset(found - EMPTY)


def holds(folded: str, words: Iterable[str]) -> str:
    """The first of these words that stands in a folded text as search finds it."""
    for word in words:
        if times(fold(word), folded):
            return word
    return ""


def spoken(text: str, weights: Mapping[str, float], most: int) -> tuple[str, ...]:
    """The weightiest stretches of a text in which weighty pairs follow each other:
    公积 and 积金 are read as 公积金."""
    found: dict[str, float] = {}
    for run in runs(fold(text[:READ])):
        if not is_han(run):
            if weights.get(run, 0) > 0:
                found[run] = weights[run]
            continue
        start, weight = 0, 0.0
        for place, pair in enumerate([*pairs(run), ""]):
            own = weights.get(pair, 0.0)
            if own > 0 and place - start < LONGEST_WORD - 1:
                weight += own
                continue
            if weight:
                found[run[start : place + 1]] = weight
            start, weight = (place, own) if own > 0 else (place + 1, 0.0)
    best = sorted(found, key=lambda word: (-found[word], word))
    return tuple(_apart(best, most))


def _apart(words: list[str], most: int) -> list[str]:
    """The first ones of which none is part of another."""
    kept: list[str] = []
    for word in words:
        if len(kept) < most and not any(word in other for other in kept):
            kept.append(word)
    return kept

"""What somebody may be about to type, and what they may have meant."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from ..models import SearchWord
from ..pinyin_syllables import sound
from .finding import Finder, Groups, Search
from .folding import fold
from .questions import ask
from .spelling import is_near
from .terms import is_han, runs

SUGGESTED = 8
MEANT = 3
# Who types more has no single word in mind.
LONGEST = 20
# So many words with the same beginning or end are compared.
COMPARED = 2_000
# With fewer results it is asked whether something else was meant.
FEW = 3
# Of a longer question, so many pairs that nothing has are looked at.
BAD_PAIRS = 2


def suggested(typed: str) -> list[str]:
    """Words that begin as what was typed, in characters or in pinyin; the weightiest
    first. A handful of queries in a table of bounded size."""
    # PostgreSQL takes no NUL.
    folded = " ".join(fold(typed[: LONGEST * 2].replace("\x00", "")).split())
    if not 1 <= len(folded) <= LONGEST:
        return []
    letters = _letters(folded)
    whole, begun = Q(folded=folded), Q(folded__begins=folded)
    if letters:
        whole |= Q(pinyin=letters) | Q(initials=letters)
        begun |= Q(pinyin__begins=letters) | Q(initials__begins=letters)
    looks = [whole, begun]
    if len(folded) > 1 and not letters:
        looks.append(Q(folded__contains=folded))
    found: dict[str, None] = {}
    for look in looks:
        if len(found) < SUGGESTED:
            words = SearchWord.objects.filter(look).order_by("-weight", "folded")
            found |= dict.fromkeys(words.values_list("word", flat=True)[:SUGGESTED])
    return list(found)[:SUGGESTED]


def meant(finder: Finder, facets: Groups) -> list[str]:
    """Words that find something and are near to those that found hardly anything."""
    folded = " ".join(finder.search.question.folded.split())
    found: list[str] = []
    for words in _candidates(folded, finder):
        if words not in found and _finds(words, facets):
            found.append(words)
            if len(found) == MEANT:
                break
    return found


def _candidates(folded: str, finder: Finder) -> Iterator[str]:
    if letters := _letters(folded):
        yield from _by_letters(letters)
        return
    if len(folded) > LONGEST:
        return
    yield from _near(folded)
    bad = [pair for pair in _pairs(folded) if not finder.df.get(pair)]
    for pair in bad[:BAD_PAIRS]:
        if pair != folded:
            for word in list(_near(pair))[:MEANT]:
                yield folded.replace(pair, word)


def _letters(folded: str) -> str:
    """Pinyin as it is typed: di'bao, di bao; "" for anything else."""
    letters = folded.replace("'", "").replace(" ", "").replace("’", "")
    return letters if letters.isascii() and letters.isalpha() else ""


def _by_letters(letters: str) -> list[str]:
    words = SearchWord.objects.filter(Q(pinyin=letters) | Q(initials=letters))
    ordered = words.order_by("-weight", "folded")
    return list(ordered.values_list("word", flat=True)[: 2 * MEANT])


def _pairs(folded: str) -> list[str]:
    return [
        run[place : place + 2]
        for run in runs(folded)
        if is_han(run)
        for place in range(len(run) - 1)
    ]


def _near(word: str) -> Iterator[str]:
    """Words that sound the same, then words one slip away, the weightiest first. One
    half of both is the same, or two neighbours in the middle changed places."""
    half = len(word) // 2
    if not half:
        return
    same = Q(folded__begins=word[:half]) | Q(folded__endswith=word[half:])
    if len(word) == 2:
        same |= Q(folded=word[::-1])
    else:
        same |= Q(folded__begins=word[: half - 1]) & Q(
            folded__endswith=word[half + 1 :]
        )
    lengths = (len(word) - 1, len(word), len(word) + 1)
    typed = sound(word)
    same = Q(pinyin=typed) | same & Q(length__in=lengths)
    rows = SearchWord.objects.filter(same).exclude(folded=word).order_by("-weight")
    slips = []
    for folded, shown, pinyin in rows.values_list("folded", "word", "pinyin")[
        :COMPARED
    ]:
        if pinyin == typed:
            yield shown
        elif is_near(word, folded):
            slips.append(shown)
    yield from slips


def _finds(words: str, facets: Groups) -> bool:
    return bool(Finder(Search(ask(words), facets)).newest(1))

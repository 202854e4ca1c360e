"""Which letters tell of one incident, and why it seems so. Pure.

Common words count little, rare ones and names of places much; letters that name other
places or other days are held apart. Only letters that share rare words are compared.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Generic, NamedTuple, TypeVar

from disclosure_portal.foundation.search.folding import fold

from .letter_terms import pairs_of, spoken

Key = TypeVar("Key", bound=Hashable)
Square = Callable[[str], float]

# From here on a pair is shown to the clerk (docs/feedback.md says how it was set).
LIKELY = 0.20
PLACE_WEIGHT = 2.0
# Where few letters came in, their words are not common yet: as many more are thought
# of that have none of them.
UNSEEN = 50
OTHER_PLACE, OTHER_DAY, OTHER_NAME = 0.3, 0.3, 0.2
WORDS = 5
# Letters as alike as this are compared word for word, unless they are very long.
SAME_WORDS, MOST_CHANGES, NAME, LONGEST_COMPARED = 0.35, 3, 6, 2_000

# A letter is found by its rarest terms; one that very many letters have finds nothing.
RAREST = 32
MOST_HOLDERS = 60
MOST_CANDIDATES = 200

_ENDS = (
    "街道|大道|小区|社区|小学|中学|幼儿园|医院|公园|广场|市场|花园|新城|家园|国道|省道|"
    "工业园|水库|山庄|学校|公司|酒店|药店|公墓|路|街|巷|村|镇|乡|桥|组|苑|栋|厂|店|线|站|河"
)
_PLACE = re.compile(rf"(?P<stem>[一-鿿]{{2}}|[a-z]?\d{{1,4}})(?P<end>{_ENDS})")
# 这条路, 本村: no names.
_NO_NAME = frozenset(
    "公道马铁网思出条本该全各住的我们在到这那个座一每修此整走过乡农城老"
)
_DAY = re.compile(r"(?:(\d{1,2})月)(\d{1,2})[日号]")


class Place(NamedTuple):
    stem: str
    end: str

    def __str__(self) -> str:
        return f"{self.stem}{self.end}"


@dataclass(frozen=True)
class Profile:
    """What of a letter is compared."""

    words: str
    terms: frozenset[str]
    places: frozenset[Place]
    days: frozenset[tuple[int, int]]


def profile(title: str, text: str) -> Profile:
    words = f"{title}\n{text}"
    folded = fold(words)
    return Profile(
        words,
        pairs_of(words),
        frozenset(
            Place(found["stem"], found["end"])
            for found in _PLACE.finditer(folded)
            if not _NO_NAME & set(found["stem"])
        ),
        frozenset((int(month), int(day)) for month, day in _DAY.findall(folded)),
    )


@dataclass(frozen=True)
class Rarity:
    """In how many of how many letters a term stands."""

    holders: Mapping[str, int]
    letters: int

    def weight(self, term: str) -> float:
        held = self.holders.get(term, 0)
        return math.log((self.letters + UNSEEN) / (held + 0.5))


def rarity_of(profiles: Iterable[Profile]) -> Rarity:
    holders: Counter[str] = Counter()
    letters = 0
    for each in profiles:
        letters += 1
        holders.update(each.terms)
    return Rarity(holders, letters)


@dataclass(frozen=True)
class Likeness:
    """From 0 to 1; the rare words of both; what speaks against one incident."""

    share: float
    words: tuple[str, ...]
    places: tuple[str, ...] = ()
    is_elsewhere: bool = False
    is_another_day: bool = False
    other_name: tuple[str, str] | tuple[()] = ()

    @property
    def is_likely(self) -> bool:
        return self.share >= LIKELY


def likeness(one: Profile, other: Profile, rarity: Rarity) -> Likeness:
    """How much two letters are alike; the same for (a, b) and (b, a)."""
    heavy = {pair for each in (one, other) for pair in _place_pairs(each)}

    def square(term: str) -> float:
        weight = rarity.weight(term) * (PLACE_WEIGHT if term in heavy else 1)
        return weight * weight

    shared = {term: square(term) for term in sorted(one.terms & other.terms)}
    lengths = math.sqrt(_length(one, square) * _length(other, square))
    share = math.fsum(shared.values()) / lengths if lengths else 0.0
    is_elsewhere = _is_elsewhere(one, other)
    is_another_day = bool(one.days and other.days and not one.days & other.days)
    other_name = _other_name(one, other) if share >= SAME_WORDS else ()
    share *= OTHER_PLACE if is_elsewhere else 1
    share *= OTHER_DAY if is_another_day else 1
    share *= OTHER_NAME if other_name else 1
    return Likeness(
        min(share, 1.0),
        spoken(min(one.words, other.words), shared, WORDS),
        tuple(sorted(map(str, one.places & other.places))),
        is_elsewhere,
        is_another_day,
        other_name,
    )


def _length(profile: Profile, square: Square) -> float:
    return math.fsum(square(term) for term in sorted(profile.terms))


def _place_pairs(profile: Profile) -> frozenset[str]:
    return frozenset(place.stem for place in profile.places)


def _is_elsewhere(one: Profile, other: Profile) -> bool:
    """Do both name roads, or villages, and none in common?"""
    if one.places & other.places:
        return False
    return bool({each.end for each in one.places} & {each.end for each in other.places})


def _other_name(one: Profile, other: Profile) -> tuple[str, str] | tuple[()]:
    """Where two letters are alike word for word, but for one name in the same place:
    a form that went round, not one incident."""
    first, second = sorted((one.words.strip(), other.words.strip()))
    if max(len(first), len(second)) > LONGEST_COMPARED:
        return ()
    compared = SequenceMatcher(None, first, second, autojunk=False)
    changed = [each for each in compared.get_opcodes() if each[0] != "equal"]
    if len(changed) > MOST_CHANGES:
        return ()
    for tag, start, end, other_start, other_end in changed:
        if tag == "replace" and max(end - start, other_end - other_start) <= NAME:
            return first[start:end], second[other_start:other_end]
    return ()


@dataclass
class Candidates(Generic[Key]):
    """Letters by their rarest terms. To find those like one, RAREST look-ups give at
    most RAREST × MOST_HOLDERS letters, of which MOST_CANDIDATES that share the most
    are compared, however many letters there are."""

    rarity: Rarity
    holders: dict[str, list[Key]] = field(default_factory=dict)

    def add(self, key: Key, profile: Profile) -> None:
        for term in self.rarest(profile):
            held = self.holders.setdefault(term, [])
            if len(held) < MOST_HOLDERS:
                held.append(key)

    def rarest(self, profile: Profile) -> list[str]:
        """The terms by which a letter is found: names of places first, then the rarest
        that another letter has, too."""
        names = _place_pairs(profile)
        common = [
            term for term in profile.terms if self.rarity.holders.get(term, 0) > 1
        ]
        common.sort(
            key=lambda term: (term not in names, self.rarity.holders[term], term)
        )
        return common[:RAREST]

    def of(self, profile: Profile) -> list[Key]:
        shared: Counter[Key] = Counter()
        for term in self.rarest(profile):
            shared.update(self.holders.get(term, ()))
        return [key for key, _times in shared.most_common(MOST_CANDIDATES)]

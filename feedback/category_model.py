"""Which category a letter belongs to, learned of letters that clerks have sorted. Pure.

Complement naive Bayes: what speaks for a category is that a word is rare in its
sisters. It was chosen by measure (docs/feedback.md). From each level it goes down as
far as it is certain, and it names the words that spoke for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from .letter_terms import pairs_of, spoken

Path = tuple[str, ...]
NO_NAMES: Mapping[Path, str] = MappingProxyType({})

VERSION = 1
TITLE_WEIGHT = 3
# A category's own name counts like so many letters that say nothing else.
NAME_WEIGHT = 6
SMOOTHING = 1.0
# A word of one letter only teaches nothing, and might name somebody.
FEWEST_LETTERS = 2
MOST_TERMS = 30_000
SHOWN, WORDS = 3, 4
# Below this share of the best sister, a level stays undecided.
CERTAIN = 0.6
# Words follow from each other, so that the sums of naive Bayes are too sure of
# themselves: they are divided by the root of their number, as was measured.
SHARPNESS = 2.5


@dataclass(frozen=True)
class Suggestion:
    """A category as deep as it is certain, its share among its level-1 sisters (not a
    probability that anybody promised), and the words that spoke for it."""

    path: Path
    share: float
    words: tuple[str, ...]


def weighed(title: str, text: str) -> dict[str, int]:
    """The terms of a letter: each once, those of the title more."""
    counted = dict.fromkeys(pairs_of(text), 1)
    for term in pairs_of(title):
        counted[term] = counted.get(term, 0) + TITLE_WEIGHT
    return counted


@dataclass
class Learner:
    """Takes letters one by one; holds counts, no letter."""

    letters: int = 0
    counts: dict[Path, Counter[str]] = field(default_factory=dict)
    in_letters: Counter[str] = field(default_factory=Counter)
    named: set[str] = field(default_factory=set)

    def read(self, terms: Mapping[str, int], path: Path) -> None:
        """A letter's terms, as weighed() gives them, and its category."""
        self.letters += 1
        self.in_letters.update(terms.keys())
        self._count(terms, path)

    def read_name(self, path: Path, name: str) -> None:
        """A category's name, for as long as few letters have taught it."""
        terms = dict.fromkeys(pairs_of(name), NAME_WEIGHT)
        self.named.update(terms)
        self._count(terms, path)

    def _count(self, terms: Mapping[str, int], path: Path) -> None:
        for depth in range(1, len(path) + 1):
            self.counts.setdefault(path[:depth], Counter()).update(terms)

    def model(self) -> Model:
        kept = [
            term
            for term, letters in self.in_letters.items()
            if letters >= FEWEST_LETTERS
        ]
        kept.sort(key=lambda term: (-self.in_letters[term], term))
        terms = self.named.union(kept[: max(0, MOST_TERMS - len(self.named))])
        return Model(
            {
                path: {term: n for term, n in sorted(counted.items()) if term in terms}
                for path, counted in sorted(self.counts.items())
            },
            self.letters,
        )


@dataclass(frozen=True)
class Model:
    """How often each term stands in the letters of each category and those below."""

    counts: Mapping[Path, Mapping[str, int]]
    letters: int = 0

    @cached_property
    def sisters(self) -> dict[Path, Sisters]:
        """The categories below each that has several."""
        below: dict[Path, dict[Path, Mapping[str, int]]] = {}
        for path in sorted(self.counts):
            below.setdefault(path[:-1], {})[path] = self.counts[path]
        return {
            parent: Sisters(counts)
            for parent, counts in below.items()
            if len(counts) > 1
        }

    def suggest(self, title: str, text: str) -> list[Suggestion]:
        """At most three, the likeliest first; none where no word is known."""
        terms = weighed(title, text)
        top = self.shares((), terms)
        best = sorted(top, key=lambda path: (-top[path], path))[:SHOWN]
        whole = f"{title}\n{text}"
        return [
            Suggestion(
                self._down(path, terms),
                top[path],
                spoken(whole, self._spoke_for(path, terms), WORDS),
            )
            for path in best
        ]

    def shares(self, parent: Path, terms: Mapping[str, int]) -> dict[Path, float]:
        """The share of each category below `parent`; none where no word is known."""
        sisters = self.sisters.get(parent)
        return sisters.shares(terms) if sisters else {}

    def _down(self, path: Path, terms: Mapping[str, int]) -> Path:
        shares = self.shares(path, terms)
        best = min(shares, key=lambda each: (-shares[each], each), default=path)
        if shares.get(best, 0) < CERTAIN:
            return path
        return self._down(best, terms)

    def _spoke_for(self, path: Path, terms: Mapping[str, int]) -> dict[str, float]:
        return self.sisters[path[:-1]].spoke_for(path, terms)

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers; from_json gives the same model."""
        terms = sorted({term for counted in self.counts.values() for term in counted})
        place = {term: number for number, term in enumerate(terms)}
        return {
            "version": VERSION,
            "letters": self.letters,
            "terms": terms,
            "categories": [
                [list(path), [[place[term], n] for term, n in sorted(counted.items())]]
                for path, counted in sorted(self.counts.items())
            ],
        }


class Sisters:
    """The categories below one, compared with each other."""

    def __init__(self, counts: Mapping[Path, Mapping[str, int]]) -> None:
        self.counts = counts
        self.total: Counter[str] = Counter()
        for counted in counts.values():
            self.total.update(counted)
        self.size = sum(self.total.values()) + SMOOTHING * len(self.total)
        self.own = {path: sum(counted.values()) for path, counted in counts.items()}

    def weight(self, path: Path, term: str) -> float:
        elsewhere = self.total[term] - self.counts[path].get(term, 0) + SMOOTHING
        return math.log((self.size - self.own[path]) / elsewhere)

    def shares(self, terms: Mapping[str, int]) -> dict[Path, float]:
        known = {term: n for term, n in terms.items() if term in self.total}
        if not known:
            return {}
        scale = SHARPNESS / math.sqrt(sum(known.values()))
        sums = {
            path: scale * sum(n * self.weight(path, term) for term, n in known.items())
            for path in self.counts
        }
        highest = max(sums.values())
        grown = {path: math.exp(each - highest) for path, each in sums.items()}
        whole = sum(grown.values())
        return {path: each / whole for path, each in grown.items()}

    def spoke_for(self, path: Path, terms: Mapping[str, int]) -> dict[str, float]:
        """By how much each term speaks for this one more than for its sisters."""
        return {
            term: n * (self.weight(path, term) - self._mean(term))
            for term, n in terms.items()
            if self.counts[path].get(term)
        }

    def _mean(self, term: str) -> float:
        weights = [self.weight(path, term) for path in self.counts]
        return sum(weights) / len(weights)


def learn(
    letters: Iterable[tuple[str, str, Path]], names: Mapping[Path, str] = NO_NAMES
) -> Model:
    """A model of (title, text, category) and of the categories' names."""
    learner = Learner()
    for path, name in names.items():
        learner.read_name(path, name)
    for title, text, path in letters:
        learner.read(weighed(title, text), path)
    return learner.model()


def from_json(content: Mapping[str, Any]) -> Model:
    """Raises ValueError for what another version wrote."""
    if content.get("version") != VERSION:
        raise ValueError("The model was written by another version")
    terms = content["terms"]
    counts = {
        tuple(path): {terms[place]: n for place, n in counted}
        for path, counted in content["categories"]
    }
    return Model(counts, content["letters"])

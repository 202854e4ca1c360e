"""Which unit gets a letter: rules in their order, and why each of them won or lost.
Pure: units are known by their paths in the tree.

An empty condition holds for all letters. Of rules at one place in the order the one
with more conditions goes first, then the one for the smaller branch. No letter is
given to a unit that it accuses, nor to one in its branch: it goes to the first unit
above that is outside, below the county itself; else to the supervision group
(信访工作条例 2022, art. 30). As long as nobody has said whom an accusation accuses,
only rules for its kind are asked: one for its subject might lead to the accused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from directories import tree

from .letter_terms import holds


@dataclass(frozen=True)
class Rule:
    """Where letters go that meet all of its conditions. A category is the one named or
    one below it; place and unit are branches; of the words one has to occur."""

    id: int
    order: int
    goes_to: str
    name: str = ""
    kind: str = ""
    category: str = ""
    place: str = ""
    about: str = ""
    words: tuple[str, ...] = ()

    @property
    def conditions(self) -> int:
        return sum(
            map(bool, (self.kind, self.category, self.place, self.about))
        ) + bool(self.words)

    @property
    def rank(self) -> tuple[int, int, int, int]:
        depth = len(self.place) + len(self.about)
        return (self.order, -self.conditions, -depth, self.id)


@dataclass(frozen=True)
class LetterFacts:
    """What rules ask of a letter. `categories` holds its category and those above;
    `folded` its words as search compares them; `intake` the unit that took it in."""

    intake: str
    kind: str = ""
    categories: frozenset[str] = frozenset()
    place: str = ""
    about: str = ""
    folded: str = ""
    is_accusation: bool = False
    accused: tuple[str, ...] = ()


class Ground(StrEnum):
    """Why a rule won or lost."""

    WON = "won"
    KIND = "kind"
    CATEGORY = "category"
    PLACE = "place"
    ABOUT = "about"
    WORDS = "words"
    ACCUSED_UNKNOWN = "accused_unknown"
    LATER = "later"


class Way(StrEnum):
    """How the unit was found."""

    RULE = "rule"
    ABOUT = "about"
    STAYS = "stays"
    SUPERIOR = "superior"
    GROUP = "group"


@dataclass(frozen=True)
class Reason:
    """What became of one rule; the word of the letter that it met, if it asks any."""

    rule: Rule
    ground: Ground
    word: str = ""


@dataclass(frozen=True)
class Routed:
    """`rule` is the one that won, if any; `unit` is "" where the supervision group has
    the letter; `meant` is where it would have gone if nobody were accused."""

    rule: Rule | None
    unit: str
    way: Way
    meant: str
    why: tuple[Reason, ...]


def route(rules: Sequence[Rule], letter: LetterFacts) -> Routed:
    """Always an answer: without a rule that holds, it goes to the unit that it is
    about, or stays where it came in; an accusation stays."""
    why: list[Reason] = []
    winner: Rule | None = None
    for rule in sorted(rules, key=lambda each: each.rank):
        lost = _lost(rule, letter)
        if lost is None and winner is None:
            winner = rule
            why.append(Reason(rule, Ground.WON, holds(letter.folded, rule.words)))
        else:
            why.append(Reason(rule, lost or Ground.LATER))
    way, meant = _meant(winner, letter)
    unit = outside(meant, letter.accused)
    if unit != meant:
        way = Way.SUPERIOR if unit else Way.GROUP
    return Routed(winner, unit, way, meant, tuple(why))


def _meant(winner: Rule | None, letter: LetterFacts) -> tuple[Way, str]:
    if winner:
        return Way.RULE, winner.goes_to
    is_free = not (letter.is_accusation or letter.accused)
    if is_free and letter.about and tree.depth(letter.about):
        return Way.ABOUT, letter.about
    return Way.STAYS, letter.intake


def _lost(rule: Rule, letter: LetterFacts) -> Ground | None:
    """The first condition that does not hold."""
    if rule.kind and rule.kind != letter.kind:
        return Ground.KIND
    if letter.is_accusation and not (letter.accused or rule.kind):
        return Ground.ACCUSED_UNKNOWN
    if rule.category and rule.category not in letter.categories:
        return Ground.CATEGORY
    if rule.place and not _is_in(rule.place, letter.place):
        return Ground.PLACE
    if rule.about and not _is_in(rule.about, letter.about):
        return Ground.ABOUT
    if rule.words and not holds(letter.folded, rule.words):
        return Ground.WORDS
    return None


def _is_in(branch: str, path: str) -> bool:
    return bool(path) and tree.contains(branch, path)


def outside(unit: str, accused: Sequence[str]) -> str:
    """The unit, or the first one above it that no accusation bars; "" where only the
    county itself is left."""
    if not _is_barred(unit, accused):
        return unit
    above = [path for path in reversed(tree.ancestors(unit)) if tree.depth(path)]
    return next((path for path in above if not _is_barred(path, accused)), "")


def _is_barred(unit: str, accused: Sequence[str]) -> bool:
    return any(tree.contains(path, unit) for path in accused)

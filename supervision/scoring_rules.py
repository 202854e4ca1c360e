"""What a checklist says of one indicator: its kind, points, cap and absences. Pure.

Points, weights and marks have up to four decimals; nothing here is a float. Each kind
of indicator is a class of its own, so that a rule holds what it needs and no more.
How a mark is read is the rule's matter:

=================  ==========================================================
kind               the mark's value
=================  ==========================================================
sum, mean          none (a branch; it may be marked "not applicable" whole)
credit             points given, or the share given (0 to 1)
per_occurrence     how many occurred
deduction          how many faults
tiers              a quantity
rate               a rate in per cent
pass_fail          1 passed, 0 failed
veto               1 hit, 0 not hit; or a measure held against the threshold
bonus, penalty     how many occurred; without a mark, none
=================  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from .scoring_numbers import settled

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
PASS_SHARE = Decimal("0.6")


class Kind(StrEnum):
    """How an indicator turns its mark into points."""

    SUM = "sum"
    MEAN = "mean"
    CREDIT = "credit"
    PER_OCCURRENCE = "per_occurrence"
    DEDUCTION = "deduction"
    TIERS = "tiers"
    RATE = "rate"
    PASS_FAIL = "pass_fail"
    VETO = "veto"
    BONUS = "bonus"
    PENALTY = "penalty"


class GivenIn(StrEnum):
    """How credit is written down: as points, or as a share between 0 and 1."""

    POINTS = "points"
    SHARE = "share"


class CapScope(StrEnum):
    """Whose points limit what an indicator may gain or lose."""

    OWN = "own"
    PARENT = "parent"
    TOP = "top"  # the indicator of the first level above it
    NAMED = "named"  # any ancestor, by its code


class AbsenceKind(StrEnum):
    """What becomes of the points of an indicator that does not apply to a unit."""

    LEAVES = "leaves"  # they leave the denominator
    TO_GROUP = "to_group"  # they move to the indicators of a group, or below a code
    TO_ALL = "to_all"  # they move to all others of the part, in proportion
    REFUSED = "refused"  # it applies to every unit


class VetoEffect(StrEnum):
    """What a veto makes of the total. It never raises one."""

    ZERO = "zero"
    CAP = "cap"
    NO_SCORE = "no_score"


def _times(value: Decimal, each: Decimal, most: Decimal | None) -> Decimal:
    return value * each if most is None else min(value * each, most)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A branch: its children added up, when `is_capped` no more than its points."""

    kind: ClassVar[Kind] = Kind.SUM
    is_capped: bool = False


@dataclass(frozen=True, kw_only=True)
class Mean:
    """A branch: its points times the mean of its children's shares.

    Children that do not apply, and children of weight 0, leave the mean; other
    weights weigh in it.
    """

    kind: ClassVar[Kind] = Kind.MEAN


@dataclass(frozen=True, kw_only=True)
class Credit:
    """Full or partial credit."""

    kind: ClassVar[Kind] = Kind.CREDIT
    given_in: GivenIn = GivenIn.POINTS

    def gained(self, value: Decimal, points: Decimal) -> Decimal:
        return points * value if self.given_in is GivenIn.SHARE else value


@dataclass(frozen=True, kw_only=True)
class PerOccurrence:
    """So many points for each, up to `most` (the indicator's points unless set)."""

    kind: ClassVar[Kind] = Kind.PER_OCCURRENCE
    each: Decimal
    most: Decimal | None = None

    def gained(self, value: Decimal, points: Decimal) -> Decimal:
        return _times(value, self.each, self.most)


@dataclass(frozen=True, kw_only=True)
class Deduction:
    """So many points lost for each fault, up to `most`, and to what the cap allows."""

    kind: ClassVar[Kind] = Kind.DEDUCTION
    each: Decimal
    most: Decimal | None = None

    def amount(self, value: Decimal) -> Decimal:
        return _times(value, self.each, self.most)


@dataclass(frozen=True, kw_only=True)
class Tier:
    """From this quantity on (or, where less is better, up to it): these points."""

    bound: Decimal
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Tiers:
    """Steps by quantity; short of every tier there are no points."""

    kind: ClassVar[Kind] = Kind.TIERS
    tiers: tuple[Tier, ...]
    is_less_better: bool = False

    def reached(self, value: Decimal) -> Tier | None:
        """The best tier for this quantity."""
        if self.is_less_better:
            return next((tier for tier in self.tiers if value <= tier.bound), None)
        found = (tier for tier in reversed(self.tiers) if value >= tier.bound)
        return next(found, None)

    def gained(self, value: Decimal, points: Decimal) -> Decimal:
        tier = self.reached(value)
        return tier.points if tier else ZERO


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Full points at the target; each per cent point short of it costs `slope`.

    Without a slope the points go with the rate (rate ÷ target). A rate short of
    `floor` gives nothing. Where less is better, all three are read downwards (and a
    slope is needed).
    """

    kind: ClassVar[Kind] = Kind.RATE
    target: Decimal = HUNDRED
    slope: Decimal | None = None
    floor: Decimal | None = None
    is_less_better: bool = False

    def gained(self, value: Decimal, points: Decimal) -> Decimal:
        short = value - self.target if self.is_less_better else self.target - value
        if short <= 0:
            return points
        if self.floor is not None and self._is_past(value, self.floor):
            return ZERO
        if self.slope is None:
            return settled(points * value / self.target)
        return max(points - short * self.slope, ZERO)

    def _is_past(self, value: Decimal, floor: Decimal) -> bool:
        return value > floor if self.is_less_better else value < floor


@dataclass(frozen=True, kw_only=True)
class PassFail:
    """All points or none."""

    kind: ClassVar[Kind] = Kind.PASS_FAIL

    def gained(self, value: Decimal, points: Decimal) -> Decimal:
        return points if value else ZERO


@dataclass(frozen=True, kw_only=True)
class Veto:
    """Hit from the threshold on (or only above it): the total is vetoed.

    Without an effect of its own it has the checklist's.
    """

    kind: ClassVar[Kind] = Kind.VETO
    threshold: Decimal = ONE
    is_strict: bool = False
    effect: VetoEffect | None = None
    cap: Decimal | None = None

    def is_hit(self, value: Decimal) -> bool:
        return value > self.threshold or (
            value == self.threshold and not self.is_strict
        )


@dataclass(frozen=True, kw_only=True)
class Bonus:
    """Points for each, on top of the base; up to `most`, if that is set."""

    kind: ClassVar[Kind] = Kind.BONUS
    each: Decimal
    most: Decimal | None = None

    def amount(self, value: Decimal) -> Decimal:
        return _times(value, self.each, self.most)


@dataclass(frozen=True, kw_only=True)
class Penalty:
    """Points off the total for each, without a cap unless `most` is set."""

    kind: ClassVar[Kind] = Kind.PENALTY
    each: Decimal
    most: Decimal | None = None

    def amount(self, value: Decimal) -> Decimal:
        return _times(value, self.each, self.most)


Rule = (
    Sum
    | Mean
    | Credit
    | PerOccurrence
    | Deduction
    | Tiers
    | Rate
    | PassFail
    | Veto
    | Bonus
    | Penalty
)

# What turns a mark into points of the base; they grow with the indicator's weight.
Positive = Credit | PerOccurrence | Tiers | Rate | PassFail

RULES: dict[Kind, type[Rule]] = {
    rule.kind: rule
    for rule in (
        *(Sum, Mean, Credit, PerOccurrence, Deduction, Tiers),
        *(Rate, PassFail, Veto, Bonus, Penalty),
    )
}

BRANCHES = frozenset({Kind.SUM, Kind.MEAN})
# Leaves that the base is made of.
IN_THE_BASE = (
    *(Kind.CREDIT, Kind.PER_OCCURRENCE, Kind.DEDUCTION),
    *(Kind.TIERS, Kind.RATE, Kind.PASS_FAIL),
)
# They stand beside the base: no points of their own, and no part in its maximum.
REGISTERS = frozenset({Kind.BONUS, Kind.PENALTY})
BESIDE_THE_BASE = REGISTERS | {Kind.VETO}


@dataclass(frozen=True, kw_only=True)
class Cap:
    """Which indicator's points limit this one's gains and losses."""

    scope: CapScope = CapScope.OWN
    at: str = ""  # the ancestor's code, for a named cap


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Where the points go when the indicator does not apply."""

    kind: AbsenceKind = AbsenceKind.LEAVES
    to: str = ""  # a group, or the code of an indicator


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A node of the tree. Those without a parent name the part they belong to.

    A weight other than 1 multiplies its points in its parent (nested weights
    multiply each other); an indicator of weight 0 is marked and shown, and does not
    count. The explanation's credit (80 %, 60 %) is what remains when a unit has only
    an explanation to show; the pass share is what it may reach at most while a
    prerequisite is missing.
    """

    code: str
    title: str
    parent: str = ""
    part: str = ""
    points: Decimal = ZERO
    rule: Rule = field(default_factory=Sum)
    weight: Decimal = ONE
    cap: Cap = field(default_factory=Cap)
    absence: Absence = field(default_factory=Absence)
    group: str = ""
    explanation_credit: Decimal | None = None
    pass_share: Decimal | None = None  # the checklist's, unless set
    text: str = ""  # the rule in the words of its document


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What was found for one indicator and one unit; see the table above.

    "Explained": only an explanation was shown (without a value, the explanation
    stands for the whole). "Lacks a prerequisite": no more than the pass mark.
    """

    value: Decimal | None = None
    is_applicable: bool = True
    is_explained: bool = False
    lacks_prerequisite: bool = False

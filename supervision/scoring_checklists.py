"""A checklist as scoring reads it: indicators, parts, the total's rule, gates. Pure.

Every choice that changes a figure is a field here and is written out in its JSON, so
that a published version says how it was scored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from .scoring_rules import ONE, PASS_SHARE, Indicator, VetoEffect


class Register(StrEnum):
    """Whether a part makes the base or comes on top of it."""

    BASE = "base"
    BONUS = "bonus"


class Figure(StrEnum):
    """Which figure is compared: before the rounding or after it."""

    UNROUNDED = "unrounded"
    ROUNDED = "rounded"


class Measured(StrEnum):
    """In points, or in per cent of the maximum that applies to the unit."""

    POINTS = "points"
    PERCENT = "percent"


class Ties(StrEnum):
    """How ranks go on after a tie: 1, 2, 2, 4 or 1, 2, 2, 3."""

    SKIP = "1224"
    DENSE = "1223"


class ShareRounding(StrEnum):
    """A share of the units of a group, made a number of units."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of the checklist; its points are those of its indicators.

    A bonus part comes on top of the total, times its weight, up to its points.
    """

    code: str
    title: str
    points: Decimal
    register: Register = Register.BASE
    weight: Decimal = ONE  # of a bonus part; base parts are weighted in their term


@dataclass(frozen=True, kw_only=True)
class Multiplier:
    """× by ÷ per (4 ÷ 3); if `when_absent` is set, only without that indicator."""

    by: Decimal
    per: Decimal = ONE
    when_absent: str = ""


@dataclass(frozen=True, kw_only=True)
class Term:
    """Parts that are added up, normalised together, multiplied and weighted.

    Normalised means ÷ the maximum that applies × `normalised_to` (mostly 100).
    """

    parts: tuple[str, ...]
    normalised_to: Decimal | None = None
    multiplier: Multiplier | None = None
    weight: Decimal = ONE


@dataclass(frozen=True, kw_only=True)
class BonusGate:
    """Bonus counts only from (or, strictly, above) a threshold.

    What is held against it is the base, or the sum of the named parts before they are
    normalised, multiplied and weighted.
    """

    threshold: Decimal
    is_strict: bool = False
    parts: tuple[str, ...] = ()
    measured_in: Measured = Measured.POINTS
    figure: Figure = Figure.UNROUNDED
    of: tuple[str, ...] = ()  # the bonus parts and items behind it; all, if none


@dataclass(frozen=True, kw_only=True)
class FailLine:
    """Below it (or, inclusively, on it too) a unit fails: it has the lowest grade."""

    threshold: Decimal
    is_inclusive: bool = False
    parts: tuple[str, ...] = ()
    measured_in: Measured = Measured.POINTS
    figure: Figure = Figure.UNROUNDED


@dataclass(frozen=True, kw_only=True)
class VetoRule:
    """What a veto does unless the vetoing indicator says otherwise."""

    effect: VetoEffect = VetoEffect.ZERO
    cap: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Band:
    """A grade and the lowest total that has it."""

    grade: str
    lowest: Decimal


@dataclass(frozen=True, kw_only=True)
class Quota:
    """A grade for the best of a group: a share of its units (0 to 1), or a number."""

    grade: str
    share: Decimal | None = None
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Grading:
    """Bands, best first, or quotas, best first. Who has no other has `lowest`."""

    bands: tuple[Band, ...] = ()
    quotas: tuple[Quota, ...] = ()
    lowest: str = ""
    figure: Figure = Figure.ROUNDED
    measured_in: Measured = Measured.POINTS
    with_ties: bool = True  # units level with the last of a quota are in it, too
    share_rounding: ShareRounding = ShareRounding.HALF_UP


@dataclass(frozen=True, kw_only=True)
class UnitGroup:
    """Units ranked among themselves; indicators may not be meant for them at all.

    What is left out is no absence: its points are not in the group's maximum.
    """

    code: str
    title: str
    leaves_out: tuple[str, ...] = ()
    maximum: Decimal | None = None  # checked against the parts, if set


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """All that turns marks into a rating."""

    indicators: tuple[Indicator, ...]
    parts: tuple[Part, ...]
    terms: tuple[Term, ...] = ()  # without one: all base parts added up
    bonus_gates: tuple[BonusGate, ...] = ()
    fail_lines: tuple[FailLine, ...] = ()
    veto: VetoRule = field(default_factory=VetoRule)
    grading: Grading = field(default_factory=Grading)
    groups: tuple[UnitGroup, ...] = ()
    ties: Ties = Ties.SKIP
    places: int = 2
    pass_share: Decimal = PASS_SHARE
    maximum: Decimal | None = None  # of the base; checked against the parts, if set

"""The columns of a table of letters, each with what it tells of the figures."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .letter_figures import LEAST_CASES, Figures
from .spread import Spread

Told = int | str


class Cell(NamedTuple):
    heading: Promise
    told: Callable[[Figures], Told]


def median(spread: Spread) -> str:
    """3 or 3.5; empty of nothing."""
    return "" if spread.median is None else f"{spread.median.normalize():f}"


def middle(spread: Spread) -> str:
    """Between which days half of all lie."""
    return "" if spread.low is None else f"{spread.low}–{spread.high}"


def per_cent(share: Fraction | None) -> str:
    return "" if share is None else f"{float(share) * 100:.1f}%"


def _timeliness(found: Figures) -> str:
    return per_cent(found.timeliness) if found.is_rated else ""


def _satisfaction(found: Figures) -> str:
    is_enough = found.grades.total() >= LEAST_CASES
    return per_cent(found.satisfaction) if is_enough else ""


CELLS = (
    Cell(_("letters received"), lambda found: found.received),
    Cell(_("letters answered"), lambda found: found.answered),
    Cell(_("answered in time"), lambda found: found.in_time),
    Cell(_("answered late"), lambda found: found.late),
    Cell(_("overdue, without an answer"), lambda found: found.overdue),
    Cell(_("share in time"), _timeliness),
    Cell(
        _("median of working days to the first answer"),
        lambda found: median(found.spread),
    ),
    Cell(_("half of all between"), lambda found: middle(found.spread)),
    Cell(_("letters settled"), lambda found: found.settled),
    Cell(
        _("median of working days to the settlement"),
        lambda found: median(found.settled_spread),
    ),
    Cell(_("half of all between"), lambda found: middle(found.settled_spread)),
    Cell(_("letters published"), lambda found: found.published),
    Cell(_("satisfied"), _satisfaction),
    Cell(_("accepted late"), lambda found: found.accepted_late),
)

"""What each app's metrics.py tells of itself: a figure that can be proved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Measure:
    """`value` is None where nothing was measured, or there was nothing to measure.

    `proof` are the rows that it counts: a page shows them one click away. A rate is in
    per cent with two places, `of` the number that it is a part of.
    """

    code: str
    title: str | Promise
    value: Decimal | int | None
    first: date
    last: date
    proof: QuerySet[Any] | None = None
    of: int | None = None

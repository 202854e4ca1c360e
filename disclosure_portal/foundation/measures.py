"""What the apps tell supervision: a figure, its time, and the rows that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Measure:
    """`value` is None where nothing was measured, which is not 0. `period` is the
    first and the last day. `proof` holds the rows behind the value, as a query that is
    not asked yet or as a list, for a page to show."""

    code: str
    value: int | Fraction | None
    period: tuple[date, date]
    proof: QuerySet[Any, Any] | Sequence[Any]

"""Figures of public notices by branch, kind and month: read from the tallies, which
are kept as notices come and go. No notice is touched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.days import local_day

from ..branch_months import months_of
from ..list_query import LAST_YEAR
from ..models import Kind
from ..published_figures import month_figures
from ..reference import FIRST_YEAR, Branch

# Ten years of every kind are asked for in one query.
MOST_MONTHS = 120
USUAL_MONTHS = 12
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
PARAMETERS = [
    OpenApiParameter(
        "branch",
        str,
        description=_("Code of a unit: it and all below it; left out: the county."),
    ),
    OpenApiParameter("kind", str, enum=Kind.values, description=_("Of one kind only.")),
    OpenApiParameter(
        "from",
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
        description=_("First local month; left out: a year back."),
    ),
    OpenApiParameter(
        "to",
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
        description=_("Last local month, included; left out: this month."),
    ),
]


class MonthFigureSerializer(serializers.Serializer):
    month = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    count = serializers.IntegerField()


class KindFigureSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Kind.choices)
    count = serializers.IntegerField()


@extend_schema_serializer(many=False)
class StatisticsSerializer(serializers.Serializer):
    """Public notices by the month of their publication; what is nought is left out."""

    branch_code = serializers.CharField()
    branch_name = serializers.CharField()
    total = serializers.IntegerField()
    kinds = KindFigureSerializer(many=True)
    months = MonthFigureSerializer(many=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        # `from` is a word of the language.
        span = {name: serializers.CharField() for name in ("from", "to")}
        return super().get_fields() | span


def statistics(branch: Branch, given: Mapping[str, str]) -> dict[str, Any]:
    """One query. Raises ValidationError for a month or kind that can't be meant."""
    first, last = _span(given)
    months, kinds = list(months_of(first, last)), _kinds(given)
    counted = month_figures(branch.pk, kinds, months)
    figures = sorted((month, kind, count) for (month, kind), count in counted.items())
    by_kind: Counter[str] = Counter()
    for _month, kind, count in figures:
        by_kind[kind] += count
    return {
        "branch_code": branch.code,
        "branch_name": branch.label,
        "from": months[0],
        "to": months[-1],
        "total": by_kind.total(),
        "kinds": [{"kind": kind, "count": by_kind[kind]} for kind in sorted(by_kind)],
        "months": [
            {"month": month, "kind": kind, "count": count}
            for month, kind, count in figures
        ],
    }


def _kinds(given: Mapping[str, str]) -> list[str]:
    kind = given.get("kind", "")
    if kind and kind not in Kind.values:
        raise invalid("kind", "unknown_value", gettext("There is no such kind."))
    return [kind] if kind else list(Kind.values)


def _span(given: Mapping[str, str]) -> tuple[date, date]:
    last = _month("to", given.get("to", "")) or local_day(clock.now()).replace(day=1)
    first = _month("from", given.get("from", "")) or _earlier(last, USUAL_MONTHS - 1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 1 <= months <= MOST_MONTHS:
        message = gettext("Ask for 1 to %s months.") % MOST_MONTHS
        raise invalid("from", "out_of_range", message)
    return first, last


def _month(name: str, text: str) -> date | None:
    if not text:
        return None
    if not MONTH.fullmatch(text):
        raise invalid(name, "invalid_month", gettext("Write a month as 2026-03."))
    month = date.fromisoformat(f"{text}-01") if text >= "0001" else date.min
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise invalid(name, "out_of_range", gettext("This month is out of range."))
    return month


def _earlier(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


EXAMPLE = {
    "branch_code": "990000",
    "branch_name": "清源县",
    "from": "2026-01",
    "to": "2026-03",
    "total": 2,
    "kinds": [{"kind": "fee", "count": 1}, {"kind": "policy", "count": 1}],
    "months": [
        {"month": "2026-03", "kind": "fee", "count": 1},
        {"month": "2026-03", "kind": "policy", "count": 1},
    ],
}

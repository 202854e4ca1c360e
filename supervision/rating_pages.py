"""Published ratings for everybody: rounds, the ranking of one, a unit's own page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import charts
from disclosure_portal.foundation.chart_panels import panel, summarised
from disclosure_portal.foundation.chart_tables import Series, Table
from disclosure_portal.foundation.days import local_day, official_date

from .facts import MOST_ROWS
from .measure_names import MEASURE_NAMES
from .models import FrozenProof, InspectionRound, SheetKind, UnitRating, YearAssessment
from .rating_changes import change_since
from .round_pages import explanation, rating_rows, total_words
from .round_preparing import group_titles

MOST = 200
# A unit's proof names letters by their numbers: those are of the unit and the writer.
NOT_NAMED = "letters_"


@dataclass(frozen=True)
class Ranked:
    """A row of the ranking, with what changed since the last round."""

    agency: str
    url: str
    total: str
    grade: str
    rank: str
    change: str
    is_model: bool
    is_vetoed: bool


def list_page() -> dict[str, Any]:
    """Two queries."""
    rounds = InspectionRound.objects.published().annotate(count=Count("units"))
    years = YearAssessment.objects.published().annotate(count=Count("results"))
    return {
        "years": list(years[:MOST]),
        "rows": list(rounds.order_by("-published_at", "-pk")[:MOST]),
        "breadcrumbs": [{"title": _("Inspections"), "url": ""}],
    }


def round_page(round_: InspectionRound) -> dict[str, Any]:
    """Three queries, however many units."""
    groups = _ranked(round_, _ratings(round_), _before(round_))
    assert round_.published_at is not None
    return {
        "round": round_,
        "title": round_.title,
        "groups": groups,
        "has_changes": any(row.change for rows in groups.values() for row in rows),
        "charts": [_distribution(groups), *_rankings(groups)],
        "published": official_date(local_day(round_.published_at)),
        "breadcrumbs": [
            {"title": _("Inspections"), "url": reverse("inspection-list")},
            {"title": round_.title, "url": ""},
        ],
    }


def _ratings(round_: InspectionRound) -> list[UnitRating]:
    rows = UnitRating.objects.filter(unit__round=round_).defer(
        "lines", "scores", "parts"
    )
    return list(rows.select_related("unit__agency", "unit__round"))


def _before(round_: InspectionRound) -> dict[int, tuple[Decimal | None, int | None]]:
    """Total and rank of each unit in the last round of the same checklist's code."""
    last = (
        InspectionRound.objects.published()
        .filter(checklist__code=round_.checklist.code, last_day__lt=round_.last_day)
        .order_by("-last_day", "-pk")
        .values("pk")[:1]
    )
    rows = UnitRating.objects.filter(unit__round__in=last)
    found = rows.values_list("unit__agency_id", "total", "rank")
    return {agency: (total, rank) for agency, total, rank in found}


def _ranked(
    round_: InspectionRound,
    ratings: Iterable[UnitRating],
    before: Mapping[int, tuple[Decimal | None, int | None]],
) -> dict[str, list[Ranked]]:
    titles = group_titles(round_.checklist)
    groups: dict[str, list[UnitRating]] = defaultdict(list)
    for rating in ratings:
        groups[titles.get(rating.unit.group, rating.unit.group)].append(rating)
    return {
        title: [_row(rating, before) for rating in sorted(rows, key=_best_first)]
        for title, rows in groups.items()
    }


def _best_first(rating: UnitRating) -> tuple[bool, int, str]:
    return rating.rank is None, rating.rank or 0, rating.unit.agency.path


def _row(
    rating: UnitRating, before: Mapping[int, tuple[Decimal | None, int | None]]
) -> Ranked:
    last = before.get(rating.unit.agency_id, (None, None))[0]
    change = ""
    if last is not None and rating.total is not None:
        change = f"{rating.total - last:+f}".rstrip("0").rstrip(".")
    return Ranked(
        agency=rating.unit.agency.label,
        url=rating.get_absolute_url(),
        total=total_words(rating),
        grade=rating.grade,
        rank=str(rating.rank or ""),
        change=change,
        is_model=rating.is_model,
        is_vetoed=rating.is_vetoed,
    )


def _distribution(groups: Mapping[str, Sequence[Ranked]]) -> dict[str, Any]:
    """How many units have which grade; without grades, by tens of points."""
    rows = [row for rows in groups.values() for row in rows]
    order: dict[str, None] = {}
    for row in rows:
        order.setdefault(_class_of(row), None)
    counts = Counter(_class_of(row) for row in rows)
    table = Table(
        title=_("How many units have which grade"),
        heading=_("Grade"),
        labels=tuple(order),
        series=(Series(_("Units"), tuple(counts[name] for name in order)),),
    )
    table = summarised(table)
    return panel("grades", table, charts.bars(table, key="grades"))


def _class_of(row: Ranked) -> str:
    if row.grade:
        return row.grade
    if not row.total:
        return _("No score")
    low = int(Decimal(row.total)) // 10 * 10
    return f"{low}–{low + 10}"


def _rankings(groups: Mapping[str, Sequence[Ranked]]) -> Iterable[dict[str, Any]]:
    for number, (title, rows) in enumerate(groups.items()):
        best = [row for row in rows if row.total][:20]
        table = Table(
            title=_("Totals: %s") % title,
            heading=_("Unit"),
            labels=tuple(row.agency for row in best),
            series=(Series(_("Total"), tuple(Decimal(row.total) for row in best)),),
            note=_("The first twenty.") if len(rows) > len(best) else "",
        )
        table = summarised(table)
        key = f"totals-{number}"
        yield panel(
            key, table, charts.bars(table, key=key), urls=[row.url for row in best]
        )


# --- One unit -----------------------------------------------------------------------


@dataclass(frozen=True)
class Proof:
    code: str
    measure: str
    value: str
    days: str
    count: int
    rows: list[list[str]]
    more: int


def rating_page(rating: UnitRating) -> dict[str, Any]:
    """Its rating, its group's means, its last one, its proofs; six queries, two more
    where it was scored by another version of the checklist then."""
    round_, agency = rating.unit.round, rating.unit.agency
    title = _("%(unit)s: %(round)s") % {"unit": agency.label, "round": round_.title}
    return {
        "title": title,
        "rating": rating,
        "agency": agency,
        "round": round_,
        "rows": rating_rows(rating),
        "lines": explanation(rating),
        "total": total_words(rating),
        "chart": _dimensions(rating),
        "change": change_since(rating),
        "proofs": _proofs(rating),
        "breadcrumbs": [
            {"title": _("Inspections"), "url": reverse("inspection-list")},
            {"title": round_.title, "url": round_.get_absolute_url()},
            {"title": agency.label, "url": ""},
        ],
    }


def _dimensions(rating: UnitRating) -> dict[str, Any]:
    """The unit's share of each part beside the mean of its group."""
    others = UnitRating.objects.filter(
        unit__round=rating.unit.round, unit__group=rating.unit.group
    ).values_list("parts", flat=True)
    shares: dict[str, list[Fraction]] = defaultdict(list)
    for parts in others:
        for code, _title, points, maximum in parts:
            if Fraction(maximum):
                shares[code].append(Fraction(points) / Fraction(maximum))
    # Bonuses and vetoes have no maximum of their own, and so no share.
    parts = [part for part in rating.parts if Fraction(part[3])]
    labels = tuple(title for _code, title, _points, _maximum in parts)
    own = tuple(_percent(points, maximum) for _c, _t, points, maximum in parts)
    mean = tuple(_mean(shares[code]) for code, _t, _p, _m in parts)
    table = Table(
        title=_("By dimension"),
        heading=_("Dimension"),
        labels=labels,
        series=(Series(_("This unit"), own), Series(_("Mean of its group"), mean)),
        unit="%",
    )
    table = summarised(table)
    drawing = (
        charts.radar(table, key="dimensions")
        if len(labels) > 2
        else charts.bars(table, key="dimensions")
    )
    return panel("dimensions", table, drawing)


def _percent(points: str, maximum: str) -> float:
    return round(float(Fraction(points) / Fraction(maximum) * 100), 1)


def _mean(shares: Sequence[Fraction]) -> float | None:
    return round(float(sum(shares) / len(shares) * 100), 1) if shares else None


def _proofs(rating: UnitRating) -> list[Proof]:
    kept = FrozenProof.objects.filter(
        mark__sheet__unit=rating.unit, mark__sheet__kind=SheetKind.FIRST
    ).select_related("mark__indicator")
    return [_proof(each) for each in kept.order_by("mark__indicator__code")]


def _proof(kept: FrozenProof) -> Proof:
    is_named = not kept.measure.startswith(NOT_NAMED)
    rows = kept.rows[:MOST_ROWS] if is_named else []
    return Proof(
        code=kept.mark.indicator.code,
        measure=str(MEASURE_NAMES.get(kept.measure, kept.measure)),
        value=kept.value or _("not measured"),
        days=f"{official_date(kept.first_day)} – {official_date(kept.last_day)}",
        count=kept.count,
        rows=rows,
        more=kept.count - len(rows) if is_named else 0,
    )

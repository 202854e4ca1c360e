"""A year's results for everybody: the ranking, a unit's own page, a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation import charts, lazy
from disclosure_portal.foundation.chart_panels import panel, summarised
from disclosure_portal.foundation.chart_tables import Series, Table
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.spreadsheets.columns import Column
from notices.models import Notice

from .models import LineKind, UnitRating, YearAssessment, YearResult
from .proposals import shown
from .year_pages import (
    Placed,
    explained,
    grouped,
    rule_lines,
    share_words,
    total_words,
)

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template
else:
    template = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

FIRST = 20
RANKING = (
    Column(code="group", label=gettext_lazy("Group")),
    Column(code="rank", label=gettext_lazy("Rank")),
    Column(code="unit", label=gettext_lazy("Unit")),
    Column(code="rounds", label=gettext_lazy("From the rounds")),
    Column(code="bonus", label=gettext_lazy("Commendations")),
    Column(code="penalty", label=gettext_lazy("Criticism")),
    Column(code="total", label=gettext_lazy("Total")),
    Column(code="grade", label=gettext_lazy("Grade")),
)
REGISTER = (
    Column(code="unit", label=gettext_lazy("Unit")),
    Column(code="kind", label=gettext_lazy("Kind")),
    Column(code="ground", label=gettext_lazy("What for")),
    Column(code="points", label=gettext_lazy("Points")),
    Column(code="on", label=gettext_lazy("Day")),
    Column(code="document", label=gettext_lazy("Evidence")),
)


def year_page(assessment: YearAssessment) -> dict[str, Any]:
    """Two queries, however many units."""
    groups = grouped(_results(assessment))
    assert assessment.published_at is not None
    return {
        "title": assessment.title,
        "assessment": assessment,
        "shares": list(share_words(assessment)),
        "rules": rule_lines(assessment.choices),
        "groups": groups,
        "charts": list(_charts(groups)),
        "published": official_date(local_day(assessment.published_at)),
        "breadcrumbs": [
            {"title": _("Inspections"), "url": reverse("inspection-list")},
            {"title": assessment.title, "url": ""},
        ],
    }


def _results(assessment: YearAssessment) -> list[YearResult]:
    rows = YearResult.objects.filter(assessment=assessment).defer("lines")
    return list(rows.select_related("agency"))


def _charts(groups: Mapping[str, list[Placed]]) -> Iterator[dict[str, Any]]:
    for number, (title, rows) in enumerate(groups.items()):
        best = [row for row in rows if row.total][:FIRST]
        table = Table(
            title=_("Totals: %s") % title,
            heading=_("Unit"),
            labels=tuple(row.agency for row in best),
            series=(Series(_("Total"), tuple(Decimal(row.total) for row in best)),),
            note=_("The first twenty.") if len(rows) > len(best) else "",
        )
        table = summarised(table)
        key = f"totals-{number}"
        drawing = charts.bars(table, key=key)
        yield panel(key, table, drawing, urls=[row.url for row in best])


def gone_page(assessment: YearAssessment) -> dict[str, Any]:
    assert assessment.withdrawn_at is not None
    return {
        "title": assessment.title,
        "reason": assessment.reason,
        "day": official_date(local_day(assessment.withdrawn_at)),
    }


def unit_page(result: YearResult) -> dict[str, Any]:
    """Three queries: ratings of the unit in the rounds, notices of its register."""
    assessment, agency = result.assessment, result.agency
    title = _("%(unit)s: %(round)s") % {"unit": agency.label, "round": assessment}
    return {
        "title": title,
        "result": result,
        "agency": agency,
        "assessment": assessment,
        "total": total_words(result),
        "shares": list(_share_rows(result)),
        "registers": _registers(result),
        "bonus": shown(result.bonus),
        "penalty": shown(result.penalty),
        "rounds": shown(result.base),
        "lines": explained(result),
        "breadcrumbs": [
            {"title": _("Inspections"), "url": reverse("inspection-list")},
            {"title": assessment.title, "url": assessment.get_absolute_url()},
            {"title": agency.label, "url": ""},
        ],
    }


def _share_rows(result: YearResult) -> Iterator[dict[str, str]]:
    """What each round gave, with the way to the unit's rating in it."""
    shares = result.assessment.shares.order_by("round__last_day", "round_id")
    rounds = [share.round_id for share in shares]
    ratings = UnitRating.objects.published().filter(
        unit__round__in=rounds, unit__agency=result.agency
    )
    urls = {each.unit.round_id: each for each in ratings.select_related("unit")}
    for pk, (_code, title, percent, full, total, gave) in zip(
        rounds, result.shares, strict=True
    ):
        yield {
            "title": title,
            "url": urls[pk].get_absolute_url() if pk in urls else "",
            "percent": shown(percent),
            "full": shown(full),
            "total": shown(total) if total else "",
            "gave": shown(gave),
        }


def _registers(result: YearResult) -> list[tuple[str, list[dict[str, Any]]]]:
    """By kind; a notice only while everybody may read it."""
    keys = [row[6] for row in result.register if row[6]]
    public = Notice.objects.visible_to(AnonymousUser()).filter(pk__in=keys)
    urls = {notice.pk: notice.get_absolute_url() for notice in public} if keys else {}
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for kind in LineKind:
        rows = [
            {
                "ground": ground,
                "points": shown(points),
                "on": official_date(date.fromisoformat(on)),
                "document": document,
                "url": urls.get(notice, ""),
            }
            for _code, name, ground, points, on, document, notice in result.register
            if name == kind
        ]
        if rows:
            found.append((str(kind.label), rows))
    return found


# --- As a workbook ------------------------------------------------------------------


def year_workbook(assessment: YearAssessment) -> bytes:
    """The ranking, and the registers behind it."""
    rows = YearResult.objects.filter(assessment=assessment).defer("lines")
    results = list(rows.select_related("agency").order_by("group", "rank", "pk"))
    sheets = [
        template.Sheet(str(_("Ranking")), RANKING, map(_ranked, results)),
        template.Sheet(str(_("Commendation and criticism")), REGISTER, _told(results)),
    ]
    stream = BytesIO()
    template.write_sheets(sheets, stream)
    return stream.getvalue()


def _ranked(result: YearResult) -> dict[str, Any]:
    return {
        "group": result.group_title,
        "rank": str(result.rank or ""),
        "unit": result.agency.label,
        "rounds": shown(result.base),
        "bonus": shown(result.bonus),
        "penalty": shown(result.penalty),
        "total": total_words(result),
        "grade": result.grade,
    }


def _told(results: list[YearResult]) -> Iterator[dict[str, Any]]:
    for result in results:
        for _code, kind, ground, points, on, document, _notice in result.register:
            yield {
                "unit": result.agency.label,
                "kind": str(LineKind(kind).label),
                "ground": ground,
                "points": shown(points),
                "on": on,
                "document": document,
            }

"""Score sheets and 《问题清单》 as workbooks, as published (domain.md 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from .checklist_tree import walk
from .forms.rounds import group_titles
from .models import InspectionRound, UnitRating
from .proposals import shown
from .stored_trees import document_of

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template
else:
    template = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

RANKING = (
    Column(code="group", label=_("Group")),
    Column(code="rank", label=_("Rank")),
    Column(code="unit", label=_("Unit")),
    Column(code="total", label=_("Total")),
    Column(code="grade", label=_("Grade")),
)
# 测评指标 | 指标分值 | 扣分 | 失分原因 | 整改情况.
FAULTS = (
    Column(code="place", label=_("No."), kind=Kind.WHOLE),
    Column(code="unit", label=_("Unit")),
    Column(code="code", label=_("Code")),
    Column(code="indicator", label=_("Indicator")),
    Column(code="maximum", label=_("Points of the indicator")),
    Column(code="points", label=_("Points given")),
    Column(code="lost", label=_("Points lost")),
    Column(code="reason", label=_("Reason of the loss")),
    Column(code="mended", label=_("What was put right")),
)


def round_workbook(round_: InspectionRound) -> bytes:
    """The ranking, and every indicator that lost points, unit by unit."""
    rows = UnitRating.objects.filter(unit__round=round_).defer("lines")
    ratings = list(
        rows.select_related("unit__agency").order_by("unit__group", "rank", "pk")
    )
    stream = BytesIO()
    template.write_sheets(
        [
            template.Sheet(str(_("Ranking")), RANKING, _ranking(round_, ratings)),
            template.Sheet(str(_("List of faults")), FAULTS, _faults(round_, ratings)),
        ],
        stream,
    )
    return stream.getvalue()


def _ranking(
    round_: InspectionRound, ratings: list[UnitRating]
) -> Iterator[dict[str, Any]]:
    titles = group_titles(round_.checklist)
    for rating in ratings:
        yield {
            "group": titles.get(rating.unit.group, rating.unit.group),
            "rank": str(rating.rank or ""),
            "unit": rating.unit.agency.label,
            "total": shown(rating.total) if rating.total is not None else "",
            "grade": rating.grade,
        }


def _faults(
    round_: InspectionRound, ratings: list[UnitRating]
) -> Iterator[dict[str, Any]]:
    branches = walk(document_of(round_.checklist).branches)
    leaves = {b.code: b.title for _above, b in branches if not b.children}
    place = 0
    for rating in ratings:
        for code, points, maximum, applies, comment in rating.scores:
            lost = Decimal(maximum) - Decimal(points)
            if code not in leaves or not applies or lost <= 0:
                continue
            place += 1
            yield {
                **{"place": place, "unit": rating.unit.agency.label, "code": code},
                **{"indicator": leaves[code], "maximum": shown(maximum)},
                **{"points": shown(points), "lost": shown(lost), "reason": comment},
                "mended": "",
            }

"""Score sheets and 《问题清单》 as workbooks, as published (domain.md 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from .checklist_tree import Branch, walk
from .models import (
    InspectionRound,
    Mark,
    OrderPublication,
    OrderSource,
    UnitRating,
)
from .proposals import shown
from .round_preparing import group_titles
from .stored_trees import document_of

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template
else:
    template = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

RANKING = (
    Column(code="group", label=_("Group")),
    Column(code="rank", label=_("Rank"), kind=Kind.WHOLE),
    Column(code="unit", label=_("Unit")),
)
RESULT = (
    Column(code="total", label=_("Total"), kind=Kind.NUMBER, places=4),
    Column(code="grade", label=_("Grade")),
)
# 序号 | 单位 | 一、二、三级指标 | 测评指标 | 评价标准 | 分值 | 得分 | 扣分 | 失分原因 |
# 整改情况.
TREE = (
    Column(code="place", label=_("No."), kind=Kind.WHOLE),
    Column(code="unit", label=_("Unit")),
    Column(code="level_1", label=_("First level")),
    Column(code="level_2", label=_("Second level")),
    Column(code="level_3", label=_("Third level")),
    Column(code="code", label=_("Code")),
    Column(code="indicator", label=_("Indicator")),
    Column(code="rule", label=_("Rule of scoring")),
    Column(code="maximum", label=_("Points at most"), kind=Kind.NUMBER, places=4),
    Column(code="points", label=_("Points given"), kind=Kind.NUMBER, places=4),
    Column(code="lost", label=_("Points lost"), kind=Kind.NUMBER, places=4),
    Column(code="reason", label=_("Reason of the loss")),
    Column(code="mended", label=_("What was put right")),
)
APPLIES = Column(code="applies", label=_("It applies"), kind=Kind.FLAG)
SHEET = tuple(column for column in TREE if column.code != "unit")
LEVELS = 3
# A workbook that anybody may ask for takes seconds, not minutes: 100 units that lose
# points for 100 indicators each.
MOST_FAULTS = 10_000


def round_workbook(round_: InspectionRound) -> bytes:
    """The ranking, and every indicator that lost points, unit by unit."""
    rows = UnitRating.objects.filter(unit__round=round_).defer("lines")
    ratings = list(
        rows.select_related("unit__agency").order_by("unit__group", "rank", "pk")
    )
    parts = _parts(ratings)
    faults = _cut(_numbered(_faults(round_, ratings)))
    return _book(
        template.Sheet(
            str(_("Ranking")),
            [*RANKING, *_part_columns(parts), *RESULT],
            _ranking(round_, ratings),
        ),
        template.Sheet(str(_("List of faults")), TREE, faults),
    )


def sheet_workbook(rating: UnitRating) -> bytes:
    """A unit's score sheet as published: its result, and all indicators."""
    round_ = rating.unit.round
    known = _branches(round_)
    mended = _mended(round_, [rating])
    rows = _numbered(_row(rating, score, known, mended) for score in rating.scores)
    return _book(
        template.Sheet(
            str(_("Result")),
            [*RANKING, *_part_columns(_parts([rating])), *RESULT],
            _ranking(round_, [rating]),
        ),
        template.Sheet(str(_("Score sheet")), [*SHEET, APPLIES], rows),
    )


def _book(*sheets: template.Sheet) -> bytes:
    stream = BytesIO()
    template.write_sheets(sheets, stream)
    return stream.getvalue()


def _parts(ratings: Iterable[UnitRating]) -> dict[str, str]:
    """Code and title of each, in the order in which they occur."""
    return {code: title for r in ratings for code, title, _points, _most in r.parts}


def _part_columns(parts: Mapping[str, str]) -> list[Column]:
    """指标总分、得分、扣分 of each part."""
    words = {
        "maximum": _("%(part)s: maximum"),
        "points": _("%(part)s: points"),
        "lost": _("%(part)s: lost"),
    }
    return [
        Column(
            code=f"{name}:{code}",
            label=str(label) % {"part": title},
            kind=Kind.NUMBER,
            places=4,
        )
        for code, title in parts.items()
        for name, label in words.items()
    ]


def _ranking(
    round_: InspectionRound, ratings: Iterable[UnitRating]
) -> Iterator[dict[str, Any]]:
    titles = group_titles(round_.checklist)
    for rating in ratings:
        row = {
            "group": titles.get(rating.unit.group, rating.unit.group),
            "rank": rating.rank,
            "unit": rating.unit.agency.label,
            "total": _number(rating.total) if rating.total is not None else None,
            "grade": rating.grade,
        }
        for code, _title, points, maximum in rating.parts:
            row[f"maximum:{code}"] = _number(maximum)
            row[f"points:{code}"] = _number(points)
            row[f"lost:{code}"] = max(_number(maximum) - _number(points), Decimal(0))
        yield row


def _number(figure: Decimal | str) -> Decimal:
    return Decimal(shown(figure))


# --- Indicators ---------------------------------------------------------------------


def _branches(round_: InspectionRound) -> dict[str, tuple[list[str], Branch]]:
    """By their codes, with the titles above."""
    walked = walk(document_of(round_.checklist).branches)
    return {b.code: ([each.title for each in above], b) for above, b in walked}


def _numbered(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(rows, start=1):
        yield {"place": place, **row}


def _cut(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Where there are too many, the last row says so and where the rest is."""
    for row in rows:
        if row["place"] > MOST_FAULTS:
            yield {
                "unit": _("Cut off here: the score sheet of each unit has the rest.")
            }
            return
        yield row


def _faults(
    round_: InspectionRound, ratings: Sequence[UnitRating]
) -> Iterator[dict[str, Any]]:
    known = _branches(round_)
    mended = _mended(round_, ratings)
    for rating in ratings:
        for score in rating.scores:
            code, points, maximum, applies, _comment = score
            is_leaf = code in known and not known[code][1].children
            if is_leaf and applies and Decimal(maximum) > Decimal(points):
                yield _row(rating, score, known, mended)


def _row(
    rating: UnitRating,
    score: Sequence[Any],
    known: Mapping[str, tuple[list[str], Branch]],
    mended: Mapping[tuple[int, str], str],
) -> dict[str, Any]:
    code, points, maximum, applies, comment = score
    above, branch = known.get(code, ([], None))
    levels = [*above[: LEVELS - 1], " › ".join(above[LEVELS - 1 :])]
    row = {f"level_{n}": title for n, title in enumerate(levels, start=1) if title}
    if branch is not None:
        row |= {"indicator": branch.title, "rule": branch.rule}
    lost = max(_number(maximum) - _number(points), Decimal(0))
    return {
        **row,
        **{"unit": rating.unit.agency.label, "code": code, "applies": applies},
        **{"maximum": _number(maximum), "points": _number(points), "lost": lost},
        **{"reason": comment, "mended": mended.get((rating.unit_id, code), "")},
    }


def _mended(
    round_: InspectionRound, ratings: Iterable[UnitRating]
) -> dict[tuple[int, str], str]:
    """What came of public orders that began with a mark of the round, by unit and
    indicator; two queries."""
    agencies = [rating.unit.agency_id for rating in ratings]
    public = OrderPublication.objects.public().filter(
        order__source=OrderSource.MARK, agency__in=agencies
    )
    rows = public.order_by("pk").select_related("order")
    said = {
        int(row.order.source_code): "：".join(
            each for each in (str(row.get_status_display()), row.answer) if each
        )
        for row in rows
        if row.order.source_code.isdigit()
    }
    marks = Mark.objects.filter(pk__in=said, sheet__unit__round=round_)
    places = marks.values_list("pk", "sheet__unit_id", "indicator__code")
    return {(unit, code): said[pk] for pk, unit, code in places}

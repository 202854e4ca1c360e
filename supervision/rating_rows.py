"""Marks become rows of ratings: every unit scored, ranked in its group, written.

A thousand units of two hundred indicators leave a quarter of a million lines of
explanation: marks are read unit by unit, and what was found is held as JSON until ranks
and quotas are known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Protocol

import orjson
from django.db import transaction

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User

from .checklist_words import problem_words
from .marking import NAMED, UnfitMark, scoring_of
from .models import InspectionRound, Mark, RoundUnit, SheetKind, UnitRating
from .scoring import Scoring
from .scoring_grades import Placing, Standing, placings
from .scoring_numbers import in_words
from .scoring_problems import Refused
from .scoring_results import Result, Step, line_to_json
from .scoring_rules import Mark as Found
from .scoring_totals import TOTAL

BATCH = 100
# Written anew while a rating is provisional.
FIGURES = (
    *("total", "unrounded", "base", "maximum", "bonus", "penalty", "grade", "rank"),
    *("is_vetoed", "is_failed", "parts", "scores", "lines", "scored_at"),
)
PLAIN = ("total", "unrounded", "base", "maximum", "bonus", "penalty")
QUOTA = "quota"

UnitMarks = tuple[dict[str, Found], dict[str, str]]


class Ranked(Protocol):
    """What is ranked: a result, or a rating; `grade` is what the bands gave."""

    @property
    def total(self) -> Decimal | None: ...
    @property
    def is_vetoed(self) -> bool: ...
    @property
    def is_failed(self) -> bool: ...
    @property
    def grade(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Scored:
    """What a unit has by itself; its lists of figures and lines as JSON."""

    unit: RoundUnit
    total: Decimal | None
    is_vetoed: bool
    is_failed: bool
    grade: str
    figures: Mapping[str, Any]
    lists: bytes


@transaction.atomic
def rate(round_: InspectionRound, *, by: User) -> int:
    """Score every unit by its inspection's marks; gives how many. Raises UnfitMark,
    which names the units and what is wrong."""
    _hold(round_)
    scored = _all_scored(round_)
    places: dict[int, Placing] = {}
    for group, members in _by_group(scored).items():
        places |= placed(scoring_of(round_.checklist, group), members)
    _write(scored, places)
    keys = UnitRating.objects.filter(unit__round=round_).values_list("pk", flat=True)
    AuditEntry.objects.record_rows(UnitRating, keys, by=by)
    return len(scored)


@transaction.atomic
def rate_again(unit: RoundUnit, *, by: User) -> None:
    """One unit whose mark was put right: of the others of its group only ranks, and
    grades by quota, may move. Raises UnfitMark."""
    round_ = unit.round
    _hold(round_)
    own = _scored(round_, unit, *_marks_of(unit))
    group = UnitRating.objects.filter(unit__round=round_, unit__group=unit.group)
    others = list(
        group.exclude(unit=unit).defer("parts", "scores", "lines").order_by("unit_id")
    )
    ranked: dict[int, Ranked] = {each.unit_id: each for each in others}
    scoring = scoring_of(round_.checklist, unit.group)
    places = placed(scoring, {unit.pk: own, **ranked})
    _write([own], places)
    moved = list(_moved(others, places))
    UnitRating.objects.bulk_update(moved, ["rank", "grade"], batch_size=BATCH)
    keys = [UnitRating.objects.get(unit=unit).pk, *(each.pk for each in moved)]
    AuditEntry.objects.record_rows(UnitRating, keys, by=by)


def _hold(round_: InspectionRound) -> None:
    """Who rates it in the same moment waits: ranks are those of all marks."""
    InspectionRound.objects.select_for_update().get(pk=round_.pk)


# --- Marks --------------------------------------------------------------------------

COLUMNS = (
    *("sheet__unit_id", "indicator__code", "value", "is_applicable"),
    *("is_explained", "lacks_prerequisite", "comment"),
)


def _all_scored(round_: InspectionRound) -> list[Scored]:
    found, faults = [], []
    for unit, marks, comments in _with_marks(round_):
        try:
            found.append(_scored(round_, unit, marks, comments))
        except UnfitMark as unfit:
            faults.append(str(unfit))
    if faults:
        raise UnfitMark("\n".join(faults[:NAMED]))
    return found


def _with_marks(
    round_: InspectionRound,
) -> Iterator[tuple[RoundUnit, dict[str, Found], dict[str, str]]]:
    """Every unit with its inspection's marks and comments; two queries."""
    units = {unit.pk: unit for unit in round_.units.select_related("agency")}
    rows = Mark.objects.filter(
        sheet__unit__round=round_, sheet__kind=SheetKind.FIRST
    ).order_by("sheet__unit_id")
    of_unit = groupby(
        rows.values_list(*COLUMNS).iterator(), key=lambda row: int(row[0])
    )
    for pk, some in of_unit:
        yield units.pop(pk), *_read(some)
    for unit in units.values():
        yield unit, {}, {}


def _marks_of(unit: RoundUnit) -> UnitMarks:
    rows = Mark.objects.filter(sheet__unit=unit, sheet__kind=SheetKind.FIRST)
    return _read(rows.values_list(*COLUMNS))


def _read(rows: Iterable[Sequence[Any]]) -> UnitMarks:
    marks: dict[str, Found] = {}
    comments: dict[str, str] = {}
    for _unit, code, value, applies, explained, lacks, comment in rows:
        marks[code] = Found(
            value=value,
            is_applicable=applies,
            is_explained=explained,
            lacks_prerequisite=lacks,
        )
        if comment:
            comments[code] = comment
    return marks, comments


# --- Scoring ------------------------------------------------------------------------


def _scored(
    round_: InspectionRound,
    unit: RoundUnit,
    marks: Mapping[str, Found],
    comments: Mapping[str, str],
) -> Scored:
    """Raises UnfitMark."""
    scoring = scoring_of(round_.checklist, unit.group)
    try:
        result = scoring.score(marks)
    except Refused as refused:
        words = "；".join(problem_words(each) for each in refused.problems[:NAMED])
        raise UnfitMark(f"{unit.agency}：{words}") from refused
    return Scored(
        unit=unit,
        total=result.total,
        is_vetoed=result.is_vetoed,
        is_failed=result.is_failed,
        grade=result.grade,
        figures={name: getattr(result, name) for name in PLAIN},
        lists=orjson.dumps(_lists(result, comments, scoring)),
    )


def _lists(
    result: Result, comments: Mapping[str, str], scoring: Scoring
) -> dict[str, Any]:
    titles = {part.code: part.title for part in scoring.plan.checklist.parts}
    return {
        "parts": [
            [p.code, titles[p.code], in_words(p.points), in_words(p.maximum)]
            for p in result.parts
        ],
        "scores": [
            [
                *(s.code, in_words(s.points), in_words(s.maximum)),
                *(s.is_applicable, comments.get(s.code, "")),
            ]
            for s in result.scores
        ],
        "lines": [line_to_json(line) for line in result.lines],
    }


def _by_group(scored: Iterable[Scored]) -> Mapping[str, dict[int, Scored]]:
    groups: dict[str, dict[int, Scored]] = defaultdict(dict)
    for each in scored:
        groups[each.unit.group][each.unit.pk] = each
    return groups


def placed(scoring: Scoring, ranked: Mapping[int, Ranked]) -> dict[int, Placing]:
    """Rank and grade of all units of a group, by their keys."""
    standings = [
        Standing(
            unit=str(pk),
            total=each.total,
            is_vetoed=each.is_vetoed,
            is_failed=each.is_failed,
        )
        for pk, each in ranked.items()
    ]
    grades = {str(pk): each.grade for pk, each in ranked.items()}
    found = placings(scoring.plan.checklist, standings, grades)
    return {int(placing.unit): placing for placing in found}


# --- Rows ---------------------------------------------------------------------------


def _write(scored: Sequence[Scored], places: Mapping[int, Placing]) -> None:
    """In place of what was written before; a model unit stays one."""
    for first in range(0, len(scored), BATCH):
        UnitRating.objects.bulk_create(
            [
                _row(each, places[each.unit.pk])
                for each in scored[first : first + BATCH]
            ],
            update_conflicts=True,
            unique_fields=["unit"],
            update_fields=FIGURES,
        )


def _row(scored: Scored, placing: Placing) -> UnitRating:
    lists = orjson.loads(scored.lists)
    lists["lines"] = told_lines(lists["lines"], scored.total, placing)
    return UnitRating(
        unit=scored.unit,
        grade=placing.grade,
        rank=placing.rank,
        is_vetoed=scored.is_vetoed,
        is_failed=scored.is_failed,
        scored_at=clock.now(),
        **scored.figures,
        **lists,
    )


def told_lines(
    lines: Iterable[dict[str, Any]], total: Decimal | None, placing: Placing
) -> list[dict[str, Any]]:
    """As they are kept: a grade that only the group decides has a line, too."""
    own = [line for line in lines if line["rule"] != QUOTA]
    is_told = any(line["step"] == Step.GRADE.value for line in own)
    if is_told or not placing.grade or total is None:
        return own
    words = in_words(total)
    quota = {
        **{"step": Step.GRADE.value, "what": TOTAL, "rule": QUOTA},
        **{"before": words, "after": words, "lost": "0"},
        "particulars": {"grade": placing.grade},
    }
    return [*own, quota]


def _moved(
    others: Iterable[UnitRating], places: Mapping[int, Placing]
) -> Iterator[UnitRating]:
    """Those whose place another's correction changed, with the new one."""
    for rating in others:
        placing = places[rating.unit_id]
        if (rating.rank, rating.grade) == (placing.rank, placing.grade):
            continue
        if rating.grade != placing.grade:
            rating.lines = told_lines(rating.lines, rating.total, placing)
            rating.save(update_fields=["lines"])
        rating.rank, rating.grade = placing.rank, placing.grade
        yield rating

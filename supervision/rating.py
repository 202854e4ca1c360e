"""Marks become ratings: provisional for the units first, published by another hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workdays import due_on
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.leak_check import require_clean

from .checklist_words import problem_words
from .marking import NAMED, UnfitMark, open_sheets, scoring_of
from .models import (
    InspectionRound,
    Mark,
    ObjectionStatus,
    RoundStatus,
    RoundUnit,
    SheetKind,
    UnitRating,
)
from .round_preparing import RoundUnfit, require_office, require_stage
from .scoring import Scoring
from .scoring_grades import Placing, Standing, placings
from .scoring_numbers import in_words
from .scoring_problems import Refused
from .scoring_results import Result, Step, line_to_json
from .scoring_rules import Mark as Found
from .scoring_totals import TOTAL

BATCH = 200
# Written anew while a rating is provisional.
FIGURES = (
    *("total", "unrounded", "base", "maximum", "bonus", "penalty", "grade", "rank"),
    *("is_vetoed", "is_failed", "parts", "scores", "lines", "scored_at"),
)

UnitMarks = tuple[dict[str, Found], dict[str, str]]


@transaction.atomic
def close_sheets(round_: InspectionRound, *, by: User) -> int:
    """All sheets are handed in: the units are told their provisional ratings and may
    object. Gives how many. Raises NotAllowed, RoundUnfit, UnfitMark, TransitionError,
    StaleStatusError."""
    require_office(by)
    require_stage(round_, RoundStatus.SCORING)
    waiting = open_sheets(round_)
    if waiting:
        raise RoundUnfit(
            _("These sheets are not handed in (%(count)s): %(names)s")
            % {"count": len(waiting), "names": "、".join(waiting[:NAMED])}
        )
    count = rate(round_, by=by)
    today = local_day(clock.now())
    until = due_on(today, round_.object_days, work_calendar.current(today))
    round_.move(
        RoundStatus.PROVISIONAL,
        by=by,
        closed_by=by,
        provisional_at=clock.now(),
        object_until=until,
    )
    return count


@transaction.atomic
def rate(round_: InspectionRound, *, by: User) -> int:
    """Score every unit by its inspection's marks; ranks and quotas within groups."""
    units = list(round_.units.order_by("group", "pk"))
    marks = marks_of_round(round_)
    rows = list(_ratings(round_, units, marks))
    known = dict(
        UnitRating.objects.filter(unit__round=round_).values_list("unit_id", "pk")
    )
    new = [row for row in rows if row.unit_id not in known]
    old = [row for row in rows if row.unit_id in known]
    for row in old:
        row.pk = known[row.unit_id]
    UnitRating.objects.bulk_create(new, batch_size=BATCH)
    UnitRating.objects.bulk_update(old, FIGURES, batch_size=BATCH)
    AuditEntry.objects.record_rows(UnitRating, sorted(r.pk for r in rows), by=by)
    return len(rows)


def marks_of_round(round_: InspectionRound) -> dict[int, UnitMarks]:
    """The inspections' marks and comments by unit and code; one query."""
    found: dict[int, UnitMarks] = defaultdict(lambda: ({}, {}))
    rows = Mark.objects.filter(
        sheet__unit__round=round_, sheet__kind=SheetKind.FIRST
    ).values_list(
        *("sheet__unit_id", "indicator__code", "value", "is_applicable"),
        *("is_explained", "lacks_prerequisite", "comment"),
    )
    for unit, code, value, applies, explained, lacks, comment in rows.iterator():
        marks, comments = found[unit]
        marks[code] = Found(
            value=value,
            is_applicable=applies,
            is_explained=explained,
            lacks_prerequisite=lacks,
        )
        if comment:
            comments[code] = comment
    return found


def _ratings(
    round_: InspectionRound, units: Sequence[RoundUnit], marks: Mapping[int, UnitMarks]
) -> Iterator[UnitRating]:
    by_group: dict[str, list[RoundUnit]] = defaultdict(list)
    for unit in units:
        by_group[unit.group].append(unit)
    for group, members in by_group.items():
        scoring = scoring_of(round_.checklist, group)
        results = _scored(scoring, members, marks)
        places = placed(scoring, results)
        for unit in members:
            comments = marks[unit.pk][1] if unit.pk in marks else {}
            yield _row(unit, results[unit.pk], places[unit.pk], comments, scoring)


def _scored(
    scoring: Scoring, units: Iterable[RoundUnit], marks: Mapping[int, UnitMarks]
) -> dict[int, Result]:
    found = {}
    faults = []
    for unit in units:
        try:
            found[unit.pk] = scoring.score(
                marks[unit.pk][0] if unit.pk in marks else {}
            )
        except Refused as refused:
            words = "；".join(problem_words(each) for each in refused.problems[:NAMED])
            faults.append(f"{unit.agency}：{words}")
    if faults:
        raise UnfitMark("\n".join(faults[:NAMED]))
    return found


def placed(scoring: Scoring, results: Mapping[int, Result]) -> dict[int, Placing]:
    """Rank and grade within the group."""
    standings = [
        Standing(
            unit=str(pk),
            total=result.total,
            is_vetoed=result.is_vetoed,
            is_failed=result.is_failed,
        )
        for pk, result in results.items()
    ]
    grades = {str(pk): result.grade for pk, result in results.items()}
    found = placings(scoring.plan.checklist, standings, grades)
    return {int(placing.unit): placing for placing in found}


def _row(
    unit: RoundUnit,
    result: Result,
    placing: Placing,
    comments: Mapping[str, str],
    scoring: Scoring,
) -> UnitRating:
    titles = {part.code: part.title for part in scoring.plan.checklist.parts}
    return UnitRating(
        unit=unit,
        total=result.total,
        unrounded=result.unrounded,
        base=result.base,
        maximum=result.maximum,
        bonus=result.bonus,
        penalty=result.penalty,
        grade=placing.grade,
        rank=placing.rank,
        is_vetoed=result.is_vetoed,
        is_failed=result.is_failed,
        parts=[
            [p.code, titles[p.code], in_words(p.points), in_words(p.maximum)]
            for p in result.parts
        ],
        scores=[
            [
                *(s.code, in_words(s.points), in_words(s.maximum)),
                *(s.is_applicable, comments.get(s.code, "")),
            ]
            for s in result.scores
        ],
        lines=told_lines(result, placing),
        scored_at=clock.now(),
    )


def told_lines(result: Result, placing: Placing) -> list[dict[str, Any]]:
    """As they are kept; a grade by quota has a line only here."""
    lines = [line_to_json(line) for line in result.lines]
    if placing.grade and not result.grade and result.total is not None:
        total = in_words(result.total)
        lines.append(
            {
                **{"step": Step.GRADE.value, "what": TOTAL, "rule": "quota"},
                **{"before": total, "after": total, "lost": "0"},
                "particulars": {"grade": placing.grade},
            }
        )
    return lines


@transaction.atomic
def reopen_sheets(round_: InspectionRound, reason: str, *, by: User) -> None:
    """Back to the inspectors, for a fault that no objection would mend. Raises
    NotAllowed, TransitionError, StaleStatusError."""
    require_office(by)
    round_.move(RoundStatus.SCORING, by=by, note=reason, object_until=None)


@transaction.atomic
def publish_ratings(round_: InspectionRound, *, by: User) -> None:
    """Public from now on, and frozen; by another than who closed the sheets, after the
    time for objections, each of them ruled. Raises NotAllowed, TransitionError,
    StaleStatusError, PersonalDataInWords."""
    SiteState.objects.hold()
    require_office(by)
    require_stage(round_, RoundStatus.PROVISIONAL)
    if round_.closed_by_id == by.pk:
        raise NotAllowed(_("Someone else must publish it: you closed the sheets."))
    today = local_day(clock.now())
    if round_.object_until and today <= round_.object_until:
        raise TransitionError(
            _("Units may object until %s: publish it after that day.")
            % round_.object_until
        )
    if _waiting_objections(round_):
        raise TransitionError(_("Objections wait for a ruling: rule them first."))
    _require_clean_comments(round_)
    round_.move(RoundStatus.PUBLISHED, by=by, published_at=clock.now(), published_by=by)
    SiteState.objects.bump()


def _require_clean_comments(round_: InspectionRound) -> None:
    """What inspectors said becomes public: it names no private person. Raises
    PersonalDataInWords."""
    rows = UnitRating.objects.filter(unit__round=round_).defer("lines")
    for rating in rows.select_related("unit__agency"):
        comments = [score[4] for score in rating.scores if score[4]]
        require_clean("\n".join(comments), str(rating.unit.agency))


def _waiting_objections(round_: InspectionRound) -> bool:
    waiting = UnitRating.objects.filter(
        unit__round=round_, objections__status=ObjectionStatus.FILED
    )
    return waiting.exists()


@transaction.atomic
def name_model_units(
    round_: InspectionRound, agencies: Collection[int], *, by: User
) -> None:
    """示范点: units that others may look at; before the round is published. Raises
    NotAllowed, TransitionError."""
    require_office(by)
    require_stage(round_, RoundStatus.PROVISIONAL)
    ratings = UnitRating.objects.filter(unit__round=round_)
    changed = ratings.annotate(agency=F("unit__agency_id"))
    before = set(changed.filter(is_model=True).values_list("agency", flat=True))
    moved = before ^ set(agencies)
    for rating in changed.filter(agency__in=moved).select_related("unit__agency"):
        rating.is_model = not rating.is_model
        rating.save(update_fields=["is_model"])
        AuditEntry.objects.record("edited", rating, by=by)

"""What a unit would score today: the portal's own facts held against the published
checklists, the rest left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from directories.models import Agency
from directories.permissions import branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import User

from .facts import proposals, value_words
from .marking import scoring_of
from .measure_names import MEASURE_NAMES
from .models import ANSWERING, RUNS, Checklist, ChecklistStatus
from .proposals import shown
from .scoring_marks import Gaps
from .scoring_rules import ZERO, Mark


@dataclass(frozen=True)
class Fact:
    """One indicator that a fact answers."""

    code: str
    title: str
    measure: str
    value: str
    points: str
    maximum: str


@dataclass(frozen=True)
class Outlook:
    """What the facts alone give by one checklist."""

    checklist: Checklist
    facts: list[Fact]
    points: str
    maximum: str


def asked_unit(user: User, asked: Agency | None) -> Agency | None:
    """The unit that is asked for if the person may, else their own, the first one."""
    units = Agency.objects.open().exclude(parent=None)
    if not user.has_perm(RUNS):
        units = units.filter(in_branches(branches(user, *ANSWERING), "path"))
    if asked is not None and units.filter(pk=asked.pk).exists():
        return asked
    return units.order_by("path").first()


def today_page(unit: Agency) -> dict[str, Any]:
    """Each source is asked once for each checklist."""
    today = local_day(clock.now())
    published = Checklist.objects.filter(status=ChecklistStatus.PUBLISHED).newest()
    outlooks = [outlook(checklist, unit, today) for checklist in published]
    return {
        "unit": unit,
        "today": official_date(today),
        "outlooks": [each for each in outlooks if each.facts],
    }


def outlook(checklist: Checklist, unit: Agency, today: date) -> Outlook:
    """From the first day of the year on."""
    scoring = scoring_of(checklist)
    bound = dict(
        checklist.indicators.exclude(measure="").values_list("code", "measure")
    )
    rules = {place.code: place.indicator for place in scoring.plan.places}
    period = date(today.year, 1, 1), today
    known = proposals(unit, bound, rules, period)
    marks = {
        code: Mark(value=each.value)
        for code, each in known.items()
        if each.value is not None
    }
    # Of what nothing is measured there is nothing to score.
    scored = scoring.score(marks, Gaps.LEFT_OUT).scores if marks else ()
    scores = {score.code: score for score in scored}
    facts = [
        Fact(
            code=code,
            title=rules[code].title,
            measure=str(MEASURE_NAMES[each.measure.code]),
            value=value_words(each.measure.value),
            points=shown(scores[code].points) if code in marks else "",
            maximum=shown(rules[code].points),
        )
        for code, each in known.items()
    ]
    found = [scores[code] for code in marks]
    return Outlook(
        checklist=checklist,
        facts=sorted(facts, key=lambda fact: fact.code),
        points=shown(sum((s.points for s in found), start=ZERO)),
        maximum=shown(sum((rules[s.code].points for s in found), start=ZERO)),
    )

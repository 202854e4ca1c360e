"""What a unit would score today: the portal's own facts held against the published
checklists, the rest left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from directories.permissions import INSIDERS, branches, in_branches, seats
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import (
    LedgerAudience,
    SiteState,
    TodayAudience,
    User,
)

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


# Orders are read by the unit and the office alone, but for those made public one by
# one; some come of letters that accuse the unit.
KEPT_BACK = ("orders_overdue", "orders_closed_in_time")
WIDTHS = {
    LedgerAudience.OFFICE: TodayAudience.OWN,
    LedgerAudience.UNITS: TodayAudience.UNITS,
    LedgerAudience.PUBLIC: TodayAudience.PUBLIC,
}


def audience_of(state: SiteState) -> TodayAudience:
    """As the site's setting says, never wider than what is owed is shown: the figures
    are made of it."""
    order = list(TodayAudience)
    widest = WIDTHS[LedgerAudience(state.ledger_audience)]
    return min(TodayAudience(state.today_audience), widest, key=order.index)


def is_public(state: SiteState) -> bool:
    return audience_of(state) is TodayAudience.PUBLIC


def units() -> QuerySet[Agency]:
    """Those that can be scored."""
    return Agency.objects.open().exclude(parent=None)


def own_units(user: User) -> QuerySet[Agency]:
    """Those for which the person answers; of the office all."""
    if user.has_perm(RUNS):
        return units()
    return units().filter(in_branches(branches(user, *ANSWERING), "path"))


def seen_units(user: User, state: SiteState) -> QuerySet[Agency]:
    """Of people of the units all, where the setting shows it to them."""
    is_insider = any(seat.role in INSIDERS for seat in seats(user))
    is_shared = audience_of(state) is not TodayAudience.OWN
    return units() if is_insider and is_shared else own_units(user)


def asked_unit(user: User, state: SiteState, asked: Agency | None) -> Agency | None:
    """The unit that is asked for if the person may, else their own, the first one."""
    seen = seen_units(user, state)
    if asked is not None and seen.filter(pk=asked.pk).exists():
        return asked
    return own_units(user).order_by("path").first() or seen.order_by("path").first()


def desk_page(user: User, unit: Agency) -> dict[str, Any]:
    """What others may know of it, where it is not the person's own."""
    is_own = own_units(user).filter(pk=unit.pk).exists()
    return today_page(unit, kept_back=() if is_own else KEPT_BACK)


def public_page(unit: Agency | None) -> dict[str, Any]:
    """Without a unit only what the page is about."""
    title = _("What units would score today")
    crumbs = [{"title": _("Inspections"), "url": reverse("inspection-list")}]
    if unit is None:
        return {"title": title, "breadcrumbs": [*crumbs, {"title": title, "url": ""}]}
    above = {"title": title, "url": reverse("inspection-today")}
    return {
        **today_page(unit, kept_back=KEPT_BACK),
        "title": _("What “%(unit)s” would score today") % {"unit": unit.label},
        "breadcrumbs": [*crumbs, above, {"title": unit.label, "url": ""}],
    }


def today_page(unit: Agency, *, kept_back: Collection[str] = ()) -> dict[str, Any]:
    """Each source is asked once for each checklist."""
    today = local_day(clock.now())
    published = Checklist.objects.filter(status=ChecklistStatus.PUBLISHED).newest()
    outlooks = [outlook(each, unit, today, kept_back) for each in published]
    return {
        "unit": unit,
        "today": official_date(today),
        "outlooks": [each for each in outlooks if each.facts],
        "is_whole": not kept_back,
    }


def outlook(
    checklist: Checklist, unit: Agency, today: date, kept_back: Collection[str]
) -> Outlook:
    """From the first day of the year on."""
    scoring = scoring_of(checklist)
    rows = checklist.indicators.exclude(measure="").exclude(measure__in=kept_back)
    bound = dict(rows.values_list("code", "measure"))
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

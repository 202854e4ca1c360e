"""The reading side of notices for supervision: figures, each with its proof."""

from __future__ import annotations

from datetime import date

from directories.models import Agency
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.measures import Measure
from disclosure_portal.foundation.workdays import DAY

from .column_health import ColumnHealth, ColumnState, site_health
from .guide_elements import lacking_guides
from .guide_items import without_guide
from .ledger_metrics import ledger_measures
from .models import Audience, AvailabilityDay, DeadLink, LinkWalk, Revision
from .site_health import availability_today
from .site_vetoes import DAYS_WATCHED
from .watched_columns import columns


def column_measures(day: date | None = None) -> list[Measure]:
    """Stale and blank columns, those archived left out; three queries for both."""
    today = day or local_day(clock.now())
    watched = [each.watched for each in columns(today)]
    rows = site_health(watched, today).columns
    return [
        _of_state("stale_columns", ColumnState.STALE, rows, today),
        _of_state("blank_columns", ColumnState.BLANK, rows, today),
    ]


def lacking_guides_measure() -> Measure:
    """Public guides that miss four key classes or more; one query, and the proof's."""
    proof = lacking_guides()
    return Measure("lacking_guides", proof.count(), _today(), proof)


def services_without_guide_measure() -> Measure:
    """Listed items that one applies for and that no public guide tells of; one query,
    and the proof's."""
    proof = without_guide()
    return Measure("services_without_guide", proof.count(), _today(), proof)


def dead_links_measure() -> Measure:
    """Links of this site that were found dead and are not mended. None while the
    links were never walked through."""
    proof = DeadLink.objects.open()
    walked = LinkWalk.objects.filter(finished_at__isnull=False).exists()
    return Measure("dead_links", proof.count() if walked else None, _today(), proof)


def availability_measure(day: date | None = None) -> Measure:
    """The share of a probe's visits that did not open, over the latest whole week; None
    where no probe was taken in."""
    today = day or local_day(clock.now())
    measured = availability_today(today)
    week = (today - (DAYS_WATCHED - 1) * DAY, today)
    if measured is not None:
        week = (measured.first, measured.last)
    proof = AvailabilityDay.objects.filter(day__range=week)
    share = measured.share if measured else None
    return Measure("availability", share, week, proof)


def health_measures() -> dict[str, Measure]:
    """All of them, by code."""
    found = [
        *column_measures(),
        lacking_guides_measure(),
        services_without_guide_measure(),
        dead_links_measure(),
        availability_measure(),
    ]
    return {measure.code: measure for measure in found}


def unit_measures(unit: Agency, first: date, last: date) -> dict[str, Measure]:
    """What the ledger says of a branch, by code: coverage, timeliness, late, explained,
    missing; one query."""
    return {each.code: each for each in ledger_measures(unit, first, last)}


def corrections_measure(unit: Agency, first: date, last: date) -> Measure:
    """How often the branch's public notices were corrected in the time."""
    begins, ends = day_start(first), day_start(last + DAY)
    proof = Revision.objects.filter(
        in_branches([unit.path], "notice__agency__path"),
        number__gt=1,
        published_at__gte=begins,
        published_at__lt=ends,
        notice__audience=Audience.PUBLIC,
    ).select_related("notice")
    return Measure("corrections", proof.count(), (first, last), proof)


def _of_state(
    code: str, state: ColumnState, rows: tuple[ColumnHealth, ...], today: date
) -> Measure:
    found = [row for row in rows if row.state is state]
    return Measure(code, len(found), (today, today), found)


def _today() -> tuple[date, date]:
    today = local_day(clock.now())
    return today, today

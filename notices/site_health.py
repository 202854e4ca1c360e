"""Would the site pass the national inspection today: each veto item with its figure.

What the portal cannot judge (wording, secrets, attacks) is no item here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.workdays import DAY

from .column_health import (
    ColumnHealth,
    Finding,
    Level,
    SiteHealth,
    site_health,
)
from .guide_elements import count_guides
from .health_mail import mail_office
from .models import AvailabilityDay, HealthFinding
from .site_vetoes import (
    DAYS_BELIEVED,
    DAYS_WATCHED,
    Availability,
    ProbedDay,
    availability,
    services_level,
)
from .watched_columns import Column, columns

REACHABLE, SERVICES = "reachable", "services"
CODES = (REACHABLE, "home", "frequent_stale", "stale", "blank", SERVICES)
TITLES = {
    REACHABLE: _("The site opens"),
    "home": _("The home page is updated"),
    "frequent_stale": _("News, notices and policy columns are updated"),
    "stale": _("No column stays without update for long"),
    "blank": _("No column is blank"),
    SERVICES: _("Service guides are of use"),
}
WORST = [*Level]
# Never told by a colour alone: a shape, and a word beside it.
SHAPES = {Level.PASS: "○", Level.WARN: "△", Level.VETO: "■"}
WORDS = {
    Level.PASS: _("Normal"),
    Level.WARN: _("Early warning"),
    Level.VETO: _("Red card"),
}


@dataclass(frozen=True)
class VetoItem:
    """One veto item today. `level` is None where nothing was measured; `figure` is a
    number, or a share as text; `days_left` as in column_health."""

    code: str
    level: Level | None
    figure: str
    days_left: int | None = None
    columns: tuple[ColumnHealth, ...] = ()


class SiteToday(NamedTuple):
    columns: list[Column]
    health: SiteHealth
    items: list[VetoItem]
    guides_total: int

    @property
    def level(self) -> Level:
        """Of what was measured."""
        return worst(item.level for item in self.items)


class Worsened(NamedTuple):
    item: VetoItem
    was: Level


def level_words(level: Level | None) -> str:
    return f"{SHAPES[level]} {WORDS[level]}" if level else gettext("not measured")


def worst(levels: Iterable[Level | None]) -> Level:
    known = (level for level in levels if level)
    return max(known, key=WORST.index, default=Level.PASS)


def site_today(today: date | None = None) -> SiteToday:
    """Five queries, however many boards, notices and guides there are."""
    today = today or local_day(clock.now())
    watched = columns(today)
    health = site_health((each.watched for each in watched), today)
    guides = count_guides()
    services = VetoItem(
        SERVICES, services_level(**guides), f"{guides['lacking']}/{guides['total']}"
    )
    found = [*map(_of_columns, health.findings), _reachable(today), services]
    items = sorted(found, key=lambda item: CODES.index(item.code))
    return SiteToday(watched, health, items, guides["total"])


def availability_today(today: date) -> Availability | None:
    """One query."""
    since = today - (DAYS_BELIEVED + DAYS_WATCHED) * DAY
    days = AvailabilityDay.objects.filter(day__gt=since, day__lte=today)
    rows = days.values_list("day", "visits", "failed")
    return availability([ProbedDay(*row) for row in rows], today)


def check_site() -> str:
    """Wired to tick, daily: keeps what each item is today, and tells the office of
    those that got worse since they were last found."""
    today = local_day(clock.now())
    found = site_today(today)
    worsened = _keep(today, found.items)
    return f"{found.level.value}, {len(worsened)} got worse"


@transaction.atomic
def _keep(today: date, items: Sequence[VetoItem]) -> list[Worsened]:
    """Two checks at once tell nothing twice: the second waits, and finds no change."""
    SiteState.objects.hold()
    worsened = []
    for item in items:
        if item.level is None:
            continue
        last = HealthFinding.objects.filter(code=item.code, day__lte=today).first()
        was = Level(last.level) if last else Level.PASS
        HealthFinding.objects.update_or_create(
            code=item.code,
            day=today,
            defaults={"level": item.level.value, "figure": item.figure},
        )
        if WORST.index(item.level) > WORST.index(was):
            worsened.append(Worsened(item, was))
    if worsened:
        with translation.override(settings.LANGUAGE_CODE):
            mail_office([_line(each) for each in worsened])
    return worsened


def _line(worsened: Worsened) -> str:
    item, was = worsened
    change = f"{level_words(was)} → {level_words(item.level)}"
    return f"{TITLES[item.code]}: {change} ({item.figure})"


def _of_columns(finding: Finding) -> VetoItem:
    count = str(len(finding.columns))
    code, level = finding.rule.code, finding.level
    return VetoItem(code, level, count, finding.days_left, finding.columns)


def _reachable(today: date) -> VetoItem:
    measured = availability_today(today)
    if measured is None:
        return VetoItem(REACHABLE, None, "")
    return VetoItem(REACHABLE, measured.level, percent(measured.share))


def percent(share: Fraction) -> str:
    """With two decimals, cut: 4.996 % is below 5 %."""
    hundredths = int(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"

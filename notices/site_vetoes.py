"""Guides and availability against the vetoes of the national inspection. Pure.

Source: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号), vetoes 服务不实用 and
站点无法访问.
Warnings come at the earlier thresholds of a vendor of site monitoring (domain.md 5.1);
those marked "ours" have no source. Columns are judged by column_health.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from disclosure_portal.foundation.workdays import DAY

from .column_health import Level


class Element(Enum):
    """The eight key classes that inspectors look for in a guide."""

    ITEM = "item"  # 事项名称
    BASIS = "basis"  # 设定依据
    CONDITIONS = "conditions"  # 申请条件
    MATERIALS = "materials"  # 办理材料
    PLACE = "place"  # 办理地点
    HOURS = "hours"  # 办理时间
    TELEPHONE = "telephone"  # 联系电话
    STEPS = "steps"  # 办理流程


# What a guide says of each: any one of them is enough.
SAID_BY: Mapping[Element, tuple[str, ...]] = {
    Element.ITEM: ("item",),
    Element.BASIS: ("bases",),
    Element.CONDITIONS: ("conditions",),
    Element.MATERIALS: ("materials", "needs_no_materials"),
    Element.PLACE: ("place", "window", "online_url"),
    Element.HOURS: ("hours",),
    Element.TELEPHONE: ("telephone",),
    Element.STEPS: ("steps",),
}
# Missing so many of the eight, a guide counts.
MANY_MISSING = 4
# So many such guides fail the site; below so many guides in all, each of them must be.
VETO_GUIDES = 5
# More than 2 of 5, as with blank columns: ours.
WARN_GUIDES = 3


def missing_elements(guide: Mapping[str, object]) -> tuple[Element, ...]:
    return tuple(
        element
        for element, names in SAID_BY.items()
        if not any(guide[name] for name in names)
    )


def services_level(total: int, lacking: int) -> Level:
    """Of so many public guides so many miss four classes or more. No service at all
    fails the site. Where there are few guides, all but one is a warning: ours."""
    if not total:
        return Level.VETO
    veto_from = min(VETO_GUIDES, total)
    warn_from = min(WARN_GUIDES, max(veto_from - 1, 1))
    if lacking >= veto_from:
        return Level.VETO
    return Level.WARN if lacking >= warn_from else Level.PASS


# An answer that takes longer is no answer (≥15 s).
SECONDS_TO_OPEN = 15
DAYS_WATCHED = 7
VISITS_A_DAY = 20
VETO_SHARE = Fraction(5, 100)
WARN_SHARE = Fraction(3, 100)
# An older week says nothing of today: ours.
DAYS_BELIEVED = 31


@dataclass(frozen=True, slots=True)
class ProbedDay:
    day: date
    visits: int
    failed: int


@dataclass(frozen=True, slots=True)
class Availability:
    """The share of visits that did not open, over the days from `first` to `last`."""

    share: Fraction
    visits: int
    failed: int
    first: date
    last: date
    level: Level


def availability(days: Sequence[ProbedDay], today: date) -> Availability | None:
    """The latest whole week of a probe; None, not measured, where a day of it has too
    few visits, or where it is long past."""
    last = max((each.day for each in days if each.day <= today), default=None)
    if last is None or (today - last).days > DAYS_BELIEVED:
        return None
    first = last - (DAYS_WATCHED - 1) * DAY
    week = [each for each in days if first <= each.day <= last]
    if len(week) < DAYS_WATCHED or any(each.visits < VISITS_A_DAY for each in week):
        return None
    visits = sum(each.visits for each in week)
    failed = sum(each.failed for each in week)
    share = Fraction(failed, visits)
    return Availability(share, visits, failed, first, last, _level(share))


def _level(share: Fraction) -> Level:
    if share >= VETO_SHARE:
        return Level.VETO
    return Level.WARN if share >= WARN_SHARE else Level.PASS

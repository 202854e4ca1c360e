"""Are the columns updated as the national inspection asks (栏目更新监测)? Pure.

Source: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号), vetoes 首页不更新 and
栏目不更新; that items without a day count as not updated is of its predecessor
(国办发〔2015〕15号). Warnings come at the earlier thresholds of a vendor of site
monitoring (domain.md 5.1); those marked "ours" have no source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from disclosure_portal.foundation.days import months_later
from disclosure_portal.foundation.workdays import DAY


class UpdateClass(Enum):
    HOME = "home"  # 首页
    NEWS = "news"  # 动态、要闻
    NOTICES = "notices"  # 通知公告、政策文件
    OTHER = "other"


# By the ColumnType of a board.
CLASSES = {
    "首页": UpdateClass.HOME,
    "工作动态": UpdateClass.NEWS,
    "政策文件": UpdateClass.NOTICES,
    "通知公告": UpdateClass.NOTICES,
}


@dataclass(frozen=True, slots=True)
class UpdateLimit:
    """Fresh for so long after an update; near its end for the last `warned_days`."""

    warned_days: int
    days: int = 0
    months: int = 0

    def fresh_until(self, updated_on: date) -> date:
        return months_later(updated_on, self.months) + self.days * DAY


# Warned: a home page after more than 10 of 14 days; the other three figures are ours.
LIMITS = {
    UpdateClass.HOME: UpdateLimit(warned_days=4, days=14),
    UpdateClass.NEWS: UpdateLimit(warned_days=4, days=14),
    UpdateClass.NOTICES: UpdateLimit(warned_days=30, months=6),
    UpdateClass.OTHER: UpdateLimit(warned_days=30, months=12),
}


class ColumnState(Enum):
    FRESH = "fresh"
    NEAR = "near"
    STALE = "stale"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class WatchedColumn:
    """A board as the inspection sees it: its type, what hangs there and since when.
    `updated_on` is empty where no item has a day."""

    key: str
    column_type: str
    count: int
    updated_on: date | None = None
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class ColumnHealth:
    """`fresh_until` is the last day without a fault, `days_left` the days after today
    up to it, below 0 when it is past; both unknown of a blank column and of one without
    a day, which is stale."""

    column: WatchedColumn
    update_class: UpdateClass
    state: ColumnState
    fresh_until: date | None = None
    days_left: int | None = None


class Level(Enum):
    PASS = "pass"
    WARN = "warn"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class VetoRule:
    """`veto_from` columns of these classes in `failing` states fail the site, and
    `warn_from` of them, those `also_warned` included, warn it."""

    code: str
    classes: frozenset[UpdateClass]
    failing: frozenset[ColumnState]
    warn_from: int
    veto_from: int
    also_warned: frozenset[ColumnState] = frozenset()


_STALE = frozenset({ColumnState.STALE})
_BLANK = frozenset({ColumnState.BLANK})
_COLUMNS = frozenset(UpdateClass) - {UpdateClass.HOME}
_FREQUENT = frozenset({UpdateClass.NEWS, UpdateClass.NOTICES})
RULES = (
    VetoRule(
        "home",
        frozenset({UpdateClass.HOME}),
        _STALE | _BLANK,
        warn_from=1,
        veto_from=1,
        also_warned=frozenset({ColumnState.NEAR}),
    ),
    # More than 2 of 5, as with blank columns: ours.
    VetoRule("frequent_stale", _FREQUENT, _STALE, warn_from=3, veto_from=5),
    # 应更新但长期未更新: the census counted columns of every class that were past their
    # own limit, and so does the vendor. What is blank has a rule of its own.
    VetoRule("stale", _COLUMNS, _STALE, warn_from=7, veto_from=10),
    VetoRule("blank", _COLUMNS, _BLANK, warn_from=3, veto_from=5),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says: how bad, and which columns count. `days_left` is in how many
    days it fails the site if nothing is updated until then: 0 when it does so today,
    unknown when it never will by waiting alone."""

    rule: VetoRule
    level: Level
    columns: tuple[ColumnHealth, ...]
    days_left: int | None


@dataclass(frozen=True, slots=True)
class SiteHealth:
    """Archived 专题 (归档) need no update: they are counted and otherwise left out."""

    columns: tuple[ColumnHealth, ...]
    archived: int
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[ColumnState, int]:
        found = Counter(column.state for column in self.columns)
        return {state: found[state] for state in ColumnState}

    @property
    def level(self) -> Level:
        """The worst of the findings: any one veto fails the whole site."""
        return max((one.level for one in self.findings), key=[*Level].index)


def site_health(columns: Iterable[WatchedColumn], today: date) -> SiteHealth:
    """Each column as it stands today, and whether the site would pass."""
    watched = list(columns)
    rows = tuple(health_of(one, today) for one in watched if not one.is_archived)
    findings = tuple(_judged(rule, rows) for rule in RULES)
    return SiteHealth(rows, len(watched) - len(rows), findings)


def health_of(column: WatchedColumn, today: date) -> ColumnHealth:
    update_class = CLASSES.get(column.column_type, UpdateClass.OTHER)
    if not column.count:
        return ColumnHealth(column, update_class, ColumnState.BLANK)
    if column.updated_on is None:
        return ColumnHealth(column, update_class, ColumnState.STALE)
    limit = LIMITS[update_class]
    fresh_until = limit.fresh_until(column.updated_on)
    days_left = (fresh_until - today).days
    if days_left < 0:
        state = ColumnState.STALE
    else:
        is_near = days_left < limit.warned_days
        state = ColumnState.NEAR if is_near else ColumnState.FRESH
    return ColumnHealth(column, update_class, state, fresh_until, days_left)


def _judged(rule: VetoRule, rows: Sequence[ColumnHealth]) -> Finding:
    ours = [row for row in rows if row.update_class in rule.classes]
    failing = [row for row in ours if row.state in rule.failing]
    warned = [row for row in ours if row.state in rule.failing | rule.also_warned]
    if len(failing) >= rule.veto_from:
        return Finding(rule, Level.VETO, tuple(failing), 0)
    level = Level.WARN if len(warned) >= rule.warn_from else Level.PASS
    return Finding(rule, level, tuple(warned), _days_to_veto(rule, ours))


def _days_to_veto(rule: VetoRule, rows: Sequence[ColumnHealth]) -> int | None:
    days = sorted(day for row in rows if (day := _days_to_fault(rule, row)) is not None)
    return days[rule.veto_from - 1] if len(days) >= rule.veto_from else None


def _days_to_fault(rule: VetoRule, row: ColumnHealth) -> int | None:
    """In how many days a column counts for a rule if it is not updated. None turns
    blank by waiting."""
    if row.state in rule.failing:
        return 0
    if row.days_left is None or ColumnState.STALE not in rule.failing:
        return None
    return row.days_left + 1

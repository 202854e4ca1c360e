"""电子监察: all running clocks of the units that a person watches, each with its card,
counted set by set: a query for each kind, however many clocks there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from directories.models import Agency, Role
from directories.permissions import branches, in_branches, require_role
from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.days import months_later
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workdays import DAY, WorkCalendar
from feedback import metrics as letter_metrics
from notices import ledger_metrics

from . import metrics as order_metrics
from .cards import Card, Rule, Thresholds, thresholds
from .models import AT_THE_UNIT, CardRule, ClockKind
from .order_clock import today

# Whose page it is: who watches over a branch, and who answers for it.
MONITORS = (Role.OVERSEER, Role.APPROVER)
MONTHS = 12


@dataclass
class Cards:
    """How many clocks have which card."""

    normal: int = 0
    yellow: int = 0
    red: int = 0

    @property
    def count(self) -> int:
        return self.normal + self.yellow + self.red

    def take(self, other: Cards) -> None:
        self.normal += other.normal
        self.yellow += other.yellow
        self.red += other.red


@dataclass
class UnitCards:
    """The clocks of one unit, by kind."""

    agency: Agency
    kinds: dict[ClockKind, Cards] = field(
        default_factory=lambda: {kind: Cards() for kind in ClockKind}
    )

    @property
    def all(self) -> Cards:
        whole = Cards()
        for cards in self.kinds.values():
            whole.take(cards)
        return whole


class Watch(NamedTuple):
    """What holds for one page: whose it is, today, and from when cards fall."""

    user: User
    paths: list[str]
    today: date
    calendar: WorkCalendar
    rules: Mapping[ClockKind, Rule]
    days: Mapping[ClockKind, Thresholds]


def watch_of(user: User) -> Watch:
    """Three small queries: the rules, and the calendar."""
    calendar, now, rules = work_calendar.current(), today(), rules_now()
    days = {kind: thresholds(now, rules[kind], calendar) for kind in ClockKind}
    return Watch(user, branches(user, *MONITORS), now, calendar, rules, days)


def shipped_rules() -> dict[ClockKind, Rule]:
    """Where the office has set none; of letters as their inbox has them."""
    letters = Rule(settings.LETTER_YELLOW_DAYS, settings.LETTER_RED_DAYS)
    return {
        ClockKind.LETTERS: letters,
        ClockKind.SLOTS: Rule(),
        ClockKind.ORDERS: Rule(),
    }


def rules_now() -> dict[ClockKind, Rule]:
    rules = shipped_rules()
    for row in CardRule.objects.all():
        rules[ClockKind(row.kind)] = Rule(row.yellow_from, row.red_from)
    return rules


@transaction.atomic
def set_rules(rules: Mapping[ClockKind, Rule], *, by: User) -> None:
    """By an overseer of the county. Raises NotAllowed."""
    require_role(by, Agency.objects.get(parent=None), Role.OVERSEER)
    for kind, rule in rules.items():
        columns = {"yellow_from": rule.yellow_from, "red_from": rule.red_from}
        row, _is_new = CardRule.objects.update_or_create(kind=kind, defaults=columns)
        AuditEntry.objects.record("card_rule_set", row, by=by, facts=columns)


# --- Running clocks -------------------------------------------------------------------


def running(watch: Watch, kind: ClockKind) -> QuerySet[Any]:
    """The rows with a clock of this kind that runs, of the person's branches."""
    match kind:
        case ClockKind.LETTERS:
            letters = letter_metrics.running_letters(watch.user)
            return letters.filter(in_branches(watch.paths))
        case ClockKind.SLOTS:
            return ledger_metrics.running_slots(watch.paths)
        case ClockKind.ORDERS:
            return order_metrics.running_orders(watch.paths)


def by_unit(watch: Watch) -> list[UnitCards]:
    """Red cards first; a query for each kind and one for the units."""
    counted: dict[int, dict[ClockKind, Cards]] = defaultdict(dict)
    for kind in ClockKind:
        for agency, *cards in _counts(watch, kind):
            counted[agency][kind] = Cards(*cards)
    units = Agency.objects.in_bulk(list(counted))
    found = []
    for key, kinds in counted.items():
        unit = UnitCards(units[key])
        unit.kinds.update(kinds)
        found.append(unit)
    return sorted(found, key=_worst_first)


def _counts(watch: Watch, kind: ClockKind) -> QuerySet[Any, Any]:
    days = watch.days[kind]
    red = Q(due_on__lte=days.red_until)
    yellow = ~red & Q(due_on__lte=days.yellow_until)
    rows = running(watch, kind).order_by().values_list("agency")
    return rows.annotate(
        normal=Count("pk", filter=~red & ~yellow),
        yellow=Count("pk", filter=yellow),
        red=Count("pk", filter=red),
    )


def _worst_first(unit: UnitCards) -> tuple[int, int, str]:
    cards = unit.all
    return -cards.red, -cards.yellow, unit.agency.path


def whole(units: list[UnitCards]) -> dict[ClockKind, Cards]:
    found = {kind: Cards() for kind in ClockKind}
    for unit in units:
        for kind, cards in unit.kinds.items():
            found[kind].take(cards)
    return found


def card_today(watch: Watch, kind: ClockKind, due_on: date) -> Card:
    """By the same days as the database counts."""
    days = watch.days[kind]
    if due_on <= days.red_until:
        return Card.RED
    return Card.YELLOW if due_on <= days.yellow_until else Card.NORMAL


# --- Months ---------------------------------------------------------------------------


@dataclass
class MonthFigures:
    """Of what was due in a month: done in time, done late, and not done though its day
    is over."""

    due: int = 0
    in_time: int = 0
    late: int = 0
    undone: int = 0

    @property
    def timeliness(self) -> Fraction | None:
        judged = self.in_time + self.late + self.undone
        return Fraction(self.in_time, judged) if judged else None


def by_month(
    watch: Watch, unit: Agency | None = None
) -> dict[date, dict[ClockKind, MonthFigures]]:
    """This month and those before it, the newest first; a query for each kind."""
    this = watch.today.replace(day=1)
    first, last = months_later(this, 1 - MONTHS), months_later(this, 1) - DAY
    months = [months_later(this, -n) for n in range(MONTHS)]
    found = {month: {kind: MonthFigures() for kind in ClockKind} for month in months}
    paths = [unit.path] if unit else watch.paths
    for kind in ClockKind:
        rows = _due(watch, kind, paths, first, last)
        in_time, late, undone = _parts(kind, watch.today)
        counts = (
            rows.order_by()
            .values_list("month")
            .annotate(
                due=Count("pk"),
                in_time=Count("pk", filter=in_time),
                late=Count("pk", filter=late),
                undone=Count("pk", filter=undone),
            )
        )
        for month, *figures in counts:
            found[month][kind] = MonthFigures(*figures)
    return found


def _due(
    watch: Watch, kind: ClockKind, paths: list[str], first: date, last: date
) -> QuerySet[Any]:
    match kind:
        case ClockKind.LETTERS:
            letters = letter_metrics.letters_by_month(watch.user, first, last)
            return letters.filter(in_branches(paths))
        case ClockKind.SLOTS:
            return ledger_metrics.slots_by_month(paths, first, last)
        case ClockKind.ORDERS:
            return order_metrics.orders_by_month(paths, first, last)


def _parts(kind: ClockKind, now: date) -> tuple[Q, Q, Q]:
    """In time, late, and not done past its day."""
    past = Q(due_on__lt=now)
    match kind:
        case ClockKind.LETTERS:
            return (
                letter_metrics.IN_TIME,
                letter_metrics.LATE,
                letter_metrics.past_due(now),
            )
        case ClockKind.SLOTS:
            # A slot that was explained owes nothing more.
            in_time = ledger_metrics.IN_TIME | ledger_metrics.EXPLAINED
            return in_time, ledger_metrics.LATE, ledger_metrics.MISSING & past
        case ClockKind.ORDERS:
            at_the_unit = Q(status__in=AT_THE_UNIT)
            return (
                ~at_the_unit & Q(was_in_time=True),
                ~at_the_unit & Q(was_in_time=False),
                at_the_unit & past,
            )

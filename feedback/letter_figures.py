"""What is counted of letters: received, answered, in time, how long, how content.

Letters that were not accepted or were joined to another are no base of a rate
(domain.md 6.3: 重复/无效 excluded). Five queries, however many letters there are; one
where there are none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractMonth, TruncDate
from django.db.models.lookups import GreaterThan

from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import LOCAL, day_range, local_day

from .models import (
    Letter,
    LetterPublication,
    LetterStatus,
    PublicationState,
    Rating,
    is_overdue,
)
from .spread import Spread, spread_of

NO_BASE = (LetterStatus.REFUSED, LetterStatus.MERGED)
# With fewer cases a rate says nothing, and nobody is ranked by it.
LEAST_CASES = 5
CONTENT = 3

# A heading of letters, for rows from which a letter is reached by this prefix.
Heading = Callable[[str], Combinable]


def column(name: str) -> Heading:
    """`agency`, `kind`, `category`."""
    return lambda prefix: F(f"{prefix}{name}")


def month(prefix: str) -> Combinable:
    """The number of the month of receipt."""
    return ExtractMonth(f"{prefix}received_on")


@dataclass
class Figures:
    """Of one unit, kind, category or month. The days are those of the first answer and
    of the settlement, each with how often it occurs."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    judged: int = 0
    settled: int = 0
    overdue: int = 0
    accepted_late: int = 0
    published: int = 0
    days: Counter[int] = field(default_factory=Counter)
    settled_days: Counter[int] = field(default_factory=Counter)
    grades: Counter[int] = field(default_factory=Counter)

    @property
    def late(self) -> int:
        return self.answered - self.in_time

    @property
    def spread(self) -> Spread:
        return spread_of(self.days)

    @property
    def settled_spread(self) -> Spread:
        return spread_of(self.settled_days)

    @property
    def timeliness(self) -> Fraction | None:
        return _share(self.in_time, self.judged)

    @property
    def satisfaction(self) -> Fraction | None:
        content = sum(n for grade, n in self.grades.items() if grade >= CONTENT)
        return _share(content, self.grades.total())

    @property
    def is_rated(self) -> bool:
        """Are there cases enough for a rate?"""
        return self.judged >= LEAST_CASES


def summed(parts: Iterable[Figures]) -> Figures:
    """Of months, the year."""
    whole = Figures()
    for part in parts:
        for name, value in vars(part).items():
            setattr(whole, name, getattr(whole, name) + value)
    return whole


def letters_received(first: date, last: date, branch: str = "") -> QuerySet[Letter]:
    """Of these days, as far as they are a base of rates. Of a branch smaller than the
    county none that accuses anybody is counted: the accused would read of it in the
    figures of the unit above them."""
    start, end = day_range(first, last)
    received = Letter.objects.filter(received_at__gte=start, received_at__lt=end)
    base = received.exclude(status__in=NO_BASE)
    if not branch:
        return base
    return base.filter(in_branches([branch]), is_accusation=False)


def still_waiting(today: date) -> Q:
    """A condition: over its time without a first answer. One that was taken up again is
    judged by the answer that it had."""
    return is_overdue(today) & Q(answered_at=None)


def figures_by(heading: Heading, letters: QuerySet[Letter]) -> Mapping[Any, Figures]:
    """By a heading of letters."""
    # The order of lists would part the groups.
    letters = letters.order_by()
    found = _counted(heading, letters)
    if not found:
        return {}
    own = heading("")
    taken = letters.filter(days_taken__isnull=False).values_list(own, "days_taken")
    for key, days, count in _each(taken):
        found[key].days[days] = count
    settled = letters.filter(settled_at__isnull=False, days_to_settle__isnull=False)
    for key, days, count in _each(settled.values_list(own, "days_to_settle")):
        found[key].settled_days[days] = count
    beside = heading("letter__")
    grades = Rating.objects.filter(letter__in=letters).order_by()
    for key, grade, count in _each(grades.values_list(beside, "grade")):
        found[key].grades[grade] = count
    public = LetterPublication.objects.filter(
        state=PublicationState.PUBLISHED, letter__in=letters
    ).order_by()
    for key, count in _each(public.values_list(beside)):
        found[key].published = count
    return found


def _counted(heading: Heading, letters: QuerySet[Letter]) -> dict[Any, Figures]:
    today = local_day(clock.now())
    late = still_waiting(today)
    counts = letters.values(key=heading("")).annotate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(was_in_time=True)),
        judged=Count("pk", filter=Q(was_in_time__isnull=False) | late),
        settled=Count("pk", filter=Q(settled_at__isnull=False)),
        overdue=Count("pk", filter=late),
        accepted_late=Count("pk", filter=_accepted_late(today)),
    )
    found: dict[Any, Figures] = defaultdict(Figures)
    for row in counts:
        told: dict[str, Any] = {
            name: count for name, count in row.items() if name != "key"
        }
        found[row["key"]] = Figures(**told)
    return found


def _each(rows: QuerySet[Any, tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    return rows.annotate(count=Count("pk"))


def _accepted_late(today: date) -> Q:
    """Taken on after the day that the receipt named, or not yet and past it."""
    waits = Q(status=LetterStatus.SUBMITTED, accept_due_on__lt=today)
    accepted_on = TruncDate("accepted_at", tzinfo=LOCAL)
    return waits | Q(GreaterThan(accepted_on, F("accept_due_on")))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None

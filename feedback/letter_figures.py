"""What is counted of letters: received, answered, in time, how long, how content.

Letters that were not accepted or were joined to another are no base of a rate
(domain.md 6.3: 重复/无效 excluded). Four queries, however many letters there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThan

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import LOCAL, day_range, local_day

from .models import (
    OPEN_LETTERS,
    Letter,
    LetterPublication,
    LetterStatus,
    PublicationState,
    Rating,
)
from .spread import Spread, spread_of

NO_BASE = (LetterStatus.REFUSED, LetterStatus.MERGED)
# With fewer cases a rate says nothing, and nobody is ranked by it.
LEAST_CASES = 5
CONTENT = 3


@dataclass
class Figures:
    """Of one unit, kind, category or month."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    judged: int = 0
    settled: int = 0
    overdue: int = 0
    accepted_late: int = 0
    published: int = 0
    days: dict[int, int] = field(default_factory=dict)
    grades: dict[int, int] = field(default_factory=dict)

    @property
    def spread(self) -> Spread:
        return spread_of(self.days)

    @property
    def timeliness(self) -> Fraction | None:
        return _share(self.in_time, self.judged)

    @property
    def satisfaction(self) -> Fraction | None:
        content = sum(n for grade, n in self.grades.items() if grade >= CONTENT)
        return _share(content, sum(self.grades.values()))


def letters_received(first: date, last: date) -> QuerySet[Letter]:
    """Of these days, as far as they are a base of rates."""
    start, end = day_range(first, last)
    received = Letter.objects.filter(received_at__gte=start, received_at__lt=end)
    return received.exclude(status__in=NO_BASE)


def figures_by(by: str, letters: QuerySet[Letter]) -> Mapping[Any, Figures]:
    """By a column of letters (`agency`, `kind`, `category`)."""
    found: dict[Any, Figures] = defaultdict(Figures)
    today = local_day(clock.now())
    # The order of lists would part the groups.
    letters = letters.order_by()
    late = Q(status__in=OPEN_LETTERS, due_on__lt=today, paused_on=None)
    counts = letters.values(by).annotate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(was_in_time=True)),
        judged=Count("pk", filter=Q(was_in_time__isnull=False) | late),
        settled=Count("pk", filter=Q(settled_at__isnull=False)),
        overdue=Count("pk", filter=late),
        accepted_late=Count("pk", filter=_accepted_late(today)),
    )
    for row in counts:
        key = row.pop(by)
        found[key] = Figures(**row)
    days = letters.filter(days_taken__isnull=False).values_list(by, "days_taken")
    for key, taken, count in days.annotate(count=Count("pk")):
        found[key].days[taken] = count
    grades = Rating.objects.filter(letter__in=letters).order_by()
    by_grade = grades.values_list(f"letter__{by}", "grade")
    for key, grade, count in by_grade.annotate(count=Count("pk")):
        found[key].grades[grade] = count
    public = LetterPublication.objects.filter(
        state=PublicationState.PUBLISHED, letter__in=letters
    ).order_by()
    for key, count in public.values_list(F(f"letter__{by}")).annotate(Count("pk")):
        found[key].published = count
    return dict(found)


def _accepted_late(today: date) -> Q:
    """Taken on after the day that the receipt named, or not yet and past it."""
    waits = Q(status=LetterStatus.SUBMITTED, accept_due_on__lt=today)
    accepted_on = TruncDate("accepted_at", tzinfo=LOCAL)
    return waits | Q(GreaterThan(accepted_on, F("accept_due_on")))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None

"""The reading side of letters for supervision: figures, each with its proof."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncMonth

from directories.models import Agency
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, months_later
from disclosure_portal.foundation.measures import Measure
from disclosure_portal.foundation.models import User

from .letter_figures import CONTENT, NO_BASE, letters_received, still_waiting
from .models import OPEN_LETTERS, Letter, LetterQuerySet, Rating

# Of the national list: nobody waits longer than three months.
VETO_MONTHS = 3


def letter_measures(unit: Agency, first: date, last: date) -> dict[str, Measure]:
    """What lay at the unit's branch of what was received in the time, by code."""
    letters = letters_received(first, last).filter(in_branches([unit.path]))
    period = first, last
    answered = Q(answered_at__isnull=False)
    late = still_waiting(local_day(clock.now()))
    judged = letters.filter(Q(was_in_time__isnull=False) | late)
    found = [
        Measure("letters_received", letters.count(), period, letters),
        _share(
            "letters_answered", letters.filter(answered), letters, period, of=answered
        ),
        _share(
            "letters_in_time",
            judged.filter(was_in_time=True),
            judged,
            period,
            of=Q(was_in_time=True),
        ),
        _satisfaction(letters, period),
        unanswered_measure(unit),
    ]
    return {measure.code: measure for measure in found}


def unanswered_measure(unit: Agency) -> Measure:
    """Letters that nobody answered for three months: a veto of the national list
    (国办秘函〔2019〕19号)."""
    today = local_day(clock.now())
    since = months_later(today, -VETO_MONTHS)
    waiting = Letter.objects.filter(
        in_branches([unit.path]),
        status__in=OPEN_LETTERS,
        answered_at=None,
        received_on__lt=since,
    )
    return Measure("letters_unanswered", waiting.count(), (since, today), waiting)


def running_letters(user: User) -> LetterQuerySet:
    """Whose clocks run now, of what this person may read: never of a letter that
    accuses their house."""
    runs = Q(paused_on=None) | Q(paused_on__gte=F("due_on"))
    return Letter.objects.visible_to(user).unfinished().filter(runs)


def letters_by_month(user: User, first: date, last: date) -> LetterQuerySet:
    """What was due by days of the time, of what this person may read; with `month`."""
    rows = Letter.objects.visible_to(user).exclude(status__in=NO_BASE)
    return rows.filter(due_on__range=(first, last)).annotate(month=TruncMonth("due_on"))


# How a letter that was due stands: the parts of letters_by_month.
IN_TIME = Q(was_in_time=True)
LATE = Q(was_in_time=False)


def past_due(today: date) -> Q:
    """Not answered yet, and the last day is over."""
    runs = Q(paused_on=None) | Q(paused_on__gte=F("due_on"))
    return runs & Q(was_in_time=None, status__in=OPEN_LETTERS, due_on__lt=today)


def _share(
    code: str,
    part: QuerySet[Letter],
    whole: QuerySet[Letter],
    period: tuple[date, date],
    *,
    of: Q,
) -> Measure:
    """Proved by what it lacks."""
    count = whole.count()
    value = Fraction(part.count(), count) if count else None
    return Measure(code, value, period, whole.exclude(of))


def _satisfaction(letters: QuerySet[Letter], period: tuple[date, date]) -> Measure:
    ratings = Rating.objects.filter(letter__in=letters)
    count, bad = ratings.count(), ratings.filter(grade__lt=CONTENT)
    value = Fraction(count - bad.count(), count) if count else None
    return Measure("letters_satisfaction", value, period, bad)

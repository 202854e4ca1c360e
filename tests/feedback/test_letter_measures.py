"""Each figure that supervision reads of letters has its proof: as many rows as it says,
or, for a share, as many as it lacks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from directories.models import Agency
from disclosure_portal.foundation.clock import frozen_at
from disclosure_portal.foundation.measures import Measure
from feedback import settling
from feedback.metrics import letter_measures
from feedback.models import Letter
from tests.factories import agency
from tests.factories.letters import answered_letter, assigned_letter, settled_letter

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
SHARES = ("letters_answered", "letters_in_time", "letters_satisfaction")
COUNTS = ("letters_received", "letters_unanswered")


@pytest.fixture
def unit() -> Agency:
    """With letters answered in time and late, rated well and badly, waiting, waiting
    for too long, and taken up again."""
    unit = agency("住建局")
    below = agency("质监站", parent=unit)
    with frozen_at(MONDAY):
        settled_letter(unit)
        answered_letter(below)
        late, bad, _waiting = (assigned_letter(unit) for _number in range(3))
        again = answered_letter(unit)
        settled_letter(agency("水利局"))
    with frozen_at(MONDAY + timedelta(days=1)):
        settling.rate(again, 1, "灯又坏了。")
    Letter.objects.filter(pk__in=[late.pk, bad.pk]).update(
        answered_at=MONDAY + timedelta(days=30), days_taken=20, was_in_time=False
    )
    return unit


def measured(unit: Agency, after: int = 150) -> dict[str, Measure]:
    with frozen_at(MONDAY + timedelta(days=after)):
        return letter_measures(unit, FIRST, LAST)


def test_every_measure_is_a_count_or_a_share(unit: Agency) -> None:
    assert set(measured(unit)) == {*SHARES, *COUNTS}


@pytest.mark.parametrize(
    ("code", "value"), [("letters_received", 6), ("letters_unanswered", 1)]
)
def test_a_count_is_the_number_of_its_proof(
    code: str, value: int, unit: Agency
) -> None:
    found = measured(unit)[code]
    assert found.value == value == len(list(found.proof))


@pytest.mark.parametrize(
    ("code", "whole", "lacking"),
    [
        ("letters_answered", 6, 1),
        # The three in time, the two late ones, the one that nobody answered.
        ("letters_in_time", 6, 3),
        ("letters_satisfaction", 2, 1),
    ],
)
def test_a_share_is_proved_by_what_it_lacks(
    code: str, whole: int, lacking: int, unit: Agency
) -> None:
    found = measured(unit)[code]
    assert len(list(found.proof)) == lacking
    assert found.value == 1 - Fraction(lacking, whole)


def test_before_its_time_runs_out_a_letter_is_judged_by_nobody(unit: Agency) -> None:
    assert measured(unit, after=1)["letters_in_time"].value == Fraction(3, 5)


@pytest.mark.parametrize("code", SHARES)
def test_of_nothing_no_share_is_measured(code: str) -> None:
    found = measured(agency("审计局"))[code]
    assert found.value is None
    assert list(found.proof) == []


@pytest.mark.parametrize("code", COUNTS)
def test_of_nothing_the_count_is_nought(code: str) -> None:
    found = measured(agency("审计局"))[code]
    assert (found.value, list(found.proof)) == (0, [])


def test_one_that_waits_for_its_writer_since_its_last_day_is_over(
    unit: Agency,
) -> None:
    waiting = Letter.objects.get(answered_at=None)
    changes: list[Callable[[Letter], date]] = [
        lambda letter: letter.due_on - timedelta(days=1),
        lambda letter: letter.due_on,
    ]
    found = []
    for day in changes:
        Letter.objects.filter(pk=waiting.pk).update(paused_on=day(waiting))
        found.append(waiting in measured(unit)["letters_in_time"].proof)
    assert found == [False, True]

"""Guides and availability against the vetoes of the national inspection."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from notices.column_health import Level
from notices.site_vetoes import (
    SAID_BY,
    Element,
    ProbedDay,
    availability,
    missing_elements,
    services_level,
)

TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)
WHOLE = {name: "有" for names in SAID_BY.values() for name in names}
PASS, WARN, VETO = Level


def week(visits=20, failed=0, last=TODAY, days=7):
    return [ProbedDay(last - n * DAY, visits, failed) for n in range(days)]


def test_a_guide_that_says_everything_misses_nothing():
    assert missing_elements(WHOLE) == ()


@pytest.mark.parametrize("element", Element)
def test_an_element_of_which_nothing_is_said_is_missing(element):
    guide = WHOLE | dict.fromkeys(SAID_BY[element], "")

    assert missing_elements(guide) == (element,)


@pytest.mark.parametrize(
    ("element", "name"),
    [(element, name) for element, names in SAID_BY.items() for name in names],
)
def test_one_of_the_ways_to_say_an_element_is_enough(element, name):
    guide = WHOLE | dict.fromkeys(SAID_BY[element], "") | {name: "有"}

    assert missing_elements(guide) == ()


@pytest.mark.parametrize(
    ("total", "lacking", "level"),
    [
        (0, 0, VETO),
        (1, 0, PASS),
        (1, 1, VETO),
        (2, 1, WARN),
        (2, 2, VETO),
        (4, 2, PASS),
        (4, 3, WARN),
        (4, 4, VETO),
        (5, 2, PASS),
        (5, 4, WARN),
        (5, 5, VETO),
        (2000, 2, PASS),
        (2000, 3, WARN),
        (2000, 4, WARN),
        (2000, 5, VETO),
    ],
)
def test_lacking_guides_fail_the_site(total, lacking, level):
    assert services_level(total, lacking) is level


@pytest.mark.parametrize(
    ("visits", "failed", "level"),
    [
        (100, 0, PASS),
        (100, 2, PASS),
        (1000, 29, PASS),
        (100, 3, WARN),
        (1000, 49, WARN),
        (100, 5, VETO),
        (20, 1, VETO),
        (100, 100, VETO),
    ],
)
def test_the_share_of_visits_that_do_not_open_is_judged(visits, failed, level):
    found = availability(week(visits, failed), TODAY)

    assert found is not None
    assert found.level is level
    assert found.share == Fraction(failed, visits)


NOT_MEASURED = {
    "no day": [],
    "six days": week(days=6),
    "a day of 19 visits": [*week(days=6), ProbedDay(TODAY - 6 * DAY, 19, 0)],
    "a gap": [*week(days=3), *week(last=TODAY - 4 * DAY, days=4)],
    "a week long past": week(last=TODAY - 32 * DAY),
    "days to come": week(last=TODAY + 7 * DAY),
}


@pytest.mark.parametrize("days", NOT_MEASURED.values(), ids=NOT_MEASURED.keys())
def test_what_is_no_whole_week_is_not_measured(days):
    assert availability(days, TODAY) is None


def test_the_latest_week_alone_counts():
    earlier = week(failed=20, last=TODAY - 8 * DAY)

    found = availability([*earlier, *week(last=TODAY - DAY)], TODAY)

    assert found is not None
    assert (found.level, found.first, found.last) == (
        PASS,
        TODAY - 7 * DAY,
        TODAY - DAY,
    )

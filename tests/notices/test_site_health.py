"""The daily check: what is found is kept, and what got worse is told to the office."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core import mail

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.schedule import duties
from notices.column_health import Level
from notices.metrics import column_measures, health_measures, lacking_guides_measure
from notices.models import ColumnType, HealthFinding
from notices.site_health import CODES, check_site, percent, site_today
from tests import factories as make
from tests.factories.health import (
    bare_guide,
    boards,
    noon,
    office,
    probed,
    updated,
)
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)
NEWS = ColumnType.NEWS


@pytest.fixture(autouse=True)
def today():
    with clock.frozen_at(noon(TODAY)):
        yield


@pytest.fixture
def well():
    """A site that would pass: a guide, and a home page of today."""
    publish(guide_draft(board=make.board(column_type=ColumnType.SERVICES)))


def checked(day):
    with clock.frozen_at(noon(day)):
        return check_site()


def level(code, day=TODAY):
    found = site_today(day)
    return next(item.level for item in found.items if item.code == code)


def mails():
    return [(letter.to[0], letter.subject, letter.body) for letter in mail.outbox]


def test_each_veto_item_is_found_once(well):
    assert [item.code for item in site_today().items] == list(CODES)


def test_a_site_that_is_kept_passes_and_nobody_is_told(well):
    office()

    said = check_site()

    assert said == "pass, 0 got worse"
    assert mails() == []
    kept = dict(HealthFinding.objects.values_list("code", "level"))
    assert kept == dict.fromkeys(
        [code for code in CODES if code != "reachable"], "pass"
    )


def test_time_alone_takes_a_site_from_normal_to_warned_to_failed(well):
    boards(NEWS, [TODAY] * 5)

    days = [TODAY, TODAY + 14 * DAY, TODAY + 15 * DAY]

    assert [level("frequent_stale", day) for day in days] == [
        Level.PASS,
        Level.PASS,
        Level.VETO,
    ]
    assert [level("home", TODAY + n * DAY) for n in (10, 11, 14, 15)] == [
        Level.PASS,
        Level.WARN,
        Level.WARN,
        Level.VETO,
    ]


def test_the_office_is_told_once_when_an_item_gets_worse(well):
    person = office()
    boards(NEWS, [TODAY - 13 * DAY] * 3)
    for day in range(5):
        checked(TODAY + day * DAY)

    (told,) = mails()

    assert told[0] == person.email
    assert "○ 正常 → △ 预警 (3)" in told[2]
    assert "/desk/health/" in told[2]


def test_each_step_down_is_told_and_a_fall_after_mending_again(well):
    office()
    places = boards(NEWS, [None] * 3)
    checked(TODAY)
    more = boards(NEWS, [None] * 2)
    checked(TODAY + DAY)
    for place in (*places, *more):
        updated(place, TODAY)
    checked(TODAY + 2 * DAY)
    boards(NEWS, [None] * 3)
    checked(TODAY + 3 * DAY)

    told = [body for _to, _subject, body in mails()]

    assert len(told) == 3
    assert sum("△ 预警 → ■ 红牌" in body for body in told) == 1
    levels = HealthFinding.objects.filter(code="blank").order_by("day")
    assert list(levels.values_list("level", flat=True)) == [
        "warn",
        "veto",
        "pass",
        "warn",
    ]


def test_checking_twice_on_a_day_tells_nothing_twice(well):
    office()
    boards(NEWS, [None] * 5)

    check_site()
    check_site()

    assert len(mails()) == 1
    assert HealthFinding.objects.filter(code="blank").count() == 1


def test_only_the_office_of_the_county_is_told(well):
    make.member(Role.OVERSEER, make.agency())
    make.member(Role.EDITOR, make.agency())
    office(is_active=False)
    told = office()
    boards(NEWS, [None] * 5)

    check_site()

    assert [recipient for recipient, _subject, _body in mails()] == [told.email]


def test_a_site_without_services_fails():
    make.published_notice()

    assert level("services") is Level.VETO


def test_few_guides_that_all_lack_much_fail_the_site():
    bare_guide()

    assert level("services") is Level.VETO
    assert lacking_guides_measure().value == 1


def test_a_probe_that_failed_too_often_fails_the_site(well):
    probed((TODAY - n * DAY, 20, 1) for n in range(7))

    item = site_today().items[0]

    assert (item.code, item.level, item.figure) == ("reachable", Level.VETO, "5.00%")


def test_what_nobody_measured_is_no_finding(well):
    check_site()

    assert level("reachable") is None
    assert not HealthFinding.objects.filter(code="reachable").exists()


def test_a_share_below_a_limit_is_not_rounded_up_to_it():
    assert percent(Fraction(4999, 100_000)) == "4.99%"


def test_the_check_and_the_walk_are_duties():
    found = {duty.name: duty.interval for duty in duties()}

    assert (found["site_health"], found["links"]) == (DAY, timedelta(minutes=10))


@pytest.mark.parametrize("size", [1, 12])
def test_the_verdict_costs_the_same_whatever_the_size_of_the_site(
    size, django_assert_num_queries
):
    unit = make.agency()
    for _number in range(size):
        publish(guide_draft(unit=unit, board=make.board()))

    # Tallies, boards, home, guides, availability.
    with django_assert_num_queries(5):
        site_today()


def test_measures_carry_the_rows_that_prove_them(well):
    (stale,) = boards(NEWS, [TODAY - 20 * DAY])
    blank, _other = boards(NEWS, [None, None])

    found = {measure.code: measure for measure in column_measures()}

    assert [row.column.key for row in found["stale_columns"].proof] == [stale.slug]
    assert found["blank_columns"].value == 2
    assert found["blank_columns"].proof[0].column.key == blank.slug
    assert set(health_measures()) == {
        "stale_columns",
        "blank_columns",
        "lacking_guides",
        "services_without_guide",
        "dead_links",
        "availability",
    }

"""Columns against the limits of the national inspection."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.days import months_later
from notices.column_health import (
    CLASSES,
    LIMITS,
    RULES,
    ColumnState,
    Level,
    SiteHealth,
    UpdateClass,
    WatchedColumn,
    health_of,
    site_health,
)
from notices.models import ColumnType

ONE_DAY = timedelta(days=1)
TODAY = date(2026, 11, 26)
UPDATED = st.dates(date(2025, 9, 1), TODAY)
COLUMNS = st.builds(
    WatchedColumn,
    st.uuids().map(str),
    st.sampled_from(ColumnType.values),
    st.integers(0, 3),
    st.none() | UPDATED,
    st.integers(0, 9).map(lambda number: number == 0),
)
SITES = st.lists(COLUMNS, max_size=40)


def column(column_type: ColumnType, updated: str | None, **fields) -> WatchedColumn:
    updated_on = date.fromisoformat(updated) if updated else None
    return WatchedColumn(
        "one", column_type, fields.pop("count", 5), updated_on, **fields
    )


def stale(column_type: ColumnType, number: int) -> list[WatchedColumn]:
    return [column(column_type, "2020-01-01")] * number


def fresh(column_type: ColumnType, number: int) -> list[WatchedColumn]:
    return [column(column_type, "2026-11-26")] * number


def blank(number: int) -> list[WatchedColumn]:
    return [column(ColumnType.FIGURES, None, count=0)] * number


def finding(code: str, site: SiteHealth):
    [found] = [one for one in site.findings if one.rule.code == code]
    return found


@pytest.mark.parametrize("column_type", CLASSES)
def test_each_class_is_of_a_type_that_boards_have(column_type):
    assert column_type in ColumnType.values


FRESH, NEAR = ColumnState.FRESH, ColumnState.NEAR
STALE, BLANK = ColumnState.STALE, ColumnState.BLANK
LIMITED = {
    "news of today": (ColumnType.NEWS, "2026-11-26", FRESH, 14),
    "news of 10 days ago": (ColumnType.NEWS, "2026-11-16", FRESH, 4),
    "news of 11 days ago": (ColumnType.NEWS, "2026-11-15", NEAR, 3),
    "news of 14 days ago": (ColumnType.NEWS, "2026-11-12", NEAR, 0),
    "news of 15 days ago": (ColumnType.NEWS, "2026-11-11", STALE, -1),
    "the home page of 10 days ago": (ColumnType.HOME, "2026-11-16", FRESH, 4),
    "the home page of 11 days ago": (ColumnType.HOME, "2026-11-15", NEAR, 3),
    "the home page of 15 days ago": (ColumnType.HOME, "2026-11-11", STALE, -1),
    "policy of 5 months ago": (ColumnType.POLICY, "2026-06-26", FRESH, 30),
    "policy of nearly 6 months": (ColumnType.POLICY, "2026-06-25", NEAR, 29),
    "policy of 6 months ago": (ColumnType.POLICY, "2026-05-26", NEAR, 0),
    "policy of before that": (ColumnType.POLICY, "2026-05-25", STALE, -1),
    "figures of spring": (ColumnType.FIGURES, "2026-04-01", FRESH, 126),
    "figures of 11 months": (ColumnType.FIGURES, "2025-12-26", FRESH, 30),
    "figures of nearly a year": (ColumnType.FIGURES, "2025-12-25", NEAR, 29),
    "figures of a year ago": (ColumnType.FIGURES, "2025-11-26", NEAR, 0),
    "figures of before that": (ColumnType.FIGURES, "2025-11-25", STALE, -1),
    "items without a day": (ColumnType.NEWS, None, STALE, None),
}


@pytest.mark.parametrize(
    ("column_type", "updated", "state", "left"), LIMITED.values(), ids=LIMITED.keys()
)
def test_a_column_is_held_to_the_limit_of_its_class(column_type, updated, state, left):
    row = health_of(column(column_type, updated), TODAY)

    assert (row.state, row.days_left) == (state, left)


def test_a_column_without_items_is_blank_and_not_stale():
    row = health_of(column(ColumnType.NEWS, "2020-01-01", count=0), TODAY)

    assert (row.state, row.fresh_until, row.days_left) == (BLANK, None, None)


@pytest.mark.parametrize(
    ("updated", "until"), [("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29")]
)
def test_six_months_end_on_the_last_day_of_a_short_month(updated, until):
    row = health_of(column(ColumnType.POLICY, updated), TODAY)

    assert row.fresh_until == date.fromisoformat(until)


NEWS, POLICY = ColumnType.NEWS, ColumnType.POLICY
OTHER = ColumnType.SERVICES
JUDGED = {
    "all well": (fresh(NEWS, 20), "stale", Level.PASS),
    "2 stale of news and policy": (
        [*stale(NEWS, 1), *stale(POLICY, 1)],
        "frequent_stale",
        Level.PASS,
    ),
    "3 of them": ([*stale(NEWS, 2), *stale(POLICY, 1)], "frequent_stale", Level.WARN),
    "4 of them": ([*stale(NEWS, 2), *stale(POLICY, 2)], "frequent_stale", Level.WARN),
    "5 of them": ([*stale(NEWS, 3), *stale(POLICY, 2)], "frequent_stale", Level.VETO),
    "5 stale others": (stale(OTHER, 5), "frequent_stale", Level.PASS),
    "6 stale of all": ([*stale(OTHER, 4), *stale(NEWS, 2)], "stale", Level.PASS),
    "7 stale of all": ([*stale(OTHER, 5), *stale(NEWS, 2)], "stale", Level.WARN),
    "9 stale of all": ([*stale(OTHER, 7), *stale(NEWS, 2)], "stale", Level.WARN),
    "10 stale of all": ([*stale(OTHER, 8), *stale(NEWS, 2)], "stale", Level.VETO),
    "blank ones are no stale ones": (
        [*stale(OTHER, 6), *blank(4)],
        "stale",
        Level.PASS,
    ),
    "2 blank": (blank(2), "blank", Level.PASS),
    "3 blank": (blank(3), "blank", Level.WARN),
    "4 blank": (blank(4), "blank", Level.WARN),
    "5 blank": (blank(5), "blank", Level.VETO),
    "home of 10 days ago": (
        [column(ColumnType.HOME, "2026-11-16")],
        "home",
        Level.PASS,
    ),
    "home of 11 days ago": (
        [column(ColumnType.HOME, "2026-11-15")],
        "home",
        Level.WARN,
    ),
    "home of 15 days ago": (
        [column(ColumnType.HOME, "2026-11-11")],
        "home",
        Level.VETO,
    ),
    "an empty home page": (
        [column(ColumnType.HOME, None, count=0)],
        "home",
        Level.VETO,
    ),
}


@pytest.mark.parametrize(
    ("columns", "code", "level"), JUDGED.values(), ids=JUDGED.keys()
)
def test_a_rule_judges_the_site(columns, code, level):
    assert finding(code, site_health(columns, TODAY)).level is level


def test_one_veto_fails_the_whole_site_and_names_its_columns():
    site = site_health([*fresh(NEWS, 30), *blank(5)], TODAY)

    assert site.level is Level.VETO
    assert len(finding("blank", site).columns) == 5
    assert site.counts == {FRESH: 30, NEAR: 0, STALE: 0, BLANK: 5}


def test_a_home_page_is_judged_by_its_own_rule_alone():
    home = [column(ColumnType.HOME, "2026-11-11")] * 10

    site = site_health(home, TODAY)

    levels = {one.rule.code: one.level for one in site.findings}
    assert levels == {
        "home": Level.VETO,
        "frequent_stale": Level.PASS,
        "stale": Level.PASS,
        "blank": Level.PASS,
    }


def test_an_archived_column_is_left_out_and_counted():
    archived = [column(NEWS, "2020-01-01", is_archived=True)] * 12

    site = site_health([*archived, *fresh(NEWS, 1)], TODAY)

    assert (site.level, site.archived, len(site.columns)) == (Level.PASS, 12, 1)


def test_a_site_without_columns_passes():
    site = site_health([], TODAY)

    assert site.level is Level.PASS
    assert {one.days_left for one in site.findings} == {None}


def test_it_says_in_how_many_days_the_site_will_fail():
    news = [column(NEWS, f"2026-11-{day}") for day in (10, 13, 15, 20, 22, 25)]

    found = finding("frequent_stale", site_health(news, TODAY))

    assert found.level is Level.PASS
    # The fifth of them, of 22 November, is fresh until 6 December.
    assert found.days_left == 11


def test_waiting_makes_no_column_blank():
    site = site_health([*blank(4), *fresh(NEWS, 20)], TODAY)

    assert finding("blank", site).days_left is None
    assert finding("stale", site).days_left == 15


@given(SITES, st.integers(0, 500))
def test_without_updates_nothing_gets_better(columns, later):
    today, then = (
        [one.level for one in site_health(columns, day).findings]
        for day in (TODAY, TODAY + later * ONE_DAY)
    )

    worst = [*Level]
    assert all(
        worst.index(after) >= worst.index(before)
        for before, after in zip(today, then, strict=True)
    )


@given(SITES)
def test_the_site_fails_on_the_day_foretold_and_not_before(columns):
    for number, found in enumerate(site_health(columns, TODAY).findings):

        def level_in(days: int, rule: int = number) -> Level:
            site = site_health(columns, TODAY + days * ONE_DAY)
            return site.findings[rule].level

        if found.days_left is None:
            assert level_in(2000) is not Level.VETO
        else:
            assert level_in(found.days_left) is Level.VETO
            assert found.days_left == 0 or (
                level_in(found.days_left - 1) is not Level.VETO
            )


@given(SITES)
def test_every_column_is_counted_once(columns):
    site = site_health(columns, TODAY)

    assert sum(site.counts.values()) + site.archived == len(columns)
    assert len(site.findings) == len(RULES)
    assert [row.column for row in site.columns] == [
        one for one in columns if not one.is_archived
    ]


@given(COLUMNS)
def test_the_limit_of_a_class_is_kept_to_the_day(one):
    row = health_of(one, TODAY)

    assert (row.state is BLANK) == (one.count == 0)
    if row.fresh_until:
        limit = LIMITS[row.update_class]
        assert one.updated_on is not None
        end = months_later(one.updated_on, limit.months) + limit.days * ONE_DAY
        assert row.fresh_until == end
        assert (row.state is STALE) == (end < TODAY)
        assert (row.state is NEAR) == (0 <= (end - TODAY).days < limit.warned_days)


def test_the_limits_are_those_of_the_inspection():
    spans = {one: (limit.days, limit.months) for one, limit in LIMITS.items()}

    assert spans == {
        UpdateClass.HOME: (14, 0),
        UpdateClass.NEWS: (14, 0),
        UpdateClass.NOTICES: (0, 6),
        UpdateClass.OTHER: (0, 12),
    }

"""The columns of the site, as they stand in the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from disclosure_portal.foundation import clock
from notices.column_health import ColumnState, WatchedColumn, site_health
from notices.models import ColumnType
from notices.watched_columns import HOME, columns
from tests import factories as make
from tests.factories.health import boards, noon, updated

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen_at(noon(TODAY)):
        yield


def watched(slug):
    return next(one.watched for one in columns(TODAY) if one.watched.key == slug)


def test_a_board_is_watched_by_its_newest_notice_and_their_number():
    place = make.board(slug="news", column_type=ColumnType.NEWS)
    updated(place, TODAY - 20 * DAY)
    updated(place, TODAY - 3 * DAY)

    assert watched("news") == WatchedColumn("news", "工作动态", 2, TODAY - 3 * DAY)


def test_a_board_without_public_notices_is_blank():
    place = make.board(slug="blank")
    make.draft_notice(board=place)
    make.approved_notice(board=place)
    withdrawn = make.withdrawn_notice(board=place)

    assert withdrawn.board_id == place.pk
    assert watched("blank") == WatchedColumn("blank", "政策文件", 0, None)


def test_what_came_off_a_board_leaves_it_blank():
    place = make.board(slug="old")
    updated(place, TODAY - 3 * DAY, posting_until=TODAY - DAY)

    assert (watched("old").count, watched("old").updated_on) == (0, None)


def test_a_released_notice_updates_its_board_before_it_is_settled():
    place = make.board(slug="timed")
    with clock.frozen_at(noon(TODAY - DAY)):
        make.approved_notice(board=place, release_at=noon(TODAY - DAY / 2))

    assert (watched("timed").count, watched("timed").updated_on) == (1, TODAY)


def test_internal_boards_are_no_columns():
    make.board(slug="inside", is_internal=True)

    assert [one.watched.key for one in columns(TODAY)] == [HOME]


@pytest.mark.parametrize(
    ("archived_on", "is_archived"),
    [(None, False), (TODAY, True), (TODAY - DAY, True), (TODAY + DAY, False)],
)
def test_a_special_topic_that_is_over_is_left_out(archived_on, is_archived):
    place = make.board(slug="topic", archived_on=archived_on)
    updated(place, TODAY - 800 * DAY)

    health = site_health([watched("topic")], TODAY)

    assert (health.archived, len(health.columns)) == (is_archived, not is_archived)


def test_the_home_page_is_updated_by_whatever_is_newest():
    updated(make.board(), TODAY - 20 * DAY)
    updated(make.board(), TODAY - 2 * DAY)

    assert watched(HOME) == WatchedColumn(HOME, "首页", 2, TODAY - 2 * DAY)


def test_public_notices_are_held_to_six_months_and_news_to_two_weeks():
    boards(ColumnType.NOTICES, [TODAY - 100 * DAY])
    boards(ColumnType.NEWS, [TODAY - 100 * DAY])

    rows = site_health((one.watched for one in columns(TODAY)), TODAY).columns

    assert [row.state for row in rows[1:]] == [ColumnState.FRESH, ColumnState.STALE]


@pytest.mark.parametrize("size", [1, 12])
def test_three_queries_whatever_the_number_of_boards(size, django_assert_num_queries):
    boards(ColumnType.NEWS, [TODAY - DAY] * size)

    with django_assert_num_queries(3):  # tallies, boards with their newest, home
        assert len(columns(TODAY)) == size + 1

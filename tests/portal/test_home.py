from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from directories.models import AgencyKind
from disclosure_portal.foundation import clock
from tests.factories import agency, board, published_notice, withdrawn_notice

pytestmark = pytest.mark.django_db


def home(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.context


def test_an_empty_site_has_a_home(client):
    page = home(client)

    assert page["newest"] == []
    assert page["boards"] == []
    assert page["agency_groups"] == []


def test_each_board_shows_its_newest_rows_in_order(client):
    unit = agency()
    boards = [board(slug=f"b{n}", is_on_home=True, position=n) for n in range(2)]
    for number in range(8):
        published_notice(title=f"甲{number}", unit=unit, board=boards[0])
    published_notice(title="乙", unit=unit, board=boards[1])

    page = home(client)

    shown = [[row["title"] for row in each["rows"]] for each in page["boards"]]
    assert shown == [["甲7", "甲6", "甲5", "甲4", "甲3", "甲2"], ["乙"]]
    assert [row["title"] for row in page["newest"]][:2] == ["乙", "甲7"]


def test_the_first_boards_stand_on_a_home_for_which_none_was_chosen(client):
    published_notice(board=board("旧站栏目"))

    page = home(client)

    assert [each["title"] for each in page["boards"]] == ["旧站栏目"]


def test_boards_without_rows_or_not_for_the_home_are_left_out(client):
    board("空", is_on_home=True)
    published_notice(board=board("不在首页"))
    published_notice(board=board("在首页", is_on_home=True))

    page = home(client)

    assert [each["title"] for each in page["boards"]] == ["在首页"]


def test_what_left_its_board_is_not_shown_there_but_among_the_newest(client):
    where = board(is_on_home=True)
    yesterday = clock.now().date() - timedelta(days=2)
    published_notice(title="下栏", board=where, posting_until=yesterday)

    page = home(client)

    assert page["boards"] == []
    assert [row["title"] for row in page["newest"]] == ["下栏"]


def test_nothing_internal_or_withdrawn_stands_on_the_home(client):
    published_notice(audience="staff")
    withdrawn_notice(board=board(is_on_home=True))

    page = home(client)

    assert (page["newest"], page["boards"]) == ([], [])


def test_the_units_stand_by_kind_without_closed_ones(client):
    agency("县教育局")
    agency("青石镇", kind=AgencyKind.TOWNSHIP)
    closed = agency("原局")
    type(closed).objects.filter(pk=closed.pk).update(closed_on=clock.now().date())

    groups = home(client)["agency_groups"]

    names = [[unit["title"] for unit in group["units"]] for group in groups]
    assert names == [["县教育局"], ["青石镇"]]


def test_the_figures_count_what_is_public(client):
    with clock.frozen_at(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)):
        published_notice()
    with clock.frozen_at(datetime(2026, 3, 31, 16, 0, tzinfo=UTC)):
        published_notice()
        figures = [each["value"] for each in home(client)["figures"]]

    assert figures[:2] == ["2", "1"]


def test_the_day_is_that_of_the_county(client):
    with clock.frozen_at(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)):
        page = home(client)

    assert page["today"].startswith("2026年11月23日 ")
    assert page["today_iso"] == "2026-11-23"


@pytest.mark.parametrize(("boards", "rows"), [(1, 1), (8, 7)])
def test_the_home_costs_three_queries_however_many_boards(
    client, django_assert_num_queries, boards, rows
):
    unit = agency()
    for number in range(boards):
        where = board(slug=f"b{number}", is_on_home=True)
        for _row in range(rows):
            published_notice(unit=unit, board=where)
    client.get("/")  # the reference data of this version is read once

    # The site's row; the rows of all boards in two; the newest.
    with django_assert_num_queries(4):
        client.get("/")

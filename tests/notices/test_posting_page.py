"""The page of postings: what runs and how long, how the others ended, at what cost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start
from notices import posting_pages
from notices.models import Audience, PostingAfter, PostingResult, PostingUnit
from notices.publication import withdraw
from tests.factories import board, member
from tests.factories.postings import closed_posting
from tests.factories.structures import posted_notice

pytestmark = pytest.mark.django_db

# A Monday, with no day off in the two weeks after it but the Saturdays and Sundays.
MONDAY = date(2026, 11, 2)
PAGE = "/postings/"


def on(day):
    """Ten in the morning of that local day."""
    return clock.frozen_at(datetime.combine(day, datetime.min.time(), UTC) + HOURS)


HOURS = timedelta(hours=2)


def days(number):
    return timedelta(days=number)


@pytest.fixture(autouse=True)
def monday():
    with on(MONDAY):
        yield


def close(notice, **words):
    closed_posting(notice, **words)


def test_a_running_posting_says_what_whose_and_where_objections_go(client):
    notice = posted_notice(
        objection_unit="县纪委",
        objection_telephone="0000-5550199",
        objection_form="书面",
        notice={"title": "拟任人选公示"},
    )

    page = client.get(PAGE).text

    for words in ("拟任人选公示", str(notice.agency), "县纪委", "0000-5550199", "书面"):
        assert words in page
    assert notice.get_absolute_url() in page


@pytest.mark.parametrize(
    ("after", "words"), [(0, "还剩 5 天"), (3, "还剩 2 天"), (4, "今日截止")]
)
def test_days_left_count_the_last_day(client, after, words):
    posted_notice(days=5)

    with on(MONDAY + days(after)):
        assert words in client.get(PAGE).text


def test_working_days_are_told_where_the_posting_counts_them(client):
    posted_notice(days=7, unit=PostingUnit.WORKING)

    with on(MONDAY + days(5)):  # the Saturday
        page = client.get(PAGE).text

    assert "还剩 4 天" in page
    assert "2 个工作日" in page


def test_the_soonest_end_stands_first(client):
    for length, title in ((9, "九日公示"), (2, "两日公示"), (5, "五日公示")):
        posted_notice(days=length, notice={"title": title})

    page = client.get(PAGE).text

    assert page.index("两日公示") < page.index("五日公示") < page.index("九日公示")


def test_what_has_not_begun_or_is_not_public_is_not_there(client):
    posted_notice(starts_on=MONDAY + days(1), notice={"title": "明日公示"})
    posted_notice(notice={"title": "内部公示", "audience": Audience.STAFF})
    gone = posted_notice(notice={"title": "撤下公示"})
    withdraw(
        gone, by=member(Role.APPROVER, gone.agency), ground="wrong", reason="有误。"
    )

    page = client.get(PAGE).text

    for title in ("明日公示", "内部公示", "撤下公示"):
        assert title not in page


def test_what_ended_stands_below_with_its_result_or_the_wait_for_it(client):
    waiting = posted_notice(days=2, notice={"title": "甲公示"})
    closed = posted_notice(days=2, notice={"title": "乙公示"})

    with on(MONDAY + days(2)):
        close(closed, result=PostingResult.HANDLED, note="收到1件，已处理。")
        page = client.get(PAGE).text

    running, ended = page.split('id="ended-title"')
    assert waiting.title not in running
    assert "结果待公布" in ended
    assert "收到1件，已处理。" in ended


def test_after_thirty_days_it_is_gone(client):
    posted_notice(days=2, notice={"title": "甲公示"})

    with on(MONDAY + days(31)):
        last = client.get(PAGE).text
    with on(MONDAY + days(32)):
        after = client.get(PAGE).text

    assert "甲公示" in last
    assert "甲公示" not in after


def test_an_empty_page_says_so(client):
    page = client.get(PAGE)

    assert page.status_code == 200
    assert "目前没有正在公示的事项" in page.text


@pytest.mark.parametrize("size", [1, 12])
def test_the_page_costs_the_same_whatever_its_length(
    client, django_assert_max_num_queries, size, monkeypatch
):
    monkeypatch.setattr(posting_pages, "PAGE_SIZE", 5)
    for number in range(size):
        posted_notice(days=2 + number % 3)
    with on(MONDAY + days(2)):
        client.get(PAGE)

        # The state of the site; running, how many, ended.
        with django_assert_max_num_queries(4):
            client.get(PAGE)


def test_a_long_list_goes_on_and_back(client, monkeypatch):
    monkeypatch.setattr(posting_pages, "PAGE_SIZE", 2)
    for number in range(5):
        posted_notice(days=2 + number, notice={"title": f"第{number}号公示"})

    first = client.get(PAGE).text
    second = client.get(f"{PAGE}?page=2").text
    third = client.get(f"{PAGE}?page=3").text

    assert "第0号" in first
    assert "?page=2" in first
    assert "第2号" in second
    assert "?page=3" in second
    assert "第4号" in third
    assert "?page=4" not in third


@pytest.mark.parametrize("value", ["0", "-1", "x", "1e9", "99999999999", "２"])
@pytest.mark.parametrize("name", ["page", "ended"])
def test_a_place_that_is_none_shows_the_first_page_and_says_so(client, name, value):
    posted_notice(notice={"title": "甲公示"})

    page = client.get(PAGE, {name: value})

    assert page.status_code == 200
    assert "甲公示" in page.text
    assert "message--error" in page.text


@pytest.mark.parametrize("query", ["page=9", "ended=9", "page=2&ended=2"])
def test_beyond_the_end_the_first_page_is_shown_and_said_to_be(client, query):
    posted_notice(notice={"title": "甲公示"})

    page = client.get(f"{PAGE}?{query}").text

    assert "甲公示" in page
    assert "message--error" in page
    assert "目前没有正在公示的事项" not in page


@pytest.mark.parametrize("path", ["/", "/boards/", "/site-map/"])
def test_the_way_to_it_stands_on_the_main_pages(client, path):
    board()

    assert f'href="{PAGE}"' in client.get(path).text


# --- Leaving the board ---------------------------------------------------------------


def titles_on_board(client, notice):
    return client.get(notice.board.get_absolute_url()).text


@pytest.mark.parametrize(
    ("afterwards", "stays"), [(PostingAfter.UNLISTED, False), (PostingAfter.LONG, True)]
)
def test_the_end_of_a_posting_takes_it_off_its_board_as_its_setting_says(
    client, afterwards, stays
):
    notice = posted_notice(days=5, afterwards=afterwards, notice={"title": "甲公示"})
    lists = (notice.board.get_absolute_url(), "/")
    notice.board.is_on_home = True
    notice.board.save()

    with on(MONDAY + days(4)):
        last_day = [client.get(path).text for path in lists]
    with on(MONDAY + days(5)):
        board_after = client.get(lists[0]).text
        page_after = client.get(notice.get_absolute_url())

    assert all("甲公示" in page for page in last_day)
    assert ("甲公示" in board_after) == stays
    assert page_after.status_code == 200


@pytest.mark.parametrize("afterwards", PostingAfter.values)
def test_a_day_typed_too_early_does_not_end_a_posting_on_its_board(client, afterwards):
    notice = posted_notice(
        days=5,
        afterwards=afterwards,
        notice={"title": "甲公示", "posting_until": MONDAY + days(1)},
    )

    with on(MONDAY + days(4)):
        last_day = titles_on_board(client, notice)
    with on(MONDAY + days(5)):
        after = titles_on_board(client, notice)

    assert "甲公示" in last_day
    assert "甲公示" not in after


def test_at_midnight_the_board_is_another_page(client):
    notice = posted_notice(days=5, afterwards=PostingAfter.UNLISTED)
    address = notice.board.get_absolute_url()
    midnight = day_start(MONDAY + days(5))

    with clock.frozen_at(midnight - timedelta(seconds=1)):
        before = client.get(address)
    with clock.frozen_at(midnight):
        after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert notice.title in before.text
    assert notice.title not in after.text

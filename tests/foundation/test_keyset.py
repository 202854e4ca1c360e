from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from disclosure_portal.foundation.keyset import BadCursor, Cursor, page_of
from notices.models import Notice
from tests.factories import published_notice

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def rows(db):
    """Five notices, of which the second and third bear the same moment."""
    first = published_notice()
    unit, board = first.agency, first.board
    notices = [first, *(published_notice(unit=unit, board=board) for _n in range(4))]
    for notice, minute in zip(notices, (0, 1, 1, 2, 3), strict=True):
        moment = START + timedelta(minutes=minute)
        Notice.objects.filter(pk=notice.pk).update(published_at=moment)
    return [notice.pk for notice in notices]


def walk(size, *, towards, is_oldest_first=False, cursor=""):
    """The pages from a place on, each as a list of keys."""
    pages = []
    while True:
        page = page_of(
            Notice.objects.values("id", "published_at"),
            cursor,
            size,
            is_oldest_first=is_oldest_first,
        )
        pages.append([row["id"] for row in page.rows])
        cursor = getattr(page, towards)
        if not cursor:
            return pages


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_walking_towards_older_meets_each_row_once(rows, size):
    pages = walk(size, towards="older")

    assert [pk for page in pages for pk in page] == rows[::-1]
    assert all(pages)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_walking_towards_newer_meets_each_row_once(rows, size):
    pages = walk(size, towards="newer", is_oldest_first=True)

    assert [pk for page in pages for pk in page] == rows
    assert all(pages)


def test_going_back_shows_the_page_one_came_from(rows):
    first = page_of(Notice.objects.all(), "", 2)
    second = page_of(Notice.objects.all(), first.older, 2)

    back = page_of(Notice.objects.all(), second.newer, 2)

    assert back.rows == first.rows
    assert (back.newer, back.older) == ("", first.older)


def test_going_back_among_the_oldest_first_shows_the_same_page(rows):
    first = page_of(Notice.objects.all(), "", 2, is_oldest_first=True)
    second = page_of(Notice.objects.all(), first.newer, 2, is_oldest_first=True)

    back = page_of(Notice.objects.all(), second.older, 2, is_oldest_first=True)

    assert back.rows == first.rows
    assert back.older == ""


def test_past_the_end_there_are_no_rows_and_no_neighbours(rows):
    page = page_of(Notice.objects.all(), "0.1", 2)

    assert (page.rows, page.newer, page.older) == ([], "", "")


def test_a_row_that_came_meanwhile_moves_no_page(rows):
    first = page_of(Notice.objects.all(), "", 2)
    published_notice()

    second = page_of(Notice.objects.all(), first.older, 2)

    assert [row.pk for row in second.rows] == rows[1:3][::-1]


@pytest.mark.django_db
def test_a_page_costs_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        page_of(Notice.objects.all(), "", 2)


@pytest.mark.parametrize("is_backwards", [True, False])
def test_a_cursor_reads_back_as_it_was_written(is_backwards):
    cursor = Cursor(START + timedelta(microseconds=1), 42, is_backwards)

    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "1",
        "1.",
        ".1",
        "1.2.3",
        "1.-2",
        "1.１",  # a wide digit
        "~~1.2",
        "1.9223372036854775808",
        "9" * 400 + ".1",
        "-1e9.1",
        " ",
        "\x00.1",
    ],
)
def test_what_was_never_given_out_is_refused(text):
    with pytest.raises(BadCursor):
        Cursor.parse(text)

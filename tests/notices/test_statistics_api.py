"""Figures by branch, kind and month; postings; both public and kept, not counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from directories.merging import move
from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.api.postings import PostingSerializer
from notices.api.statistics import StatisticsSerializer
from notices.models import Notice
from notices.publication import withdraw
from notices.tallying import recount
from tests.factories import agency, member, published_notice
from tests.factories.structures import posted_notice

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"


@pytest.fixture
def get(client):
    def read(path, status=200):
        response = client.get(f"{ROOT}{path}")
        assert response.status_code == status, response.content
        return response.json()

    return read


def published_at(moment, unit, **fields):
    with clock.frozen_at(moment):
        return published_notice(unit=unit, **fields)


# In Shanghai it is the first of March already.
EDGE = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)
SPAN = "from=2026-01&to=2026-12"


@pytest.fixture
def town():
    town = agency(code="town")
    village = agency(code="village", parent=town)
    other = agency(code="other")
    published_at(FEBRUARY, town)
    published_at(EDGE, village)
    published_at(EDGE, village, kind="news")
    published_at(EDGE, other)
    published_at(EDGE, town, audience="staff")
    return town


def months(answer):
    return [(each["month"], each["kind"], each["count"]) for each in answer["months"]]


def test_a_branch_counts_what_lies_below_it_by_local_month(get, town):
    answer = get(f"statistics/?branch=TOWN&{SPAN}")

    assert months(answer) == [
        ("2026-02", "general", 1),
        ("2026-03", "general", 1),
        ("2026-03", "news", 1),
    ]
    assert answer["total"] == 3
    assert set(answer) == set(StatisticsSerializer().fields)


def test_without_a_branch_it_is_the_county(get, town):
    assert get(f"statistics/?{SPAN}")["total"] == 4
    assert months(get("statistics/?from=2026-02&to=2026-02&kind=general")) == [
        ("2026-02", "general", 1)
    ]


def test_what_is_withdrawn_counts_no_more(get, town):
    notice = Notice.objects.get(kind="news")

    withdraw(
        notice, by=member(Role.APPROVER, notice.agency), ground="wrong", reason="误。"
    )

    assert get(f"statistics/?kind=news&{SPAN}")["total"] == 0


def test_kept_figures_are_those_of_the_rows(town):
    assert recount() == 0


def test_figures_follow_a_unit_that_moves(get, town):
    village = Notice.objects.get(kind="news").agency
    root = member(Role.OVERSEER, town.parent)

    move(village, to=agency(code="new"), by=root, on=local_day(clock.now()))

    assert get(f"statistics/?branch=town&{SPAN}")["total"] == 1
    assert get(f"statistics/?branch=new&{SPAN}")["total"] == 2
    assert recount() == 0


def test_left_out_it_is_the_last_twelve_months(get):
    agency()

    with clock.frozen_at(EDGE):
        answer = get("statistics/")

    assert (answer["from"], answer["to"]) == ("2025-04", "2026-03")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("branch=nowhere", "branch"),
        ("kind=x", "kind"),
        ("from=2026-13", "from"),
        ("to=2026-3", "to"),
        ("to=9999-12", "to"),
        ("from=2026-05&to=2026-04", "from"),
        ("from=2000-01&to=2026-04", "from"),
        ("year=2026", "year"),
    ],
)
def test_what_cannot_be_meant_is_refused(get, query, name):
    agency()

    assert get(f"statistics/?{query}", 400)["errors"][0]["attr"] == name


def test_figures_cost_two_queries(client, town, django_assert_num_queries):
    client.get(f"{ROOT}statistics/?branch=town")

    with django_assert_num_queries(2):  # the site's row; the tallies
        client.get(f"{ROOT}statistics/?branch=town")


# --- Postings -------------------------------------------------------------------------


@pytest.fixture
def postings(db):
    today = local_day(clock.now())
    unit = agency(code="office")
    posted_notice(
        notice={"title": "将来", "unit": unit}, starts_on=today + timedelta(3)
    )
    posted_notice(notice={"title": "进行", "unit": unit})
    posted_notice(notice={"title": "结束"}, starts_on=today - timedelta(30))
    posted_notice(notice={"title": "内部", "audience": "staff"})


def titles(answer):
    return [row["title"] for row in answer["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["将来", "进行", "结束"]),
        ("?state=running", ["进行"]),
        ("?state=upcoming", ["将来"]),
        ("?state=ended", ["结束"]),
        ("?agency=office", ["将来", "进行"]),
        ("?branch=OFFICE&state=running", ["进行"]),
        ("?branch=990000", ["将来", "进行", "结束"]),
    ],
)
def test_postings_are_given_by_state_and_unit(get, postings, query, expected):
    assert titles(get(f"postings/{query}")) == expected


def test_a_posting_has_the_documented_fields(get, postings):
    row = get("postings/?limit=1")["results"][0]

    assert set(row) == set(PostingSerializer().fields)
    assert row["url"].endswith(f"/notices/{row['notice_id']}/")


def test_only_asked_fields_of_postings_are_given(get, postings):
    rows = get("postings/?fields=title,url")["results"]

    assert {frozenset(row) for row in rows} == {frozenset({"title", "url"})}


def test_postings_cost_two_queries(client, postings, django_assert_num_queries):
    with django_assert_num_queries(2):  # the site's row; the rows
        client.get(f"{ROOT}postings/?state=running")


def test_a_posting_that_is_not_released_yet_is_not_given(get, postings):
    Notice.objects.filter(title="进行").update(
        published_at=clock.now() + timedelta(hours=1)
    )

    assert "进行" not in titles(get("postings/"))

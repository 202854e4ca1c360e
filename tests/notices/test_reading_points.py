"""Reading points (政务公开查阅点): signed words; visitors counted, no day twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.leak_check import PersonalDataInWords
from notices.models import ReadingPoint, VisitorCount
from notices.reading_points import count_visitors, strike_count, visitors_in
from notices.two_hands import sign, write
from tests.factories import agency, branch_of_agencies, member
from tests.factories.records import point_draft, reading_point, signed, visitors_of

pytestmark = pytest.mark.django_db

PAGE = "/reading-points/"
JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


def test_it_is_public_once_another_hand_has_signed(client):
    point = point_draft(name="县图书馆查阅点")
    before = client.get(PAGE).text

    signed(point)

    page = client.get(PAGE).text
    assert "县图书馆查阅点" not in before
    for words in ("县图书馆查阅点", point.place, point.telephone, point.holdings):
        assert words in page


def test_changes_of_a_public_one_wait_for_signature(client):
    point = reading_point(office_hours="周一至周五")
    changed = ReadingPoint.objects.get(pk=point.pk)
    changed.office_hours = "每日开放"
    write(changed, by=member(Role.EDITOR, point.agency))

    before = client.get(PAGE).text
    sign(ReadingPoint.objects.get(pk=point.pk), by=member(Role.APPROVER, point.agency))

    assert "周一至周五" in before
    assert "每日开放" not in before
    assert "每日开放" in client.get(PAGE).text


def test_who_wrote_it_does_not_sign_it():
    unit = agency()
    both = member(Role.EDITOR, unit)
    both.memberships.create(agency=unit, role=Role.APPROVER)
    point = point_draft(unit=unit)
    write(point, by=both)

    with pytest.raises(NotAllowed):
        sign(point, by=both)


def test_two_editors_do_not_overwrite_each_other():
    point = reading_point()
    editor = member(Role.EDITOR, point.agency)
    first, second = (ReadingPoint.objects.get(pk=point.pk) for _each in range(2))
    first.place, second.place = "一楼", "二楼"
    write(first, by=editor, read=point.version)

    with pytest.raises(StaleStatusError):
        write(second, by=editor, read=point.version)


@pytest.mark.parametrize(
    "fields", [{"place": "张三家 13800138000"}, {"telephone": "13800138000"}]
)
def test_numbers_of_persons_stand_in_no_word_of_it(fields):
    with pytest.raises(PersonalDataInWords):
        point_draft(**fields)


def test_closed_points_are_not_listed_any_more(client):
    today = local_day(clock.now())
    reading_point(name="今天还开", closed_on=today)
    reading_point(name="昨天关了", closed_on=today - timedelta(days=1))

    page = client.get(PAGE).text

    assert "今天还开" in page
    assert "昨天关了" not in page


# --- Visitors -----------------------------------------------------------------------


def test_a_month_and_days_add_up_to_the_visitors_of_a_period():
    root, unit = branch_of_agencies(2)
    point = reading_point(unit=unit)
    visitors_of(point, *JANUARY, visitors=120)
    visitors_of(point, date(2026, 2, 3), visitors=9)
    visitors_of(point, date(2026, 2, 4), visitors=0)

    assert visitors_in(root.path, date(2026, 1, 1), date(2026, 2, 28)) == 129
    assert visitors_in(root.path, date(2026, 1, 15), date(2026, 2, 28)) == 9
    assert visitors_in(unit.path, *JANUARY) == 120


@pytest.mark.parametrize(
    "days",
    [(date(2026, 1, 5), date(2026, 1, 5)), (date(2026, 1, 31), date(2026, 2, 1))],
    ids=["a day of a counted month", "days that reach into it"],
)
def test_no_day_is_counted_twice(days):
    point = reading_point()
    visitors_of(point, *JANUARY)

    with pytest.raises(TransitionError):
        visitors_of(point, *days)


def test_the_same_days_once_more_correct_the_number():
    point = reading_point()
    visitors_of(point, *JANUARY, visitors=120)

    visitors_of(point, *JANUARY, visitors=12)

    assert VisitorCount.objects.get().visitors == 12
    facts = AuditEntry.objects.latest("pk").facts
    assert facts["before"]["visitors"] == 120
    assert facts["after"]["visitors"] == 12


def test_days_that_lie_ahead_are_not_counted():
    today = local_day(clock.now())
    point = reading_point()

    for days in (
        (today + timedelta(days=1), today + timedelta(days=1)),
        (today, today + timedelta(days=1)),
        (today, today - timedelta(days=1)),
    ):
        with pytest.raises(TransitionError):
            visitors_of(point, *days)


def test_a_draft_and_a_point_that_was_not_open_count_nobody():
    with pytest.raises(TransitionError):
        visitors_of(point_draft(), *JANUARY)
    with pytest.raises(TransitionError):
        visitors_of(reading_point(opened_on=date(2026, 2, 1)), *JANUARY)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_editors_of_the_unit_count(role):
    point = reading_point()
    count = visitors_of(point, *JANUARY)
    person = member(role, point.agency)
    other = VisitorCount(
        point=point, first_day=date(2026, 3, 1), last_day=date(2026, 3, 1), visitors=1
    )

    with pytest.raises(NotAllowed):
        count_visitors(other, by=person)
    with pytest.raises(NotAllowed):
        strike_count(count, by=person)


def test_a_clerk_counts_at_the_desk(client):
    point = reading_point()
    client.force_login(member(Role.EDITOR, point.agency))
    address = f"/desk/reading-points/{point.pk}/visitors/"

    month = client.post(address, {"sort": "month", "day": "2026-02-10", "visitors": 80})
    twice = client.post(address, {"sort": "day", "day": "2026-02-11", "visitors": 3})
    wrong = client.post(address, {"sort": "day", "day": "2026-03-01", "visitors": -3})

    count = VisitorCount.objects.get()
    assert month.status_code == 302
    assert (count.first_day, count.last_day) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (twice.status_code, wrong.status_code) == (409, 400)
    assert 'value="2026-02-11"' in twice.text  # what was typed is still there
    client.post(f"{address}{count.pk}/out/")
    assert not VisitorCount.objects.exists()


# --- The desk -----------------------------------------------------------------------


WORDS = {
    "name": "县档案馆查阅点",
    "place": "二楼",
    "office_hours": "工作日",
    "telephone": "0999-1234567",
    "holdings": "政府公报",
}


def test_an_editor_writes_and_an_approver_signs_at_the_desk(client):
    unit = agency()
    client.force_login(member(Role.EDITOR, unit))
    wrong = {"opened_on": "2026-03-01", "closed_on": "2026-02-01"}

    refused = client.post("/desk/reading-points/new/", {**WORDS, **wrong})
    kept = client.post("/desk/reading-points/new/", {**WORDS, "agency": unit.pk})
    point = ReadingPoint.objects.get()
    client.force_login(member(Role.APPROVER, unit))
    home = client.get("/desk/").text
    client.post(f"{point.desk_url}sign/", {"version": point.version})

    assert refused.status_code == 400
    assert "县档案馆查阅点" in refused.text
    assert kept.status_code == 302
    assert point.desk_url in home
    assert "县档案馆查阅点" in client.get(PAGE).text


def test_a_signature_of_what_was_changed_meanwhile_is_refused(client):
    point = point_draft()
    client.force_login(member(Role.APPROVER, point.agency))

    answer = client.post(f"{point.desk_url}sign/", {"version": point.version + 1})

    assert answer.status_code == 409
    assert not ReadingPoint.objects.public().exists()


def test_strangers_are_not_let_in(client):
    point = reading_point()
    client.force_login(member(Role.EDITOR, agency()))

    for path in ("", "edit/"):
        assert client.get(f"{point.desk_url}{path}").status_code == 404
    assert client.post(f"{point.desk_url}sign/").status_code == 404


# --- Programs -----------------------------------------------------------------------


def test_programs_read_points_and_visitors(client):
    point = reading_point(name="县图书馆")
    point_draft(name="没有签发")
    visitors_of(point, *JANUARY, visitors=120)

    points = client.get("/api/v1/reading-points/").json()["results"]
    counts = client.get(
        "/api/v1/visitor-counts/", {"since": "2026-01-01", "until": "2026-01-31"}
    ).json()["results"]

    assert [row["name"] for row in points] == ["县图书馆"]
    assert [(row["point_id"], row["visitors"]) for row in counts] == [(point.pk, 120)]
    assert "没有签发" not in client.get("/data/reading-points.csv").getvalue().decode()
    assert "县图书馆" in client.get("/data/visitor-counts.csv").getvalue().decode()


@pytest.mark.parametrize("size", [1, 12])
def test_the_page_costs_the_same_however_many_there_are(
    client, size, django_assert_num_queries
):
    for _number in range(size):
        visitors_of(reading_point(), *JANUARY)
    client.get(PAGE)

    with django_assert_num_queries(5):  # the site; count; page; year; month
        client.get(PAGE)

"""A year at the desk, and what everybody sees of it, on pages and by the API."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from directories.models import Role
from notices.models import WithdrawalGround
from notices.publication import withdraw
from supervision.models import (
    LineKind,
    LineStatus,
    RegisterLine,
    YearAssessment,
    YearResult,
    YearStatus,
)
from supervision.year_publishing import withdraw_year
from supervision.year_registers import enter

from ..factories import agency, member, published_notice
from ..factories.inspections import inspector, published_round
from ..factories.supervision_checklists import overseer
from ..factories.years import (
    confirmed_line,
    entry,
    prepared_year,
    publish_as_it_is,
    published_year,
    two_rounds,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(name, args=args)


def read(client, address):
    return client.get(address).content.decode()


def rules(version, **fields):
    usual = {"version": version, "places": 2, "ties": "1224", "lone_units": "refused"}
    return {**usual, **fields}


def test_a_year_is_prepared_looked_at_and_published_by_another_at_the_desk(client):
    first, second = two_rounds(("80", "90"), ("70", "90"))
    client.force_login(overseer())

    client.post(url("desk-year-new"), {"year": 2026, "title": "2026年度考核"})
    year = YearAssessment.objects.get()
    shares = {f"percent-{first.pk}": "40", f"percent-{second.pk}": "60", "version": 1}
    client.post(url("desk-year-form", year.pk, "shares"), shares)
    client.post(
        url("desk-year-form", year.pk, "rules"),
        rules(2, bonus_most="3", bands="优秀 85\n良好 80", lowest="一般"),
    )
    assert "优秀 ≥ 85" in read(client, url("desk-year", year.pk))
    look = read(client, url("desk-year-look", year.pk))
    assert "86" in look
    client.post(url("desk-year-deed", year.pk, "publish"), {"version": 3})
    year.refresh_from_db()
    assert year.status == YearStatus.DRAFT

    client.force_login(overseer())
    page = client.post(
        url("desk-year-deed", year.pk, "publish"), {"version": 3}, follow=True
    )
    year.refresh_from_db()
    assert year.status == YearStatus.PUBLISHED
    assert year.get_absolute_url() in page.content.decode()
    grades = YearResult.objects.order_by("rank").values_list("grade", flat=True)
    assert list(grades) == ["优秀", "良好"]


def test_shares_that_do_not_fit_are_told_in_the_form(client):
    first, second = two_rounds(("80", "90"))
    year = prepared_year([first, second])
    client.force_login(overseer())
    version = year.content_version

    answer = client.post(
        url("desk-year-form", year.pk, "shares"),
        {f"percent-{first.pk}": "40", f"percent-{second.pk}": "55", "version": version},
    )

    assert answer.status_code == 400
    assert "95 %" in answer.content.decode()


def test_what_hinders_the_year_is_told_where_one_looks(client):
    year = prepared_year([published_round(1)])
    confirmed_line(year, agency(name="局外局"))
    client.force_login(overseer())

    page = read(client, url("desk-year-look", year.pk))

    assert "局外局" in page
    assert url("desk-year-deed", year.pk, "publish") not in page


def test_a_line_is_entered_by_a_plain_form_and_confirmed_by_another(client):
    year = prepared_year([published_round(1)])
    unit = year.shares.get().round.units.get().agency
    notice = published_notice()
    client.force_login(overseer())

    given = {
        **{"kind": "bonus", "agency": unit.name, "ground": "市级表彰", "points": "2"},
        **{"on": "2026-06-30", "document": "市政公开办〔2026〕3号"},
        "notice": notice.index_number,
    }
    client.post(url("desk-year-form", year.pk, "line"), given)
    line = RegisterLine.objects.get()
    mine = read(client, url("desk-year", year.pk))
    assert "市级表彰" in mine
    confirm = url("desk-year-line", year.pk, line.pk, "confirm")
    assert confirm not in mine
    client.post(confirm)
    line.refresh_from_db()
    assert line.status == LineStatus.ENTERED

    client.force_login(overseer())
    assert confirm in read(client, url("desk-year", year.pk))
    client.post(confirm)
    line.refresh_from_db()
    assert (line.status, line.notice) == (LineStatus.CONFIRMED, notice)
    client.post(url("desk-year-line", year.pk, line.pk, "strike"))
    line.refresh_from_db()
    assert line.status == LineStatus.STRUCK


FAULTS = {
    "no unit": {"agency": "无此单位"},
    "a number of no notice": {"notice": "990000/2026-1"},
    "a text of nought": {"ground": "\x00"},
    "points that are none": {"points": "-1"},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_line_that_does_not_fit_is_told_in_the_form(client, fault):
    year = prepared_year([published_round(1)])
    client.force_login(overseer())
    given = {
        **{"kind": "bonus", "agency": agency().name, "ground": "表彰", "points": "2"},
        **{"on": "2026-06-30", "document": "文"},
    }

    answer = client.post(url("desk-year-form", year.pk, "line"), {**given, **fault})

    assert answer.status_code == 400
    assert not RegisterLine.objects.exists()


def doors(year):
    return [
        *(url("desk-years"), url("desk-year-new"), url("desk-year", year.pk)),
        *(url("desk-year-look", year.pk), url("desk-year-form", year.pk, "line")),
        *(url("desk-year-form", year.pk, "shares"),),
        *(url("desk-year-form", year.pk, "rules"),),
    ]


def test_the_desk_of_years_is_the_offices_alone(client):
    year = prepared_year([published_round(1)])

    client.force_login(inspector())
    for address in doors(year):
        assert client.get(address).status_code == 403
    assert client.post(url("desk-year-deed", year.pk, "publish")).status_code == 403
    client.force_login(overseer())
    for address in doors(year):
        assert client.get(address).status_code == 200


def test_words_that_are_no_deed_are_not_found(client):
    year = prepared_year([published_round(1)])
    client.force_login(overseer())

    assert client.get(url("desk-year-form", year.pk, "paint")).status_code == 404
    assert client.post(url("desk-year-deed", year.pk, "paint")).status_code == 404
    assert client.post(url("desk-year-line", year.pk, 1, "paint")).status_code == 404


def test_it_is_withdrawn_at_the_desk_and_says_so_where_it_was(client):
    year = published_year(1)
    result = YearResult.objects.get()
    client.force_login(overseer())

    client.post(url("desk-year-deed", year.pk, "withdraw"), {"reason": "数据有误"})

    for address in (year.get_absolute_url(), result.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "数据有误" in answer.content.decode()
    assert client.get(url("inspection-year-workbook", year.pk)).status_code == 404
    assert year.title not in read(client, reverse("inspection-list"))


def test_the_page_of_a_year_asks_as_often_for_many_lines_as_for_few(
    client, django_assert_num_queries
):
    client.force_login(overseer())
    round_ = published_round(1)
    year = prepared_year([round_])
    unit, office = round_.units.get().agency, overseer()
    client.get(url("desk-year", year.pk))

    for _each in range(3):
        enter(year, entry(unit), by=office)
        with django_assert_num_queries(QUERIES_OF_A_YEAR):
            client.get(url("desk-year", year.pk))


QUERIES_OF_A_YEAR = 7


# --- Everybody ----------------------------------------------------------------------


def test_nothing_of_a_year_is_public_before_its_publication(client):
    year = prepared_year([published_round(1)])

    for name in ("inspection-year", "inspection-year-workbook"):
        assert client.get(url(name, year.pk)).status_code == 404
    assert year.title not in read(client, reverse("inspection-list"))
    assert client.get("/api/v1/year-assessments/").json()["results"] == []
    assert client.get("/api/v1/year-results/").json()["results"] == []


def test_everybody_reads_the_ranking_and_what_each_unit_has_it_from(client):
    year = published_year(2)
    best = YearResult.objects.get(rank=1)

    assert year.title in read(client, reverse("inspection-list"))
    page = read(client, year.get_absolute_url())
    assert best.agency.label in page
    for share in year.shares.all():
        assert share.round.get_absolute_url() in page
    page = read(client, best.get_absolute_url())
    assert "95" in page
    assert "市级表彰" in page
    assert "市政公开办〔2026〕3号" in page
    for share in year.shares.all():
        rating = share.round.units.get(agency=best.agency).rating
        assert rating.get_absolute_url() in page


def test_a_notice_behind_a_line_is_shown_while_it_is_public(client):
    round_ = published_round(1)
    year = prepared_year([round_])
    notice = published_notice()
    confirmed_line(year, round_.units.get().agency, notice=notice)
    publish_as_it_is(year)
    address = YearResult.objects.get().get_absolute_url()
    assert notice.get_absolute_url() in read(client, address)

    approver = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground=WithdrawalGround.WRONG, reason="内容有误。")

    assert notice.get_absolute_url() not in read(client, address)


def test_the_public_pages_ask_as_often_for_many_units_as_for_few(
    client, django_assert_num_queries
):
    few, many = published_year(1), published_year(4)
    client.get(few.get_absolute_url())

    for year in (few, many):
        with django_assert_num_queries(4):  # the site, the year, results, shares
            client.get(year.get_absolute_url())
        result = year.results.get(rank=1)
        with django_assert_num_queries(4):  # the site, the result, rounds, ratings
            client.get(result.get_absolute_url())


def test_the_workbook_has_the_ranking_and_the_registers(client):
    year = published_year(2)

    answer = client.get(url("inspection-year-workbook", year.pk))
    book = load_workbook(BytesIO(answer.content))

    ranking, registers = book.worksheets
    assert [row[6].value for row in ranking.iter_rows(min_row=2)] == ["95", "92"]
    assert [row[2].value for row in registers.iter_rows(min_row=2)] == ["市级表彰"]


def test_programs_read_the_year_and_each_result_with_its_explanation(client):
    year = published_year(2)
    unit = YearResult.objects.get(rank=2).agency

    whole = client.get(f"/api/v1/year-assessments/{year.pk}/").json()
    assert [share["percent"] for share in whole["shares"]] == ["40.00", "60.00"]
    path = f"/api/v1/year-results/?assessment={year.pk}&branch={unit.code}"
    (row,) = client.get(path).json()["results"]
    assert row["agency_code"] == unit.code
    whole = client.get(f"/api/v1/year-results/{row['id']}/").json()
    assert {line["step"] for line in whole["lines"]} >= {"item", "mixed"}


def test_what_was_withdrawn_is_not_found_by_programs(client):
    year = published_year(1)
    pk = YearResult.objects.get().pk
    withdraw_year(year, "数据有误", by=overseer())

    assert client.get(f"/api/v1/year-assessments/{year.pk}/").status_code == 404
    assert client.get(f"/api/v1/year-results/{pk}/").status_code == 404


def test_criticism_is_told_with_what_it_took(client):
    round_ = published_round(1)
    year = prepared_year([round_])
    unit = round_.units.get().agency
    confirmed_line(year, unit, "3", kind=LineKind.CRITICISM, ground="通报批评")
    publish_as_it_is(year)

    page = read(client, YearResult.objects.get().get_absolute_url())

    assert "通报批评" in page
    assert "86" in page

"""Figures of letters as tables: by year, half, quarter and month; of the county and of
its branches; on the page of figures of the site, in files and for programs."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from directories.models import Agency, Role
from directories.periods import Span
from disclosure_portal.foundation.clock import frozen_at
from feedback import accusing, answering, settling
from feedback.letter_figures import LEAST_CASES
from feedback.letter_periods import PARTS, begun_in, period_named
from feedback.letter_tables import tables_of
from feedback.models import Letter
from tests.factories import agency, member
from tests.factories.letters import (
    ANSWER,
    answered_letter,
    assigned_letter,
    office_clerk,
    settled_letter,
    unit_clerk,
)

# The site's row; five for each of four tables; names of units; names of categories.
QUERIES = 22


def published_in_turn(unit: Agency, day: datetime) -> Letter:
    with frozen_at(day):
        return settled_letter(unit)


@pytest.mark.django_db
def test_figures_of_a_year_are_the_sum_of_its_quarters_and_months() -> None:
    unit = agency("住建局")
    for month_number in (1, 2, 5):
        published_in_turn(unit, datetime(2026, month_number, 5, 2, tzinfo=UTC))
    with frozen_at(datetime(2026, 6, 10, tzinfo=UTC)):
        periods, *_others = tables_of(period_named(2026))
    found = {row.code: row.figures.received for row in periods.rows}
    assert found["2026"] == 3
    assert (found["2026-H1"], found["2026-Q1"], found["2026-Q2"]) == (3, 2, 1)
    assert [found[f"2026-{number:02}"] for number in range(1, 7)] == [1, 1, 0, 0, 1, 0]
    assert "2026-H2" not in found
    settled = {row.code: row.figures.settled_days for row in periods.rows}
    assert settled["2026-Q1"] + settled["2026-Q2"] == settled["2026"]


@pytest.mark.parametrize("part", ["", *PARTS])
def test_a_part_of_a_year_is_made_up_of_the_shorter_ones_in_it(part: str) -> None:
    period = period_named(2026, part)
    found = begun_in(period, date(2026, 12, 31))
    assert found[0] == period
    months = [each for each in found if each.span is Span.MONTH]
    assert (months[0].first, months[-1].last) == (period.first, period.last)
    assert period.key == (f"2026-{part}" if part else "2026")


@pytest.mark.django_db
def test_the_settlement_is_counted_apart_from_the_first_answer() -> None:
    monday = datetime(2026, 3, 2, 2, tzinfo=UTC)
    with frozen_at(monday):
        letter = answered_letter()
    with frozen_at(monday + timedelta(days=2)):
        settling.rate(letter, 2, "灯又坏了。")
    letter.refresh_from_db()
    assert (letter.days_taken, letter.days_to_settle) == (0, None)
    with frozen_at(monday + timedelta(days=4)):
        clerk = unit_clerk(letter)
        answering.keep_reply(letter, ANSWER, "", version=0, by=clerk)
        answering.hand_in(letter, by=clerk)
        answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))
        settling.rate(letter, 5, "")
    letter.refresh_from_db()
    assert (letter.days_taken, letter.days_to_settle) == (0, 4)


@pytest.mark.django_db
def test_what_was_settled_before_it_was_counted_is_counted_by_the_command() -> None:
    letter = settled_letter()
    Letter.objects.filter(pk=letter.pk).update(days_to_settle=None)
    out = StringIO()
    call_command("recount_letters", stdout=out)
    letter.refresh_from_db()
    assert letter.days_to_settle == 0
    assert "1 settled letters" in out.getvalue()


@pytest.mark.django_db
def test_units_have_places_by_answers_in_time_from_five_cases_on() -> None:
    good, bad, few = agency("住建局"), agency("水利局"), agency("教育局")
    early = datetime(2026, 3, 2, 2, tzinfo=UTC)
    with frozen_at(early):
        for _number in range(LEAST_CASES):
            answered_letter(good)
            assigned_letter(bad)
        answered_letter(few)
    with frozen_at(early + timedelta(days=60)):
        tables = {table.code: table for table in tables_of(period_named(2026))}
    places = {row.label: row.rank for row in tables["units"].rows}
    assert places == {good.label: 1, bad.label: 2, few.label: 0}
    assert not any(row.rank for row in tables["kinds"].rows)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "received"), [("part=Q1", 1), ("part=03", 1), ("part=H2", 0), ("", 1)]
)
def test_page_file_and_program_read_the_same_part_of_a_year(
    asked: str, received: int, client: Client
) -> None:
    unit = agency("住建局")
    published_in_turn(unit, datetime(2026, 3, 5, 2, tzinfo=UTC))
    with frozen_at(datetime(2026, 10, 1, tzinfo=UTC)):
        address = f"?year=2026&{asked}"
        page = client.get(f"/letters/statistics/{address}")
        file = client.get(f"/letters/statistics/units.csv{address}")
        api = client.get(f"/api/v1/letter-figures/{address.strip('&')}").json()
    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))
    assert [row[:3] for row in rows[1:]] == [[unit.code, unit.label, "1"]] * received
    assert bool(page.context["charts"]) == bool(received)
    assert [row["received"] for row in api["tables"][2]["rows"]] == [1] * received


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["H3", "Q0", "13", "q1", "x", "💣"])
def test_no_such_part_of_a_year_is_said(part: str, client: Client) -> None:
    page = client.get("/letters/statistics/", {"part": part})
    assert "没有这样的时段" in page.content.decode()
    asked = {"year": "2026", "part": part}
    assert client.get("/api/v1/letter-figures/", asked).status_code == 400


@pytest.mark.django_db
def test_the_figures_of_the_site_have_those_of_letters_by_branch(
    client: Client,
) -> None:
    town, other = agency("城关镇"), agency("水利局")
    village = agency("东村", parent=town)
    with frozen_at(datetime(2026, 3, 5, 2, tzinfo=UTC)):
        settled_letter(village)
        settled_letter(other)
        accused = assigned_letter(town)
        Letter.objects.filter(pk=accused.pk).update(is_accusation=True)
    with frozen_at(datetime(2026, 5, 20, tzinfo=UTC)):
        county_page = client.get("/statistics/?year=2026")
        here = f"/statistics/?year=2026&branch={town.slug}"
        charts = {chart["key"]: chart for chart in client.get(here).context["charts"]}
        file = client.get("/statistics/letter-units.csv?year=2026").content.decode()
    assert [row["label"] for row in charts["letter-units"]["rows"]] == [village.label]
    keys = [chart["key"] for chart in county_page.context["charts"]]
    parts = ("periods", "kinds", "units", "categories")
    assert keys[-4:] == [f"letter-{each}" for each in parts]
    assert all(each.label in file for each in (village, other))
    # Of an accusation no unit is told, not even where it lies.
    assert town.label not in file


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/letters/statistics/", "/statistics/"])
def test_figures_say_as_of_when_and_are_counted_anew_after_ten_minutes(
    page: str, client: Client, settings: Any
) -> None:
    settings.SITE_URL = "http://testserver"
    unit, morning = agency("住建局"), datetime(2026, 5, 20, 1, tzinfo=UTC)
    published_in_turn(unit, datetime(2026, 3, 5, 2, tzinfo=UTC))
    with frozen_at(morning):
        first = client.get(page)
        assigned_letter(unit)
    with frozen_at(morning + timedelta(minutes=9)):
        soon = client.get(page)
        known = client.get(page, headers={"if-none-match": first.headers["ETag"]})
    with frozen_at(morning + timedelta(minutes=10)):
        later = client.get(page)
    assert "截至2026年5月20日9时，" in first.text
    assert (soon.content, known.status_code) == (first.content, 304)
    assert "截至2026年5月20日9时10分，" in later.text
    (chart,) = [
        each
        for each in later.context["charts"]
        if each["key"] in ("units", "letter-units")
    ]
    assert chart["rows"][0]["cells"][0] == "2"


@pytest.mark.django_db
def test_an_accusation_leaves_the_figures_of_branches_at_once(client: Client) -> None:
    town = agency("城关镇")
    village = agency("东村", parent=town)
    page = f"/statistics/?branch={town.slug}"
    letter = assigned_letter(village)
    before = client.get(page)
    accusing.accuse(letter, village, by=office_clerk(letter))
    known = client.get(page, headers={"if-none-match": before.headers["ETag"]})
    assert village.label in before.text
    assert known.status_code == 200
    assert not any(each["key"] == "letter-units" for each in known.context["charts"])


@pytest.mark.django_db
def test_figures_of_letters_cost_the_same_for_one_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    units = [agency(f"第{number}局") for number in range(4)]
    with frozen_at(datetime(2026, 3, 5, 2, tzinfo=UTC)):
        settled_letter(units[0])
    with frozen_at(datetime(2026, 5, 20, tzinfo=UTC)):
        address = "/letters/statistics/?year=2026"
        client.get(address)
        with django_assert_num_queries(QUERIES):
            client.get(address)
        with frozen_at(datetime(2026, 4, 5, 2, tzinfo=UTC)):
            for unit in units:
                settled_letter(unit)
        with django_assert_num_queries(QUERIES):
            client.get(address)

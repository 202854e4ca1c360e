"""The page of figures: what stands there is what the rows say, for few queries."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from directories.merging import move
from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.models import Kind, Notice
from notices.publication import withdraw
from notices.tallying import recount
from tests.factories import agency, member, published_notice
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

JANUARY = datetime(2026, 1, 9, tzinfo=UTC)
# In Shanghai it is the first of March already.
MARCH = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
LAST_YEAR = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)
NOW = datetime(2026, 5, 20, tzinfo=UTC)
SECTIONS = ("months", "kinds", "units")


@pytest.fixture(autouse=True)
def in_may():
    with clock.frozen_at(NOW):
        yield


def published_at(moment, unit, **fields):
    with clock.frozen_at(moment):
        return published_notice(unit=unit, **fields)


@pytest.fixture
def town():
    town = agency("城关镇", code="town")
    village = agency("东村", code="village", parent=town)
    school = agency("县一中", code="school")
    published_at(LAST_YEAR, village)
    published_at(JANUARY, village, kind="news")
    published_at(MARCH, village)
    published_at(MARCH, town, kind="news")
    published_at(MARCH, school, kind="news")
    published_at(MARCH, county(), kind="policy")
    published_at(MARCH, town, audience="staff")
    return town


def rows(client, code, **asked):
    """A file of figures: code and figure by line."""
    text = client.get(f"/statistics/{code}.csv", asked).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    return {line[0]: int(line[2]) for line in lines[1:]}


def line_of(unit):
    """The unit and all above it."""
    return [unit, *(line_of(unit.parent) if unit.parent else [])]


def counted(slug, year, kind=""):
    """Naively: every row is looked at."""
    found: dict[str, Counter[str]] = {name: Counter() for name in SECTIONS}
    public = Notice.objects.filter(status="published", audience="public")
    for notice in public.exclude(published_at=None):
        assert notice.published_at
        day, line = local_day(notice.published_at), line_of(notice.agency)
        slugs = [each.slug for each in line]
        if day.year != year or kind not in ("", notice.kind) or slug not in slugs:
            continue
        found["months"][f"{day:%Y-%m}"] += 1
        found["kinds"][notice.kind] += 1
        place = slugs.index(slug)
        found["units"][line[place - 1].code if place else ""] += 1
    return found


@pytest.mark.parametrize("kind", ["", "news"])
@pytest.mark.parametrize("year", [2026, 2025])
@pytest.mark.parametrize("of_town", [False, True])
def test_figures_are_those_of_the_rows(client, town, of_town, year, kind):
    slug = town.slug if of_town else county().slug

    naive = counted(slug, year, kind)

    asked = {"branch": slug, "year": year, "kind": kind}
    assert +Counter(rows(client, "months", **asked)) == naive["months"]
    if not kind:
        assert rows(client, "kinds", **asked) == naive["kinds"]
    units = client.get("/statistics/units.csv", asked)
    if set(naive["units"]) - {""}:
        assert rows(client, "units", **asked) == naive["units"]
    else:
        assert units.status_code == 404


def test_page_and_picture_say_what_the_file_says(client, town):
    page = client.get("/statistics/")

    charts = {chart["key"]: chart for chart in page.context["charts"]}
    assert list(charts) == list(SECTIONS)
    cells = [row["cells"] for row in charts["months"]["rows"]]
    assert cells == [["1"], ["0"], ["4"], ["0"], ["0"]]
    picture = ElementTree.fromstring(charts["units"]["drawing"])
    texts = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["城关镇", "3", "县一中", "1", "本级及其他单位", "1"]
    assert page.context["total"] == "5"
    assert "最多的是3月：4条" in page.text


def test_left_out_the_latest_year_with_notices_is_shown(client, town):
    with clock.frozen_at(datetime(2028, 2, 1, tzinfo=UTC)):
        page = client.get("/statistics/")

    assert len(page.context["charts"][0]["rows"]) == 12
    assert "2026年" in page.context["heading"]


def test_a_label_leads_to_the_figures_of_its_unit(client, town):
    units = client.get("/statistics/?kind=news").context["charts"][-1]
    urls = {row["label"]: row["url"] for row in units["rows"]}

    page = client.get(urls["城关镇"])

    assert page.context["total"] == "2"
    assert page.context["heading"].startswith("城关镇，2026年，")
    chosen = [
        option["title"]
        for each in page.context["filters"]
        for option in each["options"]
        if option["is_chosen"]
    ]
    assert chosen == ["城关镇", str(Kind.NEWS.label), "2026年"]


def test_what_is_withdrawn_or_moved_is_counted_where_it_is_now(client, town):
    village = Notice.objects.get(published_at=JANUARY).agency
    notice = Notice.objects.get(kind="policy")
    approver = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="误。")
    move(
        village,
        to=agency(code="new"),
        by=member(Role.OVERSEER, county()),
        on=local_day(NOW),
    )

    assert rows(client, "units") == {"new": 2, "town": 1, "school": 1}
    assert recount() == 0


@pytest.mark.parametrize("code", SECTIONS)
def test_files_open_in_a_spreadsheet_and_hold_no_formula(client, code):
    published_at(MARCH, agency("=1+1", code="@x"))

    answer = client.get(f"/statistics/{code}.csv")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert f'filename="{code}.csv"' in answer.headers["Content-Disposition"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    cells = [cell for line in csv.reader(io.StringIO(answer.text)) for cell in line]
    assert [cell for cell in cells if cell.startswith(("=", "@"))] == []


# --- Asked for nonsense ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("branch=nowhere", "nowhere"),
        ("branch=../x", "../x"),
        ("kind=x", "“x”"),
        ("year=26", "“26”"),
        ("year=99999", "99999"),
        ("year=二〇二六", "二〇二六"),
        ("months=3", "months"),
        ("year=2026%00", ""),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_shown(
    client, town, query, said
):
    page = client.get(f"/statistics/?{query}")

    assert page.status_code == 200
    assert len(page.context["charts"]) == 3
    assert said in " ".join(page.context["errors"])
    assert bool(page.context["errors"]) == bool(said)


@pytest.mark.parametrize("query", ["branch=nowhere", "kind=x", "year=26", "after=3"])
def test_a_file_of_what_is_not_understood_is_refused(client, town, query):
    answer = client.get(f"/statistics/months.csv?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("code", ["years", "kinds.x", "x"])
def test_there_is_no_file_of_another_name(client, town, code):
    assert client.get(f"/statistics/{code}.csv").status_code == 404


def test_a_year_without_notices_says_so_and_shows_no_noughts(client, town):
    page = client.get("/statistics/?year=1999")

    assert page.context["total"] == "0"
    assert page.context["charts"] == []
    assert "没有公开信息" in page.content.decode()


def test_a_county_without_units_says_so(client):
    page = client.get("/statistics/")

    assert page.status_code == 200
    assert "charts" not in page.context
    assert client.get("/statistics/months.csv").status_code == 404


def test_a_year_to_come_is_all_nought(client, town):
    page = client.get("/statistics/?year=2199")

    assert page.status_code == 200
    assert page.context["total"] == "0"


# --- Cost -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 12])
@pytest.mark.parametrize("address", ["/statistics/?year=2026", "/statistics/units.csv"])
def test_figures_cost_five_queries_however_much_was_published(
    client, django_assert_num_queries, address, size
):
    for number in range(size):
        unit = agency(f"第{number}局")
        published_at(MARCH, unit, kind="news")
        published_at(JANUARY, unit)
    client.get(address)

    # The site's row; months; units; their years; whether there are letters.
    with django_assert_num_queries(5):
        client.get(address)


def test_the_page_of_the_county_is_kept(
    client, town, settings, django_assert_num_queries
):
    settings.SITE_URL = "http://testserver"
    client.get("/statistics/")

    with django_assert_num_queries(1):  # the site's row
        client.get("/statistics/")


def test_the_largest_units_are_named_and_the_rest_is_one_row(client, town, monkeypatch):
    monkeypatch.setattr("notices.published_figures.MOST_UNITS", 1)

    assert rows(client, "units") == {"town": 3, "": 2}


# --- Ways there -----------------------------------------------------------------------


def test_foot_map_and_sitemap_lead_there(client):
    assert 'href="/statistics/"' in client.get("/").text
    assert 'href="/statistics/"' in client.get("/site-map/").text
    assert "/statistics/</loc>" in client.get("/sitemap-site.xml").text
    assert 'name="ColumnType" content="数据发布"' in client.get("/statistics/").text

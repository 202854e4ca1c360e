"""The list of notices and the pages of boards: what they ask, show and cost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState
from notices import listing
from notices.models import Kind, Notice, Validity
from tests.factories import (
    agency,
    approved_notice,
    attachment,
    board,
    draft_notice,
    member,
    published_notice,
    submitted_notice,
    withdrawn_notice,
)

pytestmark = pytest.mark.django_db


def titles(response):
    return [row.get("row", row)["title"] for row in response.context["rows"]]


def facet(response, name):
    return next(each for each in response.context["facets"] if each["name"] == name)


def follow(client, url):
    assert url
    return client.get(url)


def test_the_newest_notice_stands_first(client):
    published_notice(title="先")
    published_notice(title="后")

    response = client.get("/notices/")

    assert titles(response) == ["后", "先"]


def test_only_what_is_public_is_listed(client):
    draft_notice()
    submitted_notice()
    approved_notice()
    published_notice(audience="staff")
    withdrawn_notice()
    published_notice(title="公开的")

    response = client.get("/notices/")

    assert titles(response) == ["公开的"]


def test_a_timed_notice_is_listed_from_its_minute_on(client):
    release_at = clock.now() + timedelta(hours=1)
    approved_notice(title="定时", release_at=release_at)

    with clock.frozen_at(release_at - timedelta(seconds=1)):
        before = titles(client.get("/notices/"))
    with clock.frozen_at(release_at):
        after = titles(client.get("/notices/"))

    assert (before, after) == ([], ["定时"])


# Each row: the filter, and which of the notices below it lets through.
FILTERS = [
    ("branch=990000", {"policy", "news", "village"}),
    ("branch=TOWN", {"news", "village"}),
    ("branch=hamlet", {"village"}),
    ("board=laws", {"policy"}),
    ("kind=news", {"news"}),
    ("theme=06", {"village"}),
    ("year=2025", {"news"}),
    ("validity=valid", {"policy"}),
    ("validity=expired", {"village"}),
    ("validity=repealed", {"news"}),
    ("q=道路&validity=all", {"village"}),
    ("q=道路 维修&validity=expired", {"village"}),
    ("q=道路 没有", set()),
    ("q=%25", set()),
    ("q=_", set()),
    ("branch=town&kind=news", {"news"}),
    ("branch=town&board=laws", set()),
]


@pytest.fixture
def three_notices():
    office = agency("县政府办", code="office")
    town = agency("青石镇", code="town")
    hamlet = agency("河东村", code="hamlet", parent=town)
    laws, others = board("政策文件", slug="laws"), board("其他", slug="others")
    published_notice(
        title="policy", unit=office, board=laws, kind=Kind.POLICY, validity="valid"
    )
    news = published_notice(
        title="news", unit=town, board=others, kind=Kind.NEWS, validity="repealed"
    )
    # The last minute of 2025 by the office's clock is still 2025, 16:00 UTC.
    late = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)
    Notice.objects.filter(pk=news.pk).update(published_at=late)
    published_notice(
        title="village 道路维修",
        unit=hamlet,
        board=others,
        theme="06",
        validity="valid",
        effective_until=date(2020, 1, 1),
    )


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_a_filter_lets_through_what_it_names(client, three_notices, query, expected):
    response = client.get(f"/notices/?{query}")

    assert {title.split()[0] for title in titles(response)} == expected
    assert response.context["errors"] == []


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_the_count_is_that_of_the_rows(client, three_notices, query, expected):
    context = client.get(f"/notices/?{query}").context

    said = context["count_text"] if "count_text" in context else context["count_words"]
    assert re.findall(r"\d+", said) == [str(len(expected))]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("kind=poem", "poem"),
        ("branch=nowhere", "nowhere"),
        ("board=nowhere", "nowhere"),
        ("theme=99", "99"),
        ("year=26", "26"),
        ("year=9999", "9999"),
        ("year=２０２６", "２０２６"),
        ("validity=maybe", "maybe"),
        ("order=best", "best"),
    ],
)
def test_what_is_not_understood_is_said_by_name(client, query, named):
    published_notice(title="仍在")

    response = client.get(f"/notices/?{query}")

    assert response.status_code == 200
    assert [named in error for error in response.context["errors"]] == [True]
    assert titles(response) == ["仍在"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "kind=%00",
        "branch=%00",
        "%00=1",
        "q=" + "%F0%9F%98%80" * 200,
        "q=%FF%FE",
        "cursor=%00",
        "branch=" + "a" * 5000,
        "from=singlemessage&isappinstalled=0",
        "q=%27%3B--",
        "q=<script>alert(1)</script>",
    ],
)
def test_a_strange_address_breaks_nothing(client, query):
    response = client.get(f"/notices/?{query}")

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_what_messengers_add_to_an_address_is_no_error(client):
    response = client.get("/notices/?from=singlemessage&isappinstalled=0")

    assert response.context["errors"] == []


@pytest.mark.parametrize("cursor", ["x", "1.2.3", "~~1.1", "9" * 50 + ".1"])
def test_a_bad_place_is_said_and_the_first_page_shown(client, cursor):
    published_notice(title="首页")

    response = client.get(f"/notices/?cursor={cursor}")

    assert titles(response) == ["首页"]
    assert len(response.context["errors"]) == 1


def test_past_the_end_the_page_says_so_and_leads_back(client):
    published_notice()

    response = client.get("/notices/?cursor=0.1")

    assert titles(response) == []
    assert len(response.context["errors"]) == 1
    assert response.context["page"]["first_url"] == "/notices/"


@pytest.fixture
def many():
    """Three pages of notices of one unit."""
    unit, where = agency("青石镇", code="town"), board("栏目", slug="laws")
    for number in range(2 * listing.PAGE_SIZE + 1):
        published_notice(title=f"{number:02d}", unit=unit, board=where)


@pytest.mark.parametrize("path", ["/notices/?branch=town", "/boards/laws/"])
def test_pages_lead_on_and_back_and_keep_the_filter(client, many, path):
    first = client.get(path)
    second = follow(client, first.context["page"]["older_url"])
    third = follow(client, second.context["page"]["older_url"])
    back = follow(client, third.context["page"]["newer_url"])

    assert len({*titles(first), *titles(second), *titles(third)}) == 41
    assert titles(back) == titles(second)
    assert third.context["page"]["older_url"] == ""
    assert first.context["page"]["newer_url"] == ""
    assert second.context["page"]["first_url"] == path


def test_the_oldest_first_reads_from_the_beginning(client, many):
    first = client.get("/notices/?order=oldest")
    second = follow(client, first.context["page"]["older_url"])

    assert titles(first)[0] == "00"
    assert titles(second)[0] == "20"
    assert first.context["page"]["newer_url"] == ""


# --- Rows -------------------------------------------------------------------------


def marks(response):
    row = response.context["rows"][0]
    return [mark["code"] for mark in row.get("row", row)["marks"]]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"validity": Validity.VALID}, []),
        ({"validity": Validity.REPEALED}, ["repealed"]),
        ({"validity": Validity.EXPIRED}, ["expired"]),
        ({"effective_until": date(2020, 1, 1)}, ["expired"]),
        ({"validity": "repealed", "effective_until": date(2020, 1, 1)}, ["repealed"]),
    ],
    ids=["none", "valid", "repealed", "expired", "over", "repealed and over"],
)
def test_a_row_is_marked_as_it_stands_today(client, fields, expected):
    published_notice(**fields)

    assert marks(client.get("/notices/")) == expected


def test_the_last_day_of_effect_is_still_in_force(client):
    published_notice(effective_until=date(2030, 5, 1))

    # 23:59 on the first of May by the office's clock.
    with clock.frozen_at(datetime(2030, 5, 1, 15, 59, tzinfo=UTC)):
        on_the_day = marks(client.get("/notices/"))
    with clock.frozen_at(datetime(2030, 5, 1, 16, 0, tzinfo=UTC)):
        after = marks(client.get("/notices/"))

    assert (on_the_day, after) == ([], ["expired"])


def test_files_and_interpretations_are_marked(client):
    policy = published_notice(kind=Kind.POLICY, title="政策")
    Notice.objects.filter(pk=policy.pk).update(is_migrated=True)
    published_notice(title="解读", interprets=policy, unit=policy.agency)
    draft = draft_notice(title="附件")
    attachment(draft)

    response = client.get("/notices/?q=政策")

    assert marks(response) == ["interpreted", "migrated"]


def test_a_draft_interpretation_leaves_no_mark(client):
    policy = published_notice(kind=Kind.POLICY)
    draft_notice(interprets=policy, unit=policy.agency)

    assert marks(client.get("/notices/")) == []


def test_a_row_names_its_unit_shortly_and_its_day_as_officials_write_it(client):
    unit = agency("清源县人民政府办公室", short_name="县政府办")
    with clock.frozen_at(datetime(2026, 3, 2, 16, 30, tzinfo=UTC)):
        notice = published_notice(unit=unit, document_number="清政办发〔2026〕1号")
        row = client.get("/notices/").context["rows"][0]

    assert row["agency"] == "县政府办"
    assert (row["day"], row["day_iso"]) == ("2026年3月3日", "2026-03-03")
    assert row["url"] == f"/notices/{notice.pk}/"
    assert row["document_number"] == "清政办发〔2026〕1号"


# --- Facets and counts ------------------------------------------------------------


def test_choosing_a_chosen_option_drops_it(client):
    published_notice(kind=Kind.NEWS)

    response = client.get("/notices/?kind=news&year=2026")

    option = next(o for o in facet(response, "kind")["options"] if o["is_chosen"])
    assert parse_qs(urlsplit(option["url"]).query) == {"year": ["2026"]}


def test_each_chosen_filter_can_be_taken_away_alone(client):
    response = client.get("/notices/?kind=news&theme=06&q=路&order=newest")

    removed = [chip["remove_url"] for chip in response.context["chosen"]]
    assert [set(parse_qs(urlsplit(url).query)) for url in removed] == [
        {"theme", "q", "order"},
        {"kind", "q", "order"},
        {"kind", "theme", "order"},
    ]


def test_units_open_one_level_at_a_time(client, three_notices):
    top = facet(client.get("/notices/"), "branch")
    town = facet(client.get("/notices/?branch=town"), "branch")

    assert {o["title"] for o in top["options"]} == {"县政府办", "青石镇"}
    assert [o["title"] for o in town["options"]] == ["河东村"]
    assert top["up"] is None
    assert "branch=990000" in town["up"]["url"]


def test_the_years_are_those_that_have_notices(client, three_notices):
    years = facet(client.get("/notices/"), "year")["options"]

    this_year = clock.now().year
    assert len(years) == (1 if this_year == 2025 else 2)
    assert "year=2025" in years[-1]["url"]


def test_internal_boards_are_no_choice(client):
    board("内部", slug="inside", is_internal=True)
    board("公开", slug="outside")

    shown = [o["title"] for o in facet(client.get("/notices/"), "board")["options"]]

    assert shown == ["公开"]


def test_a_count_beyond_the_cap_says_more(client, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_CAP", 2)
    unit, where = agency(), board()
    for _number in range(3):
        published_notice(unit=unit, board=where, kind=Kind.NEWS, theme="06")

    capped = client.get("/notices/?kind=news&theme=06").context
    known = client.get("/notices/?kind=news").context

    assert (capped["count_text"], capped["is_capped"]) == ("2", True)
    assert (known["count_text"], known["is_capped"]) == ("3", False)


# --- Boards -----------------------------------------------------------------------


def test_a_board_shows_what_still_hangs_on_it(client):
    where = board(slug="laws")
    today = clock.now().date()
    published_notice(title="在", board=where)
    published_notice(title="下", board=where, posting_until=today - timedelta(days=2))

    response = client.get("/boards/laws/")
    listed = client.get("/notices/?board=laws")

    assert titles(response) == ["在"]
    assert set(titles(listed)) == {"在", "下"}
    assert response.context["count_text"] == "1"


@pytest.mark.parametrize("path", ["/boards/inside/", "/boards/nowhere/"])
def test_what_is_no_public_board_is_not_found(client, path):
    board("内部", slug="inside", is_internal=True)

    assert client.get(path).status_code == 404


def test_the_boards_stand_by_nature_with_their_newest_day(client):
    where = board("政策文件", slug="laws", update_days=30)
    board("空栏", slug="empty", nature="current")
    with clock.frozen_at(datetime(2026, 3, 3, 2, tzinfo=UTC)):
        published_notice(board=where)
        groups = client.get("/boards/").context["groups"]

    first, second = groups[0]["boards"][0], groups[1]["boards"][0]
    assert (first["title"], first["latest_iso"]) == ("政策文件", "2026-03-03")
    assert (second["title"], second["latest_iso"]) == ("空栏", "")


# --- What a page costs ------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 25])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/notices/", 1),  # the rows; the tallies know the count
        ("/notices/?board=laws", 1),
        ("/notices/?branch=town", 1),
        ("/notices/?branch=town&kind=general", 1),  # counted once for each version
        ("/notices/?year=2026&order=oldest", 1),
        ("/boards/laws/", 2),
        ("/boards/", 1),
    ],
)
def test_a_list_costs_the_same_whatever_its_size(
    client, django_assert_num_queries, size, path, queries
):
    unit, where = agency("青石镇", code="town"), board(slug="laws")
    for _number in range(size):
        published_notice(unit=unit, board=where)
    client.get(path)  # the reference data of this version is read once

    with django_assert_num_queries(queries + 1):  # and the site's one row
        response = client.get(path)

    assert response.status_code == 200


def test_a_new_version_reads_the_reference_data_once_more(
    client, django_assert_num_queries
):
    unit = agency(code="town")
    published_notice(unit=unit)
    client.get("/notices/?branch=town")
    SiteState.objects.bump()

    # The site's row; boards, tallies, year of the calendar, first year, years, how many
    # units; the unit, its children, its branch, its sizes; the rows.
    with django_assert_num_queries(12):
        client.get("/notices/?branch=town")


def test_a_new_board_is_offered_once_the_version_moves(client):
    client.get("/notices/")
    board("新栏目")
    SiteState.objects.bump()

    options = facet(client.get("/notices/"), "board")["options"]

    assert [option["title"] for option in options] == ["新栏目"]


@pytest.mark.parametrize("prolific", [0, 1, 50])
@pytest.mark.parametrize("small", [1, 50])
def test_a_branch_holds_the_same_however_it_is_asked_for(
    client, monkeypatch, small, prolific
):
    monkeypatch.setattr("notices.reference.SMALL_BRANCH", small)
    monkeypatch.setattr("notices.reference.PROLIFIC", prolific)
    town = agency(code="town")
    published_notice(title="村务", unit=agency(parent=town))
    published_notice(title="别处")

    assert titles(client.get("/notices/?branch=town")) == ["村务"]


def test_lists_need_no_unit_at_all(client):
    assert not Agency.objects.exists()

    response = client.get("/notices/")

    assert response.status_code == 200
    assert [each["name"] for each in response.context["facets"]][0] == "board"


def test_a_member_sees_the_same_list_as_anybody(client):
    notice = draft_notice(title="草稿")
    client.force_login(
        member("editor", notice.agency), "django.contrib.auth.backends.ModelBackend"
    )

    response = client.get("/notices/")

    assert titles(response) == []

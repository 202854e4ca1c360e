"""Would we pass today: who sees what of it, at the desk and in the API."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState
from notices.models import ColumnType
from notices.site_health import check_site
from tests import factories as make
from tests.factories.health import (
    bare_guide,
    boards,
    noon,
    office,
    probed,
    shown_to,
    updated,
    whole_walk,
)

pytestmark = pytest.mark.django_db

PAGE, API = "/desk/health/", "/api/v1/column-health/"
TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen_at(noon(TODAY)):
        yield


@pytest.fixture
def unit():
    return make.agency("石盘镇")


PEOPLE = {
    "office": lambda unit: office(),
    "overseer": lambda unit: make.member(Role.OVERSEER, unit),
    "editor": lambda unit: make.member(Role.EDITOR, unit),
    "nobody": lambda unit: make.user(),
}
SEEN = [
    ("office", "office", 200, True),
    ("office", "overseer", 200, False),
    ("office", "editor", 403, None),
    ("office", "nobody", 403, None),
    ("units", "office", 200, True),
    ("units", "overseer", 200, True),
    ("units", "editor", 200, True),
    ("units", "nobody", 403, None),
    ("public", "editor", 200, True),
    ("public", "nobody", 403, None),
]


@pytest.mark.parametrize(("audience", "who", "status", "has_verdict"), SEEN)
def test_the_setting_says_who_sees_it(client, unit, audience, who, status, has_verdict):
    shown_to(audience)
    client.force_login(PEOPLE[who](unit))

    answer = client.get(PAGE)

    assert answer.status_code == status
    if has_verdict is not None:
        assert bool(answer.context["verdict"]) is has_verdict


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(PAGE).status_code == 302


def test_an_overseer_of_a_branch_sees_its_rows_alone(client, unit):
    shown_to("office")
    own, other = make.board(agency=unit), make.board()
    mine = bare_guide(unit=unit)
    theirs = bare_guide()
    dead = '<p><a href="/notices/999999/">见此</a></p>'
    make.published_notice(unit=unit, body=dead)
    make.published_notice(body=dead)
    whole_walk()
    client.force_login(make.member(Role.OVERSEER, unit))

    page = client.get(PAGE)

    assert own.name in page.text
    assert other.name not in page.text
    assert [row["title"] for row in page.context["guides"]] == [mine.title]
    assert theirs.title not in page.text
    assert page.context["dead_count"] == 1


def test_each_item_says_how_it_stands_and_leads_to_what_to_mend(client):
    guide = bare_guide()
    (blank, stale) = boards(ColumnType.NEWS, [None, TODAY - 20 * DAY])
    probed((TODAY - n * DAY, 20, 1) for n in range(7))
    make.published_notice(body='<p><a href="/notices/999999/">见此</a></p>')
    whole_walk()
    client.force_login(office())

    text = client.get(PAGE).text

    for address in (blank.get_absolute_url(), stale.get_absolute_url()):
        assert f'href="{address}"' in text
    assert f'href="/desk/notices/{guide.pk}/"' in text
    assert "/notices/999999/" in text
    assert "5.00%" in text
    for words in ("空白", "超期未更新", "设定依据、申请条件", "国办秘函〔2019〕19号"):
        assert words in text


def test_the_most_urgent_column_stands_first(client):
    blank, near, stale, longer = boards(
        ColumnType.NEWS,
        [None, TODAY - 12 * DAY, TODAY - 20 * DAY, TODAY - 90 * DAY],
    )
    client.force_login(office())

    urgent = client.get(PAGE).context["urgent"]

    assert [row["name"] for row in urgent if not row["is_home"]] == [
        blank.name,
        longer.name,
        stale.name,
        near.name,
    ]


@pytest.mark.parametrize("size", [1, 10])
def test_the_page_costs_the_same_whatever_the_size_of_the_site(
    client, unit, size, django_assert_num_queries
):
    for _number in range(size):
        bare_guide(unit=unit)
    client.force_login(office())
    client.get(PAGE)

    # Session, user, site (for the page and for its frame), seats, five of the verdict,
    # guides, services without one and their number, walk, links and their number, days
    # of the probe.
    with django_assert_num_queries(17):
        client.get(PAGE)


# --- The desk -------------------------------------------------------------------


def test_the_desk_of_the_office_shows_what_got_worse(client):
    boards(ColumnType.NEWS, [None] * 3)
    check_site()
    client.force_login(office())

    page = client.get("/desk/")

    shown = {row["state"] for row in page.context["warnings"]}
    assert shown == {"△ 预警", "■ 红牌"}
    assert f'href="{PAGE}"' in page.text


def test_the_desk_of_a_unit_shows_no_warning_of_the_site(client, unit):
    boards(ColumnType.NEWS, [None] * 3)
    check_site()
    client.force_login(make.member(Role.EDITOR, unit))

    page = client.get("/desk/")

    assert page.context["warnings"] == []
    assert f'href="{PAGE}"' in page.text


def test_the_desk_leads_nobody_to_what_they_may_not_see(client, unit):
    shown_to("office")
    client.force_login(make.member(Role.EDITOR, unit))

    assert f'href="{PAGE}"' not in client.get("/desk/").text


# --- The interface for programs ---------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "status"), [("office", 404), ("units", 404), ("public", 200)]
)
def test_programs_read_it_where_it_is_public(client, audience, status):
    shown_to(audience)

    assert client.get(API).status_code == status


def test_a_new_site_shows_it_to_all_units():
    assert SiteState.objects.current().ledger_audience == "units"


def test_programs_read_each_column_with_its_state(client, unit):
    shown_to("public")
    place = make.board("动态", slug="news", column_type=ColumnType.NEWS, agency=unit)
    updated(place, TODAY - 12 * DAY)
    make.board(archived_on=TODAY)

    told = client.get(API).json()

    assert (told["day"], told["level"], told["archived"]) == ("2026-11-26", "warn", 1)
    assert told["columns"][1] == {
        "slug": "news",
        "name": "动态",
        "url": f"{told['columns'][0]['url']}boards/news/",
        "agency_code": unit.code,
        "column_type": "工作动态",
        "update_class": "news",
        "state": "near",
        "updated_on": "2026-11-14",
        "fresh_until": "2026-11-28",
    }


@pytest.mark.parametrize("size", [1, 12])
def test_programs_cost_the_same_whatever_the_number_of_boards(
    client, size, django_assert_num_queries
):
    shown_to("public")
    boards(ColumnType.NEWS, [TODAY] * size)
    client.get(API)

    with django_assert_num_queries(4):  # site, tallies, boards, home
        client.get(API)


def test_setting_who_sees_it_stands_in_the_trail_and_renews_pages(client):
    person = office(is_staff=True)
    client.force_login(person)
    before = SiteState.objects.current().version
    address = "/admin/foundation/sitestate/1/change/"
    form = client.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}

    client.post(address, {**sent, "ledger_audience": "public"})

    line = AuditEntry.objects.get(before="units")
    assert (line.action, line.actor) == ("audience_set", person)
    assert line.after == "public"
    assert SiteState.objects.current().version > before
    assert client.get(API).status_code == 200


def test_the_columns_stand_as_a_picture_with_their_table(client):
    make.board(column_type=ColumnType.NEWS)
    client.force_login(office())

    page = client.get(PAGE).content.decode()

    chart = page.partition('aria-labelledby="health-heading"')[2]
    drawing, _table, rows = chart.partition("</section>")[0].partition("<table")
    assert "<svg" in drawing
    assert rows.partition("动态")[2].partition("</tr>")[0].count("<td") == 4

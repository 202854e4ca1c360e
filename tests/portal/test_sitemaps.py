"""Sitemaps and robots.txt: every public page and no other, in files of bounded size."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from disclosure_portal.foundation import clock
from notices.models import Kind, Tally, Tick
from notices.publication import archive, sign
from notices.review import submit
from notices.tallying import recount
from tests.factories import (
    agency,
    approved_notice,
    board,
    corrected_notice,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import guide_draft

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "https://www.qingyuan.gov.cn"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def places(client, path="/sitemap.xml"):
    found = read(client, path).xpath("*/s:loc/text()", namespaces=NAMES)
    assert all(place.startswith(f"{SITE}/") for place in found)
    return [place.removeprefix(SITE) for place in found]


def published_in(year, month, day=2, **fields):
    with clock.frozen_at(datetime(year, month, day, tzinfo=UTC)):
        return published_notice(**fields)


def test_the_index_names_months_that_have_notices_the_newest_first(client):
    published_in(2026, 3)
    published_in(2025, 12)

    assert places(client) == [
        "/sitemap-site.xml",
        "/sitemap-units.xml",
        "/sitemap-2026-03.xml",
        "/sitemap-2025-12.xml",
    ]


def test_a_month_is_a_local_one_and_names_when_each_page_changed(client):
    with clock.frozen_at(datetime(2026, 3, 31, 16, tzinfo=UTC)):  # midnight, 1 April
        notice = published_notice()

    tree = read(client, "/sitemap-2026-04.xml")

    (loc,) = tree.xpath("s:url/s:loc/text()", namespaces=NAMES)
    (lastmod,) = tree.xpath("s:url/s:lastmod/text()", namespaces=NAMES)
    assert loc == f"{SITE}/notices/{notice.pk}/"
    assert lastmod == "2026-03-31T16:00:00Z"
    assert client.get("/sitemap-2026-03.xml").status_code == 404


def test_a_corrected_page_names_when_it_was_corrected(client, time_machine):
    time_machine.move_to("2026-04-01T09:00:00+08:00", tick=False)
    notice = published_notice()
    time_machine.move_to("2026-05-06T09:00:00+08:00", tick=False)

    corrected_notice(notice)

    tree = read(client, "/sitemap-2026-04.xml")
    (lastmod,) = tree.xpath("s:url/s:lastmod/text()", namespaces=NAMES)
    assert lastmod == "2026-05-06T01:00:00Z"


def test_only_what_anybody_may_read_is_named(client):
    shown = published_notice()
    hidden = [draft_notice(), approved_notice(), withdrawn_notice()]
    hidden.append(published_notice(audience="staff"))
    gone = published_notice()
    archive(gone, by=member("approver", gone.agency), reason="机构撤销。")

    named = {place for file in places(client) for place in places(client, file)}

    assert f"/notices/{shown.pk}/" in named
    assert not named & {f"/notices/{each.pk}/" for each in [*hidden, gone]}
    assert not [place for place in named if "/check/" in place or "recipients" in place]


def test_guides_stand_in_a_file_of_their_own(client):
    guide = guide_draft()
    submit(guide, by=guide.author)
    sign(guide, by=member("approver", guide.agency), ticks=Tick.values)

    files = places(client)

    assert "/sitemap-guides.xml" in files
    assert not [file for file in files if file.startswith("/sitemap-2")]
    assert places(client, "/sitemap-guides.xml") == [f"/notices/{guide.pk}/"]


def test_boards_units_and_the_pages_of_the_site_are_named_and_open(client):
    board(slug="laws")
    board(slug="inside", is_internal=True)
    agency(code="town")

    own, units = (
        places(client, "/sitemap-site.xml"),
        places(client, "/sitemap-units.xml"),
    )

    assert "/boards/laws/" in own
    assert "/boards/inside/" not in own
    assert units == ["/agencies/990000/", "/agencies/town/"]
    assert {client.get(place).status_code for place in [*own, *units]} == {200}


def test_a_month_of_many_is_cut(client, monkeypatch):
    monkeypatch.setattr("disclosure_portal.sitemaps.MOST_ADDRESSES", 2)
    notices = [published_in(2026, 3, day) for day in range(1, 6)]

    files = [file for file in places(client) if "2026-03" in file]

    assert files == [
        "/sitemap-2026-03.xml",
        "/sitemap-2026-03-2.xml",
        "/sitemap-2026-03-3.xml",
    ]
    found = [place for file in files for place in places(client, file)]
    assert found == [f"/notices/{notice.pk}/" for notice in notices]
    assert client.get("/sitemap-2026-03-4.xml").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/sitemap-2026-13.xml", "/sitemap-0000-01.xml", "/sitemap-9999-12.xml",
     "/sitemap-2026-01-0.xml", "/sitemap-letters.xml", "/sitemap-site-2.xml"],
)  # fmt: skip
def test_there_is_no_file_of_what_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_the_index_asks_for_nothing_while_the_site_stays_as_it_is(
    client, django_assert_num_queries
):
    published_notice()
    client.get("/sitemap.xml")

    with django_assert_num_queries(1):  # the site's one row
        client.get("/sitemap.xml")


def test_months_are_counted_as_they_come_and_go_and_at_night(client):
    published_in(2026, 3)
    gone = published_in(2026, 3)
    published_in(2025, 12, kind=Kind.NEWS)
    archive(gone, by=member("approver", gone.agency), reason="机构撤销。")

    kept = dict(
        Tally.objects.filter(key__startswith="month:").values_list("key", "count")
    )

    assert kept == {"month:2026-03": 1, "month:2025-12": 1}
    assert recount("month") == 0
    Tally.objects.filter(key="month:2026-03").update(count=7)
    assert recount() == 1


def test_robots_are_told_the_sitemap_and_kept_from_the_desk(client):
    text = client.get("/robots.txt").text

    assert f"Sitemap: {SITE}/sitemap.xml\n" in text
    for path in ("/admin/", "/desk/", "/view/", "/leaving/"):
        assert f"Disallow: {path}\n" in text
    assert "/subsidies/check/" not in text  # else its noindex would never be read


def changed(client, name):
    """When the index says that a file changed last."""
    found = read(client, "/sitemap.xml").xpath(
        f"s:sitemap[s:loc='{SITE}/sitemap-{name}.xml']/s:lastmod/text()",
        namespaces=NAMES,
    )
    return found and found[0]


def test_the_index_says_when_a_file_changed_whether_one_came_or_went(client):
    published_in(2026, 3, 2)
    gone = published_in(2026, 3, 5)
    assert changed(client, "2026-03") == "2026-03-05T00:00:00Z"

    with clock.frozen_at(datetime(2026, 4, 1, tzinfo=UTC)):
        archive(gone, by=member("approver", gone.agency), reason="机构撤销。")

    assert changed(client, "2026-03") == "2026-04-01T00:00:00Z"
    assert changed(client, "site") == []


def test_a_file_whose_count_was_put_right_has_changed(client):
    published_in(2026, 3)
    Tally.objects.filter(key="month:2026-03").update(count=7)

    with clock.frozen_at(datetime(2026, 4, 1, tzinfo=UTC)):
        recount()

    assert changed(client, "2026-03") == "2026-04-01T00:00:00Z"
    assert recount() == 0

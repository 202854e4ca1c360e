"""Feeds: what is new on the site, a board, in a branch, of a kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from directories.models import Agency
from disclosure_portal.foundation import clock
from notices.models import Kind
from tests.factories import (
    agency,
    approved_notice,
    board,
    corrected_notice,
    draft_notice,
    published_notice,
    withdrawn_notice,
)

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://www.qingyuan.gov.cn"
HOSTILE = '</title><script>&\x01\x0b\ud7ff\ufffe𠮷]]>"'


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def feed(client, address="/feeds/all.xml"):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def told(tree, path):
    return tree.xpath(path, namespaces=ATOM)


def titles(client, address="/feeds/all.xml"):
    return told(feed(client, address), "a:entry/a:title/text()")


def test_a_feed_has_all_that_the_standard_requires(client):
    notice = published_notice(title="修路", summary="路要修。", kind="policy")

    tree = feed(client)

    assert told(tree, "a:id/text()") == [f"{SITE}/feeds/all.xml"]
    assert told(tree, "a:link[@rel='self']/@href") == [f"{SITE}/feeds/all.xml"]
    assert told(tree, "a:link[@rel='alternate']/@href") == [f"{SITE}/notices/"]
    assert told(tree, "a:updated/text()") == told(tree, "a:entry/a:updated/text()")
    assert told(tree, "a:author/a:name/text()")
    address = f"{SITE}/notices/{notice.pk}/"
    assert told(tree, "a:entry/a:link/@href") == [address]
    assert told(tree, "a:entry/a:author/a:name/text()") == [notice.agency.name]
    assert told(tree, "a:entry/a:summary/text()") == ["路要修。"]
    assert told(tree, "a:entry/a:category/@term") == ["policy"]


def test_a_feed_without_entries_is_a_feed(client):
    tree = feed(client)

    assert len(told(tree, "a:updated")) == len(told(tree, "a:author/a:name")) == 1
    assert told(tree, "a:entry") == []


def test_an_entry_keeps_its_id(client, settings):
    with clock.frozen_at(datetime(2026, 3, 2, 17, tzinfo=UTC)):
        notice = published_notice()
    before = told(feed(client), "a:entry/a:id/text()")

    settings.SITE_URL = f"{SITE.replace('https', 'http')}:8443"

    # The local day: it was past midnight in the county.
    assert before == [f"tag:www.qingyuan.gov.cn,2026-03-03:/notices/{notice.pk}/"]
    assert told(feed(client), "a:entry/a:id/text()") == before


def test_a_correction_makes_an_entry_new_to_who_reads_along(client, time_machine):
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)
    notice = published_notice(title="收费公告")
    time_machine.move_to("2026-03-05T09:00:00+08:00", tick=False)

    corrected_notice(notice, title="收费公告（更正）")

    tree = feed(client)
    assert told(tree, "a:entry/a:title/text()") == ["收费公告（更正）"]
    assert told(tree, "a:entry/a:published/text()") == ["2026-03-02T01:00:00Z"]
    assert told(tree, "a:entry/a:updated/text()") == ["2026-03-05T01:00:00Z"]


def test_the_newest_come_first_and_no_more_than_fifty(client, monkeypatch):
    monkeypatch.setattr("notices.feeds.NEWEST", 2)
    for title in ("一", "二", "三"):
        published_notice(title=title)

    assert titles(client) == ["三", "二"]


def test_each_feed_has_what_belongs_to_it(client):
    town = agency("青石镇", code="town")
    where = board(slug="laws")
    published_notice(title="村", unit=agency(parent=town), kind=Kind.NEWS)
    published_notice(title="镇", unit=town, board=where)
    published_notice(title="别处", kind=Kind.POLICY)

    assert titles(client) == ["别处", "镇", "村"]
    assert titles(client, "/feeds/units/town.xml") == ["镇", "村"]
    assert titles(client, "/feeds/boards/laws.xml") == ["镇"]
    assert titles(client, "/feeds/kinds/news.xml") == ["村"]


def test_what_is_not_public_or_left_its_board_is_in_no_feed(client):
    unit = agency(code="town")
    draft_notice(unit=unit)
    approved_notice(unit=unit)
    withdrawn_notice(unit=unit)
    published_notice(unit=unit, audience="staff")
    past = clock.now().date() - timedelta(days=2)
    published_notice(unit=unit, posting_until=past)

    assert titles(client) == titles(client, "/feeds/units/town.xml") == []


@pytest.mark.parametrize(
    "address",
    ["boards/inside", "boards/none", "units/none", "kinds/none", "none"],
)
def test_there_is_no_feed_of_what_is_not_there(client, address):
    board(slug="inside", is_internal=True)

    assert client.get(f"/feeds/{address}.xml").status_code == 404


def test_hostile_words_stay_words(client):
    unit = agency(HOSTILE.replace("\x00", ""), code="town")
    published_notice(title=HOSTILE, summary=HOSTILE, unit=unit)

    tree = feed(client, "/feeds/units/town.xml")

    clean = '</title><script>&\ud7ff𠮷]]>"'
    assert told(tree, "a:entry/a:title/text()") == [clean]
    assert told(tree, "a:entry/a:summary/text()") == [clean]
    assert told(tree, "a:entry/a:author/a:name/text()") == [clean]


@pytest.mark.parametrize(
    "address", ["/feeds/all.xml", "/feeds/boards/laws.xml", "/feeds/units/town.xml"]
)
def test_a_feed_costs_two_queries_and_none_but_one_while_nothing_changes(
    client, django_assert_num_queries, address
):
    published_notice(unit=agency(code="town"), board=board(slug="laws"))
    etag = client.get(address).headers["ETag"]

    with django_assert_num_queries(2):
        client.get(address)
    with django_assert_num_queries(1):
        unchanged = client.get(address, headers={"if-none-match": etag})

    assert unchanged.status_code == 304


def test_pages_lead_to_their_feeds(client):
    unit = agency("青石镇", code="town")
    published_notice(unit=unit, board=board(slug="laws"), kind=Kind.NEWS)
    leads = {
        "/": "/feeds/all.xml",
        "/boards/laws/": "/feeds/boards/laws.xml",
        "/agencies/town/": "/feeds/units/town.xml",
        "/notices/?kind=news": "/feeds/kinds/news.xml",
        "/notices/?branch=town": "/feeds/units/town.xml",
    }

    for page, address in leads.items():
        assert f'href="{address}"' in client.get(page).text, page


def test_the_page_of_feeds_names_each_that_has_something(client):
    town = agency("青石镇", code="town")
    published_notice(unit=town, board=board("政策", slug="laws"), kind=Kind.NEWS)

    page = client.get("/feeds/")

    urls = [feed["url"] for group in page.context["groups"] for feed in group["feeds"]]
    assert urls == [
        "/feeds/all.xml",
        "/feeds/kinds/news.xml",
        "/feeds/boards/laws.xml",
        "/feeds/units/town.xml",
    ]
    assert Agency.objects.count() == 2
    assert 'href="/feeds/"' in client.get("/").text

"""Feeds of searches: the list of an address, newest first, for feed readers."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import etree

from notices.models import Kind
from tests.factories import agency, board, published_notice, withdrawn_notice

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/feeds/search.xml"


def told(client, path, **query):
    answer = client.get(FEED, query)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content).xpath(path, namespaces=ATOM)


def titles(client, **query):
    return told(client, "a:entry/a:title/text()", **query)


def test_what_has_the_words_is_told_newest_first(client):
    published_notice(title="关于低保的通知")
    published_notice(title="修路")
    published_notice(title="民政工作", body="<p>发放低保金。</p>")

    assert titles(client, q="低保") == ["民政工作", "关于低保的通知"]


def test_filters_hold_with_words_and_without(client):
    town, where = agency("青石镇", code="town"), board(slug="laws")
    published_notice(title="低保甲", unit=town, board=where, kind=Kind.NEWS)
    published_notice(title="低保乙", board=where)
    published_notice(title="修路丙", unit=town, board=where)

    assert titles(client, q="低保", branch="town") == ["低保甲"]
    assert titles(client, board="laws", branch="town") == ["修路丙", "低保甲"]
    assert titles(client, board="laws", kind="news") == ["低保甲"]


def test_a_feed_names_itself_and_its_list(client, settings):
    settings.SITE_URL = "https://www.qingyuan.gov.cn"
    published_notice(title="低保")

    (own,) = told(client, "a:link[@rel='self']/@href", q="低保", kind="news")
    (page,) = told(client, "a:link[@rel='alternate']/@href", q="低保", kind="news")

    query = "?kind=news&q=%E4%BD%8E%E4%BF%9D"
    assert own == f"https://www.qingyuan.gov.cn{FEED}{query}"
    assert page == f"https://www.qingyuan.gov.cn/notices/{query}"


@pytest.mark.parametrize(
    "query", [{"board": "nowhere"}, {"colour": "red"}, {"q": "低保", "order": "newest"}]
)
def test_what_it_does_not_understand_is_no_feed(client, query):
    assert client.get(FEED, query).status_code == 404


@pytest.mark.parametrize("q", ["", "、。", 'AND NOT "', "\x00", "%", "低" * 10_000])
def test_odd_words_make_a_feed_or_none_and_no_failure(client, q):
    published_notice(title="低保")

    assert client.get(FEED, {"q": q}).status_code == 200


def test_neither_internal_nor_withdrawn_notices_are_in_it(client):
    published_notice(title="内部低保", audience="staff")
    withdrawn_notice(title="撤下的低保")

    assert titles(client, q="低保") == []


def test_it_is_answered_anew_only_when_the_site_has_changed(client):
    published_notice(title="低保")
    etag = client.get(FEED, {"q": "低保"})["ETag"]

    same = client.get(FEED, {"q": "低保"}, headers={"If-None-Match": etag})
    published_notice(title="低保二")
    new = client.get(FEED, {"q": "低保"}, headers={"If-None-Match": etag})

    assert (same.status_code, new.status_code) == (304, 200)


def test_lists_of_several_filters_lead_to_their_feed(client):
    board(slug="laws")

    page = client.get(reverse("notice-list"), {"board": "laws", "kind": "news"}).text

    assert "/feeds/search.xml?board=laws&amp;kind=news" in page


@pytest.mark.parametrize("size", [1, 8])
def test_it_costs_as_many_queries_whatever_it_finds(
    client, django_assert_num_queries, size
):
    for number in range(size):
        published_notice(title=f"低保{number}")
    client.get(FEED, {"q": "低保"})

    # The site; how much there is, the terms; the places, the texts, the rows.
    with django_assert_num_queries(6):
        client.get(FEED, {"q": "低保"})

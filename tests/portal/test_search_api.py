"""Search for programs: whatever they ask is answered, in time, and with few records."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure_portal.foundation.search.finding import CAP, FACETED
from disclosure_portal.foundation.search.index import index
from tests.factories import agency, published_notice
from tests.notices.test_search import HOSTILE

ROOT = "/api/v1"
DOORS = ("search", "notices")
MORE_HOSTILE = [
    "低",
    "a",
    "的",
    "NEAR(低保 停水, 2)",
    "*",
    '""',
    '"低保',
    "-低保",
    '-"低保" OR 1=1',
    "低保' UNION SELECT * FROM foundation_user --",
    "Ｔ１２３ ﬁ㈱ 低保ＡＢＣ",
    "\u202e低保\u200b",
    "低保 " * 3_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
MOST_QUERIES = 40

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus():
    unit = agency("青石镇民政办", duties="负责低保审核确认。")
    for number in range(7):
        published_notice(title=f"低保通报{number}", unit=unit)
    published_notice(title="停水公告", body="<p>停水三日，请储水。</p>")
    return unit


@pytest.fixture
def asked_of_index(monkeypatch):
    """Each question to the index: its condition, how many it wants, how many it got."""
    asked = []
    kind = type(index())
    postings, count = kind.postings, kind.count

    def noted_postings(self, condition, limit):
        found = postings(self, condition, limit)
        asked.append((condition, limit, len(found)))
        return found

    def noted_count(self, condition, cap):
        number = count(self, condition, cap)
        asked.append((condition, cap, number))
        return number

    monkeypatch.setattr(kind, "postings", noted_postings)
    monkeypatch.setattr(kind, "count", noted_count)
    return asked


def walked(client, address):
    seen = []
    while address:
        answer = client.get(address).json()
        seen.append([row["title"] for row in answer["results"]])
        address = answer["next"]
    return seen


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("text", [*HOSTILE, *MORE_HOSTILE])
def test_whatever_is_asked_few_records_are_looked_at(
    client, corpus, asked_of_index, door, text
):
    more = {"highlight": "true"} if text.strip(" \x00") else {}
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{ROOT}/{door}/", {"q": text, **more})

    assert answer.status_code in (200, 400)
    assert len(queries) <= MOST_QUERIES
    for condition, limit, number in asked_of_index:
        # Without a term it would be met by everything there is.
        assert condition.terms
        assert number <= limit <= max(CAP, FACETED)


@pytest.mark.parametrize("text", ["，。！？", "😀😀", "%_*?", "*", '""'])
def test_what_has_no_word_finds_nothing(client, corpus, asked_of_index, text):
    answer = client.get(f"{ROOT}/search/", {"q": text})

    assert answer.status_code in (200, 400)
    assert answer.json().get("results", []) == []
    assert asked_of_index == []


@pytest.mark.parametrize("text", ["ＬＯＷ　低保", "低保'", "低保\x00", "(低保)"])
def test_widths_and_marks_around_a_word_do_not_hide_it(client, corpus, text):
    published_notice(title="LOW 低保")

    rows = client.get(f"{ROOT}/search/", {"q": text, "kind": "notice"}).json()

    assert "LOW 低保" in [row["title"] for row in rows["results"]]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("limit", [1, 3, 100])
def test_pages_end_and_hold_each_row_once(client, corpus, door, limit):
    pages = walked(client, f"{ROOT}/{door}/?q={quote('低保')}&limit={limit}")

    titles = [title for page in pages for title in page]
    wanted = {f"低保通报{number}" for number in range(7)}
    assert wanted <= set(titles)
    assert len(titles) == len(set(titles))
    assert all(len(page) == limit for page in pages[:-1])


def test_behind_the_end_there_is_nothing_and_no_next_page(client, corpus):
    answer = client.get(f"{ROOT}/search/", {"q": "低保", "cursor": "9" * 18}).json()

    assert (answer["results"], answer["next"]) == ([], None)


def test_choices_within_a_filter_count_what_it_leaves(client, corpus):
    published_notice(title="低保办法", kind="policy", document_number="霁政〔2026〕1号")
    query = {"q": "低保", "facets": "kind", "agency": corpus.code}

    told = client.get(f"{ROOT}/notices/", query).json()

    assert told["facets"]["count"] == 7
    assert {each["value"]: each["count"] for each in told["facets"]["kind"]} == {
        "general": 7
    }

"""Words that are no slip: nothing else is offered for them, and they are suggested."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.models import SynonymGroup
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.suggesting import suggested
from disclosure_portal.foundation.search.synonyms import words_changed
from disclosure_portal.foundation.search.vocabulary import refresh
from tests.factories import published_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    """医保 and 社保 are one slip from 低保."""
    SynonymGroup.objects.create(words="医保\n医疗保险")
    SynonymGroup.objects.create(words="社保\n社会保险")
    for title in ("低保公告", "医保公告", "社保公告"):
        published_notice(title=title)
    count_new()
    refresh()


def meant(client, **query) -> list[str]:
    page = client.get("/notices/", query)
    assert page.status_code == 200
    return [each["word"] for each in page.context["help"]["meant"]]


@pytest.mark.parametrize(
    "narrower",
    [
        {"validity": "expired"},
        {"kind": "news"},
        {"published_to": "2001-01-01"},
        {"where": "title", "year": "2001"},
    ],
    ids=str,
)
def test_where_only_the_filters_find_nothing_no_other_word_is_offered(
    client, words, narrower
):
    assert meant(client, q="低保", **narrower) == []


def test_a_slip_is_one_with_filters_as_well(client, words):
    assert "医保" in meant(client, q="一保", validity="expired")


def test_without_filters_other_words_are_offered_beside_the_few_that_were_found(
    client, words
):
    assert set(meant(client, q="低保")) == {"医保", "社保"}


def test_a_word_is_suggested_where_another_for_the_same_thing_is_found():
    published_notice(title="公共租赁住房申请")
    SynonymGroup.objects.create(words="公租房\n公共租赁住房")
    SynonymGroup.objects.create(words="公厕革命\n厕所革命")
    words_changed()
    count_new()

    refresh()

    assert "公租房" in suggested("gongzufang")
    assert "公租房" in suggested("公租")
    assert suggested("公厕") == []

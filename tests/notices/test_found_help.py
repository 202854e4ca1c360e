"""What helps where words found hardly anything."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.models import PromotedAnswer
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.suggesting import suggested
from disclosure_portal.foundation.search.synonyms import (
    load_start_set,
    words_changed,
)
from disclosure_portal.foundation.search.vocabulary import refresh
from tests.factories import agency, published_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    load_start_set()
    published_notice(title="城乡低保标准")
    count_new()
    refresh()


@pytest.mark.parametrize("typed", ["dibao", "di bao", "db", "底保", "保低", "DIBAO"])
def test_slips_and_pinyin_lead_to_the_word_that_was_meant(client, words, typed):
    page = client.get("/notices/", {"q": typed})

    assert "低保" in [each["word"] for each in page.context["help"]["meant"]]


@pytest.mark.parametrize("typed", ["低", "di", "diba", "d", "db"])
def test_what_is_being_typed_is_suggested(words, typed):
    assert "低保" in suggested(typed)


def test_internal_titles_are_never_suggested(words):
    for _number in range(4):
        published_notice(title="内部考核台账", audience="staff")
    count_new()
    refresh()

    assert suggested("内部") == []


def test_the_office_puts_an_answer_first(client, words):
    PromotedAnswer.objects.create(
        words="低保\n怎么办低保", title="低保办事指南", address="/procedures/"
    )
    words_changed()

    page = client.get("/notices/", {"q": "最低生活保障"})

    assert [each.title for each in page.context["help"]["promoted"]] == ["低保办事指南"]


def test_who_finds_nothing_is_told_whom_to_ask(client):
    unit = agency("水利局", duties="负责水库移民安置", telephone="0310-0000009")

    page = client.get("/notices/", {"q": "水库移民"})

    assert page.context["help"]["units"] == [unit]
    assert "0310-0000009" in page.content.decode()


@pytest.mark.parametrize("typed", ["", "\x00", "%", "'", "x" * 10_000, "低保"])
def test_whatever_is_typed_the_box_gets_an_answer(client, words, typed):
    answer = client.get("/search/suggest/", {"q": typed})

    assert answer.status_code == 200
    assert ("低保" in answer.json()["words"]) == (typed == "低保")

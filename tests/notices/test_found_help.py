"""What helps where words found hardly anything."""

from __future__ import annotations

import pytest

from directories.merging import close, recode
from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import PromotedAnswer
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.suggesting import suggested
from disclosure_portal.foundation.search.synonyms import (
    load_start_set,
    words_changed,
)
from disclosure_portal.foundation.search.vocabulary import refresh
from notices.publication import withdraw
from tests.factories import agency, member, published_notice
from tests.factories.directories import county

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


def put_first(*addresses):
    for address in addresses:
        PromotedAnswer.objects.create(words="低保", title=address, address=address)
    words_changed()


def shown(client):
    pages = [client.get(door, {"q": "低保"}) for door in ("/notices/", "/search/")]
    told = [[each.title for each in page.context["help"]["promoted"]] for page in pages]
    assert told[0] == told[1]
    return told[0]


def test_an_answer_stands_as_long_as_its_notice_does(client):
    notice = published_notice(title="低保办事指南")
    address = notice.get_absolute_url()
    put_first(address, f"{address}print/?from=top#more")
    before = shown(client)

    approver = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="内容有误。")

    assert before == [address, f"{address}print/?from=top#more"]
    assert shown(client) == []


def test_an_answer_that_leads_to_an_internal_notice_or_none_is_not_shown(client):
    internal = published_notice(title="内部", audience="staff")

    put_first(internal.get_absolute_url(), "/notices/999999/")

    assert shown(client) == []


def test_an_answer_stands_as_long_as_its_unit_does_under_any_of_its_codes(client):
    unit = agency("低保中心", code="dbzx")
    overseer = member(Role.OVERSEER, county())
    put_first("/agencies/dbzx/")
    recode(unit, code="dbzx2", by=overseer)
    before = shown(client)

    close(unit, by=overseer, on=local_day(clock.now()))

    assert before == ["/agencies/dbzx/"]
    assert shown(client) == []


def test_an_address_that_is_neither_is_the_offices_own_care(client):
    put_first("/procedures/", "/files/guide.pdf")

    assert shown(client) == ["/procedures/", "/files/guide.pdf"]


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

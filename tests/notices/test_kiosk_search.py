"""Searching on a touch screen by the first letters of the pinyin."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from disclosure_portal.foundation.search.synonyms import load_start_set
from tests.factories import agency, draft_notice, published_notice
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return agency("清源县残疾人联合会")


def page_of(client, hall, letters="", **query):
    address = reverse("kiosk-search", args=[hall.slug])
    answer = client.get(address, {"letters": letters, **query})
    assert answer.status_code == 200
    return answer


def names(page):
    return [row["title"] for row in page.context["rows"]]


def keys(page):
    return "".join(each["letter"] for each in page.context["keys"] if each["url"])


def test_letters_find_a_guide_anywhere_in_its_name(client, hall):
    publish(guide_draft(unit=hall, title="城乡低保申请"))
    publish(guide_draft(unit=hall, title="残疾人证办理"))

    page = page_of(client, hall, "DB")

    assert names(page) == ["城乡低保申请"]
    assert page.context["rows"][0]["url"].startswith(f"/kiosk/{hall.slug}/notices/")


def test_a_guide_is_found_by_the_letters_of_its_everyday_name(client, hall):
    load_start_set()
    publish(guide_draft(unit=hall, title="最低生活保障申请"))

    assert names(page_of(client, hall, "DB")) == ["最低生活保障申请"]
    assert names(page_of(client, hall, "ZDSH")) == ["最低生活保障申请"]


def test_what_all_titles_end_with_finds_none(client, hall):
    publish(guide_draft(unit=hall, title="教师资格认定办事指南"))

    assert names(page_of(client, hall, "DB")) == []
    assert names(page_of(client, hall, "RD")) == ["教师资格认定办事指南"]


def test_units_are_found_as_well(client, hall):
    agency("县民政局", parent=hall)
    publish(guide_draft(unit=hall, title="民政资金查询"))

    assert names(page_of(client, hall, "mz")) == ["民政资金查询", "县民政局"]


def test_only_keys_that_lead_on_can_be_pressed(client, hall):
    publish(guide_draft(unit=hall, title="低保"))

    assert {"D", "B"} <= set(keys(page_of(client, hall)))
    assert "W" not in keys(page_of(client, hall))
    assert keys(page_of(client, hall, "D")) == "B"
    assert keys(page_of(client, hall, "DB")) == ""


def test_a_letter_can_be_taken_back(client, hall):
    publish(guide_draft(unit=hall, title="低保"))

    page = page_of(client, hall, "DB").context

    here = reverse("kiosk-search", args=[hall.slug])
    assert (page["undo_url"], page["clear_url"]) == (f"{here}?letters=D", here)


@pytest.mark.parametrize("letters", ["<script>", "低保", "1 2", "D" * 10_000, "\x00"])
def test_odd_letters_are_left_out(client, hall, letters):
    publish(guide_draft(unit=hall, title="低保"))

    assert "<script>" not in page_of(client, hall, letters, page="-1").text


def test_many_names_are_turned_by_pages(client, hall):
    for number in range(8):
        publish(guide_draft(unit=hall, title=f"低保业务{number}"))

    page = page_of(client, hall, "DB", page="2")

    assert len(names(page)) == 1
    assert page.context["place"] == "2 / 2"


def test_nothing_but_public_guides_is_found(client, hall):
    publish(guide_draft(unit=hall, title="低保内部", audience="staff"))
    draft_notice(title="低保草稿", unit=hall)
    published_notice(title="低保通知", unit=hall)

    assert names(page_of(client, hall, "DB")) == []


def test_it_leads_nowhere_out_of_the_screen(client, hall):
    publish(guide_draft(unit=hall, title="低保"))

    links = re.findall(r'<a\b[^>]*href="([^"]*)"', page_of(client, hall, "D").text)

    assert links
    assert [link for link in links if not link.startswith("/kiosk/")] == []


@pytest.mark.parametrize("size", [1, 6])
def test_it_costs_no_query_beside_the_unit(
    client, hall, django_assert_num_queries, size
):
    for number in range(size):
        publish(guide_draft(unit=hall, title=f"低保业务{number}"))
    page_of(client, hall, "D")

    with django_assert_num_queries(2):  # the site, the unit
        page_of(client, hall, "DB")

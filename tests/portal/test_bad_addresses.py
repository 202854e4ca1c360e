"""Addresses and requests that no page of the portal offers."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import agency, board, published_notice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/notices/", "/boards/", "/index/", "/help/"])
def test_a_form_sent_to_a_public_page_is_refused_as_such(path):
    browser = Client(enforce_csrf_checks=True)

    response = browser.post(path, {"a": "1"})

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_a_few_complaints_stand_for_all(client):
    query = "&".join(f"unknown{number}=1" for number in range(900))

    response = client.get(f"/notices/?{query}")

    assert len(response.context["errors"]) == 5
    assert "unknown0" in response.context["errors"][0]


def test_a_wrong_value_is_said_with_the_name_that_readers_see(client):
    response = client.get("/notices/?year=abc")

    titles = {facet["name"]: facet["title"] for facet in response.context["facets"]}
    assert titles["year"] in response.context["errors"][0]


@pytest.mark.parametrize(
    ("query", "named"), [("year=abc", "abc"), ("kind=news", "kind"), ("cursor=x", "")]
)
def test_a_board_says_what_it_does_not_understand(client, query, named):
    published_notice(title="仍在", board=board(slug="laws"))

    response = client.get(f"/boards/laws/?{query}")

    assert [named in error for error in response.context["errors"]] == [True]
    assert response.context["errors"][0] in response.content.decode()
    assert [row["title"] for row in response.context["rows"]] == ["仍在"]


@pytest.mark.parametrize("path", ["/notices/", "/boards/laws/"])
def test_past_the_end_nobody_is_told_that_nothing_was_published(client, path):
    published_notice(board=board(slug="laws"))

    page = client.get(f"{path}?cursor=0.1").content.decode()

    assert 'class="empty"' not in page
    assert f'href="{path}"' in page


def test_past_the_end_of_the_tree_nobody_is_told_that_there_are_no_units(client):
    agency()

    response = client.get("/agencies/?page=9999")

    assert response.context["is_past_end"]
    assert response.context["page"]["first_url"]


def test_the_title_of_a_page_names_the_chosen_filters(client):
    board("政策文件", slug="laws")

    page = client.get("/notices/?board=laws&year=2026").content.decode()

    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title.startswith("政策文件 - 2026年 - ")


def test_a_page_does_not_repeat_an_address_of_any_length(client):
    words = "a" * 10_000

    page = client.get(f"/help/?q={words}").content.decode()

    assert page.count(words) <= 1
    assert "next=%2Fhelp%2F&" in page or 'next=%2Fhelp%2F"' in page

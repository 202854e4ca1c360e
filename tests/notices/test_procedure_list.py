from __future__ import annotations

import pytest
from django.urls import reverse

from notices.models import LifeEvent
from notices.publication import withdraw
from tests.factories import agency, member
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db


def procedures(client, **query):
    response = client.get(reverse("procedure-list"), query)
    assert response.status_code == 200
    return response.context


def guide(title, *, audience="citizens", **fields):
    facts = {"audience": audience, "item": title}
    return publish(guide_draft(title=title, facts=facts, **fields))


def titles(page):
    return {row["title"] for row in page["rows"]}


@pytest.fixture
def guides():
    return {
        "birth": guide("出生登记", events=["birth"]),
        "school": guide("入学", events=["school", "birth"]),
        "opening": guide("企业设立", audience="enterprises", events=["opening"]),
        "housing": guide("不动产登记", audience="both", events=["housing"]),
    }


def test_an_empty_site_says_that_there_is_no_guide_yet(client):
    page = procedures(client)

    assert (page["rows"], page["groups"], page["count_text"]) == ([], [], "0")


@pytest.mark.usefixtures("guides")
def test_tiles_count_the_guides_of_each_life_event(client):
    groups = procedures(client)["groups"]

    shown = {
        group["code"]: {tile["title"]: tile["count_text"] for tile in group["events"]}
        for group in groups
    }
    assert shown == {
        "citizens": {
            str(LifeEvent.BIRTH.label): "2",
            str(LifeEvent.SCHOOL.label): "1",
            str(LifeEvent.HOUSING.label): "1",
        },
        "enterprises": {str(LifeEvent.OPENING.label): "1"},
    }


@pytest.mark.usefixtures("guides")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"出生登记", "入学", "企业设立", "不动产登记"}),
        ({"event": "birth"}, {"出生登记", "入学"}),
        ({"event": "closing"}, set()),
        ({"audience": "citizens"}, {"出生登记", "入学", "不动产登记"}),
        ({"audience": "enterprises"}, {"企业设立", "不动产登记"}),
        ({"event": "birth", "audience": "enterprises"}, set()),
        ({"q": "登记"}, {"出生登记", "不动产登记"}),
        ({"q": "登记 出生"}, {"出生登记"}),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_filters_narrow_the_list(client, query, found):
    page = procedures(client, **query)

    assert titles(page) == found
    assert page["count_text"] == str(len(found))


def test_the_filter_by_unit_takes_its_branch(client):
    office = agency("县民政局")
    station = agency("救助站", parent=office)
    guide("低保", unit=office)
    guide("救助", unit=station)
    guide("户籍")

    page = procedures(client, unit=office.slug)

    assert titles(page) == {"低保", "救助"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"event": "nope"}, "nope"),
        ({"audience": "both"}, "both"),
        ({"unit": "nope"}, "nope"),
        ({"colour": "red"}, "colour"),
        ({"cursor": "x"}, ""),
    ],
    ids=str,
)
def test_what_is_not_understood_is_said_and_the_rest_is_shown(client, query, said):
    guide("户籍")

    page = procedures(client, **query)

    assert titles(page) == {"户籍"}
    assert len(page["errors"]) == 1
    assert said in page["errors"][0]


def test_what_is_not_public_is_neither_shown_nor_counted(client):
    guide_draft(title="草稿", events=["birth"])
    gone = guide("撤下的", events=["birth"])
    withdraw(
        gone, by=member("approver", gone.agency), ground="wrong", reason="内容有误。"
    )

    page = procedures(client)

    assert (page["rows"], page["groups"], page["facets"]) == ([], [], [])


def test_a_row_says_what_a_visitor_asks_first(client):
    guide("户籍")

    row = procedures(client)["rows"][0]

    assert len(row["facts"]) == 2
    assert any("10" in fact for fact in row["facts"])


def test_the_list_goes_on_page_by_page(client):
    unit = agency()
    for number in range(21):
        guide(f"事项{number}", unit=unit, events=["birth"])

    first = procedures(client, event="birth")
    second = client.get(first["page"]["older_url"]).context

    assert len(first["rows"]) == 20
    assert "event=birth" in first["page"]["older_url"]
    assert titles(second) == {"事项0"}


@pytest.mark.parametrize("size", [1, 15])
@pytest.mark.parametrize("query", [{}, {"event": "birth", "audience": "citizens"}])
def test_the_list_costs_the_same_however_long(
    client, django_assert_num_queries, size, query
):
    unit = agency()
    for number in range(size):
        guide(f"事项{number}", unit=unit, events=["birth"])
    procedures(client, **query)

    # The site's row, the rows, what they say, and how many there are.
    with django_assert_num_queries(4 if query else 3):
        procedures(client, **query)


@pytest.mark.usefixtures("guides")
def test_the_home_leads_to_the_guides_by_life_event(client):
    response = client.get("/")

    assert [group["code"] for group in response.context["procedure_groups"]] == [
        "citizens",
        "enterprises",
    ]
    assert f"{reverse('procedure-list')}?event=birth" in response.text


def test_the_page_of_a_unit_leads_to_its_guides(client):
    office, other = agency("县民政局"), agency("县审计局")
    guide("低保", unit=office)
    address = f"{reverse('procedure-list')}?unit={office.slug}"

    with_guides = client.get(office.get_absolute_url())
    without = client.get(other.get_absolute_url())

    assert f'href="{address}"' in with_guides.text
    assert without.context["procedures_url"] == ""

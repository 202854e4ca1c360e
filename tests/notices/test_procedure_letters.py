"""Services by the first letter of the pinyin of their name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import agency, published_notice
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db


def letters(client, **query):
    answer = client.get(reverse("procedure-letters"), query)
    assert answer.status_code == 200
    return answer.context


def guide(item, **more):
    return publish(guide_draft(facts={"item": item}, title=f"{item}办理指南", **more))


def shown(page):
    return [row["title"] for group in page["groups"] for row in group["rows"]]


def there(page):
    return "".join(each["letter"] for each in page["letters"] if each["is_there"])


@pytest.fixture
def few_on_a_page(monkeypatch):
    monkeypatch.setattr("notices.procedure_letters.SHOWN", 1)


def test_services_stand_under_their_letters(client):
    guide("身份证补领")
    guide("残疾人证办理")

    page = letters(client)

    assert shown(page) == ["残疾人证办理", "身份证补领"]
    assert there(page) == "CS"
    assert [group["anchor"] for group in page["groups"]] == ["letter-C", "letter-S"]


def test_where_there_are_many_each_letter_has_a_page(client, few_on_a_page):
    guide("身份证补领")
    guide("残疾人证办理")

    page = letters(client, letter="s")

    assert shown(page) == ["身份证补领"]
    assert there(page) == "CS"


@pytest.mark.parametrize("letter", ["", "Q", "?", "\x00", "身"])
def test_else_those_of_the_first_one_are_shown(client, few_on_a_page, letter):
    guide("身份证补领")
    guide("残疾人证办理")

    assert shown(letters(client, letter=letter)) == ["残疾人证办理"]


def test_a_service_of_several_units_names_each(client):
    for name in ("青石镇", "堰口镇"):
        guide("身份证补领", unit=agency(name))

    (group,) = letters(client)["groups"]
    assert [row["unit"] for row in group["rows"]] == ["堰口镇", "青石镇"]


def test_what_begins_otherwise_stands_at_the_end(client):
    guide("“一件事”办理")
    guide("12345热线")

    assert there(letters(client)) == "Y#"


def test_many_services_of_a_letter_are_turned_by_pages(client, monkeypatch):
    monkeypatch.setattr("notices.procedure_letters.SHOWN", 2)
    for number in range(3):
        guide(f"身份证业务{number}")

    first, last = letters(client), letters(client, page="99999999999")

    assert shown(first) == ["身份证业务0", "身份证业务1"]
    assert first["page"]["older_url"].endswith("?letter=S&page=2")
    assert shown(last) == ["身份证业务2"]


def test_internal_guides_and_other_kinds_are_not_among_them(client):
    publish(guide_draft(facts={"item": "内部办事"}, audience="staff"))
    published_notice(title="通知")

    assert shown(letters(client)) == []


@pytest.mark.parametrize("size", [1, 6])
def test_it_costs_no_query_while_the_site_stays_as_it_is(
    client, django_assert_num_queries, size
):
    for number in range(size):
        guide(f"身份证业务{number}")
    letters(client)

    with django_assert_num_queries(1):  # the site
        letters(client, letter="S")


def test_the_home_page_and_the_guides_lead_there(client):
    guide("身份证补领")
    link = f'href="{reverse("procedure-letters")}"'

    assert link in client.get("/").text
    assert link in client.get(reverse("procedure-list")).text

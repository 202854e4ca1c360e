"""What units would score today: who sees it, as the site's setting says."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry, SiteState

from ..factories import agency, member
from ..factories.inspections import inspector
from ..factories.orders import overdue_order
from ..factories.supervision_checklists import overseer, published_checklist

pytestmark = pytest.mark.django_db
TODAY = "/inspections/today/"
COVERED, OVERDUE, UNANSWERED = "公开率", "逾期通知书", "超期来信"
SETTINGS = ["own", "units", "public"]


def fact(code, title, measure, **more):
    usual = {"kind": "deduction", "parameters": {"each": "1", "most": "20"}}
    row = {"key": code, "code": code, "title": title, "measure": measure}
    return {**row, "points": "20", **usual, **more}


@pytest.fixture
def unit():
    published_checklist(
        indicators=[
            fact("1", COVERED, "coverage", kind="rate", parameters={}, points="60"),
            fact("2", OVERDUE, "orders_overdue"),
            fact("3", UNANSWERED, "letters_unanswered"),
        ],
        choices={},
    )
    return agency("民政局")


def shown_to(today, owed="public"):
    state = SiteState.objects.current()
    state.today_audience, state.ledger_audience = today, owed
    state.version += 1
    state.save()


def of(unit):
    return f"{TODAY}{unit.slug}/"


def test_a_new_site_shows_it_to_the_units_own_people(client, unit):
    assert SiteState.objects.current().today_audience == "own"
    assert client.get(TODAY).status_code == 404


@pytest.mark.parametrize("owed", ["office", "units", "public"])
@pytest.mark.parametrize("today", SETTINGS)
def test_the_public_page_is_there_where_both_settings_open_it(
    client, unit, today, owed
):
    shown_to(today, owed)
    is_open = today == owed == "public"

    answers = [client.get(TODAY), client.get(of(unit))]

    assert {a.status_code for a in answers} == {200 if is_open else 404}
    link = f'href="{TODAY}"'
    assert (link in client.get("/inspections/").text) == is_open
    assert (TODAY in client.get("/sitemap-site.xml").text) == is_open


def test_closed_it_tells_nothing_of_which_units_there_are(client, unit):
    there, nowhere = client.get(of(unit)), client.get(f"{TODAY}nowhere/")
    asked = client.get(TODAY, {"unit": unit.name})

    assert there.status_code == nowhere.status_code == asked.status_code == 404
    assert there.text == nowhere.text.replace("nowhere", unit.slug)


def test_it_says_that_it_is_no_rating_and_shows_the_facts(client, unit):
    shown_to("public")

    page = client.get(of(unit)).text

    assert "这不是考核结果" in page
    assert COVERED in page
    assert "民政局" in page


def test_a_unit_is_found_by_its_name(client, unit):
    shown_to("public")

    assert client.get(TODAY, {"unit": unit.name})["Location"] == of(unit)
    assert client.get(TODAY, {"unit": "无此单位"}).status_code == 200
    assert client.get(TODAY, {"unit": "\0"}).status_code == 200
    assert client.get(f"{TODAY}nowhere/").status_code == 404


def test_orders_are_nobody_elses_since_some_come_of_letters_that_accuse(client, unit):
    order = overdue_order(unit)
    shown_to("public")

    page = client.get(of(unit)).text

    assert OVERDUE not in page
    assert order.number not in page
    assert UNANSWERED in page


# --- At the desk --------------------------------------------------------------------

PEOPLE = {
    "editor": lambda unit: member(Role.EDITOR, unit),
    "approver": lambda unit: member(Role.APPROVER, unit),
    "reviewer": lambda unit: member(Role.REVIEWER, unit),
    "reader": lambda unit: member(Role.READER, unit),
    "inspector": lambda _unit: inspector(),
    "office": lambda _unit: overseer(),
}
OWN = {"editor", "approver", "office"}
INSIDE = {"reviewer"}


@pytest.mark.parametrize("today", SETTINGS)
@pytest.mark.parametrize("who", PEOPLE)
def test_at_the_desk_ones_own_unit_always_and_others_as_the_setting_says(
    client, unit, who, today
):
    shown_to(today)
    other = agency("水利局")
    client.force_login(PEOPLE[who](unit))
    sees_all = who == "office" or (who in OWN | INSIDE and today != "own")

    own = client.get("/desk/inspections/today/", {"unit": unit.name})
    others = client.get("/desk/inspections/today/", {"unit": other.name})

    assert (own.status_code == 200) == (who in OWN or sees_all)
    if own.status_code == 200:
        assert own.context["unit"] == unit
        assert (OVERDUE in own.text) == (who in OWN)
        assert (others.context["unit"] == other) == sees_all
        assert (OVERDUE in others.text) == (who in OWN and not sees_all) or (
            who == "office"
        )


# --- The setting --------------------------------------------------------------------


def sent(client, **changed):
    address = "/admin/foundation/sitestate/1/change/"
    form = client.get(address).context["adminform"].form
    known = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, {**known, **changed})


def test_setting_it_stands_in_the_trail_and_renews_pages(client, unit):
    person = overseer()
    client.force_login(person)
    before = SiteState.objects.current().version

    sent(client, ledger_audience="public", today_audience="public")

    line = AuditEntry.objects.get(action="today_audience_set")
    assert (line.before, line.after, line.actor) == ("own", "public", person)
    assert SiteState.objects.current().version > before
    client.logout()
    assert client.get(of(unit)).status_code == 200


def test_it_is_set_no_wider_than_what_is_owed(client, unit):
    client.force_login(overseer())

    answer = sent(client, ledger_audience="units", today_audience="public")

    assert answer.status_code == 200
    assert SiteState.objects.current().today_audience == "own"
    assert not AuditEntry.objects.filter(action="today_audience_set").exists()


# --- Queries ------------------------------------------------------------------------


def test_the_page_of_a_unit_asks_as_often_in_a_large_county(
    client, unit, django_assert_num_queries
):
    shown_to("public")
    client.get(of(unit))
    queries = QUERIES_OF_A_UNIT

    with django_assert_num_queries(queries):
        client.get(of(agency("水利局")))
    for _each in range(5):
        agency(parent=unit)
    with django_assert_num_queries(queries):
        client.get(of(agency("教育局")))


QUERIES_OF_A_UNIT = 28


def test_the_way_to_it_is_named(unit):
    assert reverse("inspection-today-unit", args=[unit.slug]) == of(unit)

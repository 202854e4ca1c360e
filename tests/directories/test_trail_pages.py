"""The trail is sifted, and taken away on the record."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directories.admin.trail_units import WAYS
from directories.models import Agency, Employment, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User
from notices.models import Matter, Notice, SignedWords
from tests import factories as make
from tests.factories.matters import signed_matter

pytestmark = pytest.mark.django_db

LIST = reverse("admin:foundation_auditentry_changelist")
FILE = reverse("admin:foundation_auditentry_export")


@pytest.fixture
def overseer(client):
    person = make.member(Role.OVERSEER, make.county(), is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def told(overseer):
    unit = make.agency("=财政局")
    moments = {
        "renamed": datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC),
        "relocated": datetime(2026, 9, 30, 16, 0, tzinfo=UTC),
    }
    for action, moment in moments.items():
        with clock.frozen_at(moment):
            facts = {"before": {"name": "财政所"}} if action == "renamed" else None
            AuditEntry.objects.record(
                action, unit, by=overseer, note="改革", facts=facts
            )
    with clock.frozen_at(datetime(2026, 10, 20, 1, tzinfo=UTC)):
        yield unit


def table(answer):
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("?month=2026-09", {"renamed"}),
        ("?month=2026-10", {"relocated"}),
        ("?month=1900-01", {"renamed", "relocated"}),
        ("?action=renamed", {"renamed"}),
        ("?kind=directories.agency", {"renamed", "relocated"}),
        ("?kind=notices.notice", set()),
        ("?q=改革", {"renamed", "relocated"}),
    ],
)
def test_it_is_sifted_by_deed_kind_month_and_word(client, told, query, actions):
    page = client.get(LIST + query)

    found = {entry.action for entry in page.context["cl"].result_list}
    assert found & {"renamed", "relocated"} == actions


@pytest.fixture
def branches(overseer):
    """Two townships, one with a village; deeds of all sorts in each."""
    town, other = make.agency("石盘镇"), make.agency("柳溪镇")
    village = make.agency("上渡村", parent=town)
    for unit in (town, village, other):
        make.published_notice(unit=unit)
        signed_matter(unit=unit)
        AuditEntry.objects.record("renamed", unit, by=overseer)
        person = make.user()
        Employment.objects.create(user=person, agency=unit)
        AuditEntry.objects.record("signed_in", person, by=person)
    return town, village, other


def told_of(client, query, model):
    found = client.get(LIST, query).context["cl"].result_list
    label = model._meta.label_lower
    return {each.target_id for each in found if each.target_type == label}


@pytest.mark.parametrize(
    ("number", "units"), [(0, {0, 1}), (1, {1}), (2, {2})], ids=["town", "v", "other"]
)
def test_it_is_sifted_by_a_unit_with_all_below_it(client, branches, number, units):
    query = {"unit": branches[number].slug}

    inside = [branches[each] for each in units]
    assert told_of(client, query, Agency) == {each.pk for each in inside}
    for model in (Notice, Matter):
        rows = model.objects.filter(agency__in=inside)
        assert told_of(client, query, model) == {row.pk for row in rows}
    people = Employment.objects.filter(agency__in=inside)
    assert told_of(client, query, User) == {each.user_id for each in people}


def test_the_units_are_offered_step_by_step(client, branches):
    town, village, other = branches

    first = client.get(LIST)
    second = client.get(LIST, {"unit": town.slug})

    assert f"?unit={town.slug}" in first.text
    assert f"?unit={village.slug}" not in first.text
    assert f"?unit={village.slug}" in second.text
    assert f"?unit={town.parent.slug}" in second.text
    assert f"?unit={other.slug}" not in second.text


@pytest.mark.parametrize("slug", ["none", "", "\x00", "%"])
def test_a_unit_that_is_none_sifts_nothing(client, told, slug):
    page = client.get(LIST, {"unit": slug, "action": "renamed"})

    assert [each.action for each in page.context["cl"].result_list] == ["renamed"]


def test_the_file_is_of_the_chosen_unit_too(client, branches):
    town, village, _other = branches

    rows = table(client.get(f"{FILE}?unit={town.slug}&action=renamed"))

    assert {row[5] for row in rows[1:]} == {town.name, village.name}
    line = AuditEntry.objects.get(action="exported")
    assert parse_qs(line.note)["unit"] == [town.slug]


def test_every_filter_speaks_the_language_of_its_readers(client, overseer):
    page = client.get(LIST)

    filters = page.context["cl"].filter_specs
    offered = [str(word) for each in filters[:-1] for _key, word in each.lookup_choices]
    said = [str(each.title) for each in filters] + offered
    assert [word for word in said if re.search("[a-z]", word)] == []


def test_a_larger_branch_costs_no_more_queries(client, branches):
    town = branches[0]

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"unit": town.slug})
        return len(queries)

    few = cost()
    for _number in range(3):
        village = make.agency(parent=town)
        make.published_notice(unit=village)

    assert cost() == few


def test_every_record_of_a_unit_that_staff_keep_is_found_by_it():
    kept = [
        *(model for model in admin.site._registry if _has_unit(model)),
        *SignedWords.__subclasses__(),
    ]

    assert {model._meta.label_lower for model in kept} <= {*WAYS}


def _has_unit(model):
    return any(
        column.name == "agency" and column.related_model is Agency
        for column in model._meta.concrete_fields
    )


def test_the_file_holds_what_the_filters_leave_in_words(client, told):
    rows = table(client.get(f"{FILE}?action=renamed"))

    assert rows[0][:3] == ["时间", "人员", "动作"]
    assert rows[1][0] == "2026-09-30 23:59:59+08:00"
    assert rows[1][2] == "更名"
    assert rows[1][8] == "改革"
    assert len(rows) == 2


def test_the_file_holds_the_facts_of_each_line(client, told):
    rows = table(client.get(f"{FILE}?kind=directories.agency"))

    facts = {row[2]: row[9] for row in rows[1:]}
    assert rows[0][9] == "事实"
    assert json.loads(facts["更名"]) == {"before": {"name": "财政所"}}
    assert facts["调整隶属"] == ""


def test_no_cell_of_it_is_a_formula(client, told):
    rows = table(client.get(f"{FILE}?kind=directories.agency"))

    assert {row[5] for row in rows[1:]} == {"'=财政局"}


def test_that_it_was_taken_away_is_a_line_of_it(client, told, overseer):
    client.get(f"{FILE}?action=renamed")

    line = AuditEntry.objects.get(action="exported")
    assert line.actor == overseer
    assert parse_qs(line.note) == {"action": ["renamed"]}


def test_the_page_leads_to_the_file_with_the_same_filters(client, told):
    page = client.get(f"{LIST}?action=renamed")

    assert f'href="{FILE}?action=renamed"' in page.text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.OVERSEER])
def test_those_of_a_unit_take_nothing_away(client, role):
    client.force_login(make.member(role, make.agency(), is_staff=True))

    assert client.get(FILE).status_code == 403
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_a_line_of_the_trail_is_read_in_words(client, told):
    entry = AuditEntry.objects.get(action="renamed")

    page = client.get(reverse("admin:foundation_auditentry_change", args=[entry.pk]))

    fields = page.text.partition('<div class="submit-row')[0].partition("<fieldset")[2]
    assert "更名" in fields
    assert "directories.agency" not in fields


def test_a_line_is_headed_by_its_deed_in_words(client, told):
    entry = AuditEntry.objects.get(action="renamed")

    page = client.get(reverse("admin:foundation_auditentry_change", args=[entry.pk]))

    assert f"{entry.actor_name} 更名 {entry.target_name}" in page.text


def test_a_line_that_nobody_can_change_offers_no_history(client, told):
    entry = AuditEntry.objects.get(action="renamed")

    page = client.get(reverse("admin:foundation_auditentry_change", args=[entry.pk]))
    history = reverse("admin:foundation_auditentry_history", args=[entry.pk])

    assert "object-tools" not in page.text
    assert history not in page.text
    assert client.get(history).status_code == 404


def test_the_digests_of_what_was_signed_are_folded_away(client, overseer):
    matter = signed_matter()
    entry = AuditEntry.objects.get(action="signed", target_id=matter.pk)

    page = client.get(reverse("admin:foundation_auditentry_change", args=[entry.pk]))

    digests = list(entry.facts["imprint"]["words"].values())
    head, _summary, rest = page.text.partition("<summary>含全部摘要值")
    assert f"{len(digests)} 个摘要值" in head
    assert [each for each in digests if each in head] == []
    assert [each for each in digests if each not in rest] == []
    file = client.get(f"{FILE}?action=signed").getvalue().decode()
    assert [each for each in digests if each not in file] == []


def test_facts_that_are_words_are_not_folded(client, told):
    entry = AuditEntry.objects.get(action="renamed")

    page = client.get(reverse("admin:foundation_auditentry_change", args=[entry.pk]))

    assert "财政所" in page.text
    assert "含全部摘要值" not in page.text

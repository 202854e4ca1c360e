"""The trail is sifted, and taken away on the record."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from tests import factories as make

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

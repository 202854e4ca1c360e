"""Lists, windows and promises follow their unit, and promises keep what they were."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from directories.merging import close, merge
from directories.models import (
    Role,
    ServiceItem,
    ServicePoint,
    ServicePromise,
)
from directories.promises import keep_promise
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed
from tests.factories import agency, county, member, user
from tests.factories.service_lists import promise, service_item, service_point

pytestmark = pytest.mark.django_db

MODELS: dict[str, Any] = {
    "serviceitem": ServiceItem,
    "servicepoint": ServicePoint,
    "servicepromise": ServicePromise,
}
MAKE: dict[str, Any] = {
    "serviceitem": service_item,
    "servicepoint": service_point,
    "servicepromise": promise,
}
ADD = {model: reverse(f"admin:directories_{model}_add") for model in MODELS}
LISTS = {model: reverse(f"admin:directories_{model}_changelist") for model in MODELS}


@pytest.fixture
def unit():
    return agency("县民政局", code="990000-mzj")


@pytest.fixture
def overseer():
    return member(Role.OVERSEER, county())


def today():
    return local_day(clock.now())


# --- Units that end -----------------------------------------------------------------


def test_what_a_merged_unit_offers_goes_to_its_successor(unit, overseer):
    heir = agency("县民政和退役军人局")
    item = service_item(unit=unit)
    named = service_point(unit=unit, items=(item,))
    kept = promise(unit=unit)

    merge(unit, into=heir, by=overseer, on=today())

    for row in (item, named, kept):
        row.refresh_from_db()
        assert row.agency == heir
    facts = AuditEntry.objects.get(action="services_handed_over").facts
    counted = {"items": 1, "items_taken_off": 0, "points": 1, "promises": 1}
    assert counted.items() <= facts.items()


def test_an_item_that_the_successor_has_is_taken_off_the_old_list(unit, overseer):
    heir = agency("县退役军人局")
    service_item("优待证办理", unit=heir, code="0001")
    double = service_item("优待证核发", unit=unit, code="0001")

    merge(unit, into=heir, by=overseer, on=today())

    double.refresh_from_db()
    assert (double.agency, double.removed_on) == (unit, today())
    assert "县退役军人局" in double.removal_note
    assert [each.name for each in ServiceItem.objects.listed()] == ["优待证办理"]


def test_a_window_for_all_items_of_a_unit_stays_one_for_those(unit, overseer):
    heir = agency("县退役军人局")
    service_item(unit=heir)
    items = {service_item(unit=unit), service_item(unit=unit)}
    point = service_point(unit=unit)

    merge(unit, into=heir, by=overseer, on=today())

    assert set(point.items.all()) == items


def test_what_a_closed_unit_offered_ends_with_it(unit, overseer):
    item, point, kept = (
        service_item(unit=unit),
        service_point(unit=unit),
        promise(unit=unit),
    )
    later = promise("明年起", unit=unit, since=today() + timedelta(days=40))
    gone = service_item(unit=unit, removed_on=date(2020, 1, 1), removal_note="取消")

    close(unit, by=overseer, on=today())

    for row in (item, point, kept, later, gone):
        row.refresh_from_db()
    assert (item.removed_on, point.closed_on, kept.until) == (today(),) * 3
    assert later.until == later.since
    assert (gone.removed_on, gone.removal_note) == (date(2020, 1, 1), "取消")
    assert AuditEntry.objects.filter(action="services_ended").count() == 1


# --- Promises -----------------------------------------------------------------------


def test_a_change_of_words_keeps_what_was_promised_and_until_when(unit):
    clerk = member(Role.EDITOR, unit)
    kept = promise(unit=unit, limit=Decimal(4))
    kept.limit = Decimal(2)

    keep_promise(kept, by=clerk)

    former = kept.former.get()
    assert former.limit == 4
    yesterday = today() - timedelta(days=1)
    assert (former.since, former.until) == (date(2025, 1, 1), yesterday)
    assert former.changed_by == clerk
    assert ServicePromise.objects.get().limit == 2
    assert kept.since == today()
    facts = AuditEntry.objects.get(action="promise_changed").facts
    assert (facts["before"]["limit"], facts["after"]["limit"]) == ("4.00", "2")


def test_words_that_stay_leave_no_former_ones(unit):
    kept = promise(unit=unit)
    kept.position = 5
    kept.until = today() + timedelta(days=30)

    keep_promise(kept, by=member(Role.EDITOR, unit))

    assert not kept.former.exists()
    assert ServicePromise.objects.get().position == 5


def test_new_words_may_hold_from_another_day(unit):
    kept = promise(unit=unit)
    kept.wording, kept.since = "一小时内到场。", date(2026, 3, 1)

    keep_promise(kept, by=member(Role.EDITOR, unit))

    assert ServicePromise.objects.get().since == date(2026, 3, 1)
    assert kept.former.get().until == date(2026, 2, 28)


def test_words_that_are_changed_twice_on_a_day_are_all_kept(unit):
    clerk = member(Role.EDITOR, unit)
    kept = promise(unit=unit)
    for wording in ("两小时内到场。", "一小时内到场。"):
        kept.wording = wording
        keep_promise(kept, by=clerk)

    last, first = kept.former.all()
    assert (last.since, last.until) == (today(), today())
    assert first.until == today() - timedelta(days=1)


@pytest.mark.parametrize("role", Role)
def test_only_clerks_of_the_unit_promise_in_its_name(unit, role):
    person = member(role, unit)

    if role in (Role.EDITOR, Role.OVERSEER):
        assert promise(unit=unit, by=person).pk
        return
    with pytest.raises(NotAllowed):
        promise(unit=unit, by=person)
    assert not ServicePromise.objects.exists()


def test_nobody_takes_over_the_promise_of_a_neighbour(unit):
    theirs = promise(unit=unit)
    other = agency()
    theirs.agency = other

    with pytest.raises(NotAllowed):
        keep_promise(theirs, by=member(Role.EDITOR, other))


# --- What the tables refuse ----------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda unit: (
            service_item(unit=unit, code="1"),
            service_item(unit=unit, code="1"),
        ),
        lambda unit: service_item(unit=unit, legal_number=5, promised_number=6),
        lambda unit: promise(unit=unit, limit=None),
        lambda unit: promise(unit=unit, until=date(2024, 1, 1)),
    ],
)
def test_the_database_refuses_what_contradicts_itself(unit, make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(unit)


def test_working_days_and_calendar_days_are_not_compared(unit):
    item = service_item(
        unit=unit, legal_number=30, legal_unit="calendar_days", promised_number=40
    )

    assert item.pk


# --- Admin: role × door ---------------------------------------------------------------

ITEM_FORM = {
    **{"name": "殡葬补贴", "kind": "benefit", "code": "0002", "position": "0"},
    **{"legal_unit": "working_days", "promised_unit": "working_days"},
    "is_charged": "unknown",
}
POINT_FORM = {"kind": "agent", "name": "代办点", "place": "村部", "position": "0"}
PROMISE_FORM = {
    **{"subject": "窗口等候", "wording": "不超过十分钟。", "measure": "叫号机计时。"},
    **{"limit": "10", "telephone": "12345", "since": "2026-01-01", "position": "0"},
}


def form(model, unit):
    forms = {
        "serviceitem": ITEM_FORM,
        "servicepoint": POINT_FORM,
        "servicepromise": {**PROMISE_FORM, "limit_unit": "minutes"},
    }
    return {**forms[model], "agency": unit.pk}


@pytest.mark.parametrize("model", ADD)
@pytest.mark.parametrize("role", Role)
def test_these_roles_get_to_these_pages(client, unit, role, model):
    client.force_login(member(role, unit, is_staff=True))
    reads = role not in (Role.MAILBOX_CLERK, Role.INSPECTOR, Role.READER)
    writes = role in (Role.EDITOR, Role.OVERSEER)

    assert client.get(LISTS[model]).status_code == (200 if reads else 403)
    answer = client.post(ADD[model], form(model, unit))

    assert answer.status_code == (302 if writes else 403)
    assert MODELS[model].objects.exists() is writes
    assert AuditEntry.objects.filter(action="created").exists() is writes


@pytest.mark.parametrize("model", ADD)
def test_a_neighbours_rows_are_not_there(client, unit, model):
    row = MAKE[model](unit=unit)
    other = agency()
    client.force_login(member(Role.EDITOR, other, is_staff=True))
    address = reverse(f"admin:directories_{model}_change", args=[row.pk])

    assert client.get(address).status_code == 404
    assert client.post(address, form(model, other)).status_code == 404
    assert client.post(ADD[model], form(model, unit)).status_code == 200


@pytest.mark.parametrize("model", ADD)
def test_nobody_deletes_what_was_public(client, unit, model):
    row = MAKE[model](unit=unit)
    client.force_login(user(is_staff=True, is_superuser=True))

    address = reverse(f"admin:directories_{model}_delete", args=[row.pk])

    assert client.post(address, {"post": "yes"}).status_code == 403


def test_a_window_names_items_of_ones_own_units_only(client, unit):
    mine, theirs = service_item(unit=unit), service_item()
    client.force_login(member(Role.EDITOR, unit, is_staff=True))

    refused = client.post(
        ADD["servicepoint"], {**form("servicepoint", unit), "items": [theirs.pk]}
    )
    client.post(ADD["servicepoint"], {**form("servicepoint", unit), "items": [mine.pk]})

    assert refused.context["errors"]
    assert list(ServicePoint.objects.get().items.all()) == [mine]


def test_two_items_of_a_unit_with_one_code_are_told_on_the_form(client, unit):
    service_item(unit=unit, code="0002")
    client.force_login(member(Role.EDITOR, unit, is_staff=True))

    answer = client.post(ADD["serviceitem"], form("serviceitem", unit))

    assert answer.status_code == 200
    assert ServiceItem.objects.count() == 1


def test_a_clerk_changes_a_promise_and_sees_what_it_was(client, unit):
    kept = promise(unit=unit)
    client.force_login(member(Role.EDITOR, unit, is_staff=True))
    address = reverse("admin:directories_servicepromise_change", args=[kept.pk])

    answer = client.post(address, form("servicepromise", unit))

    assert answer.status_code == 302
    assert kept.former.get().wording == "接到报修后到场抢修。"
    assert "接到报修后到场抢修。" in client.get(address).text

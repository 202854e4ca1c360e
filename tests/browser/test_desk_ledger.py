"""The ledger at the desk in a real browser: sound pages, and few taps to a form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from directories.cadences import AdHoc, Periodic
from directories.models import Role
from directories.periods import Span
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.fulfilling import explain
from notices.period_words import period_said
from tests import factories as make
from tests.factories.ledger import duty, fulfilled, slots_of

from .pages import LONG_TITLE, Stop, faults_of

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [pytest.param(360, id="phone"), pytest.param(1280, id="desktop")]


@pytest.fixture
def unit(db):
    return make.agency("清源县民政局")


@pytest.fixture
def slots(unit):
    """A monthly duty whose first period is filled."""
    since = local_day(clock.now()) - timedelta(days=150)
    monthly = Periodic(Span.MONTH)
    found = slots_of(duty(unit, cadence=monthly, since=since, name=LONG_TITLE[:60]))
    fulfilled(found[0], title=f"{period_said(found[0].key)}城乡低保对象名单")
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_ledger_are_sound(open_page, sign_in, unit, slots, width):
    duty(make.agency(parent=unit), cadence=AdHoc(), name="临时救助")
    clerk = make.member(Role.EDITOR, unit, is_staff=True, name="王芳")
    explain(slots[1], "本月没有新增对象，情况属实。" * 8, by=clerk)
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, clerk)

    stops = [
        Stop("ledger", reverse("desk-ledger")),
        Stop("filled slot", reverse("desk-slot", args=[slots[0].pk])),
        Stop("explained slot", reverse("desk-slot", args=[slots[1].pk])),
        Stop("empty slot", reverse("desk-slot", args=[slots[2].pk])),
        Stop("events", reverse("desk-ledger-events")),
    ]

    faults = {stop.name: faults_of(page, stop) for stop in stops}
    assert {name: found for name, found in faults.items() if found} == {}


def test_two_taps_lead_from_the_desk_to_the_ledger_and_to_a_filled_form(
    browser_page, sign_in, unit, slots
):
    page = browser_page
    sign_in(page, make.member(Role.EDITOR, unit, is_staff=True))
    page.goto(reverse("desk-home"))

    page.click(f"a[href='{reverse('desk-ledger')}']")
    page.click(f"a[href='{reverse('desk-slot-post', args=[slots[1].pk])}']")

    title = f"{period_said(slots[1].key)}城乡低保对象名单"
    assert page.input_value("#id_title") == title
    assert page.input_value("#id_slot") == str(slots[1].pk)

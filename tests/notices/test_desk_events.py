"""Events at the desk: what happened that a duty calls to disclose."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from directories.cadences import AdHoc
from directories.models import DutyEvent, Role, Slot
from disclosure_portal.foundation.models import AuditEntry
from tests.factories import agency, member
from tests.factories.ledger import duty, slots_of

pytestmark = pytest.mark.django_db

LEDGER = "/desk/ledger/"


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to("2026-04-28T09:00:00+08:00", tick=False)


@pytest.fixture
def unit(db):
    return agency("民政局")


@pytest.fixture
def clerk(client, unit):
    person = member(Role.EDITOR, unit, is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def called(unit):
    """A duty that falls due when something happens."""
    return duty(unit, cadence=AdHoc(), since=date(2026, 1, 1), name="临时救助")


def test_an_event_opens_a_slot_of_its_duty(client, clerk, called):
    given = {"item": called.pk, "on": "2026-04-20", "about": "发放一批临时救助金"}

    answer = client.post("/desk/ledger/events/", given, follow=True)

    (slot,) = slots_of(called)
    assert "发放一批临时救助金" in answer.text
    assert "发放一批临时救助金" in client.get(LEDGER).text
    assert slot.period_end == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"about": ""}, 400),
        ({"about": "手机13812341234"}, 400),
        ({"on": "2026-04-31"}, 400),
        ({"on": "2026-05-20"}, 409),  # it lies ahead
        ({"item": "7777777"}, 400),
        ({"item": "x"}, 400),
    ],
)
def test_a_bad_event_is_told_and_opens_nothing(client, clerk, called, change, status):
    given = {"item": called.pk, "on": "2026-04-20", "about": "发放"} | change

    answer = client.post("/desk/ledger/events/", given)

    assert answer.status_code == status
    assert not Slot.objects.exists()


def test_nobody_enters_events_of_another_unit(client, called):
    client.force_login(member(Role.EDITOR, agency()))
    given = {"item": called.pk, "on": "2026-04-20", "about": "发放"}

    assert client.post("/desk/ledger/events/", given).status_code == 400
    assert not DutyEvent.objects.exists()


def test_an_event_is_struck_out_by_who_signs(client, unit, clerk, called):
    given = {"item": called.pk, "on": "2026-04-20", "about": "发放"}
    client.post("/desk/ledger/events/", given)
    event = DutyEvent.objects.get()
    address = reverse("desk-ledger-event-strike", args=[event.pk])
    refused = client.post(address, {"reason": "误登。"})
    client.force_login(member(Role.APPROVER, unit))

    unsaid = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "误登。"})
    again = client.post(address, {"reason": "误登。"})

    statuses = [each.status_code for each in (refused, unsaid, done, again)]
    assert statuses == [404, 400, 302, 409]
    assert not Slot.objects.exists()
    assert AuditEntry.objects.filter(action="duty_event_struck").count() == 1


def test_the_duties_of_one_unit_stand_in_the_list_at_a_time(client, unit, called):
    other = duty(agency("石桥村", parent=unit), cadence=AdHoc(), name="村级救助")
    client.force_login(member(Role.EDITOR, unit))

    first = client.get("/desk/ledger/events/").text
    of_other = client.get("/desk/ledger/events/", {"unit": other.agency.slug}).text
    unknown = client.get("/desk/ledger/events/", {"unit": "x"}).text

    assert ("临时救助" in first, "村级救助" in first) == (True, False)
    assert ("临时救助" in of_other, "村级救助" in of_other) == (False, True)
    assert "临时救助" in unknown


@pytest.mark.parametrize("size", [1, 6])
def test_the_page_costs_the_same_however_much_happened(
    client, clerk, called, size, django_assert_num_queries
):
    for number in range(size):
        given = {"item": called.pk, "on": "2026-04-20", "about": f"发放{number}"}
        client.post("/desk/ledger/events/", given)
    client.get("/desk/ledger/events/")

    # Session, user, seats, site, units, whether a duty falls due so, which, and events.
    with django_assert_num_queries(8):
        client.get("/desk/ledger/events/")

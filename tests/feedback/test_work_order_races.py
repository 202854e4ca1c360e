"""A hotline sends an order twice at once, and reads on while deeds are being done."""

from __future__ import annotations

import pytest
from django.db import connection

from disclosure_portal.foundation.models import AuditEntry
from feedback import intake
from feedback.api.order_intake import given_of
from feedback.models import Letter, WorkOrder
from feedback.work_orders import take_in, told_after
from tests.factories.letters import office_clerk
from tests.notices.test_races import at_once

from .hotline import Hotline

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections"),
]


def test_the_same_order_sent_four_times_at_once_is_one_letter():
    hotline = Hotline()
    system = hotline.token.system
    sent = hotline.order() | {"accuses": False, "hides_name": False}
    made = []

    def send():
        made.append(take_in(system, "W-1", given_of(sent), by=system.user))

    failures = at_once(send, send, send, send)

    assert failures == []
    assert sorted(is_new for _order, is_new in made) == [False, False, False, True]
    assert len({order.pk for order, _is_new in made}) == 1
    assert (Letter.objects.count(), WorkOrder.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(action="received").count() == 1


def test_who_reads_on_while_deeds_are_done_misses_none():
    hotline = Hotline()
    system = hotline.token.system
    letters = [hotline.letter(f"W-{number}") for number in range(6)]
    clerks = [office_clerk(letter) for letter in letters]
    read: list[int] = []

    def follow():
        last = 0
        for _look in range(40):
            rows = list(told_after(system, last, system.user))
            read.extend(row.seq for row in rows)
            last = read[-1] if read else 0

    def accept(at):
        return lambda: intake.accept(letters[at], by=clerks[at])

    failures = at_once(follow, *(accept(at) for at in range(6)))
    last = read[-1] if read else 0
    read.extend(row.seq for row in told_after(system, last, system.user))

    assert failures == []
    assert read == sorted(set(read))
    assert len(read) == 6

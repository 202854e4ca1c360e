"""The trail is anchored in the log of publications once a day, and held against it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import (
    AuditEntry,
    Receipt,
    ReceiptKind,
    ScheduledRun,
)
from disclosure_portal.foundation.ticking import run_due
from disclosure_portal.foundation.trail_anchoring import anchor_trail
from notices.trail_checking import trail_findings
from tests.factories import published_notice

from .logged import found, unguarded
from .test_log_checking import other_values

pytestmark = pytest.mark.django_db


def anchored_after(hours: int) -> str:
    with clock.frozen_at(clock.now() + timedelta(hours=hours)):
        return anchor_trail()


def words() -> list[str]:
    return [str(finding) for finding in trail_findings(lambda _count: None)]


@pytest.fixture(name="trail")
def trail_of_a_day():
    published_notice()
    anchored_after(hours=24)
    return AuditEntry.objects.order_by("pk")


def test_a_day_of_the_trail_becomes_one_line_of_the_log(trail):
    line = Receipt.objects.get(kind=ReceiptKind.AUDIT_ANCHOR)

    assert line.facts == {
        "after": "0",
        "up_to": str(trail.last().pk),
        "entries": str(trail.count()),
    }
    assert line.subject_id is None


def test_the_duties_of_the_portal_anchor_it(trail):
    published_notice()
    with clock.frozen_at(clock.now() + timedelta(hours=30)):
        run_due()

    assert ScheduledRun.objects.get(name="anchor").result.endswith("entries anchored")
    assert Receipt.objects.filter(kind=ReceiptKind.AUDIT_ANCHOR).count() == 2


def test_entries_of_the_last_hours_wait_for_the_next_day(trail):
    published_notice()

    assert anchored_after(hours=1) == "nothing to anchor"


def test_a_whole_trail_is_named_nowhere(trail):
    published_notice()
    anchored_after(hours=48)

    assert words() == []
    assert found() == []


def test_an_entry_that_was_taken_out_is_named_by_its_anchor(trail):
    with unguarded():
        trail.filter(pk=trail.first().pk).delete()

    (told,) = words()

    count = trail.count()
    assert f"当时 {count + 1} 条，现为 {count} 条" in told


def test_an_entry_that_was_put_in_is_named():
    published_notice()
    entry = AuditEntry.objects.order_by("pk")[0]
    with unguarded():
        AuditEntry.objects.filter(pk=entry.pk).delete()
    anchored_after(hours=24)

    entry.save(force_insert=True)

    assert len(words()) == 1


@pytest.mark.parametrize(
    "name", [column.name for column in AuditEntry._meta.concrete_fields[1:]]
)
def test_every_column_of_an_entry_that_is_altered_is_named(trail, name):
    column: Any = AuditEntry._meta.get_field(name)
    entry = trail.exclude(actor=None).first()
    with unguarded():
        value = other_values(column, getattr(entry, column.attname))[0]
        trail.filter(pk=entry.pk).update(**{column.attname: value})

    assert len(words()) == 1


def test_an_anchor_that_leaves_entries_out_is_named(trail):
    published_notice()
    anchored_after(hours=48)
    with unguarded():
        Receipt.objects.get(kind=ReceiptKind.AUDIT_ANCHOR, facts__after="0").delete()

    assert any("从未" in told for told in words())

"""The trail is anchored in the log of publications once a day, and held against it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import (
    AuditEntry,
    Receipt,
    ReceiptKind,
    ScheduledRun,
    SignedHead,
)
from disclosure_portal.foundation.ticking import run_due
from disclosure_portal.foundation.trail_anchoring import anchor_trail, loose_entries
from notices.head_signing import sign_head
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


@contextmanager
def somebody_writing():
    """Another connection that has written an entry and not committed."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO foundation_auditentry (at, action, actor_name,"
                " target_type, target_name, before, after, note, facts)"
                " VALUES (now(), 'edited', '', '', '', '', '', '', '{}')"
            )
        yield
        other.commit()
    finally:
        other.close()


# --- On demand ----------------------------------------------------------------------


def test_a_head_that_is_signed_on_demand_fixes_the_trail_up_to_this_moment():
    published_notice()
    loose = loose_entries()
    assert loose is not None
    assert loose.entries == AuditEntry.objects.count()

    signed = sign_head()

    assert signed is not None
    anchor = Receipt.objects.get(kind=ReceiptKind.AUDIT_ANCHOR)
    assert anchor.facts["up_to"] == str(AuditEntry.objects.latest("pk").pk)
    assert (signed.seq, signed.digest) == (anchor.seq, anchor.digest)
    assert loose_entries() is None


def test_what_is_altered_right_after_a_head_was_signed_is_named():
    published_notice()
    sign_head()
    with unguarded():
        AuditEntry.objects.filter(pk=AuditEntry.objects.latest("pk").pk).update(
            note="改过"
        )

    assert len(words()) == 1


def test_signing_again_with_nothing_new_adds_no_line():
    published_notice()
    sign_head()
    lines = Receipt.objects.count()

    sign_head()

    assert Receipt.objects.count() == lines
    assert loose_entries() is None


def test_entries_since_the_last_head_are_anchored_by_the_next():
    published_notice()
    sign_head()
    published_notice()

    sign_head()

    first, second = Receipt.objects.filter(kind=ReceiptKind.AUDIT_ANCHOR).order_by(
        "seq"
    )
    assert second.facts["after"] == first.facts["up_to"]
    assert words() == []
    assert SignedHead.objects.latest("pk").seq == second.seq


def test_the_check_says_how_many_entries_are_not_anchored_until_a_head_is_signed(
    capsys,
):
    with clock.frozen_at(clock.now().replace(microsecond=0)):
        published_notice()
        count = AuditEntry.objects.count()

        call_command("verify_log", rows=True)
        before = capsys.readouterr().out
        sign_head()
        call_command("verify_log", rows=True)
        after = capsys.readouterr().out

    assert f"有{count}条操作留痕" in before
    assert "尚未锚定" in before
    assert "sign_head" in before
    assert "尚未锚定" not in after


def test_a_check_of_the_links_alone_says_nothing_of_the_trail(capsys):
    published_notice()

    call_command("verify_log")

    assert "尚未锚定" not in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)
def test_an_entry_that_somebody_is_writing_is_not_passed_over():
    """While it waits in another transaction, only what is long settled is anchored."""
    published_notice()
    with somebody_writing():
        sign_head()
        assert not Receipt.objects.filter(kind=ReceiptKind.AUDIT_ANCHOR).exists()

    sign_head()

    assert loose_entries() is None
    assert words() == []

"""A move is guard, compare-and-swap, record: for any model that declares MOVES."""

from __future__ import annotations

import pytest
from django.db import transaction

from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.models import Notice, NoticeStatus
from tests.factories import draft_notice, submitted_notice, user

pytestmark = pytest.mark.django_db


def test_a_move_changes_the_row_the_object_and_the_trail():
    notice = draft_notice()
    person = user("张三")

    notice.move("in_review", by=person, note="请审", step="signature")

    row = Notice.objects.get()
    assert (row.status, row.step) == ("in_review", "signature")
    assert (notice.status, notice.step) == ("in_review", "signature")
    line = AuditEntry.objects.filter(action="moved").get()
    assert (line.actor, line.actor_name) == (person, "张三")
    assert (line.before, line.after, line.note) == ("draft", "in_review", "请审")
    assert (line.target_type, line.target_id) == ("notices.notice", notice.pk)
    assert line.target_name == notice.title


@transaction.atomic
def move_and_fail(notice):
    notice.move("in_review", by=user())
    raise RuntimeError


def test_the_name_in_the_trail_is_that_of_the_time():
    notice = draft_notice()
    person = user("张三")
    notice.move("in_review", by=person)

    person.name = "张四"
    person.save()

    assert AuditEntry.objects.get(action="moved").actor_name == "张三"


def test_a_move_that_the_table_lacks_is_refused_and_explained():
    notice = draft_notice(title="停水通知")

    with pytest.raises(TransitionError, match="停水通知"), transaction.atomic():
        notice.move("published", by=user())

    assert Notice.objects.get().status == NoticeStatus.DRAFT
    assert not AuditEntry.objects.filter(action="moved").exists()


def test_the_second_of_two_loses_and_leaves_no_line():
    notice = draft_notice()
    same_notice = Notice.objects.get()
    notice.move("in_review", by=user())

    with pytest.raises(StaleStatusError), transaction.atomic():
        same_notice.move("in_review", by=user())

    assert same_notice.status == NoticeStatus.DRAFT
    assert AuditEntry.objects.filter(action="moved").count() == 1


def test_what_was_expected_must_still_hold():
    notice = submitted_notice()
    Notice.objects.update(content_version=7)

    with pytest.raises(StaleStatusError):
        notice.move("draft", by=user(), expect={"content_version": 1})


def test_a_move_is_undone_with_the_deed_it_belongs_to():
    notice = draft_notice()

    with pytest.raises(RuntimeError):
        move_and_fail(notice)

    assert Notice.objects.get().status == NoticeStatus.DRAFT
    assert not AuditEntry.objects.filter(action="moved").exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DomainError, "refused"),
        (TransitionError, "wrong_status"),
        (StaleStatusError, "changed_meanwhile"),
        (NotAllowed, "not_allowed"),
    ],
)
def test_refusals_carry_a_code_for_machines(error, code):
    assert error.code == code
    assert issubclass(error, DomainError)

"""Two who correct at once, and a correction against a withdrawal: two connections."""

from __future__ import annotations

import pytest
from django.db import connection

from directories.models import Role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import TransitionError
from notices.correcting import CorrectionOpen, open_correction
from notices.models import Correction, Notice, NoticeStatus, Revision, Tick
from notices.publication import sign, withdraw
from notices.tallying import recount
from tests.factories import member, published_notice, submitted_correction

from .test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections"),
]


def fresh(notice):
    return Notice.objects.select_related("agency", "board").get(pk=notice.pk)


@pytest.mark.parametrize("turn", range(3))
def test_of_two_who_begin_at_once_one_corrects_and_the_other_is_told(turn):
    notice = published_notice()
    editors = [member(Role.EDITOR, notice.agency) for _each in range(2)]

    def opening(editor):
        return lambda: open_correction(fresh(notice), by=User.objects.get(pk=editor.pk))

    failures = at_once(*(opening(editor) for editor in editors))

    assert [type(failure) for failure in failures] == [CorrectionOpen]
    first = Correction.objects.get().opened_by
    assert str(first) in str(failures[0])


@pytest.mark.parametrize("turn", range(3))
def test_a_correction_and_a_withdrawal_at_once_leave_one_whole_state(turn):
    notice = published_notice()
    correction = submitted_correction(notice, title="新标题")
    signer, withdrawer = (member(Role.APPROVER, notice.agency) for _each in range(2))

    failures = at_once(
        lambda: sign(
            fresh(correction), by=User.objects.get(pk=signer.pk), ticks=Tick.values
        ),
        lambda: withdraw(
            fresh(notice),
            by=User.objects.get(pk=withdrawer.pk),
            ground="wrong",
            reason="内容有误。",
        ),
    )

    after, merged = fresh(notice), fresh(correction)
    assert after.status == NoticeStatus.WITHDRAWN
    is_merged = merged.status == NoticeStatus.MERGED
    assert Revision.objects.filter(notice=notice).count() == (2 if is_merged else 1)
    assert (after.title == "新标题") == is_merged
    assert all(isinstance(failure, TransitionError) for failure in failures)
    assert len(failures) == (0 if is_merged else 1)
    assert recount() == 0


def test_of_two_who_sign_one_correction_at_once_one_is_told():
    notice = published_notice()
    correction = submitted_correction(notice)
    signers = [member(Role.APPROVER, notice.agency) for _each in range(2)]

    def signing(signer):
        return lambda: sign(
            fresh(correction), by=User.objects.get(pk=signer.pk), ticks=Tick.values
        )

    failures = at_once(*(signing(signer) for signer in signers))

    assert len(failures) == 1
    assert [row.number for row in notice.revisions.all()] == [1, 2]
    assert recount() == 0

"""Every deed leaves its line in the trail: who, what, to which record."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from directories.granting import employ
from directories.merging import recode
from directories.models import Employment, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.trail_words import ACTIONS
from notices.activities import take_out_file
from notices.elsewhere import register_posting, strike_posting
from notices.erasures import decline_erasure
from notices.matters import put_on_file, take_off_file
from notices.models import Posting, Stage, VisitorCount
from notices.publication import withdraw
from notices.reading_points import count_visitors, strike_count
from notices.withdrawal_requests import ask_withdrawal, decline_withdrawal
from tests import factories as make
from tests.factories.matters import signed_matter
from tests.factories.records import activity_draft, file_of, reading_point, signed
from tests.factories.systems import new_token, source_system
from tests.notices.logged import whole_notice

TESTS = Path(__file__).parent.parent

pytestmark = pytest.mark.django_db


def employed() -> Any:
    unit = make.agency()
    person = make.user()
    employ(Employment(user=person, agency=unit), by=make.member(Role.OVERSEER, unit))
    return person


def unit_with_another_code() -> Any:
    unit = make.agency()
    recode(unit, code=f"{unit.code}-A", by=make.member(Role.OVERSEER, unit))
    return unit


def erasure_that_was_declined() -> Any:
    notice = make.published_notice()
    approver = make.member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="privacy", reason="误登个人情况。")
    second = make.member(Role.OVERSEER, notice.agency.parent)
    decline_erasure(notice, by=second, reason="已隐去姓名，不必销毁。")
    return notice


def activity_without_its_photograph() -> Any:
    draft = activity_draft()
    file = file_of(draft, b"%PDF-1.4\n%%EOF\n", "手册.pdf", "material")
    signed(draft)
    file.refresh_from_db()
    approver = make.member(Role.APPROVER, draft.agency)
    take_out_file(file, by=approver, reason="内容有误")
    return draft


def matter_with_a_notice() -> Any:
    matter = signed_matter()
    clerk = make.member(Role.EDITOR, matter.agency)
    notice = make.published_notice(unit=matter.agency)
    put_on_file(matter, notice, stage=Stage.DURING, by=clerk)
    return matter


def matter_without_its_notice() -> Any:
    matter = matter_with_a_notice()
    take_off_file(matter.entries.get(), by=make.member(Role.EDITOR, matter.agency))
    return matter


def posting_elsewhere() -> Posting:
    notice = make.published_notice()
    place = Posting(place="村务公开栏", shown_from=date(2026, 3, 2))
    return register_posting(notice, place, by=make.member(Role.EDITOR, notice.agency))


def posting_that_was_struck_out() -> Any:
    posting = posting_elsewhere()
    clerk = make.member(Role.EDITOR, posting.notice.agency)
    strike_posting(posting, by=clerk, reason="登记有误")
    return posting.notice


def visitors() -> VisitorCount:
    day = local_day(clock.now()) - timedelta(days=1)
    point = reading_point(opened_on=day)
    count = VisitorCount(point=point, first_day=day, last_day=day, visitors=3)
    return count_visitors(count, by=make.member(Role.EDITOR, point.agency))


def visitors_that_were_struck_out() -> Any:
    count = visitors()
    strike_count(count, by=make.member(Role.EDITOR, count.point.agency))
    return count.point


def withdrawal_that_was_asked() -> Any:
    notice = make.published_notice()
    ask_withdrawal(notice, by=notice.author, ground="wrong", reason="内容有误。")
    return notice


def withdrawal_that_was_declined() -> Any:
    notice = withdrawal_that_was_asked()
    approver = make.member(Role.APPROVER, notice.agency)
    decline_withdrawal(notice, by=approver, reason="核对无误。")
    return notice


DEEDS: dict[str, Callable[[], Any]] = {
    "employed": employed,
    "erasure_declined": erasure_that_was_declined,
    "file_taken_out": activity_without_its_photograph,
    "joined": matter_with_a_notice,
    "parted": matter_without_its_notice,
    "posting_closed": whole_notice,
    "posting_struck": posting_that_was_struck_out,
    "recoded": unit_with_another_code,
    "registered": source_system,
    "shown_elsewhere": lambda: posting_elsewhere().notice,
    "token_issued": new_token,
    "visitors_counted": lambda: visitors().point,
    "visitors_struck": visitors_that_were_struck_out,
    "withdrawal_asked": withdrawal_that_was_asked,
    "withdrawal_declined": withdrawal_that_was_declined,
}


@pytest.mark.parametrize("action", DEEDS)
def test_a_deed_leaves_one_line_that_names_who_did_what(action):
    target = DEEDS[action]()

    (line,) = AuditEntry.objects.filter(
        action=action,
        target_type=target._meta.label_lower,
        target_id=target.pk,
    )
    assert line.actor_id is not None
    assert line.actor_name


def test_each_word_of_the_trail_is_asked_for_in_a_test():
    """A new deed comes with its test."""
    told = {
        node.value
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert set(ACTIONS) - told == set()

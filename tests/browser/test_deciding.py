"""A decider on a telephone: from the desk, three taps agree to a step."""

from __future__ import annotations

import pytest

from directories.models import Role
from notices.models import Notice, NoticeStatus, ReviewDecision
from tests.factories import member, submitted_notice
from tests.factories.chains import ALL_TICKS, notice_at, whole_chain

from .pages import axe_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}


def test_three_taps_from_the_desk_agree_to_a_waiting_step(open_page, sign_in, unit):
    whole_chain(unit)
    notice = notice_at("review", unit, title="关于公布收费标准的通知")
    decider = member(Role.REVIEWER, unit, name="何审核")
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(page, decider)
    page.goto("/desk/")

    with page.expect_navigation():
        page.get_by_role("link", name=notice.title).tap()
    page.get_by_label("以上各项我均已核对").tap()
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    with page.expect_navigation(url="**/desk/"):
        page.locator("[action$='/agree/'] button").tap()

    decision = ReviewDecision.objects.get(step="review")
    assert (decision.by, decision.ticks) == (decider, list(ALL_TICKS))
    assert Notice.objects.get().step == "agreement"
    assert page.get_by_role("link", name=notice.title).count() == 0


def test_three_taps_from_the_desk_sign_where_one_signature_is_the_whole_chain(
    open_page, sign_in, unit
):
    notice = submitted_notice(unit=unit, title="关于停水的通知")
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(page, member(Role.APPROVER, unit))
    page.goto("/desk/")

    with page.expect_navigation():
        page.get_by_role("link", name=notice.title).tap()
    page.get_by_label("以上各项我均已核对").tap()
    assert axe_faults(page) == []
    with page.expect_navigation(url="**/desk/"):
        page.locator("[action$='/sign/'] button").tap()

    assert set(ReviewDecision.objects.get().ticks) == set(ALL_TICKS)
    assert Notice.objects.get().status == NoticeStatus.PUBLISHED

"""Every deed leaves its line in the trail: who, what, to which record."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from directories.adopting import adopt
from directories.cadences import AdHoc
from directories.catalogue_editions import hand_in, open_edition
from directories.catalogue_entries import change_entry, leave_out
from directories.duty_events import register_event, strike_event
from directories.granting import employ, grant, revoke
from directories.merging import close, merge, move, recode, rename
from directories.models import (
    Employment,
    LimitState,
    Membership,
    Role,
    StandardItem,
)
from directories.promises import keep_promise
from directories.standard_import import settle_limit
from directories.tokens import revoke_token
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.trail_words import ACTIONS
from notices.activities import take_out_file
from notices.discarding import discard
from notices.drafting import save_draft
from notices.elsewhere import strike_posting
from notices.erasures import decline_erasure
from notices.fulfilling import explain, link, strike
from notices.leak_deeds import override_leaks
from notices.matters import put_on_file, strike_meeting, take_off_file
from notices.models import Matter, Notice, Stage, VisitorCount
from notices.posting_results import return_result
from notices.publication import withdraw
from notices.reading_points import count_visitors, strike_count
from notices.two_hands import hide_former, write
from notices.warnings_in_force import end_warning
from notices.withdrawal_requests import ask_withdrawal, decline_withdrawal
from tests import factories as make
from tests.catalogue_sheets import relief_catalogue
from tests.factories.chains import notice_at, whole_chain
from tests.factories.directories import county
from tests.factories.guides import guide_in, written_guide
from tests.factories.ledger import duty, entry, slots_of
from tests.factories.matters import meeting_of, signed_matter
from tests.factories.postings import proposed, shown_elsewhere
from tests.factories.records import activity_draft, file_of, reading_point, signed
from tests.factories.service_lists import guided, promise, service_item
from tests.factories.standards import take_catalogue
from tests.factories.structures import posted_notice, publish, warning_draft
from tests.factories.systems import SystemClient, new_token, source_system
from tests.notices.logged import erased_notice, overridden_notice, whole_notice

from .deeds_elsewhere import ELSEWHERE

TESTS = Path(__file__).parent.parent

pytestmark = pytest.mark.django_db


def employed() -> Any:
    unit = make.agency()
    person = make.user()
    employ(Employment(user=person, agency=unit), by=make.member(Role.OVERSEER, unit))
    return person


def unit_that_took_another_in() -> Any:
    into = make.agency()
    unit_that_was(merge, into=into)
    return into


def promise_that_was_changed() -> Any:
    kept = promise()
    kept.wording = "一小时内到场。"
    return keep_promise(kept, by=make.member(Role.EDITOR, kept.agency))


def unit_with_another_code() -> Any:
    unit = make.agency()
    recode(unit, code=f"{unit.code}-A", by=make.member(Role.OVERSEER, unit))
    return unit


def erasure_that_was_declined() -> Any:
    notice = make.published_notice()
    approver = make.member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="privacy", reason="误登个人情况。")
    second = make.member(Role.OVERSEER, county())
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


def activity_without_its_former_words() -> Any:
    row = signed(activity_draft())
    approver = make.member(Role.APPROVER, row.agency)
    hide_former(row, by=approver, reason="原文有个人信息。")
    return row


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


def matter_without_its_meeting() -> Any:
    matter = signed_matter()
    meeting = meeting_of(matter)
    signed(Matter.objects.get(pk=matter.pk))
    approver = make.member(Role.APPROVER, matter.agency)
    strike_meeting(meeting, by=approver, reason="误登姓名。")
    return matter


def posting_that_was_struck_out() -> Any:
    posting = shown_elsewhere(make.published_notice())
    approver = make.member(Role.APPROVER, posting.notice.agency)
    strike_posting(posting, by=approver, reason="登记有误")
    return posting.notice


def posting_whose_result_was_returned() -> Any:
    notice = posted_notice(days=5)
    with clock.frozen_at(clock.now() + timedelta(days=30)):
        proposed(notice)
        approver = make.member(Role.APPROVER, notice.agency)
        return_result(notice, by=approver, reason="请写明异议数。")
    return notice


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


def unit_that_was(deed: Callable[..., None], **words: Any) -> Any:
    unit = make.agency()
    overseer = make.member(Role.OVERSEER, county())
    deed(unit, by=overseer, on=local_day(clock.now()), **words)
    return unit


def person_with_a_role() -> Any:
    unit, person = make.agency(), make.user()
    seat = Membership(user=person, agency=unit, role=Role.EDITOR)
    grant(seat, by=make.member(Role.OVERSEER, county()))
    return person


def person_without_the_role() -> Any:
    person = person_with_a_role()
    revoke(person.memberships.get(), by=make.member(Role.OVERSEER, county()))
    return person


def token_that_was_revoked() -> Any:
    token = new_token()
    unit = token.system.agency
    revoke_token(token, by=make.member(Role.OVERSEER, unit))
    return token


def draft_that_was_changed() -> Any:
    draft = make.draft_notice()
    draft.title = "改过的标题"
    return save_draft(draft, by=draft.author)


def draft_that_was_thrown_away() -> Any:
    draft = make.draft_notice()
    pk = draft.pk
    discard(draft, by=draft.author)
    draft.pk = pk
    return draft


def draft_with_a_telephone_that_stays() -> Any:
    draft = make.draft_notice(body="<p>联系人手机13812341234。</p>")
    override_leaks(draft, by=draft.author, reason="本人同意公开。")
    return draft


def notice_with_a_correction() -> Any:
    notice = make.published_notice()
    make.correction_of(notice)
    return notice


def notice_that_was_corrected() -> Any:
    notice = make.published_notice()
    make.corrected_notice(notice)
    return notice


def notice_that_is_to_be_erased() -> Any:
    return make.withdrawn_notice(ground="privacy")


def point_with_changed_words() -> Any:
    point = reading_point()
    point.place = "县档案馆二楼"
    write(point, by=make.member(Role.EDITOR, point.agency))
    return point


def warning_that_was_ended() -> Any:
    notice = publish(warning_draft())
    approver = make.member(Role.APPROVER, notice.agency)
    end_warning(notice, by=approver, note="大风减弱。")
    return notice


def step_that_was_agreed_to() -> Any:
    return notice_at("agreement", reviewed_unit())


def open_slot() -> Any:
    """The oldest slot of a unit's duty, and a clerk of the unit."""
    slot = slots_of(duty())[0]
    return slot, make.member(Role.EDITOR, slot.agency)


def slot_that_was_explained() -> Any:
    slot, clerk = open_slot()
    explain(slot, "本期没有此项业务。", by=clerk)
    return slot


def slot_with_a_notice() -> Any:
    slot, clerk = open_slot()
    link(slot, make.published_notice(unit=slot.agency), by=clerk)
    return slot


def slot_that_was_struck() -> Any:
    slot = slot_that_was_explained()
    approver = make.member(Role.APPROVER, slot.agency)
    strike(slot.fulfilments.get(), by=approver, reason="说明有误。")
    return slot


def duty_with_an_event() -> Any:
    item = duty(cadence=AdHoc(), since=date(2026, 1, 1))
    day = local_day(clock.now())
    clerk = make.member(Role.EDITOR, item.agency)
    register_event(item, on=day, about="发放一批救助金", by=clerk)
    return item


def duty_without_its_event() -> Any:
    item = duty_with_an_event()
    approver = make.member(Role.APPROVER, item.agency)
    strike_event(item.events.get(), by=approver, reason="误登。")
    return item


def reviewed_unit() -> Any:
    unit = make.agency()
    whole_chain(unit)
    return unit


def draft_of_a_system() -> Any:
    system = SystemClient()
    assert system.post(sent=system.notice()).status_code == 201
    return Notice.objects.get()


def item_whose_limit_was_settled() -> Any:
    overseer = make.member(Role.OVERSEER, county())
    take_catalogue(relief_catalogue(), by=overseer)
    item = StandardItem.objects.get(limit_state=LimitState.UNREAD)
    settle_limit(item, by=overseer)
    return item


def edition_with_adopted_items() -> Any:
    overseer = make.member(Role.OVERSEER, county())
    take_catalogue(relief_catalogue(), by=overseer)
    unit = make.agency()
    adopt(StandardItem.objects.select_related("catalogue"), [unit], by=overseer)
    return unit.catalogues.get()


DEEDS: dict[str, Callable[[], Any]] = {
    "chain_set": lambda: whole_chain(make.agency()),
    "closed": lambda: unit_that_was(close),
    "corrected": notice_that_was_corrected,
    "correction_opened": notice_with_a_correction,
    "created": make.draft_notice,
    "deleted": draft_that_was_thrown_away,
    "edited": draft_that_was_changed,
    "erased": erased_notice,
    "erasure_asked": notice_that_is_to_be_erased,
    "former_words_hidden": activity_without_its_former_words,
    "granted": person_with_a_role,
    "leaks_overridden": draft_with_a_telephone_that_stays,
    "meeting_struck": matter_without_its_meeting,
    "limit_settled": item_whose_limit_was_settled,
    "merged": lambda: unit_that_was(merge, into=make.agency()),
    "moved": make.submitted_notice,
    "promise_changed": promise_that_was_changed,
    "proposed": point_with_changed_words,
    "received": draft_of_a_system,
    "relocated": lambda: unit_that_was(move, to=make.agency()),
    "renamed": lambda: unit_that_was(rename, name="县自然资源局"),
    "revoked": person_without_the_role,
    "signed": reading_point,
    "step_agreed": step_that_was_agreed_to,
    "step_overridden": overridden_notice,
    "slot_explained": slot_that_was_explained,
    "slot_filled": slot_with_a_notice,
    "slot_struck": slot_that_was_struck,
    "duty_event": duty_with_an_event,
    "duty_event_struck": duty_without_its_event,
    "token_revoked": token_that_was_revoked,
    "warning_ended": warning_that_was_ended,
    "employed": employed,
    "erasure_declined": erasure_that_was_declined,
    "file_taken_out": activity_without_its_photograph,
    "item_chosen": lambda: guided(service_item()),
    "items_adopted": edition_with_adopted_items,
    "joined": matter_with_a_notice,
    "parted": matter_without_its_notice,
    "posting_closed": whole_notice,
    "posting_struck": posting_that_was_struck_out,
    "recoded": unit_with_another_code,
    "registered": source_system,
    "services_ended": lambda: unit_that_was(close),
    "services_handed_over": lambda: unit_that_was(merge, into=make.agency()),
    "posting_confirmed": lambda: shown_elsewhere(make.published_notice()).notice,
    "result_proposed": whole_notice,
    "result_returned": posting_whose_result_was_returned,
    "shown_elsewhere": lambda: shown_elsewhere(make.published_notice()).notice,
    "token_issued": new_token,
    "took_in": unit_that_took_another_in,
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


# One word for deeds of several kinds: what each of them leaves.
def edition_begun() -> Any:
    unit = make.agency()
    return open_edition(unit, by=make.member(Role.EDITOR, unit))


def edition_handed_in() -> Any:
    catalogue = edition_begun()
    clerk = make.member(Role.EDITOR, catalogue.agency)
    entry(catalogue, by=clerk)
    hand_in(catalogue, by=clerk)
    return catalogue


def entry_changed() -> Any:
    catalogue = edition_begun()
    clerk = make.member(Role.EDITOR, catalogue.agency)
    row = entry(catalogue, by=clerk)
    change_entry(row, by=clerk, section="办公室")
    return row


def entry_left_out() -> Any:
    catalogue = edition_begun()
    clerk = make.member(Role.EDITOR, catalogue.agency)
    row = entry(catalogue, by=clerk)
    pk = row.pk
    leave_out(row, by=clerk)
    row.pk = pk
    return row


def guide_written() -> Any:
    unit = make.agency()
    return written_guide(unit, by=make.member(Role.EDITOR, unit))


SAME_WORDS: dict[str, tuple[str, Callable[[], Any]]] = {
    "edition begun": ("created", edition_begun),
    "edition handed in": ("moved", edition_handed_in),
    "entry added": ("created", entry_changed),
    "entry changed": ("edited", entry_changed),
    "entry left out": ("deleted", entry_left_out),
    "guide begun": ("created", guide_written),
    "guide written": ("edited", guide_written),
    "guide handed in": ("moved", lambda: guide_in("waiting", make.agency())),
}


@pytest.mark.parametrize("deed", SAME_WORDS)
def test_a_deed_on_a_catalogue_or_a_guide_leaves_its_line(deed):
    action, do = SAME_WORDS[deed]
    target = do()

    (line,) = AuditEntry.objects.filter(
        action=action, target_type=target._meta.label_lower, target_id=target.pk
    )
    assert line.actor_name


def test_each_word_of_the_trail_is_asked_for_once():
    """A new deed comes with its test: here, or where this table says."""
    assert sorted([*DEEDS, *ELSEWHERE]) == sorted(ACTIONS)


@pytest.mark.parametrize("action", ELSEWHERE)
def test_what_is_tried_elsewhere_is_tried_there(action):
    tree = ast.parse((TESTS / ELSEWHERE[action]).read_text(encoding="utf-8"))
    asserted = {
        node.value
        for claim in ast.walk(tree)
        if isinstance(claim, ast.Assert)
        for node in ast.walk(claim)
        if isinstance(node, ast.Constant)
    }

    assert action in asserted

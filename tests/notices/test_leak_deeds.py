"""Numbers of persons in a draft: it goes nowhere with them until they are masked, or
somebody says why they stay."""

from __future__ import annotations

from datetime import date

import pytest

from directories.models import Membership, Role
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.drafting import save_draft, set_posting_period
from notices.leak_check import PersonalDataFound, digest_of, leaks_of, open_leaks
from notices.leak_deeds import mask_leaks, override_leaks
from notices.models import LeakOverride, Notice, NoticeStatus, PostingPeriod, Tick
from notices.publication import sign
from notices.review import ReasonMissing, send_back, submit
from notices.waiting import waiting_for
from tests import factories as make
from tests.factories.structures import FEE, fee_draft, structure

pytestmark = pytest.mark.django_db

MOBILE, OTHER = "13812341234", "15987654321"
LEAKY = f"<p>联系人：张某，手机{MOBILE}。</p>"


def draft(**fields):
    return make.draft_notice(**{"body": LEAKY, **fields})


def overridden(**fields):
    notice = draft(**fields)
    override_leaks(notice, by=notice.author, reason="本人同意公开。")
    return notice


def changed(notice, **fields):
    for name, value in fields.items():
        setattr(notice, name, value)
    return save_draft(notice, by=notice.author)


def places(notice):
    return [hit.place for hit in leaks_of(notice)]


def post_period(notice, **fields):
    period = PostingPeriod(
        starts_on=date(2026, 3, 2), length=5, objection_unit="教育局", **fields
    )
    return set_posting_period(notice, period)


# --- What is found, and where -------------------------------------------------------


def test_every_text_that_readers_see_is_read():
    notice = draft(title=f"关于{MOBILE}的答复", summary=f"电话{MOBILE}")
    make.attachment(notice, name=f"张某{MOBILE}.txt")
    post_period(notice, objection_form=f"书面，或拨打{MOBILE}")

    assert places(notice) == [
        "title",
        "summary",
        "body",
        "attachments[0].title",
        "attachments[0].file_name",
        "posting_period.objection_form",
    ]


def test_what_a_link_leads_to_is_read_though_nobody_sees_it():
    body = f'<p><a href="tel:{MOBILE}">打电话</a> <a href="https://a.cn/{OTHER}">页</a></p>'

    assert places(draft(body=body)) == ["links[0]"]


def test_a_number_is_found_across_bold_letters_but_not_across_cells():
    body = "<p>手机138<strong>1234</strong>1234</p>"
    cells = (
        "<table><tbody><tr><td>138</td><td>1234</td><td>1234</td></tr></tbody></table>"
    )

    [hit] = leaks_of(draft(body=body + cells))

    assert hit.text == MOBILE


def test_a_number_in_a_line_is_found_at_its_place():
    notice = fee_draft(FEE, {**FEE, "remark": f"联系人手机{MOBILE}"})

    hits = leaks_of(notice)

    assert [hit.place for hit in hits] == ["structure.lines[1].remark"]
    with pytest.raises(PersonalDataFound, match="2"):
        submit(notice, by=notice.author)


def test_a_number_in_a_line_is_masked_like_any_other():
    notice = fee_draft(FEE, {**FEE, "remark": f"联系人手机{MOBILE}"})

    mask_leaks(notice, by=notice.author)

    lines = structure(notice)["lines"]
    assert MOBILE not in lines[1]["remark"]
    assert lines[0] == structure(fee_draft(FEE))["lines"][0]
    assert leaks_of(notice) == []


@pytest.mark.parametrize("field", ["telephone", "fax"])
def test_the_telephones_of_units_are_no_leak(field):
    unit = make.agency("民政局")
    setattr(unit, field, "0999-1234567")
    unit.save()
    notice = draft(body="<p>电话：0999—1234567，传真：1234567</p>")

    submit(notice, by=notice.author)

    assert notice.status == NoticeStatus.IN_REVIEW


def test_the_telephone_of_the_site_is_no_leak():
    SiteState.objects.filter(pk=SiteState.objects.current().pk).update(
        telephone="0999-7654321"
    )

    assert not leaks_of(draft(body="<p>电话：0999-7654321</p>"))


def test_the_landline_for_objections_is_the_units_but_a_mobile_is_a_persons():
    notice = draft(body="<p>异议电话：0999-1112222</p>")
    post_period(notice, objection_telephone="0999-1112222")
    other = draft(body="<p>正文。</p>")
    post_period(other, objection_telephone=MOBILE)

    assert places(notice) == []
    assert places(other) == ["posting_period.objection_telephone"]


def test_the_telephone_of_a_closed_unit_is_a_leak_again():
    unit = make.agency("民政局", telephone="0999-1234567")
    unit.closed_on = "2026-01-01"
    unit.save()

    assert places(draft(body="<p>电话：0999-1234567</p>")) == ["body"]


# --- Submitting ---------------------------------------------------------------------


def test_a_draft_with_a_persons_number_is_not_submitted_and_told_masked():
    notice = draft()

    with pytest.raises(PersonalDataFound, match=r"138\*\*\*\*1234") as refusal:
        submit(notice, by=notice.author)

    assert MOBILE not in str(refusal.value)
    assert Notice.objects.get(pk=notice.pk).status == NoticeStatus.DRAFT


def test_what_an_older_site_shows_already_is_not_held_up():
    notice = draft()

    submit(notice, by=notice.author, was_public=True)

    assert notice.status == NoticeStatus.IN_REVIEW


# --- Keeping them, with a reason ----------------------------------------------------


def test_with_a_reason_it_is_submitted_and_the_trail_tells():
    notice = overridden()

    submit(notice, by=notice.author)

    entry = AuditEntry.objects.get(action="leaks_overridden", target_id=notice.pk)
    assert "本人同意公开。" in entry.note
    assert "138****1234" in entry.note
    assert notice.status == NoticeStatus.IN_REVIEW


def test_the_numbers_are_not_kept_a_second_time():
    notice = overridden()

    kept = LeakOverride.objects.get(notice=notice)

    assert MOBILE not in f"{kept.hits}{AuditEntry.objects.values_list('note')}"
    assert [row["masked"] for row in kept.hits] == ["138****1234"]


def test_a_new_number_is_refused_again():
    notice = changed(overridden(), body=f"{LEAKY}<p>手机{OTHER}</p>")

    with pytest.raises(PersonalDataFound, match=r"159\*\*\*\*4321") as refusal:
        submit(notice, by=notice.author)

    assert "138" not in str(refusal.value)


def test_a_number_that_looks_the_same_when_masked_is_refused():
    notice = changed(overridden(), body="<p>手机13899991234</p>")

    with pytest.raises(PersonalDataFound):
        submit(notice, by=notice.author)


def test_the_same_number_written_otherwise_stays_kept():
    notice = changed(overridden(), body="<p>手机：138-1234-1234</p>")

    assert open_leaks(notice) == []


def test_a_reason_holds_for_the_rounds_that_follow():
    notice = overridden()
    submit(notice, by=notice.author)
    approver = make.member(Role.APPROVER, notice.agency)
    send_back(notice, by=approver, reason="改标题。")

    submit(notice, by=notice.author)

    assert notice.round == 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_kept(reason):
    notice = draft()

    with pytest.raises(ReasonMissing):
        override_leaks(notice, by=notice.author, reason=reason)


@pytest.mark.parametrize("deed", [mask_leaks, override_leaks])
@pytest.mark.parametrize("role", [Role.APPROVER, Role.READER])
def test_only_editors_of_the_unit_mask_and_keep(deed, role):
    notice = draft()
    words = {"reason": "同意。"} if deed is override_leaks else {}

    with pytest.raises(NotAllowed):
        deed(notice, by=make.member(role, notice.agency), **words)


@pytest.mark.parametrize("deed", [mask_leaks, override_leaks])
def test_only_drafts_are_masked_and_kept(deed):
    notice = overridden()
    submit(notice, by=notice.author)
    words = {"reason": "同意。"} if deed is override_leaks else {}

    with pytest.raises(TransitionError):
        deed(notice, by=notice.author, **words)


@pytest.mark.parametrize("deed", [mask_leaks, override_leaks])
def test_on_a_text_that_was_changed_meanwhile_nothing_is_done(deed):
    notice = draft()
    changed(Notice.objects.get(pk=notice.pk), body=f"<p>手机{OTHER}</p>")
    words = {"reason": "同意。"} if deed is override_leaks else {}

    with pytest.raises(StaleStatusError):
        deed(notice, by=notice.author, **words)


def test_there_is_nothing_to_keep_where_nothing_is_found():
    notice = make.draft_notice()

    with pytest.raises(TransitionError):
        override_leaks(notice, by=notice.author, reason="同意。")


def test_who_kept_a_number_does_not_sign_the_notice():
    notice = draft()
    both = make.member(Role.APPROVER, notice.agency)
    Membership.objects.create(user=both, agency=notice.agency, role=Role.EDITOR)
    override_leaks(notice, by=both, reason="同意。")
    submit(notice, by=notice.author)

    with pytest.raises(NotAllowed):
        sign(notice, by=both, ticks=Tick.values)

    assert waiting_for(both).to_decide.rows == []


# --- Masking ------------------------------------------------------------------------


def test_masking_hides_every_number_and_nothing_else():
    notice = draft(
        title=f"关于{MOBILE}来电的答复",
        summary=f"手机{OTHER}",
        body=f"<p>a &lt; b &amp; 手机138<strong>1234</strong>1234</p>{LEAKY}",
    )
    make.attachment(notice, name=f"张某{MOBILE}.txt")
    post_period(notice, objection_form=f"拨打{OTHER}")

    mask_leaks(notice, by=notice.author)

    stored = Notice.objects.get(pk=notice.pk)
    assert stored.title == "关于138****1234来电的答复"
    assert stored.summary == "手机159****4321"
    assert stored.body == (
        "<p>a &lt; b &amp; 手机138<strong>****</strong>1234</p>\n"
        "<p>联系人：张某，手机138****1234。</p>"
    )
    file = stored.attachments.get()
    assert (file.title, file.file_name) == ("张某138****1234", "张某138****1234.txt")
    assert stored.posting_period.objection_form == "拨打159****4321"
    assert leaks_of(stored) == []


def test_one_number_is_masked_wherever_it_stands_and_the_others_stay():
    notice = draft(title=f"关于{MOBILE}的答复", summary=f"手机{OTHER}")
    number = digest_of(leaks_of(notice)[0])

    mask_leaks(notice, by=notice.author, number=number)

    assert [hit.text for hit in leaks_of(notice)] == [OTHER]


def test_what_was_kept_is_not_masked():
    notice = changed(overridden(), summary=f"手机{OTHER}")

    mask_leaks(notice, by=notice.author)

    assert (notice.body, notice.summary) == (LEAKY, "手机159****4321")


def test_a_link_to_a_persons_address_becomes_its_words():
    notice = draft(body='<p><a href="mailto:zhang@163.com">写信</a></p>')

    mask_leaks(notice, by=notice.author)

    assert notice.body == "<p>写信</p>"


def test_masking_counts_as_a_change_of_the_text():
    notice = draft()
    before = notice.content_version

    mask_leaks(notice, by=notice.author)

    assert notice.content_version == before + 1
    assert AuditEntry.objects.filter(action="edited", target_id=notice.pk).exists()

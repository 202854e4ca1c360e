"""What hangs on a notice: copied to its correction, and handed back by it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import Receipt
from notices.attaching import detach
from notices.content_copies import structured_models
from notices.correcting import (
    open_correction,
)
from notices.drafting import save_draft, set_co_publishers, set_posting_period
from notices.models import (
    CoPublisher,
    FeeLine,
    GuideMaterial,
    LineSet,
    Notice,
    NoticeAttachment,
    PostingPeriod,
    SubsidyFacts,
)
from notices.recipients import take_lines
from notices.structures.registry import STRUCTURED
from notices.structures.replacing import replace_lines
from tests.factories import (
    agency,
    attachment,
    corrected_notice,
    correction_of,
    draft_notice,
    member,
    merged,
    published_notice,
)
from tests.factories.postings import closed_posting
from tests.factories.structures import (
    DRAFTS,
    fee_draft,
    guide_draft,
    publish,
)
from tests.factories.subsidies import PEOPLE, published_subsidy

from .logged import found

pytestmark = pytest.mark.django_db


def editor(notice):
    return member(Role.EDITOR, notice.agency)


def approver(notice):
    return member(Role.APPROVER, notice.agency)


def record(revision):
    return json.loads(revision.content)["record"]


@pytest.mark.parametrize("kind", DRAFTS)
def test_a_correction_has_copies_of_all_structured_content(kind):
    notice = publish(DRAFTS[kind]())
    rows = {each: each._default_manager.filter(notice=notice) for each in
            structured_models()}  # fmt: skip
    before = {model: found.count() for model, found in rows.items()}

    correction = open_correction(notice, by=editor(notice))

    for model, count in before.items():
        assert model._default_manager.filter(notice=correction).count() == count
        assert rows[model].count() == count
    assert sum(before.values()) > 0


@pytest.mark.parametrize("kind", DRAFTS)
def test_a_merged_correction_leaves_the_content_of_each_kind_readable(kind):
    notice = publish(DRAFTS[kind]())
    first = record(notice.revisions.get())

    corrected_notice(notice, title="更正后的标题")

    second = record(notice.revisions.last())
    assert second["title"] == "更正后的标题"
    keys = ("cited", "blank_form_id", "sample_id")
    assert without(second["structure"], keys) == without(first["structure"], keys)
    assert not any(
        model._default_manager.exclude(notice=notice).exists()
        for model in structured_models()
    )


@pytest.mark.parametrize("kind", DRAFTS)
def test_the_log_fits_what_was_corrected(kind):
    notice = publish(DRAFTS[kind]())
    for number in (2, 3):
        corrected_notice(notice, title=f"第{number}版标题")
        notice.refresh_from_db()

    lines = Receipt.objects.order_by("seq").values_list("kind", "revision")
    assert list(lines) == [("published", 1), ("corrected", 2), ("corrected", 3)]
    assert found() == []


def test_the_log_fits_a_corrected_recipient_list_and_files():
    notice = published_subsidy()
    correction = correction_of(notice)
    take_lines(correction, [dict(PEOPLE[0])], by=correction.author)
    merged(correction)
    draft = draft_notice()
    attachment(draft, name="甲.txt")
    other = publish(draft)
    swapped = correction_of(other)
    detach(swapped.attachments.get(), by=swapped.author)
    attachment(swapped, name="乙.txt", content="新".encode())
    merged(swapped)

    assert found() == []


def without(value, keys):
    if isinstance(value, list):
        return [without(each, keys) for each in value]
    if isinstance(value, dict):
        return {k: without(v, keys) for k, v in value.items() if k not in keys}
    return value


def test_files_that_stay_keep_their_address_and_their_content():
    draft = draft_notice()
    kept, gone = attachment(draft, name="甲.txt"), attachment(draft, name="乙.txt")
    notice = publish(draft)
    correction = correction_of(notice)
    copy = correction.attachments.get(file_name="乙.txt")

    detach(copy, by=correction.author)
    attachment(correction, name="丙.txt", content="新".encode())
    merged(correction)

    names = dict(notice.attachments.values_list("file_name", "pk"))
    assert set(names) == {"甲.txt", "丙.txt"}
    assert names["甲.txt"] == kept.pk
    assert not NoticeAttachment.objects.filter(pk=gone.pk).exists()
    assert store.path_of(gone.public_digest).exists()


def test_a_corrected_guide_still_hands_out_its_forms():
    draft = guide_draft()
    form = attachment(draft, name="申请表.txt")
    GuideMaterial.objects.filter(notice=draft).update(blank_form=form)
    notice = publish(draft)

    corrected_notice(notice, title="更正后的指南")

    forms = GuideMaterial.objects.filter(notice=notice).values_list(
        "blank_form", flat=True
    )
    assert set(forms) == {form.pk}


def test_lines_of_a_correction_take_the_place_of_the_former_ones():
    notice = publish(fee_draft())
    correction = correction_of(notice)
    table = STRUCTURED["fee"].tables[0]
    lines = table.read(correction)
    lines[0]["standard"] = "35元/件"

    replace_lines(correction, table, lines, by=correction.author)
    merged(correction)

    standards = FeeLine.objects.values_list("notice", "standard")
    assert (notice.pk, "35元/件") in standards
    assert FeeLine.objects.count() == len(lines)
    assert record(notice.revisions.last())["structure"]["lines"][0]["standard"] == (
        "35元/件"
    )


def test_co_publishers_are_corrected():
    notice = published_notice()
    correction = correction_of(notice)
    other = agency()

    set_co_publishers(correction, [other])
    merged(correction)

    assert [row.agency for row in CoPublisher.objects.filter(notice=notice)] == [other]


def test_a_correction_of_the_text_keeps_the_recipient_list():
    notice = published_subsidy()
    former = SubsidyFacts.objects.get(notice=notice).line_set

    corrected_notice(notice, title="更正后的标题")

    assert SubsidyFacts.objects.get(notice=notice).line_set == former
    assert SubsidyFacts.objects.count() == 1


def test_a_corrected_recipient_list_replaces_the_former_one():
    notice = published_subsidy()
    correction = correction_of(notice)

    take_lines(correction, [dict(PEOPLE[0])], by=correction.author)
    public = LineSet.objects.get(facts__notice=notice)
    assert public.count == len(PEOPLE)
    merged(correction)

    assert LineSet.objects.get().count == 1
    assert record(notice.revisions.last())["structure"]["list"]["count"] == 1


def over_posting(notice, length):
    today = local_day(clock.now())
    return PostingPeriod(
        starts_on=today - timedelta(days=30),
        length=length,
        unit="calendar",
        objection_unit="县民政局",
    )


@pytest.mark.parametrize(("length", "result"), [(5, "none"), (200, "")])
def test_the_result_of_a_posting_stays_unless_it_runs_again(length, result):
    draft = draft_notice()
    set_posting_period(draft, over_posting(draft, 5))
    notice = publish(draft)
    closed_posting(Notice.objects.get(pk=notice.pk))
    correction = correction_of(notice)
    PostingPeriod.objects.filter(notice=correction).delete()
    set_posting_period(correction, over_posting(correction, length))
    correction.title = "更正后的公示"
    save_draft(correction, by=correction.author)

    merged(correction)

    assert PostingPeriod.objects.get(notice=notice).result == result

"""Notices full of words that must not survive, and their erasure by two people."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.core.mail import EmailMessage

from directories.models import Agency, Role
from disclosure_portal.foundation import clock, mail
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import Extraction
from notices.attaching import detach
from notices.drafting import save_draft, set_posting_period
from notices.elsewhere import store_proof
from notices.erasures import ask_erasure, decline_erasure, erase_for_good
from notices.extracting import open_file
from notices.line_sheets import keep_sheet
from notices.matters import put_on_file, sign_matter
from notices.models import (
    CopyForm,
    Kind,
    Matter,
    Notice,
    NoticeStatus,
    PostingPeriod,
    PostingUnit,
    ProjectFacts,
    Stage,
    Tick,
)
from notices.paper.copies import copy_of
from notices.publication import withdraw
from notices.review import send_back, submit
from notices.sheet_targets import target_of
from notices.signed_sheets import confirm_on_paper
from notices.withdrawal_requests import ask_withdrawal
from tests import factories as make
from tests.factories.chains import chain_of
from tests.factories.matters import meeting_of, signed_matter
from tests.factories.postings import shown_elsewhere
from tests.factories.structures import (
    FEE,
    PERSON,
    PROJECT,
    STAGE,
    decision,
    decision_draft,
    draft_with_facts,
    fee_draft,
    guide_draft,
    personnel_draft,
)
from tests.factories.subsidies import subsidy_draft
from tests.foundation.made_files import picture
from tests.foundation.made_pdfs import pdf_of

SECRET = "诸葛无忌"
LATIN = "ZHUGEWUJI"


def said(number: int) -> dict[str, str]:
    return {
        "title": f"关于{SECRET}同志的{number}",
        "summary": f"{SECRET}摘要",
        "body": f"<p>{SECRET}住上渡村二组。</p>",
        "keywords": SECRET,
        "document_number": f"民发〔2026〕{number + 700}号",
        "source": f"{SECRET}提供",
        "section": SECRET,
        "disclosure_basis": f"{SECRET}申请",
        "responsible_editor": SECRET,
    }


DRAFTS: dict[str, Any] = {
    Kind.POLICY: lambda **words: make.draft_notice(kind=Kind.POLICY, **words),
    Kind.FEE: lambda **words: fee_draft(FEE | {"item": f"{SECRET}费"}, **words),
    Kind.DECISION: lambda **words: decision_draft(
        decision(subject_name=f"{SECRET}商行", matter=f"罚{SECRET}"), **words
    ),
    Kind.PERSONNEL: lambda **words: personnel_draft(PERSON | {"name": SECRET}, **words),
    Kind.PROJECT: lambda **words: draft_with_facts(
        Kind.PROJECT, ProjectFacts(**PROJECT | {"name": SECRET}), STAGE, **words
    ),
    Kind.PROCEDURE: lambda **words: guide_draft(facts={"conditions": SECRET}, **words),
    Kind.SUBSIDY: lambda **words: subsidy_draft(**words),
}


def unit_that_takes_paper() -> Agency:
    unit = make.agency("民政局", kind="department")
    chain = chain_of(unit, Role.REVIEWER, Role.APPROVER)
    chain.takes_paper = True
    chain.save()
    return unit


def filled(draft: Notice) -> Notice:
    """With two files and a posting."""
    secret_file(draft, 1)
    make.attachment(draft, name="名单.pdf", content=pdf_of(f"{LATIN} LIST"))
    open_files()
    period = PostingPeriod(
        starts_on=local_day(clock.now()),
        length=5,
        unit=PostingUnit.WORKING,
        objection_unit=f"{SECRET}处",
    )
    set_posting_period(draft, period)
    return draft


def secret_file(draft: Notice, number: int) -> None:
    """Of payments no table is taken, and a text may be one."""
    if draft.kind == Kind.SUBSIDY:
        content = pdf_of(f"{LATIN} {number}")
        make.attachment(draft, name=f"{SECRET}.pdf", content=content)
        return
    content = f"{SECRET}{number}".encode()
    make.attachment(draft, name=f"{SECRET}.txt", content=content)


def open_files() -> None:
    for pk in Extraction.objects.waiting().values_list("pk", flat=True):
        open_file.call(pk)


def published(draft: Notice) -> Notice:
    """Public after a round that was returned, signed on paper; shown on a board, put on
    the file of a matter, with copies and mail about it."""
    former = draft.title
    submit(filled(draft), by=draft.author)
    reviewer = make.member(Role.REVIEWER, draft.agency)
    send_back(draft, by=reviewer, reason=f"{SECRET}的名字要隐去。")
    lose_file(draft)
    draft.title = f"{draft.title}（改）"
    save_draft(draft, by=draft.author)
    notice = signed_on_paper(draft)
    for title in (former, notice.title):
        mail.queue(EmailMessage(title, f"见《{title}》"), "a@example.org")
    ask_withdrawal(notice, by=notice.author, ground="wrong", reason=f"涉{SECRET}。")
    shown_and_followed(notice)
    return notice


def lose_file(draft: Notice) -> None:
    """A file that was handed in with a round, and taken off before the next one."""
    detach(draft.attachments.order_by("pk")[0], by=draft.author)
    secret_file(draft, 2)
    open_files()


def signed_on_paper(draft: Notice) -> Notice:
    submit(draft, by=draft.author)
    clerk = make.member(Role.EDITOR, draft.agency)
    for signer in ("何审核", "黎镇长"):
        draft.refresh_from_db()
        confirm_on_paper(
            draft,
            by=clerk,
            signer=signer,
            photo=photograph(),
            file_name="审批单.jpg",
            opinion=f"{SECRET}已同意。",
            ticks=Tick.values,
        )
    return Notice.objects.select_related("agency").get(pk=draft.pk)


_sizes = count(8)


def photograph() -> list[bytes]:
    """No two are the same."""
    return [picture("JPEG", (next(_sizes), 6))]


def shown_and_followed(notice: Notice) -> None:
    proof = store_proof(photograph(), file_name="公示栏.jpg")
    place = f"{SECRET}家门口"
    shown_elsewhere(notice, by=notice.author, place=place, photo_digest=proof)
    matter = signed_matter(unit=notice.agency)
    meeting_of(matter, minutes_notice=notice)
    sign_matter(
        Matter.objects.get(pk=matter.pk), by=make.member(Role.APPROVER, notice.agency)
    )
    put_on_file(matter, notice, stage=Stage.DURING, by=notice.author)


def corrected(notice: Notice) -> None:
    """With a correction that was taken in, one that is open, and copies of all."""
    correction = make.correction_of(
        notice,
        change_note=f"更正{SECRET}的住址。",
        reason=f"{SECRET}要求。",
        title=f"关于{SECRET}同志的更正",
        summary=f"{SECRET}又一摘要",
        body=f"<p>{SECRET}住上渡村三组。</p>",
    )
    lose_file(correction)
    signed_on_paper(correction)
    make.correction_of(
        Notice.objects.select_related("agency").get(pk=notice.pk),
        change_note=f"再更正{SECRET}。",
        title=f"关于{SECRET}同志的再更正",
    )
    copy_of(Notice.objects.get(pk=notice.pk), CopyForm.WORD)


def kept_sheet(notice: Notice) -> None:
    """A sheet of lines that was uploaded to the open correction, and not taken yet."""
    draft = Notice.objects.get(corrects=notice, status=NoticeStatus.DRAFT)
    target = target_of(draft.kind, "lines")
    assert target is not None
    keep_sheet(
        draft,
        target,
        file_name=f"{SECRET}.csv",
        chunks=[f"{SECRET},1".encode()],
        by=draft.author,
    )


def erased(notice: Notice) -> Notice:
    """Taken down by one person, kept once, erased by another."""
    first, second = (make.member(Role.APPROVER, notice.agency) for _hand in range(2))
    notice = Notice.objects.select_related("agency").get(pk=notice.pk)
    withdraw(notice, by=first, ground="privacy", reason=f"涉{SECRET}隐私。")
    decline_erasure(notice, by=second, reason=f"{SECRET}已同意公开。")
    ask_erasure(notice, by=first, ground="privacy")
    erase_for_good(notice, by=second)
    return notice

"""What was erased by law is nowhere any more: pages, API, feeds, sets, tables, files.

A later part of the portal that shows, keeps or gives out words of notices adds its
doors to DOORS (tests of the harvest) or here to STAFF_DOORS, and its erasing to
`notices.erasing.ERASERS`; what may still hold the words is listed in SEALED.
"""

from __future__ import annotations

import re
from collections import deque
from decimal import Decimal
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings as conf
from django.core.mail import EmailMessage
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock, mail
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, Extraction
from notices.drafting import set_posting_period
from notices.erasures import erase_for_good
from notices.extracting import open_file
from notices.models import (
    CopyForm,
    Kind,
    Notice,
    NoticeStatus,
    PostingPeriod,
    PostingUnit,
)
from notices.paper.copies import copy_of
from notices.publication import withdraw
from tests import factories as make
from tests.factories.structures import (
    decision,
    decision_draft,
    fee_draft,
    guide_draft,
    personnel_draft,
    project_draft,
    publish,
)
from tests.factories.subsidies import subsidy_draft
from tests.foundation.made_pdfs import pdf_of

pytestmark = pytest.mark.django_db

SECRET = "诸葛无忌"
LATIN = "ZHUGEWUJI"
# Tables that nobody can change. No page tells what they hold of an erased record.
SEALED = {"foundation.AuditEntry", "notices.ReviewDecision"}


def said(number):
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


DRAFTS = {
    "policy": lambda **words: make.draft_notice(kind="policy", **words),
    "fee": lambda **words: fee_draft(
        {"item": f"{SECRET}费", "standard": Decimal(3), "unit": "元/次"}, **words
    ),
    "decision": lambda **words: decision_draft(
        decision(subject_name=f"{SECRET}商行", content=f"罚{SECRET}"), **words
    ),
    "personnel": lambda **words: personnel_draft({"name": SECRET}, **words),
    "project": lambda **words: project_draft({"title": SECRET}, **words),
    "guide": lambda **words: guide_draft(facts={"conditions": SECRET}, **words),
    "subsidy": lambda **words: subsidy_draft(**words),
}


@pytest.fixture
def unit():
    return make.agency("民政局", kind="department")


def published(draft):
    """A public notice with two files, a posting, a copy and mail about it."""
    make.attachment(draft, name=f"{SECRET}.txt", content=f"{SECRET}名单".encode())
    make.attachment(draft, name="名单.pdf", content=pdf_of(f"{LATIN} LIST"))
    for pk in Extraction.objects.waiting().values_list("pk", flat=True):
        open_file.call(pk)
    period = PostingPeriod(
        starts_on=local_day(clock.now()),
        length=5,
        unit=PostingUnit.WORKING,
        objection_unit=f"{SECRET}处",
    )
    set_posting_period(draft, period)
    notice = publish(draft)
    mail.queue(EmailMessage(notice.title, f"见《{notice.title}》"), "a@example.org")
    return notice


@pytest.fixture
def erased(unit, settings, django_capture_on_commit_callbacks):
    """Notices of every kind, each erased by two people."""
    settings.API_THROTTLE_RATES = dict.fromkeys(
        ("list", "detail", "export", "system"), 10_000
    )
    first, second = (make.member(Role.APPROVER, unit) for _hand in range(2))
    notices = []
    for number, write in enumerate(DRAFTS.values(), start=1):
        notice = published(write(unit=unit, **said(number)))
        if notice.kind == Kind.POLICY:
            copy_of(notice, CopyForm.WORD)
        withdraw(notice, by=first, ground="privacy", reason=f"涉{SECRET}隐私。")
        erase_for_good(notice, by=second)
        notices.append(notice)
    return notices


def told_by(texts):
    return [name for name, text in texts if SECRET in text or LATIN in text]


def test_no_table_holds_it(erased):
    texts = [
        (model._meta.label, str(list(model._default_manager.values())))
        for model in apps.get_models()
    ]

    assert set(told_by(texts)) <= SEALED


def test_no_file_holds_it(erased):
    files = [path for path in Path(conf.MEDIA_ROOT).rglob("*") if path.is_file()]

    holding = [
        path
        for path in files
        if SECRET.encode() in (content := path.read_bytes())
        or LATIN.encode() in content
    ]
    assert holding == []


NOT_FOLLOWED = ("/static/", "/view/", "/accounts/")


def crawled(client, starts):
    waiting, seen = deque(starts), set(starts)
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        yield address, answer.getvalue().decode(errors="replace")
        if "text/html" not in answer["Content-Type"]:
            continue
        for link in re.findall(r'(?:href|src|action)="([^"]+)"', answer.text):
            target = urljoin(address, link.replace("&amp;", "&")).split("#")[0]
            parts = urlsplit(target)
            if parts.netloc not in ("", "testserver") or target in seen:
                continue
            if parts.path.startswith(NOT_FOLLOWED) or parts.query.count("=") > 1:
                continue
            seen.add(target)
            waiting.append(target)


def addresses(notices):
    yield from ("/", "/site-map/", "/api/v1/notices/", "/data/", "/notices/?q=诸葛")
    for notice in notices:
        at = notice.get_absolute_url()
        yield from (at, f"{at}print/", f"{at}text/", f"{at}copy.docx", f"{at}copy.pdf")
        yield from (f"/api/v1{at}", f"{at}correction/", f"/desk{at}")
        yield f"/index/?no={notice.index_number}"


@pytest.mark.parametrize("who", ["passer-by", "approver", "overseer", "superuser"])
def test_no_page_tells_it(client, erased, unit, who):
    people = {
        "approver": lambda: make.member(Role.APPROVER, unit, is_staff=True),
        "overseer": lambda: make.member(Role.OVERSEER, unit.parent, is_staff=True),
        "superuser": lambda: make.user(is_staff=True, is_superuser=True),
    }
    starts = [*addresses(erased)]
    if who in people:
        client.force_login(people[who]())
        starts += ["/desk/", "/admin/notices/notice/", *admin_pages(erased, who)]

    pages = list(crawled(client, starts))

    assert len(pages) > 60
    assert told_by(pages) == []


def admin_pages(notices, who):
    for notice in notices:
        yield reverse("admin:notices_notice_change", args=[notice.pk])
        yield reverse("admin:notices_notice_history", args=[notice.pk])
    if who != "approver":
        trail = reverse("admin:foundation_auditentry_changelist")
        yield from (trail, f"{trail}?q={SECRET}")
        yield reverse("admin:foundation_auditentry_export")
        for entry in AuditEntry.objects.filter(target_name__contains=SECRET):
            yield reverse("admin:foundation_auditentry_change", args=[entry.pk])


def test_the_search_of_the_trail_is_no_oracle(client, erased):
    client.force_login(make.user(is_staff=True, is_superuser=True))

    page = client.get(reverse("admin:foundation_auditentry_changelist"), {"q": SECRET})

    assert AuditEntry.objects.filter(target_name__contains=SECRET).exists()
    assert list(page.context["cl"].result_list) == []


def test_the_words_were_there_before(unit):
    notice = published(DRAFTS["policy"](unit=unit, **said(1)))

    assert notice.status == NoticeStatus.PUBLISHED
    assert SECRET in Notice.objects.get(pk=notice.pk).body
    assert any(
        SECRET.encode() in path.read_bytes()
        for path in Path(conf.MEDIA_ROOT).rglob("*")
        if path.is_file()
    )

"""What was erased by law is nowhere any more: pages, API, feeds, sets, tables, files.

A later part of the portal that shows, keeps or gives out words of notices adds its
doors to DOORS (tests of the harvest) or here to STAFF_DOORS, and its erasing to
`notices.erasing.ERASERS`; what may still hold the words is listed in SEALED.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings as conf
from django.db import models
from django.urls import Resolver404, resolve, reverse

from directories.models import Agency, DisclosureGuide, Role
from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import (
    AskedWords,
    AuditEntry,
    Receipt,
    SearchWord,
    SiteState,
)
from disclosure_portal.foundation.search.asked import READERS, add_asked
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.vocabulary import refresh
from disclosure_portal.foundation.visit_batches import Asked
from notices.erasing import WORDS
from notices.fulfilling import link
from notices.models import (
    Erasure,
    Kind,
    Notice,
    NoticeStatus,
    ReviewDecision,
    SheetPhoto,
)
from tests import factories as make
from tests.factories.guides import published_guide
from tests.factories.ledger import duty, slots_of
from tests.notices.logged import found

from .erased import (
    DRAFTS,
    LATIN,
    SECRET,
    corrected,
    erased,
    kept_sheet,
    published,
    said,
    unit_that_takes_paper,
)

pytestmark = pytest.mark.django_db

# Tables that nobody can change. No page tells what they hold of an erased record.
SEALED = {"foundation.AuditEntry", "notices.ReviewDecision"}
# Columns of a notice that hold nobody's words: codes, numbers, names of the office.
KEPT = {
    "kind", "title", "index_number", "validity", "theme", "genre", "stage",
    "service_audience", "disclosure", "term", "audience", "status", "step",
    "withdrawal_ground", "override_by", "import_source", "source_id",
}  # fmt: skip


@pytest.fixture
def unit():
    return unit_that_takes_paper()


@pytest.fixture
def gone(unit, settings, django_capture_on_commit_callbacks):
    """Notices of every kind, each erased by two people; two of them were corrected."""
    settings.API_THROTTLE_RATES = dict.fromkeys(
        ("list", "detail", "export", "system"), 10_000
    )
    notices = {
        kind: published(write(unit=unit, **said(number)))
        for number, (kind, write) in enumerate(DRAFTS.items(), start=1)
    }
    for kind in (Kind.POLICY, Kind.FEE):
        corrected(notices[kind])
    slot = slots_of(duty(unit, since=date(2026, 1, 1)))[0]
    link(slot, notices[Kind.POLICY], by=make.member(Role.EDITOR, unit))
    published_guide(unit)
    SiteState.objects.update(ledger_audience="public")
    looked_for(f"{SECRET}同志")
    kept_sheet(notices[Kind.FEE])
    with django_capture_on_commit_callbacks(execute=True):
        return [erased(notice) for notice in notices.values()]


def looked_for(words):
    """Readers asked for it, and search suggests it."""
    count_new()
    day = local_day(clock.now())
    add_asked(day, [Asked(day, words, True, str(n)) for n in range(READERS)])
    refresh()
    assert AskedWords.objects.filter(words=words).exists()
    assert SearchWord.objects.filter(pk=words).exists()


def told_by(texts):
    return [name for name, text in texts if SECRET in text or LATIN in text]


def test_no_table_holds_it(gone):
    texts = [
        (model._meta.label, str(list(model._default_manager.values())))
        for model in apps.get_models()
    ]

    assert set(told_by(texts)) <= SEALED


def test_no_file_holds_it(gone):
    files = [path for path in Path(conf.MEDIA_ROOT).rglob("*") if path.is_file()]

    holding = [
        path
        for path in files
        if SECRET.encode() in (content := path.read_bytes())
        or LATIN.encode() in content
    ]
    assert holding == []
    signed = ReviewDecision.objects.exclude(paper_mark="")
    assert len(signed) > len(gone)
    assert [row for row in signed if store.exists(row.paper_mark)] == []
    assert not SheetPhoto.objects.exists()
    assert [path for path in files if "sheets" in path.parts] == []


def test_the_log_still_verifies_and_names_the_orders(gone):
    assert found() == []

    lines = Receipt.objects.filter(kind="destroyed").order_by("seq")
    orders = Erasure.objects.done().order_by("done_at")
    assert [line.facts["order"] for line in lines] == [str(row) for row in orders]
    assert [line.subject_id for line in lines] == [notice.pk for notice in gone]


def test_each_column_of_a_notice_is_erased_or_holds_no_words():
    texts = {
        column.name
        for column in Notice._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
    }

    assert texts == {*WORDS, *KEPT}


SECTIONS = ("months", "kinds", "units")
NOT_FOLLOWED = ("/static/", "/view/", "/accounts/")
# Of each view that is not among the doors so many addresses are followed.
OF_EACH_VIEW = 12


def crawled(client, starts):
    """Every start, and what is linked: each view, though not each of its addresses."""
    waiting, seen = deque(starts), set(starts)
    followed: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        kind, text = read(client, address)
        yield address, text
        if "text/html" not in kind:
            continue
        for target in links_in(text, address) - seen:
            seen.add(target)
            view = view_of(target)
            followed[view] += 1
            if followed[view] <= OF_EACH_VIEW:
                waiting.append(target)


def read(client, address):
    """The sort and the text only: contexts hang on an answer and fill the memory."""
    answer = client.get(address)
    return answer["Content-Type"], answer.getvalue().decode(errors="replace")


def links_in(text, address):
    found = re.findall(r'(?:href|src|action)="([^"]+)"', text)
    targets = {urljoin(address, link.replace("&amp;", "&")) for link in found}
    return {target.split("#")[0] for target in targets if is_ours(urlsplit(target))}


def is_ours(parts):
    return (
        parts.netloc in ("", "testserver")
        and parts.scheme in ("", "http")
        and not parts.path.startswith(NOT_FOLLOWED)
        and parts.query.count("=") <= 1
    )


def view_of(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return "none"


def addresses(notices):
    yield from ("/", "/site-map/", "/api/v1/notices/", "/data/", "/notices/?q=诸葛")
    yield from ("/log/", "/log/lines.ndjson", "/api/v1/log/", "/api/v1/changes/")
    yield from ("/api/v1/matters/", "/api/v1/elsewhere/", "/matters/", "/sitemap.xml")
    yield from ("/search/?q=诸葛", "/api/v1/search/?q=诸葛&highlight=true")
    yield from (f"/search/suggest/?q={each}" for each in (SECRET, "诸葛", "zhuge"))
    yield from (
        "/search/advanced/",
        "/search/advanced/?q=诸葛",
        "/search/advanced/?go=1",
    )
    yield from ("/feeds/search.xml?q=诸葛", "/alerts/?q=诸葛", "/procedures/a-z/")
    yield from ("/statistics/", *(f"/statistics/{each}.csv" for each in SECTIONS))
    yield from ("/directory/", "/directory/missing/", "/directory/missing.csv")
    for unit in Agency.objects.values_list("slug", flat=True):
        yield from (f"/directory/{unit}/", f"/agencies/{unit}/")
    guided = DisclosureGuide.objects.in_force().values_list("agency__slug", flat=True)
    yield from (f"/agencies/{unit}/guide/" for unit in guided)
    yield from ("/letters/", "/letters/?q=诸葛", "/questions/?q=诸葛", "/letters/new/")
    yield from ("/letters/statistics/", "/api/v1/letters/")
    yield from ("/services/?q=诸葛", "/api/v1/search/?q=诸葛&kind=service")
    yield from (
        f"/api/v1/search/?q=诸葛&kind={each}" for each in ("letter", "question")
    )
    yield from ("/directory/?q=诸葛", "/search/?q=诸葛&branch=990000")
    yield from ("/services/", "/api/v1/service-items/", "/api/v1/service-promises/")
    yield from ("/inspections/checklists/", "/api/v1/checklists/")
    yield from ("/inspections/", "/api/v1/inspections/", "/api/v1/ratings/")
    yield from ("/api/v1/year-assessments/", "/api/v1/year-results/")
    for seq in Receipt.objects.values_list("seq", flat=True):
        yield from (f"/log/verify/?n={seq}", f"/api/v1/log/{seq}/content/")
    for notice in notices:
        at = notice.get_absolute_url()
        yield from (at, f"{at}print/", f"{at}text/", f"{at}copy.docx", f"{at}copy.pdf")
        yield from (f"/api/v1{at}", f"/desk{at}", f"{at}revisions/", f"/qr{at}")
        for number in (1, 2):
            yield from (f"{at}revisions/{number}/", f"/api/v1{at}revisions/{number}/")
        yield f"/index/?no={notice.index_number}"


@pytest.mark.parametrize("who", ["passer-by", "approver", "overseer", "superuser"])
def test_no_page_tells_it(client, gone, unit, who):
    people = {
        "approver": lambda: make.member(Role.APPROVER, unit, is_staff=True),
        "overseer": lambda: make.member(Role.OVERSEER, unit.parent, is_staff=True),
        "superuser": lambda: make.user(is_staff=True, is_superuser=True),
    }
    starts = [*addresses(gone)]
    if who in people:
        client.force_login(people[who]())
        starts += [
            "/desk/",
            "/desk/alerts/",
            "/desk/ledger/",
            "/desk/health/",
            "/admin/notices/notice/",
            *admin_pages(gone, who),
        ]

    read_pages, telling = 0, []
    for page in crawled(client, starts):
        read_pages += 1
        telling += told_by([without_echo(*page)])

    assert read_pages > 150
    assert telling == []


def without_echo(address, text):
    """A box of search shows what was typed into it."""
    return address, text.replace(f'name="q" value="{SECRET}"', 'name="q"')


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


def test_the_search_of_the_trail_is_no_oracle(client, gone):
    client.force_login(make.user(is_staff=True, is_superuser=True))

    page = client.get(reverse("admin:foundation_auditentry_changelist"), {"q": SECRET})

    assert AuditEntry.objects.filter(target_name__contains=SECRET).exists()
    assert list(page.context["cl"].result_list) == []


def test_the_words_were_there_before(unit):
    notice = published(DRAFTS[Kind.POLICY](unit=unit, **said(1)))

    assert notice.status == NoticeStatus.PUBLISHED
    assert SECRET in Notice.objects.get(pk=notice.pk).body
    assert any(
        SECRET.encode() in path.read_bytes()
        for path in Path(conf.MEDIA_ROOT).rglob("*")
        if path.is_file()
    )

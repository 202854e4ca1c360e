"""Attempts to have words, texts and files run as code at their reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.cadences import Standing
from directories.models import Agency, GroupKind, GroupMember, Official, Role
from directories.periods import Span
from disclosure_portal.foundation.models import SiteState
from notices.drafting import set_co_publishers, set_posting_period
from notices.models import Notice, PostingPeriod, Tick
from notices.publication import sign, withdraw
from notices.review import submit
from tests import factories as make
from tests.factories.ledger import duty

pytestmark = pytest.mark.django_db

EVIL = '"><img src=x onerror=alert(1)><script>alert(1)</script>\'{{7*7}}{% now "Y" %}'


class Tags(HTMLParser):
    """What a browser would make of a page: every tag with its attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def code_in(html):
    """Tags of a page that would run, load or style something of a stranger's."""
    parser = Tags()
    parser.feed(html)
    found = []
    for tag, attributes in parser.found:
        source = attributes.get("src") or ""
        is_data = attributes == {"type": "application/ld+json"}
        if tag == "script" and not is_data and not re.match(r"/(?!/)", source):
            found.append((tag, attributes))
        if tag in ("iframe", "object", "embed", "base"):
            found.append((tag, attributes))
        for name, value in attributes.items():
            address = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                found.append((tag, attributes))
            if name in ("href", "src", "action") and address.startswith(
                ("javascript:", "vbscript:", "data:text")
            ):
                found.append((tag, attributes))
            if name == "src" and value == "x":
                found.append((tag, attributes))
    return found


@pytest.fixture
def hostile():
    """Hostile words in every field that a form of the portal takes as text."""
    SiteState.objects.current()
    SiteState.objects.update(
        name=EVIL[:60],
        slogan=EVIL,
        host_unit=EVIL,
        operator_unit=EVIL,
        telephone=EVIL[:60],
        icp_number=EVIL[:60],
        police_number=EVIL[:60],
        privacy_text=EVIL * 3,
        help_text=f"{EVIL}\n{EVIL}",
    )
    unit = make.agency(
        EVIL,
        short_name=EVIL[:40],
        duties=EVIL * 5,
        address=EVIL,
        postcode=EVIL[:10],
        office_hours=EVIL,
        telephone=EVIL[:60],
        fax=EVIL[:60],
        kind="department",
    )
    Official.objects.create(
        agency=unit, name=EVIL[:60], post=EVIL, duties=EVIL, telephone=EVIL[:60]
    )
    group = unit.groups.create(name=EVIL, kind=GroupKind.LEADING, duties=EVIL)
    GroupMember.objects.create(group=group, name=EVIL[:60], post=EVIL)
    board = make.board(
        EVIL[:60], description=EVIL, keywords=EVIL, is_on_home=True, agency=unit
    )
    notice = make.draft_notice(
        unit=unit,
        board=board,
        title=EVIL,
        summary=EVIL[:100],
        body=EVIL,
        keywords=EVIL,
        document_number=EVIL[:60],
        source=EVIL,
        section=EVIL[:60],
        responsible_editor=EVIL[:60],
        disclosure_basis=EVIL,
        kind="policy",
    )
    make.attachment(notice, name=f"{EVIL[:30]}.txt")
    notice.attachments.update(title=EVIL)
    set_co_publishers(notice, [unit])
    period = PostingPeriod(
        starts_on="2026-01-05",
        length=5,
        objection_unit=EVIL,
        objection_telephone=EVIL[:60],
        objection_form=EVIL,
    )
    period.clean_fields(exclude=["ends_on", "notice"])
    set_posting_period(notice, period)
    submit(notice, by=notice.author)
    officer = make.member(Role.APPROVER, unit, name=EVIL[:60])
    sign(notice, by=officer, opinion=EVIL, ticks=Tick.values)
    return Notice.objects.get(pk=notice.pk)


def public_addresses(notice):
    return [
        "/",
        "/notices/",
        f"/notices/?q={EVIL}",
        f"/notices/?{EVIL}={EVIL}",
        f"/notices/?branch={EVIL}&cursor={EVIL}",
        notice.get_absolute_url(),
        notice.agency.get_absolute_url(),
        "/boards/",
        notice.board.get_absolute_url(),
        f"{notice.board.get_absolute_url()}?year={EVIL}&cursor={EVIL}",
        "/agencies/",
        f"/agencies/?q={EVIL}",
        f"/index/?no={EVIL}",
        "/site-map/",
        "/help/",
        "/privacy/",
        "/accessibility/",
        f"/leaving/?to={EVIL}",
        f"/nowhere/{EVIL}/",
        "/accounts/login/",
    ]


def test_hostile_words_are_words_on_every_public_page(client, hostile):
    pages = {at: client.get(at).content.decode() for at in public_addresses(hostile)}
    officer = make.member(Role.APPROVER, hostile.agency)
    withdraw(hostile, by=officer, ground="wrong", reason=EVIL)
    pages["gone"] = client.get(hostile.get_absolute_url()).content.decode()

    assert {at: found for at, page in pages.items() if (found := code_in(page))} == {}
    told = ("/", "/help/", "/privacy/", hostile.get_absolute_url(), "gone")
    assert [at for at in told if "alert(1)&lt;/script&gt;" not in pages[at]] == []


STAFF_PAGES = [
    "/desk/",
    "/desk/ledger/",
    "/desk/ledger/events/",
    "/desk/notices/{pk}/",
    "/admin/",
    "/admin/notices/notice/",
    "/admin/notices/notice/{pk}/change/",
    "/admin/notices/notice/{pk}/history/",
    "/admin/notices/notice/add/",
    "/admin/notices/board/",
    "/admin/directories/agency/",
    "/admin/directories/agency/{unit}/change/",
    "/admin/directories/agency/{unit}/restructure/rename/",
    "/admin/directories/official/",
    "/admin/directories/workinggroup/",
    "/admin/directories/membership/",
    "/admin/foundation/user/",
]


@pytest.mark.parametrize("address", STAFF_PAGES)
def test_hostile_words_are_words_on_the_pages_of_staff(client, hostile, address):
    unit = hostile.agency
    person = make.member(Role.OVERSEER, unit, is_staff=True, name=EVIL[:60])
    for role in (Role.EDITOR, Role.APPROVER):
        person.memberships.create(agency=unit, role=role)
    make.draft_notice(unit=unit, board=hostile.board, title=EVIL)
    duty(unit, name=EVIL[:200], domain=EVIL[:50], cadence=Standing(Span.MONTH))
    client.force_login(person)

    answer = client.get(address.format(pk=hostile.pk, unit=unit.pk))

    html = answer.content.decode()
    # Django hands its own scripts their settings as data.
    found = [hit for hit in code_in(html) if not is_data(hit)]
    assert answer.status_code == 200
    assert "alert(1)" in html or address in ("/admin/",)
    assert found == []


def is_data(hit):
    tag, attributes = hit
    return tag == "script" and "src" not in attributes and "json" in str(attributes)


def form_data(notice, **changes):
    data = {
        "title": "题",
        "body": "<p>x</p>",
        "agency": notice.agency_id,
        "board": notice.board_id,
        "kind": "general",
        "disclosure": "proactive",
        "term": "long",
        "audience": "public",
        "content_version": notice.content_version,
    }
    for prefix in ("attachments", "posting_period", "co_publishings"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data | changes


BODIES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    '<table background="javascript:alert(1)"><tr><td onclick=alert(1)>x</table>',
    "<<script>script>alert(1)<</script>/script>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content=0>",
    "<title></title><style>*{background:url(x)}</style><link rel=stylesheet href=x>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<p>x\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("door", ["form", "clean"])
def test_no_text_runs_at_its_reader(client, body, door):
    unit = make.agency()
    editor = make.member(Role.EDITOR, unit, is_staff=True)
    client.force_login(editor)
    notice = make.draft_notice(unit=unit)
    if door == "clean":
        answer = client.post("/desk/clean/", body, content_type="text/html")
        assert code_in(answer.json()["html"]) == []
        return
    data = form_data(notice, body=body)

    client.post(reverse("admin:notices_notice_change", args=[notice.pk]), data)

    stored = Notice.objects.get(pk=notice.pk)
    desk = client.get(reverse("desk-notice", args=[notice.pk])).content.decode()
    assert code_in(stored.body) == []
    assert code_in(desk) == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"]
)
@pytest.mark.parametrize(
    ("model", "field"),
    [(Notice, "source_url"), (Agency, "website"), (SiteState, "badge_url")],
    ids=["source", "website", "badge"],
)
def test_no_address_field_takes_code(model, field, url):
    form_field = model._meta.get_field(field).formfield(assume_scheme="https")

    with pytest.raises(ValidationError):
        form_field.clean(url)


# --- Names of files -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="evil.html.txt',
        "a\r\nSet-Cookie: x=1.txt",
        "a\nX-Evil: 1.txt",
        "../../../etc/passwd.txt",
        "..\\..\\boot.txt",
        "名\u202etxt.exe.txt",
        "a;b,c=d%0d%0a.txt",
        "x" * 300 + ".txt",
    ],
)
def test_no_name_of_a_file_becomes_a_header_or_a_path(client, name):
    notice = make.draft_notice()
    make.attachment(notice, name=name)
    submit(notice, by=notice.author)
    sign(notice, by=make.member(Role.APPROVER, notice.agency), ticks=Tick.values)
    file = notice.attachments.get()

    answer = client.get(reverse("attachment", args=[file.pk]))

    disposition = answer.headers["Content-Disposition"]
    assert answer.status_code == 200
    assert disposition.startswith("attachment; filename")
    assert not set(disposition) & set("\r\n\u202e")
    assert disposition.count('"') in (0, 2)
    assert "/" not in file.file_name
    assert "X-Evil" not in answer.headers
    assert "x" not in answer.cookies
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.txt", b"<html><script>alert(1)</script></html>"),
        ("a.jpg", b"\xff\xd8\xff<script>alert(1)</script>"),
        ("a.gif", b"GIF89a/*<script>alert(1)</script>*/"),
        ("a.pdf", b"<html>%PDF-1.4 <script>alert(1)</script>"),
        ("a.xml", b"<?xml version='1.0'?><?xml-stylesheet href='x'?>"),
        ("a.docx", b"PK\x03\x04<script>"),
        ("a.csv", b"<svg onload=alert(1)>"),
        ("a.php.txt", b"<?php echo 1;"),
    ],
)
def test_a_page_in_disguise_is_not_taken(client, name, content):
    unit = make.agency()
    client.force_login(make.member(Role.EDITOR, unit, is_staff=True))
    notice = make.draft_notice(unit=unit)
    data = form_data(notice, new_files=SimpleUploadedFile(name, content))

    client.post(reverse("admin:notices_notice_change", args=[notice.pk]), data)

    assert Notice.objects.get(pk=notice.pk).title == "题"  # the draft itself is safe
    assert not notice.attachments.exists()

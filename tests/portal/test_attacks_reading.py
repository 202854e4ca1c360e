"""Attempts to read what is not public, at every door that anybody can open."""

from __future__ import annotations

import re
from collections import deque
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.db.models import Max
from django.urls import reverse

from directories.models import (
    GroupKind,
    GroupMember,
    Official,
    Role,
    WorkingGroup,
)
from directories.photographs import store_photograph
from disclosure_portal.foundation import clock
from notices.models import Board, Notice, NoticeAttachment
from notices.publication import recall, withdraw
from notices.tallying import recount
from tests import factories as make
from tests.foundation.made_files import picture

pytestmark = pytest.mark.django_db

SECRET = "机密莫传"


def hidden(make_it, **fields):
    """A notice of which every part that has words bears the mark."""
    number = Notice.objects.count()
    return make_it(
        title=f"{SECRET}标题{number}",
        summary=f"{SECRET}摘要",
        body=f"<p>{SECRET}正文</p>",
        keywords=SECRET,
        document_number=f"密发〔2026〕{number + 900}号",
        source=f"{SECRET}来源",
        responsible_editor=SECRET,
        **fields,
    )


def with_file(notice):
    NoticeAttachment.objects.create(
        notice=notice,
        title=f"{SECRET}附件",
        file_name=f"{SECRET}.txt",
        media_type="text/plain",
        size=1,
        original_digest="0" * 64,
        public_digest="0" * 64,
        uploaded_at=clock.now(),
    )
    return notice


STATES = {
    "draft": make.draft_notice,
    "in_review": make.submitted_notice,
    "returned": make.returned_notice,
    "approved": make.approved_notice,
    "internal": lambda **fields: make.published_notice(audience="staff", **fields),
    "internal withdrawn": lambda **fields: make.withdrawn_notice(
        audience="staff", **fields
    ),
    "privacy": lambda **fields: make.withdrawn_notice(
        ground="privacy", reason=f"{SECRET}理由", **fields
    ),
    "secret": lambda **fields: make.withdrawn_notice(
        ground="secret", reason=f"{SECRET}理由", **fields
    ),
}


@pytest.fixture
def world():
    """A public notice, and around it everything that must not be seen from it."""
    unit = make.agency("教育局", kind="department")
    board = make.board("通知公告", is_on_home=True)
    public = make.published_notice(unit=unit, board=board, kind="policy")
    inner = make.board(f"{SECRET}栏", is_internal=True, is_on_home=True, agency=unit)
    for name, make_it in STATES.items():
        place = inner if name.startswith("internal") else board
        with_file(hidden(make_it, unit=unit, board=place, interprets=public))
    unseen = hidden(make.draft_notice, unit=unit, board=board, kind="policy")
    make.published_notice(unit=unit, board=board, interprets=unseen)
    Official.objects.create(
        agency=unit, name=f"{SECRET}甲", post="局长", is_public=False
    )
    Official.objects.create(
        agency=unit, name=f"{SECRET}乙", post="局长", left_on="2026-01-01"
    )
    group = WorkingGroup.objects.create(
        agency=unit, name=f"{SECRET}组", kind=GroupKind.LEADING, is_public=False
    )
    GroupMember.objects.create(group=group, name=SECRET)
    return public


# Filters are combined without end: one at a time will do.
NOT_FOLLOWED = ("/static/", "/admin/", "/desk/", "/accounts/", "/view/")
LINK = re.compile(r'(?:href|src|action)="([^"]+)"')


def crawled(client, starts):
    """Each page that is reached by links from some pages, with its text."""
    waiting, seen = deque(starts), set(starts)
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        if answer.streaming:
            continue
        text = answer.content.decode()
        yield address, answer, text
        for link in LINK.findall(text):
            target = urljoin(address, unescape(link)).split("#")[0]
            parts = urlsplit(target)
            if parts.netloc not in ("", "testserver") or target in seen:
                continue
            if parts.path.startswith(NOT_FOLLOWED) or parts.query.count("=") > 1:
                continue
            seen.add(target)
            waiting.append(target)


@pytest.mark.parametrize("who", ["passer-by", "author", "superuser"])
def test_no_page_that_links_lead_to_tells_it(client, world, who):
    if who == "author":
        client.force_login(world.author)
    if who == "superuser":
        client.force_login(make.user(is_staff=True, is_superuser=True))

    pages = list(crawled(client, ["/", "/site-map/", "/api/v1/notices/"]))

    assert len(pages) > 15
    assert [address for address, _answer, text in pages if SECRET in text] == []
    assert {answer.status_code for _a, answer, _t in pages} <= {200, 302, 404, 410}


def test_no_number_tells_it(client, world):
    """Every number there is, at each address that takes one."""
    last = Notice.objects.aggregate(last=Max("pk"))["last"]
    numbers = range(1, last + 2)
    patterns = ["/notices/{}/", "/api/v1/notices/{}/", "/attachments/{}/"]

    texts = {
        address: client.get(address)
        for pattern in patterns
        for address in map(pattern.format, numbers)
    }

    told = [at for at, answer in texts.items() if SECRET in answer.content.decode()]
    assert told == []


LISTS = [
    "/notices/",
    "/notices/?q={q}",
    "/notices/?kind=policy",
    "/notices/?branch={unit}",
    "/notices/?board={board}",
    "/notices/?order=oldest",
    "/boards/{board}/",
    "/boards/{inner}/",
    "/notices/?board={inner}",
    "/agencies/?q={q}",
    "/agencies/{unit}/",
    "/index/?no={q}",
    "/api/v1/boards/",
    "/api/v1/agencies/{unit}/",
    "/api/v1/notices/?fields=id,title,summary,body,keywords,document_number,interprets",
    "/api/v1/notices/?board={inner}",
    "/api/v1/notices/?agency={unit}",
    "/api/v1/notices/?branch={unit}&ordering=published_at",
]


@pytest.mark.parametrize("address", LISTS)
def test_no_list_tells_it(client, world, address):
    inner = Board.objects.get(is_internal=True)
    # What was asked comes back on the page: ask for a part of the word only.
    where = {
        "q": SECRET[:2],
        "unit": world.agency.slug,
        "board": world.board.slug,
        "inner": inner.slug,
    }

    answer = client.get(address.format(**where))

    assert SECRET not in answer.content.decode()
    assert answer.status_code in (200, 400, 404)


def test_counts_are_those_of_what_is_public(client, world):
    """Of the world's notices two are public: no count says more."""
    text = client.get("/api/v1/notices/?limit=100").json()["results"]
    page = client.get("/notices/")
    home = client.get("/")

    assert len(text) == 2
    assert page.context["count_text"] == "2"
    assert home.context["figures"][0]["value"] == "2"
    assert home.context["figures"][1]["value"] == "2"
    assert recount() == 0
    for facet in page.context["facets"]:
        counts = {option["count_text"] for option in facet["options"]}
        assert counts <= {"", "0", "1", "2"}, facet


def test_years_without_public_notices_are_no_choice(client, time_machine):
    time_machine.move_to("2024-05-06T09:00:00+08:00", tick=False)
    hidden(STATES["internal"])
    hidden(make.draft_notice)
    time_machine.move_to("2026-05-06T09:00:00+08:00", tick=False)
    make.published_notice()

    page = client.get("/notices/").content.decode()

    assert "year=2026" in page
    assert "year=2024" not in page


@pytest.mark.parametrize("state", STATES)
def test_the_number_of_a_policy_that_is_not_public_is_not_told(client, state):
    """Neither its title nor that it is there at all."""
    policy = hidden(STATES[state], kind="policy")
    text = make.published_notice(interprets=policy)

    page = client.get(text.get_absolute_url()).content.decode()

    assert SECRET not in page
    assert f"/notices/{policy.pk}/" not in page


UNSEEN = [name for name in STATES if name not in ("privacy", "secret")]
MANNERS = ("ETag", "Cache-Control", "Vary", "Content-Type")


@pytest.mark.parametrize("state", UNSEEN)
@pytest.mark.parametrize("door", ["/notices/{}/", "/api/v1/notices/{}/"])
def test_what_is_hidden_answers_like_what_never_was(client, state, door):
    number = hidden(STATES[state]).pk
    other = number + 1000

    here, nowhere = (client.get(door.format(pk)) for pk in (number, other))

    assert here.status_code == nowhere.status_code == 404
    for name in MANNERS:
        assert here.headers.get(name) == nowhere.headers.get(name)
    # The page repeats its address in the links that change the type size.
    mine, theirs = (
        answer.content.decode().replace(str(pk), "N")
        for answer, pk in ((here, number), (nowhere, other))
    )
    assert len(mine) == len(theirs)


@pytest.mark.parametrize("state", ["privacy", "secret"])
def test_a_number_that_several_bear_names_no_withdrawn_title(client, state):
    """Old sites gave a number twice: the list of matches is no way round the 410."""
    for make_it in (STATES[state], make.published_notice):
        notice = hidden(make_it) if make_it is STATES[state] else make_it()
        Notice.objects.filter(pk=notice.pk).update(legacy_index_number="旧-001")

    answer = client.get("/index/?no=旧-001")

    assert answer.status_code == 200
    assert len(answer.context["matches"]) == 2
    assert SECRET not in answer.content.decode()


def test_a_cached_copy_is_no_answer_after_the_withdrawal(client):
    notice = hidden(make.published_notice)
    file = with_file(notice).attachments.get()
    addresses = [
        notice.get_absolute_url(),
        f"/api/v1/notices/{notice.pk}/",
        "/notices/",
        "/api/v1/notices/",
    ]
    tags = {address: client.get(address).headers["ETag"] for address in addresses}
    officer = make.member(Role.APPROVER, notice.agency)
    withdraw(notice, by=officer, ground="privacy", reason="涉及隐私")

    for address, tag in tags.items():
        answer = client.get(address, headers={"If-None-Match": tag})
        assert answer.status_code in (200, 410)
        assert SECRET not in answer.content.decode()
    assert client.get(reverse("attachment", args=[file.pk])).status_code == 404


def test_a_file_is_asked_for_anew_even_by_its_digest(client):
    notice = make.draft_notice()
    file = make.attachment(notice)

    answer = client.get(
        reverse("attachment", args=[file.pk]),
        headers={"If-None-Match": f'"{file.public_digest}"'},
    )

    assert answer.status_code == 404


def test_a_recalled_release_is_hidden_again(client):
    notice = hidden(make.approved_notice, release_at=clock.now() + timedelta(hours=1))
    officer = make.member(Role.APPROVER, notice.agency)
    recall(notice, by=officer, reason="改期")

    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        answer = client.get(notice.get_absolute_url())

    assert answer.status_code == 404


@pytest.mark.parametrize("fields", [{"is_public": False}, {"left_on": "2026-01-01"}])
def test_a_photograph_leaves_with_its_person(client, fields):
    digest = store_photograph([picture("JPEG")], file_name="照片.jpg")
    Official.objects.create(
        agency=make.agency(), name="甲", post="局长", photo_digest=digest, **fields
    )

    answer = client.get(reverse("photo", args=[digest]))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../../keys.env", "..%2f..%2fkeys.env", "0" * 64, "incoming", "%00", "A" * 64],
)
def test_no_photograph_is_a_path(client, name):
    answer = client.get(f"/photos/{name}/")

    assert answer.status_code == 404


def test_an_original_is_never_handed_out(client):
    """Only the copy drawn anew: the original holds where it was taken."""
    notice = make.draft_notice()
    original = picture("JPEG", comment=b"taken at home")
    file = make.attachment(notice, name="现场.jpg", content=original)
    assert file.original_digest != file.public_digest
    client.force_login(notice.author)

    answer = client.get(reverse("desk-attachment", args=[file.pk]))

    assert b"".join(answer.streaming_content) != original

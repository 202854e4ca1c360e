"""What pages of letters ask of the database: the same for three letters and thirty."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directories.models import Role
from feedback import joining
from feedback.models import Letter
from tests.factories import agency, member
from tests.factories.letters import (
    accepted_letter,
    handled_letter,
    mailbox,
    office_clerk,
    published_letter,
    receipt,
)

from .test_writing import Writer

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30
INBOX = {"new": 19, "all": 23}
DESK, LIST, PAGE, TRACK = 36, 3, 3, 14
GARBAGE = (
    "9" * 400,
    "-1",
    "２０２６",
    "\x00",
    "💣",
    "\u202e反",
    "%",
    "'\"<script>",
    "..",
)


@pytest.fixture
def box() -> Any:
    return mailbox(agency("政府办公室"))


def queries(act: Callable[[], Any]) -> int:
    cache.clear()
    act()
    with CaptureQueriesContext(connection) as asked:
        assert act().status_code == 200
    return len(asked)


@pytest.mark.parametrize("tab", INBOX)
def test_the_inbox(tab: str, box: Any, client: Client) -> None:
    letters = [accepted_letter(box) for _number in range(FEW)]
    client.force_login(office_clerk(letters[0]))
    few = queries(lambda: client.get("/desk/letters/", {"tab": tab}))
    for _number in range(MANY - FEW):
        accepted_letter(box)

    many = queries(lambda: client.get("/desk/letters/", {"tab": tab}))
    assert many == few == INBOX[tab]


def test_the_letter_at_the_desk(box: Any, client: Client) -> None:
    letter = accepted_letter(box)
    clerk = office_clerk(letter)
    client.force_login(clerk)

    def join(count: int) -> None:
        for _number in range(count):
            joining.join(accepted_letter(box), letter, by=clerk)

    join(FEW)
    few = queries(lambda: client.get(f"/desk/letters/{letter.pk}/"))
    join(MANY - FEW)

    assert queries(lambda: client.get(f"/desk/letters/{letter.pk}/")) == few == DESK


def test_the_public_list_and_a_letter(box: Any, client: Client) -> None:
    unit = agency("住建局")
    clerk, signer = (member(role, unit) for role in (Role.MAILBOX_CLERK, Role.APPROVER))
    assert clerk != signer
    first = published_letter(unit, box=box).letter
    page = f"/letters/{first.number}/"
    for _number in range(FEW - 1):
        published_letter(unit, box=box)
    few = [queries(partial(client.get, at)) for at in ("/letters/", page)]
    for _number in range(MANY - FEW):
        published_letter(unit, box=box)

    many = [queries(partial(client.get, at)) for at in ("/letters/", page)]
    assert many == few == [LIST, PAGE]


def test_following_a_letter(box: Any, client: Client) -> None:
    got = receipt(box)
    posted = {"number": got.letter.number, "code": got.code}
    few = queries(lambda: client.post("/letters/track/", posted))
    for _number in range(MANY):
        accepted_letter(box)

    assert queries(lambda: client.post("/letters/track/", posted)) == few == TRACK


# --- Bad input -----------------------------------------------------------------------


@pytest.mark.parametrize("words", GARBAGE)
def test_garbage_in_an_address_is_answered(
    words: str, box: Any, client: Client
) -> None:
    letter = handled_letter(box=box)
    client.force_login(office_clerk(letter))
    wrong = []
    for address, names in {
        "/letters/": ("q", "kind", "cursor", "branch", "unit", "page"),
        "/letters/statistics/": ("year", "part"),
        "/letters/new/": ("mailbox", "kind", "unit", "notice", "line", "revision"),
        "/letters/track/": ("number",),
        "/questions/": ("q", "cursor", "category"),
        "/desk/letters/": ("tab", "q", "after"),
        "/desk/letters/attention/": ("month",),
        "/desk/letters/attention.csv": ("month",),
        "/desk/questions/new/": ("letter",),
        "/api/v1/letters/": ("kind", "branch", "cursor", "after", "fields"),
        "/api/v1/letter-figures/": ("year", "part"),
    }.items():
        for name in names:
            status = client.get(address, {name: words}).status_code
            if status >= 500:
                wrong.append((address, name, status))
    for after in ("2026-01-01.", "2026-13-01.5", f"2026-01-01.{'9' * 30}", "."):
        assert client.get("/desk/letters/", {"after": after}).status_code == 200
    for posted in ({"number": words, "code": words}, {"letter": words, "do": words}):
        for address in ("/letters/track/", "/letters/new/", "/desk/letters/bulk/"):
            assert client.post(address, posted).status_code < 500
    assert wrong == []


@pytest.mark.parametrize(
    "words", ["🚰💥 水管爆了", "\u202e管水\u200f", "<b>水管</b>\x00"]
)
def test_strange_letters_are_taken_in_or_refused_clearly(
    words: str, box: Any, client: Client
) -> None:
    writer = Writer(client)
    writer.write(box, title=words, text=words * 3)
    assert writer.page.status_code in (200, 400)
    page = writer.send("send")
    assert page.status_code in (200, 400)
    for letter in Letter.objects.all():
        assert "<b>水管</b>" not in writer.text
        client.force_login(office_clerk(letter))
        assert client.get(f"/desk/letters/{letter.pk}/").status_code == 200


def test_a_hundred_files_are_refused_with_a_number(box: Any, client: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"text") for n in range(100)]
    writer = Writer(client)
    writer.write(box, upload=files)

    assert writer.page.status_code in (200, 400, 413)
    assert not Letter.objects.exists()


def test_a_bomb_is_no_file(box: Any, client: Client) -> None:
    writer = Writer(client)
    writer.write(box, upload=SimpleUploadedFile("表.xlsx", bomb()))

    assert writer.page.status_code in (200, 400)
    assert not Letter.objects.exists()


def bomb() -> bytes:
    """Sixty thousand bytes that would be sixty million."""
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return into.getvalue()

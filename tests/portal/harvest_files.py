"""Doors of the harvest table that give out files, and what hangs on walls."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.vocabulary import refresh
from disclosure_portal.open_data.answers import FORMATS
from disclosure_portal.open_data.sets import SETS
from notices.alert_mail import search_due
from notices.fulfilling import link
from notices.models import Notice, ReviewDecision, SearchAlert, SheetPhoto
from notices.review import submit
from notices.search_alerts import CONFIRM, signed
from tests.factories import agency, correction_of, member, user
from tests.factories.chains import whole_chain
from tests.factories.ledger import duty, slots_of
from tests.foundation.made_files import picture

SECTIONS = ("months", "kinds", "units")
# Lists that are asked for without any parameter.
PLAIN_LISTS = (
    *("/matters/", "/activities/", "/reading-points/", "/services/"),
    *("/api/v1/matters/", "/api/v1/activities/", "/api/v1/reading-points/"),
    *("/api/v1/visitor-counts/", "/api/v1/elsewhere/", "/api/v1/service-items/"),
    *("/api/v1/service-points/", "/api/v1/service-promises/", "/api/v1/guides/"),
    *("/api/v1/catalogues/", "/api/v1/catalogue-items/", "/api/v1/slots/"),
    "/api/v1/column-health/",
    *("/directory/", "/directory/missing/"),
    *("/letters/", "/letters/statistics/", "/letters/statistics/units.csv"),
    *("/questions/", "/letters/new/", "/letters/track/", "/api/v1/letters/"),
    "/api/v1/letter-figures/?year=2026",
    "/api/v1/orders/",
    "/api/v1/search/?q=钟厚朴&kind=letter",
    "/api/v1/search/?q=补贴&kind=question",
    *("/inspections/checklists/", "/api/v1/checklists/"),
    *("/inspections/", "/api/v1/inspections/", "/api/v1/ratings/"),
    *("/api/v1/year-assessments/", "/api/v1/year-results/"),
)

if TYPE_CHECKING:
    from .test_harvest import World


def files_of_tables(client: Client, world: World) -> str:
    """Every table that could be asked for, as CSV and as Excel."""
    codes = ("recipients", "lines", "townships", "sums")
    texts = []
    for notice in world.notices:
        for code in codes:
            address = f"/notices/{notice.pk}/{code}"
            texts.append(client.get(f"{address}.csv").getvalue().decode())
            texts.append(_cells(client.get(f"{address}.xlsx")))
    return "".join(texts)


def _cells(answer: Any) -> str:
    if answer.status_code != 200:
        return str(answer.content.decode())
    book = load_workbook(BytesIO(answer.content))
    return str([list(sheet.values) for sheet in book])


def open_data(client: Client, _world: World) -> str:
    """Every set there is and every one that could be guessed, in each format."""
    codes = (*SETS, "recipients", "subsidy-lines", "subsidy-list", "subsidy-recipients")
    texts = []
    for code in codes:
        texts.append(client.get(f"/data/{code}/").text)
        texts.append(client.get(f"/data/{code}/columns.json").text)
        for ending in FORMATS:
            answer: Any = client.get(f"/data/{code}.{ending}")
            assert answer.status_code == (200 if code in SETS else 404)
            texts.append(b"".join(answer).decode())
    return "".join(texts)


def feeds(client: Client, world: World) -> str:
    """Every feed that the page of feeds and the heads of pages lead to."""
    units = {notice.agency.slug for notice in world.notices}
    addresses = [f"/feeds/units/{slug}.xml" for slug in units]
    addresses += re.findall(r'href="(/feeds/[^"]+\.xml)"', client.get("/feeds/").text)
    assert len(addresses) > len(units) + 1
    return "".join(client.get(address).text for address in addresses)


def figures(client: Client, _world: World) -> str:
    """The page of figures, each of its files and the API, of all and of the kind."""
    doors = ["/statistics/", "/api/v1/statistics/"]
    doors += [f"/statistics/{each}.csv" for each in SECTIONS]
    doors += [f"/statistics/letter-{each}.csv" for each in ("periods", "units")]
    asked: tuple[dict[str, str], ...] = ({}, {"kind": "subsidy"})
    texts = [client.get(door, each).text for door in doors for each in asked]
    assert "石盘" not in texts[0]
    return "".join(texts)


def sitemaps(client: Client, _world: World) -> str:
    index = client.get("/sitemap.xml").text
    files = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", index)
    assert len(files) >= 3
    return index + "".join(client.get(file).text for file in files)


def displays(client: Client, world: World) -> str:
    """Screens, and all that a touch screen leads to."""
    texts = []
    for notice in world.notices:
        slug = notice.agency.slug
        doors: tuple[tuple[Any, ...], ...] = (
            ("screen",),
            ("kiosk",),
            ("kiosk-notices",),
            ("kiosk-search",),
            ("kiosk-notice", notice.pk),
        )
        for name, *more in doors:
            texts.append(client.get(reverse(name, args=[slug, *more])).text)
    return "".join(texts)


def alerts(client: Client, world: World) -> str:
    """Mail to somebody who watches for a name, with all that is public now."""
    for words in ("钟", "石盘镇", "通知"):
        asked = {"q": words, "email": "li@example.org", "rhythm": "daily"}
        client.post(reverse("alert-new"), asked)
        alert = SearchAlert.objects.latest("pk")
        client.post(reverse("alert-confirm", args=[signed(alert, CONFIRM)]))
    SearchAlert.objects.update(told_up_to=0, due_at=clock.now())
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        search_due()
    return "".join(f"{letter.subject}{letter.body}" for letter in mail.outbox)


def suggestions(client: Client, world: World) -> str:
    """What is suggested to whoever types a name, a village or their letters."""
    count_new()
    refresh()
    typed = (
        "钟",
        "钟厚",
        "z",
        "zhong",
        "zhp",
        "欧阳",
        "石盘",
        "shi",
        "村",
        "发放",
        "t",
    )
    answers = [client.get("/search/suggest/", {"q": each}).json() for each in typed]
    assert any(answer["words"] for answer in answers)
    return str(answers)


def signed_sheets(client: Client, world: World) -> str:
    """The approval sheet of a correction, the form for it and its photograph, for all
    who have no business there; nobody finds so much as a page."""
    unit = world.own.agency
    whole_chain(unit, takes_paper=True)
    correction = correction_of(
        world.own, title="更正后的名单", disclosure_basis="《政府信息公开条例》第二十条"
    )
    submit(correction, by=correction.author)
    bring_in(client, correction, by=member(Role.EDITOR, unit))
    doors = [
        reverse("desk-sheet", args=[correction.pk]),
        reverse("desk-signed-sheet", args=[correction.pk]),
        *(f"/desk/sheets/{number}/photograph/" for number in range(1, 10)),
    ]
    digest = SheetPhoto.objects.get().digest
    doors += [f"/media/{digest}", f"/media/{digest[:2]}/{digest}"]
    strangers = (
        None,
        member(Role.APPROVER, agency()),
        member(Role.READER, unit),
        user(is_superuser=True, is_staff=True),
    )
    return "".join(_shut(door, who) for who in strangers for door in doors)


def bring_in(client: Client, notice: Notice, *, by: User) -> None:
    """A sheet that a second account photographed, seen by that account."""
    client.force_login(by)
    sent = {
        **{
            name: getattr(notice, name) for name in ("content_version", "round", "step")
        },
        "signer": "何审核",
        "all_ticks": "on",
        "photo": SimpleUploadedFile("审批单.jpg", picture("JPEG")),
    }
    client.post(reverse("desk-signed-sheet", args=[notice.pk]), sent)
    decision = ReviewDecision.objects.get(paper_signer="何审核")
    seen = client.get(reverse("desk-sheet-photo", args=[decision.pk]))
    assert seen.headers["Content-Type"] == "image/jpeg"


def _shut(door: str, who: User | None) -> str:
    """What a door says to somebody who may not pass it; signed out, that is the way
    to sign in."""
    client = Client()
    if who is not None:
        client.force_login(who)
    answer = client.get(door)
    is_desk = door.startswith("/desk/")
    assert answer.status_code == (302 if who is None and is_desk else 404), door
    return answer.text


def log_of_publications(client: Client, _world: World) -> str:
    """Its page, each line verified, the whole of it as a file and by API, and the
    content behind each line."""
    whole: Any = client.get("/log/lines.ndjson")
    texts = [client.get("/log/").text, b"".join(whole).decode()]
    addresses = ["/api/v1/log/", "/api/v1/changes/"]
    for seq in range(1, 12):
        addresses += [f"/log/verify/?n={seq}", f"/api/v1/log/{seq}/"]
        addresses.append(f"/api/v1/log/{seq}/content/")
    return "".join([*texts, *(client.get(address).text for address in addresses)])


def slots_at_the_desk(client: Client, world: World) -> str:
    """A slot with the notice in it, its suggestions, a search for a name, and the form
    of the next period with the notice copied into it."""
    unit = world.own.agency
    slots = slots_of(duty(unit, since=date(2025, 1, 1)))
    clerk = member(Role.EDITOR, unit, is_staff=True)
    link(slots[0], world.own, by=clerk)
    client.force_login(clerk)
    doors = ["/desk/ledger/", f"/admin/notices/notice/add/?slot={slots[1].pk}"]
    for slot in slots:
        doors += [f"/desk/ledger/{slot.pk}/", f"/desk/ledger/{slot.pk}/?q=钟"]
    return "".join(client.get(door).text for door in doors)

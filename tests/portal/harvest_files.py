"""Doors of the harvest table that give out files, and what hangs on walls."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from disclosure_portal.open_data.answers import FORMATS
from disclosure_portal.open_data.sets import SETS

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
            ("kiosk-notice", notice.pk),
        )
        for name, *more in doors:
            texts.append(client.get(reverse(name, args=[slug, *more])).text)
    return "".join(texts)


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

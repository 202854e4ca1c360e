"""What was corrected or withdrawn is so at every door at once, also at those that
keep what they once made: pages, lists, feeds, files, sets, screens, search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import docx
import pypdfium2
import pytest
from django.urls import reverse

from directories.models import Role
from notices.models import Kind, Notice
from notices.publication import withdraw
from notices.structures.guide_parts import write_guide
from tests import factories as make
from tests.factories.structures import GUIDE, guide_draft, publish

pytestmark = pytest.mark.django_db

OLD, NEW = "旧址柳林巷六号", "新址梧桐路九号"


@pytest.fixture(autouse=True)
def room(settings):
    settings.API_THROTTLE_RATES = dict.fromkeys(
        ("list", "detail", "export", "system"), 10_000
    )


@pytest.fixture(params=["policy", "guide"])
def notice(request) -> Notice:
    """Both say where to go; the guide does so in its own table."""
    if request.param == "guide":
        return publish(guide_draft(title=f"办证{OLD}", facts={"place": OLD}))
    return make.published_notice(
        kind=Kind.POLICY,
        title=f"搬迁至{OLD}",
        summary=f"请到{OLD}。",
        body=f"<p>请到{OLD}办理。</p>",
        keywords=OLD,
    )


def corrected(notice: Notice) -> None:
    words: dict[str, Any] = {"title": notice.title.replace(OLD, NEW)}
    if notice.kind == Kind.POLICY:
        words |= {
            "summary": f"请到{NEW}。",
            "body": f"<p>请到{NEW}办理。</p>",
            "keywords": NEW,
        }
    correction = make.correction_of(notice, **words)
    if notice.kind == Kind.PROCEDURE:
        facts = {**GUIDE, "place": NEW}
        write_guide(correction, facts, events=(), by=correction.author)
    make.merged(correction)


def taken_down(notice: Notice) -> None:
    approver = make.member(Role.APPROVER, notice.agency)
    now = Notice.objects.select_related("agency").get(pk=notice.pk)
    withdraw(now, by=approver, ground="wrong", reason="内容有误。")


# --- The doors ------------------------------------------------------------------------


def html(client: Any, address: str) -> str:
    return str(client.get(address).getvalue().decode(errors="replace"))


def word(client: Any, address: str) -> str:
    answer = client.get(address)
    if answer.status_code != 200:
        return html(client, address)
    document = docx.Document(BytesIO(answer.getvalue()))
    return "\n".join(each.text for each in document.paragraphs)


def pdf(client: Any, address: str) -> str:
    answer = client.get(address)
    if answer.status_code != 200 or answer["Content-Type"] != "application/pdf":
        return html(client, address)
    pages = pypdfium2.PdfDocument(answer.getvalue())
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


Door = Callable[[Any, str], str]


def doors(notice: Notice) -> Iterator[tuple[str, Door]]:
    at, slug = notice.get_absolute_url(), notice.agency.slug
    for address in (
        *("/", "/notices/", "/site-map/", "/sitemap.xml", at, f"{at}text/"),
        *(f"{at}text.txt", f"{at}correction/", f"{at}qr.svg", "/data/"),
        *(f"/boards/{notice.board.slug}/", f"/agencies/{slug}/", "/procedures/"),
        *("/procedures/a-z/", "/postings/", "/log/", "/log/lines.ndjson"),
        *("/feeds/all.xml", f"/feeds/boards/{notice.board.slug}.xml"),
        *(f"/feeds/units/{slug}.xml", f"/feeds/kinds/{notice.kind}.xml"),
        *("/api/v1/notices/", f"/api/v1{at}", f"/api/v1{at}text/"),
        *("/api/v1/changes/", "/api/v1/log/", "/data/notices.csv"),
        *("/data/notices.ndjson", f"/data/{notice.kind}.csv"),
        *(f"/data/{notice.kind}.ndjson", f"/index/?no={notice.index_number}"),
    ):
        yield address, html
    for name in ("screen", "kiosk", "kiosk-notices", "kiosk-guides"):
        yield reverse(name, args=[slug]), html
    yield reverse("kiosk-notice", args=[slug, notice.pk]), html
    for address in ("/notices/", "/feeds/search.xml"):
        yield f"{address}?q={notice.title[:2]}", html
    yield f"{at}print/", pdf
    yield f"{at}copy.pdf", pdf
    yield f"{at}copy.docx", word
    yield reverse("handbook", args=[slug]), pdf


def told(client: Any, notice: Notice, words: str) -> set[str]:
    return {
        address for address, door in doors(notice) if words in door(client, address)
    }


def test_a_correction_is_at_every_door_at_once(client, notice):
    before = told(client, notice, OLD)

    corrected(notice)

    assert told(client, notice, OLD) == set()
    after = {each.replace(NEW, OLD) for each in told(client, notice, NEW)}
    assert len(before) > 15
    assert before - after == set()


def test_a_withdrawal_closes_every_door_at_once(client, notice):
    corrected(notice)
    assert told(client, notice, NEW)

    taken_down(notice)

    telling = told(client, notice, NEW)
    assert told(client, notice, OLD) == set()
    # Its tombstone, in place of whatever it had; the log says what was taken down.
    assert {each for each in telling if client.get(each).status_code == 200} <= {
        "/log/"
    }
    assert client.get(notice.get_absolute_url()).status_code == 410

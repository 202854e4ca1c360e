"""Steps of bench.trial inside the portal: the people, and a walk through the site."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directories.models import Agency, Membership, Role
from disclosure_portal.foundation.models import User
from notices.models import FeeLine, Notice, ProcedureGuide, Revision, Tally

OLDER = re.compile(r'href="([^"]+)" rel="next"')
DEEP = 10  # pages walked down the list
# Queries at most, once the reference data of this version is held: the site's row and
# what performance.md allows beside it.
HOME, LIST, NOTICE, OTHER = 5, 3, 4, 8


def people() -> None:
    units = Agency.objects.filter(code__in=("130000-01", "410000"))
    for name, role in (("editor", Role.EDITOR), ("approver", Role.APPROVER)):
        user = User.objects.create(username=f"trial-{name}", name=name)
        for unit in units:
            Membership.objects.create(user=user, agency=unit, role=role)
    # Who imports subsidies makes their programme.
    Membership.objects.create(
        user=User.objects.get(username="trial-editor"),
        agency=Agency.objects.get(code="410000"),
        role=Role.OVERSEER,
    )


def pages(answer: str) -> None:
    public = Notice.objects.public()
    facts = {
        "notices": Notice.objects.count(),
        "public": public.count(),
        "revisions": Revision.objects.count(),
        "tally": Tally.objects.under("all"),
        "digest": _digest(),
        "pages": [open_page(*page) for page in _sample()],
    }
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")


def guide_pages(answer: str) -> None:
    guides = ProcedureGuide.objects.filter(notice__in=Notice.objects.public())
    lines = FeeLine.objects.filter(notice__in=Notice.objects.public())
    guide, fees = guides.earliest("pk").notice, lines.latest("pk").notice
    facts = {
        "guides": guides.count(),
        "lists": lines.values("notice").distinct().count(),
        "lines": lines.count(),
        "digest": _digest_of(
            guides.order_by("code").values_list("code", "item", "item_type")
        )
        + _digest_of(lines.order_by("pk").values_list("item", "sub_item", "bases")),
        "pages": [
            open_page("guides", "/procedures/", LIST),
            # A narrowed list is counted, too.
            open_page("guides, a life event", "/procedures/?event=school", LIST + 1),
            # And the item that was chosen for it, that which bears its code, the
            # windows at which it is handled.
            open_page("guide", guide.get_absolute_url(), NOTICE + 2),
            open_page("fee list", fees.get_absolute_url(), NOTICE + 1),
        ],
    }
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")


def _digest() -> str:
    """One number for all that was stored, whatever the database."""
    rows = Notice.objects.order_by("source_id").values_list(
        "source_id",
        "status",
        "title",
        "body",
        "document_number",
        "published_at",
        "theme",
        "board__slug",
        "agency__code",
        "original_url",
    )
    return _digest_of(rows)


def _digest_of(rows: Any) -> str:
    found = hashlib.sha256()
    for row in rows.iterator():
        found.update(repr(row).encode())
    return found.hexdigest()


def _sample() -> list[tuple[str, str, int]]:
    client = Client()
    deep = "/notices/"
    for _page in range(DEEP):
        older = OLDER.search(client.get(deep).content.decode())
        assert older, f"no way on from {deep}"
        deep = older.group(1)
    public = Notice.objects.public().select_related("board", "agency")
    bodies = sorted(
        public.values_list("pk", "body"), key=lambda row: (len(row[1]), row[0])
    )
    longest, textless = public.get(pk=bodies[-1][0]), public.get(pk=bodies[0][0])
    with_files = public.filter(body__contains="附件：</p>").earliest("pk")
    return [
        ("home", "/", HOME),
        ("list", "/notices/", LIST),
        ("list, policy", "/notices/?kind=policy", LIST),
        (f"list, page {DEEP + 1}", deep, LIST),
        ("longest notice", longest.get_absolute_url(), NOTICE),
        ("notice without text", textless.get_absolute_url(), NOTICE),
        ("notice with files", with_files.get_absolute_url(), NOTICE),
        ("boards", "/boards/", OTHER),
        ("board", longest.board.get_absolute_url(), OTHER),
        ("units", "/agencies/", OTHER),
        ("unit", longest.agency.get_absolute_url(), OTHER),
        ("site map", "/site-map/", OTHER),
        ("API", "/api/v1/notices/", OTHER),
    ]


def open_page(name: str, url: str, most: int) -> tuple[str, int, int, int]:
    client = Client()
    client.get(url)  # fills what is held for this version of the site
    with CaptureQueriesContext(connection) as queries:
        response: Any = client.get(url)
    return name, response.status_code, len(queries), most

"""All figures of one corpus: requests and query counts. Runs inside the portal."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories.models import Agency, AgencyKind
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.keyset import Cursor
from notices.models import Kind, Notice

from . import loader, naive
from .goals import QUERIES
from .loader import Target

# So many different notices, deep places, units and kinds are asked for by turns.
SAMPLE = 10
CACHE_HEADERS = ("Cache-Control", "ETag", "Vary")
WITH_TEXTS = ",".join(naive.NoticeSerializer.Meta.fields)
WITHOUT_TEXTS = WITH_TEXTS.removesuffix(",body")


def main(rounds: str, requests: str) -> dict[str, Any]:
    loader.use_one_core()
    application = get_wsgi_application()
    known = targets(application)
    figures = loader.measure(
        application,
        known,
        rounds=int(rounds),
        requests=int(requests),
        server=server_spent if connection.vendor == "postgresql" else loader.nothing,
    )
    return {
        "machine": machine(),
        "targets": {name: found.as_record() for name, found in figures.items()},
        "queries": {
            target.name: queries(application, target)
            for target in known
            if target.name in QUERIES
        },
        "headers": cache_headers(application),
    }


def server_spent() -> float:
    """Seconds of the processor that the server's process for our connection has had."""
    if connection.connection is None:
        return 0.0
    process = connection.connection.info.backend_pid
    ran = Path(f"/proc/{process}/schedstat").read_text().split()[0]
    return int(ran) / 1e9


def targets(application: loader.Application) -> list[Target]:
    """Every target of bench.goals; all of them are asked in turn."""
    return [
        Target("const", ["/bench/const/"]),
        *_lists(),
        _unchanged(application),
        *_notices(),
        Target("home", ["/"]),
        Target("home uncached", ["/bench/home/"]),
        Target("mem home", ["/bench/mem/home/"]),
        Target("naive home", ["/bench/naive/home/"]),
        *_interface(20),
        *_interface(100),
        *_interface(100, with_texts=True),
    ]


def _lists() -> list[Target]:
    filters = _filters()
    total = Notice.objects.count()
    # OFFSET reaches the same depth that the cursors begin at.
    deep = f"page={total * 4 // 5 // naive.PAGE}"
    filters["deep"] = [f"cursor={cursor}" for cursor in _deep_cursors(total)]
    return [
        Target("mem list", ["/bench/mem/notices/"]),
        Target("list", ["/notices/"]),
        *(
            Target(f"list {name}", [f"/notices/?{each}" for each in queries])
            for name, queries in filters.items()
        ),
        Target("naive list", ["/bench/naive/notices/"]),
        Target("naive list deep", [f"/bench/naive/notices/?{deep}"]),
        Target(
            "naive list branch",
            [f"/bench/naive/notices/?{each}" for each in filters["branch"]],
        ),
    ]


def _filters() -> dict[str, list[str]]:
    towns, villages, offices = (
        list(units.order_by("pk").values_list("slug", flat=True)[:SAMPLE])
        for units in (
            Agency.objects.filter(kind=AgencyKind.TOWNSHIP),
            Agency.objects.filter(kind=AgencyKind.VILLAGE),
            Agency.objects.filter(kind=AgencyKind.DEPARTMENT),
        )
    )
    kinds = [Kind.GENERAL, Kind.POLICY, Kind.NEWS, Kind.PERSONNEL, Kind.FINANCE]
    this_year = local_day(clock.now()).year
    years = [this_year - back for back in range(1, 9)]
    combined = zip(offices, kinds * 2, years, strict=False)
    return {
        "branch": [f"branch={slug}" for slug in towns],
        "small unit": [f"branch={slug}" for slug in villages],
        "kind": [f"kind={kind.value}" for kind in kinds],
        "year": [f"year={year}" for year in years],
        "combined": [
            f"branch={slug}&kind={kind.value}&year={year}"
            for slug, kind, year in combined
        ],
    }


def _deep_cursors(total: int) -> list[Cursor]:
    """Places four fifths of the way down; keys of a corpus follow their moments."""
    first = max(total // 5, SAMPLE)
    rows = Notice.objects.filter(pk__gt=first - SAMPLE, pk__lte=first)
    return [Cursor(at, pk) for pk, at in rows.values_list("pk", "published_at") if at]


def _unchanged(application: loader.Application) -> Target:
    etag = loader.get(application, "/notices/").headers["ETag"]
    headers = {"HTTP_IF_NONE_MATCH": etag}
    return Target("unchanged", ["/notices/"], status="304", headers=headers)


def _notices() -> list[Target]:
    total = Notice.objects.count()
    keys = range(total, 0, -max(total // SAMPLE, 1))
    return [
        Target(name, [f"{place}/notices/{pk}/" for pk in keys])
        for name, place in (
            ("notice", ""),
            ("mem notice", "/bench/mem"),
            ("naive notice", "/bench/naive"),
        )
    ]


def _interface(limit: int, *, with_texts: bool = False) -> list[Target]:
    name = f"API {limit}{' texts' if with_texts else ''}"
    fields, body = (WITH_TEXTS, "&body=1") if with_texts else (WITHOUT_TEXTS, "")
    return [
        Target(f"mem {name}", [f"/bench/mem/api/?limit={limit}{body}"]),
        Target(name, [f"/api/v1/notices/?limit={limit}&fields={fields}"]),
        Target(f"naive {name}", [f"/bench/naive/api/notices/?limit={limit}{body}"]),
    ]


def queries(application: loader.Application, target: Target) -> int:
    """How many an answer costs beside the site's own row."""
    loader.get(application, target.paths[0], target.headers)
    with CaptureQueriesContext(connection) as captured:
        loader.get(application, target.paths[0], target.headers)
    return len(captured) - 1


def cache_headers(application: loader.Application) -> dict[str, str]:
    given = loader.get(application, "/notices/").headers
    return {name: given.get(name, "") for name in CACHE_HEADERS}


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": f"{connection.display_name} {_database_version()}",
        "load": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _database_version() -> str:
    found = connection.get_database_version()
    return ".".join(map(str, found))

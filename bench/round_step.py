"""A round of inspections, one step at a time: for bench.inside."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterable
from datetime import date
from itertools import cycle
from statistics import median
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure_portal.foundation import kept_objects
from disclosure_portal.foundation.models import User
from supervision.marking import Given
from supervision.models import (
    InspectionRound,
    Mark,
    Objection,
    RoundStatus,
    ScoreSheet,
    SheetKind,
    SheetStatus,
    UnitRating,
)
from supervision.objecting import uphold
from supervision.rating import close_sheets, publish_ratings
from supervision.scoring_rules import ZERO

from . import bulk, processor, round_corpus

ASKED = 5
JSON = {"accept": "application/json"}
Ask = Callable[[], Any]


def main(step: str, size: str = "0") -> Any:
    steps: dict[str, Callable[[], Any]] = {
        "make": lambda: round_corpus.make(int(size)),
        "close": close,
        "bare": bare,
        "uphold": uphold_one,
        "publish": publish,
        "desk_pages": desk_pages,
        "public_pages": public_pages,
    }
    return steps[step]()


def _round() -> InspectionRound:
    return InspectionRound.objects.select_related("checklist").get()


def _office() -> User:
    return User.objects.get(username="office-1")


# --- Closing ------------------------------------------------------------------------


def close() -> dict[str, Any]:
    """As the office does it; nothing is rated before."""
    InspectionRound.objects.update(status=RoundStatus.SCORING)
    _forget_ratings()
    round_ = _round()
    round_corpus.hand_in_all(round_)
    found = _timed(lambda: close_sheets(round_, by=_office()))
    rows = UnitRating.objects.values_list("lines", flat=True)
    return {**found, "lines": sum(map(len, rows.iterator(50)))}


def _forget_ratings() -> None:
    """By plain statements: the framework would read them first."""
    with connection.cursor() as cursor:
        for model in (Objection, UnitRating):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def _timed(deed: Ask) -> dict[str, Any]:
    count = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    spent, began = processor.spent(), perf_counter()
    with connection.execute_wrapper(counted):
        deed()
    return {
        "cpu": processor.spent() - spent,
        "seconds": perf_counter() - began,
        "queries": count,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def bare() -> dict[str, Any]:
    """The rows that closing left, written again: as values that are ready, and by
    bulk_create of objects that are ready."""
    names = [str(each.column) for each in UnitRating._meta.concrete_fields]
    columns = ", ".join(map(connection.ops.quote_name, names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {UnitRating._meta.db_table}")
        rows = cursor.fetchall()
    objects = list(UnitRating.objects.all())
    return {
        _way(): _written(lambda: bulk.load(UnitRating, names, rows)),
        "bulk_create": _written(lambda: UnitRating.objects.bulk_create(objects, 200)),
    }


def _way() -> str:
    return "COPY" if connection.vendor == "postgresql" else "executemany"


@transaction.atomic
def _within(write: Ask) -> None:
    write()


def _written(write: Ask) -> dict[str, Any]:
    _forget_ratings()
    return _timed(lambda: _within(write))


def uphold_one() -> dict[str, Any]:
    """The last unit is right after all: it has the most that the indicator gives."""
    round_, office = _round(), _office()
    indicator = round_corpus.last_indicator(round_)
    InspectionRound.objects.update(status=RoundStatus.PROVISIONAL)
    rating = UnitRating.objects.select_related("unit__round__checklist").latest("pk")
    objection = Objection.objects.create(
        rating=rating,
        indicator=indicator,
        text="材料已补交。",
        filed_by=office,
        filed_at=timezone.now(),
    )
    given = Given(value=indicator.points or ZERO)
    return _timed(lambda: uphold(objection, "属实，予以更正。", given, by=office))


def publish() -> dict[str, Any]:
    """By another than who closed it, when nobody may object any more; every comment is
    looked through for persons."""
    InspectionRound.objects.update(
        status=RoundStatus.PROVISIONAL, object_until=date(2000, 1, 1)
    )
    round_, other = _round(), User.objects.get(username="office-2")
    return _timed(lambda: publish_ratings(round_, by=other))


# --- Pages --------------------------------------------------------------------------


def desk_pages() -> dict[str, dict[str, Any]]:
    """While units are scored: an inspector's sheet, and the office's round."""
    InspectionRound.objects.update(status=RoundStatus.SCORING)
    ScoreSheet.objects.update(status=SheetStatus.OPEN)
    mine = ScoreSheet.objects.filter(inspectors__username="inspector-1")
    sheet = mine.filter(kind=SheetKind.FIRST).order_by("pk")[0]
    one, office = _client("inspector-1"), _client("office-1")
    page = f"/desk/sheets/{sheet.pk}/"
    return {
        "a score sheet": _asked(_get(one, page)),
        "the tree of a score sheet": _asked(_get(one, f"{page}?tree=1")),
        "a mark put": _asked(_putting(one, sheet)),
        "the desk's page of a round": _asked(
            _get(office, f"/desk/inspections/{_round().pk}/"), lists=True
        ),
    }


def _putting(client: Client, sheet: ScoreSheet) -> Ask:
    """Another value each time, upon the version that is there."""
    indicator = round_corpus.last_indicator(_round())
    values = cycle(("0.1", "0.2"))

    def put() -> Any:
        version = Mark.objects.get(sheet=sheet, indicator=indicator).version
        given = {"code": indicator.code, "value": next(values), "version": version}
        path = f"/desk/sheets/{sheet.pk}/mark/"
        return client.post(path, given, headers=JSON, secure=True)

    return put


def public_pages() -> dict[str, dict[str, Any]]:
    """Once it is published."""
    round_, client = _round(), _client("")
    rating = UnitRating.objects.select_related("unit").order_by("pk")[7]
    page = f"/inspections/{round_.pk}/"
    api = "/api/v1/ratings/"
    return {
        "the ranking": _asked(_get(client, page), lists=True),
        "the score sheets as a workbook": _asked(
            _get(client, f"{page}scores.xlsx"), lists=True, times=1
        ),
        "the page of a rating": _asked(_get(client, rating.get_absolute_url())),
        "a page of ratings in the API": _asked(_get(client, f"{api}?limit=20")),
        "a whole rating in the API": _asked(_get(client, f"{api}{rating.pk}/")),
    }


def _client(name: str) -> Client:
    client = Client(SERVER_NAME="bench.example", headers={"x-forwarded-proto": "https"})
    if name:
        user = User.objects.get(username=name)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _get(client: Client, path: str) -> Ask:
    return lambda: client.get(path, secure=True)


def _asked(ask: Ask, *, lists: bool = False, times: int = ASKED) -> dict[str, Any]:
    """Milliseconds of the processor, the median of some askings; nothing is kept
    between two but the checklist that is laid out. `lists` says that it names all
    units."""
    if times > 1:
        _right(ask())
    taken = list(_costs(ask, times))
    with CaptureQueriesContext(connection) as queries:
        _forget()
        _right(ask())
    return {"ms": median(taken), "queries": len(queries), "lists": lists}


def _costs(ask: Ask, times: int) -> Iterable[float]:
    for _turn in range(times):
        _forget()
        before = processor.spent()
        _right(ask())
        yield (processor.spent() - before) * 1000


def _forget() -> None:
    kept_objects.forget_all()
    cache.clear()


def _right(response: Any) -> None:
    b"".join(response)
    if response.status_code != 200:
        message = f"{response.request['PATH_INFO']} answered {response.status_code}"
        raise RuntimeError(message)

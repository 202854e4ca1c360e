"""Letters of a county, one step at a time: for bench.inside.

Filled in bulk: the last thousand letters are open, as many as an office works on
whatever lies in its archive; of the others every second one is public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directories.models import Agency, AgencyKind, Membership, Role
from disclosure_portal.foundation import clock, kept_objects
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import Counter, User
from feedback import letter_codes
from feedback.contacts import Contact
from feedback.models import (
    Letter,
    LetterContact,
    LetterKind,
    LetterPublication,
    LetterStatus,
    LetterStep,
    LetterToken,
    Mailbox,
    PublicationState,
)
from feedback.submitting import About, Given, submit

from . import bulk
from .measure import server_spent

UNITS = 200
AT_WORK, PUBLIC_SHARE = 1_000, 2
CHUNK = 10_000
ASKED, SENT = 25, 300
KINDS = (LetterKind.COMPLAINT, LetterKind.CONSULTATION, LetterKind.SUGGESTION)
OPEN = (
    LetterStatus.SUBMITTED, LetterStatus.ACCEPTED, LetterStatus.ASSIGNED,
    LetterStatus.HANDLING, LetterStatus.WAITING, LetterStatus.REVIEW,
)  # fmt: skip
TEXT = "幸福路三号门前的路灯三天不亮，晚上老人孩子看不清路，请派人修理。" * 6
LETTER = (
    "id", "number", "code_digest", "content_digest", "kind", "mailbox_id", "title",
    "text", "status", "intake_id", "agency_id", "received_at", "received_on",
    "accept_due_on", "due_on", "promised_on", "answered_at", "settled_at",
    "wants_publication",
)  # fmt: skip
PUBLIC = (
    "id", "letter_id", "state", "title", "text", "answer", "kind", "agency_id",
    "asked_at", "answered_at", "published_at",
)  # fmt: skip
Row = tuple[Any, ...]


def main(step: str, size: str = "0") -> Any:
    steps: dict[str, Callable[[], Any]] = {
        "fill": lambda: fill(int(size)),
        "pages": pages,
        "plans": plans,
        "submit": lambda: speed(Submissions()),
        "bare": lambda: speed(BareRows()),
    }
    return steps[step]()


# --- Filling ------------------------------------------------------------------------


def fill(size: int) -> int:
    """An office that takes letters in, and units that answer; the last two of them
    have no letter at all."""
    root = Agency.objects.create(code="990000", name="县", kind=AgencyKind.COUNTY)
    office = Agency.objects.create(code="990001", name="政府办公室", parent=root)
    units = [
        Agency.objects.create(code=f"99{number:06}", name=f"单位{number}", parent=root)
        for number in range(10, UNITS + 10)
    ]
    box = Mailbox.objects.create(
        code="head", name="县长信箱", agency=office, kinds=LetterKind.values
    )
    people = {"office": office, "unit": units[7], "new": units[-1], "county": root}
    for name, unit in people.items():
        clerk = User.objects.create_user(name, f"{name}@bench.example", "x" * 20)
        Membership.objects.create(user=clerk, agency=unit, role=Role.MAILBOX_CLERK)
    Counter.objects.update_or_create(
        key=f"letter {local_day(clock.now()).year}", defaults={"value": size}
    )
    with bulk.unchecked(Letter, LetterPublication):
        keys = [unit.pk for unit in units[:-2]]
        for first in range(1, size + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, size + 1))
            rows = [letter_row(number, size, keys, box) for number in numbers]
            bulk.load(Letter, LETTER, rows)
            bulk.load(LetterPublication, PUBLIC, public_rows(rows))
    return Letter.objects.count()


def letter_row(number: int, size: int, units: list[int], box: Mailbox) -> Row:
    """The first of a corpus came five years ago, the last one now."""
    at = clock.now() - timedelta(days=1800) * ((size - number) / size)
    is_open = number > size - AT_WORK
    status = OPEN[number % len(OPEN)] if is_open else LetterStatus.CLOSED
    at_office = status in (LetterStatus.SUBMITTED, LetterStatus.ACCEPTED)
    unit = box.agency_id if at_office else units[number % len(units)]
    answered = None if is_open else at + timedelta(days=3)
    day, due = local_day(at), local_day(at) + timedelta(days=7)
    return (
        number, f"{number:010}", f"{number:064}", f"{number:064}",
        KINDS[number % len(KINDS)], box.pk, f"第{number}条路的路灯不亮", TEXT, status,
        box.agency_id, unit, at, day, due, due, due, answered, answered, True,
    )  # fmt: skip


def public_rows(letters: list[Row]) -> Iterator[Row]:
    for letter in letters:
        at: datetime | None = letter[LETTER.index("answered_at")]
        number = letter[0]
        if at is None or number % PUBLIC_SHARE:
            continue
        kind, title, unit = letter[4], letter[6], letter[10]
        asked = letter[LETTER.index("received_at")]
        yield (
            number, number, PublicationState.PUBLISHED, title, TEXT, TEXT, kind, unit,
            asked, at, at,
        )  # fmt: skip


# --- Pages --------------------------------------------------------------------------

PAGES = {
    "inbox of the office": ("office", "/desk/letters/?tab=new"),
    "inbox of a unit": ("unit", "/desk/letters/?tab=mine"),
    "all open letters of a unit": ("unit", "/desk/letters/?tab=all"),
    "answered letters of a unit": ("unit", "/desk/letters/?tab=done"),
    "inbox of a unit without letters": ("new", "/desk/letters/?tab=all"),
    "answered letters of a unit without any": ("new", "/desk/letters/?tab=done"),
    "all open letters of the county": ("county", "/desk/letters/?tab=all"),
    "answered letters of the county": ("county", "/desk/letters/?tab=done"),
    "public letters": ("", "/letters/"),
    "public letters of a kind": ("", "/letters/?kind=suggestion"),
}


def pages() -> dict[str, dict[str, float]]:
    """Milliseconds of the processor for each page, of this process and of the server's
    side of its connection, asked in turn; nothing is kept between two askings."""
    clients = {name: _client(name) for name in {who for who, _path in PAGES.values()}}
    taken: dict[str, list[float]] = {name: [] for name in PAGES}
    for _turn in range(ASKED):
        for name, (who, path) in PAGES.items():
            taken[name].append(_asked(clients[who], path))
    return {name: _cuts(each[1:]) for name, each in taken.items()}


def _client(name: str) -> Client:
    client = Client(SERVER_NAME="bench.example", headers={"x-forwarded-proto": "https"})
    if name:
        user = User.objects.get(username=name)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _asked(client: Client, path: str) -> float:
    kept_objects.forget_all()
    cache.clear()
    before = _spent()
    response = client.get(path, secure=True)
    spent = (_spent() - before) * 1000
    if response.status_code != 200:
        message = f"{path} answered {response.status_code}"
        raise RuntimeError(message)
    return spent


def _spent() -> float:
    server = server_spent() if connection.vendor == "postgresql" else 0
    return process_time() + server


def _cuts(taken: list[float]) -> dict[str, float]:
    cuts = quantiles(taken, n=100)
    return {"p50": cuts[49], "p95": cuts[94]}


def plans() -> dict[str, list[str]]:
    """What the database says of each page's questions on letters, in its own words."""
    return {
        name: _plans(_client(who), path) for name, (who, path) in PAGES.items() if who
    }


def _plans(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get(path, secure=True)
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN ANALYZE "}
    found: list[str] = []
    with connection.cursor() as cursor:
        for query in asked:
            if 'FROM "feedback_letter"' in query["sql"]:
                cursor.execute(explain[connection.vendor] + query["sql"])
                found += [query["sql"], *(str(row[-1]) for row in cursor.fetchall())]
    return found


# --- Submissions --------------------------------------------------------------------


def speed(way: Callable[[int], None]) -> dict[str, float]:
    """How many a second, one after the other, each in a transaction of its own."""
    way(0)
    began = perf_counter()
    for number in range(1, SENT + 1):
        way(number)
    return {"per_second": SENT / (perf_counter() - began)}


class Submissions:
    """As the last step of the form does it."""

    def __init__(self) -> None:
        self.box = Mailbox.objects.select_related("agency").get()
        self.unit = Agency.objects.get(name="单位17")

    def __call__(self, number: int) -> None:
        title = f"第{number}盏路灯不亮"
        contact = Contact(name="王小明", telephone="13800138000")
        about = About(agency=self.unit)
        given = Given(self.box, LetterKind.COMPLAINT, title, TEXT, about, contact)
        submit(given, token=letter_codes.new_token())


class BareRows:
    """The rows that one submission leaves, as plain statements: what the database
    itself takes for keeping them."""

    TABLES: tuple[type[Model], ...] = (Letter, LetterContact, LetterStep, LetterToken)

    def __init__(self) -> None:
        Submissions()(0)
        self.letter = Letter.objects.latest("pk")
        self.rows = [self._row(model) for model in self.TABLES]
        self.fresh = self.letter.pk * 1000

    def _row(self, model: type[Model]) -> tuple[str, list[str], list[Any]]:
        key = "pk" if model is Letter else "letter_id"
        found = model._base_manager.filter(**{key: self.letter.pk}).latest("pk")
        columns = model._meta.concrete_fields
        names = [str(field.column) for field in columns]
        values = [
            field.get_db_prep_save(getattr(found, field.attname), connection)
            for field in columns
        ]
        marks = ", ".join(["%s"] * len(names))
        quoted = ", ".join(map(connection.ops.quote_name, names))
        table = model._meta.db_table
        return f"INSERT INTO {table} ({quoted}) VALUES ({marks})", names, values

    def __call__(self, number: int) -> None:
        key = self.fresh + number
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, names, values in self.rows:
                own: dict[str, Any] = {"id": key, "letter_id": key}
                own |= {"number": f"b{key}", "digest": f"{key:064}"}
                told = zip(names, values, strict=True)
                cursor.execute(
                    statement, [own.get(name, value) for name, value in told]
                )

"""One clerk who publishes, one reader who reads, one import of an older site, one
process that only computes: until the time is over.

Each runs in a process of its own (bench.inside), says "ready" and waits for a line.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter
from typing import Any

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from directories.models import Agency, AgencyKind, Membership, Role
from disclosure_portal.foundation.models import SiteState, User
from notices.drafting import save_draft
from notices.importing import BATCH
from notices.models import Board, Notice, Revision, Tally, Tick
from notices.publication import sign
from notices.review import submit
from notices.tallying import recount

from . import loader
from .prose import Writer

# Two transactions of the import: clerks wait for what each holds up.
ROWS = 2 * BATCH
MAPPING = """
[fields]
board = "board"
title = "title"
date = "date"
body = "body"
"""
READ = ("/", "/notices/", "/notices/{}/", "/notices/?kind=policy", "/api/v1/notices/")


def main(deed: str, number: str = "0", seconds: str = "0") -> Any:
    deeds: dict[str, Callable[[int, float], Any]] = {
        "publish": publish,
        "read": read,
        "import": take_in,
        "compute": compute,
        "count": lambda _number, _seconds: count(),
    }
    return deeds[deed](int(number), float(seconds))


def publish(number: int, seconds: float) -> dict[str, Any]:
    """How many were published, and the errors that were met."""
    random = Random(number)
    writer, boards = Writer(random), list(Board.objects.all())
    unit = _unit(number)
    editor = _editor(number, unit)
    approver = User.objects.get(username="bench-approver")
    published, errors = 0, []
    for serial in _until(seconds):
        notice = Notice(
            agency=unit,
            board=random.choice(boards),
            title=writer.title(unit.label, 2026, serial),
            body=writer.body(unit.label, 2026),
        )
        try:
            submit(save_draft(notice, by=editor), by=editor)
            sign(notice, by=approver, ticks=Tick.values)
            published += 1
        except Exception as error:  # whatever it is, it is counted and told
            errors.append(repr(error))
    return {"published": published, "errors": errors}


def _unit(number: int) -> Agency:
    departments = Agency.objects.filter(kind=AgencyKind.DEPARTMENT)
    return departments.order_by("pk")[number]


def _editor(number: int, unit: Agency) -> User:
    editor, _made = User.objects.get_or_create(
        username=f"clerk-{number}", name=f"经办人{number}"
    )
    Membership.objects.get_or_create(user=editor, agency=unit, role=Role.EDITOR)
    return editor


def take_in(number: int, seconds: float) -> dict[str, Any]:
    """How many an import published, and the errors that were met: files of ROWS rows,
    one after another."""
    writer, unit = Writer(Random(number)), _unit(number)
    editor, board = _editor(number, unit), Board.objects.public().order_by("pk")[0]
    errors = []
    with TemporaryDirectory() as folder:
        file, mapping = Path(folder, "rows.csv"), Path(folder, "mapping.toml")
        mapping.write_text(MAPPING, encoding="utf-8")
        order = [str(file), "--source=bench", f"--mapping={mapping}"]
        order += [f"--by={editor.username}", "--approved-by=bench-approver"]
        for serial in _until(seconds):
            _write_rows(file, unit, board, writer, serial)
            try:
                call_command(
                    "import_notices", *order, f"--agency={unit.code}", stdout=StringIO()
                )
            except Exception as error:  # as above
                errors.append(repr(error))
    taken = Notice.objects.filter(import_source="bench")
    return {"published": taken.public().count(), "errors": errors}


def _write_rows(
    file: Path, unit: Agency, board: Board, writer: Writer, serial: int
) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("board", "title", "date", "body"))
        for row in range(ROWS):
            title = writer.title(unit.label, 2019, serial * ROWS + row)
            rows.writerow((board.name, title, "2019-03-01", writer.body(title, 2019)))


def compute(_number: int, seconds: float) -> dict[str, Any]:
    """What the processor's time alone costs the others: no database is asked."""
    for serial in _until(seconds):
        sum(range(serial % 10_000))
    return {"errors": []}


def read(number: int, seconds: float) -> dict[str, Any]:
    """Milliseconds of each answer."""
    application, random = get_wsgi_application(), Random(number)
    total = Notice.objects.count()
    paths = cycle(READ)
    for path in READ:  # whatever a worker loads with its first answers
        loader.get(application, path.format(1))
    taken, errors = [], []
    for _serial in _until(seconds):
        path = next(paths).format(random.randint(1, total))
        began = perf_counter()
        answer = loader.get(application, path)
        taken.append(1000 * (perf_counter() - began))
        if answer.status != "200":
            errors.append(f"{path} answers {answer.status}")
    return {"taken": taken, "errors": errors}


def count() -> dict[str, int]:
    """What must have grown with each publication, and tallies that are wrong."""
    return {
        "notices": Notice.objects.public().count(),
        "revisions": Revision.objects.count(),
        "tally": Tally.objects.under("all"),
        "version": SiteState.objects.current().version,
        "wrong_tallies": recount(),
    }


def _until(seconds: float) -> Iterator[int]:
    """Serial numbers, from the line that starts it until the time is over."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began, serial = monotonic(), 0
    while monotonic() - began < seconds:
        serial += 1
        yield serial

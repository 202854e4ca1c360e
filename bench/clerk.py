"""One clerk who publishes, and one reader who reads, until the time is over.

Each runs in a process of its own (bench.inside), says "ready" and waits for a line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random
from time import monotonic, perf_counter
from typing import Any

from django.core.wsgi import get_wsgi_application

from directories.models import Agency, AgencyKind, Membership, Role
from disclosure_portal.foundation.models import SiteState, User
from notices.drafting import save_draft
from notices.models import Board, Notice, Revision, Tally
from notices.publication import sign
from notices.review import submit
from notices.tallying import recount

from . import loader
from .prose import Writer

READ = ("/", "/notices/", "/notices/{}/", "/notices/?kind=policy", "/api/v1/notices/")


def main(deed: str, number: str = "0", seconds: str = "0") -> Any:
    deeds: dict[str, Callable[[int, float], Any]] = {
        "publish": publish,
        "read": read,
        "count": lambda _number, _seconds: count(),
    }
    return deeds[deed](int(number), float(seconds))


def publish(number: int, seconds: float) -> dict[str, Any]:
    """How many were published, and the errors that were met."""
    random = Random(number)
    writer, boards = Writer(random), list(Board.objects.all())
    unit = Agency.objects.filter(kind=AgencyKind.DEPARTMENT).order_by("pk")[number]
    editor = User.objects.create(username=f"clerk-{number}", name=f"经办人{number}")
    Membership.objects.create(user=editor, agency=unit, role=Role.EDITOR)
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
            sign(notice, by=approver)
            published += 1
        except Exception as error:  # whatever it is, it is counted and told
            errors.append(repr(error))
    return {"published": published, "errors": errors}


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

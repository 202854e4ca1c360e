"""The log of publications, one step at a time: for bench.inside."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from statistics import mean, median
from time import monotonic, perf_counter
from typing import Any
from unittest.mock import patch

from disclosure_portal.foundation.models import Entry, Receipt
from notices import publication
from notices.drafting import save_draft
from notices.log_checking import LogCheck
from notices.models import Notice, Revision, Tick
from notices.review import submit

from . import processor
from .log_corpus import BODY

PUBLICATIONS = 100


def main(step: str, seconds: str = "0") -> dict[str, Any]:
    steps: dict[str, Callable[[], dict[str, Any]]] = {
        "verify": verify,
        "cost": cost,
        "write": lambda: write(float(seconds)),
    }
    return steps[step]()


def verify() -> dict[str, Any]:
    """All that `manage.py verify_log` looks at without options."""
    spent, began = processor.spent(), perf_counter()
    faults = len(list(LogCheck().findings()))
    return {
        "cpu": processor.spent() - spent,
        "seconds": perf_counter() - began,
        "faults": faults,
        "lines": Receipt.objects.count(),
        "last": Receipt.objects.values_list("seq", flat=True).last(),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def cost() -> dict[str, list[float]]:
    """A signature with its line of the log, and without, in turn: milliseconds of the
    clock (median) and of the processor (mean: a server counts in steps of ten)."""
    taken: dict[str, list[tuple[float, float]]] = {"with": [], "without": []}
    for _turn in range(PUBLICATIONS):
        taken["with"].append(_signature())
        with patch.object(publication, "record_line"):
            taken["without"].append(_signature())
    return {
        name: [
            median(clock for clock, _cpu in times) * 1000,
            mean(cpu for _clock, cpu in times) * 1000,
        ]
        for name, times in taken.items()
    }


def _signature() -> tuple[float, float]:
    """By those who published the first notice of the corpus."""
    first = Revision.objects.select_related("notice__agency", "by").order_by("pk")[0]
    author, approver = first.notice.author, first.by
    notice = Notice(
        agency=first.notice.agency,
        board=first.notice.board,
        title="关于做好专项资金使用管理工作的通知",
        body=BODY,
    )
    submit(save_draft(notice, by=author), by=author)
    spent, began = processor.spent(), perf_counter()
    publication.sign(notice, by=approver, ticks=Tick.values)
    return perf_counter() - began, processor.spent() - spent


def write(seconds: float) -> dict[str, int]:
    """Lines, each in a transaction of its own, until the time is over; begins when a
    line is read."""
    entry = Entry(kind="published", subject="other", content="0" * 64)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    end, written = monotonic() + seconds, 0
    while monotonic() < end:
        Receipt.objects.append(entry)
        written += 1
    return {"written": written}

"""Visits: counted in memory, written in batches, telling nobody who it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections

from disclosure_portal.foundation import clock, visit_writer, visits
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.models import (
    LostPage,
    PageVisits,
    VisitDay,
    VisitorMark,
)
from disclosure_portal.foundation.visit_batches import Batch, Lost, View, is_robot
from disclosure_portal.foundation.visit_counting import (
    forget_pages,
    forget_visitors,
    write,
)

pytestmark = pytest.mark.django_db

TODAY = local_day(clock.now())
ROOT = Path(__file__).resolve().parent.parent.parent
EACH = 10
WRITE = f"""
from datetime import date
from disclosure_portal.foundation.visit_batches import Batch, View
from disclosure_portal.foundation.visit_counting import write
for _round in range({EACH}):
    batch = Batch()
    for reader in ("甲", "人%s"):
        batch.add_view(View(date.fromisoformat("{TODAY}"), "/a/", "v", reader))
    write(batch)
"""


def batch(*seen: tuple[str, str], day: date = TODAY) -> Batch:
    """Of readers and the pages that they saw."""
    made = Batch()
    for reader, path in seen:
        made.add_view(View(day, path, "notice-detail", reader))
    return made


def lost(*paths: str, referrer: str = "", day: date = TODAY) -> Batch:
    made = Batch()
    for path in paths:
        made.add_lost(Lost(day, path, referrer))
    return made


def pages() -> dict[str, tuple[int, int]]:
    rows = PageVisits.objects.values_list("path", "views", "visitors")
    return {path: (views, visitors) for path, views, visitors in rows}


def test_batches_of_several_workers_add_up():
    write(batch(("甲", "/a/"), ("甲", "/a/"), ("乙", "/a/"), ("甲", "/b/")))
    write(batch(("甲", "/a/"), ("丙", "/a/")))

    day = VisitDay.objects.get()
    assert (day.views, day.visitors) == (6, 3)
    assert pages() == {"/a/": (5, 3), "/b/": (1, 1)}


def test_a_visitor_counts_once_a_day_and_anew_the_next():
    tomorrow = TODAY + timedelta(days=1)

    write(batch(("甲", "/a/")))
    write(batch(("甲", "/a/"), day=tomorrow))

    assert [row.visitors for row in VisitDay.objects.all()] == [1, 1]
    salts = set(VisitDay.objects.values_list("salt", flat=True))
    marks = set(VisitorMark.objects.values_list("mark", flat=True))
    assert (len(salts), len(marks)) == (2, 4)


def test_nothing_that_is_written_names_a_reader():
    write(batch(("203.0.113.7 Mozilla", "/a/")))

    kept = str(
        [
            list(model.objects.values())
            for model in (VisitDay, PageVisits, LostPage, VisitorMark)
        ]
    )
    assert "203.0" not in kept
    assert "Mozilla" not in kept


def test_after_the_day_nobody_can_tell_visitors_apart():
    write(batch(("甲", "/a/")))

    with clock.frozen_at(day_start(TODAY + timedelta(days=1)) + timedelta(hours=2)):
        told = forget_visitors()
        write(batch(("甲", "/a/")))  # what a worker wrote far too late

    day = VisitDay.objects.get()
    assert told == "2 marks removed"
    assert not VisitorMark.objects.exists()
    assert (day.salt, day.views, day.visitors) == ("", 2, 1)


def test_what_was_seen_before_midnight_may_be_written_after_it():
    write(batch(("甲", "/a/")))

    with clock.frozen_at(day_start(TODAY + timedelta(days=1)) + timedelta(minutes=5)):
        forget_visitors()
        write(batch(("甲", "/a/"), ("乙", "/a/")))

    assert VisitDay.objects.get().visitors == 2


def test_details_go_after_thirteen_months_and_totals_stay():
    write(batch(("甲", "/a/")))
    write(lost("/x"))

    with clock.frozen_at(day_start(TODAY + timedelta(days=397)) + timedelta(hours=2)):
        forget_pages()

    assert not PageVisits.objects.exists()
    assert not LostPage.objects.exists()
    assert VisitDay.objects.get().views == 1


def test_addresses_of_a_scan_are_counted_together(monkeypatch):
    monkeypatch.setattr("disclosure_portal.foundation.visit_counting.MOST_LOST", 2)

    write(lost("/a", "/b", "/c", "/d"))
    write(lost("/a", "/e"))

    rows = dict(LostPage.objects.values_list("path", "count"))
    assert rows == {"/a": 2, "/b": 1, "": 3}
    assert VisitDay.objects.get().lost == 6


def test_a_process_that_cannot_write_keeps_a_bounded_number(monkeypatch):
    monkeypatch.setattr("disclosure_portal.foundation.visit_batches.MOST_KEPT", 2)

    full = batch(*((f"人{number}", "/a/") for number in range(5)))

    assert len(full.views) == 3
    assert full.views.total() == 5


def test_what_could_not_be_written_is_kept(monkeypatch):
    def fail(_batch: Batch) -> None:
        raise DatabaseError("locked")

    visit_writer._batch.take_back(batch(("甲", "/a/")))
    with monkeypatch.context() as patch:
        patch.setattr("disclosure_portal.foundation.visit_writer.write", fail)
        visit_writer.write_now()
    visit_writer.write_now()

    assert VisitDay.objects.get().views == 1
    assert not visit_writer._batch


@pytest.mark.django_db(transaction=True)
def test_workers_that_write_at_once_lose_nothing(tmp_path):
    write_together = _processes if connection.vendor == "sqlite" else _threads

    day, seen = write_together(tmp_path)

    assert (day, seen) == ((2 * 2 * EACH, 3), [("/a/", 2 * 2 * EACH, 3)])


def _threads(_tmp_path):
    def write_some(worker: int) -> None:
        try:
            for _round in range(EACH):
                write(batch(("甲", "/a/"), (f"人{worker}", "/a/")))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write_some, range(2)))
    row = VisitDay.objects.get()
    return (row.views, row.visitors), [(path, *n) for path, n in pages().items()]


def _processes(tmp_path):
    """On a file: the memory of this test can't be shared."""
    path = tmp_path / "visits.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c"]
    workers = [
        subprocess.Popen([*command, WRITE % worker], cwd=ROOT, env=environment)
        for worker in range(2)
    ]
    assert [worker.wait() for worker in workers] == [0, 0]
    with closing(sqlite3.connect(path)) as file:
        days = "SELECT views, visitors FROM foundation_visitday"
        rows = "SELECT path, views, visitors FROM foundation_pagevisits"
        return file.execute(days).fetchone(), file.execute(rows).fetchall()


def test_the_work_does_not_grow_with_the_pages_of_a_batch(django_assert_num_queries):
    write(batch(("甲", "/a/")))
    many = batch(*((f"人{n}", f"/{n}/") for n in range(100)))

    with django_assert_num_queries(8 if connection.vendor == "sqlite" else 9):
        write(many)


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/)", True),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", True),
        ("Sogou web spider/4.0", True),
        ("Mozilla/5.0 (Linux; Android 5.0) Bytespider", True),
        ("python-requests/2.31", True),
        ("", True),
        ("Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0.2 Chrome/86", False),
        ("Mozilla/5.0 (Windows NT 6.1) Chrome/109 360SE", False),
        ("Mozilla/5.0 (Linux; U; Android 10; CUBOT_X30) UCBrowser/13", False),
    ],
)
def test_robots_are_known_by_what_they_call_themselves(agent, robot):
    assert is_robot(agent) is robot


def test_figures_are_asked_by_days():
    earlier = TODAY - timedelta(days=2)
    write(batch(("甲", "/a/"), ("乙", "/b/"), ("丙", "/b/"), day=earlier))
    write(batch(("甲", "/b/")))
    write(lost("/x", "/x", referrer="elsewhere.example"))
    write(lost("/y", referrer="/boards/"))

    both = visits.figures(earlier, TODAY)
    top = visits.top_pages(earlier, TODAY, 1)
    gone = visits.lost_pages(earlier, TODAY, 10)

    assert both == (4, 1, 0, 3)  # that day was over: its readers stay unknown
    assert [day for day, _figures in visits.by_day(earlier, TODAY)] == [
        earlier,
        TODAY,
    ]
    assert [(page.path, page.views) for page in top] == [("/b/", 3)]
    assert [each.path for each in gone] == ["/y", "/x"]
    assert sum(found.views for _month, found in visits.by_month()) == 4

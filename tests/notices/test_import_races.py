"""Imports beside clerks, and beside other imports, on a real server.

Who comes second is started in the middle of the first one's transaction, which goes on
once the server says that the other waits for it.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic

import pytest
from django.db import connection, connections

from directories.models import Agency, Role
from disclosure_portal.foundation.models import User
from notices.models import Board, Notice, Programme, Tally, Tick
from notices.publication import sign
from notices.signals import notice_published
from notices.tallying import recount
from tests.factories import agency, member, published_notice, submitted_notice

from .importing import PLAIN
from .subsidy_importing import overseen_office, row, rules_of, take, written

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections"),
]

OF_UNITS = {**PLAIN, "fields": {**PLAIN["fields"], "agency": "单位"}}


def is_anyone_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


@contextmanager
def beside_the_first_publication(deed):
    """Start a deed in another connection once something is published in this one, and
    go on when it waits; gives the place of its future."""
    started: list[Future] = []

    def run():
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:

        def start(**_signal):
            if not started:
                started.append(pool.submit(run))
                deadline = monotonic() + 20
                while not (is_anyone_waiting() or started[0].done()):
                    assert monotonic() < deadline, "the other one never came to wait"

        notice_published.connect(start)
        try:
            yield started
        finally:
            notice_published.disconnect(start)


@pytest.fixture
def desk():
    """Of a site that has published before: its counters and tallies are there."""
    published_notice()
    return overseen_office()


def rows_of(*units):
    return [
        {"标题": f"{unit}的通知", "日期": "2024-01-01", "正文": "文", "单位": unit}
        | {"网址": "", "附件": ""}
        for unit in units
    ]


def signing(unit):
    notice = submitted_notice(unit=unit)
    approver = member(Role.APPROVER, unit)

    def deed():
        sign(
            Notice.objects.get(pk=notice.pk),
            by=User.objects.get(pk=approver.pk),
            ticks=Tick.values,
        )

    return deed


def test_a_clerk_signs_beside_an_import_that_comes_to_the_same_unit(desk, tmp_path):
    _first, second = (agency(name, parent=desk.unit) for name in ("甲局", "乙局"))

    with beside_the_first_publication(signing(second)) as started:
        counts, _results = desk.take_rows(
            tmp_path, rows_of("甲局", "乙局"), mapping=OF_UNITS, units={}
        )

    assert started[0].exception() is None
    assert counts.rules == {"published": 2}
    assert Tally.objects.under("all") == 4
    assert recount() == 0


def test_a_clerk_signs_beside_an_import_of_subsidies(desk, tmp_path):
    _first, second = (agency(name, parent=desk.unit) for name in ("甲县", "乙县"))
    path = written(tmp_path, [row(县="甲县"), row(县="乙县", 出厂编号="B1")])

    with beside_the_first_publication(signing(second)) as started:
        _done, results = take(desk, path)

    assert started[0].exception() is None
    assert rules_of(results) == {"published": 2}
    assert Tally.objects.under("all") == 4
    assert recount() == 0


def test_a_unit_is_added_beside_an_import_that_makes_units(desk, tmp_path):

    def adding():
        agency("丙局", parent=Agency.objects.get(pk=desk.unit.pk))

    with beside_the_first_publication(adding) as started:
        desk.take_rows(
            tmp_path,
            rows_of("甲局", "乙局"),
            mapping=OF_UNITS,
            units={"parent": desk.unit},
        )

    assert started[0].exception() is None
    paths = Agency.objects.filter(parent=desk.unit).values_list("path", flat=True)
    assert len(set(paths)) == 3


def test_two_imports_that_make_the_same_unit_both_end_well(desk, tmp_path):
    rows = rows_of("甲局", "乙局")
    other = tmp_path / "other"
    other.mkdir()
    options = {"mapping": OF_UNITS, "units": {"parent": desk.unit}}

    def importing():
        return desk.take_rows(other, rows[::-1], source="another", **options)[0].rules

    with beside_the_first_publication(importing) as started:
        counts, _results = desk.take_rows(tmp_path, rows, **options)

    assert counts.rules == started[0].result() == {"published": 2}
    assert Agency.objects.filter(parent=desk.unit).count() == 2
    assert Board.objects.filter(name="政策文件").count() == 1


def test_two_runs_of_one_import_of_subsidies_store_each_notice_once(desk, tmp_path):
    path = written(tmp_path, [row(县="甲县"), row(县="乙县", 出厂编号="B1")])

    def importing():
        return rules_of(take(desk, path)[1])

    with beside_the_first_publication(importing) as started:
        _done, results = take(desk, path)

    assert rules_of(results) == {"published": 2}
    assert started[0].result() == {"imported_before": 2}
    assert Tally.objects.under("all") == 3
    assert Programme.objects.count() == 1

"""The log of a probe becomes days; what is not understood is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from notices.metrics import availability_measure
from notices.models import AvailabilityDay
from notices.probe_log import BadLine, LineFault, columns_of, read_visit

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 4, tzinfo=UTC)
HOST = "www.example.gov.cn"
NAMES = ("time", "address", "status", "ms")


def visit(time="2026-11-25 08:00:00", address=f"https://{HOST}/", status="200", ms="9"):
    columns = columns_of(NAMES)
    assert columns is not None
    given = zip(NAMES, (time, address, status, ms), strict=True)
    return read_visit(dict(given), columns, HOST, NOW)


EIGHT = datetime(2026, 11, 25, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25 08:00:00",
        "2026-11-25 08:00",
        "2026/11/25 8:00",
        "2026年11月25日 8时0分",
        "2026-11-25 08:00:00.123",
        "2026-11-25T08:00:00+08:00",
        "2026-11-25T00:00:00Z",
        "1795564800",
        "1795564800000",
    ],
)
def test_moments_are_read_as_logs_write_them(text):
    assert visit(time=text).at == EIGHT


@pytest.mark.parametrize(
    ("status", "ms", "is_open"),
    [
        ("200", "350", True),
        ("302", "350ms", True),
        ("200", "1.2 s", True),
        ("200", "15000", True),
        ("200", "15001", False),
        ("200", "15.1秒", False),
        ("404", "20", False),
        ("502", "", False),
        ("000", "", False),
        ("正常", "120", True),
        ("OK", "120毫秒", True),
        ("超时", "", False),
        ("200", "超时", False),
        ("连接失败", "—", False),
    ],
)
def test_open_is_a_good_answer_within_fifteen_seconds(status, ms, is_open):
    assert visit(status=status, ms=ms).is_open is is_open


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"time": "昨天"}, LineFault.NO_MOMENT),
        ({"time": ""}, LineFault.NO_MOMENT),
        ({"time": "2026-13-25 08:00"}, LineFault.NO_MOMENT),
        ({"time": "2026-11-25T08:00:00,5"}, LineFault.NO_MOMENT),
        ({"time": "2026-11-27 08:00"}, LineFault.FUTURE),
        ({"address": "https://other.example.org/"}, LineFault.OTHER_SITE),
        ({"address": "//[x"}, LineFault.OTHER_SITE),
        ({"address": ""}, LineFault.OTHER_SITE),
        ({"status": ""}, LineFault.NO_ANSWER),
        ({"status": "也许"}, LineFault.NO_ANSWER),
        ({"ms": ""}, LineFault.NO_ANSWER),
        ({"ms": "很快"}, LineFault.NO_ANSWER),
    ],
)
def test_a_line_that_says_too_little_is_not_counted(given, fault):
    with pytest.raises(BadLine) as refused:
        visit(**given)

    assert refused.value.fault is fault


@pytest.mark.parametrize(
    "address", [f"http://{HOST}", HOST, f"{HOST}/boards/", "/", f"https://{HOST}:443/"]
)
def test_an_address_of_the_site_may_be_written_in_short(address):
    assert visit(address=address).is_open


@pytest.mark.parametrize(
    ("names", "cells", "is_open"),
    [
        (("时间", "网址", "状态"), ("2026-11-25 8:00", "/", "200"), True),
        (("时间", "网址", "响应时间(秒)"), ("2026-11-25 8:00", "/", "16"), False),
        (("时间", "网址", "耗时(ms)"), ("2026-11-25 8:00", "/", "16"), True),
        (("timestamp", "url", "code"), ("1795564800", "/", "503"), False),
    ],
)
def test_columns_have_the_names_that_logs_give_them(names, cells, is_open):
    columns = columns_of(names)

    assert columns is not None
    found = read_visit(dict(zip(names, cells, strict=True)), columns, HOST, NOW)
    assert found.is_open is is_open


@pytest.mark.parametrize("names", [(), ("time", "url"), ("url", "ms"), ("time", "ms")])
def test_a_log_without_one_of_its_columns_is_none(names):
    assert columns_of(names) is None


# --- The command ----------------------------------------------------------------


def line(day, number, status="200", ms="120"):
    return f"{day} {number // 60:02d}:{number % 60:02d},/,{status},{ms}"


@pytest.fixture
def taken(tmp_path):
    def take(*lines, header="时间,网址,状态码,耗时(ms)", encoding="utf-8", **options):
        path = tmp_path / "probe.csv"
        path.write_text("\n".join([header, *lines]), encoding=encoding)
        out, err = StringIO(), StringIO()
        with clock.frozen_at(NOW):
            call_command("import_availability", path, stdout=out, stderr=err, **options)
        return out.getvalue(), err.getvalue()

    return take


def week_of(failed):
    days = [TODAY - timedelta(days=n) for n in range(1, 8)]
    return [
        line(day, number, *(("502", "") if number < failed else ()))
        for day in days
        for number in range(20)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_week_of_visits_becomes_days(taken, encoding):
    out, err = taken(*week_of(failed=1), encoding=encoding)

    assert set(AvailabilityDay.objects.values_list("visits", "failed")) == {(20, 1)}
    assert "days: 7, replaced: 0" in out
    assert err == ""
    with clock.frozen_at(NOW):
        measure = availability_measure()
    assert measure.value == Fraction(1, 20)
    assert measure.period == (TODAY - timedelta(days=7), TODAY - timedelta(days=1))
    assert len(measure.proof) == 7


@pytest.mark.django_db
def test_bad_lines_are_told_and_all_lines_are_accounted_for(taken):
    good = line("2026-11-25", 1)
    bad = ["昨天,/,200,1", "2026-11-25 9:00,https://x.org/,200,1", '2026-11-25,"x"y,,']
    out, err = taken(good, good, line("2026-11-25", 2, "500"), *bad)

    assert "open: 1\nnot_open: 1\nrepeated: 1\nrefused: 3" in out
    assert [told.partition(":")[0] for told in err.splitlines()] == ["5", "6", "7"]
    day = AvailabilityDay.objects.get()
    assert (day.visits, day.failed) == (2, 1)


@pytest.mark.django_db
def test_a_day_that_is_sent_again_replaces_what_was_known_of_it(taken):
    taken(*week_of(failed=2))
    out, _err = taken(*(line("2026-11-25", number) for number in range(30)))

    assert "days: 1, replaced: 1" in out
    assert AvailabilityDay.objects.count() == 7
    assert AvailabilityDay.objects.get(day="2026-11-25").failed == 0
    assert AuditEntry.objects.filter(action="imported").count() == 2


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(taken):
    taken(*week_of(failed=0), dry_run=True)

    assert not AvailabilityDay.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_no_log_is_refused(taken):
    with pytest.raises(CommandError):
        taken("1,2", header="甲,乙")


@pytest.mark.django_db
def test_nothing_is_measured_without_a_probe():
    assert availability_measure().value is None

"""`manage.py import_subsidies`: what it prints, what it leaves, and what it leaves of
people: nothing."""

from __future__ import annotations

import csv
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from notices.models import Notice, SubsidyLine

from .subsidy_importing import LISTS, MAPPING, ROW, overseen_office, row, written

ROOT = Path(__file__).parent.parent.parent
COUNTIES = 60
LONGEST_WAIT = 120
UNIT_MAP = "name,code\n青石县,990000-01\n"
LISTS_AS_STORED = """
SELECT found.count,
    (SELECT count(*) FROM notices_subsidyline line WHERE line.line_set_id = found.id)
FROM notices_lineset found
JOIN notices_subsidyfacts facts ON facts.line_set_id = found.id
JOIN notices_notice notice
    ON notice.id = facts.notice_id AND notice.status = 'published'
"""


@pytest.fixture(name="office")
def an_office(db):
    return overseen_office()


def arguments(office, path, **options):
    return {
        "source": "machinery",
        "mapping": MAPPING,
        "by": office.editor.username,
        "approved_by": office.approver.username,
        "create_agencies": office.unit.code,
        **options,
        "path": path,
    }


def run(office, path=LISTS, **options):
    out = StringIO()
    words = arguments(office, path, **options)
    call_command("import_subsidies", words.pop("path"), stdout=out, **words)
    return out.getvalue()


def reported(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_figures_are_printed_and_each_notice_stands_in_the_report(office, tmp_path):
    report = tmp_path / "report.csv"

    printed = run(office, report=report)

    assert "48,600.00" in printed
    rows = reported(report)
    assert sum(int(each["rows"]) for each in rows) == 8
    assert [each["rule"] for each in rows] == ["same_row", *["published"] * 3]
    assert Notice.objects.get(pk=rows[1]["notice"]).title == rows[1]["title"]


def test_one_person_alone_publishes_no_list_and_is_told_so(office):
    printed = run(office, approved_by=None)

    assert "一个人不能公开任何信息" in printed
    assert "--approved-by" in printed
    assert {notice.status for notice in Notice.objects.all()} == {"draft"}
    assert not Notice.objects.public().exists()


def test_with_two_people_nothing_is_said_of_a_second_one(office):
    assert "--approved-by" not in run(office)


def test_one_person_under_both_names_is_refused(office):
    with pytest.raises(CommandError, match="须另有人把关"):
        run(office, approved_by=office.editor.username)

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "options",
    [{"by": "nobody"}, {"agency": "990000-01"}, {"mapping": LISTS}],
    ids=["no such user", "two ways to a unit", "no mapping"],
)
def test_an_order_that_makes_no_sense_is_refused(office, options):
    with pytest.raises(CommandError):
        run(office, **options)

    assert not Notice.objects.exists()


@pytest.mark.parametrize("option", ["mapping", "map_agency"])
def test_a_report_overwrites_nothing_that_is_read(office, tmp_path, option):
    path = tmp_path / "read.csv"
    text = MAPPING.read_text(encoding="utf-8") if option == "mapping" else UNIT_MAP
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match=re.escape(str(path))):
        run(office, **{option: path}, report=path)

    assert path.read_text(encoding="utf-8") == text
    assert not Notice.objects.exists()


def test_a_mapping_that_is_wrong_leaves_an_older_report(office, tmp_path):
    report = tmp_path / "report.csv"
    report.write_text("older", encoding="utf-8")

    with pytest.raises(CommandError):
        run(office, mapping=LISTS, report=report)

    assert report.read_text(encoding="utf-8") == "older"


# --- Nothing of anybody is left -----------------------------------------------------

SECRETS = {
    "购机者姓名": ("苍耳子", "决明子草"),
    "出厂编号": ("QX77120985", "QX77120986"),
}
BAD = (
    {"总补贴额(元)": "1"},
    {"机具品目": "决明子草的旋耕机"},
    {"机具品目": "电话13900000000"},
    {"购机日期": "不详"},
    {"县": ""},
    {"购买数量(台)": "QX77120986"},
)


def test_no_name_and_no_number_is_left_anywhere(office, tmp_path, caplog):
    names, numbers = SECRETS["购机者姓名"], SECRETS["出厂编号"]
    good = row(购机者姓名=names[0], 出厂编号=numbers[0])
    bad = {**ROW, "购机者姓名": names[1], "出厂编号": numbers[1]}
    path = written(tmp_path, [good, good, *({**bad, **cells} for cells in BAD)])
    report = tmp_path / "report.csv"

    printed = run(office, path, report=report, leave_out_refused=True)

    assert SubsidyLine.objects.get().masked_name == "苍**"
    left = (
        printed,
        report.read_text(encoding="utf-8-sig"),
        caplog.text,
        *(str(list(model._base_manager.values())) for model in apps.get_models()),
    )
    assert [each["rule"] for each in reported(report)].count("bad_cell") == 4
    for secret in (*names, *numbers, "13900000000"):
        assert not any(secret in text for text in left)


# --- A run that is killed -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_leaves_whole_lists_and_is_finished_by_the_next(tmp_path):
    here = overseen_office()
    path = written(tmp_path, many_lists())
    command, environment = as_a_process(here, path, tmp_path)

    with subprocess.Popen(command, cwd=ROOT, env=environment) as child:
        wait_for_notices(child, environment)
        child.send_signal(signal.SIGKILL)
    left = lists_in(environment)
    subprocess.run(command, cwd=ROOT, env=environment, check=True)

    assert 0 < len(left) < COUNTIES
    assert set(left) == {(3, 3)}
    assert lists_in(environment) == [(3, 3)] * COUNTIES


def many_lists():
    return [
        row(县=f"第{county}县", 出厂编号=f"GN{county:03}{number:03}")
        for number in range(3)
        for county in range(COUNTIES)
    ]


def as_a_process(here, path, folder):
    """The command line, and the environment with a database that two can share."""
    if connection.vendor == "sqlite":
        file = folder / "killed.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        url = f"sqlite:///{file}"
    else:
        server = urlsplit(os.environ["DATABASE_URL"])
        url = server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    words = arguments(here, path)
    options = [
        word
        for name, value in words.items()
        if name != "path"
        for word in (f"--{name.replace('_', '-')}", str(value))
    ]
    command = [sys.executable, "manage.py", "import_subsidies", str(path), *options]
    return command, environment


def wait_for_notices(child, environment):
    began = monotonic()
    while not lists_in(environment):
        assert child.poll() is None, "it ended before it could be killed"
        assert monotonic() - began < LONGEST_WAIT


def lists_in(environment):
    """Of each public notice: how many lines its list should have, and has."""
    if connection.vendor == "sqlite":
        file = environment["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(file)) as other:
            return other.execute(LISTS_AS_STORED).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(LISTS_AS_STORED)
        return cursor.fetchall()

"""Many writers of the log at once leave one chain: no gap, no fork, nothing half done,
also when one of them is killed in the middle of a publication."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from disclosure_portal.foundation.models import Entry, Receipt, ReceiptHead
from notices.log_checking import LogCheck
from tests.factories import published_notice

ROOT = Path(__file__).parents[2]
WRITERS, EACH = 8, 6
# Each writer says when it begins; the one to be killed stops inside its transaction.
WRITE = f"""
import sys, time
from django.db import transaction
from disclosure_portal.foundation.models import Entry, Receipt
entry = Entry(kind="destroyed", subject="other", content="0" * 64)
if sys.stdin.readline().strip() == "hang":
    with transaction.atomic():
        Receipt.objects.append(entry)
        print("hanging", flush=True)
        sys.stdin.readline()
for _turn in range({EACH}):
    with transaction.atomic():
        Receipt.objects.append(entry)
"""

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def database_of_its_own(tmp_path):
    """What processes share; the memory of a test can't be."""
    if connection.vendor == "postgresql":
        settings = connection.settings_dict
        host = settings["HOST"] or settings["OPTIONS"]["host"]
        yield f"postgres://{settings['USER']}@/{settings['NAME']}?host={quote(host)}"
        return
    path = tmp_path / "log.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    yield f"sqlite:///{path}"


def writer(url):
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", WRITE]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def lines_after(url):
    """Of the database that the writers shared: numbers, and whether they chain."""
    if connection.vendor == "postgresql":
        assert list(LogCheck().findings()) == []
        return list(Receipt.objects.values_list("seq", flat=True))
    code = (
        "from notices.log_checking import LogCheck\n"
        "from disclosure_portal.foundation.models import Receipt\n"
        "assert list(LogCheck().findings()) == []\n"
        "print(*Receipt.objects.values_list('seq', flat=True))"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return [int(word) for word in done.stdout.split()]


def test_eight_writers_and_one_that_is_killed_leave_one_chain(tmp_path):
    published_notice()
    with database_of_its_own(tmp_path) as url:
        killed = writer(url)
        killed.stdin.write("hang\n")
        killed.stdin.flush()
        assert killed.stdout.readline() == "hanging\n"
        others = [writer(url) for _writer in range(WRITERS)]
        for each in others:
            each.stdin.write("go\n")
            each.stdin.flush()
        killed.kill()
        killed.wait()
        outcomes = [each.communicate() for each in others]

        assert [error for _out, error in outcomes if error] == []
        assert lines_after(url) == list(range(1, WRITERS * EACH + 2))


def test_a_line_goes_with_its_deed(monkeypatch):
    published_notice()
    with pytest.raises(RuntimeError):
        publication_that_fails(monkeypatch)

    assert list(Receipt.objects.values_list("seq", flat=True)) == [1]
    assert ReceiptHead.objects.get().seq == 1
    published_notice()
    assert list(LogCheck().findings()) == []


def publication_that_fails(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("notices.publication.count", fail)
        published_notice()


def fail(*_given):
    raise RuntimeError


def test_lines_written_together_chain_like_lines_written_singly():
    entries = [
        Entry(kind="published", subject="other", content=f"{number:064}")
        for number in range(5)
    ]
    Receipt.objects.append_all(entries[:3])
    Receipt.objects.append(entries[3])
    Receipt.objects.append_all(entries[4:])

    assert [line.seq for line in Receipt.objects.all()] == [1, 2, 3, 4, 5]
    assert list(LogCheck().findings()) == []
    assert Receipt.objects.append_all([]) == []

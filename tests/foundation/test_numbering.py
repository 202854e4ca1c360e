"""A number is given once, whoever asks at the same moment."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from disclosure_portal.foundation.numbering import next_number

ROOT = Path(__file__).parent.parent.parent
EACH = 25
TAKE = f"""
from disclosure_portal.foundation.numbering import next_number
print(*(next_number("race") for _turn in range({EACH})))
"""


@pytest.mark.django_db
def test_numbers_begin_at_one_and_rise_by_one():
    assert [next_number("a") for _turn in range(3)] == [1, 2, 3]


@pytest.mark.django_db
def test_each_key_counts_for_itself():
    next_number("a")

    assert next_number("b") == 1


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_gives_its_number_back():
    with pytest.raises(RuntimeError):
        take_one_and_fail()

    assert next_number("a") == 1


@transaction.atomic
def take_one_and_fail():
    next_number("a")
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_takers_at_the_same_time_never_share_a_number(tmp_path):
    take = _by_processes if connection.vendor == "sqlite" else _by_threads

    numbers = take(tmp_path)

    assert sorted(numbers) == list(range(1, 2 * EACH + 1))


def _by_threads(_tmp_path):
    def take(_worker):
        try:
            return [next_number("race") for _turn in range(EACH)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [number for some in pool.map(take, range(2)) for number in some]


def _by_processes(tmp_path):
    """Two processes on a file: the memory of this test can't be shared."""
    path = tmp_path / "race.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", TAKE]
    takers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
        for _taker in range(2)
    ]
    outputs = [taker.communicate()[0].decode() for taker in takers]
    return [int(word) for output in outputs for word in output.split()]

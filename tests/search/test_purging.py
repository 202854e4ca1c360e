"""Erased words are gone from the files of the database, not from its answers alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_tasks import task_backends

from directories.models import Role
from disclosure_portal.foundation.search import purging, sqlite
from disclosure_portal.foundation.search.conditions import Condition, Tokens
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.index import index
from disclosure_portal.foundation.search.questions import Term
from disclosure_portal.foundation.sqlite3.base import DatabaseWrapper
from notices.erasures import erase_for_good
from notices.publication import withdraw
from tests.factories import agency, member, published_notice

RARE = "鱤魟"
only_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the file is the server's own there"
)


def rare_erased() -> None:
    """A notice with a rare word in its text, among others, erased by two people."""
    unit = agency()
    for number in range(30):
        published_notice(title=f"公告{number}", body="<p>停水通知</p>", unit=unit)
    notice = published_notice(title="公告", body=f"<p>{RARE}</p>", unit=unit)
    count_new()
    first, second = (member(Role.APPROVER, unit) for _hand in range(2))
    withdraw(notice, by=first, ground="privacy", reason="涉及个人隐私")
    erase_for_good(notice, by=second)


@pytest.mark.django_db(transaction=True)
@only_sqlite
def test_an_erased_word_is_in_no_byte_of_the_database():
    rare_erased()
    held: Any = connection.connection

    assert purging.purge.call() == "purged"

    assert "停水".encode() in held.serialize()
    assert RARE.encode() not in held.serialize()


@pytest.mark.django_db(transaction=True)
def test_the_others_are_found_as_before():
    rare_erased()

    assert purging.purge.call() == "purged"
    assert purging.purge.call() == "purged"

    found = index().postings(Condition(terms=[Term("停水")]), 50)
    assert len(found) == 30


@pytest.mark.django_db
def test_an_erasure_asks_for_it():
    jobs: Any = task_backends[settings.FILES_BACKEND]
    jobs.clear()

    rare_erased()

    assert [job.task.name for job in jobs.results].count("purge") == 1


# --- The file itself, with its log of writes -----------------------------------------


@pytest.fixture(name="opened")
def index_in_a_file(
    tmp_path: Path, monkeypatch, django_db_blocker
) -> Iterator[DatabaseWrapper]:
    """The index in a database on the disk, with the options of a real one."""
    told = {**connection.settings_dict, "NAME": str(tmp_path / "portal.sqlite3")}
    told["OPTIONS"] = settings.DATABASES["default"]["OPTIONS"]
    opened = DatabaseWrapper(told, "file")
    monkeypatch.setattr(sqlite, "connection", opened)
    monkeypatch.setattr(purging, "connection", opened)
    with django_db_blocker.unblock():
        with opened.cursor() as cursor:
            cursor.execute(sqlite.create_statement(sqlite.TABLE))
        yield opened
        opened.close()


@pytest.fixture
def file(opened: DatabaseWrapper, tmp_path: Path) -> Path:
    """Where it lies."""
    return tmp_path


def holding(folder: Path) -> list[str]:
    word = RARE.encode()
    return [path.name for path in folder.iterdir() if word in path.read_bytes()]


def removed_among_others() -> None:
    index = sqlite.SqliteIndex()
    rare = Tokens([], [RARE], ["@notice"])
    for number in range(300):
        index.write(number, Tokens([], ["停水", f"甲{number}"], ["@notice"]))
    index.write(1_000, rare)
    index.remove(1_000, rare)


@only_sqlite
def test_neither_the_file_nor_its_log_holds_a_removed_word(file, monkeypatch):
    monkeypatch.setattr(sqlite, "MERGED", 2)
    removed_among_others()
    assert holding(file)

    assert purging.purge.call() == "purged"

    assert holding(file) == []
    assert len(sqlite.SqliteIndex().postings(Condition([Term("停水")]), 400)) == 300


@only_sqlite
def test_an_index_that_is_just_being_made_is_purged_as_well(file, opened):
    with opened.cursor() as cursor:
        cursor.execute(sqlite.create_statement(sqlite.NEW_TABLE))
    making = sqlite.SqliteIndex(sqlite.NEW_TABLE)
    making.write(1, Tokens([], [RARE], []))
    making.remove(1, Tokens([], [RARE], []))

    assert purging.purge.call() == "purged"

    assert holding(file) == []


@only_sqlite
def test_while_somebody_reads_the_removed_it_is_tried_again_later(file, opened):
    removed_among_others()
    reader = DatabaseWrapper({**opened.settings_dict}, "reader")
    reader.ensure_connection()
    with reader.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM sqlite_master").fetchall()
    with opened.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")

    outcome = purging.purge.call()
    reader.close()

    assert outcome == "to be tried again"
    assert purging.purge.call() == "purged"
    assert holding(file) == []

"""A database that search can't live in is named before anything is written to it."""

from __future__ import annotations

import sqlite3

import pytest
from django.core.checks import run_checks
from django.db import connection

from disclosure_portal.foundation.search.requirements import encoding, faults_of


def test_this_database_is_fit_for_search(db):
    found = run_checks(databases=["default"])

    ids = {message.id for message in found}
    assert not ids & {"foundation.E006", "foundation.E007"}


def test_a_sqlite_that_makes_no_index_is_named_with_a_way_out():
    database = sqlite3.connect(":memory:")
    database.set_authorizer(
        lambda action, *_more: (
            sqlite3.SQLITE_DENY
            if action == sqlite3.SQLITE_CREATE_VTABLE
            else sqlite3.SQLITE_OK
        )
    )

    (fault,) = faults_of(database)

    assert fault.id == "foundation.E006"
    assert sqlite3.sqlite_version in fault.msg
    assert "DATABASE_URL" in str(fault.hint)
    database.close()


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite knows UTF-8 and UTF-16 only"
)
def test_a_database_of_another_encoding_is_refused(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE DATABASE latin ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
            " TEMPLATE template0"
        )
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "latin"
    try:
        (fault,) = encoding(databases=["default"])
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE latin")

    assert (fault.id, "SQL_ASCII" in fault.msg) == ("foundation.E007", True)

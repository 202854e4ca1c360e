"""A tiny run of the whole bench, on the database of the suite."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from bench import databases, report, under_load, workers
from bench.databases import Database
from bench.goals import GOALS, QUERIES

SIZE = 200


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Corpora in a folder of their own, or in databases beside the suite's."""
    found = Database(connection.vendor, os.environ.get("DATABASE_URL", ""))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(databases, "FOLDER", tmp_path_factory.mktemp("bench"))
        yield found
        found.drop(f"notices_{SIZE}")


def test_every_goal_is_measured(database):
    corpus = database.corpus(SIZE)

    record = database.run(corpus, "measure", "1", "2")

    assert all(goal.ratio(record["targets"]) for goal in GOALS)
    assert record["queries"].keys() == QUERIES.keys()
    assert all(record["headers"].values())
    head = {"database": database.name, "size": SIZE, "date": "2026-01-01"}
    made = {"corpus": {"seconds": 1, "peak_mib": 1}}
    assert "list, first page" in report.goal_table([head | made | record])


def test_workers_and_layers_are_measured(database, monkeypatch):
    monkeypatch.setattr(workers, "TURNS", 1)
    corpus = database.corpus(SIZE)

    compared = workers.compare(database, corpus)
    profile = database.run(corpus, "profile", "/notices/", "5")

    assert [row[0] for row in compared["rows"]] == ["12", "12"]
    assert 99 < sum(profile["layers"].values()) < 101


def test_nothing_is_lost_while_clerks_publish(database, monkeypatch):
    monkeypatch.setattr(under_load, "SECONDS", 1)
    monkeypatch.setattr(under_load, "CLERKS", 2)
    monkeypatch.setattr(under_load, "READERS", 1)

    record = under_load.run(database, database.corpus(SIZE))

    for scene in (record["clerks"], record["with_import"]):
        assert scene["published"] > 0
        assert (scene["errors"], scene["lost"]) == ({}, [])
    assert record["with_import"]["imported"] > 0

"""Rows that the speeds keep for the report."""

from __future__ import annotations

from bench import results, speed_rows
from bench.speed_rows import Speed


def test_each_database_keeps_rows_that_say_what_was_asked_and_met(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    fast, slow = Speed("fast", "4 / 2 s", 2, 1), Speed("slow", "1 / 2 s", 0.5, 1)

    speed_rows.keep("export", "postgresql", [fast, slow, Speed("all of it", "9 s")])

    assert results.read("postgresql-export") == {
        "rows": [
            ["7", "fast", "≥ 1", "PostgreSQL", "2.00 (4 / 2 s)", "yes"],
            ["7", "slow", "≥ 1", "PostgreSQL", "0.50 (1 / 2 s)", "**no**"],
            ["7", "all of it", "–", "PostgreSQL", "9 s", "–"],
        ]
    }

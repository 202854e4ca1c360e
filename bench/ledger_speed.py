"""The ledger of a county of 200 units with 500 duties each, over five years: opening
its slots, opening a month more, and moving due days when days off are announced.

`python -m bench.ledger_speed`, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import sys
from typing import Any

from . import results
from .databases import NAMES, Database, databases, say
from .report import met

SECONDS_AT_MOST = 30
STEPS = {
    "open": "open the slots of five years, none there yet",
    "again": "open slots when all are there",
    "month": "open the slots of a new month",
    "calendar": "move due days after a change of the calendar",
    "check": "hold each slot against what it must be (verify_log --rows)",
}


def main(*names: str) -> None:
    with databases(*(names or NAMES)) as found:
        for database in found:
            results.keep(f"{database.name}-ledger", {"rows": _rows(database)})


def _rows(database: Database) -> list[list[str]]:
    corpus = database.fresh("ledger")
    say(f"{database.name}: {database.run(corpus, 'ledger_step', 'make')}")
    rows = []
    for step, title in STEPS.items():
        found = database.run(corpus, "ledger_step", step)
        say(f"{database.name}: {step}: {found}")
        rows.append(_row(database, title, found))
    rows += _pages(database, database.run(corpus, "ledger_step", "pages"))
    database.drop(corpus)
    return rows


def _pages(database: Database, found: dict[str, float]) -> list[list[str]]:
    say(f"{database.name}: pages: {found}")
    return [
        ["ledger", f"the page of {name}", "–", database.title, f"{ms:.0f} ms", "–"]
        for name, ms in found.items()
    ]


def _row(database: Database, title: str, found: dict[str, Any]) -> list[str]:
    measured = (
        f"{found['seconds']:.1f} s ({found['cpu']:.1f} s of the processor;"
        f" {found['count']:,} of {found['slots']:,} slots, {found['peak_mib']} MiB)"
    )
    is_met = found["seconds"] < SECONDS_AT_MOST
    goal = f"< {SECONDS_AT_MOST} s"
    return ["ledger", title, goal, database.title, measured, met(is_met)]


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Goal 10: a round of 1,000 units by 200 indicators is closed, its ratings explained
and written; one objection is upheld; pages and API at 1,000 units and at 30.

`python -m bench.round_speed`, on SQLite and on PostgreSQL. One process on one core; the
bare writing of the same rows is taken in the same run, by turns.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from . import results
from .databases import NAMES, Database, databases, say
from .report import met

FEW, MANY = 30, 1_000
INDICATORS = 200
SECONDS_AT_MOST, TIMES_AT_MOST = 10, 3
# As many times as slow as at 30 units a page may be whose rows do not grow.
FLAT = 1.5
# Turns of closing and of bare writing; of pages, asked several times each, one.
TURNS = 2
Found = dict[str, Any]


def main(*names: str) -> None:
    with databases(*(names or NAMES)) as found:
        for database in found:
            results.keep(f"{database.name}-round", {"rows": _rows(database)})


def _rows(database: Database) -> list[list[str]]:
    few, many = _corpora(database)
    pages = _both(database, few, many, "desk_pages")
    rows = _closing(database, many)
    for step in ("close", "publish"):
        database.run(few, "round_step", step)
    pages |= _both(database, few, many, "public_pages")
    rows += [_page(database, name, *each) for name, each in pages.items()]
    for corpus in (few, many):
        database.drop(corpus)
    return rows


def _corpora(database: Database) -> list[str]:
    names = [database.fresh(f"round_{FEW}")]
    names.append(database.copy(names[0], f"round_{MANY}"))
    for name, units in zip(names, (FEW, MANY), strict=True):
        count = database.run(name, "round_step", "make", str(units))
        say(f"{database.name}: {units:,} units, {count:,} marks")
    return names


# --- Closing ------------------------------------------------------------------------


def _closing(database: Database, corpus: str) -> list[list[str]]:
    """By turns with the bare writing; of each the one that cost the least."""
    runs: dict[str, list[Found]] = {
        "close": [],
        "bare": [],
        "uphold": [],
        "publish": [],
    }
    for _turn in range(TURNS):
        for step, found in runs.items():
            found.append(database.run(corpus, "round_step", step))
            say(f"{database.name}: {step}: {found[-1]}")
    close, uphold, publish = (
        min(runs[step], key=_processor) for step in ("close", "uphold", "publish")
    )
    bare = {
        way: min((each[way] for each in runs["bare"]), key=_processor)
        for way in runs["bare"][0]
    }
    return [
        _close_row(database, close),
        *(_against(database, close, way, bare[way]) for way in bare),
        _plain_row(database, f"uphold an objection among {MANY:,} units", uphold),
        _plain_row(database, f"publish the ratings of {MANY:,} units", publish),
    ]


def _processor(found: Found) -> float:
    return float(found["cpu"])


def _close_row(database: Database, found: Found) -> list[str]:
    what = f"close a round of {MANY:,} units × {INDICATORS}, explained, rows written"
    measured = (
        f"{found['cpu']:.1f} s of the processor ({found['seconds']:.1f} s at load"
        f" {os.getloadavg()[0]:.0f}; {found['lines']:,} lines,"
        f" {found['queries']} queries, {found['peak_mib']} MiB)"
    )
    is_met = met(found["cpu"] <= SECONDS_AT_MOST)
    goal = f"≤ {SECONDS_AT_MOST} s"
    return ["10", what, goal, database.title, measured, is_met]


def _against(database: Database, close: Found, way: str, bare: Found) -> list[str]:
    ratio = close["cpu"] / bare["cpu"]
    measured = f"{ratio:.2f} ({close['cpu']:.1f} / {bare['cpu']:.1f} s)"
    is_met = met(ratio <= TIMES_AT_MOST)
    what, goal = f"closing / {way} of the same rows", f"≤ {TIMES_AT_MOST}"
    return ["10", what, goal, database.title, measured, is_met]


def _plain_row(database: Database, what: str, found: Found) -> list[str]:
    measured = (
        f"{found['cpu']:.2f} s of the processor ({found['seconds']:.2f} s;"
        f" {found['queries']} queries, {found['peak_mib']} MiB)"
    )
    return ["10", what, "–", database.title, measured, "–"]


# --- Pages --------------------------------------------------------------------------


def _both(
    database: Database, few: str, many: str, step: str
) -> dict[str, tuple[Found, Found]]:
    small, large = (database.run(each, "round_step", step) for each in (few, many))
    return {name: (found, large[name]) for name, found in small.items()}


def _page(database: Database, name: str, few: Found, many: Found) -> list[str]:
    say(f"{database.name}: {name}: {few} {many}")
    ratio = many["ms"] / few["ms"]
    measured = (
        f"{ratio:.2f} ({few['ms']:.0f} → {many['ms']:.0f} ms;"
        f" {few['queries']} → {many['queries']} queries)"
    )
    what = f"{name}, {MANY:,} units / {FEW}"
    # What lists all units grows with them; its queries may not.
    is_same = many["queries"] <= few["queries"]
    if few["lists"]:
        return ["10", what, "queries", database.title, measured, met(is_same)]
    is_met = met(is_same and ratio <= FLAT)
    return ["10", what, f"≤ {FLAT}", database.title, measured, is_met]


if __name__ == "__main__":
    main(*sys.argv[1:])

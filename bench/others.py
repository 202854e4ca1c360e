"""The goals that have processes or modules of their own: one record of rows for each.

A module `bench/<what>_speed.py` has `main() -> {"rows": [...]}` and runs inside the
portal over a copy of the corpus; where it is missing, its goal was not measured.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

from . import results, under_load, workers
from .databases import Database, say
from .process_goals import RECORDS

OWN: dict[str, Callable[[Database, str], dict[str, Any]]] = {
    "worker": workers.compare,
    "load": under_load.run,
}


def measure(database: Database, corpus: str, only: str = "") -> None:
    """Measure all of RECORDS, or one of them."""
    for name in RECORDS:
        speed = f"{name}_speed"
        if only not in ("", name):
            continue
        if name in OWN:
            say(f"{database.name}: {name}")
            results.keep(f"{database.name}-{name}", OWN[name](database, corpus))
        elif importlib.util.find_spec(f"bench.{speed}"):
            say(f"{database.name}: {name}")
            results.keep(f"{database.name}-{name}", _speed(database, corpus, speed))


def _speed(database: Database, corpus: str, module: str) -> dict[str, Any]:
    copy = database.copy(corpus, module)
    try:
        record: dict[str, Any] = database.run(copy, module)
    finally:
        database.drop(copy)
    return record

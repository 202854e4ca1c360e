"""The rows of bench.others in the report; what was not measured says so.

A row: goal, what, what is asked, database, what was measured, whether that is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import results

HEAD = ("#", "what", "goal", "database", "measured", "met")
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# Of each record: its goal, and what it measures where there is no record yet.
RECORDS = {
    "export": ("7", "export of everything / COPY"),
    "import": ("8", "import of subsidy lines / COPY"),
    "round": ("10", "closing a round / writing its rows"),
    "branch": ("11", "figures of a branch / recursive query"),
    "worker": ("12", "memory and start of a worker / bare"),
    "load": ("load", "publications, and reads meanwhile"),
    "log": ("log", "verifying, writing the log of publications"),
    "ledger": ("ledger", "opening slots, moving due days"),
    "letters": ("letters", "inbox and public list of letters, submissions"),
    "search-quality": ("search", "how well search finds"),
    "search-10000": ("search", "how quick search is among 10,000 documents"),
    "search-100000": ("search", "how quick search is among 100,000 documents"),
    "search-1000000": ("search", "how quick search is among 1,000,000 documents"),
}


def process_rows() -> list[Sequence[str]]:
    found = [row for name in RECORDS for row in _rows(name)]
    return [HEAD, *found]


def _rows(name: str) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for database, title in TITLES.items():
        record: dict[str, Any] | None = results.read(f"{database}-{name}")
        missing = [*RECORDS[name], "–", title, "not measured", "–"]
        rows += record["rows"] if record else [missing]
    return rows

"""The generated part of docs/performance.md: tables between two markers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from . import results
from .chromium_rows import chromium_rows
from .goals import FLATNESS, GOALS, LARGE, QUERIES, SMALL, Goal, flatness
from .process_goals import process_rows
from .trial_figures import trial_rows

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
NOT_MEASURED = "not measured"

Record = dict[str, Any]


def write() -> None:
    """Put the tables of all kept results in their place; other text stays."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), tables()), "utf-8")


def renewed(text: str, generated: str) -> str:
    """The text with what stands between the markers replaced."""
    head, begin, rest = text.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} lacks its markers")
    return f"{head}{BEGIN}\n\n{generated}\n{END}{tail}"


def tables() -> str:
    records = list(results.corpora())
    parts = [
        ("Runs", _runs(records)),
        ("Goals 1–6", _goals(records)),
        ("Queries a request (goal 13)", _queries(records)),
        (
            "Goals 7, 8, 10–12, writes under load, the log, search",
            process_rows(),
        ),
        ("Real files (`make trial`)", trial_rows()),
        ("Pages in Chromium", chromium_rows()),
    ]
    parts += [(_heading(record), _speeds(record)) for record in records]
    return "\n".join(f"### {title}\n\n{_table(rows)}" for title, rows in parts)


def goal_table(records: Sequence[Record]) -> str:
    return _table(_goals(records))


def _runs(records: Iterable[Record]) -> list[Sequence[str]]:
    head = (
        "corpus",
        "date",
        "machine",
        "versions",
        "load at the end",
        "corpus built in",
    )
    return [head, *(_run(record) for record in records)]


def _run(record: Record) -> Sequence[str]:
    machine, made = record["machine"], record["corpus"]
    versions = f"Django {machine['django']}, Python {machine['python']}"
    return (
        _heading(record),
        record["date"],
        f"{machine['processor']}, {machine['cores']} cores",
        f"{machine['database']}, {versions}",
        str(machine["load"]),
        f"{made['seconds']} s, {made['peak_mib']} MiB",
    )


def _goals(records: Sequence[Record]) -> list[Sequence[str]]:
    """A row for each goal, a column for each corpus."""
    rows: list[Sequence[str]] = [
        ("#", "ours / reference", "goal", *map(_heading, records))
    ]
    for goal in GOALS:
        cells = [_cell(goal, record) for record in records]
        rows.append((str(goal.number), goal.title, f"≥ {goal.at_least}", *cells))
    for name in ("list", "list deep"):
        title = f"{name}: p95 at 1M / p95 at 10k, by mem"
        cells = [_flatness_cell(name, record, records) for record in records]
        rows.append(("1", title, f"≤ {FLATNESS}", *cells))
    return rows


def _cell(goal: Goal, record: Record) -> str:
    ratio = goal.ratio(record["targets"])
    if ratio is None:
        return NOT_MEASURED
    spread = f"({ratio.least:.2f}–{ratio.most:.2f})"
    return f"{ratio.value:.2f} {spread} {met(ratio.value >= goal.at_least)}"


def _flatness_cell(name: str, record: Record, records: Iterable[Record]) -> str:
    smallest = [
        each
        for each in records
        if (each["database"], each["size"]) == (record["database"], SMALL)
    ]
    if record["size"] != LARGE or not smallest:
        return "–"
    grown = flatness(smallest[0]["targets"], record["targets"], name)
    return f"{grown:.2f} {met(grown <= FLATNESS)}"


def met(is_met: bool) -> str:
    return "yes" if is_met else "**no**"


def _queries(records: Sequence[Record]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("page", "at most", *map(_heading, records))]
    for name, most in QUERIES.items():
        counts = [record["queries"][name] for record in records]
        rows.append(
            (name, str(most), *(f"{each} {met(each <= most)}" for each in counts))
        )
    return rows


def _speeds(record: Record) -> list[Sequence[str]]:
    head = ("target", "requests/s", "p50 ms", "p95 ms", "p99 ms", "KiB")
    rows = [
        (
            name,
            f"{found['per_second']:.0f}",
            *(f"{found[cut]:.2f}" for cut in ("p50", "p95", "p99")),
            f"{found['kib']:.0f}",
        )
        for name, found in record["targets"].items()
    ]
    return [head, *rows]


def _heading(record: Record) -> str:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[record["database"]]
    return f"{name} {record['size']:,}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *others = rows
    lines = [head, ["---"] * len(head), *others]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)

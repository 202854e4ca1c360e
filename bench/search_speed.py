"""`python -m bench.search_speed FOLDER [SIZE …]`: how well and how quick search is.

FOLDER has the laws and the questions (search_texts.py). Without sizes: quality among
all articles of the laws, the same questions on both databases; with sizes, speed among
so many documents.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from . import results
from .databases import NAMES, Database, databases, say
from .report import met

Row = list[str]

# search.md's goals, in milliseconds at the 95th percentile; of a page newest first all
# have the same.
RELEVANCE = {"common": 60, "question": 60, "rare": 15, "and": 15}
NEWEST, WRITTEN = 20, 20
MRR, MRR_TRADITIONAL, MRR_LAWS = 0.97, 0.92, 0.40
STRINGS, NUMBERS, SIZE, SAME = 1.0, 0.995, 2.2, 0.98


def main(folder: str, sizes: list[int]) -> None:
    with databases(*NAMES) as found:
        if not sizes:
            _quality(found, folder)
        for size in sizes:
            for database in found:
                told = _run(database, "search_speed_step", folder, str(size))
                rows = list(_speed_rows(database, size, told))
                results.keep(f"{database.name}-search-{size}", {"rows": rows})


def _run(database: Database, module: str, *arguments: str) -> dict[str, Any]:
    corpus = database.fresh("search")
    told: dict[str, Any] = database.run(corpus, module, *arguments)
    say(f"{database.name}: { ({**told, 'top': '…'}) }")
    database.drop(corpus)
    return told


# --- Quality ----------------------------------------------------------------------


def _quality(found: list[Database], folder: str) -> None:
    told = [_run(database, "search_quality_step", folder) for database in found]
    for database, each in zip(found, told, strict=True):
        rows = list(_quality_rows(database, each))
        if len(told) > 1:
            rows.append(_same_row(database, told[0]["top"], told[1]["top"]))
        results.keep(f"{database.name}-search-quality", {"rows": rows})


def _same_row(database: Database, one: list[Any], other: list[Any]) -> Row:
    same = [first == second for first, second in zip(one, other, strict=True)]
    share = sum(same) / len(same)
    told = f"{share:.3f} of {len(same):,} questions"
    return _row("same first 20 on both databases", SAME, database, share, told)


def _quality_rows(database: Database, told: dict[str, Any]) -> Iterator[Row]:
    among = f"among {told['records']:,} texts"
    halves = f"{told['other']:.4f} ({told['questions']:,} questions; the half that"
    halves += f" weights were set by: {told['tuned']:.4f})"
    what = f"questions {among}, MRR@10"
    yield _row(what, MRR, database, told["other"], halves)
    value = told["traditional"]
    what = "the same, typed in traditional characters"
    yield _row(what, MRR_TRADITIONAL, database, value, f"{value:.4f}")
    value = told["laws"]
    what = "lay questions about laws, MRR@10"
    measured = f"{value:.4f} ({told['law_questions']} questions of our own)"
    yield _row(what, MRR_LAWS, database, value, measured)
    strings = told["strings"]
    what = "texts that hold a string of 2–4 characters, found"
    measured = f"{strings['share']:.4f} ({strings['asked']} strings,"
    measured += f" {strings['holding']:,} texts)"
    yield _row(what, STRINGS, database, strings["share"], measured)
    numbers = told["numbers"]
    what = "spellings of document numbers, known"
    measured = f"{numbers['share']:.4f} ({numbers['asked']:,} spellings)"
    yield _row(what, NUMBERS, database, numbers["share"], measured)
    yield _size_row(database, told)


def _row(what: str, least: float, database: Database, value: float, told: str) -> Row:
    is_met = met(round(value, 4) >= least)
    return ["search", what, f"≥ {least:g}", database.title, told, is_met]


def _size_row(database: Database, told: dict[str, Any]) -> Row:
    ratio = told["index_bytes"] / told["text_bytes"]
    measured = f"{ratio:.2f} × ({told['index_bytes'] / 1e6:,.0f} MB)"
    what = f"index of {told['records']:,} texts / the texts"
    return ["search", what, f"≤ {SIZE} ×", database.title, measured, met(ratio <= SIZE)]


# --- Speed ------------------------------------------------------------------------


def _speed_rows(database: Database, size: int, told: dict[str, Any]) -> Iterator[Row]:
    for name, times in told["relevance"].items():
        what = f"{size:,} documents, {name}, the best first: p95"
        yield _late_row(what, RELEVANCE.get(name), database, times)
    for name, times in told["newest"].items():
        what = f"{size:,} documents, {name}, the newest first: p95"
        yield _late_row(what, NEWEST, database, times)
    what = f"{size:,} documents, one publication's index write: p95"
    yield _late_row(what, WRITTEN, database, told["written"])
    yield _size_row(database, told)
    if kept := told["kept"]:
        what = f"{size:,} documents: of a common word's best 20 of all, shown"
        measured = f"{kept['shown']:.2f}; they weigh {kept['worth']:.3f} of the best"
        yield ["search", what, "–", database.title, measured, "–"]


def _late_row(
    what: str, most: float | None, database: Database, times: dict[str, float]
) -> Row:
    measured = f"{times['p95']:.1f} ms (p50 {times['p50']:.1f}; {times['asked']} asked)"
    if most is None:
        return ["search", what, "–", database.title, measured, "–"]
    is_met = met(times["p95"] <= most)
    return ["search", what, f"≤ {most:g} ms", database.title, measured, is_met]


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]])

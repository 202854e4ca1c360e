"""Letters: how many a second come in against a bare insert of the same rows, and
whether the desk's inbox and the public list are as quick at 500,000 as at 5,000.

`python -m bench.letter_speed`, on SQLite and on PostgreSQL; `plans` as a word more
says how the database answers. Only ratios of one run mean anything.
"""

from __future__ import annotations

import sys
from typing import Any

from . import results
from .databases import NAMES, Database, databases, say
from .report import met

SMALL, LARGE = 5_000, 500_000
# As many times as slow as the small list a large one may be.
FLAT = 1.5
ROUNDS = 2


def main(*words: str) -> None:
    names = [name for name in NAMES if name in words] or NAMES
    with databases(*names) as found:
        for database in found:
            rows = _rows(database, with_plans="plans" in words)
            results.keep(f"{database.name}-letters", {"rows": rows})


def _rows(database: Database, *, with_plans: bool) -> list[list[str]]:
    small, large = _corpora(database)
    if with_plans:
        for name, lines in database.run(large, "letter_step", "plans").items():
            say("\n".join([f"{database.name}: {name}", *lines, ""]))
    rows = _pages(database, small, large)
    rows.append(_submissions(database, small))
    for corpus in (small, large):
        database.drop(corpus)
    return rows


def _corpora(database: Database) -> list[str]:
    """The small one and the large one, over the same empty tables."""
    names = [database.fresh(f"letters_{SMALL}")]
    names.append(database.copy(names[0], f"letters_{LARGE}"))
    for name, size in zip(names, (SMALL, LARGE), strict=True):
        count = database.run(name, "letter_step", "fill", str(size))
        say(f"{database.name}: {count:,} letters")
    return names


def _pages(database: Database, small: str, large: str) -> list[list[str]]:
    """The two by turns; of each page the calmest turn, since others use the machine."""
    few: dict[str, dict[str, float]] = {}
    many: dict[str, dict[str, float]] = {}
    for _round in range(ROUNDS):
        for known, corpus in ((few, small), (many, large)):
            for name, cuts in database.run(corpus, "letter_step", "pages").items():
                before = known.get(name, cuts)
                known[name] = {cut: min(cuts[cut], before[cut]) for cut in cuts}
    return [_page(database, name, few[name], many[name]) for name in few]


def _page(
    database: Database, name: str, few: dict[str, float], many: dict[str, float]
) -> list[str]:
    say(f"{database.name}: {name}: {few} {many}")
    ratio = {cut: many[cut] / few[cut] for cut in ("p50", "p95")}
    measured = (
        f"{ratio['p50']:.2f} (p50 {few['p50']:.0f} → {many['p50']:.0f} ms),"
        f" p95 {ratio['p95']:.2f} ({few['p95']:.0f} → {many['p95']:.0f} ms)"
    )
    what = f"{name}, {LARGE:,} letters / {SMALL:,}"
    is_met = met(ratio["p50"] <= FLAT)
    return ["letters", what, f"≤ {FLAT}", database.title, measured, is_met]


def _submissions(database: Database, corpus: str) -> list[str]:
    """By turns; of each the best."""
    found: dict[str, list[float]] = {"submit": [], "bare": []}
    for _round in range(ROUNDS):
        for step, speeds in found.items():
            answer: dict[str, Any] = database.run(corpus, "letter_step", step)
            speeds.append(answer["per_second"])
    ours, bare = max(found["submit"]), max(found["bare"])
    say(f"{database.name}: submissions: {found}")
    what = "letters submitted a second / bare inserts of the same rows"
    measured = f"{ours / bare:.2f} ({ours:.0f} / {bare:.0f})"
    return ["letters", what, "–", database.title, measured, "–"]


if __name__ == "__main__":
    main(*sys.argv[1:])

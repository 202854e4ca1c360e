"""Clerks who publish while readers read: publications a second, nothing lost, and how
much slower the readers are answered than without clerks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import Any

from .databases import ROOT, Database
from .report import met

CLERKS = READERS = 8
SECONDS = 20
SLOWER_AT_MOST = 3.0
GROWING = ("notices", "revisions", "tally", "version")


def run(database: Database, corpus: str) -> dict[str, Any]:
    """A record with the rows of the report; the corpus itself stays as it is."""
    copy = database.copy(corpus, "load")
    try:
        before = database.run(copy, "clerk", "count")
        idle = _together(database, copy, clerks=0)
        busy = _together(database, copy, clerks=CLERKS)
        after = database.run(copy, "clerk", "count")
    finally:
        database.drop(copy)
    published = sum(each.get("published", 0) for each in busy)
    lost = [name for name in GROWING if after[name] - before[name] != published]
    errors = Counter(error for each in (*idle, *busy) for error in each["errors"])
    return {
        "published": published,
        "errors": dict(errors.most_common(5)),
        "lost": lost,
        "wrong_tallies": after["wrong_tallies"],
        "idle_p95": _p95(idle),
        "busy_p95": _p95(busy),
        "rows": _rows(database, published, errors, [*lost, *_wrong(after)], idle, busy),
    }


def _together(database: Database, corpus: str, *, clerks: int) -> list[dict[str, Any]]:
    """What each of the processes answers after they have all begun at once."""
    deeds = ["read"] * READERS + ["publish"] * clerks
    children = [
        _child(database, corpus, deed, number) for number, deed in enumerate(deeds)
    ]
    try:
        for child in children:
            assert child.stdout
            if child.stdout.readline() != "ready\n":
                raise RuntimeError(f"a process ended before it began: {child.args!r}")
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        answers = [child.communicate()[0] for child in children]
    finally:
        for child in children:
            child.kill()
    return [json.loads(answer.splitlines()[-1]) for answer in answers]


def _child(
    database: Database, corpus: str, deed: str, number: int
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.inside", "clerk", deed]
    return subprocess.Popen(
        [*command, str(number), str(SECONDS)],
        cwd=ROOT,
        env=database.environment(corpus),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _p95(answers: list[dict[str, Any]]) -> float:
    taken = sorted(each for answer in answers for each in answer.get("taken", ()))
    return float(taken[len(taken) * 95 // 100])


def _wrong(after: dict[str, int]) -> list[str]:
    return ["tallies"] if after["wrong_tallies"] else []


def _rows(
    database: Database,
    published: int,
    errors: Counter[str],
    lost: list[str],
    idle: list[dict[str, Any]],
    busy: list[dict[str, Any]],
) -> list[list[str]]:
    people = f"{CLERKS} clerks, {READERS} readers"
    before, slower = _p95(idle), _p95(busy) / _p95(idle)
    speed = f"{published / SECONDS:.1f} /s ({published:,} in {SECONDS} s)"
    reads = f"{slower:.2f} ({before * slower:.0f} / {before:.0f} ms)"
    failed = f"{errors.total()} errors, {', '.join(lost) or 'nothing'} lost"
    limit = f"≤ {SLOWER_AT_MOST}"
    return [
        ["load", f"{people}: publications", "–", database.title, speed, "–"],
        ["load", "errors, lost updates", "none", database.title, failed]
        + [met(not errors and not lost)],
        ["load", "p95 of reads / without clerks", limit, database.title, reads]
        + [met(slower <= SLOWER_AT_MOST)],
    ]

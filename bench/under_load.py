"""Clerks who publish while readers read, then an import beside them: publications a
second, nothing lost, and how much slower the readers are answered than without.

So many processes share few cores that readers would be slower beside any others: how
much, is measured beside processes that only compute, as many as there are clerks.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from .databases import ROOT, Database
from .report import met

CLERKS = READERS = 8
SECONDS = 20
SLOWER_AT_MOST = 3.0
COUNTED = ("notices", "revisions", "tally")


def run(database: Database, corpus: str) -> dict[str, Any]:
    """A record with the rows of the report; the corpus itself stays as it is."""
    copy = database.copy(corpus, "load")
    try:
        idle = _p95(_together(database, copy, {}))
        shared = _p95(_together(database, copy, {"compute": CLERKS}))
        clerks = _scene(database, copy, {"publish": CLERKS})
        both = _scene(database, copy, {"publish": CLERKS, "import": 1})
    finally:
        database.drop(copy)
    return {
        "idle_p95": idle,
        "shared_p95": shared,
        "clerks": asdict(clerks),
        "with_import": asdict(both),
        "rows": [
            *_rows(database, f"{CLERKS} clerks, {READERS} readers", clerks, idle),
            _row(database, f"beside {CLERKS} that only compute", shared, idle),
            *_rows(database, "an import beside them", both, idle),
        ],
    }


@dataclass(frozen=True)
class Scene:
    """What a span of time with writers came to."""

    published: int
    imported: int
    errors: dict[str, int]
    lost: list[str]
    p95: float


def _scene(database: Database, corpus: str, writers: dict[str, int]) -> Scene:
    before = database.run(corpus, "clerk", "count")
    answers = _together(database, corpus, writers)
    after = database.run(corpus, "clerk", "count")
    published, imported = (
        sum(each["published"] for each in answers if each["deed"] == deed)
        for deed in ("publish", "import")
    )
    lost = [
        name for name in COUNTED if after[name] - before[name] != published + imported
    ]
    # An import moves the version once for many.
    if after["version"] - before["version"] < published:
        lost.append("version")
    errors = Counter(error for each in answers for error in each["errors"])
    return Scene(
        published,
        imported,
        dict(errors.most_common(5)),
        lost + ["tallies"] * bool(after["wrong_tallies"]),
        _p95(answers),
    )


def _together(
    database: Database, corpus: str, writers: dict[str, int]
) -> list[dict[str, Any]]:
    """What each of the processes answers after they have all begun at once: readers,
    and so many of each deed beside them."""
    deeds = [
        deed
        for deed, many in ({"read": READERS} | writers).items()
        for _one in range(many)
    ]
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
    found = [json.loads(answer.splitlines()[-1]) for answer in answers]
    return [each | {"deed": deed} for each, deed in zip(found, deeds, strict=True)]


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


def _rows(database: Database, title: str, scene: Scene, idle: float) -> list[list[str]]:
    speed = f"{scene.published / SECONDS:.1f} /s ({scene.published:,} in {SECONDS} s)"
    if scene.imported:
        speed += f" and {scene.imported:,} imported"
    errors = sum(scene.errors.values())
    failed = f"{errors} errors, {', '.join(scene.lost) or 'nothing'} lost"
    is_whole = not errors and not scene.lost
    return [
        ["load", f"{title}: publications", "–", database.title, speed, "–"],
        ["load", f"{title}: errors, lost updates", "none", database.title, failed]
        + [met(is_whole)],
        _row(database, title, scene.p95, idle, limit=SLOWER_AT_MOST),
    ]


def _row(
    database: Database, title: str, p95: float, idle: float, limit: float = 0
) -> list[str]:
    name = f"{title}: p95 of reads / without"
    reads = f"{p95 / idle:.2f} ({p95:.0f} / {idle:.0f} ms)"
    if not limit:
        return ["load", name, "–", database.title, reads, "–"]
    return ["load", name, f"≤ {limit}", database.title, reads, met(p95 <= limit * idle)]

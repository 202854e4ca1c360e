"""Goal 12: memory and start of a worker against the least that Django and DRF need.

The two kinds of process are started by turns; the best of each counts. A start is
measured in seconds of the processor, which others on the machine can't stretch.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from .databases import ROOT, Database
from .goals import MEMORY, START
from .report import met

TURNS = 5
COMMANDS = {
    "ours": [sys.executable, "-m", "bench.inside", "worker"],
    "bare": [sys.executable, "-m", "bench.bare"],
}


def compare(database: Database, corpus: str) -> dict[str, Any]:
    """A record with the rows of the report."""
    starts: dict[str, list[float]] = {name: [] for name in COMMANDS}
    sizes: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _turn in range(TURNS):
        for name in COMMANDS:
            seconds, mib = _start(database, corpus, name)
            starts[name].append(seconds)
            sizes[name].append(mib)
    rows = [
        _row("memory (USS) of a worker / bare", MEMORY, "MiB", database, sizes),
        _row("start of a worker / bare", START, "s", database, starts),
    ]
    return {"starts": starts, "sizes": sizes, "rows": rows}


def _start(database: Database, corpus: str, name: str) -> tuple[float, float]:
    done = subprocess.run(
        COMMANDS[name],
        cwd=ROOT,
        # Compiled modules are kept, as on any server: the first turn makes them.
        env={**database.environment(corpus), "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return found["seconds"], found["mib"]


def _row(
    title: str,
    most: float,
    unit: str,
    database: Database,
    found: dict[str, list[float]],
) -> list[str]:
    ours, bare = min(found["ours"]), min(found["bare"])
    measured = f"{ours / bare:.2f} ({ours:.1f} / {bare:.1f} {unit})"
    return [
        "12",
        title,
        f"≤ {most}",
        database.title,
        measured,
        met(ours / bare <= most),
    ]

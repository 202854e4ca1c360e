"""Steps of bench.trial for service guides and fee lists: import each file, check what
became of its rows, open the pages. A file that is not there is left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .trial_reports import Step, counted

EXAMPLES = Path(__file__).parent.parent / "docs/examples"
UNIT = "130000-01"
PEOPLE = ("--by", "trial-editor", "--approved-by", "trial-approver")


@dataclass(frozen=True)
class File:
    """A file, how it is taken in, and what is known of it."""

    name: str
    command: str
    mapping: str
    where: tuple[str, str]
    rows: int
    remarks: dict[str, int]


FILES = (
    File(
        "service_guide_guangan.csv",
        "import_guides",
        "guangan-guides.toml",
        ("--create-agencies", UNIT),
        1135,
        {"no_text": 1135, "incomplete": 1135},
    ),
    File(
        "fees_excerpt.csv",
        "import_fees",
        "fee-lists.toml",
        ("--agency", UNIT),
        19,
        {"no_standard": 17, "no_basis": 2, "basis_unknown": 17},
    ),
)
STORED = {"guides": 1135, "lists": 2, "lines": 19}


def try_out(
    data: Path,
    folder: Path,
    manage: Callable[..., Step],
    python: Callable[..., object],
) -> tuple[str, list[str]]:
    """A digest of what was stored, and what is off."""
    found = [file for file in FILES if (data / file.name).is_file()]
    faults = [fault for file in found for fault in _import(file, data, folder, manage)]
    if len(found) < len(FILES):
        return "", faults
    answer = folder / "guides.json"
    python("guide pages", "bench.trial_step", "guide_pages", str(answer))
    told = json.loads(answer.read_text(encoding="utf-8"))
    stored = {name: told[name] for name in STORED}
    if stored != STORED:
        faults.append(f"stored: {stored}, expected {STORED}")
    faults += [
        f"{name}: {status}, {queries} queries (≤ {most})"
        for name, status, queries, most in told["pages"]
        if status != 200 or queries > most
    ]
    return str(told["digest"]), faults


def _import(
    file: File, data: Path, folder: Path, manage: Callable[..., Step]
) -> Iterator[str]:
    report = folder / f"{file.command}.csv"
    mapping = str(EXAMPLES / file.mapping)
    how = ("--source", "trial", "--mapping", mapping, "--report", str(report))
    for run, rule, options in (
        ("dry", "published", ("--dry-run",)),
        ("", "published", ()),
        ("again", "imported_before", ()),
    ):
        step = manage(
            f"{file.command.removeprefix('import_')} {run}".strip(),
            file.command,
            str(data / file.name),
            *how,
            *PEOPLE,
            *file.where,
            *options,
        )
        step.rules, remarks = counted(report)
        if step.rules != {rule: file.rows}:
            found = dict(step.rules)
            yield f"{file.command} {run}: {found}, expected {rule} {file.rows}"
        if rule == "published" and remarks != file.remarks:
            yield f"{file.command} {run}: {dict(remarks)}, expected {file.remarks}"

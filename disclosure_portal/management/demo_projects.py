"""The demo county's projects: what is built, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml
from disclosure_portal.foundation.models import User
from notices.models import Kind, Notice, ProjectFacts, Stage
from notices.structures.projects import PROJECTS
from notices.structures.replacing import replace_facts, replace_lines

from .demo_kinds import Filled

BOARD = "zdxm"
# What the file has as it is, and what it calls shortly.
PLAIN = (
    *("name", "place", "implementing_unit", "scale", "households", "people"),
    *("contractor", "supervisor"),
)
NAMES = {
    "type": "project_type",
    "source": "fund_source",
    "person": "person_in_charge",
}


def projects(as_of: date) -> Iterator[Filled]:
    for row in toml("notices/projects.toml")["project"]:
        day = dates.working_day(as_of + timedelta(days=row["day"]))
        stages = [_stage(text, day) for text in row["steps"]]
        is_over = all(stage["done_on"] for stage in stages)
        yield Filled(
            key=row["key"],
            kind=Kind.PROJECT,
            unit=row["unit"],
            board=row.get("board", BOARD),
            title=f"{row['name']}实施情况公开",
            day=day,
            fill=_filler(_facts(row, day), stages),
            fields={
                "summary": row["scale"][:100],
                "keywords": f"项目 {row.get('type', '')}".strip(),
                "stage": Stage.AFTER if is_over else Stage.DURING,
            },
        )


def _filler(facts: dict[str, Any], stages: list[dict[str, Any]]) -> Any:
    def fill(notice: Notice, by: User) -> None:
        replace_facts(notice, ProjectFacts(**facts), by=by)
        replace_lines(notice, PROJECTS.tables[0], stages, by=by)

    return fill


def _facts(row: dict[str, Any], day: date) -> dict[str, Any]:
    facts: dict[str, Any] = {name: row[name] for name in PLAIN if name in row}
    facts |= {code: row[name] for name, code in NAMES.items() if name in row}
    facts["investment"] = Decimal(row["investment"])
    for name, code in (("begins", "begins_on"), ("ends", "ends_on")):
        if name in row:
            facts[code] = day + timedelta(days=row[name])
    return facts


def _stage(text: str, day: date) -> dict[str, Any]:
    step, promised, done, result, amount, name = text.split("|")
    promised_on = _shifted(day, promised)
    done_on = _shifted(day, done)
    told_on = done_on or promised_on or day
    return {
        "step": step,
        "name": name,
        "promised_on": promised_on,
        "done_on": done_on,
        "result": dates.with_days(result, told_on, told_on),
        "amount": Decimal(amount) if amount else None,
    }


def _shifted(day: date, days: str) -> date | None:
    return dates.working_day(day + timedelta(days=int(days))) if days else None

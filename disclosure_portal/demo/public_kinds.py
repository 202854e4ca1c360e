"""Demo notices of decisions, warnings and personnel: their stories and their lines.
Pure.

The TOML files say beside each list how a line is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from . import dates
from .credit_codes import credit_code
from .stories import Story, story_of
from .texts import Record
from .units import toml

KINDS = ("decision", "warning", "personnel")
BOARDS = {"decision": "sgs", "warning": "yjyj", "personnel": "rsxx"}
# What stands in a posting hangs where postings are looked for.
POSTING_BOARD = "gsgg"
HEAD = ("unit", "title", "day", "when", "at", "posting", "objection", "objections")
SORTS = {"L": "licence", "P": "penalty"}
SUBJECTS = {"o": "organisation", "t": "trader", "p": "person"}
ACTIONS = {"a": "appointed", "r": "removed", "p": "proposed", "h": "hired"}
# Credit code categories: companies, sole traders. Serials far from the units' own.
CATEGORIES = {"o": "91", "t": "92"}
FIRST_SERIAL = 70_000


@dataclass(frozen=True)
class PublicStory:
    """A story, with the row that says what its kind holds."""

    kind: str
    story: Story
    row: Mapping[str, Any]


def public_stories(as_of: date) -> Iterator[PublicStory]:
    """In the order of the files; the same day gives the same stories."""
    for kind in KINDS:
        for number, row in enumerate(toml(f"notices/{kind}.toml")["notice"], start=1):
            story = story_of(_record(kind, number, row), as_of)
            yield PublicStory(kind, story, row)


def _record(kind: str, number: int, row: Mapping[str, Any]) -> Record:
    head = {name: str(row[name]) for name in HEAD if name in row}
    head |= {
        "key": f"{kind}-{number}",
        "kind": kind,
        "board": POSTING_BOARD if "posting" in row else BOARDS[kind],
        "number_text": row.get("number", ""),
        "for": "everyone",
        "urgent": "yes" if kind == "warning" else "",
    }
    return Record(head, row.get("body", ""))


def decisions(told: PublicStory) -> list[dict[str, Any]]:
    """The lines of a notice of decisions."""
    return [
        _decision(told, line.split("|"), place)
        for place, line in enumerate(told.row["lines"])
    ]


def _decision(told: PublicStory, cells: list[str], place: int) -> dict[str, Any]:
    sort, document_number, subject, name, matter, before, *rest = cells
    day = told.story.day
    decided_on = day
    for _step in range(int(before)):
        decided_on = dates.working_day(decided_on - timedelta(days=1))
    line = {
        "sort": SORTS[sort],
        "document_number": dates.with_days(document_number, day, day),
        "subject_kind": SUBJECTS[subject],
        "subject_name": name,
        "credit_code": _code(told, subject, place),
        "matter": dates.with_days(matter, day, day),
        "decided_on": decided_on,
        "deciding_unit": told.story.unit.name,
    }
    return line | (_licence(rest, decided_on) if sort == "L" else _penalty(rest))


def _code(told: PublicStory, subject: str, place: int) -> str:
    if subject not in CATEGORIES:
        return ""
    number = int(told.story.key.rpartition("-")[2])
    return credit_code(CATEGORIES[subject], FIRST_SERIAL + number * 10 + place)


def _licence(rest: list[str], decided_on: date) -> dict[str, Any]:
    years, result = rest
    until = date(decided_on.year + int(years), decided_on.month, 1)
    return {
        "result": result,
        "valid_until": until - timedelta(days=1) if int(years) else None,
    }


def _penalty(rest: list[str]) -> dict[str, Any]:
    facts, bases, penalty_kind, amount, result = rest
    return {
        "facts": facts,
        "bases": bases,
        "penalty_kind": penalty_kind,
        "amount": Decimal(amount) if amount else None,
        "result": result,
    }


def warning(told: PublicStory) -> dict[str, Any]:
    """The facts of a warning, but for the unit of its area."""
    row = told.row
    start = datetime.combine(told.story.day, time(), dates.LOCAL)
    return {
        "level": row["level"],
        "area": row["area"],
        "starts_at": start + timedelta(hours=row["from"]),
        "ends_at": start + timedelta(hours=row["until"]),
        "advice": row["advice"],
        "telephone": told.story.unit.telephone,
        "issuing_unit": row["issuer"],
    }


def personnel(told: PublicStory) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The facts of a personnel notice, and its persons."""
    day = told.story.day
    facts = {
        "sort": told.row["sort"],
        "decided_by": dates.with_days(told.row["decided_by"], day, day),
        "decided_on": dates.working_day(day - timedelta(days=2)),
    }
    names = ("name", "action", "post", "current_post", "exam_number", "remark")
    lines = []
    for text in told.row.get("lines", ()):
        line: dict[str, Any] = dict(zip(names, text.split("|"), strict=True))
        line["action"] = ACTIONS[line["action"]]
        is_settled = told.row["sort"] == "posts"
        lines.append(line | {"from_on": facts["decided_on"] if is_settled else None})
    return facts, lines

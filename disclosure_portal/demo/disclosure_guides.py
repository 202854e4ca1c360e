"""The disclosure guides of the demo county's units, version by version. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from . import dates
from .units import Unit, toml, units

FILE = "disclosure_guides.toml"
# The first versions came out within these days before the demonstration.
FIRST, SPREAD = 380, 60
NAMED = ("classification", "arrangement", "access", "online")


@dataclass(frozen=True)
class Version:
    """One version of a unit's guide, with its nine elements."""

    unit: Unit
    at: datetime
    elements: Mapping[str, Any]


def versions(as_of: date) -> Iterator[Version]:
    """Of each unit that has people of its own, the earlier version first."""
    told = toml(FILE)
    revised = {row["unit"]: row for row in told["revised"]}
    for unit in units().values():
        if not (unit.clerk and unit.approver) or unit.merged_into:
            continue
        elements = _elements(unit, told["usual"])
        row = revised.get(unit.key)
        before = _filled(unit, row["before"]) if row else {}
        first = FIRST + crc32(unit.key.encode()) % SPREAD
        yield Version(unit, _moment(unit, as_of, first), {**elements, **before})
        if row:
            yield Version(unit, _moment(unit, as_of, row["back"]), elements)


def _elements(unit: Unit, usual: Mapping[str, str]) -> dict[str, Any]:
    return {
        **_filled(unit, {name: usual[name] for name in NAMED}),
        "office_name": f"{unit.name}政府信息公开工作机构",
        "office_address": unit.address,
        "office_hours": unit.hours,
        "telephone": unit.telephone,
        "fax": unit.fax,
        "has_no_fax": not unit.fax,
    }


def _filled(unit: Unit, texts: Mapping[str, str]) -> dict[str, str]:
    words = {"unit": unit.name, "short": unit.short, "email": unit.email}
    return {name: text.format(**words) for name, text in texts.items()}


def _moment(unit: Unit, as_of: date, back: int) -> datetime:
    day = dates.working_day(as_of - timedelta(days=back))
    return dates.working_time(day, f"指南{unit.key}")

"""The demo county's fees: each unit's list, every year, and the laws they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from directories.bases import save_basis
from directories.models import BasisValidity, LegalBasis
from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml
from disclosure_portal.foundation.models import User
from notices.models import Kind, Notice
from notices.structures.registry import STRUCTURED
from notices.structures.replacing import replace_lines

from .demo_kinds import Filled

YEARS = 3
# What the files call shortly.
NAMES = {
    "unit": "unit_of_charge",
    "fund": "fund_handling",
    "level": "approval_level",
    "enterprise": "is_enterprise_related",
}


def make_bases() -> None:
    for row in toml("notices/fees.toml")["basis"]:
        repealed = row.get("repealed")
        save_basis(
            LegalBasis(
                title=row["title"],
                number=row.get("number", ""),
                validity=(
                    BasisValidity.REPEALED if repealed else BasisValidity.IN_FORCE
                ),
                repealed_on=date.fromisoformat(repealed) if repealed else None,
            )
        )


def fee_lists(as_of: date) -> Iterator[Filled]:
    """The newest list of each unit and those of the years before it."""
    for row in toml("notices/fees.toml")["list"]:
        for back in range(YEARS):
            day = dates.seasonal(as_of, row["when"], back)
            yield Filled(
                key=f"{row['key']}-{back}",
                kind=Kind.FEE,
                unit=row["unit"],
                board="sfxm",
                title=f"{row['title']}（{day.year}年）",
                day=day,
                fill=_filler(_lines(row, back)),
            )


def _filler(lines: list[dict[str, Any]]) -> Any:
    table = STRUCTURED[Kind.FEE].tables[0]

    def fill(notice: Notice, by: User) -> None:
        replace_lines(notice, table, lines, by=by)

    return fill


def _lines(row: dict[str, Any], back: int) -> list[dict[str, Any]]:
    lines = [dict(line) for line in row["lines"]]
    for change in row["changes"].get(str(back), []):
        lines[change["line"] - 1].update(
            {name: value for name, value in change.items() if name != "line"}
        )
    return [_line(line) for line in lines]


def _line(line: dict[str, Any]) -> dict[str, Any]:
    named = {NAMES.get(name, name): value for name, value in line.items()}
    if "amount" in named:
        named["amount"] = Decimal(named["amount"])
    return named

"""The demo county's takings of land, with compensation by village and group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml
from disclosure_portal.foundation.models import User
from notices.amounts import expected_amount
from notices.models import Kind, LandFacts, Notice, Theme
from notices.structures.land import LAND
from notices.structures.replacing import replace_facts, replace_lines

from .demo_kinds import Filled

UNIT, BOARD = "zrj", "gsgg"


def takings(as_of: date) -> Iterator[Filled]:
    for row in toml("notices/land.toml")["taking"]:
        day = dates.working_day(as_of + timedelta(days=row["day"]))
        lines = [_line(text) for text in row["lines"]]
        facts = {
            "project": row["project"],
            "approval_number": dates.with_days(row["approval"], day, day),
            "place": row["place"],
            "area": sum(line["area"] for line in lines),
            "announcement": dates.with_days(row["announcement"], day, day),
        }
        yield Filled(
            key=row["key"],
            kind=Kind.LAND,
            unit=UNIT,
            board=BOARD,
            title=row["title"],
            day=day,
            fill=_filler(facts, lines),
            fields={
                "summary": f"{row['place']}征收土地{facts['area']}亩。",
                "theme": Theme.LAND,
                "keywords": "征地 补偿",
            },
        )


def _filler(facts: dict[str, Any], lines: list[dict[str, Any]]) -> Any:
    def fill(notice: Notice, by: User) -> None:
        replace_facts(notice, LandFacts(**facts), by=by)
        replace_lines(notice, LAND.tables[0], lines, by=by)

    return fill


def _line(text: str) -> dict[str, Any]:
    village, group, land_class, mu, yuan, resettled = text.split("|")
    area, standard = Decimal(mu), Decimal(yuan)
    return {
        "village": village,
        "group": group,
        "land_class": land_class,
        "area": area,
        "standard": standard,
        "amount": expected_amount(area, standard),
        "resettled": int(resettled) if resettled else None,
    }

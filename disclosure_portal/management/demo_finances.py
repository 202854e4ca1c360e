"""The demo county's accounts: villages and public bodies, quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple
from zlib import crc32

from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation.models import User
from notices.models import Direction, FinanceFacts, Kind, Notice, ServiceAudience, Theme
from notices.structures.finances import FINANCES
from notices.structures.replacing import replace_facts, replace_lines

from .demo_kinds import Filled

BOARD = "cwgk"
QUARTERS = 11
CENT = Decimal("0.01")


class Quarter(NamedTuple):
    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def after(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Quarter:
        number = (self.number - 2) % 4 + 1
        return Quarter(self.year - (self.number == 1), number)


def accounts(as_of: date) -> Iterator[Filled]:
    """The newest quarters of each account that are published by that day."""
    for row in toml("notices/finances.toml")["account"]:
        balance = Decimal(row["opening"])
        for quarter in _quarters(row["key"], as_of):
            lines = _lines(row, quarter)
            closing = balance + sum(map(_change, lines))
            yield _filled(row, quarter, lines, (balance, closing))
            balance = closing


def _change(line: dict[str, Any]) -> Decimal:
    amount: Decimal = line["amount"]
    return amount if line["direction"] == Direction.INCOME else -amount


def _quarters(key: str, as_of: date) -> list[Quarter]:
    quarter = Quarter(as_of.year, (as_of.month + 2) // 3)
    found: list[Quarter] = []
    while len(found) < QUARTERS:
        quarter = quarter.before
        if _published_on(key, quarter) < as_of:
            found.insert(0, quarter)
    return found


def _published_on(key: str, quarter: Quarter) -> date:
    days = 5 + crc32(f"{key}{quarter}".encode()) % 14
    return dates.working_day(quarter.last + timedelta(days=days), 1)


def _filled(
    row: dict[str, Any],
    quarter: Quarter,
    lines: list[dict[str, Any]],
    balances: tuple[Decimal, Decimal],
) -> Filled:
    opening, closing = balances
    name = f"{quarter.year}年第{'一二三四'[quarter.number - 1]}季度"
    facts = {
        "account": row["account"],
        "begins_on": quarter.first,
        "ends_on": quarter.last,
        "opening_balance": opening,
        "closing_balance": closing,
    }
    return Filled(
        key=f"{row['key']}-{quarter.year}-{quarter.number}",
        kind=Kind.FINANCE,
        unit=row["unit"],
        board=row.get("board", BOARD),
        title=f"{units()[row['unit']].short}{name}收支明细",
        day=_published_on(row["key"], quarter),
        fill=_filler(facts, lines),
        fields={
            "summary": f"{row['account']}，期末余额{closing:,.2f}元。",
            "theme": Theme.FINANCE,
            "service_audience": ServiceAudience.CITIZENS,
            "keywords": "财务公开 收支",
        },
    )


def _filler(facts: dict[str, Any], lines: list[dict[str, Any]]) -> Any:
    def fill(notice: Notice, by: User) -> None:
        replace_facts(notice, FinanceFacts(**facts), by=by)
        replace_lines(notice, FINANCES.tables[0], lines, by=by)

    return fill


def _lines(row: dict[str, Any], quarter: Quarter) -> list[dict[str, Any]]:
    return [
        line
        for direction in Direction
        for text in row[direction]
        if (line := _line(text, direction, row["key"], quarter))
    ]


def _line(
    text: str, direction: Direction, key: str, quarter: Quarter
) -> dict[str, Any] | None:
    item, amount, party, handled_by, quarters = text.split("|")
    if quarters and str(quarter.number) not in quarters:
        return None
    chance = crc32(f"{key}{item}{quarter}".encode())
    booked = quarter.first + timedelta(days=10 + chance % 75)
    return {
        "direction": direction,
        "item": item,
        "amount": _amount(amount, chance),
        "booked_on": dates.working_day(booked),
        "party": party,
        "handled_by": handled_by,
    }


def _amount(text: str, chance: int) -> Decimal:
    """Up to a tenth more or less, unless fixed."""
    if text.startswith("="):
        return Decimal(text[1:])
    share = Decimal(900 + chance // 100 % 200) / 1000
    return (Decimal(text) * share).quantize(CENT, rounding=ROUND_HALF_UP)

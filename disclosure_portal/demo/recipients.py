"""Recipients of the demo county's subsidies: all invented, the same for the same key.
Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from random import Random
from typing import Any

from .units import Unit, toml, units

GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组", "七组", "八组")
# Who can be looked up in the demonstration; nobody bears such a number.
EXAMPLE_NAME, EXAMPLE_CHECK = "张示例", "990421196612319999"
EXAMPLE_GROUP = "三组"
CENT = Decimal("0.01")
IS_RETURNED = 0.015


@dataclass(frozen=True)
class Payment:
    """One payment: how many recipients, how much of what for each."""

    key: str
    count: int
    quantity: tuple[Decimal, Decimal, Decimal]
    standards: tuple[Decimal, ...]
    check: str
    places: tuple[str, ...] = ()


def recipients(payment: Payment) -> list[dict[str, Any]]:
    """The rows of the clerk's sheet: one who can be looked up, the rest at random,
    by township and village."""
    chance = Random(payment.key)
    homes = sorted(
        chance.choices(_villages(payment.places), k=payment.count),
        key=lambda unit: (unit.parent, unit.code),
    )
    rows = [
        _row(payment, chance, number, home)
        for number, home in enumerate(homes, start=1)
    ]
    group = {"group": EXAMPLE_GROUP} if payment.check == "none" else {}
    rows[0] |= {
        "name": EXAMPLE_NAME,
        "check": EXAMPLE_CHECK,
        "status": "已发放",
        **group,
    }
    return rows


def _villages(places: Sequence[str]) -> list[Unit]:
    return [
        unit
        for unit in units().values()
        if unit.kind == "village" and (not places or unit.parent in places)
    ]


def _row(payment: Payment, chance: Random, number: int, home: Unit) -> dict[str, Any]:
    least, most, step = payment.quantity
    steps = int((most - least) / step)
    quantity = least + step * chance.randint(0, steps)
    standard = chance.choice(payment.standards)
    amount = (quantity * standard).quantize(CENT, rounding=ROUND_HALF_UP)
    return {
        "township": units()[home.parent].short,
        "village": home.short,
        "group": chance.choice(GROUPS),
        "name": _name(chance, number),
        "check": f"99042119{chance.randint(40, 99)}0101{number:04}",
        "quantity": quantity,
        "standard": standard,
        "amount": amount,
        "status": "退回" if chance.random() < IS_RETURNED else "已发放",
        "remark": "",
    }


@cache
def _signs() -> dict[str, str]:
    """The characters that names are made of."""
    names: dict[str, str] = toml("notices/subsidies.toml")["names"]
    return names


def _name(chance: Random, number: int) -> str:
    """Two characters that say the number make every name of a list another one."""
    given = _signs()["given"]
    first, second = divmod(number, len(given))
    return chance.choice(_signs()["family"]) + given[first % len(given)] + given[second]


def look_up_line() -> str:
    """What finds a line in the demonstration: where, name and check value."""
    return f"/subsidies/check/ {EXAMPLE_NAME} {EXAMPLE_CHECK[-6:]}"

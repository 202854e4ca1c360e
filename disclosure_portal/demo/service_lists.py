"""Lists of powers and services, windows and promises of the demo county, read from
their file and from the service guides. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .guides import guides
from .units import AREA_CODE, HOURS, toml, units

FILE = "services.toml"
OTHER = "other"
# As the codes of the counties abbreviate the kinds.
LETTERS = {
    **{"licence": "XK", "penalty": "CF", "coercion": "QZ", "levy": "ZS"},
    **{"benefit": "JF", "inspection": "JC", "confirmation": "QR", "reward": "JL"},
    **{"ruling": "CJ", "other_power": "QT", "public_service": "GF"},
}
LEVELS = {"sp": "township", "wc": "township"}
ITEM = ("unit", "kind", "name", "bases")
POINT = ("unit", "kind", "name", "place", "floor", "telephone", "items")


@dataclass(frozen=True)
class Item:
    unit: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Point:
    unit: str
    values: Mapping[str, Any]
    items: tuple[str, ...]


@cache
def items() -> tuple[Item, ...]:
    """Each unit's list, in the order of the files, with codes by kind and number."""
    numbers: Counter[tuple[str, str]] = Counter()
    places: Counter[str] = Counter()
    found = []
    for unit, values in (*_of_guides(), *_of_file()):
        kind = values["kind"]
        numbers[unit, kind] += 1
        places[unit] += 1
        number = f"{numbers[unit, kind]:04d}"
        code = values["code"] or f"99042100{unit.upper()}-{LETTERS[kind]}-{number}"
        level = LEVELS.get(unit, "county")
        more = {"code": code, "level": level, "position": places[unit]}
        found.append(Item(unit, {**values, **_duties(kind), **more}))
    return tuple(found)


def _of_guides() -> Iterator[tuple[str, dict[str, Any]]]:
    for guide in guides():
        facts = guide.facts
        legal, promised = facts["legal_days"], facts["promised_days"]
        yield (
            guide.row["unit"],
            {
                "kind": facts["item_type"],
                "name": guide.item,
                "code": facts["code"],
                "basic_code": facts["code"] if facts["code"].isdigit() else "",
                "bases": facts["bases"],
                "legal_number": legal,
                "promised_number": 0 if facts["handling"] == "immediate" else promised,
                "is_charged": not facts["is_free"],
            },
        )


def _of_file() -> Iterator[tuple[str, dict[str, Any]]]:
    for text in toml(FILE)["powers"]:
        row = dict(zip(ITEM, text.split("|"), strict=True))
        yield row.pop("unit"), {**row, "code": ""}


def _duties(kind: str) -> dict[str, str]:
    told = toml(FILE)["duties"]
    own = told.get(kind, told[OTHER])
    return {
        "responsibilities": own["duties"].strip(),
        "accountability": own["answers"].strip(),
    }


@cache
def points() -> tuple[Point, ...]:
    """A window says which items it names by pieces of the list of its unit: names may
    hold the sign that divides them."""
    return tuple(_point(text) for text in toml(FILE)["points"]["rows"])


def _point(text: str) -> Point:
    row = dict(zip(POINT, text.split("|"), strict=True))
    unit, named = row.pop("unit"), row.pop("items")
    own = [item.values["name"] for item in items() if item.unit == unit]
    telephone = f"{AREA_CODE}{row.pop('telephone')}"
    values = {**row, "telephone": telephone, "hours": HOURS}
    return Point(unit, values, tuple(name for name in own if name in named))


def promises() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = toml(FILE)["promise"]
    unknown = {row["unit"] for row in rows} - set(units())
    assert not unknown, unknown
    return rows

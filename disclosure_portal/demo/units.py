"""The units of the demo county, read from its TOML files. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .credit_codes import credit_code

PACKAGE = "disclosure_portal.demo"
AREA_CODE = "0000-555"  # no such area
POSTCODE = "999400"  # no such region
HOURS = "周一至周五 8:30—12:00，14:30—17:30（法定节假日除外）"
ROOT = "root"
# Category of the unified credit code by kind of unit.
OFFICES, VILLAGES = "11", "54"


@dataclass(frozen=True)
class Leader:
    name: str
    post: str
    duties: str


@dataclass(frozen=True)
class Seat:
    name: str
    post: str
    is_head: bool


@dataclass(frozen=True)
class Group:
    kind: str
    name: str
    duties: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Unit:
    """A unit as its page shows it; `clerk` and `approver` are its two accounts."""

    key: str
    parent: str
    code: str
    credit_code: str
    name: str
    short: str
    kind: str
    duties: str
    address: str
    telephone: str
    fax: str
    email: str
    hours: str
    leaders: tuple[Leader, ...]
    groups: tuple[Group, ...]
    clerk: str = ""
    approver: str = ""
    renamed: str = ""
    founded: str = ""
    merged_into: str = ""
    merged_when: int = 0
    merged_note: str = ""


def toml(name: str) -> dict[str, Any]:
    """One of the county's TOML files."""
    return tomllib.loads((files(PACKAGE) / name).read_text("utf-8"))


@cache
def units() -> dict[str, Unit]:
    """Every unit by its key, superiors before their inferiors."""
    return {unit.key: unit for unit in _all()}


def _all() -> Iterator[Unit]:
    yield _unit({**toml("county.toml")["root"], "key": ROOT}, 1)
    for number, row in enumerate(toml("departments.toml")["unit"], start=11):
        yield _unit(row, number)
    for number, row in enumerate(toml("townships.toml")["unit"], start=101):
        yield _unit(row, number)
        for place, village in enumerate(row["villages"]):
            yield _village(row, village, number * 10 + place)
    for number, row in enumerate(toml("others.toml")["unit"], start=61):
        yield _unit(row, number)


def _unit(row: Mapping[str, Any], serial: int) -> Unit:
    key = row["key"]
    return Unit(
        key=key,
        parent="" if key == ROOT else row.get("parent", ROOT),
        code=row["code"],
        credit_code=credit_code(row.get("credit", OFFICES), serial),
        name=row["name"],
        short=row["short"],
        kind=row.get("kind", "department"),
        duties=row["duties"].strip(),
        address=row["address"],
        telephone=f"{AREA_CODE}{row['phone']}",
        fax=f"{AREA_CODE}9{row['phone'][1:]}",
        email=f"{row['code'].rpartition('-')[2]}@jichuan.example",
        hours=row.get("hours", HOURS),
        leaders=tuple(_leader(text) for text in row["leaders"]),
        groups=tuple(_group(each) for each in row.get("group", [])),
        clerk=row.get("clerk", ""),
        approver=row.get("approver", ""),
        renamed=row.get("renamed", ""),
        founded=row.get("founded", ""),
        merged_into=row.get("merged_into", ""),
        merged_when=row.get("merged_when", 0),
        merged_note=row.get("merged_note", ""),
    )


def _village(township: Mapping[str, Any], text: str, serial: int) -> Unit:
    code, name, short, kind, head, post, facts = text.split("|")
    home = short.removesuffix("社区") if kind == "community" else short
    duties = (
        f"{facts}{'居民' if kind == 'community' else '村民'}委员会办理本{short[-1:]}"
        "公共事务和公益事业，调解民间纠纷，协助维护社会治安，"
        "向人民政府反映意见和要求，并按规定公开财务、集体资产、补贴发放和工程项目事项。"
    ).replace("本区公共", "本社区公共")
    return Unit(
        key=short,
        parent=township["key"],
        code=f"{township['code'][:9]}{code}",
        credit_code=credit_code(VILLAGES, serial),
        name=name,
        short=short,
        kind=kind,
        duties=duties,
        address=f"霁川县{township['short']}{home}党群服务中心",
        telephone=f"{AREA_CODE}{serial}",
        fax="",
        email="",
        hours="周一至周五 8:00—12:00，14:00—17:30；周末轮流值班",
        leaders=(Leader(head, post, "主持全面工作。"),),
        groups=(),
    )


def _leader(text: str) -> Leader:
    return Leader(*text.split("|"))


def _group(row: Mapping[str, Any]) -> Group:
    return Group(
        row["kind"], row["name"], row["duties"], tuple(map(_seat, row["members"]))
    )


def _seat(text: str) -> Seat:
    name, post = text.split("|")
    return Seat(name.removeprefix("*"), post, name.startswith("*"))

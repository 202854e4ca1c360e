"""The service guides of the demo county, read from their file and dated. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zlib import crc32

from . import dates
from .units import Unit, toml, units

FILE = "notices/procedure.toml"
# Over so many days before the demonstration the guides came out, the last a week ago.
SPREAD, LATEST = 840, 7
MATERIAL = ("name", "copies", "quantity", "condition", "source", "form", "remark")
STEP = ("name", "handler", "days", "what", "next")
FEE = ("item", "sub_item", "standard", "bases")


@dataclass(frozen=True)
class Guide:
    """One guide: what the file says, over what is usual."""

    row: Mapping[str, Any]

    @property
    def unit(self) -> Unit:
        return units()[self.row["unit"]]

    @property
    def item(self) -> str:
        return self.row["item"]

    @property
    def title(self) -> str:
        return f"{self.item}办事指南"

    @property
    def facts(self) -> dict[str, Any]:
        row = self.row
        return {
            "item": self.item,
            "code": row.get("code", ""),
            "item_kind": row["kind"],
            "item_type": row["type"],
            "handling": row["handling"],
            "audience": row["who"],
            "conditions": row["conditions"],
            "bases": row["bases"],
            "needs_no_materials": row.get("needs_nothing", False),
            "is_free": not row.get("fees"),
            "legal_days": row.get("legal"),
            "promised_days": row.get("promised"),
            "visits": row["visits"],
            "place": row["place"],
            "window": row["window"],
            "agent_points": row.get("agents", ""),
            "hours": row["hours"],
            "telephone": self.unit.telephone,
            "result": row["result"],
            "remedies": row["remedies"],
            "complaint_telephone": row["complaint"],
            "faq": row.get("faq", ""),
        }

    @property
    def materials(self) -> list[dict[str, Any]]:
        return [_cells(MATERIAL, text) for text in self.row["materials"]]

    @property
    def steps(self) -> list[dict[str, Any]]:
        flow = toml(FILE)["flows"][self.row["flow"]]
        words = {
            "unit": self.unit.short,
            "result": self.row["result"],
            "days": str(self._days_left(flow)),
            **{name: self.row.get(name, "") for name in ("first", "second", "third")},
        }
        return [_cells(STEP, text.format(**words)) for text in flow]

    def _days_left(self, flow: list[str]) -> int:
        """What the other steps leave of the promised days to the one that varies."""
        stated = (text.split("|")[STEP.index("days")] for text in flow)
        rest = sum(int(days) for days in stated if days.isdigit())
        return max(self.row.get("promised", 0) - rest, 1)

    @property
    def fees(self) -> list[dict[str, Any]]:
        return [_cells(FEE, text) for text in self.row.get("fees", [])]


def _cells(names: tuple[str, ...], text: str) -> dict[str, Any]:
    """A row of the file by its columns; numbers as numbers, "" where it is short."""
    cells = [*text.split("|"), *[""] * len(names)]
    row: dict[str, Any] = dict(zip(names, cells, strict=False))
    for name in {"quantity", "days"} & set(row):
        row[name] = int(row[name]) if row[name] else None
    return row


@cache
def guides() -> tuple[Guide, ...]:
    told = toml(FILE)
    return tuple(Guide({**told["usual"], **row}) for row in told["guide"])


def decided_at(guide: Guide, as_of: date) -> datetime:
    """A minute of office hours on which the guide is signed."""
    back = LATEST + crc32(guide.item.encode()) % SPREAD
    day = dates.working_day(as_of - timedelta(days=back))
    return dates.working_time(day, guide.item)


def forms(guide: Guide) -> Iterator[tuple[int, str, str, str]]:
    """(number of the material, field, file name, text) of each form to attach."""
    for number, material in enumerate(guide.materials):
        name = material["name"].partition("（")[0]
        if material["form"]:
            yield number, "blank_form", f"{name}（空白表）.docx", _form(guide, name, "")
        if material["form"] == "both":
            filled = _form(guide, name, "（示例）")
            yield number, "sample", f"{name}（填写样本）.docx", filled


def _form(guide: Guide, name: str, mark: str) -> str:
    """A form of lines to fill in; the sample is filled with nobody's data."""
    person = "某某某" if mark else "＿＿＿＿＿＿"
    day = "某年某月某日" if mark else "＿＿年＿＿月＿＿日"
    return "\n".join(
        [
            f"= {name}{mark}",
            f"| 申请人 | {person} |",
            f"| 申请事项 | {guide.item if mark else ''} |",
            "| 联系方式 |  |",
            "本人（单位）承诺所填内容和所交材料真实、有效。",
            f"> 申请人签名（盖章）：{person}",
            f"> {day}",
        ]
    )

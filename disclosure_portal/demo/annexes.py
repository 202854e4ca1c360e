"""Tables of the flood plan that follow from the county's units. Pure."""

from __future__ import annotations

from functools import cache
from zlib import crc32

from .units import ROOT, units

SITES = ("村小学", "党群服务中心", "文化礼堂", "镇中心学校")


@cache
def annexes() -> dict[str, str]:
    """Parts of the text by the name under which it calls them."""
    return {"members": _members(), "evacuation": _evacuation()}


def _members() -> str:
    departments = [
        unit
        for unit in units().values()
        if unit.kind == "department" and not unit.merged_into
    ]
    rows = [f"| {unit.short} | {_sentences(unit.duties, 4)} |" for unit in departments]
    return "\n".join(
        [
            "^ 成员单位主要职责",
            "| 成员单位 | 职责（防汛抗旱职责与下列职能相衔接） |",
            *rows,
        ]
    )


def _sentences(text: str, count: int) -> str:
    return "。".join(text.split("。")[:count]) + "。"


def _evacuation() -> str:
    head = "| 乡镇（街道） | 村（社区） | 危险区户数 | 人数 | 安置点 | 责任人 | 电话 |"
    rows = []
    for unit in units().values():
        if unit.kind not in ("village", "community") or unit.parent == ROOT:
            continue
        seed = crc32(unit.code.encode())
        households = 6 + seed % 48
        people = households * 3 + seed % 7
        site = SITES[seed // 7 % len(SITES)]
        rows.append(
            f"| {units()[unit.parent].short} | {unit.short} | {households} | {people}"
            f" | {site} | {unit.leaders[0].name} | {unit.telephone} |"
        )
    return "\n".join(["^ 人员转移安置一览表（部分）", head, *rows])

"""Compensation for land (征地补偿) by village or group."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..amounts import expected_amount, is_off
from ..models import LandFacts, LandLine
from .line_table import Line, facts_of, table_of
from .structured_kind import Structure, StructuredKind

# The rule is amount = area × standard.
CHECKED = ("area", "standard", "amount")
# With the standard, what one line is of: households would say it again and again.
PLACE = ("village", "group", "land_class")
# Headings with these words stand over what is known of a household.
HOUSEHOLD = ("姓名", "户主", "身份证", "卡号", "账号", "帐号")
FACTS = (
    Column(
        code="project",
        label=gettext_lazy("project that needs the land"),
        synonyms=("征地项目", "项目名称", "征收项目", "用地项目"),
        is_required=True,
        max_length=200,
        example="工业集中区扩园项目",
    ),
    Column(
        code="approval_number",
        label=gettext_lazy("number of the approval"),
        synonyms=("批准文号", "征地批准文号", "用地批复", "批复文号"),
        is_required=True,
        max_length=100,
    ),
    Column(
        code="place",
        label=gettext_lazy("place of the land"),
        synonyms=("土地坐落", "征地位置", "土地位置", "坐落", "征收范围"),
        is_required=True,
        max_length=200,
        example="上渡村一、二组",
    ),
    Column(
        code="area",
        label=gettext_lazy("total area"),
        kind=Kind.NUMBER,
        unit="亩",
        digits=14,
        places=3,
        synonyms=("征收总面积", "总面积", "征地面积", "征地总面积"),
        is_required=True,
        minimum=Decimal("0.001"),
        example="412.5",
    ),
    Column(
        code="announcement",
        label=gettext_lazy("announcement of the taking"),
        synonyms=("征收公告", "征收土地公告", "公告文号"),
        max_length=200,
    ),
)
LINES = (
    Column(
        code="village",
        label=gettext_lazy("village"),
        synonyms=("村", "村名", "村(居)", "村(社区)", "行政村", "被征地村"),
        is_required=True,
        max_length=60,
        example="上渡村",
    ),
    Column(
        code="group",
        label=gettext_lazy("villagers' group"),
        synonyms=("组", "村民小组", "小组", "组别"),
        max_length=60,
        example="二组",
        help=gettext_lazy("Never a household: those are a list of recipients."),
    ),
    Column(
        code="land_class",
        label=gettext_lazy("class of land"),
        synonyms=("地类", "土地类别", "补偿项目", "补偿类别"),
        is_required=True,
        max_length=60,
        example="水田",
    ),
    Column(
        code="area",
        label=gettext_lazy("area of land"),
        kind=Kind.NUMBER,
        unit="亩",
        digits=14,
        places=3,
        synonyms=("面积", "征收面积", "补偿面积", "数量"),
        is_required=True,
        minimum=Decimal(0),
        example="126.48",
    ),
    Column(
        code="standard",
        label=gettext_lazy("compensation standard"),
        kind=Kind.MONEY,
        unit="元/亩",
        digits=14,
        places=4,
        synonyms=("补偿标准", "标准", "区片综合地价", "单价"),
        is_required=True,
        adds_up=False,
        minimum=Decimal(0),
        example="43200",
    ),
    Column(
        code="amount",
        label=gettext_lazy("amount of compensation"),
        kind=Kind.MONEY,
        synonyms=("补偿金额", "金额", "补偿费", "补偿总额"),
        is_required=True,
        minimum=Decimal(0),
        example="5463936",
        help=gettext_lazy("Area × standard, rounded half up to the fen."),
    ),
    Column(
        code="resettled",
        label=gettext_lazy("people to be resettled"),
        kind=Kind.WHOLE,
        unit="人",
        synonyms=("安置人数", "安置人口", "需安置人数"),
        minimum=Decimal(0),
        example="37",
    ),
)


def repeated(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Lines of a place, class and standard that a line before has, and that line; both
    counted from 0."""
    seen: dict[Hashable, int] = {}
    for number, line in enumerate(lines):
        if not (line.get("village") and line.get("land_class")):
            continue
        places = ("".join(str(line.get(code) or "").split()) for code in PLACE)
        key = (*places, Decimal(line.get("standard") or 0))
        first = seen.setdefault(key, number)
        if first != number:
            yield number, first


def lacks(structure: Structure) -> list[str]:
    """Every amount that is not area × standard, and every line that stands there
    twice, by its line."""
    lines = structure["lines"]
    wrong = (_off(number, line) for number, line in enumerate(lines, start=1))
    again = _(
        "line %(number)s: a village, group, class of land or standard that line"
        " %(first)s does not have (add up such lines; what households get is a"
        " recipient list)"
    )
    twice = [
        again % {"number": number + 1, "first": first + 1}
        for number, first in repeated(lines)
    ]
    return [text for text in wrong if text] + twice


def _off(number: int, line: Line) -> str:
    if not all(line[code] for code in CHECKED):
        return ""
    area, standard, amount = (Decimal(line[code]) for code in CHECKED)
    if not is_off(area, standard, amount):
        return ""
    words = {
        "number": number,
        "area": f"{area.normalize():f}",
        "standard": f"{standard.normalize():f}",
        "expected": expected_amount(area, standard),
        "amount": amount,
    }
    return (
        _(
            "line %(number)s: an amount that is area × standard (%(area)s ×"
            " %(standard)s = %(expected)s, not %(amount)s)"
        )
        % words
    )


LAND = StructuredKind(
    facts=FACTS,
    read_facts=facts_of(LandFacts, FACTS),
    tables=(
        table_of(
            LandLine,
            code="lines",
            title=gettext_lazy("Compensation"),
            columns=LINES,
            key=PLACE,
        ),
    ),
    lacks=lacks,
)

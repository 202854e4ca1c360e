"""Accounts (财务收支) of a village, a unit or a fund over one period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind, Side

from ..models import BudgetLine, Direction, FinanceFacts
from .line_table import facts_of, table_of
from .structured_kind import Structure, StructuredKind

FACTS = (
    Column(
        code="account",
        label=gettext_lazy("account or fund"),
        synonyms=("账户", "资金名称", "账户名称", "账套"),
        is_required=True,
        max_length=100,
        example="村集体经济组织基本账户",
    ),
    Column(
        code="begins_on",
        label=gettext_lazy("period from"),
        kind=Kind.DAY,
        synonyms=("起始日期", "期间起", "开始日期"),
        is_required=True,
        month_reads_as="first",
        example="2026.7.1",
    ),
    Column(
        code="ends_on",
        label=gettext_lazy("period until"),
        kind=Kind.DAY,
        synonyms=("截止日期", "期间止", "结束日期"),
        is_required=True,
        month_reads_as="last",
        example="2026.9.30",
    ),
    Column(
        code="opening_balance",
        label=gettext_lazy("opening balance"),
        kind=Kind.MONEY,
        synonyms=("期初余额", "上期结余", "上期余额", "年初余额"),
        is_required=True,
        example="52360.5",
    ),
    Column(
        code="closing_balance",
        label=gettext_lazy("closing balance"),
        kind=Kind.MONEY,
        synonyms=("期末余额", "本期结余", "本期余额", "期末结余"),
        is_required=True,
        example="67230.5",
    ),
)
LINES = (
    Column(
        code="direction",
        label=gettext_lazy("income or expenditure"),
        kind=Kind.CHOICE,
        synonyms=("收支类别", "收支", "收/支", "类别", "收支方向"),
        is_required=True,
        choices={
            Direction.INCOME: (Direction.INCOME.label, "收入", "收", "收入类"),
            Direction.EXPENDITURE: (
                Direction.EXPENDITURE.label,
                "支出",
                "支",
                "支出类",
            ),
        },
        example="支出",
    ),
    Column(
        code="item",
        label=gettext_lazy("budget item"),
        synonyms=("项目", "收支项目", "科目", "摘要", "内容", "事由"),
        is_required=True,
        max_length=100,
        example="道路维修",
    ),
    Column(
        code="amount",
        label=gettext_lazy("amount"),
        kind=Kind.MONEY,
        synonyms=("金额", "收支金额", "发生额"),
        is_required=True,
        # Income and expenditure in one sum would say nothing.
        adds_up=False,
        minimum=Decimal(0),
        example="22350",
    ),
    Column(
        code="booked_on",
        label=gettext_lazy("day of booking"),
        kind=Kind.DAY,
        synonyms=("日期", "记账日期", "时间", "发生日期", "入账日期"),
        example="2026.8.12",
    ),
    Column(
        code="party",
        label=gettext_lazy("paid by or to"),
        synonyms=("往来单位", "付款方/收款方", "收付对象", "对方单位"),
        max_length=100,
        example="施工单位",
        help=gettext_lazy(
            "A unit, or the kind of people; no names of private persons."
        ),
    ),
    Column(
        code="handled_by",
        label=gettext_lazy("who handled it"),
        synonyms=("经办人", "经手人"),
        max_length=60,
    ),
    Column(
        code="remark",
        label=gettext_lazy("remark"),
        synonyms=("备注",),
        max_length=300,
    ),
)
# A village's ledger has a column for each in the place of direction and amount.
SIDE_HEADINGS = {
    Direction.INCOME: ("收入", "收入金额", "本期收入"),
    Direction.EXPENDITURE: ("支出", "支出金额", "本期支出"),
}
SIDES = tuple(
    Column(
        code=direction.value,
        label=direction.label,
        kind=Kind.MONEY,
        synonyms=headings,
        minimum=Decimal(0),
        side=Side("direction", direction.value, "amount"),
    )
    for direction, headings in SIDE_HEADINGS.items()
)


@dataclass(frozen=True)
class Balance:
    """An account as it adds up; what has no value yet counts as nothing."""

    opening: Decimal
    income: Decimal
    expenditure: Decimal
    stated: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.income - self.expenditure

    @property
    def difference(self) -> Decimal:
        return self.stated - self.closing


def balance_of(structure: Structure) -> Balance:
    lines = structure["lines"]
    return Balance(
        opening=Decimal(structure.get("opening_balance") or 0),
        income=_sum(lines, Direction.INCOME),
        expenditure=_sum(lines, Direction.EXPENDITURE),
        stated=Decimal(structure.get("closing_balance") or 0),
    )


def _sum(lines: Sequence[Mapping[str, Any]], direction: Direction) -> Decimal:
    amounts = [
        Decimal(line["amount"])
        for line in lines
        if line["direction"] == direction and line["amount"]
    ]
    return sum(amounts, Decimal(0))


def lacks(structure: Structure) -> list[str]:
    """Opening balance + income − expenditure is the closing balance, to the fen."""
    if not structure.get("opening_balance") or not structure.get("closing_balance"):
        return []
    balance = balance_of(structure)
    if not balance.difference:
        return []
    return [
        _(
            "a closing balance that adds up: %(opening)s + %(income)s −"
            " %(expenditure)s = %(closing)s, not %(stated)s"
        )
        % {
            name: f"{getattr(balance, name):,.2f}"
            for name in ("opening", "income", "expenditure", "closing", "stated")
        }
    ]


FINANCES = StructuredKind(
    facts=FACTS,
    read_facts=facts_of(FinanceFacts, FACTS),
    tables=(
        table_of(
            BudgetLine,
            code="lines",
            title=gettext_lazy("Income and expenditure"),
            columns=LINES,
            key=("direction", "item", "booked_on"),
            sides=SIDES,
        ),
    ),
    lacks=lacks,
)

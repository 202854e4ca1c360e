"""Notices of the kinds that have structured content, filled by their deeds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from directories.bases import save_basis
from directories.models import LegalBasis, Role
from notices.models import (
    FinanceFacts,
    Kind,
    LandFacts,
    Notice,
    NoticeFacts,
    ProjectFacts,
)
from notices.publication import sign
from notices.review import submit
from notices.structures.registry import STRUCTURED, structure_of
from notices.structures.replacing import replace_facts, replace_lines
from notices.structures.structured_kind import Structure

from .directories import member
from .notices import draft_notice

FEE = {
    "item": "不动产登记费",
    "sub_item": "住宅类",
    "unit_of_charge": "件",
    "standard": "80元/件",
    "bases": "发改价格规〔2016〕2559号",
}

PROJECT = {
    "name": "堰口村三组机耕路硬化",
    "place": "石盘镇堰口村",
    "implementing_unit": "堰口村村民委员会",
    "scale": "长 860 米，宽 3.5 米",
    "investment": Decimal("246000.00"),
    "fund_source": "财政奖补和村集体自筹",
}
STAGE = {"step": "tender", "promised_on": date(2026, 4, 15)}
ACCOUNT = {
    "account": "村集体基本账户",
    "begins_on": date(2026, 7, 1),
    "ends_on": date(2026, 9, 30),
    "opening_balance": Decimal("1000.00"),
    "closing_balance": Decimal("1200.50"),
}
INCOME = {"direction": "income", "item": "鱼塘发包", "amount": Decimal("500.50")}
EXPENDITURE = {"direction": "expenditure", "item": "水渠", "amount": Decimal(300)}
TAKING = {
    "project": "工业集中区扩园",
    "approval_number": "政国土字〔2026〕18号",
    "place": "上渡村",
    "area": Decimal("10.500"),
}
COMPENSATION = {
    "village": "上渡村",
    "group": "二组",
    "land_class": "水田",
    "area": Decimal("10.500"),
    "standard": Decimal(43200),
    "amount": Decimal(453600),
}


def legal_basis(**fields: Any) -> LegalBasis:
    fields.setdefault("title", "关于不动产登记收费标准等有关问题的通知")
    fields.setdefault("number", "发改价格规〔2016〕2559号")
    return save_basis(LegalBasis(**fields))


def draft_with_lines(kind: str, *lines: dict[str, Any], **fields: Any) -> Notice:
    """A draft of the kind; its first table holds the lines."""
    fields.setdefault("body", "")
    notice = draft_notice(kind=kind, **fields)
    replace_lines(notice, STRUCTURED[kind].tables[0], lines, by=notice.author)
    return notice


def fee_draft(*lines: dict[str, Any], **fields: Any) -> Notice:
    return draft_with_lines(Kind.FEE, *(lines or [FEE]), **fields)


def draft_with_facts(
    kind: str, facts: NoticeFacts, *lines: dict[str, Any], **fields: Any
) -> Notice:
    notice = draft_with_lines(kind, *lines, **fields)
    replace_facts(notice, facts, by=notice.author)
    return notice


def project_draft(*stages: dict[str, Any], **facts: Any) -> Notice:
    return draft_with_facts(
        Kind.PROJECT, ProjectFacts(**PROJECT | facts), *(stages or [STAGE])
    )


def finance_draft(*lines: dict[str, Any], **facts: Any) -> Notice:
    return draft_with_facts(
        Kind.FINANCE,
        FinanceFacts(**ACCOUNT | facts),
        *(lines or [INCOME, EXPENDITURE]),
    )


def land_draft(*lines: dict[str, Any], **facts: Any) -> Notice:
    return draft_with_facts(
        Kind.LAND, LandFacts(**TAKING | facts), *(lines or [COMPENSATION])
    )


def structure(notice: Notice) -> Structure:
    """What the rows of a notice say now."""
    found = structure_of(notice)
    assert found is not None
    return found


def publish(notice: Notice) -> Notice:
    """Submitted by its author, signed by an approver of its unit."""
    submit(notice, by=notice.author)
    sign(notice, by=member(Role.APPROVER, notice.agency))
    return notice

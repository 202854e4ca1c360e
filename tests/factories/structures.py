"""Notices of the kinds that have structured content, filled by their deeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from directories.bases import save_basis
from directories.models import LegalBasis, Role
from notices.models import Kind, Notice
from notices.publication import sign
from notices.review import submit
from notices.structures.guide_parts import write_fees, write_guide
from notices.structures.guides import GUIDES
from notices.structures.registry import STRUCTURED
from notices.structures.replacing import replace_lines

from .directories import member
from .notices import draft_notice

FEE = {
    "item": "不动产登记费",
    "sub_item": "住宅类",
    "unit_of_charge": "件",
    "standard": "80元/件",
    "bases": "发改价格规〔2016〕2559号",
}

GUIDE = {
    "item": "残疾人证新办",
    "handling": "promised",
    "audience": "citizens",
    "conditions": "本县户籍，经评定符合残疾标准。",
    "bases": "《中华人民共和国残疾人保障法》",
    "legal_days": 30,
    "promised_days": 10,
    "is_free": True,
    "place": "清源县政务服务中心二楼",
    "hours": "工作日9:00—17:00",
    "telephone": "0000-5550106",
}
MATERIALS: list[dict[str, Any]] = [
    {"name": "居民身份证", "copies": "original", "quantity": 1},
    {"name": "代办人身份证", "condition": "委托他人代办的"},
]
STEPS: list[dict[str, Any]] = [
    {"name": "申请"},
    {"name": "受理", "handler": "残联窗口", "next": "3；1（材料不全）"},
    {"name": "评定", "days": 8},
    {"name": "发证"},
]


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


def publish(notice: Notice) -> Notice:
    """Submitted by its author, signed by an approver of its unit."""
    submit(notice, by=notice.author)
    sign(notice, by=member(Role.APPROVER, notice.agency))
    return notice


def guide_draft(
    *,
    materials: Sequence[dict[str, Any]] = MATERIALS,
    steps: Sequence[dict[str, Any]] = STEPS,
    fees: Sequence[dict[str, Any]] = (),
    events: Sequence[str] = (),
    facts: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Notice:
    """A draft of a whole guide; `facts` change what stands in GUIDE."""
    fields.setdefault("body", "")
    notice = draft_notice(kind=Kind.PROCEDURE, **fields)
    write_guide(notice, {**GUIDE, **(facts or {})}, events=events, by=notice.author)
    for table, lines in zip(GUIDES.tables, (materials, steps), strict=True):
        replace_lines(notice, table, lines, by=notice.author)
    write_fees(notice, fees, by=notice.author)
    return notice

"""Notices of the kinds that have structured content, filled by their deeds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from directories.bases import save_basis
from directories.models import LegalBasis, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.drafting import set_posting_period
from notices.models import (
    Kind,
    Notice,
    PersonnelFacts,
    PostingPeriod,
    PostingUnit,
    WarningFacts,
)
from notices.publication import sign
from notices.review import submit
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


DECISION = {
    "sort": "penalty",
    "document_number": "清市监罚〔2026〕1号",
    "subject_kind": "organisation",
    "subject_name": "清源县云岭餐饮有限公司",
    "credit_code": "91990421000000011B",
    "matter": "经营超过保质期的食品",
    "facts": "存放超过保质期的调味酱3瓶。",
    "bases": "《中华人民共和国食品安全法》第一百二十四条",
    "penalty_kind": "罚款",
    "amount": Decimal("5000.00"),
    "result": "罚款5000元。",
    "deciding_unit": "清源县市场监督管理局",
}
PERSON = {"name": "贺知行", "action": "appointed", "post": "县水利局副局长"}


def decision(**fields: Any) -> dict[str, Any]:
    """A line of a penalty that was decided today."""
    return {**DECISION, "decided_on": local_day(clock.now()), **fields}


def decision_draft(*lines: dict[str, Any], **fields: Any) -> Notice:
    return draft_with_lines(Kind.DECISION, *(lines or [decision()]), **fields)


def warning_draft(
    *, hours: int = 24, facts: dict[str, Any] | None = None, **fields: Any
) -> Notice:
    """A warning that holds from now on for so many hours."""
    fields.setdefault("title", "大风蓝色预警")
    notice = draft_notice(kind=Kind.WARNING, **fields)
    now = clock.now()
    said: dict[str, Any] = {
        "level": "blue",
        "area": "全县",
        "starts_at": now,
        "ends_at": now + timedelta(hours=hours),
        "advice": "加固棚架，停止高空作业。",
        "telephone": "0000-5550101",
        "issuing_unit": "清源县气象台",
    }
    WarningFacts.objects.create(notice=notice, **said | (facts or {}))
    return notice


def personnel_draft(
    *lines: dict[str, Any], sort: str = "posts", **fields: Any
) -> Notice:
    notice = draft_with_lines(Kind.PERSONNEL, *lines, **fields)
    PersonnelFacts.objects.create(
        notice=notice, sort=sort, decided_by="县人民政府第58次常务会议"
    )
    return notice


def posted_notice(
    *, days: int = 5, starts_on: date | None = None, **period: Any
) -> Notice:
    """A public notice that is posted from today, or another day, for so many
    calendar days; `notice` holds its own fields."""
    notice = draft_notice(**period.pop("notice", {}))
    period.setdefault("unit", PostingUnit.CALENDAR)
    period.setdefault("objection_unit", "县纪委监委派驻纪检监察组")
    starts_on = starts_on or local_day(clock.now())
    set_posting_period(
        notice, PostingPeriod(starts_on=starts_on, length=days, **period)
    )
    return publish(notice)

"""Notices of the kinds that have structured content, filled by their deeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from directories.bases import save_basis
from directories.models import LegalBasis, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.drafting import set_posting_period
from notices.models import (
    FinanceFacts,
    Kind,
    LandFacts,
    Notice,
    NoticeFacts,
    PersonnelFacts,
    PostingPeriod,
    PostingUnit,
    ProjectFacts,
    Tick,
    WarningFacts,
)
from notices.publication import sign
from notices.review import submit
from notices.structures.guide_parts import write_fees, write_guide
from notices.structures.guides import GUIDES
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
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
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


# A draft of each kind with structured content; payments: factories/subsidies.py.
DRAFTS: dict[str, Callable[[], Notice]] = {
    Kind.FEE: fee_draft,
    Kind.FINANCE: finance_draft,
    Kind.PROCEDURE: guide_draft,
    Kind.LAND: land_draft,
    Kind.PERSONNEL: lambda: personnel_draft(dict(PERSON)),
    Kind.PROJECT: project_draft,
    Kind.DECISION: decision_draft,
    Kind.WARNING: warning_draft,
}

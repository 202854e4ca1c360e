"""Subsidy notices with recipient lists, filled by their deeds."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from directories.models import Agency
from notices.drafting import set_posting_period
from notices.models import (
    Kind,
    LineAccess,
    LineSet,
    Notice,
    PostingPeriod,
    Programme,
    ShownName,
    SubsidyFacts,
)
from notices.recipients import take_lines

from .directories import agency
from .notices import draft_notice
from .structures import publish

_serial = count(1)

# Nobody's: the identity numbers fail their own check digit.
PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "township": "石盘镇", "village": "堰口村", "group": "三组",
        "name": "钟厚朴", "check": "990421197001010017",
        "quantity": Decimal("3.5"), "standard": Decimal("96.50"),
        "amount": Decimal("337.75"), "status": "已发放", "remark": "",
    },
    {
        "township": "石盘镇", "village": "堰口村", "group": "三组",
        "name": "向春生", "check": "99042119680203002X",
        "quantity": Decimal("2"), "standard": Decimal("96.50"),
        "amount": Decimal("193.00"), "status": "已发放", "remark": "补发",
    },
    {
        "township": "槐荫镇", "village": "橘园村", "group": "一组",
        "name": "欧阳明日", "check": "990421198512120053",
        "quantity": Decimal("10"), "standard": Decimal("96.50"),
        "amount": Decimal("965.00"), "status": "退回", "remark": "",
    },
)  # fmt: skip


def programme(*, unit: Agency | None = None, **fields: Any) -> Programme:
    """A programme of so much for a mu, whose recipients see their own line only."""
    number = next(_serial)
    fields.setdefault("name", f"耕地地力保护补贴{number}")
    fields.setdefault("standard", "96.50元/亩")
    fields.setdefault("standard_amount", Decimal("96.50"))
    fields.setdefault("bases", "《耕地地力保护补贴实施方案》")
    fields.setdefault("measure", "亩")
    return Programme.objects.create(agency=unit or agency(), **fields)


def posting_programme(**fields: Any) -> Programme:
    fields.setdefault("line_access", LineAccess.POSTING)
    fields.setdefault("shown_name", ShownName.MASKED)
    return programme(**fields)


def payment_draft(*, paid_by: Programme | None = None, **fields: Any) -> Notice:
    """A draft that names its programme and has no list yet."""
    paid = {
        name: fields.pop(name)
        for name in ("for_year", "part", "standard_amount", "ordered_amount", "paid_on")
        if name in fields
    }
    fields.setdefault("body", "")
    notice = draft_notice(kind=Kind.SUBSIDY, **fields)
    SubsidyFacts.objects.create(
        notice=notice, programme=paid_by or programme(), **{"for_year": 2026, **paid}
    )
    return notice


def subsidy_draft(*rows: dict[str, Any], **fields: Any) -> Notice:
    notice = payment_draft(**fields)
    take_lines(notice, rows or PEOPLE, by=notice.author)
    return notice


def list_of(notice: Notice) -> LineSet:
    """The list that was taken in for a notice."""
    found = SubsidyFacts.objects.select_related("line_set").get(notice=notice)
    assert found.line_set is not None
    return found.line_set


def published_subsidy(*rows: dict[str, Any], **fields: Any) -> Notice:
    return publish(subsidy_draft(*rows, **fields))


def posted_subsidy(*rows: dict[str, Any], starts_on: Any, **fields: Any) -> Notice:
    """Published with a posting of seven calendar days from `starts_on`."""
    fields.setdefault("paid_by", posting_programme())
    notice = subsidy_draft(*rows, **fields)
    period = PostingPeriod(
        starts_on=starts_on, length=7, unit="calendar", objection_unit="县农业农村局"
    )
    set_posting_period(notice, period)
    return publish(notice)


def payment_of(notice: Notice) -> SubsidyFacts:
    return SubsidyFacts.objects.select_related("programme").get(notice=notice)

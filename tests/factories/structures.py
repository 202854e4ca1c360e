"""Notices of the kinds that have structured content, filled by their deeds."""

from __future__ import annotations

from typing import Any

from directories.bases import save_basis
from directories.models import LegalBasis, Role
from notices.models import Kind, Notice
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

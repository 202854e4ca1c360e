from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from directories.models import Role
from disclosure_portal.foundation.models import User
from supervision.checklist_document import Document
from supervision.checklist_drafting import take_in
from supervision.checklist_publishing import publish, retire
from supervision.checklist_tree import Branch, branches_from_json
from supervision.models import Checklist

from .directories import county, member

_serial = count(1)

# Two dimensions, a bonus beside them: what most tests need.
BRANCHES: list[dict[str, Any]] = [
    {
        **{"key": "1", "code": "1", "title": "组织领导", "points": "40"},
        "children": [
            {
                **{"key": "1.1", "code": "1.1", "title": "部署工作", "points": "10"},
                **{"kind": "credit", "rule": "主要负责人部署得10分。"},
                "methods": ["hear", "check"],
            },
            {
                **{"key": "1.2", "code": "1.2", "title": "信息员", "points": "30"},
                **{"kind": "deduction", "parameters": {"each": "2", "most": "30"}},
                "rule": "每缺一人扣2分，扣完为止。",
            },
        ],
    },
    {
        **{"key": "2", "code": "2", "title": "政务公开", "points": "60"},
        "children": [
            {
                **{"key": "2.1", "code": "2.1", "title": "目录覆盖", "points": "60"},
                **{"kind": "rate", "parameters": {"target": "100"}},
            },
        ],
    },
    {
        **{"key": "3", "code": "3", "title": "加分", "kind": "bonus"},
        "parameters": {"each": "1", "most": "5"},
    },
]
CHOICES: Mapping[str, Any] = {
    "maximum": "100",
    "grading": {"bands": [{"grade": "优秀", "lowest": "90"}], "lowest": "一般"},
}


def overseer() -> User:
    """One who answers for the whole county."""
    return member(Role.OVERSEER, county(), is_staff=True)


def branches(given: list[dict[str, Any]] | None = None) -> list[Branch]:
    return branches_from_json(BRANCHES if given is None else given)


def document(**fields: Any) -> Document:
    usual: dict[str, Any] = {
        "code": f"list-{next(_serial)}",
        "year": 2026,
        "title": "2026年政务公开考核指标",
        "choices": CHOICES,
    }
    given = fields.pop("indicators", None)
    return Document(branches=branches(given), **{**usual, **fields})


def draft_checklist(*, by: User | None = None, **fields: Any) -> Checklist:
    return take_in(document(**fields), by=by or overseer())


def published_checklist(*, by: User | None = None, **fields: Any) -> Checklist:
    """Written by one, published by another."""
    checklist = draft_checklist(**fields)
    publish(checklist, version=checklist.content_version, by=by or overseer())
    return checklist


def retired_checklist(**fields: Any) -> Checklist:
    checklist = published_checklist(**fields)
    retire(checklist, by=overseer())
    return checklist

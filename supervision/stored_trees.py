"""Checklists between the database and their documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from .checklist_document import Document
from .checklist_tree import (
    Branch,
    proposal_from_json,
    proposal_to_json,
)
from .models import Checklist, Indicator

BATCH = 500
PLAIN = (
    *("key", "code", "number", "title", "rule", "points", "weight", "kind"),
    *(
        "parameters",
        "scoring",
        "department",
        "measure",
        "evidence",
        "remark",
        "is_unverified",
    ),
)
DOCUMENT = ("code", "year", "title", "unit_kind", "source", "notes", "is_example")


def branches_of(checklist: Checklist) -> list[Branch]:
    """The tree in one query."""
    return planted(checklist.indicators.order_by("position", "pk"))


def planted(rows: Iterable[Indicator]) -> list[Branch]:
    below: dict[int | None, list[Branch]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(branch_of(row))
    waiting = list(below[None])
    while waiting:
        branch = waiting.pop()
        branch.children = below[branch.pk]
        waiting += branch.children
    return below[None]


def branch_of(row: Indicator) -> Branch:
    return Branch(
        **{name: getattr(row, name) for name in PLAIN},
        methods=tuple(row.methods),
        proposal=proposal_from_json(row.proposal),
        pk=row.pk,
    )


def document_of(checklist: Checklist) -> Document:
    return Document(
        **{name: getattr(checklist, name) for name in DOCUMENT},
        choices=checklist.choices,
        branches=branches_of(checklist),
    )


def columns_of(branch: Branch) -> dict[str, Any]:
    return {name: getattr(branch, name) for name in PLAIN} | {
        "methods": list(branch.methods),
        "proposal": proposal_to_json(branch.proposal),
    }


def store_branches(checklist: Checklist, roots: Sequence[Branch]) -> list[int]:
    """Level by level, so that each row knows the one above; gives their keys."""
    stored: list[int] = []
    level: list[tuple[Indicator | None, Sequence[Branch]]] = [(None, roots)]
    while level:
        rows: list[Indicator] = []
        branches: list[Branch] = []
        for parent, children in level:
            for position, branch in enumerate(children, start=1):
                values = columns_of(branch)
                rows.append(
                    Indicator(
                        checklist=checklist, parent=parent, position=position, **values
                    )
                )
                branches.append(branch)
        Indicator.objects.bulk_create(rows, batch_size=BATCH)
        stored += [row.pk for row in rows]
        below = zip(rows, branches, strict=True)
        level = [(row, branch.children) for row, branch in below if branch.children]
    return stored

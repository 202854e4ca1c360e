"""What the pages of checklists show, at the desk and to everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.days import local_day, official_date

from .checklist_comparison import Line, State, compare, marks, shown
from .checklist_document import Document, base_points, parts_of
from .checklist_import import Found, Particulars
from .checklist_publishing import faults_of, warnings_of
from .checklist_tree import Branch, leaves, walk, written
from .checklist_words import in_words
from .choice_words import (
    choice_lines,
    kind_words,
    method_words,
    points_words,
    proposal_words,
)
from .models import Checklist, Indicator, IndicatorKind, Method
from .stored_trees import branches_of, document_of

STATES: Mapping[str, Any] = {
    State.ADDED: gettext_lazy("New"),
    State.CHANGED: gettext_lazy("Changed"),
    State.MOVED: gettext_lazy("Elsewhere"),
    State.REMOVED: gettext_lazy("Left out"),
    State.SAME: gettext_lazy("The same"),
}
# A row is set in as deep as a phone can show.
DEEPEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    branch: Branch
    depth: int
    points: str
    kind: str
    methods: str
    proposed: str
    mark: str


def rows_of(
    branches: Sequence[Branch], marked: Mapping[str, State] | None = None
) -> list[Row]:
    marked = marked or {}
    return [
        Row(
            branch=branch,
            depth=min(len(above), DEEPEST_SHOWN) + 1,
            points=points_words(branch),
            kind=kind_words(branch),
            methods=method_words(branch),
            proposed=proposal_words(branch),
            mark=str(STATES[marked[branch.key]]) if branch.key in marked else "",
        )
        for above, branch in walk(branches)
    ]


def desk_page(checklist: Checklist) -> dict[str, Any]:
    """The tree at the desk; of a copy, marked against what it was copied from."""
    document = document_of(checklist)
    former = checklist.copied_from
    marked = marks(branches_of(former), document.branches) if former else {}
    return {
        "checklist": checklist,
        "rows": rows_of(document.branches, marked),
        "former": former,
        "proposals": sum(bool(b.proposal) for _a, b in walk(document.branches)),
        "faults": faults_of(document) if checklist.is_draft else [],
        "warnings": warnings_of(document),
        **_sums(document),
        "choice_lines": _choice_lines(document),
    }


def public_page(checklist: Checklist) -> dict[str, Any]:
    """Two queries: the checklist and its rows."""
    document = document_of(checklist)
    assert checklist.published_at is not None
    published = local_day(checklist.published_at)
    return {
        "title": checklist.title,
        "checklist": checklist,
        "rows": rows_of(document.branches),
        **_sums(document),
        "choice_lines": _choice_lines(document),
        "published": official_date(published),
        "published_iso": published.isoformat(),
        "json_url": reverse("api-checklist-detail", args=[checklist.pk]),
        "breadcrumbs": [
            {"title": _("Checklists"), "url": reverse("checklist-list")},
            {"title": checklist.title, "url": ""},
        ],
    }


def _sums(document: Document) -> dict[str, Any]:
    return {
        "total": written(base_points(document)),
        "indicator_count": sum(1 for _each in leaves(document.branches)),
        "has_unverified": any(b.is_unverified for _a, b in walk(document.branches)),
    }


def _choice_lines(document: Document) -> list[str]:
    return choice_lines(document.choices, dict(parts_of(document)))


# --- Side by side -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """What a column reads in both versions."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Pair:
    line: Line
    depth: int
    state: str
    sides: list[Side]


def comparison_page(old: Checklist, new: Checklist, *, whole: bool) -> dict[str, Any]:
    lines = compare(branches_of(old), branches_of(new))
    told = [each for each in lines if whole or each.state is not State.SAME]
    counts = {
        str(STATES[state]): sum(each.state is state for each in lines)
        for state in State
    }
    before, after = document_of(old), document_of(new)
    return {
        "old": old,
        "new": new,
        "whole": whole,
        "pairs": [_pair(each) for each in told],
        "counts": list(counts.items()),
        "old_lines": _choice_lines(before),
        "new_lines": _choice_lines(after),
        "choices_differ": before.choices != after.choices,
    }


def _pair(line: Line) -> Pair:
    sides = []
    for name in line.changed:
        field: Any = {"scoring": _("caps and absences"), "parameters": _("figures")}
        label = field.get(name) or Indicator._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        sides.append(Side(str(label), _value(name, line.old), _value(name, line.new)))
    depth = min(line.depth, DEEPEST_SHOWN) + 1
    return Pair(line, depth, str(STATES[line.state]), sides)


def _value(name: str, branch: Branch | None) -> str:
    if branch is None:
        return ""
    value = getattr(branch, name)
    if name == "kind" and value:
        return str(IndicatorKind(value).label)
    if name == "methods":
        return "、".join(str(Method(each).label) for each in value)
    if name == "is_unverified":
        return _("yes") if value else _("no")
    return shown(value)


# --- A file that is looked at -------------------------------------------------------


def look_page(found: Found, particulars: Particulars) -> dict[str, Any]:
    document = found.document
    if particulars.title:
        document = replace(document, title=particulars.title)
    return {
        "document": document,
        "rows": rows_of(document.branches),
        **_sums(document),
        "sheet": found.sheet,
        "others": found.others,
        "errors": [(each.place, in_words(each)) for each in found.errors],
        "remarks": [(each.place, in_words(each)) for each in found.remarks],
        "may_be_taken": found.may_be_taken(with_misfits=False),
        "only_misfits": bool(found.errors) and found.is_whole,
    }

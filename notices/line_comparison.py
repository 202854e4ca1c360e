"""What a sheet says against what was published last: numbers first, then lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from .kind_pages.printed import printed, printed_number
from .line_differences import Difference, difference, name_of, sums
from .models import Notice, NoticeQuerySet, Revision, SubsidyFacts
from .sheet_targets import SheetTarget
from .structures.line_table import Line
from .structures.registry import canonical_lines, signed_structure, typed_lines
from .structures.structured_kind import Structure

NAMED = 40


def compared(
    notice: Notice, target: SheetTarget, lines: Sequence[Line]
) -> dict[str, Any] | None:
    """Against the last notice of its unit, kind and board; a payment against the last
    one of its programme. None for the first time."""
    last = _last(notice)
    if last is None:
        return None
    found, structure = last
    before = structure.get(target.code) or []
    return {
        "title": found.title,
        "url": reverse("desk-notice", args=[found.pk]),
        "count_after": len(lines),
        **_numbers(target, structure, before, lines),
        "lines": _lines(target, before, lines) if target.read else None,
    }


def _last(notice: Notice) -> tuple[Notice, Structure] | None:
    earlier = _earlier(notice).exclude(pk=notice.pk).newest_first()
    found = earlier.only("pk", "title").first()
    contents = Revision.objects.filter(notice=found).order_by("-number")
    content = contents.values_list("content", flat=True).first() if found else None
    structure = signed_structure(content) if content else None
    return (found, structure) if found and structure else None


def _earlier(notice: Notice) -> NoticeQuerySet:
    payment = SubsidyFacts.objects.filter(notice=notice).first()
    if payment is not None:
        same = SubsidyFacts.objects.filter(programme=payment.programme_id)
        return Notice.objects.public().filter(pk__in=same.values("notice"))
    return Notice.objects.public().filter(
        agency=notice.agency_id, kind=notice.kind, board=notice.board_id
    )


def _numbers(
    target: SheetTarget,
    structure: Structure,
    before: Sequence[Line],
    lines: Sequence[Line],
) -> dict[str, Any]:
    """How many lines and which sums, then and now. Recipients can't be read back:
    theirs stand in the figures of the list."""
    summed = [column for column in target.columns if column.is_summed]
    codes = [column.code for column in summed]
    now = sums(lines, codes)
    if target.read is None:
        whole = structure.get("list") or {}
        then = {code: Decimal(whole.get(code) or 0) for code in codes}
        count = whole.get("count") or 0
    else:
        then = sums(typed_lines(target.columns, before), codes)
        count = len(before)
    return {
        "count_before": count,
        "sums": [
            {
                "label": str(column.label),
                "before": printed_number(column, then[column.code]),
                "after": printed_number(column, now[column.code]),
            }
            for column in summed
            if then[column.code] or now[column.code]
        ],
    }


def _lines(
    target: SheetTarget, before: Sequence[Line], lines: Sequence[Line]
) -> dict[str, Any]:
    columns = [
        column.code
        for column in target.columns
        # Who leaves the places unsaid has not changed them.
        if not column.is_place or any(line.get(column.code) for line in lines)
    ]
    found = difference(before, canonical_lines(lines), key=target.key, columns=columns)
    return {"same": found.same, **_named(target, found)}


def _named(target: SheetTarget, found: Difference) -> dict[str, Any]:
    labels = {column.code: column for column in target.columns}

    def name(key: tuple[str, ...]) -> str:
        parts = zip(target.key, key, strict=True)
        return " ".join(printed(labels[code], part) for code, part in parts if part)

    changed = [
        {
            "name": name(key),
            "values": [
                {
                    "label": str(labels[code].label),
                    "before": printed(labels[code], before),
                    "after": printed(labels[code], after),
                }
                for code, (before, after) in values.items()
            ],
        }
        for key, values in found.changed[:NAMED]
    ]
    return {
        "added": [name(name_of(line, target.key)) for line in found.added[:NAMED]],
        "added_count": len(found.added),
        "removed": [name(name_of(line, target.key)) for line in found.removed[:NAMED]],
        "removed_count": len(found.removed),
        "changed": changed,
        "changed_count": len(found.changed),
    }

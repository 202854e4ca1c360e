"""A warning: how grave, where, until when, what to do, and whether it still holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import official_moment
from disclosure_portal.foundation.warning_banner import SHAPES, WarningLevel
from disclosure_portal.foundation.workdays import WorkCalendar

from ..models import Notice, WarningFacts
from ..structures.structured_kind import Structure, StructuredKind
from .kind_page import KindPage
from .printed import Repealed, printed_facts

# They stand in the head of the box, not among its facts.
IN_HEAD = ("level", "advice")


def _box(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    level = structure.get("level")
    return {
        "level": str(WarningLevel(level).label) if level else "",
        "code": level or "",
        "shape": SHAPES[WarningLevel(level)] if level else "",
        "starts": _moment(structure["starts_at"]),
        "starts_iso": structure["starts_at"] or "",
        "ends": _moment(structure["ends_at"]),
        "ends_iso": structure["ends_at"] or "",
        "advice": structure.get("advice") or "",
        "facts": [*_branch(structure), *_rest(kind, structure)],
    }


def _branch(structure: Structure) -> list[dict[str, Any]]:
    unit = structure["branch"]
    return (
        [
            {
                "code": "branch",
                "label": _("Unit of the warned area"),
                "value": unit["name"],
            }
        ]
        if unit
        else []
    )


def _rest(kind: StructuredKind, structure: Structure) -> list[dict[str, Any]]:
    shown = [fact for fact in kind.facts if fact.code not in IN_HEAD]
    return printed_facts(shown, structure)


def _moment(text: str | None) -> str:
    return official_moment(datetime.fromisoformat(text)) if text else ""


def _standing(
    part: dict[str, Any],
    structure: Structure,
    notice: Notice,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """Whether it holds now; one query for whether it was ended early."""
    facts = WarningFacts.objects.filter(notice=notice).first()
    if facts is None:
        return part
    state = facts.state_at(clock.now())
    part = part | {"state": state.value, "state_text": str(state.label)}
    if facts.ended_at is None:
        return part
    ended = official_moment(facts.ended_at)
    return part | {
        "state_text": _("ended early on %(moment)s") % {"moment": ended},
        "end_note": facts.end_note,
    }


WARNING_PAGE = KindPage(
    template="notices/kinds/warnings.html", show=_box, mark=_standing
)

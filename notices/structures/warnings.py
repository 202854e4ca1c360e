"""Warnings (预警): what a reader must know at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind
from disclosure_portal.foundation.warning_banner import WarningLevel

from ..models import Notice, WarningFacts
from .line_table import facts_of
from .structured_kind import Structure, StructuredKind

FACTS = (
    Column(
        code="level",
        label=gettext_lazy("warning level"),
        kind=Kind.CHOICE,
        choices={level: (level.label,) for level in WarningLevel},
        is_required=True,
    ),
    Column(code="area", label=gettext_lazy("warned area"), is_required=True),
    Column(
        code="advice",
        label=gettext_lazy("what to do"),
        is_required=True,
        keeps_lines=True,
    ),
    Column(code="telephone", label=gettext_lazy("telephone"), is_required=True),
    Column(code="issuing_unit", label=gettext_lazy("issuing unit"), is_required=True),
)


def _more(notice: Notice) -> dict[str, Any]:
    """The moments between which it holds, and the unit whose area it is."""
    facts = WarningFacts.objects.filter(notice=notice).select_related("branch").first()
    if facts is None:
        return {"starts_at": None, "ends_at": None, "branch": None}
    unit = facts.branch
    return {
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "branch": {"code": unit.code, "name": unit.name} if unit else None,
    }


def _lacks(structure: Structure) -> list[str]:
    moments = {"starts_at": _("warning from"), "ends_at": _("warning until")}
    return [label for code, label in moments.items() if not structure[code]]


def _objects(structure: Structure, public_from: datetime) -> list[str]:
    """Nobody can be warned any more of what is over when it becomes public."""
    ends_at = structure["ends_at"]
    if ends_at and datetime.fromisoformat(ends_at) <= public_from:
        return [_("The warning would be over before it is public: give a later end.")]
    return []


WARNINGS = StructuredKind(
    facts=FACTS,
    read_facts=facts_of(WarningFacts, FACTS),
    more=_more,
    lacks=_lacks,
    objects=_objects,
)

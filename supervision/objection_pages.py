"""Objections of a unit as the office and the unit itself see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disclosure_portal.foundation.models import User

from .forms.rounds import MoreEvidenceForm, ObjectionForm, RulingForm
from .models import (
    RUNS,
    Indicator,
    Mark,
    Objection,
    ObjectionEvidence,
    ObjectionStatus,
    RoundStatus,
    RoundUnit,
    SheetKind,
)
from .objecting import objects_for, takes_evidence


@dataclass(frozen=True)
class Filed:
    """One objection, its evidence, and what may be done with it now."""

    objection: Objection
    files: Sequence[ObjectionEvidence]
    ruling: RulingForm | None = None
    more: MoreEvidenceForm | None = None


def objections_of(
    unit: RoundUnit, user: User, tried: Mapping[int, Any] | None = None
) -> list[Filed]:
    """Three queries, however many wait; one and a unit without any. `tried` are forms
    that were refused, by the objection's key."""
    rows = Objection.objects.visible_to(user).filter(rating__unit=unit)
    beside = ("indicator", "filed_by", "ruled_by", "rating__unit__round")
    found = list(rows.select_related(*beside).prefetch_related("evidence"))
    may_rule = user.has_perm(RUNS)
    waiting = [o for o in found if o.status == ObjectionStatus.FILED and may_rule]
    marks = _marks(unit, waiting)
    is_theirs = bool(found) and objects_for(user, unit)
    return [
        _filed(each, marks, tried or {}, may_rule=may_rule, is_theirs=is_theirs)
        for each in found
    ]


def _marks(unit: RoundUnit, waiting: Sequence[Objection]) -> dict[int, Mark]:
    if not waiting:
        return {}
    rows = Mark.objects.filter(
        sheet__unit=unit,
        sheet__kind=SheetKind.FIRST,
        indicator__in=[each.indicator_id for each in waiting],
    )
    return {mark.indicator_id: mark for mark in rows}


def _filed(
    objection: Objection,
    marks: Mapping[int, Mark],
    tried: Mapping[int, Any],
    *,
    may_rule: bool,
    is_theirs: bool,
) -> Filed:
    files = list(objection.evidence.all())
    form = tried.get(objection.pk)
    ruling = more = None
    if may_rule and objection.status == ObjectionStatus.FILED:
        if isinstance(form, RulingForm):
            form.look_at(_keys(files))
            ruling = form
        else:
            ruling = _ruling(objection, marks, files)
    if is_theirs and takes_evidence(objection):
        known = isinstance(form, MoreEvidenceForm)
        more = form if known else MoreEvidenceForm(auto_id=f"e{objection.pk}-%s")
    return Filed(objection, files, ruling, more)


def _ruling(
    objection: Objection,
    marks: Mapping[int, Mark],
    files: Sequence[ObjectionEvidence],
) -> RulingForm:
    mark = marks.get(objection.indicator_id)
    first = {
        "value": mark.value if mark else None,
        "is_applicable": mark.is_applicable if mark else True,
        "seen": _keys(files),
    }
    return RulingForm(initial=first, auto_id=f"o{objection.pk}-%s")


def _keys(files: Sequence[ObjectionEvidence]) -> str:
    return ",".join(str(file.pk) for file in files)


def object_form(unit: RoundUnit, user: User) -> ObjectionForm | None:
    is_told = unit.round.status == RoundStatus.PROVISIONAL
    if not is_told or not objects_for(user, unit):
        return None
    return ObjectionForm(indicators=objectionable(unit))


def objectionable(unit: RoundUnit) -> list[Indicator]:
    """The indicators that were marked."""
    marked = Mark.objects.filter(sheet__unit=unit, sheet__kind=SheetKind.FIRST)
    rows = Indicator.objects.filter(pk__in=marked.values("indicator_id"))
    return list(rows.order_by("code"))

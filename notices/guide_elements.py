"""Which key elements public guides lack, counted by the database; the rule itself is
`site_vetoes.missing_elements`."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any, TypedDict

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from .models import GuideMaterial, GuideStep, Kind, Notice, ProcedureGuide
from .site_vetoes import MANY_MISSING, SAID_BY, Element


class GuideCount(TypedDict):
    total: int
    lacking: int


def public_guides() -> QuerySet[Any, Any]:
    """Each with whether it says each element: `says_item` and so on; and how many of
    the eight are `missing`."""
    public = Notice.objects.public().filter(kind=Kind.PROCEDURE)
    guides = ProcedureGuide.objects.filter(notice__in=public).annotate(
        **{f"says_{element.value}": _says(element) for element in Element}
    )
    absent = (
        Case(
            When(**{f"says_{element.value}": True}, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        for element in Element
    )
    return guides.annotate(missing=reduce(add, absent))


def count_guides() -> GuideCount:
    """One query."""
    found = public_guides().aggregate(
        total=Count("pk"), lacking=Count("pk", filter=Q(missing__gte=MANY_MISSING))
    )
    return GuideCount(total=found["total"], lacking=found["lacking"])


def lacking_guides(least: int = MANY_MISSING) -> QuerySet[Any, Any]:
    """Those that miss so many, the worst first."""
    lacking = public_guides().filter(missing__gte=least)
    return lacking.order_by(F("missing").desc(), "pk")


def missing_of(guide: Any) -> list[Element]:
    """What a guide of `public_guides` lacks; no query."""
    return [e for e in Element if not getattr(guide, f"says_{e.value}")]


def _says(element: Element) -> Case:
    conditions = (_is_said(name) for name in SAID_BY[element])
    return Case(
        *(When(condition, then=Value(True)) for condition in conditions),
        default=Value(False),
    )


def _is_said(name: str) -> Q | Exists:
    if name == "materials":
        return Exists(GuideMaterial.objects.filter(notice=OuterRef("notice")))
    if name == "steps":
        return Exists(GuideStep.objects.filter(notice=OuterRef("notice")))
    if name == "needs_no_materials":
        return Q(needs_no_materials=True)
    return ~Q(**{name: ""})

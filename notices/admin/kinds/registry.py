"""The inlines of a draft's structured content, and the deeds that save them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from ...models import GuideFee, Kind, Notice, ProcedureGuide
from ..inlines import DraftInline
from .decisions import DecisionInline
from .fees import FeeLineInline
from .finances import BudgetLineInline, FinanceFactsInline
from .guides import (
    GuideFeeInline,
    GuideInline,
    GuideMaterialInline,
    GuideStepInline,
    save_fees,
    save_guide,
)
from .land import LandFactsInline, LandLineInline
from .personnel import PersonInline, PersonnelInline
from .projects import ProjectFactsInline, ProjectStageInline
from .subsidies import SubsidyFactsInline, SubsidySumInline
from .warnings import WarningInline

# The inlines of each kind, in the order of the form.
KIND_INLINES: dict[str, list[type[DraftInline]]] = {
    Kind.FEE: [FeeLineInline],
    Kind.FINANCE: [FinanceFactsInline, BudgetLineInline],
    Kind.LAND: [LandFactsInline, LandLineInline],
    Kind.PROJECT: [ProjectFactsInline, ProjectStageInline],
    Kind.DECISION: [DecisionInline],
    Kind.WARNING: [WarningInline],
    Kind.PERSONNEL: [PersonnelInline, PersonInline],
    Kind.SUBSIDY: [SubsidyFactsInline, SubsidySumInline],
    Kind.PROCEDURE: [GuideInline, GuideMaterialInline, GuideStepInline, GuideFeeInline],
}
# Saves one formset: (notice, formset, by=user). Models not named here are saved by
# save_lines.
SAVE_LINES: dict[type[Model], Callable[..., None]] = {
    ProcedureGuide: save_guide,
    GuideFee: save_fees,
}
# More lines than this are looked after in a sheet, not in a form.
IN_A_FORM = 60


def kind_links(chosen: str) -> list[dict[str, Any]]:
    """Kinds with a form of their own, for whoever begins a notice."""
    return [
        {
            "title": str(Kind(kind).label),
            "url": f"?kind={Kind(kind).value}",
            "is_chosen": kind == chosen,
        }
        for kind in KIND_INLINES
    ]


def inlines_for(kind: str, notice: Notice | None) -> list[type[Any]]:
    return [
        inline
        for inline in KIND_INLINES.get(kind, [])
        if notice is None or _fits(inline, notice)
    ]


def _fits(inline: type[Any], notice: Notice) -> bool:
    lines = inline.model._default_manager.filter(notice=notice)
    return bool(lines[: IN_A_FORM + 1].count() <= IN_A_FORM)

"""Inlines for facts and lines, made from a kind's models."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models, transaction
from django.forms import BaseInlineFormSet

from disclosure_portal.foundation.models import User

from ...drafting import hold_draft
from ...forms.widgets import DayInput
from ...models import Citing, Notice
from ...structures.line_table import link_bases
from ..inlines import DraftInline


# A form of many parts stays short: browsers let a text field be drawn larger.
class PartFormSet(BaseInlineFormSet):
    """The parts have no name at the notice by which Django would call them."""

    @classmethod
    def get_default_prefix(cls) -> str:
        model: Any = cls.model
        return str(model._meta.model_name)


class StructureInline(DraftInline, admin.StackedInline):
    """Stands right after the basic fields of the form."""

    formset = PartFormSet
    is_structure = True
    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }


class FactsInline(StructureInline):
    """One record: always open, one and no more."""

    extra = max_num = 1
    can_delete = False


class LineInline(StructureInline):
    """Lines, one of which is open for the first entry."""

    extra = 1


@transaction.atomic
def save_lines(notice: Notice, formset: BaseInlineFormSet, *, by: User) -> None:
    """Lines without a place of their own follow those that have one."""
    hold_draft(notice)
    model: Any = formset.model
    rows: list[Any] = formset.save(commit=False)
    for row in formset.deleted_objects:
        row.delete()
    for row in rows:
        row.save()
    if issubclass(model, Citing):
        link_bases(model, rows)
    if hasattr(model, "position"):
        _renumber(notice, model)


def _renumber(notice: Notice, model: type[models.Model]) -> None:
    lines: Any = model._default_manager.filter(notice=notice)
    # What has no place yet has number 0 and was stored last.
    placed = lines.filter(position__gt=0).order_by("position", "pk")
    new = lines.filter(position=0).order_by("pk")
    numbered = list(placed) + list(new)
    for number, line in enumerate(numbered, start=1):
        line.position = number
    lines.bulk_update(numbered, ["position"], batch_size=500)

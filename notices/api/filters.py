"""Filters of the notices' list: values are checked, unknown ones refused (400)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError

from disclosure_portal.foundation.api.errors import invalid
from disclosure_portal.foundation.days import day_range, day_start, year_range
from disclosure_portal.foundation.pages import state_of

from ..list_query import LAST_YEAR
from ..listing import in_branch, standing_is
from ..models import Kind, Notice, NoticeQuerySet, Theme, Validity
from ..reference import FIRST_YEAR, Branch, branch_of, reference


@extend_schema_field(OpenApiTypes.INT)
class YearFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class NoticeFilter(filters.FilterSet):
    """Local days become half-open ranges of UTC; units and boards come from memory."""

    agency = filters.CharFilter(
        method="of_agency", help_text=_("Code of the unit that published.")
    )
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: its notices and those of all units below it."),
    )
    board = filters.CharFilter(method="of_board", help_text=_("Address (slug)."))
    kind = filters.ChoiceFilter(choices=Kind.choices)
    theme = filters.ChoiceFilter(choices=Theme.choices)
    year = YearFilter(
        method="of_year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Local year of publication."),
    )
    validity = filters.ChoiceFilter(
        choices=Validity.choices,
        method="of_validity",
        help_text=_("As it stands today: after its last day of effect it is expired."),
    )
    published_from = filters.DateFilter(
        method="since", help_text=_("First local day of publication.")
    )
    published_to = filters.DateFilter(
        method="until", help_text=_("Last local day of publication, included.")
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def of_agency(self, rows: NoticeQuerySet, name: str, value: str) -> NoticeQuerySet:
        return rows.filter(agency=unit_named(self.request, name, value).pk)

    def of_branch(self, rows: NoticeQuerySet, name: str, value: str) -> NoticeQuerySet:
        return in_branch(rows, unit_named(self.request, name, value))

    def of_board(self, rows: NoticeQuerySet, name: str, value: str) -> NoticeQuerySet:
        board = reference(state_of(self.request)).board(value)
        if board is None:
            raise _unknown(name)
        return rows.filter(board=board.pk)

    def of_year(self, rows: NoticeQuerySet, _name: str, value: Any) -> NoticeQuerySet:
        start, end = year_range(int(value))
        return rows.filter(published_at__gte=start, published_at__lt=end)

    def of_validity(
        self, rows: NoticeQuerySet, _name: str, value: str
    ) -> NoticeQuerySet:
        return rows.filter(standing_is(value))

    def since(self, rows: NoticeQuerySet, name: str, value: date) -> NoticeQuerySet:
        return rows.filter(published_at__gte=day_start(_usable(name, value)))

    def until(self, rows: NoticeQuerySet, name: str, value: date) -> NoticeQuerySet:
        last = _usable(name, value)
        return rows.filter(published_at__lt=day_range(last, last)[1])


def unit_named(request: Any, name: str, code: str) -> Branch:
    """Raises ValidationError for an unknown unit."""
    unit = branch_of(state_of(request), code.lower())
    if unit is None:
        raise _unknown(name)
    return unit


def _unknown(name: str) -> ValidationError:
    return invalid(name, "unknown_value", str(_("There is nothing of this name.")))


def _usable(name: str, day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise invalid(name, "out_of_range", str(_("This day is out of range.")))
    return day

"""Filters of the units' list."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy as _
from django_filters import rest_framework as filters

from disclosure_portal.foundation.api.errors import invalid

from ..models import Agency, AgencyKind, AgencyQuerySet


class AgencyFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=AgencyKind.choices)
    parent = filters.CharFilter(
        field_name="parent__slug",
        method="below",
        help_text=_("Code of a unit: the units directly below it."),
    )
    branch = filters.CharFilter(
        method="within", help_text=_("Code of a unit: it and all units below it.")
    )
    is_open = filters.BooleanFilter(
        field_name="closed_on",
        lookup_expr="isnull",
        help_text=_("True: units that exist; false: closed ones."),
    )

    class Meta:
        model = Agency
        fields: list[str] = []

    def below(self, rows: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        return rows.filter(parent__slug=value.lower())

    def within(self, rows: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        paths = Agency.objects.filter(slug=value.lower()).values_list("path", flat=True)
        path = paths.first()
        if path is None:
            message = gettext("There is nothing of this name.")
            raise invalid(name, "unknown_value", message)
        return rows.branch(path)

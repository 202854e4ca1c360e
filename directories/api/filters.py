"""Filters of the units' list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from disclosure_portal.foundation.api.errors import invalid

from ..models import Agency, AgencyKind, AgencyQuerySet


@extend_schema_field(OpenApiTypes.BOOL)
class YesOrNoFilter(filters.TypedChoiceFilter):
    """`true` or `false`; the usual filter takes every other word for nothing said."""

    def __init__(self, **kwargs: Any) -> None:
        words = [(word, word) for word in ("true", "false")]
        super().__init__(choices=words, coerce=lambda word: word == "true", **kwargs)


class AgencyFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=AgencyKind.choices)
    parent = filters.CharFilter(
        method="below", help_text=_("Code of a unit: the units directly below it.")
    )
    branch = filters.CharFilter(
        method="within", help_text=_("Code of a unit: it and all units below it.")
    )
    is_open = YesOrNoFilter(
        field_name="closed_on",
        lookup_expr="isnull",
        help_text=_("True: units that exist; false: closed ones."),
    )

    class Meta:
        model = Agency
        fields: list[str] = []

    def below(self, rows: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        return rows.filter(parent=named_unit(name, value))

    def within(self, rows: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        return rows.branch(named_unit(name, value).path)


def named_unit(name: str, code: str) -> Agency:
    unit = Agency.objects.filter(slug=code.lower()).only("pk", "path").first()
    if unit is None:
        message = gettext("There is nothing of this name.")
        raise invalid(name, "unknown_value", message)
    return unit

"""Service items, windows and promises for programs: columns, shapes, filters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import (
    ExerciseLevel,
    LimitUnit,
    PointKind,
    PromiseUnit,
    ServiceItem,
    ServiceKind,
    ServicePoint,
    ServicePromise,
)
from ..permissions import in_branches
from .filters import YesOrNoFilter, unit_named

OF_AGENCY: dict[str, Any] = {
    "agency_code": "agency__code",
    "agency_name": "agency__name",
}


def _same(*names: str) -> dict[str, Any]:
    return dict(zip(names, names, strict=True))


ITEM_COLUMNS: dict[str, Any] = {
    **_same("id"),
    "url": None,
    **_same("code", "basic_code", "name", "kind", "level"),
    **OF_AGENCY,
    **_same("legal_number", "legal_unit", "promised_number", "promised_unit"),
    **_same("is_charged", "removed_on"),
}
ITEM_DETAIL = (
    *("bases", "responsibilities", "accountability", "charge_basis"),
    "removal_note",
)
POINT_COLUMNS: dict[str, Any] = {
    **_same("id", "kind", "name"),
    **OF_AGENCY,
    **_same("place", "floor", "telephone", "hours", "closed_on"),
    "item_ids": None,
}
WORDS = ("subject", "wording", "measure", "limit", "limit_unit", "telephone", "since")
PROMISE_COLUMNS: dict[str, Any] = {
    **_same("id"),
    **OF_AGENCY,
    **_same(*WORDS, "until"),
}


class ServiceItemRowSerializer(serializers.Serializer):
    """One row of the list."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    code = serializers.CharField(help_text=_("Implementation code."))
    basic_code = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ServiceKind.choices)
    level = serializers.ChoiceField(choices=ExerciseLevel.choices, allow_blank=True)
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    legal_number = serializers.IntegerField(
        allow_null=True, help_text=_("0: at once; null: not stated.")
    )
    legal_unit = serializers.ChoiceField(choices=LimitUnit.choices)
    promised_number = serializers.IntegerField(
        allow_null=True, help_text=_("0: at once; null: not stated.")
    )
    promised_unit = serializers.ChoiceField(choices=LimitUnit.choices)
    is_charged = serializers.BooleanField(
        allow_null=True, help_text=_("Null where it is not stated.")
    )
    removed_on = serializers.DateField(
        allow_null=True, help_text=_("The day on which it was taken off the list.")
    )


class ServiceItemSerializer(ServiceItemRowSerializer):
    """With its bases, duties and grounds for accountability."""

    bases = serializers.CharField(allow_blank=True)
    responsibilities = serializers.CharField(allow_blank=True)
    accountability = serializers.CharField(allow_blank=True)
    charge_basis = serializers.CharField(allow_blank=True)
    removal_note = serializers.CharField(allow_blank=True)


class ServicePointSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=PointKind.choices)
    name = serializers.CharField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    place = serializers.CharField()
    floor = serializers.CharField(allow_blank=True)
    telephone = serializers.CharField(allow_blank=True)
    hours = serializers.CharField(allow_blank=True)
    closed_on = serializers.DateField(
        allow_null=True, help_text=_("Last day; null: it stays open.")
    )
    item_ids = serializers.ListField(
        child=serializers.IntegerField(),
        help_text=_("Items handled there; none: all items of the unit."),
    )


class PromiseWordsSerializer(serializers.Serializer):
    """What is, or was, promised."""

    subject = serializers.CharField()
    wording = serializers.CharField()
    measure = serializers.CharField(help_text=_("How it is measured."))
    limit = serializers.DecimalField(
        max_digits=9, decimal_places=2, allow_null=True, help_text=_("A text.")
    )
    limit_unit = serializers.ChoiceField(choices=PromiseUnit.choices, allow_blank=True)
    telephone = serializers.CharField(help_text=_("For complaints."))
    since = serializers.DateField()
    until = serializers.DateField(
        allow_null=True, help_text=_("Last day; null: until it is changed.")
    )


class ServicePromiseRowSerializer(PromiseWordsSerializer):
    """One row of the list."""

    id = serializers.IntegerField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()


class ServicePromiseSerializer(ServicePromiseRowSerializer):
    """With what was promised before."""

    former = PromiseWordsSerializer(
        many=True, help_text=_("What was promised before, the latest first.")
    )


class OfUnit(filters.FilterSet):
    """By the code of a unit, alone or with all units below it."""

    agency = filters.CharFilter(
        method="of_agency", help_text=_("Code of the unit in charge.")
    )
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: what is its own and of all units below it."),
    )

    def of_agency(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(agency=unit_named(name, value))

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(in_branches([unit_named(name, value).path]))


class ServiceItemFilter(OfUnit):
    kind = filters.ChoiceFilter(choices=ServiceKind.choices)
    code = filters.CharFilter(help_text=_("Implementation code, whole."))
    basic_code = filters.CharFilter(help_text=_("Basic code, whole."))
    is_listed = YesOrNoFilter(
        field_name="removed_on",
        lookup_expr="isnull",
        help_text=_("True: what stands in the lists; false: what was taken off."),
    )

    class Meta:
        model = ServiceItem
        fields: ClassVar[list[str]] = []


class ServicePointFilter(OfUnit):
    kind = filters.ChoiceFilter(choices=PointKind.choices)
    is_open = YesOrNoFilter(
        method="of_open", help_text=_("Only those open today, or only the others.")
    )

    class Meta:
        model = ServicePoint
        fields: ClassVar[list[str]] = []

    def of_open(self, rows: Any, _name: str, value: bool) -> Any:
        today = local_day(clock.now())
        return rows.open(today) if value else rows.filter(closed_on__lt=today)


class ServicePromiseFilter(OfUnit):
    is_current = YesOrNoFilter(
        method="of_current", help_text=_("True: not over yet; false: over.")
    )

    class Meta:
        model = ServicePromise
        fields: ClassVar[list[str]] = []

    def of_current(self, rows: Any, _name: str, value: bool) -> Any:
        today = local_day(clock.now())
        return rows.current(today) if value else rows.filter(until__lt=today)

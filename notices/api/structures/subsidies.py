"""What the structure of a subsidy says beyond its columns, for the documentation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ...models import CheckKind, LineAccess, PaidTo


class SubsidyProgrammeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    standard = serializers.CharField()
    standard_amount = serializers.DecimalField(
        max_digits=14, decimal_places=4, allow_null=True
    )
    measure = serializers.CharField()
    paid_to = serializers.ChoiceField(choices=PaidTo.choices)
    bases = serializers.CharField()
    line_access = serializers.ChoiceField(choices=LineAccess.choices)
    check_kind = serializers.ChoiceField(choices=CheckKind.choices)
    check_length = serializers.IntegerField()


class SubsidyListSerializer(serializers.Serializer):
    count = serializers.IntegerField(
        allow_null=True,
        help_text=_("Null where recipients are so few that they could be told apart."),
    )
    quantity = serializers.DecimalField(
        max_digits=17, decimal_places=3, allow_null=True
    )
    amount = serializers.DecimalField(max_digits=17, decimal_places=2, allow_null=True)
    digest = serializers.CharField()


class SubsidySumsSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    quantity = serializers.DecimalField(
        max_digits=17, decimal_places=3, allow_null=True
    )
    amount = serializers.DecimalField(max_digits=17, decimal_places=2)


class SubsidyTownshipSerializer(SubsidySumsSerializer):
    township = serializers.CharField()


class SubsidyStatusSerializer(SubsidySumsSerializer):
    status = serializers.CharField(
        allow_blank=True, help_text=_("As the list says it; empty if it says nothing.")
    )


SUBSIDY_SHAPES: dict[str, serializers.Field] = {
    "programme": SubsidyProgrammeSerializer(),
    "list": SubsidyListSerializer(
        allow_null=True,
        help_text=_("The recipient list in figures; its lines are in no interface."),
    ),
    "townships": SubsidyTownshipSerializer(
        many=True, help_text=_("Sums by township, made from the list.")
    ),
    "statuses": SubsidyStatusSerializer(
        many=True,
        help_text=_(
            "Sums by state of payment, made from the list; what the list holds need"
            " not be paid yet."
        ),
    ),
}

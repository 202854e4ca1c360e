"""The shapes of the units' API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ..models import AgencyKind, OfficialKind


class AgencyRowSerializer(serializers.Serializer):
    """One row of the list."""

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=AgencyKind.choices)
    parent_code = serializers.CharField(
        allow_null=True, help_text=_("Null for the county itself.")
    )
    credit_code = serializers.CharField(
        allow_blank=True, help_text=_("Unified social credit code.")
    )
    closed_on = serializers.DateField(
        allow_null=True, help_text=_("Null while the unit exists.")
    )
    successor_code = serializers.CharField(
        allow_null=True, help_text=_("The unit that took over its duties.")
    )
    url = serializers.URLField(help_text=_("Address of the page for readers."))


class OfficialSerializer(serializers.Serializer):
    """A person of a unit as its page shows them."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OfficialKind.choices)
    post = serializers.CharField()
    duties = serializers.CharField(allow_blank=True)
    telephone = serializers.CharField(allow_blank=True)
    certificate_number = serializers.CharField(allow_blank=True)
    certificate_until = serializers.DateField(allow_null=True)
    photo_url = serializers.URLField(allow_null=True)


class AgencySerializer(AgencyRowSerializer):
    """Who a unit is and how to reach it."""

    duties = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    postcode = serializers.CharField(allow_blank=True)
    office_hours = serializers.CharField(allow_blank=True)
    telephone = serializers.CharField(allow_blank=True)
    fax = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    website = serializers.CharField(allow_blank=True)
    founded_on = serializers.DateField(allow_null=True)
    officials = OfficialSerializer(
        many=True, help_text=_("Leaders and staff who are in office.")
    )

"""What a service guide has in the API beside its columns."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ...models import LifeEvent


class GuideFeeSerializer(serializers.Serializer):
    notice = serializers.IntegerField(
        allow_null=True, help_text=_("Number of the notice that lists this fee.")
    )
    item = serializers.CharField()
    sub_item = serializers.CharField()
    standard = serializers.CharField()
    bases = serializers.CharField()


GUIDE_MORE: Mapping[str, serializers.Field] = {
    "events": serializers.ListField(
        child=serializers.ChoiceField(choices=LifeEvent.choices),
        help_text=_("Life events under which the guide is found."),
    ),
    "fees": GuideFeeSerializer(many=True),
}
MATERIAL_MORE: Mapping[str, serializers.Field] = {
    name: serializers.IntegerField(
        allow_null=True, help_text=_("Number of the attachment.")
    )
    for name in ("blank_form_id", "sample_id")
}

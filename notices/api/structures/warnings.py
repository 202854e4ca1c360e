"""What the structure of a warning has beside its facts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class WarnedUnitSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


WARNING_MORE = {
    "starts_at": serializers.DateTimeField(help_text=_("warning from")),
    "ends_at": serializers.DateTimeField(help_text=_("warning until")),
    "branch": WarnedUnitSerializer(allow_null=True, help_text=_("unit of the area")),
}

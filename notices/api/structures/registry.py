"""The shapes of structured content in the API's documentation, by kind."""

from __future__ import annotations

from rest_framework import serializers

STRUCTURE_SHAPES: dict[str, serializers.Serializer | type[serializers.Serializer]] = {}

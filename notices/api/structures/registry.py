"""The shapes of structured content in the API's documentation, by kind: made from
the columns that the kinds themselves are read by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ...models import Kind as NoticeKind
from ...structures.registry import STRUCTURED
from ...structures.structured_kind import StructuredKind
from .guides import GUIDE_MORE, MATERIAL_MORE
from .subsidies import SUBSIDY_SHAPES
from .warnings import WARNING_MORE

# What `more` adds to a kind's structure: field → serializer.
MORE_SHAPES: dict[str, Mapping[str, serializers.Field]] = {
    NoticeKind.PROCEDURE: GUIDE_MORE,
    NoticeKind.SUBSIDY: SUBSIDY_SHAPES,
    NoticeKind.WARNING: WARNING_MORE,
}
# What the lines of a table have beside their columns, by kind and table.
LINE_SHAPES: dict[tuple[str, str], Mapping[str, serializers.Field]] = {
    (NoticeKind.PROCEDURE, "materials"): MATERIAL_MORE
}


def structure_shapes() -> dict[
    str, serializers.Serializer | type[serializers.Serializer]
]:
    # Plain texts: members of an enumeration have no form in YAML.
    return {str(code): _shape(str(code), kind) for code, kind in STRUCTURED.items()}


def _shape(code: str, kind: StructuredKind) -> type[serializers.Serializer]:
    fields: dict[str, Any] = {"kind": serializers.ChoiceField(choices=[code])}
    fields |= _fields(kind.facts)
    for table in kind.tables:
        more = LINE_SHAPES.get((code, table.code), {})
        shape = _fields(table.columns) | dict(more)
        line = _serializer(f"{code}_{table.code}_line", shape)
        fields[table.code] = line(many=True, help_text=str(table.title))
    return _serializer(f"{code}_structure", fields | dict(MORE_SHAPES.get(code, {})))


def _serializer(name: str, fields: Mapping[str, Any]) -> type[serializers.Serializer]:
    title = "".join(word.capitalize() for word in name.split("_"))
    return type(f"{title}Serializer", (serializers.Serializer,), dict(fields))


def _fields(columns: Sequence[Column]) -> dict[str, serializers.Field]:
    fields: dict[str, serializers.Field] = {
        column.code: _field(column) for column in columns
    }
    if "bases" in fields:
        fields["cited"] = serializers.ListField(
            child=serializers.IntegerField(),
            help_text=_("Numbers of the cited records in the register of legal bases."),
            required=False,
        )
    return fields


def _field(column: Column) -> serializers.Field:
    words: dict[str, Any] = {"help_text": str(column.label), "allow_null": True}
    if column.kind is Kind.WHOLE:
        return serializers.IntegerField(**words)
    if column.is_numeric:
        return serializers.DecimalField(
            max_digits=column.digits, decimal_places=column.places, **words
        )
    if column.kind is Kind.DAY:
        return serializers.DateField(**words)
    if column.kind is Kind.FLAG:
        return serializers.BooleanField(**words)
    if column.kind is Kind.CHOICE:
        shown = [(str(key), str(names[0])) for key, names in column.choices.items()]
        return serializers.ChoiceField(choices=shown, **words)
    return serializers.CharField(help_text=str(column.label))

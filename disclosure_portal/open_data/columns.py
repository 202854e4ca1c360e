"""What a column of an open data set is: its code, and what a reader must know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

# Beside the kinds of a sheet's columns.
MOMENT, HTML, ADDRESS, CURSOR = "moment", "html", "address", "cursor"
NUMERIC = frozenset({Kind.NUMBER.value, Kind.MONEY.value, Kind.WHOLE.value})
# By the class of a field; of a class and its base the class counts.
TYPES: Mapping[type, str] = {
    models.DateTimeField: MOMENT,
    models.DateField: Kind.DAY.value,
    models.DecimalField: Kind.NUMBER.value,
    models.BooleanField: Kind.FLAG.value,
    models.URLField: ADDRESS,
    models.IntegerField: Kind.WHOLE.value,
}


@dataclass(frozen=True, kw_only=True)
class DataColumn:
    """`choices` are the words for the codes that stand in the column."""

    code: str
    label: object
    type: str = Kind.TEXT.value
    unit: str = ""
    meaning: object = ""
    choices: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMERIC

    def described(self) -> dict[str, Any]:
        """In the reader's language, for columns.json and the page."""
        return {
            "code": self.code,
            "label": str(self.label),
            "type": self.type,
            "unit": self.unit,
            "meaning": str(self.meaning),
            "choices": {code: str(word) for code, word in self.choices.items()},
        }


def of_structure(columns: Iterable[Column]) -> tuple[DataColumn, ...]:
    """Columns of a kind's structure, as the kind declares them."""
    return tuple(
        DataColumn(
            code=column.code,
            label=column.label,
            type=column.kind.value,
            unit=column.base_unit if column.is_numeric else "",
            meaning=column.help,
            choices={code: words[0] for code, words in column.choices.items()},
        )
        for column in columns
    )


def of_field(
    model: type[models.Model], name: str, meaning: object = "", type_: str = ""
) -> DataColumn:
    """A column that is a field of the model, as it declares it."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    known = [TYPES[each] for each in type(field).__mro__ if each in TYPES]
    by_class = Kind.CHOICE.value if field.choices else [*known, Kind.TEXT.value][0]
    return DataColumn(
        code=name,
        label=field.verbose_name,
        type=type_ or by_class,
        meaning=meaning,
        choices=dict(field.flatchoices),
    )

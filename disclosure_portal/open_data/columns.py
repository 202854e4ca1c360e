"""What a column of an open data set is: its code, and what a reader must know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

# Beside the kinds of a sheet's columns.
MOMENT, HTML, ADDRESS, CURSOR = "moment", "html", "address", "cursor"
NUMERIC = frozenset({Kind.NUMBER.value, Kind.MONEY.value, Kind.WHOLE.value})


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

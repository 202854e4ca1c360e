"""What the columns of somebody else's file mean here: a mapping written in TOML.

docs/data-import.md explains how to write one. A mapping is checked as a whole before
the first row is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .import_boards import BoardRules, board_rules
from .mapping_files import BadMapping, check_parts, known, part, read_mapping, texts
from .models import (
    DisclosureAttribute,
    Genre,
    Kind,
    ServiceAudience,
    Stage,
    Term,
    Theme,
    Validity,
)

TEXTS = (
    *("title", "summary", "body", "document_number", "index_number", "keywords"),
    *("source", "responsible_editor", "section", "disclosure_basis"),
)
CHOICES: dict[str, type[TextChoices]] = {
    "kind": Kind,
    "theme": Theme,
    "genre": Genre,
    "validity": Validity,
    "stage": Stage,
    "disclosure": DisclosureAttribute,
    "term": Term,
    "service_audience": ServiceAudience,
}
DAYS = ("issued_on", "effective_from", "effective_until")
PLACES = ("id", "agency", "board", "date", "url", "source_url", "attachments")
FIELDS = (*TEXTS, *CHOICES, *DAYS, *PLACES)
# One value for all rows makes no sense for these.
OF_EACH_ROW = {"id", "title", "body", "url", "attachments"}

PARTS = {
    "fields": dict,
    "constants": dict,
    "values": dict,
    "dates": dict,
    "boards": dict,
    "addresses": dict,
    "document_number": dict,
    "sheet": str,
}
# Year, month, day: what offices write without any doubt about which is which.
KNOWN_DATES = tuple(
    day + time
    for day in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
    for time in ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S")
)


@dataclass(frozen=True)
class ImportMapping:
    """From columns to fields. `columns` maps a field to the column it is read from."""

    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    date_formats: tuple[str, ...] = KNOWN_DATES
    boards: BoardRules = BoardRules()
    separator: str = ""
    base_address: str = ""
    finds_document_number: bool = False
    sheet: str = ""

    def raw(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """The cells of the mapped columns, by field, as they stand in the file."""
        return {
            name: _stripped(cells.get(column)) for name, column in self.columns.items()
        }


def load_mapping(path: Path) -> ImportMapping:
    """Read and check a mapping.

    Raises UnreadableFile where there is no such file, BadMapping for what can't be
    meant: unknown parts, fields, kinds or formats.
    """
    return parse_mapping(read_mapping(path))


def parse_mapping(content: Mapping[str, Any]) -> ImportMapping:
    check_parts(content, PARTS)
    columns = texts(content.get("fields", {}), "fields")
    constants = texts(content.get("constants", {}), "constants")
    for name in (*columns, *constants):
        known(name, FIELDS, _("field"))
    for name in constants:
        if name in OF_EACH_ROW or name in columns:
            raise BadMapping(_("“%s” can't be one value for all rows.") % name)
    if "title" not in columns:
        raise BadMapping(_("The mapping names no column for the field “title”."))
    values = _values(content.get("values", {}))
    for name in set(constants) & set(CHOICES):
        known(constants[name], CHOICES[name].values, _("value"))
    addresses = part(content, "addresses", separator=str, base=str)
    number = part(content, "document_number", from_text=bool)
    return ImportMapping(
        columns=columns,
        constants=constants,
        values=values,
        date_formats=_formats(content.get("dates", {})),
        boards=board_rules(content.get("boards", {})),
        separator=addresses.get("separator", ""),
        base_address=addresses.get("base", ""),
        finds_document_number=number.get("from_text", False),
        sheet=content.get("sheet", ""),
    )


def _values(part: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Values of the file → ours; "" says: knowingly left empty."""
    values = {}
    for name, table in part.items():
        known(name, FIELDS, _("field"))
        values[name] = texts(table, f"values.{name}")
        if name in CHOICES:
            for value in filter(None, values[name].values()):
                known(value, CHOICES[name].values, _("value"))
    return values


def _formats(part: dict[str, Any]) -> tuple[str, ...]:
    formats = part.get("formats", [])
    if set(part) - {"formats"} or not isinstance(formats, list):
        raise BadMapping(_("“%s” is not of the form that a mapping wants.") % "dates")
    for one in formats:
        if not isinstance(one, str) or not _tells_a_day(one):
            raise BadMapping(
                _("“%s” is no date format: it needs %%Y, %%m and %%d.") % one
            )
    return tuple(dict.fromkeys((*formats, *KNOWN_DATES)))


def _tells_a_day(date_format: str) -> bool:
    day = datetime(2024, 11, 23, tzinfo=UTC)
    try:
        read = datetime.strptime(day.strftime(date_format), date_format).replace(
            tzinfo=UTC
        )
    except ValueError:
        return False
    return read.date() == day.date()


def _stripped(value: Any) -> Any:
    """Text without the white space around it; other JSON values as they are."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else value

"""What the columns of somebody else's file mean here: a mapping written in TOML.

docs/data-import.md explains how to write one. A mapping is checked as a whole before
the first row is read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Column, by_code
from disclosure_portal.foundation.text_files import UnreadableFile
from disclosure_portal.foundation.workflow import DomainError

from .models import (
    ColumnType,
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
CHOICE_CODES = {name: words.values for name, words in CHOICES.items()}
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


class BadMapping(DomainError):
    """The mapping can't be used; the text names what is wrong in it."""

    code = "bad_mapping"


@dataclass(frozen=True)
class BoardRule:
    """What becomes of one board of the old site.

    `slug` names a board that is there; without it the board is found by its name, and
    made if there is none and the mapping allows it.
    """

    slug: str = ""
    name: str = ""
    column_type: str = ColumnType.POLICY
    kind: str = Kind.GENERAL


@dataclass(frozen=True)
class ImportMapping:
    """From columns to fields. `columns` maps a field to the column it is read from;
    `facts` are the fields that the kind of the notices adds to those of a notice."""

    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    date_formats: tuple[str, ...] = KNOWN_DATES
    boards: dict[str, BoardRule] = field(default_factory=dict)
    default_board: BoardRule = BoardRule()
    creates_boards: bool = False
    separator: str = ""
    base_address: str = ""
    finds_document_number: bool = False
    sheet: str = ""
    facts: Mapping[str, Column] = field(default_factory=dict)

    def raw(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """The cells of the mapped columns, by field, as they stand in the file."""
        return {
            name: _stripped(cells.get(column)) for name, column in self.columns.items()
        }

    def board_rule(self, name: str) -> BoardRule:
        return self.boards.get(name, self.default_board)


def load_mapping(path: Path) -> ImportMapping:
    """Read and check a mapping; raises as read_mapping and parse_mapping do."""
    return parse_mapping(read_mapping(path))


def read_mapping(path: Path) -> dict[str, Any]:
    """Raises UnreadableFile where there is no such file, BadMapping for what is no
    TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(
            _("“%(name)s” can't be opened: %(reason)s.")
            % {"name": path, "reason": error.strerror or error}
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(
            _("The mapping “%(name)s” is not valid TOML: %(reason)s.")
            % {"name": path.name, "reason": error}
        ) from error


def parse_mapping(
    content: Mapping[str, Any], facts: Sequence[Column] = ()
) -> ImportMapping:
    """Raises BadMapping for what can't be meant: unknown parts, fields, kinds or
    formats. `facts` are fields beside those of every notice."""
    choices = {**CHOICE_CODES, **_choices_of(facts)}
    fields = (*FIELDS, *(fact.code for fact in facts))
    for name, part in content.items():
        _known(name, PARTS, _("part of the mapping"))
        if not isinstance(part, PARTS[name]):
            raise BadMapping(_("“%s” is not of the form that a mapping wants.") % name)
    columns, constants = _sources(content, fields)
    values = _values(content.get("values", {}), fields, choices)
    for name in set(constants) & set(choices):
        _known(constants[name], choices[name], _("value"))
    board_part = content.get("boards", {})
    default = _board_rule(
        {key: board_part[key] for key in ("column_type", "kind") if key in board_part},
        BoardRule(),
    )
    addresses = _part(content, "addresses", separator=str, base=str)
    number = _part(content, "document_number", from_text=bool)
    return ImportMapping(
        columns=columns,
        constants=constants,
        values=values,
        date_formats=_formats(content.get("dates", {})),
        boards=_boards(board_part, default),
        default_board=default,
        creates_boards=_flag(board_part, "create"),
        separator=addresses.get("separator", ""),
        base_address=addresses.get("base", ""),
        finds_document_number=number.get("from_text", False),
        sheet=content.get("sheet", ""),
        facts=by_code(facts),
    )


def _sources(
    content: Mapping[str, Any], fields: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Which columns the fields are read from, and which fields are the same for all."""
    columns = _texts(content.get("fields", {}), "fields")
    constants = _texts(content.get("constants", {}), "constants")
    for name in (*columns, *constants):
        _known(name, fields, _("field"))
    for name in constants:
        if name in OF_EACH_ROW or name in columns:
            raise BadMapping(_("“%s” can't be one value for all rows.") % name)
    if "title" not in columns:
        raise BadMapping(_("The mapping names no column for the field “title”."))
    return columns, constants


def _choices_of(facts: Sequence[Column]) -> dict[str, list[str]]:
    return {
        fact.code: [str(key) for key in fact.choices] for fact in facts if fact.choices
    }


def _values(
    part: dict[str, Any], fields: Sequence[str], choices: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, str]]:
    """Values of the file → ours; "" says: knowingly left empty."""
    values = {}
    for name, table in part.items():
        _known(name, fields, _("field"))
        values[name] = _texts(table, f"values.{name}")
        if name in choices:
            for value in filter(None, values[name].values()):
                _known(value, choices[name], _("value"))
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


def _boards(part: dict[str, Any], default: BoardRule) -> dict[str, BoardRule]:
    known = {"create", "column_type", "kind", "known"}
    for name in part:
        _known(name, known, _("part of the mapping"))
    table = part.get("known", {})
    if not isinstance(table, dict):
        raise BadMapping(_("“%s” is not of the form that a mapping wants.") % "boards")
    return {name: _board_rule(rule, default) for name, rule in table.items()}


def _board_rule(part: Any, default: BoardRule) -> BoardRule:
    rule = _texts(part, "boards")
    for name in rule:
        _known(name, {"board", "name", "column_type", "kind"}, _("part of the mapping"))
    _known(rule.get("kind", default.kind), Kind.values, _("value"))
    _known(rule.get("column_type", default.column_type), ColumnType.values, _("value"))
    return BoardRule(
        slug=rule.get("board", ""),
        name=rule.get("name", ""),
        column_type=rule.get("column_type", default.column_type),
        kind=rule.get("kind", default.kind),
    )


def _part(content: Mapping[str, Any], name: str, **keys: type) -> dict[str, Any]:
    part: dict[str, Any] = content.get(name, {})
    for key, value in part.items():
        _known(key, keys, _("part of the mapping"))
        if not isinstance(value, keys[key]):
            raise BadMapping(_("“%s” is not of the form that a mapping wants.") % name)
    return part


def _flag(part: dict[str, Any], name: str) -> bool:
    value = part.get(name, False)
    if not isinstance(value, bool):
        raise BadMapping(_("“%s” must be true or false.") % name)
    return value


def _texts(table: Any, name: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(
        isinstance(value, str) for value in table.values()
    ):
        raise BadMapping(_("“%s” must be a table of texts.") % name)
    return dict(table)


def _known(name: str, names: Any, what: Any) -> None:
    if name not in names:
        raise BadMapping(
            _("The mapping: there is no %(what)s “%(name)s”, only %(names)s.")
            % {"what": what, "name": name, "names": "、".join(sorted(names))}
        )


def _stripped(value: Any) -> Any:
    """Text without the white space around it; other JSON values as they are."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else value

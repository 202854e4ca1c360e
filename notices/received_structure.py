"""Structured content as other systems send it: the same record that is read.

What a structure says beside facts and lines (moments of a warning, fees of a guide,
the programme of a payment) is read here too; what the portal makes by itself (sums,
ties to the register) may be sent along and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.spreadsheets.cells import Cell, CellKind
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind as ColumnKind
from disclosure_portal.foundation.spreadsheets.problems import (
    WORDS,
    BadValue,
    Reason,
)
from disclosure_portal.foundation.spreadsheets.table import Row
from disclosure_portal.foundation.spreadsheets.values import Reader, Value
from disclosure_portal.foundation.workflow import DomainError

from .models import (
    Citing,
    FinanceFacts,
    Kind,
    LandFacts,
    Notice,
    NoticeFacts,
    PersonnelFacts,
    ProcedureGuide,
    ProjectFacts,
    SubsidyFacts,
    WarningFacts,
)
from .received_extras import EXTRAS, Extras, no_extras
from .sheet_targets import target_of
from .structures.line_table import Line, LineTable, link_bases, stored
from .structures.registry import STRUCTURED
from .structures.structured_kind import StructuredKind

FACTS: dict[str, type[NoticeFacts]] = {
    Kind.PROCEDURE: ProcedureGuide,
    Kind.SUBSIDY: SubsidyFacts,
    Kind.FINANCE: FinanceFacts,
    Kind.LAND: LandFacts,
    Kind.PROJECT: ProjectFacts,
    Kind.WARNING: WarningFacts,
    Kind.PERSONNEL: PersonnelFacts,
}
MAX_LINES = 20_000
MAX_FAULTS = 50
# What a line says of itself when it is read, and nobody types.
OF_LINES = frozenset({"cited", "blank_form_id", "sample_id"})


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place, as "lines.0.standard"."""

    place: str
    code: str
    message: str


class RefusedParts(DomainError):
    """Parts of what was sent can't be taken; `faults` names each."""

    code = "refused_parts"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{each.place}: {each.message}" for each in faults))
        self.faults = list(faults[:MAX_FAULTS])


@dataclass(frozen=True)
class ReadStructure:
    """A record as it was understood."""

    facts: Line
    tables: dict[str, list[Line]]
    extras: dict[str, Any]


def read_structure(kind: str, record: Mapping[str, Any]) -> ReadStructure:
    """Raises RefusedParts, naming each place that can't be read."""
    known = STRUCTURED.get(kind)
    if known is None:
        raise RefusedParts([Fault("", "no_structure", _("This kind has none."))])
    extras = EXTRAS.get(kind, no_extras())
    faults = list(_strange(record, _names(known, extras)))
    facts = _read_line(known.facts, record, "", faults)
    tables = {
        table.code: _read_table(table, record.get(table.code), faults)
        for table in known.tables
    }
    found = _read_extras(extras, record, faults)
    if faults:
        raise RefusedParts(faults)
    return ReadStructure(facts, tables, found)


def write_structure(notice: Notice, read: ReadStructure) -> None:
    """Put it in the place of what the draft had. The caller holds the draft, whose
    content is a new version already. Raises RefusedParts."""
    known = STRUCTURED[notice.kind]
    extras = EXTRAS.get(notice.kind, no_extras())
    if model := FACTS.get(notice.kind):
        _write_facts(notice, model, {**read.facts, **extras.facts(read.extras)})
    for table in known.tables:
        _check_lines(notice, table, read.tables[table.code])
        _replace(notice, table, read.tables[table.code])
    extras.write(notice, read.extras)


def _names(known: StructuredKind, extras: Extras) -> frozenset[str]:
    named = {column.code for column in known.facts}
    named |= {table.code for table in (*known.tables, *known.made)}
    return frozenset(named | extras.names | {"kind", "cited"})


def _strange(record: Mapping[str, Any], known: frozenset[str]) -> Iterator[Fault]:
    for name in record:
        if name not in known:
            yield Fault(str(name)[:40], "unknown_field", _("There is no such field."))


def _read_table(table: LineTable, lines: Any, faults: list[Fault]) -> list[Line]:
    if lines is None:
        return []
    if not isinstance(lines, list) or len(lines) > MAX_LINES:
        message = _("Send a list of at most %s lines.") % MAX_LINES
        faults.append(Fault(table.code, "not_a_list", message))
        return []
    names = frozenset(column.code for column in table.columns) | OF_LINES
    read = []
    for number, line in enumerate(lines):
        place = f"{table.code}.{number}"
        if not isinstance(line, dict):
            faults.append(Fault(place, "not_an_object", _("Send a JSON object.")))
            continue
        strange = _strange(line, names)
        faults += [replace(each, place=f"{place}.{each.place}") for each in strange]
        read.append(_read_line(table.columns, line, f"{place}.", faults))
    return read


@sensitive_variables("line")
def _read_line(
    columns: Sequence[Column],
    line: Mapping[str, Any],
    before: str,
    faults: list[Fault],
) -> Line:
    read: Line = {}
    for column in columns:
        try:
            read[column.code] = read_value(column, line.get(column.code))
        except BadValue as bad:
            message = str(WORDS[bad.reason]) % bad.details
            code = bad.reason.value.replace(" ", "_")
            faults.append(Fault(f"{before}{column.code}", code, message))
    return read


@sensitive_variables("value")
def read_value(column: Column, value: Any) -> Value:
    """A value of JSON as its column keeps it; a draft may leave any of them out.

    Raises BadValue.
    """
    if value is None:
        return None
    cell = _cell(column, value)
    if cell.kind is CellKind.ERROR:
        raise BadValue(Reason.WRONG_TYPE)
    return Reader(replace(column, is_required=False)).read(cell).value


def _cell(column: Column, value: Any) -> Cell:
    if isinstance(value, bool):
        is_flag = column.kind is ColumnKind.FLAG
        return Cell(CellKind.FLAG if is_flag else CellKind.ERROR, str(int(value)))
    if isinstance(value, str):
        return Cell(CellKind.TEXT, value)
    if isinstance(value, int | float) and column.is_numeric:
        return Cell(CellKind.TEXT, str(value))
    return Cell(CellKind.ERROR, "")


def _read_extras(
    extras: Extras, record: Mapping[str, Any], faults: list[Fault]
) -> dict[str, Any]:
    found = {}
    for name, read in extras.readers.items():
        try:
            found[name] = read(record.get(name))
        except ValidationError as error:
            faults += faults_of(error, f"{name}.")
    return found


def _write_facts(notice: Notice, model: type[NoticeFacts], facts: Line) -> None:
    rows: Any = model._default_manager
    row = rows.filter(notice=notice).first() or model(notice=notice)
    columns = STRUCTURED[notice.kind].facts
    for name, value in {**facts, **stored(columns, facts)}.items():
        setattr(row, name, value)
    _require_valid(row, "")
    row.save()
    if isinstance(row, Citing):
        link_bases(type(row), [row])


def _replace(notice: Notice, table: LineTable, lines: Sequence[Line]) -> None:
    """The database's own rules are asked which line broke them only when one did: to
    ask of each line beforehand takes two queries a line, while everybody waits."""
    try:
        with transaction.atomic():
            table.replace(notice, lines)
    except IntegrityError:
        for number, row in enumerate(_rows_of(table, lines)):
            _require_valid(row, f"{table.code}.{number}.")
        raise


def _rows_of(table: LineTable, lines: Sequence[Line]) -> Iterator[models.Model]:
    """The lines as rows, where a table has rows of its own."""
    model = table.model
    for line in lines if model else ():
        assert model is not None
        values = stored(table.columns, line)
        yield model(
            **{name: each for name, each in values.items() if name not in table.apart}
        )


def _check_lines(notice: Notice, table: LineTable, lines: Sequence[Line]) -> None:
    for number, row in enumerate(_rows_of(table, lines)):
        _require_valid(row, f"{table.code}.{number}.", asks_database=False)
    target = target_of(notice.kind, table.code)
    if target is not None and target.judge is not None:
        rows = [Row(number, line) for number, line in enumerate(lines, start=1)]
        found = [each for each in target.judge(notice, rows, {}) if each.is_error]
        if found:
            raise RefusedParts(
                [
                    Fault(f"{table.code}.{each.number}.{each.code}", "refused",
                          each.message)
                    for each in found
                ]
            )  # fmt: skip


def _require_valid(
    row: models.Model, before: str, *, asks_database: bool = True
) -> None:
    """What its form would say. Raises RefusedParts."""
    try:
        row.full_clean(
            exclude=["notice"],
            validate_unique=False,
            validate_constraints=asks_database,
        )
    except ValidationError as error:
        raise RefusedParts(faults_of(error, before)) from None


def faults_of(error: ValidationError, before: str) -> list[Fault]:
    """A model's refusals, each at its place; what is of the whole at no field."""
    told = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return [
        Fault(
            f"{before}{'' if name == NON_FIELD_ERRORS else name}".rstrip("."),
            str(each.code or "invalid"),
            " ".join(each.messages),
        )
        for name, found in told.items()
        for each in found
    ]

"""Tables that a clerk may fill from a spreadsheet: what a sheet must hold, how its
rows are judged, and the deed that takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.spreadsheets.columns import Column
from disclosure_portal.foundation.spreadsheets.table import Row
from disclosure_portal.foundation.spreadsheets.units import Unit

from .fee_rows import FeeRow, arranged, priced
from .masking import masked_person
from .models import Kind, Notice, SubsidyFacts
from .recipient_checks import KEPT_TEXTS
from .recipient_columns import RECIPIENT_COLUMNS, is_other_check, recipient_columns
from .recipient_submission import county_names
from .recipient_sums import Entry, Sums, is_sum_of, is_whole
from .recipients import WORDS, NoProgramme, check_lines, home_township, take_lines
from .structures import land
from .structures.fees import SHEET_COLUMNS as FEE_COLUMNS
from .structures.line_table import Line, LineTable, as_it_is
from .structures.registry import STRUCTURED
from .structures.replacing import replace_lines


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row that can be read, or worth knowing; `number` counts
    the rows from 0."""

    number: int
    code: str
    message: str
    is_error: bool = True


# Of a notice, its rows, and the heading under which each column stood.
Judge = Callable[[Notice, Sequence[Row], Mapping[str, str]], list[Fault]]
# Of the rows as they were read, and the units of money that headings or the title name,
# those that are to be lines.
Arrange = Callable[[Sequence[Row], Mapping[str, Unit]], tuple[list[Row], list[Fault]]]


@dataclass(frozen=True)
class SheetTarget:
    """`judge` names what is wrong with rows that could be read. `read` gives the
    lines that stand there now; where it is None they can't be read back. `show` makes
    of a line what even its clerk sees of it before it is taken. `fit` gives the columns
    as the notice wants them read; `arrange` sees to rows that depend on others. A sheet
    with one of the `refused` words in a heading belongs elsewhere."""

    code: str
    title: object
    columns: tuple[Column, ...]
    take: Callable[[Notice, Sequence[Line], User], None]
    read: Callable[[Notice], list[Line]] | None = None
    judge: Judge | None = None
    fit: Callable[[Notice], tuple[Column, ...]] | None = None
    arrange: Arrange | None = None
    show: Callable[[Line], Line] = as_it_is
    private: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    def columns_of(self, notice: Notice) -> tuple[Column, ...]:
        return self.fit(notice) if self.fit else self.columns

    @property
    def split_columns(self) -> tuple[Column, ...]:
        """Columns that name a place: one notice may be made for each value."""
        return tuple(c for c in self.columns if c.code in ("township", "village"))


def targets_of(kind: str) -> list[SheetTarget]:
    """The tables of a kind that take sheets, in the order of its page."""
    known = STRUCTURED.get(kind)
    tables = known.tables if known else ()
    lists = [RECIPIENTS] if kind == Kind.SUBSIDY else []
    found = [_target(table) for table in tables if table.takes_sheets]
    if kind == Kind.FEE:
        found = [replace(each, fit=_of_fees, arrange=_fee_lines) for each in found]
    elif kind == Kind.LAND:
        found = [
            replace(each, judge=_judge_land, refused=land.HOUSEHOLD) for each in found
        ]
    elif kind == Kind.SUBSIDY:
        found = [replace(each, arrange=_without_totals) for each in found]
    return lists + found


def is_sensitive(notice: Notice) -> bool:
    """Whether its recipients may not be told apart, by places either."""
    payments = SubsidyFacts.objects.filter(notice=notice, programme__is_sensitive=True)
    return notice.kind == Kind.SUBSIDY and payments.exists()


def places_to_split(notice: Notice, target: SheetTarget) -> tuple[Column, ...]:
    """By what its sheet may be divided; a village has few of a sensitive programme."""
    has_villages = not is_sensitive(notice)
    return tuple(c for c in target.split_columns if has_villages or c.code != "village")


def target_of(kind: str, code: str) -> SheetTarget | None:
    return next((found for found in targets_of(kind) if found.code == code), None)


def _target(table: LineTable) -> SheetTarget:
    def take(notice: Notice, lines: Sequence[Line], by: User) -> None:
        replace_lines(notice, table, lines, by=by)

    return SheetTarget(
        code=table.code,
        title=table.title,
        columns=(*table.columns, *table.sides),
        take=take,
        read=table.read,
        show=table.shown,
        private=table.private,
        key=table.key or (table.columns[0].code,),
    )


# --- Fees: sub-items stand below their items ------------------------------------------


def _of_fees(notice: Notice) -> tuple[Column, ...]:
    return FEE_COLUMNS


def _fee_lines(
    rows: Sequence[Row], units: Mapping[str, Unit]
) -> tuple[list[Row], list[Fault]]:
    unit = units.get("standard")
    found = arranged([priced(row.values, unit) for row in rows])
    lines = [Row(rows[each.number].number, dict(each.values)) for each in found]
    faults = [
        fault
        for place, each in enumerate(found)
        for fault in _fee_faults(place, each, rows)
    ]
    return lines, faults


def _fee_faults(place: int, row: FeeRow, rows: Sequence[Row]) -> Iterator[Fault]:
    for code in row.lacks:
        yield Fault(place, code, str(WORDS["missing"]))
    if row.headed_by is not None:
        message = _("Row %(row)s only heads the sub-items and is no line of its own.")
        number = rows[row.headed_by].number
        yield Fault(place, "item", message % {"row": number}, is_error=False)
    if row.bases_of is not None:
        message = _("The legal basis is that of row %(row)s.")
        number = rows[row.bases_of].number
        yield Fault(place, "bases", message % {"row": number}, is_error=False)


# --- Land: never by household ---------------------------------------------------------


def _judge_land(
    notice: Notice, rows: Sequence[Row], headings: Mapping[str, str]
) -> list[Fault]:
    message = _(
        "The same village, group, class of land and standard as row %(row)s: add them"
        " up by village or group, or take them in as a recipient list."
    )
    return [
        Fault(number, "village", message % {"row": rows[first].number})
        for number, first in land.repeated([dict(row.values) for row in rows])
    ]


# --- Stated sums: the total of all is no township -------------------------------------


def _without_totals(
    rows: Sequence[Row], _units: Mapping[str, Unit]
) -> tuple[list[Row], list[Fault]]:
    """A total that agrees is left out; one that doesn't stays, as a fault."""
    county = county_names()
    entries = [_entry(row) for row in rows]
    parts = [each for each in entries if not is_whole(each.township, county)]
    kept, faults = list[Row](), list[Fault]()
    for row, entry in zip(rows, entries, strict=True):
        is_total = is_whole(entry.township, county)
        if is_total and is_sum_of(entry, parts):
            message = _("Row %(row)s is the total of all: it agrees and is left out.")
            faults.append(
                Fault(0, "township", message % {"row": row.number}, is_error=False)
            )
            continue
        if is_total:
            message = _(
                "This total is not the sum of the townships: mend or delete it."
            )
            faults.append(Fault(len(kept), "amount", message))
        kept.append(row)
    return kept, faults


def _entry(row: Row) -> Entry:
    values: Line = dict(row.values)
    amount = values["amount"] or Decimal(0)
    sums = Sums(values.get("count"), values.get("quantity"), amount)
    return Entry(values["township"] or "", values.get("village") or "", sums)


# --- Recipients: read, masked, never read back ---------------------------------------


def _take_recipients(notice: Notice, lines: Sequence[Line], by: User) -> None:
    take_lines(notice, lines, by=by)


def _payment(notice: Notice) -> SubsidyFacts:
    payment = SubsidyFacts.objects.filter(notice=notice).select_related("programme")
    facts = payment.first()
    if facts is None:
        raise NoProgramme(_("Choose the programme and save the draft first."))
    return facts


def _asked_for(notice: Notice) -> tuple[Column, ...]:
    return recipient_columns(_payment(notice).programme.check_kind)


def _judge_recipients(
    notice: Notice, rows: Sequence[Row], headings: Mapping[str, str]
) -> list[Fault]:
    facts = _payment(notice)
    programme = facts.programme
    found = check_lines(
        [row.values for row in rows],
        programme,
        standard=facts.standard_amount,
        home=home_township(notice.agency),
        numbers=[row.number for row in rows],
    )
    faults = [
        Fault(each.row - 1, each.column, each.message, is_error=each.is_error)
        for each in found
    ]
    # Keys of another number could never be found, nor be mended: only they are kept.
    heading = headings.get("check", "")
    if rows and is_other_check(heading, programme.check_kind):
        message = _("“%(heading)s” is not what the programme asks for: %(check)s.") % {
            "heading": heading,
            "check": programme.get_check_kind_display(),
        }
        faults.insert(0, Fault(0, "check", message))
    return faults


def _masked(line: Line) -> Line:
    shown = {name: value for name, value in line.items() if name != "check"}
    return shown | {"name": masked_person(str(line.get("name") or ""))}


RECIPIENTS = SheetTarget(
    code="recipients",
    title=gettext_lazy("Recipients"),
    columns=RECIPIENT_COLUMNS,
    take=_take_recipients,
    judge=_judge_recipients,
    fit=_asked_for,
    show=_masked,
    # A text that is refused may be so because it tells who somebody is.
    private=frozenset({"name", "check", *KEPT_TEXTS}),
)

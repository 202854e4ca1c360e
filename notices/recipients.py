"""Taking in a recipient list: all of it or nothing, and nothing that may not be kept.

Full names and check values live in the rows that are handed in and nowhere else: not
in the database, the trail, messages or logs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables

from directories.models import Agency, AgencyKind, Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .lookup_keys import lookup_key
from .masking import masked_person
from .models import (
    CheckKind,
    LineSet,
    Notice,
    Programme,
    SubsidyFacts,
    SubsidyLine,
)
from .recipient_checks import (
    KEPT_TEXTS,
    Finding,
    Row,
    Rules,
    check_of,
    findings_of,
    number_of,
    places_of,
    text_of,
)
from .recipient_sums import RunningSums

BATCH = 1000
# Names of townships in one question to the database.
NAMES = 400
PLACES = {"quantity": "0.001", "standard": "0.0001", "amount": "0.01"}
STORED = (*KEPT_TEXTS, "masked_name", *PLACES, "lookup_key")
SUMMED = ("township", "status", "quantity", "amount")
TOWNSHIPS = (AgencyKind.TOWNSHIP, AgencyKind.STREET)
WORDS = {
    "missing": gettext_lazy("Nothing is written here: fill it in."),
    "digits_in_name": gettext_lazy("A name holds no digits: look into the column."),
    "masked_name": gettext_lazy(
        "The name is masked already: its owner could not find this line. Upload the"
        " full names; the portal masks them and keeps none."
    ),
    "masked_check": gettext_lazy(
        "The number is masked already: upload its last characters as they are; the"
        " portal keeps none."
    ),
    "short_check": gettext_lazy(
        "Shorter than the %(length)s characters that recipients are asked for."
    ),
    "missing_place": gettext_lazy(
        "Without a check column, village and group are needed."
    ),
    "too_long": gettext_lazy("Longer than %(length)s characters: shorten it."),
    "long_number": gettext_lazy(
        "Holds a long number: identity, account and telephone numbers don't belong in"
        " this column."
    ),
    "name_again": gettext_lazy("Holds the full name: take it out of this column."),
    "check_again": gettext_lazy(
        "Holds what the recipient is asked for: take it out of this column."
    ),
    "negative": gettext_lazy("Negative: write what was paid."),
    "too_large": gettext_lazy(
        "The number is too large: check its digits and its unit."
    ),
    "off": gettext_lazy(
        "%(quantity)s × %(standard)s = %(expected)s, but %(amount)s is written."
    ),
    "repeated": gettext_lazy("The same line as in row %(row)s: delete one of them."),
    "same_person": gettext_lazy(
        "The same person as in row %(row)s: both lines are taken."
    ),
    "same_name_and_place": gettext_lazy(
        "The same name, village and group as row %(row)s: check that it is somebody"
        " else."
    ),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong or worth knowing in one cell; `row` counts from 1. Remarks stand
    in nobody's way."""

    row: int
    column: str
    message: str
    is_error: bool


class RefusedLines(DomainError):
    """A recipient list that can't be taken in; `problems` names every fault."""

    code = "refused_lines"

    def __init__(self, problems: Sequence[Problem]) -> None:
        faults = sum(problem.is_error for problem in problems)
        text = ngettext(
            "The list has %(count)s fault; nothing was taken in.",
            "The list has %(count)s faults; nothing was taken in.",
            faults,
        )
        super().__init__(text % {"count": faults})
        self.problems = list(problems)


class NoProgramme(DomainError):
    """The programme says how a list is read; it comes before the list."""

    code = "no_programme"


def rules_of(
    programme: Programme, *, standard: Decimal | None = None, home: str = ""
) -> Rules:
    """How lists of a programme are judged; `standard` is that of this payment, `home`
    the township whose list it is."""
    has_check = programme.check_kind != CheckKind.NONE
    return Rules(
        tolerance=programme.tolerance,
        standard=programme.standard_amount if standard is None else standard,
        check_length=programme.check_length if has_check else None,
        home=home,
    )


@sensitive_variables("rows")
def check_lines(
    rows: Sequence[Row],
    programme: Programme,
    *,
    standard: Decimal | None = None,
    home: str = "",
    numbers: Sequence[int] = (),
) -> list[Problem]:
    """Every fault and remark of a list, in the order of its rows. `numbers` are those
    by which a message calls the rows, where they aren't counted from 1."""
    rules = rules_of(programme, standard=standard, home=home)
    return [_told(finding, numbers) for finding in findings_of(rows, rules)]


def _told(finding: Finding, numbers: Sequence[int]) -> Problem:
    details = dict(finding.details)
    if numbers and "row" in details:
        details["row"] = str(numbers[int(details["row"]) - 1])
    message = str(WORDS[finding.code]) % details
    return Problem(finding.row, finding.column, message, finding.is_fault)


@sensitive_variables("rows")
@transaction.atomic
def take_lines(notice: Notice, rows: Sequence[Row], *, by: User) -> LineSet:
    """Put a list in the place of the draft's former one.

    The rows have the columns of RECIPIENT_COLUMNS. Raises NotAllowed, NoProgramme,
    RefusedLines, and StaleStatusError as for any edit.
    """
    require_role(by, notice.agency, Role.EDITOR)
    facts = SubsidyFacts.objects.filter(notice=notice).select_related("programme")
    payment = facts.first()
    if payment is None:
        raise NoProgramme(_("Choose the programme and save the draft first."))
    rules = rules_of(
        payment.programme,
        standard=payment.standard_amount,
        home=home_township(notice.agency),
    )
    problems = [_told(finding, ()) for finding in findings_of(rows, rules)]
    if any(problem.is_error for problem in problems) or not rows:
        raise RefusedLines(problems)
    notice.lock_content(by=by)
    former, payment.line_set = payment.line_set, _stored(payment, rows, rules, by=by)
    payment.save(update_fields=["line_set"])
    drop_unused(former)
    return payment.line_set


def drop_unused(line_set: LineSet | None) -> None:
    """Remove a list to which no notice refers any more."""
    if line_set and not SubsidyFacts.objects.filter(line_set=line_set).exists():
        line_set.delete()


def new_line_set(
    programme: Programme, sums: RunningSums, *, digest_of_lines: str, by: User
) -> LineSet:
    """The head of a list that is being taken in, by the rule of its programme."""
    total = sums.total()
    return LineSet.objects.create(
        programme=programme,
        check_kind=programme.check_kind,
        check_length=programme.check_length,
        count=total.count or 0,
        quantity=total.quantity,
        amount=total.amount,
        townships=sums.townships(),
        statuses=sums.statuses(),
        digest=digest_of_lines,
        created_by=by,
        created_at=clock.now(),
    )


@sensitive_variables("rows", "records")
def _stored(
    payment: SubsidyFacts, rows: Sequence[Row], rules: Rules, *, by: User
) -> LineSet:
    records = [_record(row, rules) for row in rows]
    sums = RunningSums()
    for record in records:
        sums.add(*(record[column] for column in SUMMED))
    found = digest({"lines": records})
    line_set = new_line_set(payment.programme, sums, digest_of_lines=found, by=by)
    units = _units_named({record["township"] for record in records})
    SubsidyLine.objects.bulk_create(
        (
            SubsidyLine(
                line_set=line_set,
                position=number,
                agency_id=units.get(record["township"]),
                **record,
            )
            for number, record in enumerate(records, start=1)
        ),
        batch_size=BATCH,
    )
    return line_set


@sensitive_variables("row", "name")
def _record(row: Row, rules: Rules) -> dict[str, Any]:
    """The columns that are kept of a row, in their final form."""
    name = text_of(row, "name")
    texts = {column: text_of(row, column) for column in KEPT_TEXTS}
    if rules.check_length is None:
        texts["village"], texts["group"] = places_of(row)
    numbers = {column: number_of(row, column) for column in PLACES}
    if numbers["standard"] is None and numbers["quantity"] is not None:
        numbers["standard"] = rules.standard
    return {
        **texts,
        "township": texts["township"] or rules.home,
        "masked_name": masked_person(name),
        **{
            column: value if value is None else value.quantize(Decimal(PLACES[column]))
            for column, value in numbers.items()
        },
        "lookup_key": lookup_key(name, check_of(row, rules)),
    }


def home_township(agency: Agency) -> str:
    """Where all recipients of a township's or village's own list live."""
    lineage = [agency, *Agency.objects.above(agency.path).order_by("-path")]
    homes: Iterator[Agency] = (unit for unit in lineage if unit.kind in TOWNSHIPS)
    return next((unit.label for unit in homes), "")


def _units_named(names: set[str]) -> dict[str, int]:
    """The township offices whose name or short name stands in the list."""
    asked = sorted(names)
    units: list[tuple[int, str, str]] = []
    for start in range(0, len(asked), NAMES):
        some = asked[start : start + NAMES]
        named = Q(name__in=some) | Q(short_name__in=some)
        townships = Agency.objects.filter(named, kind__in=TOWNSHIPS)
        units += townships.values_list("pk", "name", "short_name")
    return {
        label: pk
        for pk, name, short in units
        for label in (name, short)
        if label in names
    }

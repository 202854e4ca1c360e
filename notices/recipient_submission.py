"""What must be in order before a subsidy notice goes to the next pair of eyes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from directories.models import Agency
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import DomainError

from .models import (
    Kind,
    LineSet,
    Notice,
    Programme,
    SubsidyFacts,
    SubsidyLine,
    SubsidySum,
)
from .recipient_sums import (
    FEW,
    Disagreement,
    Entry,
    Sums,
    disagreements,
    is_whole,
)

# Kinds of files in which nobody keeps a table of people.
ALLOWED = frozenset({"pdf", "ofd", "doc", "docx", "wps", "jpg", "jpeg", "png", "gif"})
MEASURES = {
    "count": gettext_lazy("recipients"),
    "quantity": gettext_lazy("quantity"),
    "amount": gettext_lazy("amount"),
}
AGAINST = {
    "list": gettext_lazy(
        "%(place)s, %(measure)s: stated %(stated)s, by the list %(found)s"
    ),
    "parts": gettext_lazy(
        "%(place)s, %(measure)s: stated %(stated)s, its parts make %(found)s"
    ),
    "unstated": gettext_lazy(
        "%(place)s: not among the stated sums, in the list with %(found)s yuan"
    ),
}
NAMED = 20


class SumsDisagree(DomainError):
    """Two sums of one place that should be one; the text names every one of them."""

    code = "sums_disagree"


class OtherProgramme(DomainError):
    """The list was taken in by other rules than those of the notice's programme."""

    code = "other_programme"


class SensitiveSums(DomainError):
    """Sums of so few that somebody could be told apart by them."""

    code = "sensitive_sums"


def refuse_workbook(notice: Notice, file_name: str) -> None:
    """Raise RefusedFile for a table, or a container of files, on a subsidy notice: the
    clerk's workbook holds the people's numbers, in hidden columns if not in others."""
    extension = file_name.rpartition(".")[2].lower()
    if notice.kind == Kind.SUBSIDY and extension not in ALLOWED:
        raise RefusedFile(
            _(
                "Tables and archives are not attached to a subsidy notice: they may"
                " hold the recipients' numbers. Upload the list where recipient lists"
                " are taken in; the portal makes the public figures from it."
            )
        )


def check_submission(notice: Notice) -> None:
    """Raises RefusedFile for a workbook that was attached before the notice became
    one of subsidies, OtherProgramme, SensitiveSums, and SumsDisagree for sums that
    don't add up."""
    if notice.kind != Kind.SUBSIDY:
        return
    for name in notice.attachments.values_list("file_name", flat=True):
        refuse_workbook(notice, name)
    payments = SubsidyFacts.objects.filter(notice=notice)
    payment = payments.select_related("line_set", "programme").first()
    if payment is None:
        return
    if payment.line_set:
        _check_rules(payment.line_set, payment.programme)
    stated = stated_sums(notice)
    if payment.programme.is_sensitive:
        _check_sensitive(payment.line_set, stated)
    if not stated and payment.ordered_amount is None:
        return  # nothing to hold the lines against
    county = county_names()
    found = disagreements(
        stated,
        list(_lines(payment)),
        ordered=payment.ordered_amount,
        county=county,
    )
    if found:
        raise SumsDisagree(_told(found))
    _refuse_totals(stated, county)


def county_names() -> frozenset[str]:
    """What the whole is called beside 全县."""
    names = Agency.objects.filter(parent=None).values_list("name", "short_name")
    return frozenset(name for pair in names for name in pair if name)


def _refuse_totals(stated: list[Entry], county: frozenset[str]) -> None:
    """They agree, and would be read as one township more."""
    for entry in stated:
        if is_whole(entry.township, county):
            raise SumsDisagree(
                _("“%s” is the whole and no township: delete its row.") % entry.township
            )


def _check_rules(line_set: LineSet, programme: Programme) -> None:
    """Keys by another rule are found by nobody who is asked by the programme's."""
    if line_set.programme_id != programme.pk:
        raise OtherProgramme(
            _("The recipient list was taken in for another programme: upload it again.")
        )
    rules = [(each.check_kind, each.check_length) for each in (line_set, programme)]
    if rules[0] != rules[1]:
        raise OtherProgramme(
            _(
                "The programme asks recipients for something else since the list was"
                " taken in: upload the list again."
            )
        )


def _check_sensitive(line_set: LineSet | None, stated: list[Entry]) -> None:
    if line_set and line_set.count < FEW:
        raise SensitiveSums(
            _(
                "The programme is sensitive, and the list has fewer than %(few)s"
                " recipients: put it together with the next payment."
            )
            % {"few": FEW}
        )
    if line_set and stated:
        # What stands in one and not in the other could be told by subtraction.
        raise SensitiveSums(
            _(
                "The programme is sensitive: the portal makes its sums from the list."
                " Delete the stated sums."
            )
        )
    if any(map(_tells_few_apart, stated)):
        raise SensitiveSums(
            _(
                "The programme is sensitive: state its sums by township, and put"
                " townships with fewer than %(few)s recipients together."
            )
            % {"few": FEW}
        )


def _tells_few_apart(entry: Entry) -> bool:
    count = entry.sums.count
    return bool(entry.village) or count is None or count < FEW


def stated_sums(notice: Notice) -> list[Entry]:
    rows = SubsidySum.objects.filter(notice=notice).order_by("position", "pk")
    return [
        Entry(row.township, row.village, Sums(row.count, row.quantity, row.amount))
        for row in rows
    ]


def _lines(payment: SubsidyFacts) -> Iterator[Entry]:
    if payment.line_set_id is None:
        return
    lines = SubsidyLine.objects.filter(line_set=payment.line_set_id)
    columns = lines.order_by("position").values_list(
        "township", "village", "quantity", "amount"
    )
    for township, village, quantity, amount in columns.iterator(2000):
        yield Entry(township, village, Sums(1, quantity, amount))


def _told(found: list[Disagreement]) -> str:
    texts = [_one(each) for each in found[:NAMED]]
    if len(found) > NAMED:
        texts.append(_("%s more") % (len(found) - NAMED))
    return _("Sums don't agree: %s.") % "；".join(texts)


def _one(each: Disagreement) -> str:
    place = f"{each.township}{each.village}" or _("whole")
    words = {
        "place": place,
        "measure": MEASURES[each.measure],
        "stated": _shown(each.stated),
        "found": _shown(each.found),
    }
    return AGAINST[each.against] % words


def _shown(number: Decimal) -> str:
    return f"{number:,f}"

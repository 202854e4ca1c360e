"""Subsidies (惠民惠农财政补贴): the payment, its programme, and sums by township.

What anybody may read. Lines of recipients are in none of it, and no other structure
has them: they are reached through own_line.py and recipient_lists.py only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..models import CheckKind, LineSet, Notice, Programme, SubsidyFacts, SubsidySum
from ..recipient_sums import (
    FEW,
    entry_of,
    few_together,
    is_whole,
    may_be_told,
    row_of,
    townships_of,
)
from .line_table import Line, facts_of, made_table, table_of
from .structured_kind import Structure, StructuredKind

FACTS = (
    Column(
        code="for_year",
        label=gettext_lazy("year"),
        kind=Kind.WHOLE,
        digits=4,
        adds_up=False,
        is_required=True,
        example="2026",
    ),
    Column(code="part", label=gettext_lazy("part of the year"), max_length=20),
    Column(code="starts_on", label=gettext_lazy("for the time from"), kind=Kind.DAY),
    Column(code="ends_on", label=gettext_lazy("for the time until"), kind=Kind.DAY),
    Column(code="batch", label=gettext_lazy("batch"), max_length=40),
    Column(code="paid_on", label=gettext_lazy("paid on"), kind=Kind.DAY),
    Column(
        code="standard",
        label=gettext_lazy("standard of this payment"),
        max_length=300,
        keeps_lines=True,
    ),
    Column(
        code="standard_amount",
        label=gettext_lazy("standard of this payment in yuan"),
        kind=Kind.MONEY,
        digits=14,
        places=4,
        adds_up=False,
    ),
    Column(
        code="ordered_amount",
        label=gettext_lazy("total by the payment order"),
        kind=Kind.MONEY,
    ),
    Column(code="bases", label=gettext_lazy("legal basis"), keeps_lines=True),
)
COUNT = Column(
    code="count",
    label=gettext_lazy("recipients"),
    kind=Kind.WHOLE,
    synonyms=("户数", "人数", "户(人)数", "补贴户数", "发放人数"),
    example="128",
)
QUANTITY = Column(
    code="quantity",
    label=gettext_lazy("quantity"),
    kind=Kind.NUMBER,
    synonyms=("面积", "面积(亩)", "数量", "补贴面积"),
    digits=17,
    places=3,
    example="615.2",
)
AMOUNT = Column(
    code="amount",
    label=gettext_lazy("amount"),
    kind=Kind.MONEY,
    synonyms=("金额", "补贴金额", "发放金额", "金额(元)"),
    digits=17,
    is_required=True,
    example="59366.80",
)
TOWNSHIP = Column(
    code="township",
    label=gettext_lazy("township"),
    synonyms=("镇", "乡镇", "镇(街道)", "乡镇(街道)"),
    is_required=True,
    max_length=40,
    example="石盘镇",
)
STATED = (
    TOWNSHIP,
    Column(
        code="village",
        label=gettext_lazy("village"),
        synonyms=("村", "行政村", "村(社区)"),
        max_length=40,
        example="堰口村",
        help=gettext_lazy("Empty in the row of a whole township."),
    ),
    COUNT,
    QUANTITY,
    AMOUNT,
)
BY_TOWNSHIP = (TOWNSHIP, COUNT, QUANTITY, AMOUNT)
STATUS = Column(code="status", label=gettext_lazy("state of payment"), max_length=20)
BY_STATUS = (STATUS, COUNT, QUANTITY, AMOUNT)


def _more(notice: Notice) -> dict[str, Any]:
    payment = (
        SubsidyFacts.objects.filter(notice=notice)
        .select_related("programme__agency", "line_set")
        .first()
    )
    if payment is None:
        return {"programme": None, "list": None, "townships": [], "statuses": []}
    line_set = payment.line_set
    return {
        # Those of the payment and of its programme: either may be repealed.
        "cited": _cited(payment),
        "programme": _programme(payment.programme) | _check(payment),
        "list": line_set and _list(line_set, payment.programme),
        # Of lists without townships there is one sum, which has no name.
        "townships": [
            row
            for row in _sums(payment, "townships", key="township")
            if row["township"]
        ],
        "statuses": _sums(payment, "statuses", key="status"),
    }


def _list(line_set: LineSet, programme: Programme) -> dict[str, Any]:
    is_told = may_be_told(line_set.count, is_sensitive=programme.is_sensitive)
    return {
        "count": line_set.count if is_told else None,
        "quantity": line_set.quantity if is_told else None,
        "amount": line_set.amount if is_told else None,
        "digest": line_set.digest,
    }


def _sums(payment: SubsidyFacts, name: str, *, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = getattr(payment.line_set, name, [])
    return _together(rows, key=key) if payment.programme.is_sensitive else rows


def _together(rows: Sequence[Line], *, key: str) -> list[dict[str, Any]]:
    together = few_together([entry_of(row, key=key) for row in rows], least=FEW)
    return [row_of(entry, key=key) for entry in together]


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "id": programme.pk,
        "name": programme.name,
        "agency_code": programme.agency.code,
        "agency_name": programme.agency.name,
        "standard": programme.standard,
        "standard_amount": programme.standard_amount,
        "measure": programme.measure,
        "line_access": programme.line_access,
        "paid_to": programme.paid_to,
        "bases": programme.bases,
    }


def _check(payment: SubsidyFacts) -> dict[str, Any]:
    """What recipients are asked for: by their list's own rule once there is one."""
    rule = payment.line_set or payment.programme
    return {"check_kind": rule.check_kind, "check_length": rule.check_length}


def _told(structures: Sequence[Structure]) -> Sequence[Structure]:
    """A programme may become sensitive after its payments were signed; one query."""
    keys = {each["programme"]["id"] for each in structures if each["programme"]}
    sensitive = set(
        Programme.objects.filter(is_sensitive=True, pk__in=keys)
        .order_by()
        .values_list("pk", flat=True)
    )
    return [
        _telling_nobody_apart(each)
        if each["programme"] and each["programme"]["id"] in sensitive
        else each
        for each in structures
    ]


def _telling_nobody_apart(signed: Structure) -> Structure:
    """What would be signed of it now that its programme is sensitive."""
    line_set = signed["list"]
    # Nothing is stated beside a list: the difference of two sums is a sum.
    stated = [] if line_set else _stated_together(signed["sums"])
    count = (line_set or {}).get("count") or sum(row["count"] or 0 for row in stated)
    is_told = may_be_told(count, is_sensitive=True)
    if line_set and not is_told:
        line_set = dict.fromkeys(line_set) | {"digest": line_set["digest"]}
    return signed | {
        "ordered_amount": signed["ordered_amount"] if is_told else None,
        "list": line_set,
        "sums": stated,
        "townships": _together(signed["townships"], key="township"),
        "statuses": _together(signed["statuses"], key="status"),
    }


def _stated_together(rows: Sequence[Line]) -> list[Line]:
    """Without stated totals: they would say what a township too small is."""
    entries = [
        entry_of(row)._replace(village=row["village"])
        for row in rows
        if not is_whole(row["township"])
    ]
    together = few_together(townships_of(entries), least=FEW)
    return [row_of(entry) | {"village": ""} for entry in together]


def _cited(payment: SubsidyFacts) -> list[int]:
    keys = [
        key
        for citing in (payment, payment.programme)
        for key in citing.cited.order_by("pk").values_list("pk", flat=True)
    ]
    return list(dict.fromkeys(keys))


def _lacks(structure: Structure) -> list[str]:
    if structure["programme"] is None:
        return [_("the programme")]
    missing = []
    if not (structure["list"] or structure["sums"]):
        missing.append(_("the recipient list, or the sums by township"))
    if not (structure["bases"] or structure["programme"]["bases"]):
        missing.append(_("legal basis"))
    return missing


def check_hint(kind: str, length: int) -> str:
    """What a recipient types beside the name, in plain words."""
    if kind == CheckKind.IDENTITY:
        return _("the last %(length)s characters of the identity number") % {
            "length": length
        }
    if kind == CheckKind.CARD:
        return _("the last %(length)s digits of the card or passbook") % {
            "length": length
        }
    if kind == CheckKind.SERIAL:
        return _("the number of the certificate or contract")
    return _("village and group, as 堰口村三组")


# How sums are printed that more() gives: nobody types them.
TOWNSHIPS = made_table(
    code="townships",
    title=gettext_lazy("Sums by township"),
    columns=BY_TOWNSHIP,
    key=("township",),
)
STATUSES = made_table(
    code="statuses",
    title=gettext_lazy("Sums by state of payment"),
    columns=BY_STATUS,
    key=("status",),
)
SUBSIDIES = StructuredKind(
    facts=FACTS,
    read_facts=facts_of(SubsidyFacts, FACTS),
    tables=(
        table_of(
            SubsidySum,
            code="sums",
            title=gettext_lazy("Sums as stated"),
            columns=STATED,
            is_required=False,
            key=("township", "village"),
        ),
    ),
    more=_more,
    made=(STATUSES, TOWNSHIPS),
    lacks=_lacks,
    told=_told,
)

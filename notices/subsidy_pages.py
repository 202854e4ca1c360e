"""What the pages about subsidies show: programmes, one's own line, a posted list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, Q, Sum
from django.db.models.functions import Cast, Round
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.keyset import page_of
from disclosure_portal.foundation.limits import Attempt, count, network_of
from disclosure_portal.foundation.telephones import telephone_url

from .forms.lookups import OwnLineForm
from .kind_pages.printed import printed
from .kind_pages.subsidies import period_of
from .models import Audience, Kind, Notice, Programme, SubsidyFacts
from .models.statuses import RELEASABLE
from .own_line import lines_of, wait_before_asking
from .recipient_columns import RECIPIENT_COLUMNS
from .recipient_lists import ListPage, page_after, posted_columns
from .recipient_sums import FEW, may_be_told, paid_part
from .structures.subsidies import check_hint

COLUMNS = {column.code: column for column in RECIPIENT_COLUMNS}
HEADINGS = {"masked_name": "name"}
NUMBERS = frozenset({"quantity", "standard", "amount"})
PAYMENTS = 30
PAYMENT_ROW = (
    "id",
    "title",
    "published_at",
    "subsidy__line_set__count",
    "subsidy__line_set__amount",
    "subsidy__line_set__statuses",
)


# --- Programmes ----------------------------------------------------------------------


def programmes_page() -> dict[str, Any]:
    """Every programme with what was paid by it in public; two queries."""
    paid = {row["programme"]: row for row in _paid()}
    programmes = Programme.objects.select_related("agency").order_by("-is_open", "name")
    return {
        "section": "subsidies",
        "breadcrumbs": [{"title": _("Subsidies"), "url": ""}],
        "programmes": [_programme(row, paid.get(row.pk, {})) for row in programmes],
    }


def programme_page(pk: int, cursor: str) -> dict[str, Any] | None:
    """One programme and its payments, newest first; two queries. Raises BadCursor."""
    row = Programme.objects.select_related("agency").filter(pk=pk).first()
    if row is None:
        return None
    payments = Notice.objects.public().filter(kind=Kind.SUBSIDY, subsidy__programme=row)
    page = page_of(payments.values(*PAYMENT_ROW), cursor, PAYMENTS)
    here = reverse("programme-detail", args=[pk])
    return {
        "section": "subsidies",
        "breadcrumbs": [
            {"title": _("Subsidies"), "url": reverse("subsidy-list")},
            {"title": row.name, "url": ""},
        ],
        "row": _programme(row, {}),
        "hint": check_hint(row.check_kind, row.check_length),
        "payments": [_payment(each, row) for each in page.rows],
        "page": {
            "newer_url": page.newer and f"{here}?page={page.newer}",
            "first_url": here if cursor else "",
            "older_url": page.older and f"{here}?page={page.older}",
        },
    }


def _payment(row: Mapping[str, Any], programme: Programme) -> dict[str, Any]:
    count, amount = row["subsidy__line_set__count"], row["subsidy__line_set__amount"]
    paid = paid_part(row["subsidy__line_set__statuses"] or ())
    if not may_be_told(count or 0, is_sensitive=programme.is_sensitive):
        count = amount = paid = None
    people = _("people") if programme.counts_people else _("households")
    day = local_day(row["published_at"])
    return {
        "title": row["title"],
        "url": reverse("notice-detail", args=[row["id"]]),
        "day": official_date(day),
        "day_iso": day.isoformat(),
        "count": f"{count:,} {people}" if count else "",
        "amount": f"{amount:,.2f} 元" if amount is not None else "",
        "paid": f"{paid:,.2f} 元" if paid is not None else "",
    }


def _paid() -> Any:
    """Payments, recipients and fen by programme. Integer fen: SQLite keeps decimals as
    floats, and a sum of floats is none (decisions.md, Money)."""
    is_public = Q(
        notice__kind=Kind.SUBSIDY,
        notice__audience=Audience.PUBLIC,
        notice__status__in=RELEASABLE,
        notice__published_at__lte=clock.now(),
    )
    # A programme may become sensitive when lists of few are out already.
    is_told = Q(programme__is_sensitive=False) | Q(line_set__count__gte=FEW)
    fen = Cast(Round(F("line_set__amount") * 100), BigIntegerField())
    return (
        SubsidyFacts.objects.filter(is_public)
        .order_by()
        .values("programme")
        .annotate(
            payments=Count("pk"),
            recipients=Sum("line_set__count", filter=is_told),
            fen=Sum(fen, filter=is_told),
            last=Max("notice__published_at"),
            newest=Max("notice"),
        )
    )


def _programme(row: Programme, paid: Mapping[str, Any]) -> dict[str, Any]:
    fen = paid.get("fen")
    return {
        "key": row.pk,
        "url": reverse("programme-detail", args=[row.pk]),
        "name": row.name,
        "agency": {"title": row.agency.label, "url": row.agency.get_absolute_url()},
        "standard": row.standard,
        "paid_to": row.get_paid_to_display(),
        "bases": row.bases,
        "is_open": row.is_open,
        "payments": paid.get("payments", 0),
        "recipients": f"{paid.get('recipients') or 0:,}",
        "amount": f"{Decimal(fen) / 100:,.2f}" if fen else "",
        "last": official_date(local_day(paid["last"])) if paid else "",
        "newest_url": reverse("notice-detail", args=[paid["newest"]]) if paid else "",
        "lookup_url": f"{reverse('own-line')}?programme={row.pk}",
    }


# --- One's own line ------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    context: dict[str, Any]
    status: int = 200
    wait: int = 0


def empty_lookup(programme: str) -> Answer:
    """The form before anything was asked."""
    chosen = programme if programme.isascii() and programme.isdigit() else ""
    return Answer(_lookup(OwnLineForm(initial={"programme": chosen[:9]})))


@sensitive_variables()
def answered_lookup(typed: Mapping[str, Any], address: str | None) -> Answer:
    """What the form finds. Whoever asks too often learns nothing, not even whether
    the form was filled in well."""
    form = OwnLineForm(typed)
    if not form.is_valid():
        return Answer(_lookup(form), status=200)
    asked = form.cleaned_data
    wait = wait_before_asking(asked["name"], address)
    if wait:
        return asked_too_often(wait)
    programme, year = asked["programme"], asked["year"]
    own = lines_of(
        asked["name"],
        asked["check_value"],
        programme=programme.pk if programme else None,
        year=year,
    )
    # What was typed is not sent back: the next person at this computer reads it.
    fresh = OwnLineForm(initial={"programme": programme, "year": year})
    found = [_found(line) for line in own.lines]
    answer = {"is_answer": True, "lines": found, "is_cut": own.is_cut}
    return Answer({**_lookup(fresh), **answer})


def asked_too_often(wait: int) -> Answer:
    """When to come again, in hours where it is long."""
    minutes = -(-wait // 60)
    hours = -(-minutes // 60) if minutes > 60 else 0
    return Answer({"minutes": minutes, "hours": hours}, status=429, wait=wait)


def _lookup(form: OwnLineForm) -> dict[str, Any]:
    return {
        "section": "subsidies",
        "breadcrumbs": [
            {"title": _("Subsidies"), "url": reverse("subsidy-list")},
            {"title": _("Look up your subsidy"), "url": ""},
        ],
        "form": form,
        "lines": [],
    }


def _found(line: Mapping[str, Any]) -> dict[str, Any]:
    """One line in words, with the arithmetic by which everybody can check it."""
    shown = {code: _value(code, line[f"line_{code}"]) for code in NUMBERS}
    has_product = bool(shown["quantity"] and shown["standard"])
    return {
        "programme": line["programme"],
        "period": period_of(line),
        "batch": line["batch"],
        "paid_on": official_date(line["paid_on"]) if line["paid_on"] else "",
        "place": f"{line['line_township']}{line['line_village']}{line['line_group']}",
        "name": line["line_masked_name"],
        "quantity": shown["quantity"] and f"{shown['quantity']} {line['measure']}",
        "unit_standard": shown["standard"],
        "standard": line["standard_text"] or line["programme_standard"],
        "amount": shown["amount"],
        "has_product": has_product,
        "status": line["line_status"],
        "remark": line["line_remark"],
        "agency": line["agency_name"],
        "telephone": line["telephone"],
        "telephone_url": telephone_url(line["telephone"]),
        "notice": {
            "title": line["title"],
            "url": reverse("notice-detail", args=[line["pk"]]),
            "day": official_date(local_day(line["published_at"])),
        },
    }


# --- Lists ---------------------------------------------------------------------------


def wait_before_paging(address: str | None, limit: int) -> int:
    """Count one page of a list; the seconds to wait if this place read too many."""
    return count([Attempt("list page", network_of(address), limit)])


def place_in(typed: str) -> int:
    """After which line a page begins; the first page for what is no number."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def posted_page(payment: SubsidyFacts, after: int) -> dict[str, Any]:
    """A page of the masked list that hangs out; one query."""
    assert payment.line_set_id is not None
    columns = posted_columns(payment.programme)
    page = page_after(payment.line_set_id, columns, after)
    url = reverse("notice-recipients", args=[payment.notice_id])
    period = payment.notice.posting_period
    return {
        "section": "notices",
        "breadcrumbs": [
            {"title": payment.notice.title, "url": payment.notice.get_absolute_url()},
            {"title": _("Posted list"), "url": ""},
        ],
        "notice": payment.notice,
        "ends": official_date(period.ends_on),
        "objections": {
            "unit": period.objection_unit,
            "telephone": period.objection_telephone,
            "telephone_url": telephone_url(period.objection_telephone),
        },
        **printed_page(page, payment.programme, url, after),
    }


def desk_page(payment: SubsidyFacts, columns: tuple[str, ...], after: int) -> Any:
    """The same for those who decide on the notice."""
    page = page_after(payment.line_set_id or 0, columns, after)
    url = reverse("desk-recipients", args=[payment.notice_id])
    return {
        "desk_section": "notices",
        "notice": payment.notice,
        "total": payment.line_set,
        "amount": f"{payment.line_set.amount:,.2f}" if payment.line_set else "",
        **printed_page(page, payment.programme, url, after),
    }


def printed_page(
    page: ListPage, programme: Programme, url: str, after: int
) -> dict[str, Any]:
    return {
        "programme": programme.name,
        "headings": [_heading(code, programme) for code in page.columns],
        "lines": [
            {
                "number": line["position"],
                "cells": [
                    {**_heading(code, programme), "value": _value(code, line[code])}
                    for code in page.columns
                ],
            }
            for line in page.lines
        ],
        "page": {
            "newer_url": "",
            "first_url": url if after else "",
            "older_url": f"{url}?after={page.after}" if page.after else "",
        },
    }


def _heading(code: str, programme: Programme) -> dict[str, Any]:
    column = COLUMNS[HEADINGS.get(code, code)]
    unit = programme.measure if code == "quantity" else column.base_unit
    label = str(column.label)
    return {
        "label": f"{label}（{unit}）" if unit else label,
        "look": "number" if code in NUMBERS else "text",
    }


def _value(code: str, value: Any) -> str:
    column = COLUMNS[HEADINGS.get(code, code)]
    return printed(column, "" if value is None else str(value))

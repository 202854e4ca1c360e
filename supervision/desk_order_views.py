"""Orders at the desk. Every door starts at what the person may see."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure_portal.foundation.downloads import answer_with_file
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import DomainError

from .attempts import status_of
from .forms.orders import AnswerForm, NewOrderForm, OrderForm
from .models import OrderFile, RectificationOrder
from .order_deeds import BY_NAME, Deed
from .order_ledger import TITLE, ledger_workbook
from .order_list import has_orders, list_context, may_issue
from .order_page import order_context, sheet_context
from .order_sources import Start, start_of
from .ordering import Wanted, issue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _order(request: HttpRequest, pk: int) -> RectificationOrder:
    seen = RectificationOrder.objects.visible_to(_me(request))
    beside = ("agency", "issued_by", "publication")
    return get_object_or_404(seen.select_related(*beside), pk=pk)


@require_safe
@login_required
def orders(request: HttpRequest) -> HttpResponse:
    if not has_orders(_me(request)):
        raise PermissionDenied
    context = list_context(_me(request), request.GET.dict())
    return render(request, "supervision/desk/orders.html", context)


@require_safe
@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    """《整改台账》 as a workbook; who fetched it stands in the trail."""
    if not has_orders(_me(request)):
        raise PermissionDenied
    AuditEntry.objects.record("exported", None, by=_me(request), note=request.path)
    return workbook(ledger_workbook(_me(request)), str(TITLE))


def workbook(content: bytes, title: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    name = content_disposition_header(True, f"{title}.xlsx")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """An order by hand, or from a slot or a letter that the address names."""
    if not may_issue(_me(request)):
        raise PermissionDenied
    asked = {
        name: request.GET.get(name, "") for name in ("slot", "letter", "mark", "unit")
    }
    start = start_of(_me(request), **asked)
    if request.method != "POST":
        return _new_page(request, start, NewOrderForm(initial=start.initial))
    form = NewOrderForm(request.POST)
    status: int = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        try:
            made = issue(_wanted(form, start), by=_me(request))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The order is issued."))
            return redirect("desk-order", made.pk)
    return _new_page(request, start, form, status)


def _wanted(form: NewOrderForm, start: Start) -> Wanted:
    given = form.cleaned_data
    return Wanted(
        agency=given["unit"],
        fault=given["fault"],
        demand=given["demand"],
        ground=given["ground"],
        days=given["days"],
        slot=start.slot,
        letter=start.letter,
        mark=start.mark,
        words=start.words,
    )


def _new_page(
    request: HttpRequest,
    start: Start,
    form: NewOrderForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"desk_section": "orders", "start": start, "form": form}
    return render(request, "supervision/desk/order_new.html", context, status=status)


@require_safe
@login_required
def order(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _order(request, pk))


@require_safe
@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """《限期整改通知书》 on A4 paper."""
    context = sheet_context(_order(request, pk))
    return render(request, "supervision/desk/order_sheet.html", context)


@require_safe
@login_required
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A piece of evidence."""
    row = get_object_or_404(OrderFile, pk=file, order=_order(request, pk))
    return answer_with_file(
        request,
        digest=row.public_digest,
        media_type=row.media_type,
        file_name=row.file_name,
    )


@login_required
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One button was pressed; what is refused is said in place."""
    found = _order(request, pk)
    if name not in BY_NAME:
        raise Http404
    if request.method != "POST":  # came back from signing in
        return redirect("desk-order", pk)
    pressed = BY_NAME[name]
    form = _form(request, pressed, found)
    status: int = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        try:
            pressed.act(found, form.cleaned_data, _me(request))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, str(pressed.said))
            return redirect("desk-order", pk)
    return _page(request, _order(request, pk), status=status, tried=(name, form))


def _form(request: HttpRequest, pressed: Deed, found: RectificationOrder) -> OrderForm:
    more: dict[str, Any] = {}
    if pressed.form is AnswerForm:
        more["uploads"] = request.FILES.getlist("evidence")
    auto_id = f"{pressed.name}-%s"
    return pressed.form(request.POST, order=found, auto_id=auto_id, **more)


def _page(
    request: HttpRequest,
    found: RectificationOrder,
    *,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    context = order_context(found, _me(request), **more)
    return render(request, "supervision/desk/order.html", context, status=status)

"""The ledger at the desk: what is owed, one slot with its buttons, and events."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directories.duty_events import BadEvent, register_event, strike_event
from directories.models import DutyEvent, Slot
from directories.permissions import branches, in_branches
from disclosure_portal.foundation.keyset import BadCursor
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
)

from .desk_events import events_context, items_of
from .desk_ledger import ROLES, STRIKERS, list_context, slots_of
from .desk_slot import post_url, slot_context, strike_id
from .drafting import WrongSlot
from .forms.elsewhere import StrikeForm
from .forms.ledger import EventForm, ExplainForm, LinkForm
from .fulfilling import explain, link, strike
from .models import Fulfilment
from .slot_fitting import public_notices
from .slot_words import slot_title

CONFLICTS = (TransitionError, WrongSlot, BadEvent)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_safe
@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    if not branches(_me(request), *ROLES):
        raise PermissionDenied
    try:
        context = list_context(_me(request), request.GET.dict())
    except BadCursor:
        raise Http404 from None
    return render(
        request, "notices/desk/ledger.html", {"desk_section": "ledger", **context}
    )


@require_safe
@login_required
def slot(request: HttpRequest, pk: int) -> HttpResponse:
    return _rendered(request, _slot(request, pk))


@require_safe
@login_required
def post_now(request: HttpRequest, pk: int) -> HttpResponse:
    """To the form of a notice, as far filled in as it can be."""
    return redirect(post_url(_slot(request, pk)))


@login_required
def explain_slot(request: HttpRequest, pk: int) -> HttpResponse:
    found = _slot(request, pk)
    form = ExplainForm(request.POST, auto_id="explain_%s")

    def press() -> str:
        explain(found, form.cleaned_data["statement"], by=_me(request))
        return _("The explanation is public.")

    return _done(request, found, {"explain": form}, press)


@login_required
def link_notice(request: HttpRequest, pk: int) -> HttpResponse:
    found = _slot(request, pk)
    form = LinkForm(request.POST, notices=public_notices(found), auto_id="link_%s")

    def press() -> str:
        notice = form.cleaned_data["notice"]
        before = found.filled_on
        link(found, notice, by=_me(request))
        if before is not None:
            return _("“%s” stands here, too: the first one counts.") % notice
        return _("“%s” fills this slot.") % notice

    return _done(request, found, {"link": form}, press)


@login_required
def strike_made(request: HttpRequest, pk: int, made: int) -> HttpResponse:
    """What was linked or explained by mistake counts no longer."""
    found = _slot(request, pk)
    row = get_object_or_404(
        Fulfilment.objects.select_related("slot__agency"), pk=made, slot=found
    )
    form = StrikeForm(request.POST, auto_id=strike_id(made))

    def press() -> str:
        strike(row, by=_me(request), reason=form.cleaned_data["reason"])
        return _("Struck out: it counts no longer, and stays as history.")

    return _done(request, found, {strike_id(made): form}, press)


def _done(
    request: HttpRequest,
    found: Slot,
    tried: dict[str, forms.Form],
    press: Callable[[], str],
) -> HttpResponse:
    """One button of a slot was pressed. What is refused is said in place."""
    if request.method != "POST":  # came back from signing in
        return redirect("desk-slot", found.pk)
    (form,) = tried.values()
    said, refused = _try(form, press)
    if refused is not None:
        return _rendered(request, _slot(request, found.pk), tried=tried, status=refused)
    messages.success(request, said)
    return redirect("desk-slot", found.pk)


def _try(form: forms.Form, press: Callable[[], str]) -> tuple[str, int | None]:
    """What to say, or the status of the answer where the deed is refused."""
    if not form.is_valid():
        return "", HTTPStatus.BAD_REQUEST
    try:
        return press(), None
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        if isinstance(refusal, NotAllowed):
            return "", HTTPStatus.FORBIDDEN
        is_conflict = isinstance(refusal, CONFLICTS)
        return "", HTTPStatus.CONFLICT if is_conflict else HTTPStatus.BAD_REQUEST


def _slot(request: HttpRequest, pk: int) -> Slot:
    return get_object_or_404(slots_of(_me(request)), pk=pk)


def _rendered(
    request: HttpRequest,
    found: Slot,
    *,
    tried: dict[str, forms.Form] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    words = request.GET.get("q", "")
    context = slot_context(found, _me(request), words=words, tried=tried)
    context["desk_section"] = "ledger"
    return render(request, "notices/desk/slot.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def events(request: HttpRequest) -> HttpResponse:
    """What happened that duties call to disclose; and a form to enter more."""
    user = _me(request)
    if not branches(user, *ROLES):
        raise PermissionDenied
    if request.method != "POST":
        return _events(request, None)
    form = EventForm(request.POST, items=items_of(user))

    def press() -> str:
        opened = register_event(by=user, **form.cleaned_data)
        return _("It is entered, and opens “%s”.") % slot_title(opened)

    said, refused = _try(form, press)
    if refused is not None:
        return _events(request, form, status=refused)
    messages.success(request, said)
    return redirect("desk-ledger-events")


@login_required
def strike_happened(request: HttpRequest, pk: int) -> HttpResponse:
    """An event was entered by mistake; what is refused is said above the page."""
    inside = in_branches(branches(_me(request), *STRIKERS), "item__agency__path")
    mine = DutyEvent.objects.filter(inside).select_related("item__agency")
    if request.method != "POST":  # came back from signing in
        return redirect("desk-ledger-events")
    event, form = get_object_or_404(mine, pk=pk), StrikeForm(request.POST)

    def press() -> str:
        strike_event(event, by=_me(request), reason=form.cleaned_data["reason"])
        return _("The event is struck out, and its slot is gone.")

    said, refused = _try(form, press)
    if refused is not None:
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return _events(request, None, status=refused)
    messages.success(request, said)
    return redirect("desk-ledger-events")


def _events(
    request: HttpRequest, form: EventForm | None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = events_context(_me(request), request.GET.get("unit", ""), form)
    context["desk_section"] = "ledger"
    return render(request, "notices/desk/ledger_events.html", context, status=status)

"""Rounds at the desk: prepared, led on, and what each unit has in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from disclosure_portal.foundation.models import SiteState, User

from . import round_desk
from .attempts import Attempt
from .forms.rounds import TodayForm
from .models import RUNS, InspectionRound, RoundUnit
from .round_pages import list_page, round_page, unit_page
from .today_page import asked_unit, desk_page

FOLDER = "supervision/desk"
# What a form posts, and which deed takes it.
FORMS = {
    "back": round_desk.sent_back,
    "units": round_desk.put_in,
    "share": round_desk.shared_out,
    "models": round_desk.praised,
}


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _round(request: HttpRequest, pk: int) -> InspectionRound:
    seen = InspectionRound.objects.visible_to(_me(request))
    return get_object_or_404(seen.select_related("checklist"), pk=pk)


def _unit(request: HttpRequest, pk: int, unit: int) -> RoundUnit:
    me = _me(request)
    units = RoundUnit.objects.filter(round=_round(request, pk))
    seen = units if me.has_perm(RUNS) else units.answered_by(me)
    return get_object_or_404(seen.select_related("agency", "round__checklist"), pk=unit)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {"desk_section": "supervision", **context}
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def _told(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Back to the page, with what was done or what hinders it."""
    if attempt.said:
        messages.success(request, attempt.said)
    if attempt.refused:
        messages.error(request, attempt.refused)
    return redirect(attempt.address)


@require_safe
@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    return _page(request, "rounds", list_page(_me(request)))


@require_safe
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Of one of the person's units, or of any where the site's setting shows it."""
    form = TodayForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data.get("unit")
    unit = asked_unit(_me(request), SiteState.objects.current(), asked)
    if unit is None:
        raise PermissionDenied
    return _page(request, "today", {**desk_page(_me(request), unit), "form": form})


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    if not _me(request).has_perm(RUNS):
        raise PermissionDenied
    attempt = round_desk.begun(request.POST or None, by=_me(request))
    if attempt.address:
        return _told(request, attempt)
    return _page(request, "round_form", attempt.context, attempt.status)


@require_safe
@login_required
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, "round", round_page(_round(request, pk), _me(request)))


@login_required
@require_POST
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    found = _round(request, pk)
    if name in round_desk.STEPS:
        return _told(request, round_desk.led_on(found, name, by=_me(request)))
    if name not in FORMS:
        raise Http404
    return _told(request, FORMS[name](found, request.POST, by=_me(request)))


@require_safe
@login_required
def unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    return _page(request, "round_unit", unit_page(found, _me(request)))


@login_required
@require_POST
def assign(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    return _told(request, round_desk.assigned(found, request.POST, by=_me(request)))

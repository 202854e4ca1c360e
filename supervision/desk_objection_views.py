"""Objections at the desk. Every door starts at what the person may see: evidence is
read by the office that rules and by the unit, by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from disclosure_portal.foundation.downloads import answer_with_file
from disclosure_portal.foundation.models import User

from . import objection_desk
from .attempts import Attempt
from .models import (
    RUNS,
    InspectionRound,
    Objection,
    ObjectionEvidence,
    RoundUnit,
)
from .round_pages import unit_page


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _unit(request: HttpRequest, pk: int, unit: int) -> RoundUnit:
    me = _me(request)
    rounds = InspectionRound.objects.visible_to(me)
    units = RoundUnit.objects.filter(round=get_object_or_404(rounds, pk=pk))
    seen = units if me.has_perm(RUNS) else units.answered_by(me)
    return get_object_or_404(seen.select_related("agency", "round__checklist"), pk=unit)


def _objection(request: HttpRequest, unit: RoundUnit, pk: int) -> Objection:
    seen = Objection.objects.visible_to(_me(request)).filter(rating__unit=unit)
    beside = ("indicator", "rating__unit__round", "rating__unit__agency")
    return get_object_or_404(seen.select_related(*beside), pk=pk)


def _file(request: HttpRequest, keys: tuple[int, int, int, int]) -> ObjectionEvidence:
    pk, unit, objection, file = keys
    found = _objection(request, _unit(request, pk, unit), objection)
    row = get_object_or_404(ObjectionEvidence, pk=file, objection=found)
    row.objection = found
    return row


def _answered(
    request: HttpRequest,
    unit: RoundUnit,
    attempt: Attempt,
    tried: Mapping[int, Any] | None = None,
) -> HttpResponse:
    """Back to the unit's page, or the page again with what hinders it in its form."""
    if attempt.said:
        messages.success(request, attempt.said)
    if attempt.refused:
        messages.error(request, attempt.refused)
    if attempt.address:
        return redirect(attempt.address)
    context = {"desk_section": "supervision", **unit_page(unit, _me(request), tried)}
    if tried is None:
        context["object_form"] = attempt.context["form"]
    page = "supervision/desk/round_unit.html"
    return render(request, page, context, status=attempt.status)


@login_required
@require_POST
def object_to(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    uploads = request.FILES.getlist("evidence")
    attempt = objection_desk.objected(found, request.POST, uploads, by=_me(request))
    return _answered(request, found, attempt)


@login_required
@require_POST
def rule(request: HttpRequest, pk: int, unit: int, objection: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    filed = _objection(request, found, objection)
    attempt = objection_desk.ruled(found, filed, request.POST, by=_me(request))
    return _answered(request, found, attempt, {filed.pk: attempt.context["form"]})


@login_required
@require_POST
def prove(request: HttpRequest, pk: int, unit: int, objection: int) -> HttpResponse:
    """More files for an objection that waits."""
    found = _unit(request, pk, unit)
    filed = _objection(request, found, objection)
    uploads = request.FILES.getlist("evidence")
    attempt = objection_desk.proved(filed, request.POST, uploads, by=_me(request))
    return _answered(request, found, attempt, {filed.pk: attempt.context["form"]})


@require_safe
@login_required
def evidence(
    request: HttpRequest, pk: int, unit: int, objection: int, file: int
) -> HttpResponseBase:
    row = _file(request, (pk, unit, objection, file))
    return answer_with_file(
        request,
        digest=row.public_digest,
        media_type=row.media_type,
        file_name=row.file_name,
    )


@login_required
@require_POST
def remove(
    request: HttpRequest, pk: int, unit: int, objection: int, file: int
) -> HttpResponse:
    row = _file(request, (pk, unit, objection, file))
    attempt = objection_desk.unproved(row, by=_me(request))
    return _answered(request, row.objection.rating.unit, attempt)

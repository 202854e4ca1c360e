"""Score sheets at the desk. Every door starts at what the person may see, so that the
second of two who score blind finds nothing of the first's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from disclosure_portal.foundation.downloads import answer_with_file
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .evidence import remove_evidence
from .marking import hand_in
from .models import MarkEvidence, ScoreSheet
from .sheet_desk import (
    Outcome,
    address_after,
    address_at,
    address_in_tree,
    json_of,
    left_out,
    list_page,
    marked,
    taken_in,
    tried_again,
)
from .sheet_page import sheet_context

FOLDER = "supervision/desk"


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _sheet(request: HttpRequest, pk: int) -> ScoreSheet:
    seen = ScoreSheet.objects.visible_to(_me(request))
    beside = ("unit__round__checklist", "unit__agency")
    return get_object_or_404(seen.select_related(*beside), pk=pk)


def _page(
    request: HttpRequest, sheet: ScoreSheet, status: int = 200, **more: Any
) -> HttpResponse:
    context = sheet_context(sheet, _me(request), **more)
    context["desk_section"] = "supervision"
    return render(request, f"{FOLDER}/sheet.html", context, status=status)


@require_safe
@login_required
def sheets(request: HttpRequest) -> HttpResponse:
    context = {"desk_section": "supervision", **list_page(_me(request))}
    return render(request, f"{FOLDER}/sheets.html", context)


@require_safe
@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    at, is_tree = request.GET.get("at", ""), "tree" in request.GET
    return _page(request, _sheet(request, pk), at=at, is_tree=is_tree)


@login_required
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """One mark: in JSON for the page's script, else on to the next indicator."""
    found = _sheet(request, pk)
    if request.method != "POST":  # came back from signing in
        return redirect("desk-score-sheet", pk)
    given, files = request.POST.dict(), request.FILES.getlist("files")
    outcome = marked(found, given, files, by=_me(request))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(json_of(found, outcome), status=outcome.status)
    return _marked_page(request, found, outcome)


def _marked_page(
    request: HttpRequest, found: ScoreSheet, outcome: Outcome
) -> HttpResponse:
    if outcome.mark is None:
        again = {"at": outcome.code, "tried": tried_again(found, outcome)}
        is_tree = request.POST.get("from") == "tree"
        return _page(request, found, outcome.status, is_tree=is_tree, **again)
    for refused in outcome.refused:
        messages.error(request, refused)
    return redirect(address_after(found, outcome, request.POST))


@login_required
@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole dimension does not apply; refused, it is said in the tree."""
    found = _sheet(request, pk)
    tried, status = left_out(found, request.POST.dict(), by=_me(request))
    if tried.told:
        return _page(request, found, status, is_tree=True, tried=tried)
    return redirect(address_in_tree(found, tried.code))


@login_required
@require_POST
def take_in(request: HttpRequest, pk: int, absence: int) -> HttpResponse:
    found = _sheet(request, pk)
    rows = found.absences.select_related("indicator")
    row = get_object_or_404(rows, pk=absence)
    row.sheet = found
    for words in taken_in(row, by=_me(request)):
        messages.warning(request, words)
    return redirect(address_in_tree(found, row.indicator.code))


@login_required
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    found = _sheet(request, pk)
    try:
        hand_in(found, by=_me(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk-score-sheet", pk)
    messages.success(request, _("The sheet is handed in."))
    return redirect("desk-score-sheets")


@require_safe
@login_required
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    row = get_object_or_404(MarkEvidence, pk=file, mark__sheet=_sheet(request, pk))
    return answer_with_file(
        request,
        digest=row.public_digest,
        media_type=row.media_type,
        file_name=row.file_name,
    )


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    found = _sheet(request, pk)
    rows = MarkEvidence.objects.select_related("mark__indicator")
    row = get_object_or_404(rows, pk=file, mark__sheet=found)
    row.mark.sheet = found
    try:
        remove_evidence(row, by=_me(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(address_at(found, row.mark.indicator.code))

"""Checklists at the desk: written, taken from files, compared, published."""

from __future__ import annotations

from typing import Any

import orjson
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from disclosure_portal.foundation.models import AuditEntry, User

from .attempts import Attempt
from .checklist_desk import (
    COMPARED_WITH,
    begun,
    changed_choices,
    changed_particulars,
    do_deed,
    do_row_deed,
    kept_row,
    kept_upload,
    list_page,
    row_page,
    taken_upload,
)
from .checklist_document import to_json
from .checklist_import import Particulars, read_upload
from .checklist_pages import comparison_page, desk_page, look_page
from .models import EDITS, Checklist, ChecklistUpload, Indicator
from .stored_trees import document_of

FOLDER = "supervision/desk"


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    if not request.user.has_perm(EDITS):
        raise PermissionDenied
    return request.user


def _checklist(request: HttpRequest, pk: int) -> Checklist:
    seen = Checklist.objects.visible_to(_me(request))
    return get_object_or_404(seen.select_related("copied_from"), pk=pk)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {"desk_section": "supervision", **context}
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def _answer(request: HttpRequest, attempt: Attempt, name: str) -> HttpResponse:
    """On to where a deed leads, or the page again with what hinders it."""
    if attempt.said:
        messages.success(request, attempt.said)
    if attempt.address:
        return redirect(attempt.address)
    return _page(request, name, attempt.context, attempt.status)


@require_safe
@login_required
def checklists(request: HttpRequest) -> HttpResponse:
    return _page(request, "checklists", list_page(_me(request)))


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    return _answer(request, begun(request.POST or None, by=_me(request)), "form")


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    data = (request.POST, request.FILES) if request.method == "POST" else None
    return _answer(request, kept_upload(data, by=_me(request)), "form")


@login_required
def looked_at(request: HttpRequest, token: str) -> HttpResponse:
    """What a file holds and what is told of it; then it is taken, or not."""
    rows = ChecklistUpload.objects.filter(uploaded_by=_me(request))
    found = get_object_or_404(rows, token=token)
    if request.method == "POST":
        attempt = taken_upload(found, request.POST, by=_me(request))
        return _answer(request, attempt, "look")
    read = read_upload(found)
    context = look_page(read, Particulars(**found.particulars))
    return _page(request, "look", {"upload": found, **context})


@require_safe
@login_required
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, "checklist", desk_page(_checklist(request, pk)))


@login_required
@require_POST
def deed(request: HttpRequest, pk: int) -> HttpResponse:
    """One button was pressed; what is refused is said above the tree."""
    found = _checklist(request, pk)
    attempt = do_deed(found, request.POST, by=_me(request))
    return _told(request, attempt)


@login_required
@require_POST
def row_deed(request: HttpRequest, pk: int) -> HttpResponse:
    found = _checklist(request, pk)
    attempt = do_row_deed(found, request.POST, by=_me(request))
    return _told(request, attempt)


def _told(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if attempt.refused:
        messages.error(request, attempt.refused)
    return _answer(request, attempt, "checklist")


@login_required
def particulars(request: HttpRequest, pk: int) -> HttpResponse:
    found = _checklist(request, pk)
    data = request.POST if request.method == "POST" else None
    return _answer(request, changed_particulars(found, data, by=_me(request)), "form")


@login_required
def choices(request: HttpRequest, pk: int) -> HttpResponse:
    found = _checklist(request, pk)
    data = request.POST if request.method == "POST" else None
    return _answer(request, changed_choices(found, data, by=_me(request)), "choices")


@login_required
def new_row(request: HttpRequest, pk: int, under: int | None = None) -> HttpResponse:
    found = _checklist(request, pk)
    above = under and get_object_or_404(Indicator, pk=under, checklist=found)
    page = row_page(found, Indicator(checklist=found), above or None)
    data = request.POST if request.method == "POST" else None
    return _answer(request, kept_row(page, data, by=_me(request)), "indicator")


@login_required
def row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    found = _checklist(request, pk)
    stored = get_object_or_404(Indicator, pk=row, checklist=found)
    page = row_page(found, stored, stored.parent)
    data = request.POST if request.method == "POST" else None
    return _answer(request, kept_row(page, data, by=_me(request)), "indicator")


@require_safe
@login_required
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    new = _checklist(request, pk)
    given = request.GET.get(COMPARED_WITH, "")
    others = Checklist.objects.visible_to(_me(request)).exclude(pk=pk).newest()
    old = new.copied_from or others.filter(code=new.code).first()
    if given.isascii() and given.isdigit() and len(given) < 19:
        old = get_object_or_404(others, pk=int(given))
    context: dict[str, Any] = {"new": new, "old": old, "others": others[:100]}
    if old is not None:
        context |= comparison_page(old, new, whole="all" in request.GET)
    return _page(request, "comparison", context)


@require_safe
@login_required
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole checklist as JSON; who took it stands in the trail."""
    found = _checklist(request, pk)
    AuditEntry.objects.record("exported", found, by=_me(request))
    return _json_file(to_json(document_of(found)), f"{found.code}-{found.year}")


def _json_file(document: dict[str, Any], name: str) -> HttpResponse:
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    response = HttpResponse(text + b"\n", "application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response

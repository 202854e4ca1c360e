"""A year's assessment at the desk: prepared, with its registers, and published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from disclosure_portal.foundation.models import User

from . import year_desk
from .attempts import Attempt
from .models import RUNS, RegisterLine, YearAssessment
from .year_pages import list_page, look_page, year_page

FOLDER = "supervision/desk"
FORMS = {
    "shares": year_desk.shared,
    "rules": year_desk.ruled,
    "line": year_desk.entered,
}
DEEDS = {"publish": year_desk.published, "withdraw": year_desk.withdrawn}


def _me(request: HttpRequest) -> User:
    """Only the office prepares a year."""
    assert isinstance(request.user, User)
    if not request.user.has_perm(RUNS):
        raise PermissionDenied
    return request.user


def _year(request: HttpRequest, pk: int) -> YearAssessment:
    return get_object_or_404(YearAssessment.objects.visible_to(_me(request)), pk=pk)


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


def _tried(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if attempt.address:
        return _told(request, attempt)
    return _page(request, "round_form", attempt.context, attempt.status)


@require_safe
@login_required
def years(request: HttpRequest) -> HttpResponse:
    _me(request)
    return _page(request, "years", list_page())


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    return _tried(request, year_desk.begun(request.POST or None, by=_me(request)))


@require_safe
@login_required
def year(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, "year", year_page(_year(request, pk), _me(request)))


@require_safe
@login_required
def look(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, "year_look", look_page(_year(request, pk)))


@login_required
def form(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    if name not in FORMS:
        raise Http404
    found = _year(request, pk)
    return _tried(request, FORMS[name](found, request.POST or None, by=_me(request)))


@login_required
@require_POST
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    if name not in DEEDS:
        raise Http404
    found = _year(request, pk)
    return _told(request, DEEDS[name](found, request.POST, by=_me(request)))


@login_required
@require_POST
def line_deed(request: HttpRequest, pk: int, line: int, name: str) -> HttpResponse:
    if name not in year_desk.LINE_DEEDS:
        raise Http404
    lines = RegisterLine.objects.select_related("agency", "assessment")
    found = get_object_or_404(lines, assessment=_year(request, pk), pk=line)
    return _told(request, year_desk.line_done(found, name, by=_me(request)))

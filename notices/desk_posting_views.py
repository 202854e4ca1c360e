"""The desk: where else a notice was shown is registered here, with a photograph."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from directories.models import Role
from directories.permissions import INSIDERS, has_role
from disclosure_portal.foundation.downloads import answer_with_file, picture_type
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .elsewhere import confirm_posting, register_posting, strike_posting
from .elsewhere_pages import all_rows
from .forms.elsewhere import ElsewhereForm, StrikeForm
from .models import Notice, Posting
from .waiting import on_desk


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _found(request: HttpRequest, pk: int) -> Notice:
    """For those who work for its unit; nobody else has business here."""
    notice = get_object_or_404(on_desk(_me(request)), pk=pk)
    if not has_role(_me(request), notice.agency, *INSIDERS):
        raise Http404
    return notice


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    notice = _found(request, pk)
    if request.method != "POST":
        return _rendered(request, notice, ElsewhereForm())
    form = ElsewhereForm(request.POST, request.FILES)
    if not form.is_valid():
        return _rendered(request, notice, form, status=HTTPStatus.BAD_REQUEST)
    try:
        register_posting(notice, form.instance, by=_me(request))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _rendered(request, notice, form, status=_status_of(refusal))
    words = _("Registered: %s. It is public once an approver has confirmed it.")
    messages.success(request, words % form.instance)
    return redirect("desk-elsewhere", pk=pk)


@require_POST
@login_required
def confirm(request: HttpRequest, pk: int, posting: int) -> HttpResponse:
    notice = _found(request, pk)
    rows = Posting.objects.select_related("notice__agency")
    row = get_object_or_404(rows, pk=posting, notice=notice)
    try:
        confirm_posting(row, by=_me(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        form = ElsewhereForm()
        return _rendered(request, notice, form, status=_status_of(refusal))
    messages.success(request, _("Public: %s") % row)
    return redirect("desk-elsewhere", pk=pk)


@require_POST
@login_required
def strike(request: HttpRequest, pk: int, posting: int) -> HttpResponse:
    notice = _found(request, pk)
    row = get_object_or_404(Posting.objects.select_related("notice__agency"),
                            pk=posting, notice=notice)  # fmt: skip
    form = StrikeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["reason"])))
        return redirect("desk-elsewhere", pk=pk)
    try:
        strike_posting(row, by=_me(request), reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        answer = ElsewhereForm()
        messages.error(request, str(refusal))
        return _rendered(request, notice, answer, status=_status_of(refusal))
    messages.success(request, _("Struck out."))
    return redirect("desk-elsewhere", pk=pk)


@require_safe
@login_required
def photo(request: HttpRequest, pk: int, posting: int) -> HttpResponseBase:
    row = get_object_or_404(Posting, pk=posting, notice=_found(request, pk))
    if not row.photo_digest:
        raise Http404
    digest = row.photo_digest
    return answer_with_file(request, digest=digest, media_type=picture_type(digest))


def _status_of(refusal: DomainError) -> int:
    is_denied = isinstance(refusal, NotAllowed)
    return HTTPStatus.FORBIDDEN if is_denied else HTTPStatus.CONFLICT


def _rendered(
    request: HttpRequest,
    notice: Notice,
    form: ElsewhereForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "desk_section": "notices",
        "row": notice,
        "shown": all_rows(notice.pk, _me(request)),
        "form": form,
        "strike": StrikeForm(auto_id=False),
        "may_register": notice.is_released
        and has_role(_me(request), notice.agency, Role.EDITOR),
        "may_strike": has_role(_me(request), notice.agency, Role.APPROVER),
    }
    return render(request, "notices/desk/elsewhere.html", context, status=status)

"""The desk: a public guide is tied to an item of the lists of powers and services."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directories.permissions import INSIDERS, has_role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .forms.guide_items import GuideItemForm
from .guide_item_page import guide_item_page
from .guide_items import choose_item, items_for
from .models import Kind, Notice
from .waiting import on_desk


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _found(request: HttpRequest, pk: int) -> Notice:
    """For those who work for the guide's unit."""
    guides = on_desk(_me(request)).filter(kind=Kind.PROCEDURE)
    guide = get_object_or_404(guides, pk=pk)
    if not has_role(_me(request), guide.agency, *INSIDERS):
        raise Http404
    return guide


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def item(request: HttpRequest, pk: int) -> HttpResponse:
    guide = _found(request, pk)
    if request.method != "POST":
        return _rendered(request, guide)
    form = GuideItemForm(request.POST, items=items_for(guide.agency))
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["item"])))
        return _rendered(request, guide, status=HTTPStatus.BAD_REQUEST)
    chosen = form.cleaned_data["item"]
    try:
        choose_item(guide, chosen, by=_me(request))
    except DomainError as refusal:
        return _refused(request, guide, refusal)
    named = _("The guide belongs to “%s”.") % chosen
    messages.success(request, named if chosen else _("The choice was taken back."))
    return redirect("desk-guide-item", pk=pk)


def _refused(request: HttpRequest, guide: Notice, refusal: DomainError) -> HttpResponse:
    messages.error(request, str(refusal))
    is_denied = isinstance(refusal, NotAllowed)
    status = HTTPStatus.FORBIDDEN if is_denied else HTTPStatus.CONFLICT
    return _rendered(request, guide, status=status)


def _rendered(
    request: HttpRequest, guide: Notice, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    page = guide_item_page(guide, _me(request), request.GET.get("q", ""))
    return render(request, "notices/desk/guide_item.html", page, status=status)

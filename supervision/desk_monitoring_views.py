"""Running clocks at the desk (电子监察)."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure_portal.foundation.models import AuditEntry, User

from .desk_order_views import workbook
from .forms.monitoring import CardRulesForm
from .monitoring import rules_now, set_rules, watch_of
from .monitoring_page import (
    may_monitor,
    may_set_rules,
    monitoring_context,
    monitoring_workbook,
    unit_context,
    unit_watched,
)


def _watcher(request: HttpRequest) -> User:
    """Whoever watches over a branch or answers for it; nobody else comes in."""
    assert isinstance(request.user, User)
    if not may_monitor(request.user):
        raise PermissionDenied
    return request.user


@require_safe
@login_required
def monitoring(request: HttpRequest) -> HttpResponse:
    me, code = _watcher(request), request.GET.get("unit", "")
    if not code:
        context = monitoring_context(me)
        return render(request, "supervision/desk/monitoring.html", context)
    watch = watch_of(me)
    if (unit := unit_watched(watch, code)) is None:
        raise Http404
    context = unit_context(watch, unit)
    return render(request, "supervision/desk/monitoring_unit.html", context)


@require_safe
@login_required
def sheet(request: HttpRequest) -> HttpResponse:
    """Units, months and clocks as a workbook; who fetched it stands in the trail."""
    me = _watcher(request)
    AuditEntry.objects.record("exported", None, by=me, note=request.path)
    return workbook(monitoring_workbook(me), _("Monitoring"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """From when cards fall: data of the county."""
    me = _watcher(request)
    if not may_set_rules(me):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = CardRulesForm(posted, rules=rules_now(), auto_id="rules-%s")
    if form.is_valid():
        set_rules(form.rules(), by=me)
        messages.success(request, _("Cards fall by these days from now on."))
        return redirect("desk-monitoring")
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    context = {"desk_section": "monitoring", "form": form}
    return render(request, "supervision/desk/card_rules.html", context, status=status)

"""Would the site pass its inspection today? For the office, and for units as set."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.models import SiteState, User

from .health_page import health_page, may_see_health


@require_safe
@login_required
def health(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    state = SiteState.objects.current()
    if not may_see_health(request.user, state.ledger_audience):
        raise PermissionDenied(_("These figures are for the disclosure office."))
    page = health_page(request.user, state)
    return render(request, "notices/desk/health.html", page)

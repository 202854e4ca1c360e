"""How many alerts of searches there are, for those who answer for the county."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directories.branch_admin import answers_for_the_county

from .alert_pages import alert_figures


@require_safe
@login_required
def alerts(request: HttpRequest) -> HttpResponse:
    if not answers_for_the_county(request.user):
        raise PermissionDenied(_("These figures are for the disclosure office."))
    return render(request, "notices/desk/alerts.html", alert_figures())

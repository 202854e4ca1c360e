"""The office's figures of visits, for those who answer for the county."""

from __future__ import annotations

import csv

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directories.branch_admin import answers_for_the_county
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.visits import by_day

from .visits_page import Month, day_columns, month_of, visits_page


@require_safe
@login_required
def figures(request: HttpRequest) -> HttpResponse:
    page = visits_page(_asked_for(request), SiteState.objects.current())
    return render(request, "portal/visits.html", page)


@require_safe
@login_required
def days(request: HttpRequest) -> HttpResponse:
    """A row for each day of the month; opens in Excel and WPS. That it was taken away
    stands in the trail."""
    month = _asked_for(request)
    assert isinstance(request.user, User)
    AuditEntry.objects.record(
        "exported", None, by=request.user, note=f"visits {month.code}"
    )
    headers = {"Content-Disposition": f'attachment; filename="{month.code}.csv"'}
    response = HttpResponse("\ufeff", "text/csv; charset=utf-8", headers=headers)
    sheet = csv.writer(response)
    sheet.writerow([_("Day"), *day_columns()])
    sheet.writerows([day, *found] for day, found in by_day(*month))
    return response


def _asked_for(request: HttpRequest) -> Month:
    if not answers_for_the_county(request.user):
        raise PermissionDenied(_("These figures are for the disclosure office."))
    month = month_of(request.GET.get("month", ""))
    if month is None:
        raise Http404
    return month

"""Checklists for everybody: what units are scored by."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from disclosure_portal.foundation.pages import public_page

from .checklist_pages import public_page as checklist_page
from .models import Checklist


@public_page
def checklist_list(request: HttpRequest) -> HttpResponse:
    """One query."""
    context = {
        "rows": list(Checklist.objects.public().newest()[:500]),
        "breadcrumbs": [{"title": _("Checklists"), "url": ""}],
    }
    return render(request, "supervision/checklist_list.html", context)


@public_page
def checklist_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Checklist.objects.public(), pk=pk)
    context = checklist_page(found)
    return render(request, "supervision/checklist_detail.html", context)

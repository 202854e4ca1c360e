"""Addresses of an older site; asked only where this one has no page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from disclosure_portal.foundation.middleware import READS, STAFF_PREFIXES
from disclosure_portal.foundation.models import OldAddress
from notices.former_addresses import formerly_at
from notices.models import GONE, Notice
from notices.tombstones import tombstone

# Longer ones stand in no list.
MOST = 500


def answer_to_old(request: HttpRequest) -> HttpResponse | None:
    """301 to the page of today, 410 for what is gone, None for what was never here;
    two queries."""
    path = request.get_full_path()
    is_known_place = request.path.startswith(STAFF_PREFIXES)
    if request.method not in READS or is_known_place or len(path) > MOST:
        return None
    row = OldAddress.objects.known_as(path).first()
    if row is not None:
        return _moved(request, row)
    notice = formerly_at(path)
    return None if notice is None else _of_notice(request, notice)


def _moved(request: HttpRequest, row: OldAddress) -> HttpResponse:
    if row.target:
        return HttpResponsePermanentRedirect(row.target)
    return _gone(request, {})


def _of_notice(request: HttpRequest, notice: Notice) -> HttpResponse:
    if notice.status in GONE:
        return _gone(request, tombstone(notice))
    return HttpResponsePermanentRedirect(notice.get_absolute_url())


def _gone(request: HttpRequest, stone: dict[str, object]) -> HttpResponse:
    context = {"section": "notices", "tombstone": stone}
    return render(request, "410.html", context, status=410)

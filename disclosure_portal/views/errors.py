"""Answers to what went wrong: pages for readers, JSON for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from disclosure_portal.foundation.api.errors import error_response
from disclosure_portal.foundation.large_forms import REFUSALS, too_much

from .old_addresses import answer_to_old

API_PREFIX = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be read, or is more than is read: 413, and how much may be."""
    refusal = too_much(exception) if isinstance(exception, REFUSALS) else ""
    status, code = (413, "too_large") if refusal else (400, "bad_request")
    if request.path.startswith(API_PREFIX):
        message = refusal or _("The request could not be read.")
        return error_response(status, code, message)
    # Without the request: its host may be what was refused.
    context = {"section": "", "status": status, "refusal": refusal}
    page = loader.render_to_string("400.html", context)
    return HttpResponse(page, status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        return error_response(403, "permission_denied", _("You may not do this."))
    context = {"section": "", "exception": str(exception)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        message = _("There is nothing at this address.")
        if not request.path.endswith("/"):
            message = _("There is nothing at this address: write “/” at its end.")
        return error_response(404, "not_found", message)
    if answer := answer_to_old(request):
        return answer
    return render(request, "404.html", {"section": ""}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Nothing here may fail again: no database, no request context."""
    if request.path.startswith(API_PREFIX):
        return error_response(500, "error", _("The portal failed to answer."))
    return HttpResponseServerError(loader.render_to_string("500.html"))

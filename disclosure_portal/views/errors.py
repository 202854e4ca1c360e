"""Answers to what went wrong: pages for readers, JSON for programs."""

from __future__ import annotations

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from disclosure_portal.foundation.api.errors import error_response

from .old_addresses import answer_to_old

API_PREFIX = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = _("The request could not be read.")
    if request.path.startswith(API_PREFIX):
        return error_response(400, "bad_request", message)
    # Without the request: its host may be what was refused.
    page = loader.render_to_string("400.html", {"section": ""})
    return HttpResponseBadRequest(page)


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

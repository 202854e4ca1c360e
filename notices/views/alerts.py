"""Alerts of searches, for readers without an account.

No cache and no search engine keeps these pages, and only who got the mail knows their
addresses. No token guards the forms: the results they stand below are the same for
all, and mail programs press the button without having been here (RFC 8058).
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure_portal.foundation.pages import state_of
from disclosure_portal.foundation.sign_in import address_of

from ..alert_pages import (
    Answer,
    asked,
    confirmed,
    confirming,
    empty_form,
    ended,
    ending,
)

METHODS = ["GET", "HEAD", "POST"]


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """The form; by POST a mail that asks to confirm."""
    state = state_of(request)
    if request.method == "POST":
        answer = asked(request.POST.dict(), address_of(request), state)
    else:
        answer = empty_form(request.GET.dict(), state)
    return _answered(request, answer)


@csrf_exempt
@require_http_methods(METHODS)
def confirmation(request: HttpRequest, signed: str) -> HttpResponse:
    state = state_of(request)
    act = confirmed if request.method == "POST" else confirming
    return _answered(request, act(signed, state))


@csrf_exempt
@require_http_methods(METHODS)
def end(request: HttpRequest, signed: str) -> HttpResponse:
    if request.method == "POST":
        answer = ended(signed, with_others="all" in request.POST)
    else:
        answer = ending(signed, state_of(request))
    return _answered(request, answer)


def _answered(request: HttpRequest, answer: Answer | None) -> HttpResponse:
    if answer is None:
        raise Http404
    response = render(request, answer.template, answer.context, status=answer.status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    if answer.wait:
        response["Retry-After"] = str(answer.wait)
    return response

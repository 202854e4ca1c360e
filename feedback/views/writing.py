"""写信 and 查信: no account, no cache, and no search engine keeps these pages."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure_portal.foundation.large_forms import sent_form, too_much
from disclosure_portal.foundation.limits import network_of
from disclosure_portal.foundation.sign_in import address_of

from ..answers import Answer
from ..tracking_page import asked, tracked
from ..writing_pages import opened, was_too_much, went_on

METHODS = ["GET", "HEAD", "POST"]
DEVICE = "letter"
A_DAY = 24 * 3600


# The form carries a signed token of its own: there is no session to ride on.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _answered(request, opened(request.GET.dict()), device="")
    device = request.COOKIES.get(DEVICE, "")
    sent = sent_form(request, "upload")
    if sent.refusal:
        answer = was_too_much(sent.fields, too_much(sent.refusal))
    else:
        answer = went_on(sent.fields, sent.uploads, device=device)
    return _answered(request, answer, device=device)


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(METHODS)
def track(request: HttpRequest) -> HttpResponse:
    """A letter by number and code: the same answer for a wrong one of either."""
    place = network_of(address_of(request))
    if request.method == "POST":
        sent = sent_form(request, "upload")
        refusal = too_much(sent.refusal) if sent.refusal else ""
        answer = tracked(sent.fields, sent.uploads, place, refusal=refusal)
    else:
        answer = asked(request.GET.dict())
    return _answered(request, answer, device="")


def _answered(request: HttpRequest, answer: Answer, *, device: str) -> HttpResponse:
    response = render(request, answer.template, answer.context, status=answer.status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    if answer.wait:
        response["Retry-After"] = str(answer.wait)
    if request.path.endswith("/new/") and DEVICE not in request.COOKIES:
        _name_device(request, response)
    return response


def _name_device(request: HttpRequest, response: HttpResponse) -> None:
    """By which too many letters from one device are known; it ends in a day."""
    response.set_cookie(
        DEVICE,
        secrets.token_hex(16),
        max_age=A_DAY,
        path=request.path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )

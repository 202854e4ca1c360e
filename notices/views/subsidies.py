"""Subsidies: the programmes, one's own line, a list for as long as it is posted.

Neither of the last two is kept by any cache or search engine, and no address holds
what a person typed.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from disclosure_portal.foundation.keyset import BadCursor
from disclosure_portal.foundation.pages import public_page
from disclosure_portal.foundation.sign_in import address_of

from ..recipient_lists import posted_payment
from ..subsidy_pages import (
    Answer,
    answered_lookup,
    asked_too_often,
    empty_lookup,
    place_in,
    posted_page,
    programme_page,
    programmes_page,
    wait_before_paging,
)

UNLISTED = "noindex, nofollow, noarchive"


@public_page
def programmes(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/subsidy_list.html", programmes_page())


@public_page
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        page = programme_page(pk, request.GET.get("page", ""))
    except BadCursor:
        page = None
    if page is None:
        raise Http404
    return render(request, "notices/programme_detail.html", page)


# Changes nothing but counters, and the pages that lead here are the same for all:
# they can't carry a token.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_line(request: HttpRequest) -> HttpResponse:
    """Name and check value come by POST only."""
    if request.method != "POST":
        answer = empty_lookup(request.GET.get("programme", ""))
    else:
        answer = answered_lookup(request.POST, address_of(request))
    return _unlisted(request, "notices/own_line.html", answer)


@require_safe
def posted_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The masked list of a notice within its posting period; 404 before and after,
    and for all programmes that post none."""
    payment = posted_payment(pk)
    if payment is None:
        raise Http404
    limit = settings.LIST_PAGES_AN_ADDRESS
    if wait := wait_before_paging(address_of(request), limit):
        return _unlisted(request, "", asked_too_often(wait))
    page = posted_page(payment, place_in(request.GET.get("after", "")))
    return _unlisted(request, "notices/posted_list.html", Answer(page))


def _unlisted(request: HttpRequest, template: str, answer: Answer) -> HttpResponse:
    if answer.wait:
        template = "notices/asked_too_often.html"
    response = render(request, template, answer.context, status=answer.status)
    response["X-Robots-Tag"] = UNLISTED
    response["Cache-Control"] = "no-store"
    if answer.wait:
        response["Retry-After"] = str(answer.wait)
    return response

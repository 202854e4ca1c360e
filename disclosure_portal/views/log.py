"""The log of publications, and whether a notice is genuine."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from disclosure_portal.foundation.api.throttling import ReadThrottle
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.pages import mark_public, public_page, state_of
from notices.forms.verification import VerificationForm
from notices.log_page import exported, log_page, number_in
from notices.release import settle_due
from notices.verification import verification_page

# The largest attachment that there may be, and the other fields.
MOST_BYTES = 110 * 1024 * 1024
OF_EXPORT = {
    "Content-Disposition": 'attachment; filename="log.ndjson"',
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache",
    "X-Robots-Tag": "noindex",
}


@public_page
def log(request: HttpRequest) -> HttpResponse:
    _settle(state_of(request))
    try:
        page = log_page(request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
    return render(request, "portal/log.html", page)


@public_page
def lines(request: HttpRequest) -> HttpResponseBase:
    """All lines after a number as NDJSON."""
    _settle(state_of(request))
    try:
        after = number_in(request.GET.get("after", "0"))
    except ValueError:
        raise Http404 from None
    if not ReadThrottle().allows(request, "export"):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    blocks = () if request.method == "HEAD" else exported(after)
    return StreamingHttpResponse(
        blocks, content_type="application/x-ndjson", headers=OF_EXPORT
    )


# What is sent changes nothing and is not kept, and the page is the same for all: it
# can't carry a token.
@mark_public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    _settle(state_of(request))
    if request.method != "POST":
        asked = request.GET.get("n", "") or request.GET.get("q", "")
        form = VerificationForm({"q": asked} if asked else None)
        return _verified(request, form, asked=bool(asked))
    is_large = int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES
    if is_large or not ReadThrottle().allows(request, "detail"):
        return HttpResponse(status=413 if is_large else 429)
    form = VerificationForm(request.POST, request.FILES)
    return _verified(request, form, asked=True)


def _verified(
    request: HttpRequest, form: VerificationForm, *, asked: bool
) -> HttpResponse:
    page = verification_page(form, asked=asked)
    return render(request, "portal/log_verify.html", page)


def _settle(state: SiteState) -> None:
    """What readers see already gets its line before anybody looks for it."""
    if state.is_change_due:
        settle_due()

"""What somebody may be about to type, for the box of search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from disclosure_portal.foundation.api.throttling import ReadThrottle
from disclosure_portal.foundation.pages import public_page
from disclosure_portal.foundation.search.suggesting import suggested


@public_page
def suggest(request: HttpRequest) -> HttpResponse:
    throttle = ReadThrottle()
    if not throttle.allows(request, "list"):
        headers = {"Retry-After": str(throttle.seconds_left)}
        return JsonResponse({"words": []}, status=429, headers=headers)
    words = suggested(request.GET.get("q", ""))
    return JsonResponse({"words": words}, json_dumps_params={"ensure_ascii": False})

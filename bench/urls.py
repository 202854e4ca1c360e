"""The portal's own addresses and, beside them, what they are compared with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from disclosure_portal.urls import urlpatterns as portal


def const(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware: the most that any view could reach."""
    return HttpResponse("ok")


urlpatterns = [path("bench/const/", const), *portal]

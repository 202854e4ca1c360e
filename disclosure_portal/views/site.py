"""Pages about the site itself, and how the reader sees them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.leaving import BadTarget, read_target
from disclosure_portal.foundation.middleware import reading_view
from disclosure_portal.foundation.pages import public_page, state_of
from disclosure_portal.foundation.reading_view import COOKIE
from notices.search_alerts import UNCONFIRMED

from .site_map_page import site_map_page

YEAR_SECONDS = 365 * 24 * 60 * 60


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/site_map.html", site_map_page(state_of(request)))


@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    return _text_page(request, "help", _("Help"), state_of(request).help_text)


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    text = state_of(request).privacy_text
    return _text_page(
        request,
        "privacy",
        _("Privacy statement"),
        text,
        alert_days=UNCONFIRMED.days,
    )


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return _text_page(request, "accessibility", _("Accessibility"), "")


def _text_page(
    request: HttpRequest, name: str, title: str, text: str, **more: object
) -> HttpResponse:
    context = {
        **more,
        "section": "",
        "breadcrumbs": [{"title": title, "url": ""}],
        "paragraphs": [line for line in text.splitlines() if line.strip()],
    }
    return render(request, f"portal/{name}.html", context)


@require_safe
def view_settings(request: HttpRequest) -> HttpResponse:
    """Keep how the reader wants to see the pages in the one cookie; then back."""
    target = request.GET.get("next", "/")
    is_local = target.startswith("/") and url_has_allowed_host_and_scheme(target, None)
    response = HttpResponseRedirect(target if is_local else "/")
    view = reading_view(request).changed(request.GET.dict()).written()
    if not view:
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    response.set_cookie(
        *(COOKIE, view, YEAR_SECONDS),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@public_page
def leaving(request: HttpRequest) -> HttpResponse:
    """The warning before a link leaves for a site that is not the government's; it
    never leads on by itself."""
    context = {"section": "", "is_valid": False, "back_url": "/"}
    try:
        target = read_target(request.GET.get("to", ""))
    except BadTarget:
        return render(request, "portal/leaving.html", context, status=400)
    context |= {
        "is_valid": True,
        "target_url": target,
        "target_host": urlsplit(target).netloc,
    }
    return render(request, "portal/leaving.html", context)

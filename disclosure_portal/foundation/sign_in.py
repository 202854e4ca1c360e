"""Who may sign in, for how long, and what happens after too many failures."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import clock
from .middleware import STAFF_PREFIXES, GetResponse
from .models import SiteState, User

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# A request with this header does not count as work: a page's own heartbeat.
QUIET = "X-Quiet"
# The session row is written at most this often.
SEEN_EVERY = timedelta(minutes=1)


def may_sign_in(user: User) -> bool:
    """Demonstration accounts exist only where the portal is a demonstration; nobody
    signs in as a program."""
    is_person = user.is_active and not user.is_service
    return is_person and (settings.DEMO or not user.is_demo)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; mail bears the site's name."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(
        self, request: HttpRequest, user: User, **hooks: Any
    ) -> HttpResponse | None:
        # allauth lets in whom the backend refused, if only they are active.
        if not may_sign_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **hooks)

    def format_email_subject(self, subject: str) -> str:
        return f"[{_site_name(self.request)}] {subject}"

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        named = {**context, "site_name": _site_name(self.request)}
        return super().render_mail(template_prefix, email, named, headers)


def _site_name(request: HttpRequest) -> str:
    return SiteState.objects.current().name or request.get_host()


# --- Lock-out -----------------------------------------------------------------------


def account_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that somebody tries to enter, by user name or by e-mail.

    Failures under both count together; an unknown name counts as it was typed.
    """
    given = credentials or {}
    typed = str(given.get("username") or given.get("email") or "")
    known: dict[str, str] = request.__dict__.setdefault("_account_names", {})
    if typed not in known:
        known[typed] = _look_up(typed).lower()
    return known[typed]


def _look_up(typed: str) -> str:
    users = User.objects.values_list("username", flat=True)
    by_name = users.filter(username__iexact=typed).first()
    by_mail = users.filter(email__iexact=typed).first() if "@" in typed else None
    return by_name or by_mail or typed[:255]


def address_of(request: HttpRequest) -> str | None:
    """The reader's address, as far as our own proxies vouch for it."""
    return get_client_ip(request)


def locked_out(
    request: HttpRequest,
    _response: HttpResponse | None,
    credentials: dict[str, Any] | None,
) -> HttpResponse:
    """The page that says how long an account stays closed to an address (429)."""
    wait = _time_left(account_name(request, credentials), address_of(request))
    context = {"minutes": math.ceil(wait / timedelta(minutes=1))}
    response = render(request, "account/locked_out.html", context, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


def _time_left(name: str, address: str | None) -> timedelta:
    last = (
        AccessAttempt.objects.filter(username=name, ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    cool_off = get_cool_off()
    left = last + cool_off - clock.now() if last else cool_off
    return max(left, timedelta(seconds=1))


# --- Sessions -----------------------------------------------------------------------


class SessionRulesMiddleware:
    """A session ends when nobody works in it, and at the end of a working day.

    Looks at staff pages only: public pages never touch the session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response: Callable[[HttpRequest], HttpResponse] = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(STAFF_PREFIXES) and request.user.is_authenticated:
            if _is_over(request):
                return _end(request)
            _stamp(request)
        return self.get_response(request)


def start_session(request: HttpRequest) -> None:
    """Note when a session began: called when somebody signs in."""
    now = clock.now().isoformat()
    request.session[SIGNED_IN_AT] = now
    request.session[SEEN_AT] = now


def _is_over(request: HttpRequest) -> bool:
    now = clock.now()
    began, seen = _stamps(request)
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return now - seen > idle or now - began > timedelta(
        hours=settings.SESSION_MAX_HOURS
    )


def _stamps(request: HttpRequest) -> tuple[datetime, datetime]:
    if SIGNED_IN_AT not in request.session:
        start_session(request)  # made by a test client or a command
    session = request.session
    return (
        datetime.fromisoformat(session[SIGNED_IN_AT]),
        datetime.fromisoformat(session[SEEN_AT]),
    )


def _stamp(request: HttpRequest) -> None:
    now = clock.now()
    if QUIET not in request.headers and now - _stamps(request)[1] >= SEEN_EVERY:
        request.session[SEEN_AT] = now.isoformat()


def _end(request: HttpRequest) -> HttpResponse:
    logout(request)
    if QUIET in request.headers:
        return HttpResponse(status=401)  # a script asks: it says so on its page
    messages.info(request, _("You were signed out because the session had ended."))
    # What was sent by a form is gone: come back to its page with a plain request.
    return redirect_to_login(request.get_full_path())

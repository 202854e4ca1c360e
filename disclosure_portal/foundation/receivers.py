"""Signing in and out, and changes of what lets a person in, stand in the trail.

The one place where the trail is written by signals: these deeds are not ours.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest

from .models import AuditEntry, User
from .sign_in import account_name, address_of, start_session


def connect() -> None:
    """Called once, when the apps are ready."""
    auth_signals.user_logged_in.connect(_signed_in)
    auth_signals.user_logged_out.connect(_signed_out)
    auth_signals.user_login_failed.connect(_failed)
    user_locked_out.connect(_locked_out)
    account_signals.password_changed.connect(_password_changed)
    account_signals.password_set.connect(_password_changed)
    account_signals.password_reset.connect(_password_reset)
    factor_signals.authenticator_added.connect(_factor_added)
    factor_signals.authenticator_reset.connect(_factor_added)
    factor_signals.authenticator_removed.connect(_factor_removed)


def _signed_in(request: HttpRequest, user: User, **_more: Any) -> None:
    start_session(request)
    _record("signed_in", request, user)


def _signed_out(request: HttpRequest, user: User | None, **_more: Any) -> None:
    if user is not None:
        _record("signed_out", request, user)


def _failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any
) -> None:
    if request is not None and not _was_locked(request):
        _record_attempt("sign_in_failed", request, account_name(request, credentials))


def _locked_out(request: HttpRequest, username: str, **_more: Any) -> None:
    # Sent for each attempt while the lock holds; the first is the one that counts.
    if not _was_locked(request):
        _record_attempt("locked_out", request, username)


def _was_locked(request: HttpRequest) -> bool:
    """Was the account locked before this attempt? Such attempts are turned away
    unread and not recorded: nobody fills the trail by knocking on a locked door."""
    is_locked = getattr(request, "axes_locked_out", False)
    was_counted = getattr(request, "axes_failures_since_start", None) is not None
    return is_locked and not was_counted


def _password_changed(request: HttpRequest, user: User, **_more: Any) -> None:
    _record("password_changed", request, user)


def _password_reset(request: HttpRequest, user: User, **_more: Any) -> None:
    _record("password_reset", request, user)


def _factor_added(request: HttpRequest, user: User, **more: Any) -> None:
    _record("second_factor_added", request, user, kind=more["authenticator"].type)


def _factor_removed(request: HttpRequest, user: User, **more: Any) -> None:
    _record("second_factor_removed", request, user, kind=more["authenticator"].type)


def _record(action: str, request: HttpRequest, user: User, **facts: str) -> None:
    AuditEntry.objects.record(
        action, user, by=user, facts={"address": address_of(request), **facts}
    )


def _record_attempt(action: str, request: HttpRequest, name: str) -> None:
    """What an unknown person typed is not kept: passwords land in that field, too."""
    AuditEntry.objects.record(
        action,
        User.objects.filter(username__iexact=name).first(),
        by=None,
        facts={"address": address_of(request)},
    )

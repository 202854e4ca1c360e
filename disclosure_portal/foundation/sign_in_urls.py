"""The addresses under /accounts/: what staff need, and nothing else of allauth.

Nobody signs up, and addresses of e-mail are entered by administrators. The views of
the second factor bring a library for keys of hardware, which readers don't need.
"""

from __future__ import annotations

from allauth.account import views
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from . import lazy
from .sign_in_forms import SignInView


def _factor(address: str, view: str, name: str) -> URLPattern:
    """A view of allauth.mfa under the name that its pages reverse."""
    return path(f"2fa/{address}", lazy.View(f"allauth.mfa.{view}"), name=f"mfa_{name}")


urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    # allauth's pages reverse this name; the address only leads to signing in.
    path(
        "signup/",
        RedirectView.as_view(pattern_name="account_login"),
        name="account_signup",
    ),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    _factor("", "base.views.index", "index"),
    _factor("authenticate/", "base.views.authenticate", "authenticate"),
    _factor("reauthenticate/", "base.views.reauthenticate", "reauthenticate"),
    _factor("totp/activate/", "totp.views.activate_totp", "activate_totp"),
    _factor("totp/deactivate/", "totp.views.deactivate_totp", "deactivate_totp"),
    *(
        _factor(
            f"recovery-codes/{address}",
            f"recovery_codes.views.{deed}_recovery_codes",
            f"{deed}_recovery_codes",
        )
        for address, deed in (
            ("", "view"),
            ("generate/", "generate"),
            ("download/", "download"),
        )
    ),
]
